"""What stands in a Word file beside its words, in a form that saving it in Word does not change.

Word splits runs, counts revisions, notes languages and stores page numbers as it saves; none of
that is here. Bold, colours, tracked changes, pictures, tables, links and notes are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn
from lxml import etree

from briefwright.render.seals import PREFIX, seal

if TYPE_CHECKING:
    from docx.document import Document

_RUN = (
    "b i strike dstrike u color highlight sz vertAlign caps smallCaps vanish shd rFonts "
    "bdr spacing position w emboss imprint outline shadow em effect"
).split()
_PARAGRAPH = "jc ind shd pBdr numPr pageBreakBefore spacing keepNext keepLines tabs".split()
_CELL = "shd gridSpan vMerge".split()
_PAGE = "pgSz pgMar".split()
# Of those properties the attributes that look like something; Word adds others of its own.
_SEEN = frozenset(
    "val fill color sz w h orient top bottom left right start end firstLine hanging ascii "
    "themeColor before after line lineRule pos leader".split()
)
_TRACKED = frozenset(
    "ins del moveFrom moveTo rPrChange pPrChange tblPrChange trPrChange tcPrChange sectPrChange "
    "numberingChange cellIns cellDel cellMerge".split()
)
_HELD = frozenset("drawing pict object".split())
_NOTED = frozenset("footnoteReference endnoteReference sym".split())
_WRITTEN = frozenset("t tab br cr delText noBreakHyphen softHyphen instrText".split()) | _NOTED
_WORDS = qn("w:p").removesuffix("p")
"""The namespace of WordprocessingML, as tags have it."""
# Word sets these itself: where one last was, and what its tables of contents lead to.
_WORDS_OWN = ("_GoBack", "_Toc")
_OFF = frozenset(("0", "false", "off"))
_PLAIN = frozenset(("1", "true", "on", "auto"))

Found = Callable[[str], str]
"""What a relation's id leads to: a hash of the picture, the address of a link."""


def look(elements: Iterable[Any], names: Mapping[str, str], found: Found) -> str:
    """The seal of everything in the elements, words included; generated parts count by name."""
    written: list[str] = []
    for element in elements:
        _block(element, names, found, written)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()[:12]


def style_names(document: Document) -> dict[str, str]:
    """Names by ids: a Word in another language gives its own styles other ids."""
    return {
        str(style.get(qn("w:styleId"))): (_value(style.find(qn("w:name"))) or "").casefold()
        for style in document.styles.element.iter(qn("w:style"))
    }


def targets(part: Any) -> Found:
    """What the relations of a part of the package lead to."""

    def found(key: str) -> str:
        relation = part.rels.get(key)
        if relation is None:
            return ""
        if relation.is_external:
            return str(relation.target_ref)
        return hashlib.sha256(relation.target_part.blob).hexdigest()[:12]

    return found


def edges(document: Document) -> str:
    """The seal of all headers and footers."""
    names = style_names(document)
    seen = {
        look([part.element], names, targets(part))
        for relation in document.part.rels.values()
        if relation.reltype.rsplit("/", 1)[-1] in ("header", "footer")
        for part in [relation.target_part]
        # Word adds empty ones for first and even pages.
        if part.element.find(f".//{qn('w:r')}") is not None
    }
    return seal(" ".join(sorted(seen)))


def styles(document: Document) -> dict[str, str]:
    """A short hash of how each style looks that something in the document is set in."""
    names = style_names(document)
    used = {
        names.get(str(_value(one)), "")
        for part in _written(document)
        for one in part.element.iter(qn("w:pStyle"), qn("w:rStyle"))
    }
    made: dict[str, str] = {}
    for style in document.styles.element.iter(qn("w:style")):
        name = names[str(style.get(qn("w:styleId")))]
        if name in used or name == "normal":
            run, paragraph = style.find(qn("w:rPr")), style.find(qn("w:pPr"))
            shown = f"{_properties(run, _RUN)}|{_properties(paragraph, _PARAGRAPH)}"
            made[name] = hashlib.sha256(shown.encode()).hexdigest()[:8]
    return made


def _written(document: Document) -> Iterator[Any]:
    yield document.part
    for relation in document.part.rels.values():
        if relation.reltype.rsplit("/", 1)[-1] in ("header", "footer"):
            yield relation.target_part


def part_name(element: Any) -> str:
    """The name of the generated part that the content control holds; "" for any other."""
    tag = element.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    words = (_value(tag) or "").split(":")
    return words[1] if words[0] == PREFIX and len(words) > 1 else ""


def _block(element: Any, names: Mapping[str, str], found: Found, written: list[str]) -> None:
    name = _tag(element)
    if name == "p":
        written.append(_paragraph(element, names, found))
        return
    if name == "sdt" and part_name(element):
        written.append(f"part {part_name(element)}")
        return
    if name in _TRACKED or name in ("tbl", "tr", "sdt"):
        written.append(name)
    elif name == "tc":
        written.append(f"tc {_properties(element.find(qn('w:tcPr')), _CELL)}")
    elif name == "bookmarkStart":
        written.extend(filter(None, [_bookmark(element)]))
    elif name == "sectPr":
        written.append(f"page {_properties(element, _PAGE)}")
        return
    for child in element:
        if isinstance(child.tag, str):
            _block(child, names, found, written)


def _paragraph(paragraph: Any, names: Mapping[str, str], found: Found) -> str:
    shape = paragraph.find(qn("w:pPr"))
    style = names.get(str(_value(shape.find(qn("w:pStyle")))), "") if shape is not None else ""
    pieces: list[tuple[str, str]] = []
    fields: list[bool] = []
    for element in _inside(paragraph):
        look_, text = _piece(element, names, found, fields)
        if not text:
            continue
        # Runs of the same looks are one: Word splits them as it checks spelling.
        if pieces and pieces[-1][0] == look_:
            pieces[-1] = (look_, pieces[-1][1] + text)
        else:
            pieces.append((look_, text))
    own = "normal" if style in ("", "normal") else style
    return f"p {own} {_properties(shape, _PARAGRAPH)} {pieces!r}"


def _inside(paragraph: Any) -> Iterator[Any]:
    """What is in a paragraph, but not what is in its drawings and in results of simple fields."""
    for element in paragraph:
        if not isinstance(element.tag, str):
            continue
        yield element
        if _tag(element) not in (*_HELD, "fldSimple", "AlternateContent"):
            yield from _inside(element)


def _piece(
    element: Any, names: Mapping[str, str], found: Found, fields: list[bool]
) -> tuple[str, str]:
    """The looks and the text of what is in a paragraph; ("", "") for what does not show.

    `fields` says of each field that is open whether its result has begun, which Word renews."""
    name = _tag(element)
    if name == "fldChar":
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            fields.append(False)
        elif fields and kind == "separate":
            fields[-1] = True
        elif fields:
            fields.pop()
        return "", ""
    if name in _TRACKED:
        return "", f"<{name}>"
    if any(fields):
        return "", ""
    if name == "bookmarkStart":
        return "", _bookmark(element)
    if name in _WRITTEN:
        text = element.text or f"<{name} {element.get(qn('w:type')) or ''}>"
        return _looks(element.getparent(), names), text
    if name == "hyperlink":
        return "", f"<link {found(element.get(qn('r:id')) or '')} {element.get(qn('w:anchor'))}>"
    if name == "fldSimple":
        return "", f"<field {' '.join((element.get(qn('w:instr')) or '').split())}>"
    if name == "sectPr":
        return "", f"<page {_properties(element, _PAGE)}>"
    if name in (*_HELD, "AlternateContent", "oMath"):
        return "", _held(element, found)
    return "", ""


def _bookmark(element: Any) -> str:
    name = element.get(qn("w:name")) or ""
    return "" if not name or name.startswith(_WORDS_OWN) else f"<bookmark {name}>"


def _held(element: Any, found: Found) -> str:
    """A picture, text box or formula by what it shows."""
    linked = [
        found(str(value))
        for one in element.iter()
        for key, value in one.attrib.items()
        if str(key) in (qn("r:embed"), qn("r:link"), qn("r:id"))
    ]
    words = "".join(one.text or "" for one in element.iter(qn("w:t"), qn("m:t")))
    return f"<{_tag(element)} {' '.join(dict.fromkeys(linked))} {words}>"


def _looks(run: Any, names: Mapping[str, str]) -> str:
    shape = run.find(qn("w:rPr")) if run is not None else None
    if shape is None:
        return ""
    style = names.get(str(_value(shape.find(qn("w:rStyle")))), "")
    return f"{style}{_properties(shape, _RUN)}"


def _properties(shape: Any, wanted: list[str]) -> str:
    if shape is None:
        return ""
    first: dict[Any, Any] = {}
    for one in shape:
        first.setdefault(one.tag, one)
    return "".join(
        f"{name}({_attributes(first[_WORDS + name])})" for name in wanted if _WORDS + name in first
    )


def _attributes(element: Any) -> str:
    own = [
        f"{etree.QName(key).localname}={'off' if value in _OFF else value}"
        for key, value in sorted(element.attrib.items())
        if etree.QName(key).localname in _SEEN and value not in _PLAIN
    ]
    return " ".join([*own, *(f"{_tag(one)}({_attributes(one)})" for one in element)])


def _value(element: Any) -> str | None:
    return None if element is None else element.get(qn("w:val"))


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
