"""Fit the gate: which of the writer's sentences can be trusted, from those that were judged.

`judged.jsonl` holds sentences that the writer made on articles it was not trained on, and for each
whether an annotator found that its evidence supports it. Logistic regression by Newton's method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from briefwright.writer.gate import Gate


@dataclass(frozen=True)
class Judged:
    """One sentence of the writer with what an annotator said of it."""

    features: tuple[float, ...]
    """As `briefwright.writer.gate.features` gives them, by the judge and writer that ship."""
    stands: bool


def fit(judged: Sequence[Judged], *, ridge: float = 1.0) -> Gate:
    """The gate that says best which of them stand."""
    given = np.array([one.features for one in judged])
    stands = np.array([one.stands for one in judged], dtype=float)
    means, deviations = given.mean(0), given.std(0)
    rows = np.c_[(given - means) / deviations, np.ones(len(given))]
    weights = np.zeros(rows.shape[1])
    weight_decay = ridge * np.eye(rows.shape[1])
    weight_decay[-1, -1] = 0
    for _ in range(50):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - stands) + weight_decay @ weights
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + weight_decay
        weights -= np.linalg.solve(curve, slope)
    return Gate(
        means=tuple(round(float(one), 5) for one in means),
        deviations=tuple(round(float(one), 5) for one in deviations),
        weights=tuple(round(float(one), 5) for one in weights[:-1]),
        bias=round(float(weights[-1]), 5),
    )


def held_out(judged: Sequence[Judged], *, folds: int = 5, seed: int = 0) -> Any:
    """[judged]: what a gate that has not seen the sentence says of it."""
    order = np.random.default_rng(seed).permutation(len(judged))
    found = np.zeros(len(judged))
    for fold in range(folds):
        held = order[fold::folds]
        kept = set(range(len(judged))) - set(held.tolist())
        gate = fit([judged[index] for index in sorted(kept)])
        for index in held:
            found[index] = gate.weigh(judged[index].features)
    return found
