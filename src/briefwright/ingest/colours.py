"""CSS colours as a screen shows them (CSS Color 4): red, green and blue from 0 to 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

Colour = tuple[float, float, float]

_SYSTEM = {"canvas": "white", "canvastext": "black", "linktext": "#0000ee"}
"""The colours of the system that all browsers have alike, on a light desktop."""
_OF_SYSTEM = frozenset(
    "accentcolor accentcolortext activetext buttonborder buttonface buttontext field fieldtext "
    "graytext highlight highlighttext mark marktext selecteditem selecteditemtext "
    "visitedtext".split()
)
_MIXED = re.compile(r"(?:color-mix\(\s*in\s+[a-z0-9-]+[^,]*,[^,]+,|contrast-color\(\s*[^\s)])")
_RECKONED = re.compile(
    r"(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\("
    r"(?:\s*from\s|.*(?:\bnone\b|(?:calc|min|max|clamp|var|env)\())",
    re.S,
)
_EITHER = re.compile(r"light-dark\((.*)\)", re.S)
_LONGEST = 1000
_BETWEEN = re.compile(r",(?![^()]*\))")
# From CIE XYZ to linear light (CSS Color 4, section 18; for D50 with Bradford's adaptation).
_D65 = (
    (3.2409699419, -1.5373831776, -0.4986107603),
    (-0.9692436363, 1.8759675015, 0.0415550574),
    (0.0556300797, -0.2039769589, 1.0569715142),
)
_D50 = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
_XYZ = {
    "oklab": ("xyz-d65", _D65),
    "oklch": ("xyz-d65", _D65),
    "lab": ("xyz-d50", _D50),
    "lch": ("xyz-d50", _D50),
}


@lru_cache(maxsize=4096)
def is_colour(written: str) -> bool:
    """Whether a browser takes it for a colour, `currentcolor` aside, even if `over` cannot tell."""
    if written in _SYSTEM or written in _OF_SYSTEM or _parsed(written) is not None:
        return True
    if len(written) <= _LONGEST and (found := _EITHER.fullmatch(written)):
        both = [one.strip() for one in _BETWEEN.split(found[1])]
        return len(both) == 2 and all(
            one == "currentcolor" or (not _EITHER.match(one) and is_colour(one)) for one in both
        )
    return bool(_MIXED.match(written) or _RECKONED.match(written)) or _is_wide(written)


def over(written: str, ground: Colour | None) -> Colour | None:
    """The colour as it shows over another; None where it cannot be told."""
    found = _parsed(_SYSTEM.get(written, written))
    if found is None:
        return None
    (red, green, blue), alpha = found
    if alpha >= 1:
        return red, green, blue
    if ground is None:
        return None
    return (
        red * alpha + ground[0] * (1 - alpha),
        green * alpha + ground[1] * (1 - alpha),
        blue * alpha + ground[2] * (1 - alpha),
    )


def _is_wide(written: str) -> bool:
    """A colour of a space that tinycss2 knows and this module does not reckon with."""
    from tinycss2.color4 import parse_color

    try:
        return parse_color(written) not in {None, "currentcolor"}
    except (ValueError, TypeError, RecursionError):
        return False


@lru_cache(maxsize=4096)
def _parsed(written: str) -> tuple[Colour, float] | None:
    """Red, green and blue, and how opaque."""
    from tinycss2.color4 import parse_color

    try:
        colour = parse_color(written)
        if colour is None or isinstance(colour, str):
            return None
        alpha = float(colour.alpha if colour.alpha is not None else 0)
        if colour.space in _XYZ:
            space, matrix = _XYZ[colour.space]
            return _shown(colour.to(space).coordinates, matrix), alpha
        red, green, blue = (float(part or 0) for part in colour.to("srgb").coordinates)
    except (ValueError, TypeError, NotImplementedError, RecursionError, OverflowError):
        return None
    return (red, green, blue), alpha


def _shown(xyz: Sequence[float], matrix: Sequence[Sequence[float]]) -> Colour:
    """What is outside of the screen's colours is cut to them, each channel alone."""
    red, green, blue = (
        _encoded(sum(one * part for one, part in zip(row, xyz, strict=True))) for row in matrix
    )
    return red, green, blue


def _encoded(light: float) -> float:
    light = min(1.0, max(0.0, light))
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)
