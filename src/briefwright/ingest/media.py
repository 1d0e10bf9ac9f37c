"""Whether the conditions of a page's style sheets hold, on a desktop: @media and @supports.

By Media Queries 4 and CSS Conditional 3, as a visitor with a mouse, a screen and no settings of
his own meets them, in Chromium. What is not known does not hold, as in a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from briefwright.ingest import calculated, properties, values

WIDTH, HEIGHT = 1440.0, 900.0
"""Of the window, in CSS pixels."""
_SIZES = {"width": WIDTH, "height": HEIGHT, "device-width": WIDTH, "device-height": HEIGHT}
_NUMBERS = {
    "aspect-ratio": WIDTH / HEIGHT,
    "device-aspect-ratio": WIDTH / HEIGHT,
    "color": 8.0,
    "color-index": 0.0,
    "monochrome": 0.0,
    "grid": 0.0,
    "-webkit-device-pixel-ratio": 1.0,
    "-webkit-transform-3d": 1.0,
}
_RESOLUTIONS = {"dppx": 1.0, "x": 1.0, "dpi": 1 / 96, "dpcm": 2.54 / 96}
_KNOWN = {**_SIZES, **_NUMBERS, "resolution": 1.0}
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
    "dynamic-range": "standard",
    "color-gamut": "srgb",
    "overflow-block": "scroll",
    "overflow-inline": "scroll",
}
_OTHERS = ("-moz-", "-ms-", "-o-", "-apple-")
_NOTHING = frozenset({"none", "no-preference"})
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
}
_SIDES = {"min-": _COMPARED[">="], "max-": _COMPARED["<="]}
_SIGNS = frozenset("<>=")


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
    """Whether a browser of today supports what is asked: a property with its value, a selector.

    Of selectors all but other makers' are taken to be known.
    """
    return _condition(_plain(tokens), _supported)


def _supported(tokens: list[Any]) -> bool:
    """A declaration, or what stands in the brackets of selector() and font-tech()."""
    if len(tokens) > 1 and tokens[0].type == "ident" and tokens[1] == ":":
        name = tokens[0].lower_value
        return (name.startswith("--") or name in properties.NAMES) and values.is_taken(
            name, tokens[2:]
        )
    return not any(_word(token).startswith(_OTHERS) for token in tokens)


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
        return colon == ":" and bool(value) and _stated(_word(name), value)
    if not signs:
        return len(tokens) == 1 and _is_true(_word(tokens[0]))
    return _range(tokens)


def _is_true(name: str) -> bool:
    return _KNOWN.get(name, 0.0) != 0 or (name in _STATES and _STATES[name] not in _NOTHING)


def _stated(name: str, value: list[Any]) -> bool:
    if name in _STATES:
        return len(value) == 1 and _word(value[0]) == _STATES[name]
    maker = "-webkit-" if name.startswith(("-webkit-min-", "-webkit-max-")) else ""
    side = name.removeprefix(maker)[:4]
    feature = maker + name.removeprefix(maker)[4:] if side in _SIDES else name
    amount = _amount(feature, value)
    return amount is not None and _SIDES.get(side, _COMPARED["="])(_KNOWN[feature], amount)


def _range(tokens: list[Any]) -> bool:
    """A feature between signs; tinycss2 gives "<=" as two literals."""
    parts: list[list[Any]] = [[]]
    signs: list[str] = []
    for token in tokens:
        if token.type != "literal" or token.value not in _SIGNS:
            parts[-1].append(token)
        elif signs and not parts[-1]:
            signs[-1] += token.value
        else:
            signs.append(token.value)
            parts.append([])
    names = [_word(part[0]) for part in parts if len(part) == 1 and _word(part[0]) in _KNOWN]
    if len(names) != 1 or len(parts) not in {2, 3}:
        return False
    amounts = [
        _KNOWN[names[0]] if len(part) == 1 and _word(part[0]) else _amount(names[0], part)
        for part in parts
    ]
    for sign, one, other in zip(signs, amounts, amounts[1:], strict=False):
        compared = _COMPARED.get(sign)
        if compared is None or one is None or other is None or not compared(one, other):
            return False
    return True


def _amount(feature: str, value: list[Any]) -> float | None:
    """What a feature is compared with: a length in pixels, a resolution in dppx, a number."""
    if feature not in _KNOWN:
        return None
    if feature in _SIZES:
        found = calculated.value(value, calculated.LENGTHS)
        return None if found is None or (found.plain and found.number != 0) else found.number
    if feature == "resolution":
        found = calculated.value(value, _RESOLUTIONS)
        return None if found is None or found.plain else found.number
    found = calculated.value(value, {})
    return found.number if found else None
