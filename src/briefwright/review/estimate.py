"""A number with the interval it comes with, or the reason why it could not be taken."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import model_validator

from briefwright.metrics import Interval, Ratio, interval
from briefwright.metrics.bootstrap import LEVEL
from briefwright.spans import Value


class Estimate(Value):
    value: float | None = None
    n: int = 0
    """Over how many ballots, articles or pairs it was taken."""
    interval: Interval | None = None
    """Of 95 %; None where there is too little to draw from."""
    reason: str | None = None

    @model_validator(mode="after")
    def _taken_or_why(self) -> Estimate:
        if (self.value is None) == (self.reason is None):
            raise ValueError("an estimate has a value or a reason for having none, never both")
        return self


def rate(by_article: Sequence[Ratio], *, unmeasured: str) -> Estimate:
    """A quotient of sums, its interval by drawing articles anew: ballots on one article are not
    independent of each other."""
    part, whole = sum(one.part for one in by_article), sum(one.whole for one in by_article)
    if not whole:
        return Estimate(reason=unmeasured)
    return Estimate(value=part / whole, n=int(whole), interval=interval(by_article))


def middle(drawn: Sequence[float]) -> Interval | None:
    """Where 95 % of the draws lie; None without draws."""
    import numpy as np

    if not drawn:
        return None
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Interval(low=float(low), high=float(high))
