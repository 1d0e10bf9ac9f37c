"""The article: cleaned text with its hash, what is known of its origin, and what was masked."""

from __future__ import annotations

import hashlib
import re

from briefwright.spans import Span, Value

_WORD = re.compile(r"\w[\w’'\-.,]*\w|\w")


class Mask(Value):
    """Characters of the text that no reader sees: page furniture around the article."""

    span: Span
    reason: str
    """What it is, from the list in `ingest.boilerplate`: e.g. "repeated-headline"."""


class Remark(Value):
    """Something about how an article was read that whoever relies on it must know."""

    code: str
    """For machines: e.g. "hidden-text", "extraction-fallback", "feed-extract"."""
    text: str
    """A sentence for people."""


class Article(Value):
    """One article. Every offset in the product counts into `text`, which never changes."""

    id: str
    """The article's own id if it has one, else the stem of its file's name."""
    source: str
    """Where it came from, as the user gave it: a path, an address, "-"."""
    text: str
    """Cleaned: newlines are "\\n", no control characters; offsets count into it."""
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    """ISO 8601 date or date-time; as the source gave it where it cannot be read."""
    retrieved: str | None = None
    """ISO 8601 date-time at which an address was fetched; None for files."""
    language: str | None = None
    """BCP 47 tag as the source declares it; None where it does not."""
    visible_share: float | None = None
    """Of the words that a visitor of the page sees, the part that is `text`; None if no page."""
    remarks: tuple[Remark, ...] = ()
    masked: tuple[Mask, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the text in UTF-8, so that every span can be checked later."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def count_words(text: str) -> int:
    """Words of a text: runs of letters and digits, inner hyphens and points included."""
    return len(_WORD.findall(text))
