"""What a number, a ratio, a length or calc() comes to (CSS Values 4), from tinycss2's values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

LENGTHS = {
    "px": 1.0,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "in": 96.0,
    "vw": 14.4,
    "vh": 9.0,
}
"""CSS pixels, as conditions reckon them: with the browser's own type, in 1440 by 900."""


class Value(NamedTuple):
    number: float
    plain: bool
    """Whether it has no unit."""


def value(tokens: Sequence[Any], units: Mapping[str, float]) -> Value | None:
    """The value of a sum, with `units` of a kind; None for what is none or of mixed kinds."""
    left = [token for token in tokens if token.type not in {"whitespace", "comment"}]
    found = _sum(left, units)
    return found if not left and found and math.isfinite(found.number) else None


def _sum(left: list[Any], units: Mapping[str, float]) -> Value | None:
    """Takes what it understands off the front of the list."""
    found = _product(left, units)
    while found and left and left[0] in ("+", "-"):
        sign = 1 if left.pop(0) == "+" else -1
        other = _product(left, units)
        if other is None or other.plain != found.plain:
            return None
        found = Value(found.number + sign * other.number, found.plain)
    return found


def _product(left: list[Any], units: Mapping[str, float]) -> Value | None:
    found = _one(left, units)
    while found and left and left[0] in ("*", "/"):
        times = left.pop(0) == "*"
        other = _one(left, units)
        if other is None or not (other.plain or (times and found.plain)):
            return None
        if not times and other.number == 0:
            return None
        number = found.number * other.number if times else found.number / other.number
        found = Value(number, found.plain and other.plain)
    return found


def _one(left: list[Any], units: Mapping[str, float]) -> Value | None:
    if not left:
        return None
    token = left.pop(0)
    if token.type == "number":
        return Value(float(token.value), plain=True)
    if token.type == "dimension" and token.lower_unit in units:
        return Value(float(token.value) * units[token.lower_unit], plain=False)
    if token.type == "() block":
        return value(token.content, units)
    if token.type != "function":
        return None
    if token.lower_name == "calc":
        return value(token.arguments, units)
    return _chosen(token, units)


def _chosen(token: Any, units: Mapping[str, float]) -> Value | None:
    """min(), max() and clamp()."""
    parts: list[list[Any]] = [[]]
    for one in token.arguments:
        if one == ",":
            parts.append([])
        else:
            parts[-1].append(one)
    found = [one for part in parts if (one := value(part, units))]
    if len(found) != len(parts) or len({one.plain for one in found}) != 1:
        return None
    numbers = [one.number for one in found]
    match token.lower_name, len(numbers):
        case "min", _:
            return Value(min(numbers), found[0].plain)
        case "max", _:
            return Value(max(numbers), found[0].plain)
        case "clamp", 3:
            return Value(max(numbers[0], min(numbers[1], numbers[2])), found[0].plain)
    return None
