"""How far a written sentence can be trusted: the judge's word, and how sure the writer was.

The judge is trained on sentences that were spoilt on purpose; what a small writer really gets
wrong is subtler, and shows in its own doubt. One logistic regression weighs both, fitted on
sentences of the writer that annotators found right or wrong (training/writer/CARD.md).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from briefwright.spans import Value

DOUBTFUL = math.log(0.3)
"""A token less likely than this was no sure choice."""


class Gate(Value):
    """Weights of the features, each first brought to mean 0 and deviation 1."""

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    @classmethod
    def of(cls, metadata: str) -> Gate:
        """As it stands in the judge's file."""
        return cls.model_validate(json.loads(metadata))

    def support(self, logit: float, logprobs: Sequence[float], evidence: str) -> float:
        """From 0 to 1; without the writer's own probabilities, what the judge says."""
        if not logprobs:
            return _share(logit)
        return self.weigh(features(logit, logprobs, evidence))

    def weigh(self, given: Sequence[float]) -> float:
        """What the features come to, from 0 to 1."""
        rows = zip(given, self.means, self.deviations, self.weights, strict=True)
        return _share(
            self.bias
            + sum(weight * (value - mean) / deviation for value, mean, deviation, weight in rows)
        )


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def features(logit: float, logprobs: Sequence[float], evidence: str) -> tuple[float, ...]:
    """What the gate weighs, in the order of its weights."""
    return (
        logit,
        sum(logprobs) / len(logprobs),
        min(logprobs),
        float(sum(each < DOUBTFUL for each in logprobs)),
        float(len(logprobs)),
        math.log(len(evidence.split()) + 1),
    )
