"""Every measure of a brief against a reference brief, pure: JSON objects in, values out.

Knows the shape of briefs and of reference briefs, but neither files nor models.
"""

from __future__ import annotations

from briefwright.metrics.bootstrap import Interval, interval, intervals
from briefwright.metrics.scoring import score
from briefwright.metrics.table import BRIEF_SCORE, MEASURES, Definition, brief_score, measures
from briefwright.metrics.values import ArticleScores, Counts, Measure, Ratio, Scores, Statements

__all__ = [
    "BRIEF_SCORE",
    "MEASURES",
    "ArticleScores",
    "Counts",
    "Definition",
    "Interval",
    "Measure",
    "Ratio",
    "Scores",
    "Statements",
    "brief_score",
    "interval",
    "intervals",
    "measures",
    "score",
]
