"""From which probability on a thing is said. Chosen on dev.jsonl, and kept with the weights."""

from __future__ import annotations

from briefwright.spans import Value


class Thresholds(Value):
    takes_part: float = 0.5
    central: float = 0.5
    speech: float = 0.5
    outlook: float = 0.4
    area: float = 0.4
    """Of a phrase's probability and its sentence's, by a weighted geometric mean."""
    next_area: float = 0.5
    """The same for a further area of one sentence."""
    same_area: float = 0.6
    """Two phrases that share more of their words name the same area."""


def calibrated(share: float, threshold: float) -> float:
    """The probability with a half where the threshold lies, as every reader promises."""
    if share < threshold:
        return round(0.5 * share / threshold, 4)
    return round(0.5 + 0.5 * (share - threshold) / (1 - threshold), 4)
