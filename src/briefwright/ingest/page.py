"""Saved HTML pages. The only module that imports trafilatura; nothing is ever fetched."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any, BinaryIO

from briefwright.article import Article
from briefwright.errors import NoText
from briefwright.ingest import tree
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.decode import decode
from briefwright.ingest.limits import whole
from briefwright.spans import Value

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# trafilatura drops all past 254 nested elements without a word.
_DEEPEST = 240
# It takes a second for every 10,000 elements; real pages have fewer than 20,000.
_MOST_ELEMENTS = 50_000
# Of the text in the page's own paragraphs. Among 181 real pages, right extractions of short
# articles go down to an eighth of it: the rest was comments and teasers.
_NEARLY_NOTHING = 0.1
_BREAK = "\0"
_NOT_WORDS = re.compile(r"\W+")


class _Block(Value):
    words: str
    line: bool = False
    """Whether it goes on a line of its own, beside others like it: a list item or table row."""


def read(stream: BinaryIO, source: str) -> Iterator[Article]:
    """The one article of a page. Raises SourceError."""
    root = tree.parsed(decode(whole(stream, source), source), source)
    marked_up = [_Block(words=one, line=one.startswith("- ")) for one in tree.paragraphs(root)]
    language, title = tree.language(root), tree.title(root)
    fits = tree.depth(root) <= _DEEPEST and tree.size(root) <= _MOST_ELEMENTS
    document = _extracted(root) if fits else None
    blocks: list[_Block] = []
    if document is not None:
        blocks = list(_rendered(document.body))
        title = document.title or title
    if _length(blocks) < _length(marked_up) * _NEARLY_NOTHING:
        blocks = marked_up
    while blocks and title and _same(blocks[0].words, title):
        blocks = blocks[1:]
    if not blocks:
        raise NoText(
            f"{source}: no article found in the page; open it in a browser, copy the article and "
            f"save it as text"
        )
    found = Found(text=_text(blocks), title=title, language=language, **_origin(document))
    yield assemble(found, source, stem_of(source))


def _extracted(root: HtmlElement) -> Any:
    """trafilatura's document, None if it finds no article or fails on the page."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        # Their warnings about a page would else reach stderr by Python's handler of last resort.
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return trafilatura.bare_extraction(
                deepcopy(root),
                include_comments=False,
                with_metadata=True,
                date_extraction_params={"original_date": True, "extensive_search": False},
            )
    except Exception:
        # It promises no set of exceptions, and the page's own paragraphs are still to be had.
        return None


def _origin(document: Any) -> dict[str, str | None]:
    if document is None:
        return {}
    return {
        "url": document.url,
        "publisher": document.sitename,
        "byline": document.author.replace("; ", ", ") if document.author else None,
        "published": document.date,
    }


def _rendered(body: HtmlElement) -> Iterator[_Block]:
    """The blocks of trafilatura's tree: p, head, list of item, table of row of cell, quote."""
    for element in body:
        match element.tag:
            case "list":
                for item in element.iter("item"):
                    yield from _block(_own_words(item), mark="- ")
            case "table":
                for row in element.iter("row"):
                    cells = (
                        " ".join("".join(cell.itertext()).split()) for cell in row.iter("cell")
                    )
                    yield from _block(" | ".join(filter(None, cells)), mark="")
            case "quote" | "div" if next(element.iter("p", "list", "head"), None) is not None:
                yield from _rendered(element)
            case "lb" | "graphic":
                yield from _paragraphs(element.tail or "")
                continue
            case _:
                yield from _paragraphs("".join(_pieces(element)))
        yield from _paragraphs(element.tail or "")


def _paragraphs(words: str) -> Iterator[_Block]:
    for line in words.split(_BREAK):
        joined = " ".join(line.split())
        if joined:
            yield _Block(words=joined)


def _block(words: str, *, mark: str) -> Iterator[_Block]:
    joined = " ".join(words.split())
    if joined:
        yield _Block(words=mark + joined, line=True)


def _pieces(element: HtmlElement) -> Iterator[str]:
    """The text of an element, two line breaks in a row marking a paragraph made of <br>s."""
    yield element.text or ""
    breaks = 0
    for child in element:
        breaks = breaks + 1 if child.tag == "lb" else 0
        yield from _pieces(child)
        if child.tag == "lb":
            yield " " if breaks < 2 else _BREAK
        if (child.tail or "").strip():
            breaks = 0
        yield child.tail or ""


def _own_words(item: HtmlElement) -> str:
    """The words of a list item without those of the items nested in it."""
    words = [item.text or ""]
    for child in item:
        if child.tag not in {"list", "item"}:
            words.append(_own_words(child))
        elif child.tag == "list":
            words.extend(one.tail or "" for one in child)
        words.append(" " if child.tag in {"lb", "p"} else "")
        words.append(child.tail or "")
    return "".join(words)


def _text(blocks: list[_Block]) -> str:
    parts: list[str] = []
    for index, block in enumerate(blocks):
        if index:
            parts.append("\n" if block.line and blocks[index - 1].line else "\n\n")
        parts.append(block.words)
    return "".join(parts)


def _length(blocks: list[_Block]) -> int:
    return sum(len(block.words) for block in blocks)


def _same(words: str, title: str) -> bool:
    return _NOT_WORDS.sub(" ", words.casefold()).strip() == (
        _NOT_WORDS.sub(" ", title.casefold()).strip()
    )
