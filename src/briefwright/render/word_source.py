"""The template code of a Word file as jinja2 gets to see it, and what else it brings along."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
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
_ACTIVE = ("oleObject", "package", "control", "vbaProject", "aFChunk", "subDocument", "frame")
_FIELDS = re.compile(
    r"\b(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|DDEAUTO|DDE|LINK|EMBED|MACROBUTTON|DATABASE|RD)\b",
    re.IGNORECASE,
)
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
    for found in active(word):
        raise TemplateError(f"template {template.name!r}: {found}")
    _detach(word)
    return document


def active(document: Document) -> Iterator[str]:
    """What the file would load or run by itself when somebody opens a note made from it."""
    for part in document.part.package.iter_parts():
        for relation in part.rels.values():
            kind = relation.reltype.rsplit("/", 1)[-1]
            if kind in _ACTIVE:
                yield f"it holds an embedded object ({kind}); take it out in Word"
            if relation.is_external and not relation.reltype.endswith((_LINK, _DEPARTMENT)):
                yield (
                    f"it loads {relation.target_ref[:80]!r} from outside ({kind}); embed the "
                    "picture in the file instead of linking to it"
                )
        for code in _codes(part):
            found = _FIELDS.search(code)
            if found:
                yield f"it holds the field {found.group(1).upper()}; take it out in Word"


def _codes(part: Any) -> Iterator[str]:
    element = getattr(part, "element", None)
    if element is None:
        return
    for paragraph in element.iter("{*}p"):
        yield "".join(one.text or "" for one in paragraph.iter("{*}instrText"))
    for simple in element.iter("{*}fldSimple"):
        yield next((value for name, value in simple.attrib.items() if name.endswith("instr")), "")


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
