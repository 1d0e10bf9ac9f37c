"""Builds templates/note.docx: `python templates/build/note_docx.py`.

The template is an ordinary Word document whose looks are all in named styles, so that an officer
can change them in Word. docxtpl's tags: `{{ field }}` prints, `{%p … %}` stands for a paragraph
and `{%tr … %}` for a table row, and both vanish with it.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from briefwright.render.docx import repacked

TARGET = Path(__file__).parent.parent / "note.docx"

# Arial is on Windows and macOS; LibreOffice has Liberation Sans, of the same widths.
FONT = "Arial"
INK = RGBColor(0x1B, 0x1D, 0x21)
QUIET = RGBColor(0x55, 0x5B, 0x65)
ACCENT = RGBColor(0x1D, 0x44, 0x77)
RULE = "C9CDD3"
WIDTH = 17.0  # cm of text between the margins


def build() -> bytes:
    document = Document()
    _page(document)
    _styles(document)
    _header_and_footer(document)
    _head(document)
    _statements(document)
    _people_and_areas(document)
    _quotes_and_outlook(document)
    _officer_and_method(document)
    _annex(document)
    _properties(document)
    _drop_thumbnail(document)
    written = io.BytesIO()
    document.save(written)
    return repacked(written.getvalue())


def _page(document: Word) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(1.8)
    section.header_distance = section.footer_distance = Cm(0.9)


def _styles(document: Word) -> None:
    for name, size, before, after, look in (
        ("Normal", 10.0, 0.0, 4.0, ""),
        ("Title", 17, 0, 6, "bold"),
        ("Heading 1", 11, 8, 3, "bold accent"),
        ("Header", 9, 0, 0, "bold"),
        ("Footer", 9, 0, 0, ""),
        ("List Number", 10, 0, 3, ""),
        ("List Bullet", 10, 0, 3, ""),
        ("Quote", 10, 2, 0, "italic"),
    ):
        _style(document.styles[name], size, before, after, look)
    for name, size, before, after, look in (
        ("Kicker", 9.0, 0.0, 2.0, "bold accent"),
        ("Bottom Line", 11, 0, 4, "bold"),
        ("Quote Speaker", 9, 0, 4, ""),
        ("Table Text", 8.5, 1.5, 1.5, ""),
        ("Table Heading", 8.5, 1.5, 1.5, "bold quiet"),
        ("Comment Fence", 8.5, 2, 2, "quiet"),
        ("Small Print", 8.5, 0, 2, "quiet"),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        _style(style, size, before, after, look)
    for name in ("Reference", "Mark"):
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.size, style.font.italic, style.font.bold = Pt(8), False, False
        style.font.color.rgb = ACCENT if name == "Reference" else QUIET
    for name in ("Quote", "Quote Speaker"):
        document.styles[name].paragraph_format.left_indent = Cm(0.6)
    document.styles["Quote"].paragraph_format.keep_with_next = True
    for name in ("Title", "Heading 1"):
        _border(document.styles[name], "bottom" if name == "Heading 1" else None)
    _language(document)


def _style(style: Any, size: float, before: float, after: float, look: str) -> None:
    assert isinstance(style, ParagraphStyle)
    font, shape = style.font, style.paragraph_format
    font.name, font.size = FONT, Pt(size)
    font.bold, font.italic = "bold" in look, "italic" in look
    font.color.rgb = ACCENT if "accent" in look else QUIET if "quiet" in look else INK
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.0
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The theme's fonts win over a style's own, unless their attributes go.
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    # Word's own Title spreads its letters, its lists close up between points.
    for parent, tag in (
        (style.element.rPr, "w:spacing"),
        (style.element.pPr, "w:contextualSpacing"),
    ):
        for old in parent.findall(qn(tag)):
            parent.remove(old)


def _border(style: Any, side: str | None) -> None:
    """Sets the one border of a style; None takes away what Word's default template draws."""
    shape = style.element.get_or_add_pPr()
    for old in shape.findall(qn("w:pBdr")):
        shape.remove(old)
    if side is None:
        return
    borders = OxmlElement("w:pBdr")
    borders.append(_line(side))
    shape.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:outlineLvl"
    )


def _line(side: str) -> Any:
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", RULE)):
        line.set(qn(f"w:{key}"), value)
    return line


def _language(document: Word) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _header_and_footer(document: Word) -> None:
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.text = "{{ marking }}"
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer = section.footer.paragraphs[0]
    style = document.styles["Footer"]
    assert isinstance(style, ParagraphStyle)
    stops = style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Cm(WIDTH / 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run("{{ date }}\t")
    footer.add_run("{{ marking }}").bold = True
    footer.add_run("\tPage ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run()
        if kind is None:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
            run._r.append(element)
        elif kind == "text":
            run.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


def _head(document: Word) -> None:
    document.add_paragraph("BRIEFING NOTE", style="Kicker")
    document.add_paragraph("{{ subject }}", style="Title")
    table = _table(document, (2.4, WIDTH - 2.4), None, rules=False)
    _row(table, "{%tr for row in addressing %}", "")
    _row(table, "{{ row.label }}", "{{ row.value }}", first="Table Heading")
    _row(table, "{%tr endfor %}", "")
    _row(table, "{%tr for source in sources %}", "")
    _row(table, "{%tr for row in source %}", "")
    _row(table, "{{ row.label }}", "{{ row.value }}", first="Table Heading")
    _row(table, "{%tr endfor %}", "")
    _row(table, "{%tr endfor %}", "")


def _statements(document: Word) -> None:
    document.add_heading("Bottom line", 1)
    _tag(document, "if bottom_line")
    line = document.add_paragraph("{{ bottom_line.text }}", style="Bottom Line")
    _tail(line, "bottom_line", mark="mark")
    _tag(document, "else")
    document.add_paragraph("{{ nothing.bottom_line }}")
    _tag(document, "endif")
    document.add_heading("Summary", 1)
    _tag(document, "for point in summary")
    _tail(document.add_paragraph("{{ point.text }}", style="List Number"), "point", mark="mark")
    _tag(document, "else")
    document.add_paragraph("{{ nothing.summary }}")
    _tag(document, "endfor")


def _people_and_areas(document: Word) -> None:
    document.add_heading("Participants", 1)
    _tag(document, "if participants")
    table = _table(document, (4.6, 6.1, 4.0, 2.3), ("Name", "Title", "Organisation", "Country"))
    _row(table, "{%tr for person in participants %}", "", "", "")
    cells = ("{{ person.name }}", "{{ person.title }}")
    row = _row(table, *cells, "{{ person.organisation }}", "{{ person.country }}")
    _tail(row.cells[0].paragraphs[0], "person")
    _row(table, "{%tr endfor %}", "", "", "")
    _more(document, "participants_more")
    _tag(document, "else")
    document.add_paragraph("{{ nothing.participants }}")
    _tag(document, "endif")
    document.add_heading("Cooperation areas", 1)
    _tag(document, "if areas")
    table = _table(document, (4.0, 3.4, 2.1, 7.5), ("Area", "Parties", "Status", "Evidence"))
    _row(table, "{%tr for area in areas %}", "", "", "")
    cells = ("{{ area.label }}", "{{ area.parties }}")
    row = _row(table, *cells, "{{ area.status }}", "{{ area.evidence }}")
    _tail(row.cells[3].paragraphs[0], "area")
    _row(table, "{%tr endfor %}", "", "", "")
    _tag(document, "else")
    document.add_paragraph("{{ nothing.cooperation_areas }}")
    _tag(document, "endif")


def _quotes_and_outlook(document: Word) -> None:
    document.add_heading("Key quotes", 1)
    _tag(document, "for quote in quotes")
    document.add_paragraph("“{{ quote.text }}”", style="Quote")
    speaker = document.add_paragraph("— {{ quote.speaker }}", style="Quote Speaker")
    _tail(speaker, "quote", mark="flag")
    _tag(document, "else")
    document.add_paragraph("{{ nothing.key_quotes }}")
    _tag(document, "endfor")
    _more(document, "quotes_more")
    document.add_heading("Outlook", 1)
    _tag(document, "for item in outlook")
    line = document.add_paragraph(style="List Bullet")
    line.add_run(
        "{{ item.kind }} · {{ item.when }}{% if item.by %} · {{ item.by }}{% endif %}"
    ).bold = True
    line.add_run(" · {{ item.text }}")
    _tail(line, "item", mark="mark")
    _tag(document, "else")
    document.add_paragraph("{{ nothing.outlook }}")
    _tag(document, "endfor")
    _more(document, "outlook_basis")


def _officer_and_method(document: Word) -> None:
    document.add_heading("Officer comment", 1)
    document.add_paragraph("COMMENT", style="Comment Fence").paragraph_format.keep_with_next = True
    for _ in range(3):
        document.add_paragraph("").paragraph_format.keep_with_next = True
    document.add_paragraph("END COMMENT", style="Comment Fence")
    document.add_heading("Gaps and cautions", 1)
    _tag(document, "for caution in cautions")
    document.add_paragraph("{{ caution }}", style="List Bullet")
    _tag(document, "endfor")
    _tag(document, "for item in withheld")
    words = "Withheld from {{ item.section | lower }}: “{{ item.text }}” ({{ item.reason }})"
    document.add_paragraph(words, style="List Bullet")
    _tag(document, "endfor")
    _tag(document, "if unstated")
    document.add_paragraph("{{ unstated }}", style="List Bullet")
    _tag(document, "endif")
    _tag(document, "if not (cautions or withheld or unstated)")
    document.add_paragraph("None recorded.")
    _tag(document, "endif")
    document.add_heading("Source and method", 1)
    document.add_paragraph("{{ disclosure }}", style="Small Print")
    _tag(document, "for row in method")
    document.add_paragraph("{{ row.label }}: {{ row.value }}", style="Small Print")
    _tag(document, "endfor")


def _annex(document: Word) -> None:
    _tag(document, "if annex")
    heading = document.add_heading("Annex: statements against their source", 1)
    heading.paragraph_format.page_break_before = True
    columns = (1.2, 6.6, WIDTH - 7.8)
    table = _table(document, columns, ("Ref", "Statement", "Source, by characters of the text"))
    _row(table, "{%tr for entry in annex %}", "", "")
    row = _row(table, "{{ entry.id }}", "{{ entry.text }}", "")
    _character(row.cells[1].paragraphs[0], " ({{ entry.origin }})", "Mark")
    cell = row.cells[2]
    cell.paragraphs[0].text = "{%p for part in entry.evidence %}"
    evidence = cell.add_paragraph("“{{ part.text }}”", style="Table Text")
    _character(evidence, " ({{ part.place }})", "Mark")
    cell.add_paragraph("{%p endfor %}", style="Table Text")
    # Word calls a file broken whose table cell holds no paragraph.
    cell.add_paragraph("{%p if not entry.evidence %}", style="Table Text")
    cell.add_paragraph("–", style="Table Text")
    cell.add_paragraph("{%p endif %}", style="Table Text")
    _row(table, "{%tr endfor %}", "", "")
    _tag(document, "endif")


def _tag(document: Word, code: str) -> None:
    document.add_paragraph(f"{{%p {code} %}}", style="Small Print")


def _more(document: Word, field: str) -> None:
    _tag(document, f"if {field}")
    line = document.add_paragraph(f"{{{{ {field} }}}}", style="Small Print")
    line.paragraph_format.space_before = Pt(3)
    _tag(document, "endif")


def _tail(paragraph: Any, item: str, *, mark: str | None = None) -> None:
    """The discreet end of a statement: how it came about, and its reference."""
    if mark:
        field = f"{item}.{mark}"
        _character(paragraph, f"{{% if {field} %}} ({{{{ {field} }}}}){{% endif %}}", "Mark")
    _character(paragraph, f" [{{{{ {item}.id }}}}]", "Reference")


def _character(paragraph: Any, text: str, style: str) -> None:
    paragraph.add_run(text).style = style


def _table(
    document: Word, widths: tuple[float, ...], names: tuple[str, ...] | None, *, rules: bool = True
) -> Any:
    table: Any = document.add_table(rows=0, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    shape = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("left", "0"), ("right", "100")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), twips)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    if rules:
        borders = OxmlElement("w:tblBorders")
        for side in ("bottom", "insideH"):
            borders.append(_line(side))
        layout = shape.find(qn("w:tblLayout"))
        layout.addprevious(borders) if layout is not None else shape.append(borders)
    look = shape.find(qn("w:tblLook"))
    look.addprevious(margins) if look is not None else shape.append(margins)
    if names:
        heading = _row(table, *names, style="Table Heading")
        repeat = OxmlElement("w:tblHeader")
        heading._tr.get_or_add_trPr().append(repeat)
    return table


def _row(table: Any, *texts: str, style: str = "Table Text", first: str | None = None) -> Any:
    row = table.add_row()
    whole = OxmlElement("w:cantSplit")
    # A row that cannot break would run off the page if its text is longer than one.
    if style == "Table Heading":
        row._tr.get_or_add_trPr().append(whole)
    for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = table.columns[number].width
        cell.paragraphs[0].text = text
        cell.paragraphs[0].style = first if first and number == 0 else style
    return row


def _properties(document: Word) -> None:
    properties = document.core_properties
    properties.title = properties.subject = "Briefing note"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.keywords = properties.category = ""
    properties.language = "en-GB"
    properties.created = properties.modified = datetime(2026, 1, 1)


def _drop_thumbnail(document: Word) -> None:
    """A picture of python-docx's own template: an unreferenced part is not saved."""
    relations = document.part.package.rels
    for key in [k for k, relation in relations.items() if "thumbnail" in relation.reltype]:
        del relations[key]


if __name__ == "__main__":
    TARGET.write_bytes(build())
