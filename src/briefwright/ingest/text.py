"""Plain text files: front matter, a title on the first line, lines broken at a column joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from briefwright.article import Article
from briefwright.ingest import front_matter
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.clean import clean
from briefwright.ingest.decode import decode
from briefwright.ingest.limits import limited, whole

_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_BULLET = re.compile(r"\s*(?:[-*•·▪‣◦●–—]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S")
_ENDS_SENTENCE = re.compile(r"""[.!?:;…]["'”’»)\]]*\Z""")
_CLOSED = re.compile(r"""[.!:;,…]["'”’»)\]]*\Z""")
_LABEL = re.compile(r"(?i)(?:for immediate release|press release|news release|embargoed?\b.*)\W*\Z")
TITLE_WORDS = 25
WRAP_WIDTHS = range(40, 121)
# Wrapping programs that even out a paragraph's lines leave them up to a sixth short of the column.
_FULL = 0.85


def read(stream: BinaryIO, source: str) -> Iterator[Article]:
    """The one article of a text file. Raises SourceError."""
    text = clean(limited(decode(whole(stream, source), source), source))
    fields, body = front_matter.split(text)
    body = body.strip("\n")
    if "title" not in fields:
        title, body = _titled(body)
        fields |= {"title": title} if title else {}
    yield assemble(Found(text=unwrapped(body), **fields), source, stem_of(source))


def _titled(body: str) -> tuple[str | None, str]:
    first, gap, rest = body.partition("\n")
    title = first.strip()
    if (
        not gap
        or rest.split("\n", 1)[0].strip()
        or not rest.strip()
        or not any(map(str.isalpha, title))
        or len(title.split()) > TITLE_WORDS
        or _CLOSED.search(title)
        or _LABEL.match(title)
        or _BULLET.match(first)
    ):
        return None, body
    return title, rest.lstrip("\n")


def unwrapped(text: str) -> str:
    """The text with the lines of each paragraph joined, where they were broken at a column.

    A text with one paragraph a line keeps its line breaks.
    """
    blocks = [block.split("\n") for block in _BLANK.split(text.strip("\n"))]
    column = max(
        (len(line) for lines in blocks for line in lines if len(line) in WRAP_WIDTHS), default=0
    )
    joined: list[str] = []
    for lines in blocks:
        if column and _is_wrapped(lines, column):
            joined.append("\n".join(_joined(piece) for piece in _pieces(lines)))
        else:
            joined.append("\n".join(line.rstrip() for line in lines))
    return "\n\n".join(joined)


def _is_wrapped(lines: list[str], column: int) -> bool:
    """Whether most lines end because the next word did not fit, and few end a sentence."""
    breaks = ended = full = 0
    for piece in _pieces(lines):
        for line, after in pairwise(piece):
            breaks += 1
            ended += bool(_ENDS_SENTENCE.search(line.rstrip()))
            first_word = after.split(None, 1)[0] if after.strip() else ""
            full += len(line.rstrip()) + 1 + len(first_word) > column * _FULL
    if any(len(line.rstrip()) > WRAP_WIDTHS[-1] for line in lines):
        return False
    return breaks > 0 and full * 10 >= breaks * 8 and ended * 2 <= breaks


def _pieces(lines: list[str]) -> Iterator[list[str]]:
    """The block's list items, and the paragraphs that an indented first line begins."""
    piece: list[str] = []
    outdented = any(not line.startswith(" ") for line in lines)
    for line in lines:
        starts = _BULLET.match(line) or (
            outdented
            and line.startswith("  ")
            and not (piece and (_BULLET.match(piece[0]) or piece[-1].startswith("  ")))
        )
        if piece and starts:
            yield piece
            piece = []
        piece.append(line)
    if piece:
        yield piece


def _joined(lines: list[str]) -> str:
    text = ""
    for line in lines:
        words = line.strip()
        # A word broken at its own hyphen ("vice-" / "president") needs no space after it.
        # The end alone: to search a long paragraph again at each of its lines takes minutes.
        hyphenated = re.fullmatch(r"\w-", text[-2:]) and words[:1].islower()
        text += words if not text or hyphenated else f" {words}"
    return text
