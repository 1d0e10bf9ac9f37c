"""How much one article may be, and reading no more than that from a stream."""

from __future__ import annotations

from typing import BinaryIO

from briefwright.errors import NoText, TooLarge

MAX_BYTES = 20_000_000
"""Of one article's source; the longest real pages are below 5 MB."""
MAX_LINE = 20_000_000
"""Of one JSONL row, its line break included."""
MAX_WORDS = 100_000
"""Of one article: a book's length, and some hundred times a news story's."""

CHUNK = 1 << 20


def megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB"


def whole(stream: BinaryIO, source: str) -> bytes:
    """All that the stream holds, if that is one article's size. Raises TooLarge or NoText."""
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise too_large(source)
    if not content.strip():
        raise NoText(f"{source}: the file is empty; check that it was saved or copied completely")
    return content


def too_large(source: str) -> TooLarge:
    return TooLarge(
        f"{source}: larger than {megabytes(MAX_BYTES)}, the limit for one article; split it into "
        f"articles, or give them as JSONL, one article a line"
    )
