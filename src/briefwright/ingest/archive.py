"""What lies in a ZIP container, within limits; knows nothing of what the parts mean."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from briefwright.errors import TooLarge, Unreadable, Unsupported
from briefwright.ingest.limits import CHUNK, MAX_BYTES, MAX_INFLATED, MAX_PARTS, megabytes

# Text in XML deflates to a tenth or so; a part of zero bytes to a thousandth.
_BOMB = 400
_SMALL = 1_000_000


class Archive:
    """An open archive that has given out no more than MAX_INFLATED bytes in all."""

    def __init__(self, file: zipfile.ZipFile, source: str) -> None:
        self._file = file
        self._source = source
        self._given = 0
        self._infos = {info.filename: info for info in file.infolist() if not info.is_dir()}

    @property
    def names(self) -> list[str]:
        """The parts in the order of the archive; of two with one name only the last counts."""
        return list(self._infos)

    def read(self, name: str, *, limit: int = MAX_BYTES) -> bytes:
        """A part whole. Raises SourceError: over the limits, encrypted, broken."""
        info = self._infos[name]
        place = f"{self._source}: {name}"
        if info.flag_bits & 0x1:
            raise Unsupported(f"{place}: protected by a password; unpack it and give the file")
        if info.file_size > max(_SMALL, info.compress_size * _BOMB):
            raise TooLarge(f"{place}: inflates more than {_BOMB} times, as no article does")
        content = io.BytesIO()
        with _translated(place), self._file.open(info) as stream:
            # What the directory says of a part's size may be a lie.
            while piece := stream.read(CHUNK):
                self._given += len(piece)
                if content.tell() + len(piece) > limit:
                    raise TooLarge(f"{place}: larger than {megabytes(limit)} when inflated")
                if self._given > MAX_INFLATED:
                    raise TooLarge(
                        f"{self._source}: inflates to more than {megabytes(MAX_INFLATED)}; give "
                        f"its files in smaller archives"
                    )
                content.write(piece)
        return content.getvalue()


@contextmanager
def opened(content: bytes, source: str) -> Iterator[Archive]:
    """The archive in the bytes. Raises Unreadable or TooLarge."""
    with _translated(source):
        file = zipfile.ZipFile(io.BytesIO(content))
    with file:
        if len(file.infolist()) > MAX_PARTS:
            raise TooLarge(
                f"{source}: holds {len(file.infolist()):,} files, more than {MAX_PARTS:,}; give "
                f"them in smaller archives"
            )
        yield Archive(file, source)


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
        lzma.LZMAError,
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
