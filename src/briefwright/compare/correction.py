"""Which differences stand when it is remembered how many were looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefwright.compare.measures import JOINT
from briefwright.compare.paired import holm
from briefwright.compare.values import Better, Difference, Pair

LEVEL = 0.05
"""Of the corrected p under which a run is said to be better."""


def corrected(pairs: Sequence[Pair], better: Mapping[str, Better | None]) -> tuple[Pair, ...]:
    """The pairs with Holm's correction and the winners.

    The brief score is what runs are compared by, and is corrected for the number of pairs; every
    other measure with a better end for all of these of all pairs.
    """
    judged = {
        (at, name): one.p
        for at, pair in enumerate(pairs)
        for name, one in pair.differences.items()
        if better[name] is not None
    }
    held: dict[tuple[int, str], float | None] = {}
    for first in (True, False):
        family = [key for key in judged if (key[1] == JOINT) == first]
        held |= zip(family, holm([judged[key] for key in family]), strict=True)
    return tuple(
        pair.model_copy(
            update={
                "differences": {
                    name: _judged(one, held.get((at, name)), better[name], pair)
                    for name, one in pair.differences.items()
                }
            }
        )
        for at, pair in enumerate(pairs)
    )


def _judged(one: Difference, p: float | None, better: Better | None, pair: Pair) -> Difference:
    winner = None
    if p is not None and p < LEVEL and one.value:
        winner = pair.second if (one.value > 0) == (better == "more") else pair.first
    return one.model_copy(update={"p_holm": p, "winner": winner})
