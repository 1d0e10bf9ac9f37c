"""Everyone in an article, and where they are named: what rules about several people share."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from briefwright.reader.patterns.page import Page
from briefwright.reading import Person
from briefwright.spans import Span

# "CHIBAYISH, Iraq –"
_DATELINE = re.compile(r"\A\s*[A-Z][A-Z .’'-]{2,40},[ \xa0]+(?=[A-Z])")
_DASH = re.compile(r"\s*(?:\([^)]{1,20}\))?\s*[-–—:]")

Stated = tuple[str, Span]
"""A country, and the words that say so."""


@dataclass(frozen=True)
class Everyone:
    """The article and everyone in it."""

    page: Page
    people: Sequence[Person]

    @cached_property
    def named(self) -> list[tuple[int, int, int]]:
        """Start, end and person of every mention, in text order."""
        return sorted(
            (mention.start, mention.end, index)
            for index, person in enumerate(self.people)
            for mention in person.mentions
        )

    @cached_property
    def starts(self) -> list[int]:
        return [start for start, _, _ in self.named]

    def at(self, start: int) -> int | None:
        """Whose mention begins there."""
        place = bisect_left(self.starts, start)
        if place < len(self.named) and self.named[place][0] == start:
            return self.named[place][2]
        return None

    def before(self, offset: int) -> tuple[int, int, int] | None:
        """The last mention that begins before."""
        place = bisect_left(self.starts, offset)
        return self.named[place - 1] if place else None


def home_of(page: Page) -> str | None:
    """The country of the dateline, if it names one."""
    opening = _DATELINE.match(page.text)
    if opening is not None:
        for mention in page.countries[:3]:
            if mention.span.start == opening.end() and _DASH.match(page.text, mention.span.end):
                return mention.country
    return page.home
