"""Whether the conditions of a page's style sheets hold, on a desktop: @media and @supports.

By Media Queries 4 and CSS Conditional 3, as a visitor with a mouse, a screen and no settings of
his own meets them. What is not known does not hold, as in a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

WIDTH, HEIGHT = 1440.0, 900.0
"""Of the window, in CSS pixels."""
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "cm": 37.8, "mm": 3.78, "in": 96.0}
_SIZES = {"width": WIDTH, "height": HEIGHT, "device-width": WIDTH, "device-height": HEIGHT}
_STATES = {
    "orientation": "landscape",
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference",
    "prefers-reduced-data": "no-preference",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "scripting": "enabled",
    "update": "fast",
    "display-mode": "browser",
    "forced-colors": "none",
    "inverted-colors": "none",
}
_NOTHING = frozenset({"none", "no-preference"})
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
}


def media(tokens: Sequence[Any]) -> bool:
    """Whether a list of media queries holds, given as tinycss2's component values."""
    queries: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            queries.append([])
        else:
            queries[-1].append(token)
    return any(_query(_plain(query)) for query in queries)


def supports(tokens: Sequence[Any]) -> bool:
    """Whether a browser of today supports what is asked: any declaration and any selector."""
    return _condition(_plain(tokens), lambda _: True)


def _plain(tokens: Sequence[Any]) -> list[Any]:
    return [token for token in tokens if token.type not in {"whitespace", "comment"}]


def _word(token: Any) -> str:
    return str(token.lower_value) if token.type == "ident" else ""


def _query(tokens: list[Any]) -> bool:
    if not tokens:
        return True
    negated = _word(tokens[0]) == "not" and len(tokens) > 1 and bool(_word(tokens[1]))
    rest = tokens[1:] if negated or _word(tokens[0]) == "only" else tokens
    kind = _word(rest[0]) if rest else ""
    if not kind or kind == "not":
        return _condition(rest, _feature)
    holds = kind in {"all", "screen"}
    if len(rest) > 1:
        holds = holds and _word(rest[1]) == "and" and _condition(rest[2:], _feature)
    return holds != negated


def _condition(tokens: list[Any], leaf: Callable[[list[Any]], bool]) -> bool:
    if tokens and _word(tokens[0]) == "not":
        return len(tokens) == 2 and not _operand(tokens[1], leaf)
    operands = [_operand(token, leaf) for token in tokens[::2]]
    joints = {_word(token) for token in tokens[1::2]}
    if not operands or len(tokens) % 2 == 0 or not joints <= {"and", "or"} or len(joints) > 1:
        return False
    return any(operands) if joints == {"or"} else all(operands)


def _operand(token: Any, leaf: Callable[[list[Any]], bool]) -> bool:
    if token.type == "function":
        return leaf(_plain(token.arguments))
    if token.type != "() block":
        return False
    inner = _plain(token.content)
    nested = inner and (inner[0].type in {"() block", "function"} or _word(inner[0]) == "not")
    return _condition(inner, leaf) if nested else leaf(inner)


def _feature(tokens: list[Any]) -> bool:
    """One feature: (color), (min-width: 40em), (400px <= width < 700px)."""
    signs = [token.value for token in tokens if token.type == "literal"]
    if ":" in signs:
        name, colon, *value = tokens
        return colon == ":" and bool(value) and _stated(_word(name), value[0])
    if not signs:
        return len(tokens) == 1 and _is_true(_word(tokens[0]))
    return _range(tokens)


def _is_true(name: str) -> bool:
    return name in {*_SIZES, "color", "aspect-ratio", "resolution"} or (
        name in _STATES and _STATES[name] not in _NOTHING
    )


def _stated(name: str, value: Any) -> bool:
    if name in _STATES:
        return _word(value) == _STATES[name]
    size = _pixels(value)
    if size is None:
        return False
    for side, is_met in (("min-", _COMPARED[">="]), ("max-", _COMPARED["<="])):
        if name.startswith(side) and name.removeprefix(side) in _SIZES:
            return is_met(_SIZES[name.removeprefix(side)], size)
    return _SIZES.get(name) == size


def _range(tokens: list[Any]) -> bool:
    """A feature between signs; tinycss2 gives "<=" as two literals."""
    parts: list[Any] = []
    for token in tokens:
        if token.type == "literal" and parts and isinstance(parts[-1], str):
            parts[-1] += token.value
        else:
            parts.append(token.value if token.type == "literal" else token)
    values = [_SIZES.get(_word(part), _pixels(part)) for part in parts[::2]]
    signs = parts[1::2]
    if len(values) != len(signs) + 1 or len(signs) > 2:
        return False
    for sign, one, other in zip(signs, values, values[1:], strict=False):
        compared = _COMPARED.get(sign) if isinstance(sign, str) else None
        if compared is None or one is None or other is None or not compared(one, other):
            return False
    return True


def _pixels(token: Any) -> float | None:
    if isinstance(token, str) or token.type not in {"dimension", "number"}:
        return None
    if token.type == "number":
        return float(token.value) if token.value == 0 else None
    unit = _PIXELS.get(token.lower_unit)
    return float(token.value) * unit if unit else None
