"""A Label Studio server, as the review loop speaks to it: few calls, clear refusals, nothing sent twice.

Only reading is tried again: a POST that the server carried out but did not answer would double what it made, so push
looks up what is there instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from label_studio_sdk import LabelStudio
from label_studio_sdk.core.api_error import ApiError
from label_studio_sdk.core.request_options import RequestOptions

from annotate.data import Project, PushedTask
from annotate.errors import ServerError, UsageError

ADDRESS = "http://localhost:8080"
KEY_VARIABLE = "LABEL_STUDIO_API_KEY"
KEY_PLACE = "Label Studio shows it under Account & Settings, Access Tokens"

#: Seconds: to reach the server, and for one answer. The import of a batch of long articles takes the longest.
TIMEOUT = httpx.Timeout(300.0, connect=10.0)
STRANGER = "does not answer as Label Studio does; check the address"
ONCE = RequestOptions(max_retries=0)
AGAIN = RequestOptions(max_retries=2)
EXPORT = 200  # tasks an export request: the server builds an answer in memory
LOOKUP = 1000  # ids a lookup: the query goes into the address, which holds 64 KB


class Server:
    """A `ReviewServer`: Label Studio 1.23 and its like, by the SDK."""

    def __init__(self, url: str, key: str) -> None:
        """Sign in with an access token, legacy or personal.

        Raises `UsageError` where there is no key or the address is none, `ServerError` where the server is out of
        reach or refuses the key.
        """
        self.url = _address(url)
        self._key = key.strip()
        if not self._key:
            raise UsageError(f"{self.url}: no key; set {KEY_VARIABLE} to an access token ({KEY_PLACE})")
        if not self._key.isascii() or not self._key.isprintable():
            raise UsageError(f"{self.url}: {KEY_VARIABLE} holds more than a token; copy it anew ({KEY_PLACE})")
        client = self._client()
        with self._speaking():
            # The SDK's own client and its pagers have no types.
            self._sdk: Any = LabelStudio(  # type: ignore[no-untyped-call]
                # With a slash at its end, or the SDK leaves the path out where it refreshes a token (SDK 2.1.2).
                base_url=f"{self.url}/",
                api_key=self._key,
                httpx_client=client,
                max_retries=0,
            )
            who = self._sdk.users.whoami(request_options=ONCE)  # where nobody is, say so at once
        if not isinstance(getattr(who, "email", None), str):
            raise ServerError(f"{self.url}: {STRANGER}")

    def projects(self, title: str) -> Sequence[Project]:
        """Return the projects of exactly that title; the server itself looks for titles that contain it."""
        with self._speaking():
            found = list(self._sdk.projects.list(title=title, page_size=100, request_options=AGAIN))
        return [_project(each) for each in found if each.title == title]

    def create_project(self, title: str, interface: str, instructions: str) -> Project:
        """Make a project whose list of tasks opens with the most severe."""
        with self._speaking():
            made = self._sdk.projects.create(
                title=title,
                label_config=interface,
                expert_instruction=instructions,
                show_collab_predictions=True,
                sampling="Uncertainty sampling",
                request_options=ONCE,
            )
            self._sdk.views.create(project=made.id, data=QUEUE, request_options=ONCE)
        return _project(made)

    def drop_project(self, project: Project) -> None:
        """Delete a project with all that is in it."""
        with self._speaking():
            self._sdk.projects.delete(project.id, request_options=ONCE)

    def count(self, project: Project) -> int:
        """Return how many tasks the project holds."""
        with self._speaking():
            return int(self._sdk.projects.get(project.id, request_options=AGAIN).task_number)

    def pushed(self, project: Project, doc_ids: Sequence[str]) -> Sequence[PushedTask]:
        """Return every task of these articles."""
        found: list[PushedTask] = []
        for start in range(0, len(doc_ids), LOOKUP):
            wanted = {
                "filter": "filter:tasks:data.doc_id",
                "operator": "in_list",
                "type": "String",
                "value": list(doc_ids[start : start + LOOKUP]),
            }
            query = json.dumps({"filters": {"conjunction": "and", "items": [wanted]}})
            # `drafts` would hold the asking user's alone; `draft_exists` tells of everybody's (1.23.2).
            include = "id,data,total_annotations,cancelled_annotations,draft_exists"
            with self._speaking():
                tasks = self._sdk.tasks.list(
                    project=project.id, query=query, include=include, page_size=LOOKUP, request_options=AGAIN
                )
                found += [_pushed(task) for task in tasks]
        return found

    def create_tasks(self, project: Project, tasks: Sequence[Mapping[str, Any]]) -> None:
        """Make tasks with their predictions; the server takes all of a request or none."""
        with self._speaking():
            self._sdk.projects.import_tasks(id=project.id, request=tasks, request_options=ONCE)

    def replace_predictions(self, project: Project, tasks: Mapping[int, Mapping[str, Any]]) -> None:
        """Give tasks the data and predictions of others.

        The data, which holds the fingerprint, goes last: what is cut short looks changed to the next push.
        """
        predictions = [
            {"task": task_id, **prediction} for task_id, task in tasks.items() for prediction in task["predictions"]
        ]
        with self._speaking():
            self._sdk.actions.create(
                id="delete_tasks_predictions",
                project=project.id,
                selected_items={"all": False, "included": list(tasks)},
                request_options=ONCE,
            )
            self._sdk.projects.import_predictions(id=project.id, request=predictions, request_options=ONCE)
            for task_id, task in tasks.items():
                self._sdk.tasks.update(
                    id=str(task_id), data=dict(task["data"]), meta=task["meta"], request_options=ONCE
                )

    def withdraw(self, project: Project, ids: Sequence[int]) -> None:
        """Delete tasks."""
        with self._speaking():
            self._sdk.actions.create(
                id="delete_tasks",
                project=project.id,
                selected_items={"all": False, "included": list(ids)},
                request_options=ONCE,
            )

    def exported(self, project: Project) -> Iterator[Mapping[str, Any]]:
        """Yield every task as the raw JSON export has it, oldest first, a few hundred in memory at a time."""
        with self._speaking():
            listed = self._sdk.tasks.list(project=project.id, include="id", page_size=LOOKUP, request_options=AGAIN)
            ids = sorted(int(task.id) for task in listed)
        for start in range(0, len(ids), EXPORT):
            with self._speaking():
                body = b"".join(
                    self._sdk.projects.exports.download_sync(
                        project.id,
                        export_type="JSON",
                        download_all_tasks=True,
                        # The SDK's own `ids` is sent as `ids=`, which the server does not read (SDK 2.1.2).
                        request_options=RequestOptions(
                            max_retries=2, additional_query_parameters={"ids[]": ids[start : start + EXPORT]}
                        ),
                    )
                )
                tasks = json.loads(body)
                if not isinstance(tasks, list):
                    raise ServerError(f"{self.url}: the export is not a list of tasks; try again")
            yield from sorted(tasks, key=lambda task: int(task["id"]))

    def people(self) -> Mapping[int, str]:
        """Return who annotates, by id."""
        with self._speaking():
            return {int(each.id): str(each.email) for each in self._sdk.users.list(request_options=AGAIN)}

    def link(self, project: Project) -> str:
        """Return the address of a project's tasks."""
        return f"{self.url}/projects/{project.id}/data"

    def _client(self) -> httpx.Client:
        """Return what requests go through. Raises `UsageError` where the machine's proxy settings cannot be used."""
        local = urlsplit(self.url).hostname in ("localhost", "127.0.0.1", "::1")
        try:
            # No redirects: they would carry the token to another address. No proxy on the way to this machine itself.
            return httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=not local)
        except (ImportError, ValueError, httpx.InvalidURL, OSError):
            raise UsageError(
                f"{self.url}: the proxy or certificates that the environment names cannot be used; check ALL_PROXY, "
                "HTTPS_PROXY, HTTP_PROXY and SSL_CERT_FILE"
            ) from None

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turn what can go wrong on the way into one line with the address and the way out, never the token."""
        try:
            yield
        except ApiError as error:
            raise ServerError(f"{self.url}: {self._refusal(error)}") from None
        except httpx.TimeoutException:
            raise ServerError(
                f"{self.url}: no answer in time; run the command again, it goes on where it was"
            ) from None
        except httpx.ConnectError as error:
            if "SSL" in str(error):
                raise ServerError(
                    f"{self.url}: no secure connection ({str(error)[:200]}); check the certificate, or whether the "
                    "address begins with http://"
                ) from None
            raise ServerError(
                f"{self.url}: nobody answers there; start a server with `annotate studio`, or name yours with --url"
            ) from None
        except OSError:  # the SDK reads the expiry of a personal token, which may be any number
            raise ServerError(f"{self.url}: {_key_trouble('')}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = type(error).__name__
            raise ServerError(
                f"{self.url}: the connection broke ({reason}); run the command again, it goes on where it was"
            ) from None
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            # The SDK builds its objects of whatever JSON it gets, unchecked: a stranger's answer breaks anywhere.
            raise ServerError(f"{self.url}: {STRANGER}") from None

    def _refusal(self, error: ApiError) -> str:
        """Return a server's refusal in words."""
        status = error.status_code or 0
        detail = self._detail(error.body)
        if status < 300:
            return STRANGER
        if status in (301, 302, 303, 307, 308):
            place = (error.headers or {}).get("location", "another address")
            return f"sends us on to {_origin(place)}; give that address with --url"
        if status == 401:
            return _key_trouble(detail)
        if status == 403:
            return f"the key's owner may not do that ({detail}); ask for access, or use another key"
        if status == 404:
            return f"{STRANGER}; or the project is gone"
        if status >= 500:
            return f"failed ({status}); look into the server's log, then run the command again, it goes on where it was"
        return f"refused ({status}): {detail}"

    def _detail(self, body: Any) -> str:
        """Return the server's own words on one line, short, without the token."""
        if isinstance(body, Mapping):
            body = body.get("detail") or body.get("validation_errors") or body
        words = " ".join(str(body).split()).replace(self._key, "…")
        return words if len(words) <= 300 else f"{words[:300]}…"


def _key_trouble(detail: str) -> str:
    """Return what is wrong with a key, by what the server says of it."""
    said = detail.casefold()
    if "expired" in said:
        return f"the token in {KEY_VARIABLE} has expired; make a new one ({KEY_PLACE})"
    if "legacy" in said:
        return f"takes no legacy tokens; make a personal access token and set {KEY_VARIABLE} to it ({KEY_PLACE})"
    return f"the token in {KEY_VARIABLE} is wrong or was revoked; copy it anew ({KEY_PLACE})"


def _address(url: str) -> str:
    """Return a server's address without its last slash. Raises `UsageError` where it is none.

    >>> _address("http://localhost:8080/")
    'http://localhost:8080'
    """
    if "@" in url:
        raise UsageError(f"--url: leave user and password out of the address; the key goes into {KEY_VARIABLE}")
    try:
        parts = urlsplit(url.strip())
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment:
        raise UsageError(f"--url {url}: not a server's address; give one such as {ADDRESS}")
    return url.strip().rstrip("/")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else "another address"


def _project(project: Any) -> Project:
    return Project(int(project.id), str(project.title), str(project.label_config or ""))


def _pushed(task: Any) -> PushedTask:
    data = task.data or {}
    return PushedTask(
        id=int(task.id),
        doc_id=str(data.get("doc_id")),
        revision=_number(data.get("revision")),
        digest=str(data.get("digest")),
        prediction=str(data.get("prediction")),
        touched=bool(task.total_annotations or task.cancelled_annotations or task.draft_exists),
    )


def _number(value: Any) -> int:
    """Return a revision; a task that somebody made by hand may hold anything."""
    return value if isinstance(value, int) else 1


#: The list of tasks that a new project opens with: most severe first, and only the columns that help to choose.
QUEUE = {
    "title": "Review queue",
    "type": "list",
    "target": "tasks",
    "ordering": ["-tasks:data.severity"],
    "hiddenColumns": {
        "explore": [
            f"tasks:{name}"
            for name in (
                "inner_id",
                "data.doc_id",
                "data.revision",
                "data.digest",
                "data.prediction",
                "data.why",
                "data.text",
                "data.language",
                "predictions_score",
                "predictions_model_versions",
                "predictions_results",
                "total_predictions",
                "annotations_results",
                "annotations_ids",
                "file_upload",
                "storage_filename",
                "created_at",
                "updated_at",
                "updated_by",
                "avg_lead_time",
                "draft_exists",
            )
        ],
        "labeling": [
            f"tasks:data.{name}"
            for name in ("doc_id", "revision", "digest", "prediction", "why", "text", "language", "published")
        ],
    },
}
