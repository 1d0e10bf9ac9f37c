"""Pages nested past what libxml2 reads, by Lexbor. The only module that imports selectolax."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.errors import Unreadable

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from selectolax.lexbor import LexborNode

DEEPEST = 10_000
"""Time grows with the square of the depth: a second here, twenty five times deeper."""
_MOST_ELEMENTS = 200_000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.I)
_UNNESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dd dt option tr td "
    "th tbody thead tfoot html head body".split()
)
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def parsed(text: str, source: str) -> HtmlElement:
    """The page's elements, as lxml would have them; comments left out.

    Raises Unreadable if it is nested deeper than any page, or has no element.
    """
    from selectolax.lexbor import LexborHTMLParser

    if nesting(text) > DEEPEST:
        raise Unreadable(
            f"{source}: a broken HTML page, its elements nested more than {DEEPEST:,} deep; open "
            f"it in a browser and save its text"
        )
    top = LexborHTMLParser(text).root
    root = _rebuilt(top) if top is not None else None
    if root is None:
        raise Unreadable(f"{source}: a broken HTML page; open it in a browser and save its text")
    return root


def _rebuilt(top: LexborNode) -> HtmlElement | None:
    from lxml.html import html_parser

    made: dict[int, HtmlElement] = {}
    root: HtmlElement | None = None
    for node in top.traverse(include_text=True):
        above = made.get(node.parent.mem_id) if node.parent is not None else None
        if node.tag == "-text":
            if above is not None:
                _add(above, _ILLEGAL.sub("", node.text_content or ""))
        elif not (node.tag or "-").startswith(("-", "!", "_")):
            name = node.tag if _NAME.match(node.tag or "") else "span"
            element: HtmlElement = html_parser.makeelement(name)
            for key, value in node.attributes.items():
                if _NAME.match(key):
                    element.set(key, _ILLEGAL.sub("", value or ""))
            if above is not None:
                above.append(element)
            elif root is None:
                root = element
            else:
                continue
            made[node.mem_id] = element
            if len(made) > _MOST_ELEMENTS:
                # As many as a page may have, and more is refused for their number.
                break
    return root


def _add(above: HtmlElement, text: str) -> None:
    last = above[-1] if len(above) else None
    if last is None:
        above.text = (above.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def nesting(text: str) -> int:
    """About how deep the page's elements are nested, without parsing it."""
    depth = deepest = 0
    for close, name in _TAG.findall(text):
        if name.lower() in _UNNESTED:
            continue
        depth = max(0, depth - 1) if close else depth + 1
        deepest = max(deepest, depth)
    return deepest
