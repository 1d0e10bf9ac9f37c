"""The articles on which a run loses most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from briefwright.evaluate.values import Aspect, Assessed, Loss, Outcome, RunResult

_SAID: Mapping[Outcome, str] = {
    "missed": "missed",
    "unwanted": "not wanted",
    "differs": "not as wanted",
}


def worst(result: RunResult, aspect: Aspect, count: int) -> tuple[Assessed, ...]:
    """Up to `count` articles that lose something under the aspect, the worst first."""
    losing = [one for one in result.articles if one.loss(aspect).lost > 0]
    losing.sort(key=lambda one: (-one.loss(aspect).lost, one.loss(aspect).value or 0.0, one.id))
    return tuple(losing[:count])


def from_worst(result: RunResult) -> tuple[Assessed, ...]:
    """All articles, the lowest brief score first; those without one last."""
    return tuple(
        sorted(
            result.articles,
            key=lambda one: (one.score is None, one.score or 0.0, one.id),
        )
    )


def told(loss: Loss) -> str:
    """What is lost, in a few words."""
    if loss.aspect in ("bottom_line", "summary"):
        return f"ROUGE-L {loss.value:.2f}" if loss.value is not None else "not measured"
    if loss.aspect == "likelihood":
        return f"{loss.lost:.0f} of {len(loss.items)} statements"
    counts = Counter(one.outcome for one in loss.items)
    parts = [f"{counts[name]} {said}" for name, said in _SAID.items() if counts[name]]
    right = f"{counts['right']} of {len(loss.items)} right"
    return "; ".join([right, *parts])
