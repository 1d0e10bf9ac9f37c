"""The pieces of the shipped Word templates; `make.py` puts them together.

The templates are ordinary Word documents whose looks are all in named styles, so that an officer
can change them in Word. docxtpl's tags: `{{ field }}` prints, `{%p … %}` stands for a paragraph and
`{%tr … %}` for a table row, and both vanish with it. What Briefwright writes stands in content
controls, tagged `briefwright:NAME`, so that `--update` can tell it from what an officer writes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
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

# Arial is on Windows and macOS; LibreOffice has Liberation Sans, of the same widths.
FONT = "Arial"
INK = RGBColor(0x1B, 0x1D, 0x21)
QUIET = RGBColor(0x55, 0x5B, 0x65)
ACCENT = RGBColor(0x1D, 0x44, 0x77)
RULE = "C9CDD3"
TINT = "EEF2F7"
WIDTH = 17.0  # cm of text between the margins


def started(settings: str = "") -> Word:
    """A document with the page, the styles, the header and the footer, and nothing in it.

    `settings` is what of a brief the note shows: "quotes=2 pages=1" (`Limits`).
    """
    document = Document()
    _page(document)
    _styles(document)
    _header_and_footer(document)
    if settings:
        document.add_paragraph(f"{{#p briefwright: {settings} #}}", style="Small Print")
    return document


def saved(document: Word) -> bytes:
    _properties(document)
    _drop_thumbnail(document)
    written = io.BytesIO()
    document.save(written)
    return repacked(written.getvalue())


@contextmanager
def part(document: Word, name: str) -> Iterator[None]:
    """Whatever is added meanwhile stands in a content control of that name."""
    body = document.element.body
    before = set(body)
    yield
    control, properties, content = map(OxmlElement, ("w:sdt", "w:sdtPr", "w:sdtContent"))
    for tag, value in (
        ("w:alias", name.replace("-", " ").capitalize()),
        ("w:tag", f"briefwright:{name}"),
        ("w:id", str(sum(map(ord, name)) * 7919 + len(name))),
    ):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        properties.append(element)
    # Not a plain control: LibreOffice takes the looks off the first paragraph of one.
    kind, gallery = OxmlElement("w:docPartObj"), OxmlElement("w:docPartGallery")
    gallery.set(qn("w:val"), "Quick Parts")
    kind.append(gallery)
    properties.append(kind)
    control.append(properties)
    control.append(content)
    added = [element for element in body if element not in before]
    added[0].addprevious(control)
    for element in added:
        content.append(element)


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
        ("Heading 1", 11, 9, 3, "bold accent"),
        ("Heading 2", 10, 5, 2, "bold"),
        ("Header", 9, 0, 0, "bold"),
        ("Footer", 9, 0, 0, ""),
        ("List Number", 10, 0, 3, ""),
        ("List Bullet", 10, 0, 3, ""),
        ("Quote", 10, 2, 0, "italic"),
    ):
        _style(document.styles[name], size, before, after, look)
    for name, size, before, after, look in (
        ("Kicker", 9.0, 0.0, 2.0, "bold accent"),
        ("Bottom Line", 11, 2, 6, "bold"),
        ("Quote Speaker", 9, 0, 5, ""),
        ("Table Text", 8.5, 1.5, 1.5, ""),
        ("Table Heading", 8.5, 1.5, 1.5, "bold quiet"),
        ("Comment Fence", 8, 0, 0, "bold quiet"),
        ("Officer Text", 10, 0, 0, ""),
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
        document.styles[name].paragraph_format.left_indent = Cm(0.45)
        _borders(document.styles[name], left=(12, 8))
    for name in ("Quote", "Heading 1", "Heading 2", "Kicker"):
        document.styles[name].paragraph_format.keep_with_next = True
    _borders(document.styles["Title"])
    _borders(document.styles["Heading 1"], bottom=(4, 1))
    _borders(document.styles["Bottom Line"], left=(24, 6), tint=TINT)
    document.styles["Bottom Line"].paragraph_format.left_indent = Cm(0.3)
    for name in ("Comment Fence", "Officer Text"):
        # One box: Word joins the borders of neighbours that have the same.
        _borders(document.styles[name], top=(4, 4), left=(4, 6), bottom=(4, 4), right=(4, 6))
        shape = document.styles[name].paragraph_format
        shape.left_indent = shape.right_indent = Cm(0.25)
    document.styles["Comment Fence"].paragraph_format.keep_with_next = True
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


def _borders(style: Any, *, tint: str | None = None, **sides: tuple[int, int]) -> None:
    """Sets the borders of a style, each by its width in eighths of a point and its distance;
    those that Word's default template draws go."""
    shape = style.element.get_or_add_pPr()
    for tag in ("w:pBdr", "w:shd"):
        for old in shape.findall(qn(tag)):
            shape.remove(old)
    behind = ("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    if sides:
        borders = OxmlElement("w:pBdr")
        for side in ("top", "left", "bottom", "right"):
            if side in sides:
                width, space = sides[side]
                borders.append(_line(side, width=width, space=space))
        shape.insert_element_before(borders, "w:shd", *behind)
    if tint:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", tint)):
            shade.set(qn(f"w:{key}"), value)
        shape.insert_element_before(shade, *behind)


def _line(side: str, *, width: int = 4, space: int = 1) -> Any:
    line = OxmlElement(f"w:{side}")
    color = RULE if width < 20 else str(ACCENT)
    for key, value in (("val", "single"), ("sz", width), ("space", space), ("color", color)):
        line.set(qn(f"w:{key}"), str(value))
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


def tag(document: Word, code: str) -> None:
    """A paragraph that is template code and leaves nothing behind."""
    document.add_paragraph(f"{{%p {code} %}}", style="Small Print")


def more(document: Word, field: str) -> None:
    """A line of small print, where the field has something to say."""
    tag(document, f"if {field}")
    line = document.add_paragraph(f"{{{{ {field} }}}}", style="Small Print")
    line.paragraph_format.space_before = Pt(3)
    tag(document, "endif")


def tail(paragraph: Any, item: str, *, mark: str | None = None) -> None:
    """The discreet end of a statement: how it came about, its reference, and its outlet."""
    if mark:
        marked(paragraph, item, mark)
    whose = f"{{% if {item}.outlets %}}, {{{{ {item}.outlets }}}}{{% endif %}}"
    character(paragraph, f" [{{{{ {item}.id }}}}{whose}]", "Reference")


def marked(paragraph: Any, item: str, mark: str = "mark") -> None:
    """How the item came about, in small letters."""
    field = f"{item}.{mark}"
    character(paragraph, f"{{% if {field} %}} ({{{{ {field} }}}}){{% endif %}}", "Mark")


def character(paragraph: Any, text: str, style: str) -> None:
    paragraph.add_run(text).style = style


def table(
    document: Word, widths: tuple[float, ...], names: tuple[str, ...] | None, *, rules: bool = True
) -> Any:
    made: Any = document.add_table(rows=0, cols=len(widths))
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    shape = made._tbl.tblPr
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
        heading = row(made, *names, style="Table Heading")
        repeat = OxmlElement("w:tblHeader")
        heading._tr.get_or_add_trPr().append(repeat)
    return made


def row(table: Any, *texts: str, style: str = "Table Text", first: str | None = None) -> Any:
    made = table.add_row()
    if style == "Table Heading":
        whole(made)
    for number, (cell, text) in enumerate(zip(made.cells, texts, strict=True)):
        cell.width = table.columns[number].width
        cell.paragraphs[0].text = text
        cell.paragraphs[0].style = first if first and number == 0 else style
    return made


def whole(row: Any) -> None:
    """Keeps the row on one page. Not for rows that may be longer than one: those run off it."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


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
