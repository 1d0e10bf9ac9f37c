"""Which items of a brief a note shows, and by what name each is referred to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from briefwright.brief import (
    Brief,
    CooperationArea,
    Difference,
    KeyQuote,
    OutlookItem,
    Participant,
    Slice,
    Statement,
)
from briefwright.render.parts import Limits

Cited = Statement | CooperationArea | KeyQuote | OutlookItem | Participant | Difference
_Item = TypeVar("_Item")
Anchored = tuple[tuple[str, _Item], ...]
"""Items with their anchors. By position: a brief edited by hand may repeat an id."""


@dataclass(frozen=True)
class Selection:
    """The first items of each section, as many as the limits let in."""

    bottom_line: Anchored[Statement]
    summary: Anchored[Statement]
    participants: Anchored[Participant]
    areas: Anchored[CooperationArea]
    quotes: Anchored[KeyQuote]
    outlook: Anchored[OutlookItem]
    differences: Anchored[Difference]

    def items(self) -> Iterator[tuple[str, Cited]]:
        """All of them in the order of the annex: people last."""
        yield from self.bottom_line
        yield from self.summary
        yield from self.areas
        yield from self.quotes
        yield from self.outlook
        yield from self.differences
        yield from self.participants


def select(brief: Brief, limits: Limits) -> Selection:
    return Selection(
        bottom_line=_anchored("bottom-line", (brief.bottom_line,) if brief.bottom_line else ()),
        summary=_anchored("summary", brief.summary[: limits.summary]),
        participants=_anchored("participant", brief.participants[: limits.participants]),
        areas=_anchored("area", brief.cooperation_areas[: limits.areas]),
        quotes=_anchored("quote", brief.key_quotes[: limits.quotes]),
        outlook=_anchored("outlook", brief.outlook[: limits.outlook]),
        differences=_anchored("difference", brief.differences[: limits.differences]),
    )


def with_all_differences(chosen: Selection, brief: Brief) -> Selection:
    """The selection with what outlets differ on whole, for the annex."""
    return replace(chosen, differences=_anchored("difference", brief.differences))


def _anchored(section: str, items: tuple[_Item, ...]) -> Anchored[_Item]:
    return tuple((f"{section}-{number}", item) for number, item in enumerate(items, start=1))


def slices(item: Cited) -> tuple[Slice, ...]:
    """Where the item stands in the articles, without repetition."""
    if isinstance(item, Difference):
        found = tuple(part for account in item.accounts for part in account.evidence)
    elif isinstance(item, Participant):
        spans = item.spans
        own = (spans.name, spans.title, spans.organisation, spans.country)
        found = (*item.evidence, *(part for part in own if part is not None))
    else:
        found = item.evidence
    return tuple(dict.fromkeys(found))
