"""What may keep annotate from working on this machine: the likeliest troubles looked for, each with its way out."""

from __future__ import annotations

import locale
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from packaging.requirements import Requirement

from annotate.config import (
    EmbeddingModel,
    NliModel,
    Preset,
    SpanModel,
    load_preset,
    load_scheme,
    preset_names,
    scheme_names,
)
from annotate.errors import AnnotateError, FolderError, ModelError
from annotate.labelstudio.connection import connect
from annotate.labelstudio.environment import Environment
from annotate.labelstudio.finding import running
from annotate.labelstudio.server import KEY_VARIABLE
from annotate.labelstudio.studio import PORT
from annotate.models.folders import find_model
from annotate.store import Folder

#: `note`: it works, and something about it is worth knowing.
State = Literal["fine", "note", "trouble"]

_PYTHON: Final = (3, 11)  # what the tests run on
_MEMORY: Final = 1.5e9  # bytes: the sample articles take 0.7e9, and long ones more
_DISK: Final = 1e9  # bytes: 1,000 articles take 0.1e9 to 0.2e9 with their report
_THREADS: Final = "OMP_NUM_THREADS"
_URL: Final = "LABEL_STUDIO_URL"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one `topic`; a trouble's `told` names the way out."""

    topic: str
    state: State
    told: str


def checkup(preset: str, home: Path, folder: Path | None = None) -> Iterator[Finding]:
    """Look for trouble: with the installation, the machine, the settings, the models, the servers, and a run's folder.

    `home` is where a studio of one's own lives. Nothing is downloaded, written or started. A check that cannot be made
    here (the memory of some systems) is left out.
    """
    yield from _python()
    yield from _packages()
    yield from _terminal()
    yield from _processor()
    yield from _memory()
    yield from _disk(folder or Path.cwd())
    yield from _settings()
    yield from _models(preset)
    yield from _studio(home)
    yield from _server(home)
    if folder is not None:
        yield from _folder(folder)


def _python() -> Iterator[Finding]:
    here = ".".join(map(str, sys.version_info[:2]))
    tested = ".".join(map(str, _PYTHON))
    if sys.version_info[:2] == _PYTHON:
        yield Finding("python", "fine", here)
    else:
        yield Finding("python", "note", f"{here}; the tests run on {tested}: where anything is odd, try that first")


def _packages() -> Iterator[Finding]:
    """Compare what is installed with what is asked for."""
    wrong = []
    for line in requires("annotate") or ():
        asked = Requirement(line)
        if asked.marker is not None and not asked.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(asked.name)
        except PackageNotFoundError:
            wrong.append(f"{asked.name} is missing")
            continue
        if not asked.specifier.contains(found, prereleases=True):
            wrong.append(f"{asked.name} is {found}, not {asked.specifier}")
    if wrong:
        way_out = "install them anew with scripts/setup, or pip install -c constraints.txt -e ."
        yield Finding("packages", "trouble", f"{', '.join(wrong)}; {way_out}")
    else:
        yield Finding("packages", "fine", "all as asked for")


def _terminal() -> Iterator[Finding]:
    encoding = getattr(sys.stdout, "encoding", None) or locale.getpreferredencoding()
    if encoding.lower().replace("-", "").replace("_", "") == "utf8":
        yield Finding("terminal", "fine", encoding)
    else:
        yield Finding(
            "terminal", "trouble", f"writes {encoding}, which has no “ or é; set PYTHONUTF8=1, or a UTF-8 locale"
        )


def _processor() -> Iterator[Finding]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    threads = os.environ.get(_THREADS, "")
    if threads.isdecimal() and 0 < int(threads) < cores:
        yield Finding("processor", "note", f"{_THREADS}={threads} holds a run to {threads} of {cores} cores; unset it")
    else:
        yield Finding("processor", "fine", f"{cores} cores")


def _memory() -> Iterator[Finding]:
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") + _cached()
    except (AttributeError, ValueError, OSError):
        return
    if free < _MEMORY:
        yield Finding("memory", "trouble", f"{_size(free)} free; a run takes about {_size(_MEMORY)}: close something")
    else:
        yield Finding("memory", "fine", f"{_size(free)} free")


def _cached() -> int:
    """Return the bytes that Linux gives back when asked: what it keeps of files."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "Cached":
            return int(value.split()[0]) * 1024
    return 0


def _disk(folder: Path) -> Iterator[Finding]:
    for topic, place in (("disk", _there(folder)), ("temporary files", Path(tempfile.gettempdir()))):
        free = shutil.disk_usage(place).free
        if not os.access(place, os.W_OK):
            yield Finding(topic, "trouble", f"{place}: nothing can be written there; choose another folder")
        elif free < _DISK:
            yield Finding(topic, "trouble", f"{place}: {_size(free)} left; make room, or choose another disk")
        else:
            yield Finding(topic, "fine", f"{place}: {_size(free)} left")


def _there(folder: Path) -> Path:
    """Return the nearest folder above that is there."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.is_dir())


def _settings() -> Iterator[Finding]:
    def checked(name: str, load: Callable[[str], object]) -> Iterator[str]:
        try:
            load(name)
        except AnnotateError as error:
            yield str(error)

    wrong = [each for name in preset_names() for each in checked(name, load_preset)]
    wrong += [each for name in scheme_names() for each in checked(name, load_scheme)]
    for each in wrong:
        yield Finding("settings", "trouble", each)
    if not wrong:
        yield Finding("settings", "fine", f"{len(preset_names())} presets, {len(scheme_names())} schemes")


def roles(preset: Preset) -> dict[str, EmbeddingModel | NliModel | SpanModel]:
    """Return the models that a run with a preset loads, by what each does."""
    found: dict[str, EmbeddingModel | NliModel | SpanModel] = {"model": preset.model, "encoder": preset.encoder}
    if preset.spans.backend != "rules":
        found["spans"] = preset.spans
    if preset.verifier is not None:
        found["verifier"] = preset.verifier
    return found


def _models(name: str) -> Iterator[Finding]:
    try:
        loaded = roles(load_preset(name))
    except AnnotateError as error:
        yield Finding("preset", "trouble", str(error))
        return
    for role, settings in loaded.items():
        if settings.name and not Path(settings.name).expanduser().is_dir():
            yield _hub_model(role, settings.name)
            continue
        try:
            folder, found = find_model(settings.name)
        except ModelError as error:
            yield Finding(role, "trouble", str(error))
        else:
            yield Finding(role, "fine", f"{settings.backend} {found}, {folder}")


def _hub_model(role: str, name: str) -> Finding:
    """Say whether a hub's model is here; it is not fetched for that."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.constants import HF_HUB_OFFLINE
    from huggingface_hub.errors import HFValidationError

    try:
        return Finding(role, "fine", f"{name}, {snapshot_download(name, local_files_only=True)}")
    except HFValidationError:
        return Finding(role, "trouble", f"{name}: neither a folder nor the name of a model on the hub; mend the preset")
    except OSError:
        pass
    if HF_HUB_OFFLINE:
        way_out = f"unset HF_HUB_OFFLINE once, or get it elsewhere: hf download {name}"
        return Finding(
            role, "trouble", f"{name} is not on this machine, and HF_HUB_OFFLINE forbids to fetch it; {way_out}"
        )
    return Finding(role, "note", f"{name} will be fetched from the hub by the first run")


def _studio(home: Path) -> Iterator[Finding]:
    environment, now = Environment(home), running(home)
    if now is not None:
        yield Finding("studio", "fine", f"runs at {now.url}")
        return
    there = str(environment.path) if environment.ready else f"not installed; `annotate studio` does it, in {home}"
    if not environment.ready and shutil.disk_usage(_there(home)).free < 2 * _DISK:
        yield Finding("studio", "trouble", f"{there}; it takes 1 GB, and there is no room: set ANNOTATE_STUDIO_HOME")
    elif _taken(PORT):
        yield Finding("studio", "note", f"{there}; another program has its port {PORT}: start it with --port")
    else:
        yield Finding("studio", "fine", there)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _server(home: Path) -> Iterator[Finding]:
    """Ask the team's server that the environment names, if it names one."""
    url, key = os.environ.get(_URL, ""), os.environ.get(KEY_VARIABLE, "")
    if not url:
        if key:
            yield Finding(
                "server", "note", f"{KEY_VARIABLE} is set, {_URL} is not: the key goes to a studio of your own"
            )
        return
    try:
        server = connect(url, key, home)
    except AnnotateError as error:
        yield Finding("server", "trouble", str(error))
    else:
        address = urlsplit(server.url)
        if address.scheme == "https" or address.hostname in ("localhost", "127.0.0.1", "::1"):
            yield Finding("server", "fine", f"{server.url} knows the key")
        else:
            told = f"{server.url} knows the key; without https, whoever is on the way can read it"
            yield Finding("server", "note", told)


def _folder(path: Path) -> Iterator[Finding]:
    """Check a run's folder: finished, whole, and free to be written into."""
    try:
        folder = Folder.open(path)
        with folder.alone():
            pass
        damaged, failures = folder.damaged(), sum(1 for _ in folder.failures())
    except FolderError as error:
        yield Finding("folder", "trouble", str(error))
        return
    for name in damaged:
        yield Finding("folder", "trouble", f"{path / name}: is not as the run wrote it; run the same command again")
    if not damaged:
        yield Finding("folder", "fine", f"{path}: whole")
    if failures:
        yield Finding("inputs", "note", f"{failures:,} could not be read; failures.jsonl in {path} says why")


def _size(count: float) -> str:
    """Return a number of bytes as people read it.

    >>> _size(1.5e9), _size(45e9)
    ('1.5 GB', '45 GB')
    """
    return f"{count / 1e9:.1f} GB" if count < 1e10 else f"{count / 1e9:.0f} GB"
