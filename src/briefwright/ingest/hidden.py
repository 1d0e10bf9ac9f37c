"""Takes out of a page what its visitors do not see, so that no model reads it.

By the page's own attributes and style sheets; what a sheet in another file or a script hides is
not known. Text in the colour of its ground counts as hidden; ground under an image does not.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from briefwright.article import count_words
from briefwright.ingest import motion, styles, visible
from briefwright.ingest.visible import Seen
from briefwright.spans import Value

if TYPE_CHECKING:
    from lxml.html import HtmlElement

UNSEEN = frozenset(
    "script style template noscript head iframe object embed svg math select textarea button "
    "datalist audio video canvas".split()
)
"""Elements whose text is not the page's prose."""

_SAMPLE = 200
_NEAR = 6


class Hidden(Value):
    """What was taken out of a page because a visitor would not see it."""

    words: int = 0
    among: int = 0
    """Of those, the words that stood among the page's paragraphs; menus and dialogs do not."""
    sample: str = ""
    """How the first of those begins."""
    unsure: bool = False
    """Whether the page's style sheets are too much to be all looked at."""


def drop(root: HtmlElement) -> Hidden:
    """Take the hidden elements and texts out of the page, in place; returns what they held."""
    sheets = styles.sheets(root)
    found: list[str] = []
    among: list[str] = []
    # A stack and not recursion: real pages nest deeper than Python's own stack.
    pending = [(root, Seen())]
    while pending:
        element, above = pending.pop()
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        own = styles.cascaded(element, _attributes(element), sheets)
        above = _with_variables(own, above)
        own = styles.resolved(own, above.variables)
        if visible.opacity(own) == 0 and motion.appears(own, _named(element), sheets.motion):
            own = {**own, "opacity": "1"}
        # Pages that reveal themselves by script hide their whole body first.
        shown = element.tag in {"html", "body"}
        if not shown and visible.is_gone(element.tag, element.attrib, own, above):
            (among if _is_among_paragraphs(element) else found).append(_words(element))
            element.drop_tree()
            continue
        here = visible.seen(own, above)
        if shown:
            here = here._replace(opacity=1.0)
        if not visible.is_read(here):
            (among if _is_among_paragraphs(element) else found).append(_blanked(element))
        # trafilatura takes what has "hidden" in its style for hidden, as in overflow: hidden.
        element.attrib.pop("style", None)
        pending.extend((child, here) for child in reversed(element))
    suspect = sum(map(count_words, among))
    return Hidden(
        words=suspect + sum(map(count_words, found)),
        among=suspect,
        sample=next((one[:_SAMPLE].strip() for one in among if one), ""),
        unsure=not sheets.whole,
    )


def _named(element: HtmlElement) -> frozenset[str]:
    """By what selectors may name it."""
    classes = (f".{name}" for name in (element.get("class") or "").split())
    return frozenset(chain(classes, (f"#{element.get('id')}",), (f"[{a}" for a in element.attrib)))


def _with_variables(own: styles.Style, above: Seen) -> Seen:
    variables = {name: value for name, value in own.items() if name.startswith("--")}
    if not variables:
        return above
    return above._replace(variables={**above.variables, **variables})


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
