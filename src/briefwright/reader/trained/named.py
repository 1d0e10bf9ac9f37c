"""Everyone's mentions in text order, so that those near a place are found without a look at all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefwright.spans import Span


@dataclass(frozen=True)
class Named:
    starts: tuple[int, ...]
    spans: tuple[Span, ...]
    owners: tuple[int, ...]
    """Whose mention each is."""
    longest: int

    @classmethod
    def of(cls, mentions: Iterable[Sequence[Span]]) -> Named:
        """Of each party's mentions."""
        ordered = sorted(
            ((one.start, one.end, owner, one) for owner, own in enumerate(mentions) for one in own),
            key=lambda each: each[:3],
        )
        return cls(
            starts=tuple(each[0] for each in ordered),
            spans=tuple(each[3] for each in ordered),
            owners=tuple(each[2] for each in ordered),
            longest=max((each[1] - each[0] for each in ordered), default=0),
        )

    def at(self, span: Span) -> list[tuple[int, Span]]:
        """Owners and mentions that overlap the span, in text order."""
        first = bisect_left(self.starts, span.start - self.longest)
        last = bisect_left(self.starts, span.end)
        return [
            (self.owners[place], self.spans[place])
            for place in range(first, last)
            if self.spans[place].overlaps(span)
        ]

    def latest(self, end: int) -> int:
        """Where the last mention starts of those before `end`; -1 if there is none."""
        place = bisect_left(self.starts, end)
        return self.starts[place - 1] if place else -1
