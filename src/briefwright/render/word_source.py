"""The template code of a Word file as jinja2 gets to see it, and what else it brings along."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from briefwright.errors import TemplateError

if TYPE_CHECKING:
    from docx.document import Document

_HEADERS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer",
)
# A link that a reader follows by a click is the officer's business; all else loads by itself.
_LINK = "/hyperlink"
_DEPARTMENT = "/attachedTemplate"
# What a note may be made of; an add-in, a macro, an embedded object or another file is none of it.
_RELATIONS = frozenset(
    """officeDocument core-properties extended-properties custom-properties thumbnail customXml
    customXmlProps styles stylesWithEffects settings webSettings fontTable font theme themeOverride
    numbering header footer footnotes endnotes comments commentsExtended commentsIds
    commentsExtensible people image hyperlink attachedTemplate glossaryDocument chart chartStyle
    chartColorStyle diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing
    documenttasks classificationlabels""".split()
)
# Fields that say where or when they stand, or what the document itself says.
_FIELDS = frozenset(
    """PAGE NUMPAGES SECTION SECTIONPAGES PAGEREF DATE TIME CREATEDATE SAVEDATE PRINTDATE EDITTIME
    TITLE SUBJECT AUTHOR KEYWORDS FILENAME FILESIZE NUMWORDS NUMCHARS LASTSAVEDBY REVNUM TOC TC XE
    INDEX REF NOTEREF STYLEREF SEQ LISTNUM HYPERLINK SYMBOL ADVANCE DOCPROPERTY FORMTEXT
    FORMCHECKBOX FORMDROPDOWN IF =""".split()
)
_BEGUN = re.compile(r"\s*(=|[^\s\\\"]+)")
_HOLDS_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<")
# Of a whole template, inflated; a Word file of a hundred pages has a tenth of it.
_INFLATED = 100_000_000


def opened(template: Path) -> Any:
    """The template in docxtpl's hands. Raises TemplateError for what is no harmless Word file."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    try:
        data = template.read_bytes()
    except OSError as error:
        raise TemplateError(f"template {str(template)!r} cannot be read: {error}") from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            inflated = sum(entry.file_size for entry in package.infolist())
        if inflated > _INFLATED:
            raise TemplateError(
                f"template {template.name!r} holds {inflated:,} bytes when unpacked, more than the "
                f"{_INFLATED:,} a template may; take the large pictures out of it"
            )
        document = DocxTemplate(io.BytesIO(data))
        word = document.get_docx()
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        etree.XMLSyntaxError,
    ) as error:
        raise TemplateError(
            f"template {template.name!r} is not a Word document: {error}; save it as .docx in Word"
        ) from error
    harmless(word, template.name)
    _detach(word)
    return document


def harmless(document: Document, name: str) -> None:
    """Raises TemplateError for a template, or a note made from one, that is not at rest.

    Both are looked at: code in a template can put together what the template does not yet hold.
    """
    for found in active(document):
        raise TemplateError(f"template {name!r}: {found}")


def active(document: Document) -> Iterator[str]:
    """What the file would load or run by itself when somebody opens a note made from it."""
    package = document.part.package
    yield from _related(package.rels.values())
    for part in package.iter_parts():
        yield from _related(part.rels.values())
        for code in _codes(part):
            begun = _BEGUN.match(code)
            name = begun[1].upper() if begun else ""
            if code.strip() and name not in _FIELDS:
                yield f"it holds the field {(name or code.strip())[:40]}; take it out in Word"


def _related(relations: Iterable[Any]) -> Iterator[str]:
    for relation in relations:
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind not in _RELATIONS and not relation.is_external:
            yield f"it holds an embedded object ({kind}); take it out in Word"
        if relation.is_external and not relation.reltype.endswith((_LINK, _DEPARTMENT)):
            yield (
                f"it loads {relation.target_ref[:80]!r} from outside ({kind}); embed the "
                "picture in the file instead of linking to it"
            )


def _codes(part: Any) -> Iterator[str]:
    """The code of every field in the part, those within another's code too."""
    root = getattr(part, "element", None)
    if root is None:
        # python-docx leaves the XML of footnotes, endnotes and others as bytes.
        if not _HOLDS_XML.match(part.blob[:50]):
            return
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        root = etree.fromstring(part.blob, parser)
    if root is None:
        return
    for simple in root.iter("{*}fldSimple"):
        yield next((str(v) for n, v in simple.attrib.items() if str(n).endswith("instr")), "")
    # The first is for code outside of any field, which no Word writes.
    codes = [""]
    for element in root.iter("{*}p", "{*}fldChar", "{*}instrText", "{*}delInstrText"):
        tag = str(element.tag).rpartition("}")[2]
        if tag == "p":
            yield codes[0]
            codes[0] = ""
        elif tag != "fldChar":
            codes[-1] += element.text or ""
        else:
            does = [str(v) for n, v in element.attrib.items() if str(n).endswith("fldCharType")]
            if does == ["begin"]:
                # What the inner field comes to would be part of the outer one's name.
                codes[-1] += "{}" if len(codes) > 1 else ""
                codes.append("")
            elif does in (["separate"], ["end"]) and len(codes) > 1:
                yield codes[-1]
                codes[-1] = ""
                if does == ["end"]:
                    codes.pop()
    yield from codes


def _detach(document: Document) -> None:
    """Cuts the tie to a department's template, which Word would look for on every opening."""
    for part in document.part.package.iter_parts():
        for key, relation in list(part.rels.items()):
            if relation.is_external and relation.reltype.endswith(_DEPARTMENT):
                del part.rels[key]
                for tie in list(getattr(part, "element", ())):
                    if str(tie.tag).endswith("attachedTemplate"):
                        tie.getparent().remove(tie)


def sources(document: Any) -> Iterator[str]:
    """The code of the body and of each header and footer, a paragraph a line, as docxtpl has it."""
    yield _lined(document.patch_xml(document.get_xml()))
    for uri in _HEADERS:
        for _, part in document.get_headers_footers(uri):
            yield _lined(document.patch_xml(document.get_part_xml(part)))


def outline(template: Path) -> Iterator[str]:
    """The text of a Word template, a paragraph a line, each after its style."""
    from docx.text.paragraph import Paragraph

    document = opened(template).get_docx()
    for element in document.element.body.iter("{*}p"):
        paragraph = Paragraph(element, document._body)
        style = paragraph.style.name if paragraph.style else ""
        if paragraph.text.strip():
            yield f"{style or '':16} {paragraph.text}"


def _lined(xml: str) -> str:
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def near(source: str, line: int) -> str:
    """The words of the template on that line of its code."""
    lines = source.splitlines()
    text = re.sub(r"<[^>]+>", "", lines[line - 1]) if 0 < line <= len(lines) else ""
    return " ".join(text.split())[:80]
