"""Word documents (.docx): the text that a reader of the document sees, in its order.

Read as XML and not with python-docx: that knows no limits, no footnotes and no hidden text.
Macros, field codes, links' targets, comments, headers and footers are left out; deleted text too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from briefwright.article import Article, Remark, count_words
from briefwright.errors import TooLarge, Unreadable
from briefwright.ingest import archive, isolated, xml
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.docx_look import UNKNOWN, WHITE, Look, Looks, is_seen
from briefwright.ingest.limits import Allowance, Within, whole
from briefwright.ingest.xml import attribute, local
from briefwright.spans import Value

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_ELEMENTS = 1_000_000
# Of XML; what is no larger takes no time to speak of, whatever is in it.
_SMALL = 2_000_000
_PART_BYTES = 60_000_000
# w:del and w:moveFrom are deletions not yet accepted; a Fallback repeats its Choice.
_SKIPPED = frozenset(
    "del moveFrom instrText delText delInstrText Fallback rPr pPr tblPr tblGrid trPr tcPr sectPr "
    "sdtPr sdtEndPr comment annotationRef".split()
)
_HIDDEN_WORDS = 5
_SAVE = "open it in a word processor and save it as .docx"


class Block(Value):
    """A paragraph, or a line of a list or table."""

    words: str
    style: str = ""
    line: bool = False


class _Body:
    """What reading the parts of one document gathers."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.ground = WHITE
        """Of what is being read: a colour, or UNKNOWN."""
        self.notes: list[tuple[str, str]] = []
        self.hidden: list[str] = []
        self.revised = False
        self.embedded = False


def read(stream: BinaryIO, source: str, within: Within | None = None) -> Iterator[Article]:
    """The one article of a document. Raises SourceError."""
    content = whole(stream, source)
    allowance = (within or Within()).allowance
    with archive.opened(content, source, allowance) as parts:
        size = sum(parts.size(name) for name in parts.names if name.endswith((".xml", ".rels")))
    if size <= _SMALL:
        yield assemble(found(content, source, allowance), source, stem_of(source))
        return
    if size > allowance.bytes:
        raise archive.spent(source)
    # The process that reads it has an allowance of its own.
    allowance.bytes -= size
    yield isolated.article("word", content, source)


def read_here(content: bytes, source: str) -> Article:
    """The article of a document, in this process and however long it takes."""
    return assemble(found(content, source, Allowance()), source, stem_of(source))


def found(content: bytes, source: str, allowance: Allowance) -> Found:
    with archive.opened(content, source, allowance) as parts:
        main = _main_part(parts, source)
        folder = main.rpartition("/")[0]
        looks = Looks(
            _optional(parts, f"{folder}/styles.xml", source),
            _optional(parts, f"{folder}/theme/theme1.xml", source),
        )
        body = _Body(looks)
        root = _part(parts, main, source)
        if local(root) != "document":
            raise Unreadable(f"{source}: an Office document, but not a text of Word's; {_SAVE}")
        if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
            raise TooLarge(f"{source}: more than {_MOST_ELEMENTS:,} elements; split the document")
        for one in root:
            if local(one) == "background":
                body.ground = looks.background(one)
        blocks = list(_blocks(root, body))
        notes = list(_notes(parts, folder, body, source))
        core = _core(parts, source)
        macros = any(name.endswith("vbaProject.bin") for name in parts.names)
    title, blocks = _titled(blocks, looks.names, core.get("title"))
    if notes:
        blocks += [Block(words="Notes"), *notes]
    text = _text(blocks)
    creator = core.get("creator")
    return Found(
        text=text,
        title=title,
        # The creator is often whoever typed it; the byline also stands in the text.
        byline=creator if creator and creator in text[:1000] else None,
        language=core.get("language"),
        remarks=tuple(_remarks(body, macros=macros)),
    )


def _main_part(parts: archive.Archive, source: str) -> str:
    relations = _optional(parts, "_rels/.rels", source)
    for one in relations.iter() if relations is not None else ():
        kind, target = attribute(one, "Type") or "", attribute(one, "Target") or ""
        name = target.lstrip("/")
        if kind.endswith("/officeDocument") and name in parts.names:
            return name
    if "word/document.xml" in parts.names:
        return "word/document.xml"
    raise Unreadable(f"{source}: not a Word document (it has no main part); {_SAVE}")


def _part(parts: archive.Archive, name: str, source: str) -> _Element:
    return xml.parsed(parts.read(name, limit=_PART_BYTES), f"{source}: {name}")


def _optional(parts: archive.Archive, name: str, source: str) -> _Element | None:
    return _part(parts, name, source) if name in parts.names else None


def _blocks(root: _Element, body: _Body) -> Iterator[Block]:
    """The paragraphs and table rows below an element, in order."""
    # A stack and not recursion: documents may nest deeper than Python's own stack.
    pending = [root]
    while pending:
        element = pending.pop()
        name = local(element)
        if name in _SKIPPED or not name:
            body.revised = body.revised or name in {"del", "moveFrom"}
        elif name == "p":
            yield from _paragraph(element, body)
        elif name == "tbl":
            yield from _table(element, body)
        elif name == "altChunk":
            body.embedded = True
        else:
            pending.extend(reversed(element))


def _paragraph(element: _Element, body: _Body) -> Iterator[Block]:
    style = listed = ""
    ground: str | None = None
    for properties in element:
        if local(properties) == "pPr":
            ground = body.looks.ground(properties)
            for one in properties:
                if local(one) == "pStyle":
                    style = attribute(one, "val") or ""
                elif local(one) == "numPr":
                    listed = "- "
    boxes: list[_Element] = []
    look = body.looks.paragraph(style)
    with _ground(body, ground or look.ground):
        words = _words(element, body, boxes, look._replace(ground=None))
    lines = (" ".join(line.split()) for line in words.split("\n"))
    joined = "\n".join(filter(None, lines))
    if joined:
        yield Block(words=listed + joined, style=style, line=bool(listed))
    for box in boxes:
        with _ground(body, UNKNOWN):
            yield from _blocks(box, body)


def _words(element: _Element, body: _Body, boxes: list[_Element], look: Look) -> str:
    """The text of a paragraph's runs; text boxes anchored in it are put aside."""
    pieces: list[str] = []
    hidden = not is_seen(look, body.ground)
    pending: list[tuple[_Element, bool]] = [(one, hidden) for one in reversed(element)]
    while pending:
        node, unseen = pending.pop()
        name = local(node)
        if name in _SKIPPED or not name:
            body.revised = body.revised or name in {"del", "moveFrom"}
            continue
        if name == "txbxContent":
            boxes.append(node)
            continue
        if name == "r":
            own = next((one for one in node if local(one) == "rPr"), None)
            unseen = not is_seen(body.looks.run(own, look), body.ground)
        if name in {"footnoteReference", "endnoteReference"} and not unseen:
            body.notes.append((name.removesuffix("Reference"), attribute(node, "id") or ""))
        text = _MARKS.get(name) if name != "t" else node.text or ""
        if text and unseen:
            body.hidden.append(text)
        elif text:
            pieces.append(text)
        pending.extend((one, unseen) for one in reversed(node))
    return "".join(pieces)


_MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": " "}


@contextmanager
def _ground(body: _Body, ground: str | None) -> Iterator[None]:
    """What is read in it stands on that ground, if there is one."""
    before = body.ground
    body.ground = ground or before
    try:
        yield
    finally:
        body.ground = before


def _table(table: _Element, body: _Body) -> Iterator[Block]:
    """A line a row, cells with a bar between them; tables in cells are read into them."""
    # A table's style may shade its header; what is white there is meant to be seen.
    styled = any(
        local(one) == "tblStyle" and body.looks.shades(attribute(one, "val") or "")
        for top in table
        if local(top) == "tblPr"
        for one in top
    )
    for row in _rows(table):
        cells = [_cell(cell, body, styled) for cell in row if local(cell) in {"tc", "sdt"}]
        words = " | ".join(filter(None, cells))
        if words:
            yield Block(words=words, line=True)


def _rows(table: _Element) -> Iterator[_Element]:
    """The table's own rows, those in content controls and the like too."""
    pending = list(reversed(table))
    while pending:
        element = pending.pop()
        name = local(element)
        if name == "tr":
            yield element
        # Rows of a table in a cell are read with the cell; read here too, their number doubles
        # with every table that they lie in.
        elif name and name not in _SKIPPED | {"tbl", "tc", "p"}:
            pending.extend(reversed(element))


def _cell(cell: _Element, body: _Body, styled: bool) -> str:
    own = (body.looks.ground(one) for one in cell if local(one) == "tcPr")
    ground = next((one for one in own if one), UNKNOWN if styled else None)
    with _ground(body, ground):
        return " ".join(block.words for block in _blocks(cell, body))


def _notes(parts: archive.Archive, folder: str, body: _Body, source: str) -> Iterator[Block]:
    """The footnotes and endnotes that the text refers to, in the order of their marks."""
    texts: dict[tuple[str, str], _Element] = {}
    for kind in ("footnote", "endnote"):
        root = _optional(parts, f"{folder}/{kind}s.xml", source)
        for note in root if root is not None else ():
            texts.setdefault((kind, attribute(note, "id") or ""), note)
    for number, key in enumerate(dict.fromkeys(body.notes), start=1):
        if key in texts:
            words = " ".join(block.words for block in _blocks(texts[key], body))
            if words:
                yield Block(words=f"{number}. {words}", line=True)


def _core(parts: archive.Archive, source: str) -> dict[str, str]:
    root = _optional(parts, "docProps/core.xml", source)
    fields = {local(one): (one.text or "").strip() for one in (root if root is not None else ())}
    return {name: value for name, value in fields.items() if value}


def _titled(
    blocks: Sequence[Block], names: Mapping[str, str], stated: str | None
) -> tuple[str | None, list[Block]]:
    """The title and the rest: what is styled as one, else as a heading, else what is stated."""
    for index, block in enumerate(blocks[:5]):
        if names.get(block.style, block.style.lower()) == "title":
            return block.words, [*blocks[:index], *blocks[index + 1 :]]
    first = blocks[0] if blocks else None
    if first and names.get(first.style, first.style.lower()).replace(" ", "") == "heading1":
        return first.words, list(blocks[1:])
    if stated and first and first.words == stated:
        return stated, list(blocks[1:])
    return stated, list(blocks)


def _text(blocks: Sequence[Block]) -> str:
    parts: list[str] = []
    for index, block in enumerate(blocks):
        if index:
            parts.append("\n" if block.line and blocks[index - 1].line else "\n\n")
        parts.append(block.words)
    return "".join(parts)


def _remarks(body: _Body, *, macros: bool) -> Iterator[Remark]:
    hidden = count_words(" ".join(body.hidden))
    if hidden >= _HIDDEN_WORDS:
        yield Remark(
            code="hidden-text",
            text=f"The document hides {hidden:,} words from its readers; no model read them.",
        )
    if body.revised:
        yield Remark(
            code="tracked-changes",
            text="The document holds tracked changes; it was read as if all were accepted.",
        )
    if body.embedded:
        yield Remark(
            code="embedded-part",
            text="The document embeds another file, which was not read.",
        )
    if macros:
        yield Remark(code="macros", text="The document holds macros; they were ignored.")
