"""What lies in a ZIP container, within limits; knows nothing of what the parts mean."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from briefwright.errors import TooLarge, Unreadable, Unsupported
from briefwright.ingest.limits import (
    CHUNK,
    MAX_BYTES,
    MAX_DIRECTORY,
    MAX_INFLATED,
    MAX_PARTS,
    Allowance,
    megabytes,
)

# Text in XML deflates to a tenth or so; a part of zero bytes to a thousandth.
_BOMB = 400
_SMALL = 1_000_000
# zipfile inflates the others without a limit: 4 kB of bzip2 may be 80 MB.
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class Archive:
    """An open archive, which gives out no more than its allowance has left."""

    def __init__(self, file: zipfile.ZipFile, source: str, allowance: Allowance) -> None:
        self._file = file
        self._source = source
        self._allowance = allowance
        self._infos = {info.filename: info for info in file.infolist() if not info.is_dir()}

    @property
    def names(self) -> list[str]:
        """The parts in the order of the archive; of two with one name only the last counts."""
        return list(self._infos)

    def size(self, name: str) -> int:
        """The most bytes that the part can give: what the archive says of it."""
        return self._infos[name].file_size

    def read(self, name: str, *, limit: int = MAX_BYTES) -> bytes:
        """A part whole. Raises SourceError: over the limits, encrypted, broken."""
        info = self._infos[name]
        place = f"{self._source}: {name}"
        if info.flag_bits & 0x1:
            raise Unsupported(f"{place}: protected by a password; unpack it and give the file")
        if info.compress_type not in _PACKINGS:
            raise Unsupported(
                f"{place}: packed in a way that is not read; pack it again as plain ZIP"
            )
        if info.file_size > max(_SMALL, info.compress_size * _BOMB):
            raise TooLarge(f"{place}: inflates more than {_BOMB} times, as no article does")
        # What the directory says of a part's size is what is read of it at most.
        if info.file_size > limit:
            raise TooLarge(f"{place}: larger than {megabytes(limit)} when inflated")
        if info.file_size > self._allowance.bytes:
            raise spent(place)
        content = io.BytesIO()
        with _translated(place), self._file.open(info) as stream:
            while piece := stream.read(CHUNK):
                self._allowance.bytes -= len(piece)
                content.write(piece)
        return content.getvalue()


def spent(place: str) -> TooLarge:
    return TooLarge(
        f"{place}: what it lies in inflates to more than {megabytes(MAX_INFLATED)} in all; give "
        f"its files in smaller archives"
    )


class _Bounded(io.BytesIO):
    """An archive's bytes, while zipfile reads the list of its files at one go."""

    opening = True

    def read(self, size: int | None = -1, /) -> bytes:
        if self.opening and size is not None and size > MAX_DIRECTORY:
            raise _LongDirectory
        return super().read(size)


class _LongDirectory(Exception):
    """The archive lists more files than are read from one."""


@contextmanager
def opened(content: bytes, source: str, allowance: Allowance) -> Iterator[Archive]:
    """The archive in the bytes. Raises Unreadable or TooLarge."""
    stream = _Bounded(content)
    try:
        with _translated(source):
            file = zipfile.ZipFile(stream)
    except _LongDirectory as error:
        raise TooLarge(
            f"{source}: lists more files than the {MAX_PARTS:,} that are read; give them in "
            f"smaller archives"
        ) from error
    stream.opening = False
    with file:
        if len(file.infolist()) > MAX_PARTS:
            raise TooLarge(
                f"{source}: holds {len(file.infolist()):,} files, more than {MAX_PARTS:,}; give "
                f"them in smaller archives"
            )
        yield Archive(file, source, allowance)


@contextmanager
def _translated(place: str) -> Iterator[None]:
    try:
        yield
    except NotImplementedError as error:
        raise Unsupported(
            f"{place}: packed in a way that is not read ({error}); pack it again as plain ZIP"
        ) from error
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        IndexError,
        KeyError,
    ) as error:
        raise Unreadable(
            f"{place}: a broken archive ({error or type(error).__name__}); get it again, or open "
            f"and save it again"
        ) from error
