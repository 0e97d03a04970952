"""A dataset pushed to the Hugging Face Hub, its card with it: private, unless people say that all may see it."""

from __future__ import annotations

from pathlib import Path

import datasets
from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError, HFValidationError
from huggingface_hub.errors import HTTPError as TransportError  # type: ignore[attr-defined]  # of the client it is built on

from annotate.errors import ServerError, UsageError
from annotate.exporters.formats.tables import LOADING_SAVED, silent
from annotate.exporters.place import CARD, read_note


def check(form: str | None, *, public: bool, repository: str | None) -> None:
    """Raise `UsageError` where a dataset of this format cannot be pushed, or `public` says nothing."""
    if repository is None and public:
        raise UsageError("--public goes with --push-to-hub: give the repository too")
    if repository is not None and form not in (None, "hf"):
        raise UsageError(f"--push-to-hub does not go with --format {form}: the hub takes hf, and makes Parquet of it")


def push(folder: Path, repository: str, *, public: bool = False) -> str:
    """Push a dataset and its card to `repository`, made where it is missing; return its address.

    Raises `UsageError` where the dataset is none for the hub or the repository is open to all and `public` is not
    given, `ServerError` where the hub is out of reach or refuses.
    """
    check(read_note(folder).format, public=public, repository=repository)
    api = HfApi()
    try:
        place = api.create_repo(repository, repo_type="dataset", private=not public, exist_ok=True)
        name = place.repo_id
        if not public and not api.repo_info(name, repo_type="dataset").private:
            raise UsageError(f"{place}: is there already, and open to all; give --public if these texts may be")
        card = (folder / CARD).read_text(encoding="utf-8").replace(LOADING_SAVED, _loading(name))
        api.upload_file(
            path_or_fileobj=card.encode(),
            path_in_repo=CARD,
            repo_id=name,
            repo_type="dataset",
            commit_message="Describe the dataset",
        )
        with silent():
            # It adds to the card where the files lie and how large they are.
            datasets.load_from_disk(str(folder)).push_to_hub(name)
    except HFValidationError as error:
        raise UsageError(f"--push-to-hub {repository}: no name of a dataset; give it as in ann/news") from error
    except HfHubHTTPError as error:
        why = f"{error.response.status_code} {error.response.reason_phrase}"
        raise ServerError(
            f"{api.endpoint}: refuses {repository} ({why}); log in with: hf auth login, or set HF_TOKEN to a token "
            "that may write there"
        ) from error
    except (TransportError, OSError) as error:
        why = " ".join(str(error).split())
        raise ServerError(f"{api.endpoint}: cannot be reached ({why}); check the network and HF_ENDPOINT") from error
    return str(place)


def _loading(name: str) -> str:
    """Return Python that reads a dataset of the hub.

    >>> print(_loading("ann/news"))
    from datasets import load_dataset
    <BLANKLINE>
    dataset = load_dataset("ann/news")
    """
    return f'from datasets import load_dataset\n\ndataset = load_dataset("{name}")'
