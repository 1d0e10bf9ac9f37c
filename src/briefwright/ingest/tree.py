"""The elements of a page: parsed without fetching anything, and what their marks alone tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.article import count_words
from briefwright.errors import Unreadable
from briefwright.ingest import deep
from briefwright.ingest.hidden import UNSEEN

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FURNITURE = frozenset("nav aside footer header form".split())
_COMMENTS = re.compile(r"\b(?:comments?|comment-list|respond|disqus)\b", re.I)
_BLOCKS = ("p", "li", "h2", "h3", "blockquote", "pre")
_LINES = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote pre table tr section article hr dd dt figure "
    "figcaption".split()
)
DEEPEST = 2000
"""Where libxml2 stops reading, past its usual 256 by `huge_tree`."""


def parsed(text: str, source: str) -> HtmlElement:
    """The page's root element, comments left out.

    Raises Unreadable if there is no element in it, or too many in one another.
    """
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(
            f"{source}: a broken HTML page ({type(error).__name__}); open it in a browser and "
            f"save it again, or save its text"
        ) from error
    return deep.parsed(text, source) if depth(root) >= DEEPEST else root


def depth(root: HtmlElement) -> int:
    """The longest way from the root to a leaf, in elements."""
    deepest = 0
    level = [root]
    while level:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest


def size(root: HtmlElement) -> int:
    return sum(1 for _ in root.iter())


def visible_words(root: HtmlElement) -> int:
    """How many words of the page a visitor sees, menus and all."""
    body = next(root.iter("body"), root)
    return count_words(" ".join(_visible(body)))


def language(root: HtmlElement) -> str | None:
    """What the page declares on its root element."""
    return (root.get("lang") or root.get("xml:lang") or "").strip() or None


def title(root: HtmlElement) -> str | None:
    """What the page's first <h1> says, else its <title>."""
    for name in ("h1", "title"):
        for element in root.iter(name):
            words = " ".join("".join(_visible(element)).split())
            if words:
                return words
    return None


def paragraphs(root: HtmlElement) -> list[str]:
    """The text of the page's paragraphs, list items and headings, by its markup alone.

    Of its <article>, if that holds most of them, else of <main>, else of the body.
    """
    everywhere = _blocks(root)
    total = sum(map(len, everywhere))
    for name in ("article", "main"):
        best: list[str] = max(map(_blocks, root.iter(name)), key=_length, default=[])
        if _length(best) * 2 > total:
            return best
    return everywhere


def lines(root: HtmlElement) -> list[str]:
    """All visible text, a line for each block and each line break, whatever the marks."""
    pieces: list[str] = []
    pending: list[HtmlElement | str] = [next(root.iter("body"), root)]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        inside = isinstance(node.tag, str) and node.tag not in UNSEEN
        ends = "\0" if inside and (node.tag in _LINES) else ""
        pieces.append(ends + ("- " if node.tag == "li" else ""))
        pending.append(ends)
        for child in reversed(node) if inside else ():
            pending += [child.tail or "", child]
        pending.append(node.text or "" if inside else "")
    return [words for line in "".join(pieces).split("\0") if (words := " ".join(line.split()))]


def _length(blocks: list[str]) -> int:
    return sum(map(len, blocks))


def _blocks(top: HtmlElement) -> list[str]:
    found: list[str] = []
    # A stack and not recursion: real pages nest deeper than Python's own stack.
    pending = [top]
    while pending:
        element = pending.pop()
        if not isinstance(element.tag, str) or element.tag in UNSEEN | _FURNITURE:
            continue
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element is not top and _COMMENTS.search(name):
            continue
        if element.tag in _BLOCKS and next(element.iter("p", "li"), element) is element:
            words = " ".join("".join(_visible(element)).split())
            if words:
                found.append(f"- {words}" if element.tag == "li" else words)
            continue
        pending.extend(reversed(element))
    return found


def _visible(element: HtmlElement) -> list[str]:
    pieces: list[str] = []
    for node in element.iter():
        if node.tag == "br":
            pieces.append(" ")
        if isinstance(node.tag, str) and node.tag not in UNSEEN and node.text:
            pieces.append(node.text)
        if node is not element and node.tail:
            pieces.append(node.tail)
    return pieces
