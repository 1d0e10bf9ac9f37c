"""What declarations make of a text's look: whether a visitor of the page can read it.

Knows properties and their values; nothing of selectors, nor of where elements stand in a page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from briefwright.ingest import colours
from briefwright.ingest.colours import Colour
from briefwright.ingest.styles import Style

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_LENGTH = re.compile(rf"({_NUMBER})(px|em|rem|pt|pc|%|vw|vh|vmin|vmax|ex|ch|cm|mm|in|q|dvw|dvh)?\Z")
_UNITS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "cm": 37.8,
    "mm": 3.78,
    "q": 0.945,
    "in": 96.0,
    "rem": 16.0,
    "vw": 14.4,
    "dvw": 14.4,
    "vh": 9.0,
    "dvh": 9.0,
    "vmin": 9.0,
    "vmax": 14.4,
}
"""CSS pixels, in a window of 1440 by 900."""
_CALC = re.compile(r"calc\(\s*([^()+*/]+?)\s*\)")
_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "initial": 16.0,
}
_FONT_SIZE = re.compile(r"(?<![\w.-])(\d*\.?\d+(?:px|em|rem|pt|%)|0)(?:/\S+)?\s")
_RECT = re.compile(r"rect\(([^()]*)\)")
_SHAPE = re.compile(r"(inset|circle|ellipse|polygon)\(([^()]*)\)")
_MOVE = re.compile(r"([a-z3]+)\(([^()]*)\)")
_IMAGE = re.compile(r"url\(|gradient\(|image\(|image-set\(")
# A piece of a shorthand: a function with its brackets, else what stands between spaces.
_WORD = re.compile(r"[\w-]+\((?:[^()]|\([^()]*\))*\)|[^\s,/]+")
_OPACITY = re.compile(rf"opacity\(\s*({_NUMBER}%?)\s*\)")
_INHERITED = frozenset({"inherit", "unset", "revert", "revert-layer"})
# A variable that is nowhere leaves nothing, and what is nothing is inherited.
_DECLARED = _INHERITED | {"currentcolor", ""}
_LEAST_SIZE = 2.0
"""Of type, in pixels: a third of the smallest that anybody prints."""
_LEAST_BOX = 2.0
_LEAST_OPACITY = 0.04
_LEAST_SCALE = 0.06
_BESIDE = 999.0
_FAR_BESIDE = 3000.0
"""Pixels to the left of or above the page, and to the right of it, past every window."""
_EDGE_ON = frozenset({90.0, 270.0})
# Channels run from 0 to 1; nobody reads #fdfdfd on white.
_SAME = 0.04

_WHITE: Colour = (1.0, 1.0, 1.0)
_BLACK: Colour = (0.0, 0.0, 0.0)


class Seen(NamedTuple):
    """What an element hands down to its children."""

    colour: Colour | None = _BLACK
    fill: Colour | str | None = "currentcolor"
    """Of -webkit-text-fill-color, which goes before the colour where it is set."""
    ground: Colour | None = _WHITE
    """None where an image or an unknown value makes it uncertain."""
    size: float = 16.0
    """Of the type, in pixels."""
    opacity: float = 1.0
    visible: bool = True
    variables: Mapping[str, str] = {}


def is_gone(tag: str, attributes: Mapping[str, str], own: Style, above: Seen) -> bool:
    """Whether the element and all in it are out of sight."""
    if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
        return True
    # Only a script, or a button that nobody presses for a reader, opens either.
    if (tag == "dialog" or "popover" in attributes) and not (
        tag == "dialog" and "open" in attributes
    ):
        return True
    return (
        own.get("display") == "none"
        or own.get("content-visibility") == "hidden"
        or opacity(own) * above.opacity < _LEAST_OPACITY
        or _is_clipped(own)
        or _is_shrunk(own)
        or _is_shut(own)
        or _is_beside(own, above.size)
    )


def seen(own: Style, above: Seen) -> Seen:
    """What the element hands down, for what it declares and what was handed to it."""
    visibility = own.get("visibility", "")
    if visibility in _INHERITED:
        visibility = ""
    colour = _foreground(own.get("color"), above.colour, above.ground)
    ground = _ground(own, above.ground, colour)
    return Seen(
        colour=_foreground(own.get("color"), above.colour, ground),
        fill=_fill(own.get("-webkit-text-fill-color"), above.fill, ground),
        ground=ground,
        size=_size(own, above.size),
        opacity=above.opacity * opacity(own),
        visible=above.visible if not visibility else visibility in {"visible", "initial"},
        variables=above.variables,
    )


def is_read(here: Seen) -> bool:
    """Whether text that stands in the element itself can be read."""
    if not here.visible or here.size < _LEAST_SIZE:
        return False
    colour = here.colour if here.fill == "currentcolor" else here.fill
    if colour is None or isinstance(colour, str) or here.ground is None:
        return True
    return any(abs(one - other) > _SAME for one, other in zip(colour, here.ground, strict=True))


def pixels(written: str, *, of: float = 0.0, size: float = 16.0) -> float | None:
    """A length in CSS pixels, percentages `of` something; None for what is no single length."""
    found = _LENGTH.match(_CALC.sub(r"\1", written.strip()))
    if not found:
        return None
    number, unit = float(found[1]), found[2]
    if unit is None:
        return number if number == 0 else None
    if unit == "%":
        return number / 100 * of
    if unit in {"em", "ex", "ch"}:
        return number * size * (1.0 if unit == "em" else 0.5)
    return number * _UNITS[unit]


def opacity(own: Style) -> float:
    filtered = _OPACITY.search(own.get("filter", ""))
    return _share(own.get("opacity", "1")) * (_share(filtered[1]) if filtered else 1.0)


def _share(written: str) -> float:
    """A number or percentage between 0 and 1; 1 for what is neither."""
    written = _CALC.sub(r"\1", written)
    try:
        found = float(written[:-1]) / 100 if written.endswith("%") else float(written)
    except ValueError:
        return 1.0
    return min(1.0, max(0.0, found))


def _numbers(written: str) -> list[float]:
    """The numbers of a list, their units left out; angles in degrees."""
    found = re.findall(rf"({_NUMBER})(turn|rad|grad)?", written)
    degrees = {"turn": 360.0, "rad": 180 / math.pi, "grad": 0.9}
    return [float(number) * degrees.get(unit, 1.0) for number, unit in found]


def _is_clipped(own: Style) -> bool:
    """By clip and clip-path: to nothing, or to a pixel or two."""
    rect = _RECT.search(own.get("clip", ""))
    if rect:
        edges = _numbers(rect[1].replace("auto", "1e9")) if "auto" not in rect[1] else []
        if len(edges) == 4:
            top, right, bottom, left = edges
            if bottom - top < _LEAST_BOX or right - left < _LEAST_BOX:
                return True
    shape = _SHAPE.search(own.get("clip-path", ""))
    if not shape:
        return False
    kind, inside = shape[1], shape[2].partition(" at ")[0].partition(" round ")[0]
    found = _numbers(inside)
    if kind == "inset":
        return _is_inset("%" in inside, found)
    if kind == "polygon":
        points = list(zip(found[::2], found[1::2], strict=False))
        return len(points) > 2 and _area(points) < _LEAST_BOX
    return bool(found) and min(found) <= 0.5


def _is_inset(in_percent: bool, edges: list[float]) -> bool:
    if not edges or not in_percent:
        return False
    top, right, bottom, left = (edges * 4)[:4] if len(edges) < 3 else [*edges, edges[1]][:4]
    return top + bottom >= 99 or left + right >= 99


def _area(points: list[tuple[float, float]]) -> float:
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def _is_shrunk(own: Style) -> bool:
    """By transforms: to nothing, turned to its edge, or moved far beside the page."""
    scale, move, turn = (own.get(name, "") for name in ("scale", "translate", "rotate"))
    calls = _MOVE.findall(own.get("transform", ""))
    calls += [("scale", scale)] if scale and scale != "none" else []
    calls += [("translate", move.replace(" ", ","))] if move else []
    calls += [(f"rotate{turn[0]}", turn[1:])] if turn[:2] in {"x ", "y "} else []
    return any(_hides(name, inside) for name, inside in calls)


def _hides(name: str, inside: str) -> bool:
    found = _numbers(inside)
    if not found:
        return False
    if name in {"rotatex", "rotatey"}:
        return abs(found[0]) % 360 in _EDGE_ON
    if name in {"scale", "scalex", "scaley", "scale3d"}:
        return min(map(abs, found[:2])) < (0.01 if name[5:] in {"x", "y"} else _LEAST_SCALE)
    if name == "matrix" and len(found) == 6:
        a, b, c, d, x, y = found
        return abs(a * d - b * c) < _LEAST_SCALE**2 or _is_far(x) or _is_far(y)
    if name.startswith("translate"):
        moves = [pixels(one, of=100.0) or 0.0 for one in inside.split(",")[:2]]
        return any(map(_is_far, moves))
    return False


def _is_far(place: float) -> bool:
    return place <= -_BESIDE or place >= _FAR_BESIDE


def _is_shut(own: Style) -> bool:
    """A box of no width or height that shows nothing of what runs over it."""
    if not own.get("overflow", "").startswith(("hidden", "clip")):
        return False
    sides = ("width", "height", "max-width", "max-height")
    lengths = [pixels(own[name], of=100.0) for name in sides if name in own]
    if any(one is not None and one < _LEAST_BOX for one in lengths):
        return True
    indent = pixels(own.get("text-indent", "0"), of=1440.0)
    return indent is not None and abs(indent) >= _BESIDE


def _is_beside(own: Style, size: float) -> bool:
    """Left of, above or far right of the page."""
    moved = [own.get(name, "") for name in ("left", "top", "margin-left", "margin-top")]
    moved += [*own.get("inset", "").split()[::3], *own.get("margin", "").split()[::3]]
    for written in moved:
        place = pixels(written, size=size) if written else None
        if place is not None and _is_far(place):
            return True
    for name in ("right", "bottom"):
        place = pixels(own.get(name, "0"), size=size)
        if place is not None and (place <= -_BESIDE or place >= _FAR_BESIDE):
            return True
    indent = pixels(own.get("text-indent", "0"), size=size)
    spacing = pixels(own.get("letter-spacing", ""), size=size)
    return (indent is not None and indent <= -_BESIDE) or (
        spacing is not None and spacing < min(-2.0, -0.8 * size)
    )


def _size(own: Style, above: float) -> float:
    written = own.get("font-size")
    if written is None and (found := _FONT_SIZE.search(own.get("font", "") + " ")):
        written = found[1]
    if written is None:
        return above
    if written in _SIZES:
        return _SIZES[written]
    if written in {"smaller", "larger"}:
        return above * (0.83 if written == "smaller" else 1.2)
    found_size = pixels(written, of=above, size=above)
    return above if found_size is None else max(0.0, found_size)


def _foreground(written: str | None, above: Colour | None, ground: Colour | None) -> Colour | None:
    if written is None or written in _DECLARED:
        return above
    if written == "initial":
        return _BLACK
    return colours.over(written, ground)


def _fill(
    written: str | None, above: Colour | str | None, ground: Colour | None
) -> Colour | str | None:
    if written is None or written in _DECLARED - {"currentcolor"}:
        return above
    return "currentcolor" if written == "currentcolor" else colours.over(written, ground)


def _ground(own: Style, above: Colour | None, colour: Colour | None) -> Colour | None:
    """What is behind the text; `colour` is the element's own, for currentcolor."""
    short = own.get("background", "")
    if _IMAGE.search(short) or _IMAGE.search(own.get("background-image", "")):
        return None
    for word in (own.get("background-color", ""), *_WORD.findall(short)):
        if word == "currentcolor":
            return colour
        if "var(" in word:
            return None
        if colours.is_colour(word):
            # Not the ground above where it cannot be told: that may be the colour of the text.
            return colours.over(word, above)
    return above
