"""Takes out of a page what its visitors do not see, so that no model reads it.

By the page's own attributes and style sheets; what a sheet in another file or a script hides is
not known. Text in the colour of its ground counts as hidden; ground under an image does not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from briefwright.article import count_words
from briefwright.ingest import styles
from briefwright.spans import Value

if TYPE_CHECKING:
    from lxml.html import HtmlElement

UNSEEN = frozenset(
    "script style template noscript head iframe object embed svg math select textarea button "
    "datalist audio video canvas".split()
)
"""Elements whose text is not the page's prose."""

_ZERO = re.compile(r"\A[+-]?0*\.?0*(?:px|em|rem|pt|%|vw|vh)?\Z")
_TINY = re.compile(r"\A\+?(?:[01](?:\.\d+)?px|0?\.\d+px|0?\.0\d*(?:em|rem)|[0-5](?:\.\d+)?%)\Z")
_BOX = re.compile(r"\A\+?(?:0*\.?0*|[01](?:\.\d+)?px|0(?:em|rem|pt|%|vw|vh))\Z")
_OFF_SCREEN = re.compile(r"\A-\d{3,}(?:\.\d+)?(?:px|em|rem|pt|%|vw|vh)\Z")
_CLIPPED = re.compile(
    r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)"
)
_INSET = re.compile(r"inset\(\s*(?:100|[5-9]\d)%|circle\(\s*0(?:px|%)?\s*[) ]")
_SHRUNK = re.compile(r"\bscale(?:3d|x|y)?\(\s*0?\.?0*\s*[,)]")
_FONT_SIZE = re.compile(r"(?<![\w.-])(\d*\.?\d+(?:px|em|rem|pt|%)|0)(?:/\S+)?\s")
_IMAGE = re.compile(r"url\(|gradient\(|image\(|image-set\(")
_SAMPLE = 200
_NEAR = 6
# Channels run from 0 to 1; nobody reads #fdfdfd on white.
_SAME = 0.04

Colour = tuple[float, float, float]
_WHITE: Colour = (1.0, 1.0, 1.0)
_BLACK: Colour = (0.0, 0.0, 0.0)


class Hidden(Value):
    """What was taken out of a page because a visitor would not see it."""

    words: int = 0
    among: int = 0
    """Of those, the words that stood among the page's paragraphs; menus and dialogs do not."""
    sample: str = ""
    """How the first of those begins."""
    unsure: bool = False
    """Whether the page's style sheets are too much to be all looked at."""


class _Seen(NamedTuple):
    """What an element hands down to its children."""

    colour: Colour | None = _BLACK
    ground: Colour | None = _WHITE
    """None where an image or an unknown value makes it uncertain."""
    visible: bool = True
    tiny: bool = False


def drop(root: HtmlElement) -> Hidden:
    """Take the hidden elements and texts out of the page, in place; returns what they held."""
    sheets = styles.sheets(root)
    found: list[str] = []
    among: list[str] = []
    # A stack and not recursion: real pages nest deeper than Python's own stack.
    pending = [(root, _Seen())]
    while pending:
        element, above = pending.pop()
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        own = {**_attributes(element), **sheets.of.get(element, {}), **styles.inline(element)}
        # Pages that reveal themselves by script hide their whole body first.
        if element.tag not in {"html", "body"} and _is_gone(element, own):
            (among if _is_among_paragraphs(element) else found).append(_words(element))
            element.drop_tree()
            continue
        here = _seen(own, above)
        if not _is_read(here):
            (among if _is_among_paragraphs(element) else found).append(_blanked(element))
        if not here.visible:
            # Its text is gone; trafilatura would take its visible children with it by this style.
            element.attrib.pop("style", None)
        pending.extend((child, here) for child in reversed(element))
    suspect = sum(map(count_words, among))
    return Hidden(
        words=suspect + sum(map(count_words, found)),
        among=suspect,
        sample=next((one[:_SAMPLE].strip() for one in among if one), ""),
        unsure=not sheets.whole,
    )


def _is_among_paragraphs(element: HtmlElement) -> bool:
    """Whether it is a paragraph's piece, or stands beside two paragraphs that hold text."""
    above = element.getparent()
    if above is None:
        return False
    if above.tag == "p":
        return True
    # The nearest alone: of 20,000 siblings each would else look at all the others.
    near = chain(
        islice(element.itersiblings(preceding=True), _NEAR), islice(element.itersiblings(), _NEAR)
    )
    beside = (one for one in near if one.tag == "p" and len(one.text or "") > 40)
    return next(beside, None) is not None and next(beside, None) is not None


def _attributes(element: HtmlElement) -> dict[str, str]:
    """What the old attributes for looks declare; style sheets go before them."""
    found: dict[str, str] = {}
    if element.tag == "a" and element.get("href"):
        # Links do not take the colour of the text around them.
        found["color"] = "#0000ee"
    if element.tag == "font" and element.get("color"):
        found["color"] = element.get("color", "").strip().lower()
    if element.tag == "body" and element.get("text"):
        found["color"] = element.get("text", "").strip().lower()
    if element.get("bgcolor"):
        found["background-color"] = element.get("bgcolor", "").strip().lower()
    if element.get("background"):
        found["background-image"] = "url()"
    return found


def _is_gone(element: HtmlElement, own: styles.Style) -> bool:
    """Whether the element and all in it are out of sight."""
    if "hidden" in element.attrib and (element.get("hidden") or "").lower() != "until-found":
        return True
    if element.tag == "dialog" and "open" not in element.attrib:
        return True
    clip = own.get("clip", "") + own.get("clip-path", "")
    boxed = any(_BOX.match(own.get(name, "auto")) for name in ("width", "height"))
    capped = any(_BOX.match(own.get(f"max-{name}", "auto")) for name in ("width", "height"))
    return (
        own.get("display") == "none"
        or _ZERO.match(own.get("opacity", "1")) is not None
        or _CLIPPED.search(clip) is not None
        or _INSET.search(clip) is not None
        or _SHRUNK.search(own.get("transform", "")) is not None
        or ((boxed or capped) and own.get("overflow", "").startswith(("hidden", "clip")))
        or any(
            _OFF_SCREEN.match(own.get(name, "0"))
            for name in ("left", "top", "text-indent", "margin-left")
        )
    )


def _seen(own: styles.Style, above: _Seen) -> _Seen:
    visibility = own.get("visibility")
    return _Seen(
        colour=_foreground(own, above),
        ground=_ground(own, above.ground),
        visible=above.visible if visibility is None else visibility == "visible",
        tiny=_is_tiny(own, above.tiny),
    )


def _is_tiny(own: styles.Style, above: bool) -> bool:
    size = own.get("font-size")
    if size is None and (found := _FONT_SIZE.search(own.get("font", "") + " ")):
        size = found[1]
    if size is None:
        return above
    if _ZERO.match(size) or _TINY.match(size):
        return True
    return above and size.endswith(("em", "%")) and not size.endswith("rem")


def _foreground(own: styles.Style, above: _Seen) -> Colour | None:
    written = own.get("color")
    if written is None or written in {"inherit", "currentcolor", "unset"}:
        return above.colour
    return _colour(written, over=above.ground)


def _ground(own: styles.Style, above: Colour | None) -> Colour | None:
    written = own.get("background-color") or ""
    short = own.get("background", "")
    if _IMAGE.search(short) or _IMAGE.search(own.get("background-image", "")):
        return None
    words = short.split() if "(" not in short else [short]
    for word in (written, *words):
        if word and word not in {"transparent", "none", "inherit", "initial", "unset"}:
            found = _colour(word, over=above)
            if found is not None:
                return found
            if "var(" in word:
                return None
    return above


@lru_cache(maxsize=4096)
def _parsed(written: str) -> tuple[Colour, float] | None:
    """Red, green and blue, and how opaque."""
    from tinycss2.color4 import parse_color

    try:
        colour = parse_color(written)
        if colour is None or isinstance(colour, str):
            return None
        rgb = colour.to("srgb")
        red, green, blue = (float(part or 0) for part in rgb.coordinates)
        alpha = float(rgb.alpha if rgb.alpha is not None else 1)
    except (ValueError, TypeError, NotImplementedError, RecursionError):
        return None
    return (red, green, blue), alpha


def _colour(written: str, *, over: Colour | None) -> Colour | None:
    """The colour as it shows over another; None where it cannot be told."""
    found = _parsed(written)
    if found is None:
        return None
    (red, green, blue), alpha = found
    if alpha >= 1:
        return red, green, blue
    if over is None:
        return None
    return (
        red * alpha + over[0] * (1 - alpha),
        green * alpha + over[1] * (1 - alpha),
        blue * alpha + over[2] * (1 - alpha),
    )


def _is_read(here: _Seen) -> bool:
    if not here.visible or here.tiny:
        return False
    if here.colour is None or here.ground is None:
        return True
    return any(
        abs(one - other) > _SAME for one, other in zip(here.colour, here.ground, strict=True)
    )


def _blanked(element: HtmlElement) -> str:
    """Take out the text that stands in the element itself, between its children."""
    pieces = [element.text or ""]
    element.text = None
    for child in element:
        pieces.append(child.tail or "")
        child.tail = " " if child.tail else None
    return " ".join(" ".join(pieces).split())


def _words(element: HtmlElement) -> str:
    pieces: list[str] = []
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in UNSEEN:
            pieces.append(node.text or "")
        if node is not element:
            pieces.append(node.tail or "")
    return " ".join(" ".join(pieces).split())
