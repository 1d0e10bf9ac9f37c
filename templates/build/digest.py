"""The Word template of a day's digest; `make.py` saves it.

Links and bookmarks are named by the view's anchors. The contents are a table of contents whose
result is there already, each line linked: Word puts page numbers to it when asked to update it,
and asks nobody before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.run import Run
from word import ACCENT, WIDTH, character, more, row, started, table, tag, tail, whole


def digest() -> Word:
    document = started()
    _styles(document)
    document.add_paragraph("DAILY DIGEST", style="Kicker")
    document.add_paragraph("{{ subject }}", style="Title")
    addressing = table(document, (2.4, WIDTH - 2.4), None, rules=False)
    row(addressing, "{%tr for row in addressing %}", "")
    row(addressing, "{{ row.label }}", "{{ row.value }}", first="Table Heading")
    row(addressing, "{%tr endfor %}", "")
    document.add_paragraph("{{ scope }}", style="Scope")
    _contents(document)
    _lines(document)
    _notes(document)
    _coverage(document)
    _method(document)
    return document


def _styles(document: Word) -> None:
    for name, base, size, indent in (
        ("toc 1", "Normal", 10, 0.0),
        ("toc 2", "Normal", 9, 0.5),
        ("Line", "Normal", 10, 0.0),
        ("Scope", "Normal", 10, 0.0),
    ):
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base]
        style.font.size = Pt(size)
        style.paragraph_format.left_indent = Cm(indent)
        style.paragraph_format.space_after = Pt(1 if name.startswith("toc") else 4)
    scope: Any = document.styles["Scope"]
    scope.font.bold = True
    scope.paragraph_format.space_before = Pt(6)
    line: Any = document.styles["Line"]
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(5), Pt(1)
    link: Any = document.styles.add_style("Link", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = ACCENT
    third: Any = document.styles["Heading 3"]
    second: Any = document.styles["Heading 2"]
    third.font.name, third.font.size, third.font.bold = "Arial", Pt(9.5), True
    third.font.color.rgb = ACCENT
    fonts = third.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    third.paragraph_format.space_before, third.paragraph_format.space_after = Pt(6), Pt(2)
    third.paragraph_format.keep_with_next = True
    second.font.size, second.paragraph_format.space_before = Pt(11), Pt(10)


@contextmanager
def _linked(paragraph: Any, anchor: str) -> Iterator[Any]:
    """Whatever runs are added meanwhile lead to the bookmark."""
    before = len(paragraph._p)
    yield paragraph
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.set(qn("w:history"), "1")
    added = list(paragraph._p)[before:]
    added[0].addprevious(link)
    for element in added:
        link.append(element)


def _link(paragraph: Any, anchor: str, text: str) -> None:
    with _linked(paragraph, anchor):
        character(paragraph, text, "Link")


def _bookmark(paragraph: Any, name: str, number: str) -> None:
    """Names the paragraph. Numbers are those of the document's bookmarks, each once."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    first = paragraph._p.find(qn("w:r"))
    first.addprevious(start)
    paragraph._p.append(end)


def _field(paragraph: Any, kind: str, code: str = "") -> None:
    run: Run = paragraph.add_run()
    if code:
        begin = OxmlElement("w:fldChar")
        begin.set(qn("w:fldCharType"), "begin")
        run._r.append(begin)
        text = OxmlElement("w:instrText")
        text.set(qn("xml:space"), "preserve")
        text.text = code
        paragraph.add_run()._r.append(text)
        run = paragraph.add_run()
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run._r.append(mark)


def _contents(document: Word) -> None:
    # Not a heading: the contents would list themselves.
    title = document.add_paragraph("Contents", style="Scope")
    title.paragraph_format.space_before = Pt(10)
    first = document.add_paragraph(style="toc 1")
    _field(first, "separate", ' TOC \\o "1-2" \\h \\z \\u ')
    _link(first, "bottom-lines", "Bottom lines")
    tag(document, "for section in sections")
    heading = document.add_paragraph(style="toc 1")
    with _linked(heading, "{{ section.anchor }}"):
        character(heading, "{{ section.name or 'All stories' }}", "Link")
    code = "{% if not section.stories %} · see also{% elif not listed %} · "
    character(heading, code + "{{ section.stories | length }}{% endif %}", "Mark")
    tag(document, "if listed")
    tag(document, "for story in section.stories")
    entry = document.add_paragraph(style="toc 2")
    _link(entry, "{{ story.anchor }}", "{{ story.number }} {{ story.title }}")
    for code in ("endfor", "endif", "endfor"):
        tag(document, code)
    last = document.add_paragraph(style="toc 1")
    _link(last, "coverage", "Coverage")
    _field(last, "end")


def _lines(document: Word) -> None:
    _bookmark(document.add_heading("Bottom lines", 1), "bottom-lines", "1")
    tag(document, "for section in sections")
    heading = document.add_heading("{{ section.name or 'All stories' }}", 2)
    _bookmark(heading, "{{ section.anchor }}", "{{ 10 + loop.index }}")
    tag(document, "for story in section.stories")
    entry = document.add_paragraph(style="Line")
    with _linked(entry, "{{ story.anchor }}"):
        character(entry, "{{ story.number }} {{ story.title }}", "Link")
        for run in entry._p.iter(qn("w:r")):
            Run(run, entry).bold = True
    _bookmark_first(entry, "{{ story.line_anchor }}", "{{ 100000 + story.number }}")
    character(entry, " {{ story.outlets }}", "Mark")
    tag(document, "if story.note.bottom_line")
    line = document.add_paragraph("{{ story.note.bottom_line.text }}")
    tail(line, "story.note.bottom_line", mark="mark")
    tag(document, "else")
    document.add_paragraph("{{ story.note.nothing.bottom_line }}", style="Small Print")
    tag(document, "endif")
    tag(document, "endfor")
    tag(document, "for link in section.elsewhere")
    also = document.add_paragraph("See also, under {{ link.detail }}: ", style="Small Print")
    _link(also, "{{ link.anchor }}", "{{ link.text }}")
    tag(document, "endfor")
    tag(document, "else")
    document.add_paragraph("No article of this day was briefed; see Coverage.")
    tag(document, "endfor")


def _bookmark_first(paragraph: Any, name: str, number: str) -> None:
    """As `_bookmark`, where the paragraph begins with a link."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    first = paragraph._p.find(qn("w:hyperlink"))
    first.addprevious(start)
    first.addprevious(end)


def _notes(document: Word) -> None:
    tag(document, "if sections")
    heading = document.add_heading("Notes", 1)
    heading.paragraph_format.page_break_before = True
    tag(document, "for section in sections")
    tag(document, "for story in section.stories")
    title = document.add_heading("{{ story.number }} {{ story.title }}", 2)
    _bookmark(title, "{{ story.anchor }}", "{{ 200000 + story.number }}")
    tag(document, "for line in story.sources")
    document.add_paragraph("{{ line }}", style="Small Print")
    tag(document, "endfor")
    tag(document, "for copy in story.copies")
    copy = document.add_paragraph(style="Small Print")
    copy.add_run("Also in {{ copy.outlet }}").bold = True
    copy.add_run(": {{ copy.text }}")
    tag(document, "endfor")
    tag(document, "for report in story.more")
    report = document.add_paragraph(style="Small Print")
    report.add_run("Also reported by {{ report.outlet }}, not drawn on here").bold = True
    report.add_run(": {{ report.text }}")
    tag(document, "endfor")
    _stated(document)
    _differences(document)
    _people_and_areas(document)
    _quotes_and_outlook(document)
    _cautions(document)
    tag(document, "if story.places and not commented")
    document.add_paragraph("Evidence: {{ story.places }}", style="Small Print")
    tag(document, "endif")
    back = document.add_paragraph(style="Small Print")
    _link(back, "{{ story.line_anchor }}", "Back to the bottom lines")
    for code in ("endfor", "endfor", "endif"):
        tag(document, code)


def _stated(document: Word) -> None:
    tag(document, "if story.note.bottom_line")
    line = document.add_paragraph("{{ story.note.bottom_line.text }}", style="Bottom Line")
    tail(line, "story.note.bottom_line", mark="mark")
    tag(document, "else")
    document.add_paragraph("{{ story.note.nothing.bottom_line }}")
    tag(document, "endif")
    tag(document, "for point in story.note.summary")
    # Numbers of a list would go on from story to story.
    point = document.add_paragraph("{{ point.text }}", style="List Bullet")
    tail(point, "point", mark="mark")
    tag(document, "endfor")


def _differences(document: Word) -> None:
    tag(document, "if story.note.differences")
    document.add_heading("Where the outlets differ", 3)
    differ = table(document, (3.6, 3.4, 10.0), ("On", "Outlet", "What it reports"))
    row(differ, "{%tr for difference in story.note.differences %}", "", "")
    row(differ, "{%tr for account in difference.accounts %}", "", "")
    about = "{% if loop.first %}{{ difference.about }}{% endif %}"
    made = row(differ, about, "{{ account.outlet }}", "{{ account.text }}")
    reference = "{% if loop.first %} [{{ difference.id }}]{% endif %}"
    character(made.cells[0].paragraphs[0], reference, "Reference")
    row(differ, "{%tr endfor %}", "", "")
    row(differ, "{%tr endfor %}", "", "")
    tag(document, "endif")


def _people_and_areas(document: Word) -> None:
    tag(document, "if story.note.participants")
    document.add_heading("Participants", 3)
    tag(document, "for person in story.note.participants")
    line = document.add_paragraph(style="List Bullet")
    line.add_run("{{ person.name }}").bold = True
    for fact in ("title", "organisation", "country"):
        line.add_run(f"{{% if person.{fact} != '–' %}}, {{{{ person.{fact} }}}}{{% endif %}}")
    tail(line, "person")
    tag(document, "endfor")
    more(document, "story.note.participants_more")
    tag(document, "endif")
    tag(document, "if story.note.areas")
    document.add_heading("Cooperation areas", 3)
    tag(document, "for area in story.note.areas")
    area = document.add_paragraph(style="List Bullet")
    area.add_run("{{ area.status }}").bold = True
    area.add_run(" · ")
    area.add_run("{{ area.label }}")
    character(area, " ({{ area.parties }})", "Mark")
    tail(area, "area")
    tag(document, "endfor")
    more(document, "story.note.areas_more")
    tag(document, "endif")


def _quotes_and_outlook(document: Word) -> None:
    tag(document, "if story.note.quotes")
    document.add_heading("Key quotes", 3)
    tag(document, "for quote in story.note.quotes")
    document.add_paragraph("“{{ quote.text }}”", style="Quote")
    tail(
        document.add_paragraph("— {{ quote.speaker }}", style="Quote Speaker"), "quote", mark="flag"
    )
    tag(document, "endfor")
    more(document, "story.note.quotes_more")
    tag(document, "endif")
    tag(document, "if story.note.outlook")
    document.add_heading("Outlook", 3)
    tag(document, "for item in story.note.outlook")
    line = document.add_paragraph(style="List Bullet")
    lead = "{{ item.kind }} · {{ item.when }}{% if item.by %} · {{ item.by }}{% endif %}"
    line.add_run(lead).bold = True
    line.add_run(" · ")
    line.add_run("{{ item.text }}")
    tail(line, "item", mark="mark")
    tag(document, "endfor")
    more(document, "story.note.outlook_more")
    tag(document, "endif")


def _cautions(document: Word) -> None:
    tag(document, "if story.note.cautions or story.note.withheld or story.note.unstated")
    document.add_heading("Gaps and cautions", 3)
    tag(document, "for caution in story.note.cautions")
    document.add_paragraph("{{ caution }}", style="List Bullet")
    tag(document, "endfor")
    tag(document, "for item in story.note.withheld")
    words = "Withheld from {{ item.section | lower }}: “{{ item.text }}” ({{ item.reason }})"
    document.add_paragraph(words, style="List Bullet")
    tag(document, "endfor")
    tag(document, "if story.note.unstated")
    document.add_paragraph("{{ story.note.unstated }}", style="List Bullet")
    tag(document, "endif")
    tag(document, "endif")


def _coverage(document: Word) -> None:
    heading = document.add_heading("Coverage", 1)
    _bookmark(heading, "coverage", "2")
    tag(document, "for row in coverage.sums")
    line = document.add_paragraph("{{ row.label }}: ", style="List Bullet")
    line.add_run("{{ row.value }}").bold = True
    tag(document, "endfor")
    tag(document, "for remark in coverage.remarks")
    document.add_paragraph("{{ remark }}", style="List Bullet")
    tag(document, "endfor")
    _rows(
        document,
        "coverage.outlets",
        "",
        (("Outlet", 7.0, "name"), ("Articles read", 2.6, "read"), ("Copies", 2.4, "copies"),
         ("Not done", 2.6, "missed"), ("Stale", 2.4, "stale")),
    )  # fmt: skip
    _rows(
        document,
        "coverage.missed",
        "Not in this digest, and why",
        (("What", 5.0, "what"), ("Outlet", 2.8, "outlet"), ("How it ended", 2.6, "fate"),
         ("Reason", 6.6, "reason")),
    )  # fmt: skip
    for field, title, ahead in (
        ("coverage.stale", "Stale: older than the day", "Age"),
        ("coverage.later", "Dated after the day", "Ahead"),
    ):
        columns = (
            (ahead, 1.8, "age"),
            ("Day", 2.8, "day"),
            ("Outlet", 3.0, "outlet"),
            ("Article", 9.4, "title"),
        )
        _rows(document, field, title, columns, below="bottom_line")


def _rows(
    document: Word,
    field: str,
    title: str,
    columns: tuple[tuple[str, float, str], ...],
    *,
    below: str = "",
) -> None:
    tag(document, f"if {field}")
    if title:
        document.add_heading(title, 3)
    made = table(document, tuple(w for _, w, _ in columns), tuple(name for name, _, _ in columns))
    empty = [""] * (len(columns) - 1)
    row(made, f"{{%tr for one in {field} %}}", *empty)
    cells = row(made, *(f"{{{{ one.{name} }}}}" for _, _, name in columns))
    whole(cells)
    if below:
        last = cells.cells[-1]
        last.paragraphs[0].runs[0].bold = True
        last.add_paragraph(f"{{{{ one.{below} }}}}", style="Table Text")
    row(made, "{%tr endfor %}", *empty)
    tag(document, "endif")


def _method(document: Word) -> None:
    document.add_heading("Method", 1)
    document.add_paragraph("{{ disclosure }}", style="Small Print")
    tag(document, "for row in method")
    document.add_paragraph("{{ row.label }}: {{ row.value }}", style="Small Print")
    tag(document, "endfor")
