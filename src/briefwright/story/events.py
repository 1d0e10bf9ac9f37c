"""What an article's opening says of its event: whom and what it names, where it was, which day.

From the words alone, so that articles can be grouped before any of them is read by a model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log

from briefwright import countries
from briefwright.ground.tokens import STOPWORDS, tokens
from briefwright.spans import Value

WORDS = 120
"""Of the beginning: there stands what happened; further down stands what else there is to say."""

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_WEEKDAY = re.compile(rf"(?<!\bnext )(?<!\bcoming )\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
# Offices and bodies without a name, capitalised in one paper and not in the next.
_OFFICES = frozenset(
    "president vice prime minister ministry foreign deputy chief government parliament secretary "
    "general state national international central council committee leader king prince ambassador "
    "envoy director head first republic united".split()
)
_OPENING = re.compile(rf"\s*(?:\S+\s+){{0,{WORDS}}}")


class Told(Value):
    """An article as grouping wants it."""

    title: str
    text: str
    published: str | None = None
    """As in `Article.published`."""


@dataclass(frozen=True)
class Event:
    """What the opening of one article says."""

    opening: str
    """Headline and first words: what the encoder reads."""
    names: frozenset[str]
    """Words that are capitalised inside a sentence, people's, bodies' and places' alike."""
    places: frozenset[str]
    """Countries, by their short names, whether named or meant by an adjective or a capital."""
    day: date | None
    """When it happened: the weekday that the opening names first, else when it was published."""


def event(told: Told) -> Event:
    found = _OPENING.match(told.text)
    beginning = (found[0] if found else "") or told.text[:1000]
    opening = f"{told.title.strip()}. {' '.join(beginning.split())}"
    # A lone surrogate is no character to any vocabulary.
    opening = opening.encode("utf-8", "replace").decode()
    return Event(
        opening=opening,
        names=_names(opening),
        places=frozenset(one.country for one in countries.mentions(opening)),
        day=_day(beginning, told.published),
    )


def _names(opening: str) -> frozenset[str]:
    # A headline may have a capital on each word; there, a name is what the text names too.
    return frozenset(
        token.key
        for token in tokens(opening)
        if token.capitalised
        and not token.initial
        and len(token.key) > 2
        and token.key not in STOPWORDS
        and token.key not in _WEEKDAYS
        and token.key not in _MONTHS
        and token.key not in _OFFICES
    )


def _day(beginning: str, published: str | None) -> date | None:
    written = _date(published)
    named = _WEEKDAY.search(beginning)
    if written is None or named is None:
        return written
    # News tells of what was: "on Wednesday", written on a Thursday, was yesterday.
    back = (written.weekday() - _WEEKDAYS.index(named[1].lower())) % 7
    return written - timedelta(days=back)


def _date(published: str | None) -> date | None:
    """The day where the outlet is, on which its weekdays count."""
    try:
        return datetime.fromisoformat(published).date() if published else None
    except ValueError:
        return None


def weights(events: Sequence[Event]) -> Mapping[str, float]:
    """How much each name tells, by how few of the articles have it; near 0 where all have it."""
    held = Counter(name for one in events for name in one.names)
    return {name: log((1 + len(events)) / count) for name, count in held.items()}


def names_shared(one: Event, other: Event, weight: Mapping[str, float], *, least: float) -> float:
    """Weight of the names that both have, as a share of that of the one with less; 0 to 1.

    `least` is added to that one: a single name in common is no sign of one event.
    """
    both = sum(weight[name] for name in one.names & other.names)
    fewer = min(sum(weight[name] for name in names) for names in (one.names, other.names))
    return both / (fewer + least)


def places_shared(one: Event, other: Event) -> float:
    """Share of the countries of the one with fewer that the other has; a half where none is."""
    least = min(len(one.places), len(other.places))
    return len(one.places & other.places) / least if least else 0.5


def days_apart(one: Event, other: Event) -> int:
    """Days between the events; 0 where one of them is not dated."""
    return abs((one.day - other.day).days) if one.day and other.day else 0
