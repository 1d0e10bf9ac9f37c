"""How the text of a Word document looks: whether a reader of it sees a run.

By ECMA-376 part 1, 17.3.2 and 17.7: what a run says of itself goes before its character style,
its paragraph's style, the styles that these are based on, and the document's defaults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from briefwright.ingest.xml import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element

WHITE = "FFFFFF"
UNKNOWN = "?"
"""A ground that may be of any colour: a pattern, a text box, a style of tables."""
_NO = frozenset({"0", "false", "off", "none"})
# Python makes no integer of thousands of digits, nor of "²", which is a digit to it.
_NUMBER = re.compile(r"[0-9]+\Z")
_DIGITS = 9
_TINIEST = 4
"""Half-points; nobody reads type of two points."""
_NARROWEST = 10
"""Percent of a letter's width."""
_NEAR = 10
"""Of 255; nobody reads F8F8F8 on white."""
_DEEPEST = 30
_THEME = {
    "background1": "lt1",
    "light1": "lt1",
    "text1": "dk1",
    "dark1": "dk1",
    "background2": "lt2",
    "light2": "lt2",
    "text2": "dk2",
    "dark2": "dk2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGray": "808080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "green": "00FF00",
    "lightGray": "C0C0C0",
    "magenta": "FF00FF",
    "red": "FF0000",
    "white": WHITE,
    "yellow": "FFFF00",
}


class Look(NamedTuple):
    """What properties of a run say; None where they say nothing."""

    hidden: bool | None = None
    colour: str | None = None
    """Six digits, or "auto", which is black or white, whichever is seen."""
    size: int | None = None
    width: int | None = None
    """Percent."""
    empty: bool | None = None
    """Whether its letters are drawn without a fill."""
    ground: str | None = None

    def under(self, own: Look) -> Look:
        """With what goes before it."""
        pairs = zip(self, own, strict=True)
        return Look._make(above if value is None else value for above, value in pairs)


_PLAIN = Look()


class _Style(NamedTuple):
    look: Look
    based_on: str
    name: str
    shades: bool
    """Whether it gives a ground of its own to anything, as styles of tables do to their heads."""


class Looks:
    """The styles of one document, read once."""

    def __init__(self, styles: _Element | None, theme: _Element | None) -> None:
        self._theme = dict(_colours(theme))
        self._styles: dict[str, _Style] = {}
        self._defaults = _PLAIN
        self._default_style = ""
        self._whole: dict[str, Look] = {}
        for one in styles if styles is not None else ():
            if local(one) == "docDefaults":
                for properties in one.iter():
                    if local(properties) == "rPr":
                        self._defaults = self._defaults.under(self.look(properties))
            elif local(one) == "style":
                self._add(one)

    def _add(self, style: _Element) -> None:
        look, based_on, name = _PLAIN, "", ""
        for one in style:
            if local(one) == "rPr":
                look = look.under(self.look(one))
            elif local(one) == "pPr":
                ground = self.ground(one)
                look = look if ground is None else Look(ground=ground).under(look)
            elif local(one) == "basedOn":
                based_on = attribute(one, "val") or ""
            elif local(one) == "name":
                name = (attribute(one, "val") or "").lower()
        own = attribute(style, "styleId") or ""
        shades = any(local(one) == "shd" and self._fill(one) for one in style.iter())
        self._styles[own] = _Style(look, based_on, name, shades)
        if attribute(style, "type") == "paragraph" and _is_on(attribute(style, "default")):
            self._default_style = own

    @property
    def names(self) -> Mapping[str, str]:
        """The styles' names in English, whatever language the word processor speaks."""
        return {own: style.name for own, style in self._styles.items() if style.name}

    def shades(self, style: str) -> bool:
        return any(self._styles[one].shades for one in self._chain(style))

    def paragraph(self, style: str) -> Look:
        """What a paragraph of the style hands to its runs."""
        return self._defaults.under(self._of(style or self._default_style))

    def run(self, properties: _Element | None, paragraph: Look) -> Look:
        """The look of a run in a paragraph of that look."""
        if properties is None:
            return paragraph
        own = self.look(properties)
        style = next((attribute(one, "val") for one in properties if local(one) == "rStyle"), None)
        return paragraph.under(self._of(style or "")).under(own)

    def _of(self, style: str) -> Look:
        if style not in self._whole:
            look = _PLAIN
            for one in reversed(list(self._chain(style))):
                look = look.under(self._styles[one].look)
            self._whole[style] = look
        return self._whole[style]

    def _chain(self, style: str) -> Iterator[str]:
        """A style and those that it is based on; a circle ends where it began."""
        met: set[str] = set()
        while style in self._styles and style not in met and len(met) < _DEEPEST:
            met.add(style)
            yield style
            style = self._styles[style].based_on

    def look(self, properties: _Element) -> Look:
        """What properties of a run say themselves."""
        found = _PLAIN
        for one in properties:
            name, value = local(one), attribute(one, "val")
            if name in {"vanish", "specVanish"}:
                found = found._replace(hidden=_is_on(value or "1") or bool(found.hidden))
            elif name == "color":
                found = found._replace(colour=self._colour(one, "themeColor", value))
            elif name == "sz" and _NUMBER.match(value or ""):
                found = found._replace(size=int((value or "0")[:_DIGITS]))
            elif name == "w" and _NUMBER.match((value or "").rstrip("%")):
                found = found._replace(width=int((value or "0").rstrip("%")[:_DIGITS]))
            elif name == "textFill":
                found = found._replace(empty=any(local(fill) == "noFill" for fill in one))
            elif name == "highlight" and value != "none":
                found = found._replace(ground=_HIGHLIGHTS.get(value or "", UNKNOWN))
            elif name == "shd" and found.ground is None:
                found = found._replace(ground=self._fill(one))
        return found

    def ground(self, properties: _Element) -> str | None:
        """The ground that properties of a cell, paragraph or run give; None if none."""
        fills = (self._fill(one) for one in properties if local(one) == "shd")
        return next((fill for fill in fills if fill), None)

    def background(self, element: _Element) -> str:
        """The colour of a document's pages, by its w:background."""
        return self._colour(element, "themeColor", attribute(element, "color")) or WHITE

    def _fill(self, shading: _Element) -> str | None:
        pattern = attribute(shading, "val") or "clear"
        if pattern == "solid":
            return self._colour(shading, "themeColor", attribute(shading, "color")) or UNKNOWN
        if pattern not in {"clear", "nil"}:
            return UNKNOWN
        found = self._colour(shading, "themeFill", attribute(shading, "fill"))
        return None if found in {"auto", None} else found

    def _colour(self, element: _Element, name: str, written: str | None) -> str | None:
        """A colour of the theme, which goes before the one that is written beside it."""
        theme = attribute(element, name)
        found = self._theme.get(_THEME.get(theme or "", theme or ""), written)
        if not found or not _is_colour(found):
            return "auto" if found == "auto" else None
        kind = name.removesuffix("Color")
        for side, light in (("Tint", 255.0), ("Shade", 0.0)):
            part = attribute(element, f"{kind}{side}") if theme else None
            if part and len(part) == 2 and _is_colour(part * 3):
                share = int(part, 16) / 255
                found = "".join(
                    f"{round(one * share + light * (1 - share)):02X}" for one in _channels(found)
                )
        return found.upper()


def is_seen(look: Look, ground: str) -> bool:
    """Whether a reader of the document sees text of that look on that ground."""
    if look.hidden or look.empty:
        return False
    if look.size is not None and look.size <= _TINIEST:
        return False
    if look.width is not None and look.width <= _NARROWEST:
        return False
    behind = look.ground or ground
    colour = look.colour or "auto"
    if colour == "auto" or not _is_colour(behind):
        return True
    pairs = zip(_channels(colour), _channels(behind), strict=True)
    return any(abs(one - other) > _NEAR for one, other in pairs)


def _is_on(value: str | None) -> bool:
    return value is not None and value not in _NO


def _is_colour(written: str) -> bool:
    return len(written) == 6 and all(one in "0123456789abcdefABCDEF" for one in written)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (0, 2, 4)]


def _colours(theme: _Element | None) -> Iterator[tuple[str, str]]:
    """The theme's colours by name."""
    for scheme in theme.iter() if theme is not None else ():
        if local(scheme) == "clrScheme":
            for one in scheme:
                for colour in one:
                    value = attribute(colour, "lastClr") or attribute(colour, "val") or ""
                    if _is_colour(value):
                        yield local(one), value
            return
