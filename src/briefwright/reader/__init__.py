"""Readers find and label what an article says; they never write. Which reader is used is its
caller's choice: this module owns only what every reader promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from briefwright.article import Article
from briefwright.reading import Reading
from briefwright.segments import Segments

__all__ = ["Reader"]


class Reader(Protocol):
    @property
    def name(self) -> str:
        """For provenance: what it is and its version, e.g. "patterns-1"."""
        ...

    def read(self, articles: Sequence[tuple[Article, Segments]]) -> list[Reading]:
        """One reading an article, in order; any text is taken, and nothing is kept of it."""
        ...
