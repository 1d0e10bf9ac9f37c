"""How far reviewers agree, and how far the side decides."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from briefwright.metrics import Interval, Ratio
from briefwright.metrics.bootstrap import DRAWS, SEED
from briefwright.review.estimate import Estimate, middle, rate
from briefwright.review.values import Ballot
from briefwright.spans import Value

_LABELS = ("first", "second", "tie", "bad")


class Agreement(Value):
    """Over pairs of briefs that two reviewers or more judged."""

    alpha: Estimate
    """Krippendorff's alpha, nominal (Krippendorff 2011): 1 agreement, 0 what chance would give."""
    same: Estimate
    """Share of pairs of ballots on one pair of briefs that say the same."""


class Order(Value):
    """Whether left is preferred because it is left; ties and both bad are no part of it."""

    left: int
    right: int
    share: Estimate
    """Of left, with Wilson's interval."""
    p: float | None
    """Of the exact two-sided binomial test against one half; None where nothing was decided. It
    takes ballots as independent, which those on one article are not quite."""


def agreement(ballots: Sequence[Ballot], *, draws: int = DRAWS, seed: int = SEED) -> Agreement:
    """Of ballots of which no reviewer has two on one pair of briefs."""
    units: dict[str, list[Counter[str]]] = defaultdict(list)
    found: dict[tuple[str, tuple[tuple[str, str], ...]], Counter[str]] = defaultdict(Counter)
    for one in ballots:
        seats = sorted((seat.run, seat.version) for seat in one.pairing.seats)
        found[one.pairing.article, tuple(seats)][_label(one, seats[0][0])] += 1
    for (article, _), counts in found.items():
        if counts.total() > 1:
            units[article].append(counts)
    ratios = [_same(counts) for counts in units.values()]
    unmeasured = "no pair of briefs was judged by two reviewers"
    return Agreement(
        alpha=_alpha(units, draws, seed) if units else Estimate(reason=unmeasured),
        same=rate(ratios, unmeasured=unmeasured),
    )


def _label(ballot: Ballot, first: str) -> str:
    # By the run and not by the side, which is another for each reviewer.
    winner = ballot.winner
    if winner is None:
        return ballot.verdict.choice
    return "first" if winner == first else "second"


def _same(units: Sequence[Counter[str]]) -> Ratio:
    alike = sum(n * (n - 1) / 2 for counts in units for n in counts.values())
    pairs = sum(counts.total() * (counts.total() - 1) / 2 for counts in units)
    return Ratio(part=alike, whole=pairs)


def _alpha(units: Mapping[str, Sequence[Counter[str]]], draws: int, seed: int) -> Estimate:
    n = sum(map(len, units.values()))
    value = _nominal([one for counts in units.values() for one in counts])
    if value is None:
        return Estimate(
            n=n, reason="every ballot on these pairs says the same: chance agrees as well"
        )
    articles = list(units)
    drawn = [
        _nominal([one for article in chosen for one in units[article]])
        for chosen in _draws(articles, draws, seed)
    ]
    return Estimate(value=value, n=n, interval=middle([one for one in drawn if one is not None]))


def _draws(articles: Sequence[str], draws: int, seed: int) -> Iterator[list[str]]:
    source = random.Random(seed)
    for _ in range(draws if len(articles) > 1 else 0):
        yield source.choices(articles, k=len(articles))


def _nominal(units: Sequence[Counter[str]]) -> float | None:
    import krippendorff
    import numpy as np

    counts = np.array([[one[label] for label in _LABELS] for one in units])
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return None
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def order(ballots: Sequence[Ballot]) -> Order:
    from scipy.stats import binomtest

    chosen = Counter(one.verdict.choice for one in ballots)
    left, right = chosen["left"], chosen["right"]
    if not left + right:
        return Order(left=0, right=0, share=Estimate(reason="no ballot chose a side"), p=None)
    test = binomtest(left, left + right)
    within = test.proportion_ci(method="wilson")
    share = Estimate(
        value=left / (left + right),
        n=left + right,
        interval=Interval(low=float(within.low), high=float(within.high)),
    )
    return Order(left=left, right=right, share=share, p=float(test.pvalue))
