"""Statistics of paired runs: intervals and tests over articles. Knows nothing of briefs.

A measure is a quotient of two sums over articles, as in `metrics`, so that F1 and the like are
resampled as they are reported. Intervals are percentile bootstrap (Efron and Tibshirani 1993,
chapter 13), both runs drawn with the same articles. The test is approximate randomisation (Noreen
1989; for F1, Yeh 2000): if the runs did not differ, each article's two results might as well have
come from the other run. Correction for many measures: Holm (1979).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefwright.metrics.bootstrap import LEVEL, SEED, samples
from briefwright.spans import Value

SWAPS = 10_000
"""Random ways to swap results; all there are, if there are fewer."""
_NOTHING = 1e-12
# Rows of swaps at a time, so that memory does not grow with articles times swaps.
_AT_ONCE = 1000
_DIGITS = 3

Sums = NDArray[np.float64]
"""measures × articles × (part, whole)."""
Floats = NDArray[np.float64]


class Estimated(Value):
    value: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None


class Signs(Value):
    first: int
    equal: int
    second: int
    p: float | None
    """None where no article differs."""


def estimated(sums: Sums, *, joint: Sequence[int] = ()) -> tuple[Estimated, ...]:
    """Each measure of one run with its interval; `joint` as in `compared`."""
    values = _quotients(sums.sum(axis=1)[None], joint)[0]
    drawn = _quotients(_weighted(sums, samples(sums.shape[1])), joint)
    return tuple(
        Estimated(value=_number(value), **_middle(drawn[:, at])) for at, value in enumerate(values)
    )


def compared(first: Sums, second: Sums, *, joint: Sequence[int] = ()) -> tuple[Estimated, ...]:
    """Each measure of the second run minus the first run's, with interval and p.

    If `joint` names measures, one more is added at the end: their mean, as `metrics.brief_score`
    takes it, what could not be measured counting as 0. Nothing is estimated where either run's
    measure cannot be taken, and there is no interval or p from fewer than two articles.
    """
    articles = first.shape[1]
    observed = _difference(first.sum(axis=1)[None], second.sum(axis=1)[None], joint)[0]
    draws = samples(articles)
    drawn = _difference(_weighted(first, draws), _weighted(second, draws), joint)
    p = _chances(first, second, observed, joint) if articles > 1 else None
    return tuple(
        Estimated()
        if np.isnan(value)
        else Estimated(
            value=float(value),
            p=None if p is None else float(p[at]),
            **_middle(drawn[:, at]),
        )
        for at, value in enumerate(observed)
    )


def signs(first: Floats, second: Floats) -> Signs:
    """On how many articles the first, neither or the second is greater; NaN is left out.

    The p is that of the exact sign test, two-sided, articles without a difference left out.
    """
    from scipy.special import bdtr

    gain = (second - first)[~np.isnan(second - first)]
    up, down = int((gain > _NOTHING).sum()), int((gain < -_NOTHING).sum())
    p = min(1.0, 2 * float(bdtr(min(up, down), up + down, 0.5))) if up + down else None
    return Signs(first=down, equal=len(gain) - up - down, second=up, p=p)


def holm(chances: Sequence[float | None]) -> tuple[float | None, ...]:
    """Each p corrected for being one of so many; None stays and does not count."""
    ordered = sorted((p, at) for at, p in enumerate(chances) if p is not None)
    corrected: list[float | None] = [None] * len(chances)
    highest = 0.0
    for rank, (p, at) in enumerate(ordered):
        highest = max(highest, min(1.0, p * (len(ordered) - rank)))
        corrected[at] = highest
    return tuple(corrected)


def by_article(sums: Sums, *, joint: Sequence[int] = ()) -> Floats:
    """articles × measures (and the joint one); NaN where there is nothing to divide by."""
    return _quotients(sums.transpose(1, 0, 2), joint)


def _weighted(sums: Sums, weights: Floats) -> Floats:
    """draws × measures × (part, whole)."""
    measures, articles, _ = sums.shape
    flat = weights @ sums.transpose(1, 0, 2).reshape(articles, measures * 2)
    return flat.reshape(len(weights), measures, 2)


def _quotients(sums: Floats, joint: Sequence[int]) -> Floats:
    """draws × measures of draws × measures × (part, whole), and the joint one."""
    part, whole = sums[..., 0], sums[..., 1]
    taken = np.full(part.shape, np.nan)
    np.divide(part, whole, out=taken, where=whole > 0)
    if not joint:
        return taken
    parts = np.round(taken[..., list(joint)], _DIGITS)
    mean = np.nan_to_num(parts).mean(axis=-1)
    mean[np.isnan(parts).all(axis=-1)] = np.nan
    return np.concatenate([taken, mean[..., None]], axis=-1)


def _difference(first: Floats, second: Floats, joint: Sequence[int]) -> Floats:
    return _quotients(second, joint) - _quotients(first, joint)


def _chances(first: Sums, second: Sums, observed: Floats, joint: Sequence[int]) -> Floats:
    """How often results swapped at random differ as much, by measure."""
    articles = first.shape[1]
    every = 2**articles if articles < 31 else None
    exact = every is not None and every <= SWAPS
    total = every if exact and every else SWAPS
    source = np.random.default_rng(SEED)
    as_much = np.zeros(observed.shape)
    whole_first, change = first.sum(axis=1), second - first
    whole_second = second.sum(axis=1)
    for begin in range(0, total, _AT_ONCE):
        count = min(_AT_ONCE, total - begin)
        if exact:
            swapped = (np.arange(begin, begin + count)[:, None] >> np.arange(articles)) & 1
        else:
            swapped = source.integers(0, 2, size=(count, articles))
        moved = _weighted(change, swapped.astype(float))
        found = _difference(whole_first + moved, whole_second - moved, joint)
        # What cannot be taken after a swap is counted against the difference, not for it.
        far = np.isnan(found) | (np.abs(found) >= np.abs(observed) - _NOTHING)
        as_much += far.sum(axis=0)
    return as_much / total if exact else (as_much + 1) / (total + 1)


def _middle(values: Floats) -> dict[str, float]:
    kept = values[~np.isnan(values)]
    if not kept.size:
        return {}
    low, high = np.quantile(kept, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return {"low": float(low), "high": float(high)}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
