"""How much two texts say the same, by the words that carry meaning."""

from __future__ import annotations

from functools import lru_cache

from briefwright.ground.tokens import content


def alike(one: str, other: str) -> float:
    """Share of the first text's words that the second has, 0 to 1; 0 for a text without words."""
    ours = _words(one)
    return len(ours & _words(other)) / len(ours) if ours else 0.0


def same(one: str, other: str, *, least: float) -> bool:
    """Whether each has that share of the other's words."""
    return min(alike(one, other), alike(other, one)) >= least


# Every sentence of an outlet is held against every one of the others.
@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(content(text))
