"""Between whom an area is: the countries and bodies that it may be weighed, and none guessed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from briefwright.errors import CorruptWeights
from briefwright.nn.sheet import Floats
from briefwright.reader.trained.sides import FEATURES, Sides
from briefwright.reading import Area
from briefwright.spans import Span

WEIGHTS = Path(__file__).with_name("parties.safetensors")
# Of 1,394 areas of the training references, each weighed by a net that has not seen its article,
# 10% then have a party that the reference has not and 80% just its parties; by rule alone 18% and
# 77%. Lower ones say more that is wrong, higher ones leave out as much as they mend.
NAMED = 0.7
"""From which probability on somebody is a party whom the sentence names, himself or his people."""
INFERRED = 0.8
"""The same where the sentence does not."""
SECOND = 0.5
"""The same of the likeliest other where only one is."""
_SIZE = 1_000_000
_TENSORS = ("mean", "scale", "inner", "inner_bias", "outer", "outer_bias")


class PartyWeights:
    """One hidden layer over the features of `sides`; made by `load`."""

    def __init__(self, tensors: dict[str, Floats]) -> None:
        self._tensors = tensors

    @classmethod
    def load(cls, weights: Path = WEIGHTS) -> PartyWeights:
        """Raises CorruptWeights if the file is not what it should be."""
        from safetensors import SafetensorError, safe_open
        from safetensors.numpy import load_file

        try:
            if weights.stat().st_size > _SIZE:
                raise ValueError(f"{weights.stat().st_size} bytes are more than it has")
            with safe_open(weights, "np") as file:
                names = tuple(json.loads((file.metadata() or {})["features"]))
            if names != FEATURES:
                raise ValueError("it is for other features")
            tensors = {name: each.astype(np.float32) for name, each in load_file(weights).items()}
            hidden = len(tensors["inner_bias"])
            shapes = {name: tensors[name].shape for name in _TENSORS}
            if shapes != _shapes(hidden) or set(tensors) != set(_TENSORS):
                raise ValueError(f"its tensors are {shapes}")
            if not all(np.isfinite(each).all() for each in tensors.values()):
                raise ValueError("it holds what is no number")
        except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
            first = str(error).strip().split("\n")[0].rstrip(". ") or type(error).__name__
            raise CorruptWeights(
                f"the reader's weights in {str(weights)!r} do not fit: {first}. "
                "Install briefwright again"
            ) from error
        return cls(tensors)

    def shares(self, features: Floats) -> Floats:
        """[parties]: the probability of each, from [parties, FEATURES]."""
        own = self._tensors
        scaled = (features - own["mean"]) / own["scale"]
        inner = np.maximum(scaled @ own["inner"].T + own["inner_bias"], 0)
        return np.asarray(1 / (1 + np.exp(-(inner @ own["outer"] + own["outer_bias"][0]))))


def _shapes(hidden: int) -> dict[str, tuple[int, ...]]:
    wide = len(FEATURES)
    return {
        "mean": (wide,),
        "scale": (wide,),
        "inner": (hidden, wide),
        "inner_bias": (hidden,),
        "outer": (hidden,),
        "outer_bias": (1,),
    }


class Weighed(NamedTuple):
    """One party in one sentence."""

    party: str
    share: float
    named: bool
    """By the sentence, himself or his people."""
    beside: frozenset[str]
    """With whom the sentence has it in one list; the party is one of them."""


def chosen(weighed: Sequence[Weighed]) -> frozenset[str]:
    """Those who are sure enough, with whoever stands in one list with them.

    Nobody works together alone: beside a single one the likeliest other is taken, if it is likelier
    than not.
    """
    sure = {one.party for one in weighed if one.share >= (NAMED if one.named else INFERRED)}
    kept = sure | {one.party for one in weighed if one.beside & sure}
    if len(kept) == 1:
        others = [one for one in weighed if one.party not in kept and one.share >= SECOND]
        kept |= {max(others, key=lambda one: one.share).party} if others else set()
    return frozenset(kept)


def parties_of(sides: Sides, weights: PartyWeights, sentence: Span) -> tuple[str, ...]:
    """Whom the sentence names, in its order; then the others as the article first names them."""
    place = sides.page.sentence_of(sentence.start)
    if place is None:
        return ()
    parties, features = sides.weighed(place)
    named = sides.named_in(place)
    shares = dict(zip(parties, map(float, weights.shares(features)), strict=True))
    kept = chosen(
        [Weighed(one, shares[one], one in named, sides.beside(place, one)) for one in parties]
    )
    order = tuple(dict.fromkeys([*sides.in_order(place), *sides.named_first]))
    return tuple(
        sorted(kept, key=lambda one: (order.index(one) if one in order else len(order), one))
    )


def with_parties(area: Area, sides: Sides, weights: PartyWeights) -> Area:
    return area.model_copy(update={"parties": parties_of(sides, weights, area.span)})
