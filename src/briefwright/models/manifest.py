"""What a ready model's folder holds, and whether it still holds that."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from briefwright.errors import CorruptWeights
from briefwright.models.table import Embedded
from briefwright.spans import Value

NAME = "manifest.json"
CONVERTER = 1
"""Goes up when conversion gives other files than before; older folders are then made anew."""
_CHUNK = 1 << 20


class File(Value):
    size: int
    sha256: str
    mtime_ns: int
    """With the size, the cheap stamp: while both hold, the hash is not computed again."""


class Manifest(Value):
    name: str
    package: str
    version: str
    license: str
    source_sha256: str
    converter: int
    files: dict[str, File]


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write(folder: Path, model: Embedded, names: Sequence[str]) -> None:
    """Describe the files `names` of `folder` in its manifest."""
    manifest = Manifest(
        name=model.name,
        package=model.package,
        version=model.version,
        license=model.license,
        source_sha256=model.sha256,
        converter=CONVERTER,
        files={name: _file(folder / name) for name in names},
    )
    _save(folder, manifest)


def verify(folder: Path, model: Embedded, *, full: bool) -> None:
    """Raise CorruptWeights unless `folder` holds what was converted from the pinned weights.

    Hashes every file if `full`, else only those whose size or time changed.
    """
    again = f"Run: briefwright models pull {model.name}"
    try:
        text = (folder / NAME).read_text(encoding="utf-8")
        manifest = Manifest.model_validate_json(text)
    except (OSError, ValidationError, ValueError) as error:
        raise CorruptWeights(
            f"{str(folder / NAME)!r} cannot be read as a manifest of {model.name!r}. {again}"
        ) from error
    if manifest.source_sha256 != model.sha256 or manifest.converter != CONVERTER:
        raise CorruptWeights(f"{str(folder)!r} was made from other weights. {again}")
    moved = False
    for name, known in manifest.files.items():
        path = folder / name
        try:
            status = path.stat()
            same = (status.st_size, status.st_mtime_ns) == (known.size, known.mtime_ns)
            moved = moved or not same
            whole = status.st_size == known.size and (
                (same and not full) or sha256(path) == known.sha256
            )
        except OSError as error:
            raise CorruptWeights(f"{str(path)!r} cannot be read: {error}. {again}") from error
        if not whole:
            raise CorruptWeights(
                f"{str(path)!r} is not the file that was converted: "
                f"its size or SHA-256 differs. {again}"
            )
    if moved:
        _restamp(folder, manifest)


def _restamp(folder: Path, manifest: Manifest) -> None:
    """Take over new times of files that were copied whole, so that they are not hashed again."""
    files = {
        name: known.model_copy(update={"mtime_ns": (folder / name).stat().st_mtime_ns})
        for name, known in manifest.files.items()
    }
    try:
        _save(folder, manifest.model_copy(update={"files": files}))
    except OSError:
        # A cache that may only be read works too, with hashing at each start.
        return


def _file(path: Path) -> File:
    status = path.stat()
    return File(size=status.st_size, sha256=sha256(path), mtime_ns=status.st_mtime_ns)


def _save(folder: Path, manifest: Manifest) -> None:
    partial = folder / f".{NAME}.{os.getpid()}"
    partial.write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    partial.replace(folder / NAME)
