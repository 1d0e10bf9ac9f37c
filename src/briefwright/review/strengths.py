"""Bradley-Terry strengths of runs out of who was preferred to whom.

P(i is preferred to j) = s_i / (s_i + s_j), fitted by iterative Luce spectral ranking (Maystre and
Grossglauser 2015, package `choix`), whose fixed point is the maximum of the likelihood. A tie, and
both bad, count as half a preference each way. So that a run that won every time has a strength at
all, each pair of runs that met is given one tie more.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from briefwright.metrics.bootstrap import DRAWS, SEED
from briefwright.review.estimate import Estimate, middle

Wins = Mapping[tuple[str, str], float]
"""How often the first was preferred to the second, on one article."""

_PRIOR = 0.5
_APART = "no chain of ballots joins all runs, so their strengths have no common scale"


def strengths(
    by_article: Sequence[Wins], *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, Estimate]:
    """Of every run, as its chance of being preferred to a run of middling strength; the intervals
    by drawing articles anew, with replacement.

    Not taken if no chain of ballots joins all runs.
    """
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    runs = sorted({run for wins in by_article for pair in wins for run in pair})
    at = {run: number for number, run in enumerate(runs)}
    counts = np.zeros((len(by_article), len(runs), len(runs)))
    for number, wins in enumerate(by_article):
        for (one, other), times in wins.items():
            counts[number, at[one], at[other]] += times
    whole = counts.sum(axis=0)
    met = (whole + whole.T) > 0
    if not runs or connected_components(met)[0] > 1:
        return {run: Estimate(reason=_APART) for run in runs}
    source = random.Random(seed)
    numbers = range(len(by_article))
    drawn = [
        _fitted(counts[source.choices(numbers, k=len(numbers))].sum(axis=0) + _PRIOR * met)
        for _ in range(draws if len(numbers) > 1 else 0)
    ]
    fitted = _fitted(whole + _PRIOR * met)
    return {
        run: Estimate(
            value=fitted[number],
            n=len(by_article),
            interval=middle([one[number] for one in drawn]),
        )
        for run, number in at.items()
    }


def _fitted(counts) -> list[float]:  # type: ignore[no-untyped-def]
    """`counts[i, j]`: how often i was preferred to j."""
    import choix
    import numpy as np

    logs = choix.ilsr_pairwise_dense(counts)
    # Their mean is the middling run: strengths are known up to a common factor.
    return [float(one) for one in 1 / (1 + np.exp(np.mean(logs) - logs))]
