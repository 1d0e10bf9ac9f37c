"""Whether what begins transparent comes into sight: by an animation, or a transition to a state.

Pages fade their text in. An animation counts if it ends in sight and stays so; a transition if a
rule of the page shows the element in a state that a script gives it, and not under the mouse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from briefwright.ingest.css import Rule, declared, split

_KEYFRAMES = re.compile(r"@(?:-webkit-)?keyframes\s+([\w-]+)\s*\{", re.I)
_BRACE = re.compile(r"[{}]")
_LONGEST_BLOCK = 20_000
_LONGEST = 500
_FRAME = re.compile(r"([^{}]*)\{([^{}]*)\}")
_BY_HAND = re.compile(r":(?:hover|focus|active|checked|target|open)", re.I)
_COMPOUND = re.compile(r"[^\s>+~]+\Z")
_NAME = re.compile(r"[.#](?:[\w-]|\\.)+|\[[\w-]+")
_PARTS = re.compile(r",(?![^()]*\))")
_TIME = re.compile(r"(?<![\w.-])(\d{0,9}\.?\d{1,9})(m?s)\b")
_OPACITY = re.compile(r"(?<![\w-])(?:opacity|all)(?![\w-])|\A\s*\d{0,9}\.?\d{1,9}m?s(?:\s|\Z)")
_STAYS = frozenset({"forwards", "both", "infinite"})
_LONGHANDS = ("name", "fill-mode", "iteration-count", "play-state", "delay", "duration")
_LATEST = 60.0
"""Seconds that a visitor may be thought to wait."""


class Motion(NamedTuple):
    """What a page's style sheets say of coming into sight."""

    endings: Mapping[str, bool] = {}
    """Its @keyframes by name in lower case: whether they end in sight."""
    shown: frozenset[str] = frozenset()
    """The names (as `.x`, `#x` and `[x`) of what its rules show in some state."""
    linked: bool = False
    """Whether it has style sheets in other files, which may hold keyframes."""


def endings(css: str) -> dict[str, bool]:
    """The @keyframes of style sheets by name, and whether they end with an opacity in sight."""
    found: dict[str, bool] = {}
    start = 0
    while one := _KEYFRAMES.search(css, start):
        start = _end(css, one.end())
        frames = _FRAME.findall(css[one.end() : start])
        found[one[1].lower()] = any(
            _is_shown(declared(inside).style)
            for prelude, inside in frames
            if any(part.strip().lower() in {"to", "100%"} for part in prelude.split(","))
        )
    return found


def shown(rule: Rule) -> Iterator[str]:
    """Names of the elements that a rule brings into sight, in whatever state it asks for."""
    if not _is_shown(rule.declared.style):
        return
    try:
        selectors = split(rule.selector)
    except RecursionError:
        return
    for selector in selectors:
        last = _COMPOUND.search(selector)
        if last and not _BY_HAND.search(selector):
            yield from _NAME.findall(last[0])


def appears(own: Mapping[str, str], names: frozenset[str], motion: Motion) -> bool:
    """Whether an element of these names, which begins transparent, comes into sight."""
    moves = own.get("transition", ""), own.get("transition-property", "")
    if any(_OPACITY.search(one[:_LONGEST]) for one in moves) and names & motion.shown:
        return True
    longhands = " ".join(own.get(f"animation-{name}", "")[:_LONGEST] for name in _LONGHANDS)
    written = own.get("animation") or own.get("animation-name", "")
    return any(
        _ends_in_sight(f"{part} {longhands}", motion) for part in _PARTS.split(written[:_LONGEST])
    )


def _ends_in_sight(animation: str, motion: Motion) -> bool:
    words = frozenset(animation.replace(",", " ").split())
    if not words & _STAYS or "paused" in words or "none" in words:
        return False
    times = [float(n) / (1000 if unit == "ms" else 1) for n, unit in _TIME.findall(animation)]
    if max(times, default=0.0) > _LATEST:
        return False
    own = words & motion.endings.keys()
    return any(motion.endings[name] for name in own) if own else motion.linked


def _is_shown(style: Mapping[str, str]) -> bool:
    written = style.get("opacity", "0")
    try:
        share = float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
    except ValueError:
        return False
    return share >= 0.5


def _end(css: str, start: int) -> int:
    """Where the block ends that begins there; no further than such a block may be long."""
    depth = 1
    for brace in _BRACE.finditer(css, start, start + _LONGEST_BLOCK):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return min(len(css), start + _LONGEST_BLOCK)
