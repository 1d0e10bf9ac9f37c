"""Which values a browser takes for the properties that can hide text; it passes over all others.

Knows the shape of a value and not its meaning. As Chromium has them, for want of one truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from briefwright.ingest import colours

_WIDE = frozenset("inherit initial unset revert revert-layer".split())
_LENGTHS = frozenset(
    "px em rem pt pc cm mm in q ex rex ch rch cap rcap ic ric lh rlh cqw cqh cqi cqb cqmin "
    "cqmax".split()
) | {f"{size}{of}" for size in ("", "s", "l", "d") for of in "vw vh vi vb vmin vmax".split()}
_ANGLES = frozenset({"deg", "rad", "grad", "turn"})
_TIMES = frozenset({"s", "ms"})
_MATH = frozenset(
    "calc min max clamp round mod rem sin cos tan asin acos atan atan2 pow sqrt hypot log exp abs "
    "sign calc-size anchor anchor-size fit-content".split()
)
_WORDS_INSIDE = frozenset(
    "auto at round center left right top bottom start end closest-side farthest-side nonzero "
    "evenodd none pi e infinity nan up down nearest to-zero size any inside outside width height "
    "self-block self-inline block inline min-content max-content fit-content stretch from to by "
    "with of".split()
)
_OUTSIDE = frozenset({"block", "inline", "run-in"})
_INSIDE = frozenset({"flow", "flow-root", "table", "flex", "grid", "ruby", "math"})
_DISPLAYS = frozenset(
    "none contents list-item inline-block inline-table inline-flex inline-grid table-row-group "
    "table-header-group table-footer-group table-row table-cell table-column-group table-column "
    "table-caption ruby-text -webkit-box -webkit-inline-box -webkit-flex -webkit-inline-flex "
    "grid-lanes inline-grid-lanes".split()
)
_IMAGES = frozenset(
    "url image-set -webkit-image-set cross-fade -webkit-cross-fade linear-gradient radial-gradient "
    "conic-gradient repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient "
    "-webkit-gradient -webkit-linear-gradient -webkit-radial-gradient paint".split()
)
_MOVES = frozenset(
    "matrix matrix3d perspective rotate rotate3d rotatex rotatey rotatez scale scale3d scalex "
    "scaley scalez skew skewx skewy translate translate3d translatex translatey translatez".split()
)
_SHAPES = frozenset("inset circle ellipse polygon path rect xywh shape url".split())
_FILTERS = frozenset(
    "blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia "
    "url".split()
)
# Their arguments are colours, images and texts, which may be any word.
_LOOSE = (_IMAGES | _FILTERS) - {"opacity"} | {"path", "shape"}


class _Grammar(NamedTuple):
    words: str = ""
    """The keywords, with spaces between them."""
    functions: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    """Of dimensions; a plain 0 is one too."""
    percent: bool = False
    number: bool = False
    below_zero: bool = True
    colour: bool = False
    signs: str = ""
    most: int = 1
    """How many of them a value is made of."""


_MANY = 10_000
_LENGTH = _Grammar("auto", _MATH, _LENGTHS, percent=True)
_SIDE = _LENGTH._replace(
    words="auto none min-content max-content fit-content stretch -webkit-fill-available "
    "-webkit-min-content -webkit-max-content -webkit-fit-content intrinsic min-intrinsic",
    below_zero=False,
)
_COLOUR = _Grammar("currentcolor", colour=True)
_TYPE = "xx-small x-small small medium large x-large xx-large xxx-large smaller larger math"
_GRAMMARS = {
    "visibility": _Grammar("visible hidden collapse"),
    "content-visibility": _Grammar("visible auto hidden"),
    "opacity": _Grammar("", _MATH, percent=True, number=True),
    "filter": _Grammar("none", _FILTERS, most=_MANY),
    "font-size": _LENGTH._replace(words=_TYPE, below_zero=False),
    "color": _COLOUR,
    "-webkit-text-fill-color": _COLOUR,
    "background-color": _COLOUR,
    "letter-spacing": _LENGTH._replace(words="normal"),
    "background": _Grammar(
        "currentcolor none repeat repeat-x repeat-y no-repeat space round left right top bottom "
        "center cover contain auto fixed local scroll border-box padding-box content-box text",
        _IMAGES | _MATH,
        _LENGTHS,
        percent=True,
        colour=True,
        signs="/,",
        most=_MANY,
    ),
    "background-image": _Grammar("none", _IMAGES, signs=",", most=_MANY),
    "width": _SIDE,
    "height": _SIDE,
    "max-width": _SIDE,
    "max-height": _SIDE,
    "overflow": _Grammar("visible hidden clip scroll auto overlay", most=2),
    "clip": _Grammar("auto", frozenset({"rect"})),
    "clip-path": _Grammar(
        "none border-box padding-box content-box margin-box fill-box stroke-box view-box",
        _SHAPES,
        most=2,
    ),
    "inset": _LENGTH._replace(most=4),
    "margin": _LENGTH._replace(most=4),
    "text-indent": _LENGTH._replace(words="hanging each-line", most=3),
    "transform": _Grammar("none", _MOVES, most=_MANY),
    "scale": _Grammar("none", _MATH, percent=True, number=True, most=3),
    "translate": _LENGTH._replace(words="none", most=3),
    "rotate": _Grammar("none x y z", _MATH, _ANGLES, number=True, most=4),
    "position": _Grammar("static relative absolute sticky fixed"),
} | dict.fromkeys("left right top bottom margin-left margin-top".split(), _LENGTH)


def is_taken(name: str, tokens: Sequence[Any]) -> bool:
    """Whether a browser takes tinycss2's component values for the property.

    True for a property that is not known here, and for all in which a variable stands.
    """
    pieces = [token for token in tokens if token.type not in {"whitespace", "comment"}]
    if name.startswith("--"):
        return True
    if not pieces:
        return False
    if any(call in {"var", "env"} for call in _calls(pieces)):
        return True
    words = [str(one.lower_value) if one.type == "ident" else "" for one in pieces]
    if len(words) == 1 and words[0] in _WIDE:
        return True
    if name == "display":
        return _is_display(words)
    if name == "font":
        return _is_font(pieces, words)
    grammar = _GRAMMARS.get(name)
    return grammar is None or (
        len(pieces) <= grammar.most and all(_is_piece(one, grammar) for one in pieces)
    )


def _is_display(words: Sequence[str]) -> bool:
    if len(words) == 1:
        return words[0] in _OUTSIDE | _INSIDE | _DISPLAYS
    left = [one for one in words if one != "list-item"]
    outside = sum(one in _OUTSIDE for one in left)
    inside = sum(one in _INSIDE for one in left)
    return outside + inside == len(left) and max(outside, inside, len(words) - len(left)) == 1


def _is_font(pieces: Sequence[Any], words: Sequence[str]) -> bool:
    """One of the system's, or a size with a family after it."""
    if len(pieces) == 1:
        return words[0] in set("caption icon menu message-box small-caption status-bar".split())
    sizes = [n for n, one in enumerate(pieces[:-1]) if _is_piece(one, _GRAMMARS["font-size"])]
    last = pieces[-1]
    return bool(sizes) and (last.type == "string" or bool(words[-1]))


def _is_piece(token: Any, grammar: _Grammar) -> bool:
    match token.type:
        case "ident":
            word = token.lower_value
            known = f" {word} " in f" {grammar.words} "
            return known or (grammar.colour and colours.is_colour(word))
        case "function":
            name = token.lower_name
            if name in grammar.functions:
                return name in _LOOSE or _is_call(token.arguments)
            return grammar.colour and colours.is_colour(token.serialize().lower())
        case "hash":
            return grammar.colour and colours.is_colour(token.serialize().lower())
        case "url":
            return "url" in grammar.functions
        case "literal":
            return token.value in grammar.signs
        case "number" | "percentage" | "dimension":
            return _is_number(token, grammar)
    return False


def _is_number(token: Any, grammar: _Grammar) -> bool:
    if token.value < 0 and not grammar.below_zero:
        return False
    if token.type == "number":
        return grammar.number or (bool(grammar.units) and token.value == 0)
    if token.type == "percentage":
        return grammar.percent
    return token.lower_unit in grammar.units


def _is_call(arguments: Sequence[Any]) -> bool:
    """Whether they may be those of a shape, a move or a calculation: no word that is none there."""
    inner = list(_flat(arguments))
    return bool(inner) and all(
        token.type not in {"string", "hash", "url", "error"}
        and (token.type != "ident" or token.lower_value.lstrip("-") in _WORDS_INSIDE)
        and (token.type != "function" or token.lower_name in _MATH)
        and (token.type != "dimension" or token.lower_unit in _LENGTHS | _ANGLES | _TIMES)
        for token in inner
    )


def _calls(tokens: Sequence[Any]) -> Iterator[str]:
    return (token.lower_name for token in _flat(tokens) if token.type == "function")


def _flat(tokens: Sequence[Any]) -> Iterator[Any]:
    """All values, those in brackets included."""
    pending = list(tokens)
    while pending:
        token = pending.pop()
        if token.type in {"whitespace", "comment"}:
            continue
        yield token
        pending += (token.arguments if token.type == "function" else None) or ()
        pending += (token.content if token.type.endswith(" block") else None) or ()
