"""Finished briefs of several runs against each other: in numbers, and article by article.

Runs no model: what it takes is briefs, whoever made them, and at most a reference to hold them to.
"""

from __future__ import annotations

from briefwright.compare.against import compare
from briefwright.compare.correction import LEVEL
from briefwright.compare.values import (
    Agreement,
    Comparison,
    Coverage,
    Difference,
    Pair,
    Row,
    Taken,
)

__all__ = [
    "LEVEL",
    "Agreement",
    "Comparison",
    "Coverage",
    "Difference",
    "Pair",
    "Row",
    "Taken",
    "compare",
]
