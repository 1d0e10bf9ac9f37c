"""Percentile bootstrap over articles (Efron and Tibshirani 1993, chapter 13)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from briefwright.metrics.table import BRIEF_SCORE, Joined, brief_score, definitions
from briefwright.metrics.values import Ratio, Scores
from briefwright.spans import Value

Weights = npt.NDArray[np.float64]

DRAWS = 1000
LEVEL = 0.95
SEED = 1993


class Interval(Value):
    low: float
    high: float


def intervals(
    scores: Scores,
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
    seed: int = SEED,
    joined: Joined = brief_score,
) -> dict[str, Interval | None]:
    """The interval of every measure of `measures(scores)`; None where there is none to give.

    All measures share the same draws, so the score that joins several is drawn jointly.
    """
    taken = samples(len(scores.articles), draws, seed)
    drawn = {
        name: _drawn([one.ratio(article) for article in scores.articles], taken)
        for name, one in definitions(scores).items()
    }
    joint = zip(*(drawn[name] for name in BRIEF_SCORE), strict=True)
    drawn["brief_score"] = [joined(parts).value for parts in joint]
    return {name: _middle(values, level) for name, values in drawn.items()}


def interval(
    parts: Sequence[Ratio], *, draws: int = DRAWS, level: float = LEVEL, seed: int = SEED
) -> Interval | None:
    """Where `level` of the quotients of sums lie when articles are drawn anew, with replacement.

    `parts` has one ratio an article. None for fewer than two articles, which say nothing of
    other articles, and where every draw has nothing to divide by.
    """
    return _middle(_drawn(parts, samples(len(parts), draws, seed)), level)


@lru_cache(maxsize=4)
def samples(articles: int, draws: int = DRAWS, seed: int = SEED) -> Weights:
    """How often each draw took each article: draws by articles, not to be written to."""
    if articles < 2:
        return np.zeros((0, articles))
    source = random.Random(seed)
    drawn = (source.choices(range(articles), k=articles) for _ in range(draws))
    counts = np.array([np.bincount(one, minlength=articles) for one in drawn], dtype=float)
    counts.flags.writeable = False
    return counts


def _drawn(parts: Sequence[Ratio], samples: Weights) -> list[float | None]:
    part = samples @ np.array([one.part for one in parts], dtype=float)
    whole = samples @ np.array([one.whole for one in parts], dtype=float)
    values = zip(part.tolist(), whole.tolist(), strict=True)
    return [above / below if below else None for above, below in values]


def _middle(values: Sequence[float | None], level: float) -> Interval | None:
    ordered = sorted(value for value in values if value is not None)
    if not ordered:
        return None
    tail = (1 - level) / 2
    return Interval(low=_quantile(ordered, tail), high=_quantile(ordered, 1 - tail))


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
