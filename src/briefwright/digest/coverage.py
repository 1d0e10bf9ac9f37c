"""What became of every input of a day, by outlet and in sum."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright.brief import Brief
from briefwright.digest.values import Aside, Copied, Coverage, Gathered, Item, Outlet
from briefwright.render.evidence import outlet

NO_OUTLET = "Outlet not stated"


def coverage(gathered: Gathered, items: Sequence[Item], copies: Sequence[Copied]) -> Coverage:
    """Of all items of the day and the copies found among them."""
    today = [one for one in items if one.day in (None, gathered.day)]
    asides = [_aside(one, gathered) for one in items if one.day not in (None, gathered.day)]
    stale = sorted((one for one in asides if one.age_days > 0), key=lambda one: one.age_days)
    later = sorted((one for one in asides if one.age_days < 0), key=lambda one: -one.age_days)
    return Coverage(
        outlets=_outlets(gathered, items, copies, stale),
        read=len(items),
        of_the_day=len(today),
        copies=len(copies),
        undated=sum(not one.dated for one in today),
        missed=gathered.missed,
        stale=tuple(stale),
        later=tuple(later),
    )


def named_of(brief: Brief) -> str:
    """The outlet of an article, or that it has none."""
    found = outlet(brief, 0)
    return NO_OUTLET if found == "article 1" else found


def _aside(item: Item, gathered: Gathered) -> Aside:
    assert item.day is not None
    article = item.brief.articles[0]
    line = item.brief.bottom_line
    return Aside(
        title=article.title or item.brief.id,
        outlet=named_of(item.brief),
        day=item.day,
        age_days=(gathered.day - item.day).days,
        bottom_line=line.text if line else None,
    )


def _outlets(
    gathered: Gathered, items: Sequence[Item], copies: Sequence[Copied], stale: Sequence[Aside]
) -> tuple[Outlet, ...]:
    """Those that gave most first."""
    counts: dict[str, dict[str, int]] = {}

    def count(name: str, what: str) -> None:
        own = counts.setdefault(name, dict.fromkeys(("read", "copies", "missed", "stale"), 0))
        own[what] += 1

    for item in items:
        count(named_of(item.brief), "read")
    for copy in copies:
        count(copy.outlet, "copies")
    for one in stale:
        count(one.outlet, "stale")
    for missed in gathered.missed:
        # Of what could not be read the outlet is not known; it is listed by its source.
        if missed.fate != "failed":
            count(missed.outlet or NO_OUTLET, "missed")
    found = [Outlet(name=name, **own) for name, own in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.read, one.name)))
