"""HTML pages. The only module that imports trafilatura; nothing is ever fetched."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, BinaryIO

from briefwright.article import Article, Remark, count_words
from briefwright.errors import NoText, TooLarge
from briefwright.ingest import hidden, isolated, tree
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.clean import clean
from briefwright.ingest.decode import decode
from briefwright.ingest.facts import Facts
from briefwright.ingest.facts import facts as facts_of
from briefwright.ingest.limits import whole
from briefwright.spans import Value

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# trafilatura drops all past 254 nested elements without a word.
_DEEPEST = 240
# It takes a second for every 10,000 elements; real pages have fewer than 20,000.
_MOST_ELEMENTS = 50_000
_MOST_EVER = 200_000
# Of the text in the page's own paragraphs. Among 181 real pages, right extractions of short
# articles go down to an eighth of it: the rest was comments and teasers.
_NEARLY_NOTHING = 0.1
_HIDDEN_WORDS = 12
# What is no larger takes no time to speak of, whatever is in it.
_SMALL = 50_000
# Of tags; where there are more, the page may be nested too deep to be read at once.
_FEW_TAGS = 2000
_BREAK = "\0"
_NOT_WORDS = re.compile(r"\W+")


class _Block(Value):
    words: str
    line: bool = False
    """Whether it goes on a line of its own, beside others like it: a list item or table row."""


class _Taken(Value):
    """What was taken for the article, and how."""

    blocks: tuple[_Block, ...]
    remarks: tuple[Remark, ...] = ()


class Fragment(Value):
    """The text of a piece of a page, and what is to be said of it."""

    text: str
    remarks: tuple[Remark, ...] = ()


def read(stream: BinaryIO, source: str) -> Iterator[Article]:
    """The one article of a page. Raises SourceError."""
    content = whole(stream, source)
    if len(content) <= _SMALL and content.count(b"<") <= _FEW_TAGS:
        yield read_here(content, source)
    else:
        yield isolated.article("page", content, source)


def read_here(content: bytes, source: str) -> Article:
    """The same, in this process and however long it takes."""
    return assemble(found_here(decode(content, source), source), source, stem_of(source))


def found(text: str, source: str) -> Found:
    """What is in a page: its article, its facts, what share of it was kept. Raises SourceError."""
    if len(text) <= _SMALL and text.count("<") <= _FEW_TAGS:
        return found_here(text, source)
    answer = isolated.answer("part", text.encode("utf-8", "replace"), source)
    return Found.model_validate(answer)


def found_here(text: str, source: str) -> Found:
    """The same, in this process and however long it takes."""
    root = tree.parsed(text, source)
    if tree.size(root) > _MOST_EVER:
        raise TooLarge(
            f"{source}: a page of more than {_MOST_EVER:,} elements, as no article is; copy the "
            f"article in a browser and save it as text"
        )
    facts = facts_of(root)
    gone = hidden.drop(root)
    document, why_not = _extracted(root)
    title = (document.title if document is not None else None) or tree.title(root)
    taken = _chosen(root, document, why_not)
    blocks = taken.blocks
    while blocks and title and _same(blocks[0].words, title):
        blocks = blocks[1:]
    if not blocks:
        raise _nothing(source, gone)
    text = _text(blocks)
    words = tree.visible_words(root)
    return Found(
        text=text,
        title=title,
        visible_share=round(min(1.0, count_words(text) / words), 3) if words else None,
        remarks=(*taken.remarks, *_hidden(gone)),
        **_origin(document, facts),
    )


def fragment(html: str, source: str) -> Fragment:
    """The text of a piece of a page that is all article, as feeds carry it. Raises SourceError."""
    if len(html) <= _SMALL and html.count("<") <= _FEW_TAGS:
        return fragment_here(html, source)
    answer = isolated.answer("frag", html.encode("utf-8", "replace"), source)
    return Fragment.model_validate(answer)


def fragment_here(html: str, source: str) -> Fragment:
    """The same, in this process and however long it takes."""
    text = f"<html><body><article>{html}</article></body></html>"
    root = tree.parsed(text, source)
    gone = hidden.drop(root)
    return Fragment(text="\n\n".join(tree.lines(root)), remarks=_hidden(gone))


def _chosen(root: HtmlElement, document: Any, why_not: str) -> _Taken:
    """trafilatura's article, unless it holds nearly nothing of what the page marks up as text."""
    marked_up = tuple(_Block(words=one, line=one.startswith("- ")) for one in tree.paragraphs(root))
    if document is None:
        return _Taken(blocks=marked_up, remarks=(_fallback(why_not),))
    blocks = tuple(_rendered(document.body))
    if _length(blocks) < _length(marked_up) * _NEARLY_NOTHING:
        share = 100 * _length(blocks) / _length(marked_up)
        return _Taken(
            blocks=marked_up,
            remarks=(_fallback(f"the usual way kept only {share:.0f}% of its paragraphs"),),
        )
    return _Taken(blocks=blocks)


def _fallback(why: str) -> Remark:
    return Remark(
        code="extraction-fallback",
        text=f"The article was taken from the page by its paragraph marks alone ({why}); menus or "
        f"other articles may be among it. Compare it with the page.",
    )


def _hidden(gone: hidden.Hidden) -> tuple[Remark, ...]:
    """Pages hide a menu here and there; what is worth a word is hidden prose."""
    remarks: list[Remark] = []
    if gone.among >= _HIDDEN_WORDS:
        words = (
            f"Among its paragraphs the page hides {gone.among:,} words from its visitors, which no "
            f"model read. They begin: “{_first_words(gone.sample)}”"
        )
        remarks.append(Remark(code="hidden-text", text=words))
    if gone.unsure:
        words = "The page’s style sheets are too large to be looked at whole; text that they hide "
        remarks.append(Remark(code="styles-not-read", text=f"{words}may have been read."))
    return tuple(remarks)


def _first_words(sample: str) -> str:
    words = " ".join(clean(sample).split())
    return words if len(words) <= 90 else words[:87].rstrip() + "..."


def _nothing(source: str, gone: hidden.Hidden) -> NoText:
    if gone.words >= _HIDDEN_WORDS:
        return NoText(
            f"{source}: no article found in the page: its text ({gone.words:,} words) is hidden "
            f"from visitors until a script shows it; open it in a browser, copy the article and "
            f"save it as text"
        )
    return NoText(
        f"{source}: no article found in the page; open it in a browser, copy the article and "
        f"save it as text"
    )


def _extracted(root: HtmlElement) -> tuple[Any, str]:
    """trafilatura's document; None, and why, if it cannot read the page or finds no article."""
    if tree.depth(root) > _DEEPEST:
        return None, f"its elements are nested more than {_DEEPEST} deep"
    if tree.size(root) > _MOST_ELEMENTS:
        return None, f"it has more than {_MOST_ELEMENTS:,} elements"
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        # Their warnings about a page would else reach stderr by Python's handler of last resort.
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            document = trafilatura.bare_extraction(
                deepcopy(root),
                include_comments=False,
                with_metadata=True,
                date_extraction_params={"original_date": True, "extensive_search": False},
            )
    except Exception:
        # It promises no set of exceptions, and the page's own paragraphs are still to be had.
        return None, "the usual way failed on it"
    return document, "the usual way found no article"


def _origin(document: Any, facts: Facts) -> dict[str, str | None]:
    """Where the article is from: what the page states for machines, else what trafilatura finds."""
    if document is None:
        return facts.model_dump()
    author = document.author.replace("; ", ", ") if document.author else None
    return {
        "url": facts.url or document.url,
        "publisher": document.sitename or facts.publisher,
        "byline": author or facts.byline,
        "published": facts.published or document.date,
        "language": facts.language,
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


def _text(blocks: Sequence[_Block]) -> str:
    parts: list[str] = []
    for index, block in enumerate(blocks):
        if index:
            parts.append("\n" if block.line and blocks[index - 1].line else "\n\n")
        parts.append(block.words)
    return "".join(parts)


def _length(blocks: Sequence[_Block]) -> int:
    return sum(len(block.words) for block in blocks)


def _same(words: str, title: str) -> bool:
    return _NOT_WORDS.sub(" ", words.casefold()).strip() == (
        _NOT_WORDS.sub(" ", title.casefold()).strip()
    )
