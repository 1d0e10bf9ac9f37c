"""A day in values: the stories that its articles tell, and what became of every input."""

from __future__ import annotations

from datetime import date
from typing import Literal

from briefwright.batch.calendar import Undated
from briefwright.brief import Brief
from briefwright.spans import Value

By = Literal["country", "topic", "none"]
"""What stories stand under."""

Fate = Literal["failed", "rejected", "quarantined", "left"]
"""Why an input has no brief: no article could be read; no brief made; set aside after two tries
that took the worker with them; or no run has come to it yet."""


class Item(Value):
    """An article that was briefed, with its day."""

    brief: Brief
    """Of this one article."""
    day: date | None
    """The article's own, in the zone; None if it belongs to none."""
    dated: bool = True
    """Whether the article itself says so."""


class Missed(Value):
    """An input of the day that is in no note."""

    fate: Fate
    source: str
    title: str | None = None
    outlet: str | None = None
    reason: str
    earlier_brief: bool = False
    """Whether the brief that an earlier run made of it is in the digest."""


class Gathered(Value):
    """All that is known of a day."""

    day: date
    zone: str
    undated: Undated | None = None
    """What was done with articles without a date; None if runs differed in it."""
    items: tuple[Item, ...] = ()
    missed: tuple[Missed, ...] = ()


class Copied(Value):
    """An article that is listed with a story, and that its note does not rest on."""

    outlet: str
    title: str
    published: str | None = None
    id: str


class Story(Value):
    """One event of the day."""

    brief: Brief
    """Of its articles together, near-copies left out."""
    title: str
    """The headline of the article whose bottom line leads."""
    copies: tuple[Copied, ...] = ()
    more: tuple[Copied, ...] = ()
    """Further reports of the event, which its note does not draw on: there are too many."""
    place: str
    """What it stands under: a country, a topic; "" for none."""
    also: tuple[str, ...] = ()
    """Other countries it is about."""


class Aside(Value):
    """An article of another day, with a brief."""

    title: str
    outlet: str
    day: date
    age_days: int
    """Days before the digest's day; of a later day less than 0."""
    bottom_line: str | None = None


class Outlet(Value):
    """What an outlet gave to the day."""

    name: str
    read: int = 0
    """Articles briefed, copies and articles of other days included."""
    copies: int = 0
    missed: int = 0
    """Rejected, quarantined or left."""
    stale: int = 0


class Coverage(Value):
    """What became of every input: those read and those missed are all, but for articles that are
    both, by an earlier brief."""

    outlets: tuple[Outlet, ...]
    read: int
    of_the_day: int
    """Of those read, the articles of the day."""
    copies: int
    undated: int
    """Of those of the day, the ones that have no date of their own."""
    missed: tuple[Missed, ...]
    stale: tuple[Aside, ...]
    """Older than the day, the oldest last."""
    later: tuple[Aside, ...]
    """Dated after the day: they belong to another digest."""


class Digest(Value):
    """A day's news, ready to be rendered."""

    day: date
    zone: str
    by: By
    undated: Undated | None = None
    grouped: bool
    """Whether articles on one event were looked for."""
    stories: tuple[Story, ...]
    """In the order of the document."""
    coverage: Coverage
