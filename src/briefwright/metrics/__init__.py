"""Every measure of a brief against a reference brief, pure: JSON objects in, values out.

Knows the shape of briefs and of reference briefs, but neither files nor models.
"""

from __future__ import annotations

from briefwright.metrics.bootstrap import Interval, interval, intervals
from briefwright.metrics.likelihood import Hedge, Hedging, hedges, hedging
from briefwright.metrics.matching import Matched, match, same_speaker
from briefwright.metrics.scoring import score
from briefwright.metrics.table import (
    BRIEF_SCORE,
    BY_FIELD,
    MEASURES,
    Definition,
    Joined,
    brief_score,
    measures,
    part_score,
)
from briefwright.metrics.values import ArticleScores, Counts, Measure, Ratio, Scores, Statements
from briefwright.metrics.words import country, facts, matches, rouge_l, rouge_n, tokens

__all__ = [
    "BRIEF_SCORE",
    "BY_FIELD",
    "MEASURES",
    "ArticleScores",
    "Counts",
    "Definition",
    "Hedge",
    "Hedging",
    "Interval",
    "Joined",
    "Matched",
    "Measure",
    "Ratio",
    "Scores",
    "Statements",
    "brief_score",
    "country",
    "facts",
    "hedges",
    "hedging",
    "interval",
    "intervals",
    "match",
    "matches",
    "measures",
    "part_score",
    "rouge_l",
    "rouge_n",
    "same_speaker",
    "score",
    "tokens",
]
