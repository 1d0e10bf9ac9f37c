"""How much one article may be, and reading no more than that from a stream."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
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
MAX_DIRECTORY = 2_000_000
"""Of an archive's own list of its files: 5,000 of them with names of 300 letters."""
MAX_INFLATED = 200_000_000
"""Of all that is read from one source: an archive, and whatever is nested in it."""
MAX_NESTING = 3
"""Archives in archives, messages in messages: nobody's news is deeper."""

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


def limited(text: str, source: str) -> str:
    """The text, if it can be one article once it is cleaned. Raises TooLarge before any work."""
    # Cleaning takes out letters, but no text that people wrote is half of them.
    if len(text) > 2 * MAX_LETTERS:
        raise too_long(text, source)
    return text


def too_long(text: str, source: str) -> TooLarge:
    return TooLarge(
        f"{source}: {len(text):,} letters, more than the {MAX_LETTERS:,} of one article; split "
        f"it into articles and give each as a file of its own"
    )


@dataclass
class Allowance:
    """What may still come out of one source; all that is nested in it draws on the same."""

    bytes: int = MAX_INFLATED
    parts: int = MAX_PARTS


@dataclass(frozen=True)
class Within:
    """Where something lies: how many containers it came out of, and what they may still give."""

    depth: int = 0
    allowance: Allowance = field(default_factory=Allowance)

    def deeper(self) -> Within:
        return Within(self.depth + 1, self.allowance)


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
