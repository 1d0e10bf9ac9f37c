"""Which articles are on one event.

Two articles are as near as the meaning of their openings, the names and countries they share, and
the days their events are apart. Articles are joined by average linkage, so that a story is near as
a whole and no chain of reports on reports. The same articles give the same stories in whatever
order they come.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from briefwright.dedup import joined
from briefwright.story.events import (
    Event,
    Told,
    days_apart,
    event,
    names_shared,
    places_shared,
    weights,
)

NEAR = 0.6
"""From which mean nearness on articles are one story. Chosen on half of the labelled stories and
measured on the others by benchmarks/stories.py; benchmarks/README.md has the tables."""

# What tells two events apart, by weight: what is said, of whom, where. An event two days off is
# another, whoever took part.
_MEANING, _NAMES, _PLACES, _A_DAY, _DAYS = 0.6, 0.3, 0.1, 0.1, 2
# Openings farther apart in meaning are not looked at more closely: of 10,000 articles that leaves
# one pair in a hundred, and no two reports of one event were found so far apart.
_FARTHEST = 0.4
# Rows of the table of meanings held at a time: 40 MB for 10,000 articles.
_ROWS = 1000

Floats = NDArray[np.float32]


class Encoder(Protocol):
    """What makes vectors of texts: `nn.sentence_model`, or a fake."""

    def vectors(self, texts: Sequence[str]) -> Floats:
        """[N, any], each of length 1."""
        ...


def stories(
    articles: Sequence[Told], encoder: Encoder, *, near: float = NEAR
) -> tuple[tuple[int, ...], ...]:
    """Every article's place, in one story each, alone or with others, in order of place."""
    if len(articles) < 2:
        return tuple((place,) for place in range(len(articles)))
    order = sorted(range(len(articles)), key=lambda at: _written(articles[at]))
    events = [event(articles[at]) for at in order]
    measure = _Nearness(events, encoder.vectors([one.opening for one in events]))
    parts = joined(len(events), measure.pairs(near))
    found = [one for part in parts for one in _linked(part, measure, near)]
    alone = set(range(len(events))) - {at for one in found for at in one}
    groups = [*found, *((at,) for at in alone)]
    return tuple(sorted(tuple(sorted(order[at] for at in group)) for group in groups))


def _written(article: Told) -> tuple[str, str, str]:
    return article.published or "", article.title, article.text


class _Nearness:
    """How near any two of some articles are, from about -0.2 to 1."""

    def __init__(self, events: Sequence[Event], vectors: Floats) -> None:
        self._events = events
        self._vectors = vectors
        self._weights = weights(events)
        # What a name weighs that one article alone has.
        self._least = log(1 + len(events))

    def pairs(self, near: float) -> list[tuple[int, int]]:
        """All pairs that are at least so near."""
        found: list[tuple[int, int]] = []
        for start in range(0, len(self._events), _ROWS):
            meaning = self._vectors[start : start + _ROWS] @ self._vectors.T
            for row, other in np.argwhere(meaning >= _FARTHEST):
                one = start + int(row)
                if one < other and self._of(one, int(other), meaning[row, other]) >= near:
                    found.append((one, int(other)))
        return found

    def among(self, part: Sequence[int]) -> NDArray[np.float64]:
        """[P, P] of the articles of a part."""
        own = self._vectors[list(part)]
        meaning = own @ own.T
        made = np.ones(meaning.shape)
        for row in range(len(part)):
            for column in range(row):
                value = self._of(part[row], part[column], meaning[row, column])
                made[row, column] = made[column, row] = value
        return made

    def _of(self, one: int, other: int, meaning: float) -> float:
        ours, theirs = self._events[one], self._events[other]
        return (
            _MEANING * float(meaning)
            + _NAMES * names_shared(ours, theirs, self._weights, least=self._least)
            + _PLACES * places_shared(ours, theirs)
            - _A_DAY * min(days_apart(ours, theirs), _DAYS)
        )


def _linked(part: Sequence[int], measure: _Nearness, near: float) -> list[tuple[int, ...]]:
    """The part as groups whose members are near on average.

    No group reaches beyond a part that hangs together by near pairs: of two groups as near on
    average, some two members are as near.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    # Rounded, as vectors differ in the sixth digit with what was read beside them.
    distances = np.round(1 - measure.among(part), 5)
    np.fill_diagonal(distances, 0)
    labels = fcluster(linkage(squareform(distances), "average"), 1 - near, "distance")
    groups: dict[int, list[int]] = {}
    for at, label in zip(part, labels, strict=True):
        groups.setdefault(int(label), []).append(at)
    return [tuple(group) for group in groups.values()]
