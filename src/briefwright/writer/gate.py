"""How far a written sentence can be trusted: the judge's word, and how sure the writer was.

The judge is trained on sentences that were spoilt on purpose; what a small writer really gets
wrong is subtler, and shows in its own doubt. One logistic regression weighs both, fitted on
sentences of the writer that annotators found right or wrong (training/writer/CARD.md). A second one
weighs the judge's word alone, for writers whose doubt is not known or not comparable.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

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

    def weigh(self, given: Sequence[float]) -> float:
        """What the features come to, from 0 to 1."""
        rows = zip(given, self.means, self.deviations, self.weights, strict=True)
        return _share(
            self.bias
            + sum(weight * (value - mean) / deviation for value, mean, deviation, weight in rows)
        )


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


class Gates(Value):
    """Both, as they stand in the judge's file."""

    with_doubt: Gate
    alone: Gate

    @classmethod
    def of(cls, metadata: Mapping[str, str]) -> Gates:
        """Raises KeyError or ValueError where the file has none."""
        return cls(
            with_doubt=Gate.of(metadata["gate"]),
            alone=Gate.of(metadata["gate_alone"]),
        )

    def support(self, logit: float, logprobs: Sequence[float], evidence: str) -> float:
        """From 0 to 1: how likely an annotator would say that the evidence supports the sentence.

        `logit` is the judge's; `logprobs` are of the sentence's tokens, none if not known.
        """
        if not logprobs:
            return self.alone.weigh(features_alone(logit, evidence))
        return self.with_doubt.weigh(features(logit, logprobs, evidence))


def features(logit: float, logprobs: Sequence[float], evidence: str) -> tuple[float, ...]:
    """What the gate weighs, in the order of its weights."""
    return (
        logit,
        sum(logprobs) / len(logprobs),
        min(logprobs),
        float(sum(each < DOUBTFUL for each in logprobs)),
        float(len(logprobs)),
        _length(evidence),
    )


def features_alone(logit: float, evidence: str) -> tuple[float, ...]:
    """What the gate weighs that knows the judge's word alone."""
    return (logit, _length(evidence))


def _length(evidence: str) -> float:
    return math.log(len(evidence.split()) + 1)
