"""Briefs of any runs measured against reference briefs, field by field, article by article.

Runs no model. What a measure is, `metrics` says; this says of what it is taken, and what is behind
it.
"""

from __future__ import annotations

from briefwright.evaluate.judging import ASPECTS
from briefwright.evaluate.measuring import corpus, evaluate, taken
from briefwright.evaluate.values import (
    Aspect,
    Assessed,
    Evaluation,
    Group,
    Judged,
    Loss,
    RunResult,
    Taken,
)

__all__ = [
    "ASPECTS",
    "Aspect",
    "Assessed",
    "Evaluation",
    "Group",
    "Judged",
    "Loss",
    "RunResult",
    "Taken",
    "corpus",
    "evaluate",
    "taken",
]
