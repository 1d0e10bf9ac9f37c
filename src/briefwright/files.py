"""Files written whole or not at all, and their names."""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from briefwright.errors import OutputError

NAME_LENGTH = 80
ID_LENGTH = 48
PART = ".part"
"""The suffix of what is written on the way to a file."""
# Seconds; no file takes so long to write.
_ABANDONED = 3600.0
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Lower-case letters, digits and single hyphens; empty if the text has none of them."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _NOT_PLAIN.sub("-", plain).strip("-")


def note_name(brief_id: str, title: str | None) -> str:
    """A file's name without suffix: the id's slug, then as much of the title's as fits.

    An id whose slug says less than it does ("x/1", "北京", 500 letters) has a piece of its hash
    behind it, so that different ids never give one name.
    """
    own = _own(brief_id)
    rest = slug(title or "")
    if not rest or rest.startswith(own):
        return (rest or own)[: max(len(own), NAME_LENGTH)].strip("-")
    room = NAME_LENGTH - len(own) - 1
    if len(rest) > room:
        rest = rest[: max(room, 0)].rpartition("-")[0]
    return f"{own}-{rest}".strip("-")


def _own(brief_id: str) -> str:
    plain = slug(brief_id)
    if (
        plain
        and plain == brief_id.lower().replace("_", "-").replace(":", "-")
        and len(plain) <= ID_LENGTH
    ):
        return plain
    mark = hashlib.sha256(brief_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain[:ID_LENGTH]}-{mark}".strip("-")


def write(path: Path, content: bytes, *, mark: str | None = None, sync: bool = True) -> None:
    """Write the file by way of a temporary one beside it, so that no reader sees half of it.

    The temporary file's name begins with a point and then the `mark` (default: of the name), by
    which a later run may know what an earlier one left. Whatever interrupts it, the temporary one
    is taken away; where the process was killed outright, by the next write of the same file that
    comes an hour later. Without `sync`, whoever writes several calls `sync_folder` when they are
    written. Raises OutputError if the folder cannot be made or written.
    """
    prefix = f".{mark or path.name[:40]}."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent, prefix)
        with staged(path.parent, prefix, content) as temporary:
            temporary.replace(path)
            if sync:
                sync_folder(path.parent)
    except OSError as error:
        raise OutputError(_cannot(path, error)) from error


@contextlib.contextmanager
def staged(folder: Path, prefix: str, content: bytes) -> Iterator[Path]:
    """A temporary file of the content, on the disk and as readable as any other new file, to be put
    in its place; gone afterwards if it is still there. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=PART)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files private.
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def sweep(folder: Path, prefix: str) -> None:
    """Delete the temporary files of the prefix that are too old to be at work."""
    for left in folder.glob(f"{glob.escape(prefix)}*{PART}"):
        with contextlib.suppress(OSError):
            # A younger one may be another run's, at work.
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def sync_folder(folder: Path) -> None:
    """Put new names on the disk too; their files' content is there already."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # Some network file systems know no such thing; the note is there all the same.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _cannot(path: Path, error: OSError) -> str:
    return (
        f"{path}: cannot be written ({error.strerror or error}); give another place with -o, "
        f"or make room or permissions there"
    )
