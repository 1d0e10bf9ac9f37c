"""How much one article may be, and reading no more than that from a stream."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from briefwright.errors import NoText, TooLarge

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_BYTES = 20_000_000
"""Of one article's source; the longest real pages are below 5 MB."""
MAX_LINE = 20_000_000
"""Of one JSONL row, its line break included."""
MAX_WORDS = 100_000
"""Of one article: a book's length, and some hundred times a news story's."""
MAX_LETTERS = 2_000_000
"""Of one article; without spaces there are no words to count."""
MAX_PARTS = 5_000
"""Of a ZIP archive or an Office document; long reports with many pictures have some hundreds."""
MAX_ARCHIVE = 200_000_000
"""Of a ZIP archive or an e-mail, as it comes."""
MAX_INFLATED = 200_000_000
"""Of all that is read from one archive."""

CHUNK = 1 << 20


def megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB"


def whole(stream: BinaryIO, source: str, *, limit: int = MAX_BYTES) -> bytes:
    """All that the stream holds, if that is one article's size. Raises TooLarge or NoText."""
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise too_large(source, limit)
    if not content.strip():
        raise NoText(f"{source}: the file is empty; check that it was saved or copied completely")
    return content


def too_large(source: str, limit: int = MAX_BYTES) -> TooLarge:
    return TooLarge(
        f"{source}: larger than {megabytes(limit)}, the limit for one article; split it into "
        f"articles, or give them as JSONL, one article a line"
    )


class Joined(io.RawIOBase):
    """A stream whose head was read already, from its head on; closing it leaves the stream open."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        room = memoryview(buffer).cast("B")
        if self._head:
            taken, self._head = self._head[: len(room)], self._head[len(room) :]
        else:
            taken = self._rest.read(len(room))
        room[: len(taken)] = taken
        return len(taken)
