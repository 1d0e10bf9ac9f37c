"""Markdown files to plain text. The only module that imports markdown-it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from briefwright.article import Article
from briefwright.errors import Unreadable
from briefwright.ingest import front_matter, isolated
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.clean import clean
from briefwright.ingest.decode import decode
from briefwright.ingest.limits import limited, whole

if TYPE_CHECKING:
    from markdown_it.token import Token

# The parser looks for the end of a link at each bracket: its time may grow with the square.
_SMALL = 10_000


def looks_like(text: str) -> bool:
    """Whether the beginning of a text is Markdown: a heading first, or two kinds of its marks.

    One mark alone may stand in plain text, of which a reader of Markdown would leave something out.
    """
    _, body = front_matter.split(clean(text))
    return _TITLE.match(body) is not None or sum(bool(one.search(body)) for one in _SIGNS) > 1


_TITLE = re.compile(r"\s*#{1,2} +[^\W\d_].*\n\s*\n")
_SIGNS = (
    re.compile(r"^#{1,6} +\S", re.M),
    re.compile(r"\[[^\[\]\n]{1,200}\]\([^()\s]{1,500}\)"),
    re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]{0,200}\*\*(?![\w*])"),
    re.compile(r"^ {0,3}(?:```|~~~)", re.M),
    re.compile(r"^\|?(?: *:?-{3,}:? *\|)+", re.M),
    re.compile(r"^\S[^\n]{2,100}\n={3,}$", re.M),
)


def read(stream: BinaryIO, source: str) -> Iterator[Article]:
    """The one article of a Markdown file. Raises SourceError."""
    content = whole(stream, source)
    if len(content) <= _SMALL:
        yield read_here(content, source)
    else:
        yield isolated.article("mark", content, source)


def read_here(content: bytes, source: str) -> Article:
    """The same, in this process and however long it takes."""
    text = clean(limited(decode(content, source), source))
    fields, body = front_matter.split(text)
    tokens = _tokens(body, source)
    heading = _first_heading(tokens)
    if heading and fields.get("title", heading) == heading:
        fields["title"] = heading
        tokens = tokens[3:]
    return assemble(Found(text=plain(tokens), **fields), source, stem_of(source))


def _tokens(body: str, source: str) -> list[Token]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"])
    try:
        return parser.parse(body)
    except (RecursionError, ValueError, IndexError) as error:
        raise Unreadable(
            f"{source}: the Markdown cannot be parsed ({type(error).__name__}); save it as plain "
            f"text"
        ) from error


def _first_heading(tokens: Sequence[Token]) -> str | None:
    if len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return " ".join(_words(tokens[1]).split()) or None
    return None


def plain(tokens: Sequence[Token]) -> str:
    """Paragraphs with a blank line between them, list items and table rows each on its line.

    Code blocks, HTML and images are left out; emphasis and links are reduced to their words.
    """
    blocks: list[str] = []
    lists: list[int | None] = []
    marker = ""
    tight = False
    cells: list[str] = []
    row = False
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                number = lists[-1]
                marker = "- " if number is None else f"{number}. "
                lists[-1] = None if number is None else number + 1
            case "tr_open":
                row, cells = True, []
            case "tr_close":
                row = False
                tight = _put(blocks, " | ".join(cells), tight=tight, line=True)
            case "inline" if row:
                cells.append(_words(token))
            case "inline":
                words = _words(token)
                if words:
                    tight = _put(blocks, marker + words, tight=tight, line=bool(marker))
                    marker = ""
    return "".join(blocks)


def _put(blocks: list[str], words: str, *, tight: bool, line: bool) -> bool:
    """Add a paragraph, or a line that follows a line; whether the next one may follow as a line."""
    if blocks:
        blocks.append("\n" if tight and line else "\n\n")
    blocks.append(words)
    return line


def _words(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline":
                parts.append(child.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
    return "\n".join(line.strip() for line in "".join(parts).split("\n")).strip()
