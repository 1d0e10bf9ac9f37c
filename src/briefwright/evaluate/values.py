"""What an evaluation found: measures with intervals, and behind them each article's items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from briefwright.brief import FieldName
from briefwright.metrics import ArticleScores, Interval, Measure
from briefwright.runs import Entry
from briefwright.spans import Value

Aspect = FieldName | Literal["likelihood"]
"""What an article's losses are listed under."""

Outcome = Literal["right", "differs", "missed", "unwanted"]
"""Found as wanted; found, and something about it is otherwise; wanted and not found; found and not
wanted."""


class Judged(Value):
    """An item of the reference, of the brief, or of both if they are the same thing."""

    outcome: Outcome
    wanted: Entry | None = None
    found: Entry | None = None
    remarks: tuple[str, ...] = ()
    """What is wrong, in words for a person."""


class Loss(Value):
    """What one article's brief loses under one aspect."""

    aspect: Aspect
    value: float | None
    """Of the aspect's own measure on this article; None if it could not be taken."""
    lost: float
    """Items that are not right, or what is lacking of a text's ROUGE-L; 0 if nothing is."""
    items: tuple[Judged, ...]


class Assessed(Value):
    """One article's brief."""

    id: str
    title: str
    url: str | None = None
    text: str
    kinds: Mapping[str, str]
    """The name of each kind it is of, by what tells kinds apart ("length": "under 250")."""
    measures: Mapping[str, Measure]
    """`brief_score` is the mean of those of its measures that could be taken on it."""
    losses: tuple[Loss, ...]
    """In the order of `ASPECTS`."""
    missing: bool = False
    """No brief came; it counts as an empty one."""
    remarks: tuple[str, ...] = ()

    @property
    def score(self) -> float | None:
        return self.measures["brief_score"].value

    @property
    def wrong(self) -> int:
        """Items of all lists that are missed, not wanted, or differ."""
        return sum(
            item.outcome != "right"
            for loss in self.losses
            if loss.aspect not in ("bottom_line", "summary", "likelihood")
            for item in loss.items
        )

    def loss(self, aspect: Aspect) -> Loss:
        return next(one for one in self.losses if one.aspect == aspect)


class Taken(Value):
    """All measures over one set of articles."""

    articles: int
    measures: Mapping[str, Measure]
    intervals: Mapping[str, Interval | None]


class Group(Value):
    """The articles of one kind."""

    by: str
    """What tells kinds apart: "length"."""
    name: str
    taken: Taken
    """`brief_score` as for one article."""


class RunResult(Value):
    """One run against the reference."""

    name: str
    source: str
    settings: Mapping[str, str]
    taken: Taken
    groups: tuple[Group, ...]
    articles: tuple[Assessed, ...]
    """In the reference's order."""
    scores: tuple[ArticleScores, ...]
    left_out: int = 0
    """Articles of the reference without a brief, if those are not to count."""
    strangers: int = 0
    """Briefs of articles that the reference does not have."""

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.articles if one.missing)


class Evaluation(Value):
    reference: str
    """The reference's name."""
    source: str
    """Its path."""
    digest: str
    """A hash of the reference briefs as read, without their texts."""
    runs: tuple[RunResult, ...]
    """Those that have a brief of an article of the reference."""
    strange: tuple[str, ...] = ()
    """Sources of those that have none."""
    doubtful: Mapping[str, int] = {}
    """How many items of a reference brief, by its id, rest on words that its article does not
    have."""
    unmeasured: Mapping[str, str] = {}
    """The reason by the id of each reference brief that nothing could be measured on."""
