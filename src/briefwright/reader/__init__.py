"""Readers find and label what an article says; they never write. Which reader is used is its
caller's choice: this module owns only what every reader promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from briefwright.article import Article
from briefwright.reading import Reading
from briefwright.segments import Segments

__all__ = ["Reader"]

Made = TypeVar("Made")


class Reader(Protocol):
    @property
    def name(self) -> str:
        """For provenance: what it is and its version, e.g. "patterns-1"."""
        ...

    def read(self, articles: Sequence[tuple[Article, Segments]]) -> list[Reading]:
        """One reading an article, in order; any text is taken, and nothing is kept of it."""
        ...

    def each(
        self,
        articles: Sequence[tuple[Article, Segments]],
        work: Callable[[int, Reading], Made],
    ) -> list[Made]:
        """What the work makes of an article's place and its reading, in order.

        It may be done while other articles are read, in any order and by several threads. Raises
        what it raises.
        """
        ...
