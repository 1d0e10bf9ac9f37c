"""Pages nested past what libxml2 reads, by Lexbor. The only module that imports selectolax."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.errors import Unreadable
from briefwright.ingest.hidden import UNSEEN

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DEEPEST = 10_000
"""Lexbor's time grows with the square of the depth: 0.15 s here, 4 s five times deeper."""
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.I)
_UNNESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dd dt option tr td "
    "th tbody thead tfoot html head body".split()
)
_BLOCKS = frozenset("p li h1 h2 h3 h4 blockquote pre td".split())
_CUT = UNSEEN | {"nav", "aside", "footer", "form", "header"}
_HIDING = re.compile(
    r"display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])", re.I
)
_OUTSIDE = 0


def paragraphs(text: str, source: str) -> list[str]:
    """The text of the page's paragraphs, list items and headings, by its markup alone.

    Raises Unreadable if it is nested deeper than any page.
    """
    from selectolax.lexbor import LexborHTMLParser

    if nesting(text) > DEEPEST:
        raise Unreadable(
            f"{source}: a broken HTML page, its elements nested more than {DEEPEST:,} deep; open "
            f"it in a browser and save its text"
        )
    top = LexborHTMLParser(text).root
    pieces: dict[int, list[str]] = {}
    marks: dict[int, str] = {}
    # Where each element's text goes: to the block it stands in, or nowhere.
    home: dict[int, int | None] = {}
    for node in top.traverse(include_text=True) if top is not None else ():
        parent = node.parent
        above = home.get(parent.mem_id, _OUTSIDE) if parent is not None else _OUTSIDE
        if node.tag == "-text":
            if above:
                pieces.setdefault(above, []).append(node.text_content or "")
        elif above is None or _is_cut(node):
            home[node.mem_id] = None
        elif node.tag in _BLOCKS:
            home[node.mem_id] = node.mem_id
            marks[node.mem_id] = "- " if node.tag == "li" else ""
        else:
            home[node.mem_id] = above
    lines = {block: " ".join("".join(own).split()) for block, own in pieces.items()}
    return [marks[block] + words for block, words in lines.items() if words]


def _is_cut(node: LexborNode) -> bool:
    if node.tag in _CUT or "hidden" in node.attributes:
        return True
    style = node.attributes.get("style")
    return bool(style and _HIDING.search("".join(style[:4000].split())))


def title(text: str) -> str | None:
    found = re.search(r"<title[^>]*>([^<]{1,500})", text, re.I)
    return " ".join(found[1].split()) if found else None


def nesting(text: str) -> int:
    """About how deep the page's elements are nested, without parsing it."""
    depth = deepest = 0
    for close, name in _TAG.findall(text):
        if name.lower() in _UNNESTED:
            continue
        depth = max(0, depth - 1) if close else depth + 1
        deepest = max(deepest, depth)
    return deepest
