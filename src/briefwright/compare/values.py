"""What a comparison says: measures of each run, and differences of each pair of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from briefwright.brief import FieldName
from briefwright.runs import Case, Run
from briefwright.spans import Value

Better = Literal["more", "less"]


class Taken(Value):
    """A measure of one run over the articles that are compared, or the reason why there is none."""

    value: float | None = None
    low: float | None = None
    """Of the bootstrap interval; None where there is none to give."""
    high: float | None = None
    reason: str | None = None


class Difference(Value):
    """How far one measure of the second run is from the first run's: second minus first."""

    value: float | None = None
    low: float | None = None
    """Of the bootstrap interval over articles, both runs drawn together."""
    high: float | None = None
    p: float | None = None
    """Of approximate randomisation, two-sided."""
    p_holm: float | None = None
    """The same after Holm's correction: of the brief score over the pairs, of every other measure
    that has a better end over all of these of all pairs. None for a measure that has none."""
    first_better: int = 0
    """Articles on which the first run is better; where neither end is better, has more."""
    equal: int = 0
    second_better: int = 0
    p_sign: float | None = None
    """Of the sign test on these articles, two-sided and exact."""
    winner: str | None = None
    """The run that is better with `p_holm` under `LEVEL`; None if chance would explain it."""


class Agreement(Value):
    """How much two runs say the same in one field: 0 nothing, 1 all of it, word for word."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    identical: float | None = None
    """Share of the articles in which both say the very same."""
    articles: int = 0
    """Those in which either run has an item of the field."""


class Pair(Value):
    first: str
    second: str
    differences: Mapping[str, Difference]
    """By the measure's name, in the order of `Comparison.measures`."""
    agreement: Mapping[FieldName, Agreement]


class Row(Value):
    """One measure of every run."""

    name: str
    label: str
    group: str
    better: Better | None
    """Which end is better; None if that depends on what is wanted: lengths, counts, origins."""
    by_reference: bool
    runs: Mapping[str, Taken]
    """By the run's name."""


class Coverage(Value):
    """Which articles are compared, and which are not."""

    compared: tuple[str, ...]
    """Ids of the articles of which every run has a brief."""
    referenced: tuple[str, ...]
    """Of those, the ones that the reference has."""
    lacking: Mapping[str, tuple[str, ...]]
    """By the run's name, ids of the articles that another run has a brief of and it has not."""
    reference_only: int = 0
    """Articles of the reference of which no run has a brief."""


class Comparison(Value):
    runs: tuple[Run, ...]
    """Without the reference."""
    reference: Run | None
    measures: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    """Those against the first run come first."""
    coverage: Coverage
    cases: tuple[Case, ...]
    """Every article that a run has a brief of."""
    values: Mapping[str, Mapping[str, tuple[float | None, ...]]]
    """By article and run, the value of each measure on the article, in the order of `measures`."""

    @property
    def sides(self) -> tuple[str, ...]:
        """What can be set beside the article: the runs and the reference."""
        names = tuple(run.name for run in self.runs)
        return (*names, self.reference.name) if self.reference else names
