"""The sections of the shipped Word templates, each as it stands in the default note."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.shared import Pt
from word import WIDTH, character, marked, more, part, row, table, tag, tail, whole


def head(document: Word, kicker: str, *, brief: bool = False) -> None:
    document.add_paragraph(kicker, style="Kicker")
    document.add_paragraph("{{ subject }}", style="Title")
    addressing = table(document, (2.4, WIDTH - 2.4), None, rules=False)
    row(addressing, "{%tr for row in addressing %}", "")
    row(addressing, "{{ row.label }}", "{{ row.value }}", first="Table Heading")
    row(addressing, "{%tr endfor %}", "")
    with part(document, "sources"):
        if brief:
            tag(document, "for source in sources")
            line = document.add_paragraph(style="Small Print")
            line.paragraph_format.space_before = Pt(3)
            line.add_run(
                "{% for row in source if row.label not in ('Address', 'File', 'Language') %}"
            )
            line.add_run("{% if not loop.first %} · {% endif %}{{ row.value }}{% endfor %}")
            tag(document, "endfor")
            document.add_paragraph("", style="Small Print").paragraph_format.line_spacing = Pt(1)
            return
        # Tables that touch become one in Word, and this one is renewed by itself.
        document.add_paragraph("", style="Small Print").paragraph_format.line_spacing = Pt(4)
        sources = table(document, (2.4, WIDTH - 2.4), None, rules=False)
        for code in ("for source in sources", "for row in source"):
            row(sources, f"{{%tr {code} %}}", "")
        row(sources, "{{ row.label }}", "{{ row.value }}", first="Table Heading")
        for _ in range(2):
            row(sources, "{%tr endfor %}", "")


def bottom_line(document: Word, heading: str = "Bottom line") -> None:
    document.add_heading(heading, 1)
    with part(document, "bottom-line"):
        tag(document, "if bottom_line")
        line = document.add_paragraph("{{ bottom_line.text }}", style="Bottom Line")
        tail(line, "bottom_line", mark="mark")
        tag(document, "else")
        document.add_paragraph("{{ nothing.bottom_line }}")
        tag(document, "endif")


def summary(document: Word, heading: str = "Summary", *, level: int = 1) -> None:
    document.add_heading(heading, level)
    with part(document, "summary"):
        tag(document, "for point in summary")
        tail(document.add_paragraph("{{ point.text }}", style="List Number"), "point", mark="mark")
        tag(document, "else")
        document.add_paragraph("{{ nothing.summary }}")
        tag(document, "endfor")
        more(document, "summary_more")


def participants(document: Word, heading: str = "Participants", *, level: int = 1) -> None:
    document.add_heading(heading, level)
    with part(document, "participants"):
        tag(document, "if participants")
        names = ("Name", "Title", "Organisation", "Country")
        people = table(document, (4.6, 6.1, 4.0, 2.3), names)
        row(people, "{%tr for person in participants %}", "", "", "")
        cells = ("{{ person.name }}", "{{ person.title }}")
        made = row(people, *cells, "{{ person.organisation }}", "{{ person.country }}")
        whole(made)
        tail(made.cells[0].paragraphs[0], "person", mark="mark")
        row(people, "{%tr endfor %}", "", "", "")
        more(document, "participants_more")
        tag(document, "else")
        document.add_paragraph("{{ nothing.participants }}")
        tag(document, "endif")


def people_line(document: Word, heading: str) -> None:
    """The participants as a list, where a table would take too much of the page."""
    document.add_heading(heading, 1)
    with part(document, "participants"):
        tag(document, "for person in participants")
        line = document.add_paragraph(style="List Bullet")
        line.add_run("{{ person.name }}").bold = True
        for fact in ("title", "organisation", "country"):
            line.add_run(f"{{% if person.{fact} != '–' %}}, {{{{ person.{fact} }}}}{{% endif %}}")
        tail(line, "person", mark="mark")
        tag(document, "else")
        document.add_paragraph("{{ nothing.participants }}")
        tag(document, "endfor")
        more(document, "participants_more")


def small_print(document: Word) -> None:
    """Cautions and method in a few lines, where a section each would take too much of the page."""
    with part(document, "method"):
        line = document.add_paragraph("{{ disclosure }}", style="Small Print")
        line.paragraph_format.space_before = Pt(8)
        tag(document, "for caution in cautions")
        document.add_paragraph("{{ caution }}", style="Small Print")
        tag(document, "endfor")
        more(document, "cautions_more")
        more(document, "unstated")
        more(document, "legend")


def areas(document: Word, heading: str = "Cooperation areas", *, level: int = 1) -> None:
    document.add_heading(heading, level)
    with part(document, "areas"):
        tag(document, "if areas")
        names = ("Area", "Parties", "Status", "Evidence")
        agreed = table(document, (4.0, 3.4, 2.1, 7.5), names)
        row(agreed, "{%tr for area in areas %}", "", "", "")
        cells = ("{{ area.label }}", "{{ area.parties }}")
        made = row(agreed, *cells, "{{ area.status }}", "{{ area.evidence }}")
        whole(made)
        marked(made.cells[0].paragraphs[0], "area")
        tail(made.cells[3].paragraphs[0], "area")
        row(agreed, "{%tr endfor %}", "", "", "")
        more(document, "areas_more")
        tag(document, "else")
        document.add_paragraph("{{ nothing.cooperation_areas }}")
        tag(document, "endif")


def area_points(document: Word, heading: str) -> None:
    """The areas as a list, where a table would take too much of the page."""
    document.add_heading(heading, 1)
    with part(document, "areas"):
        tag(document, "for area in areas")
        line = document.add_paragraph(style="List Bullet")
        line.add_run("{{ area.status }}").bold = True
        line.add_run(" · ")
        line.add_run("{{ area.label }}")
        character(line, " ({{ area.parties }})", "Mark")
        marked(line, "area")
        tail(line, "area")
        tag(document, "else")
        document.add_paragraph("{{ nothing.cooperation_areas }}")
        tag(document, "endfor")
        more(document, "areas_more")


def quotes(document: Word, heading: str = "Key quotes", *, level: int = 1) -> None:
    document.add_heading(heading, level)
    with part(document, "quotes"):
        tag(document, "for quote in quotes")
        line = document.add_paragraph(style="Quote")
        for text in ("“", "{{ quote.text }}", "”"):
            line.add_run(text)
        speaker = document.add_paragraph("— {{ quote.speaker }}", style="Quote Speaker")
        tail(speaker, "quote", mark="flag")
        tag(document, "else")
        document.add_paragraph("{{ nothing.key_quotes }}")
        tag(document, "endfor")
        more(document, "quotes_more")


def outlook(document: Word, heading: str = "Outlook", *, level: int = 1) -> None:
    document.add_heading(heading, level)
    with part(document, "outlook"):
        tag(document, "for item in outlook")
        line = document.add_paragraph(style="List Bullet")
        line.add_run(
            "{{ item.kind }} · {{ item.when }}{% if item.by %} · {{ item.by }}{% endif %}"
        ).bold = True
        line.add_run(" · ")
        line.add_run("{{ item.text }}")
        tail(line, "item", mark="mark")
        tag(document, "else")
        document.add_paragraph("{{ nothing.outlook }}")
        tag(document, "endfor")
        more(document, "outlook_more")
        more(document, "outlook_basis")


def differences(document: Word) -> None:
    """Only a note of several outlets has it, heading and all."""
    with part(document, "differences"):
        tag(document, "if differences")
        document.add_heading("Where the outlets differ", 1)
        differ = table(document, (3.6, 3.4, 10.0), ("On", "Outlet", "What it reports"))
        row(differ, "{%tr for difference in differences %}", "", "")
        row(differ, "{%tr for account in difference.accounts %}", "", "")
        about = "{% if loop.first %}{{ difference.about }}{% endif %}"
        made = row(differ, about, "{{ account.outlet }}", "{{ account.text }}")
        reference = "{% if loop.first %} [{{ difference.id }}]{% endif %}"
        character(made.cells[0].paragraphs[0], reference, "Reference")
        row(differ, "{%tr endfor %}", "", "")
        row(differ, "{%tr endfor %}", "", "")
        more(document, "differences_more")
        tag(document, "endif")
        # Word calls a file broken whose content control holds nothing.
        document.add_paragraph("", style="Small Print").paragraph_format.line_spacing = Pt(1)


def blank(
    document: Word, heading: str, asked: str = "", *, name: str | None = None, lines: int = 2
) -> None:
    """A fenced space that the article cannot fill: the officer's, and never overwritten."""
    document.add_heading(heading, 1)
    fence(document, name or heading, asked, lines=lines)


def fence(document: Word, name: str, asked: str, *, lines: int = 2) -> None:
    opening = document.add_paragraph(name.upper(), style="Comment Fence")
    if asked:
        character(opening, f" – {asked}", "Mark")
    for _ in range(lines):
        made = document.add_paragraph("", style="Officer Text")
        made.paragraph_format.keep_with_next = True
    closing = document.add_paragraph(f"END {name.upper()}", style="Comment Fence")
    closing.paragraph_format.keep_with_next = False


def cautions(document: Word, heading: str = "Gaps and cautions") -> None:
    document.add_heading(heading, 1)
    with part(document, "cautions"):
        tag(document, "for caution in cautions")
        document.add_paragraph("{{ caution }}", style="List Bullet")
        tag(document, "endfor")
        tag(document, "for item in withheld")
        words = "Withheld from {{ item.section | lower }}: “{{ item.text }}” ({{ item.reason }})"
        document.add_paragraph(words, style="List Bullet")
        tag(document, "endfor")
        for field in ("withheld_more", "cautions_more", "unstated"):
            tag(document, f"if {field}")
            document.add_paragraph(f"{{{{ {field} }}}}", style="List Bullet")
            tag(document, "endif")
        tag(document, "if not (cautions or withheld or unstated)")
        document.add_paragraph("None recorded.")
        tag(document, "endif")


def method(document: Word, heading: str = "Source and method") -> None:
    document.add_heading(heading, 1)
    with part(document, "method"):
        document.add_paragraph("{{ disclosure }}", style="Small Print")
        tag(document, "for row in method")
        document.add_paragraph("{{ row.label }}: {{ row.value }}", style="Small Print")
        tag(document, "endfor")
        more(document, "legend")


def annex(document: Word) -> None:
    with part(document, "annex"):
        tag(document, "if annex")
        heading = document.add_heading("Annex: statements against their source", 1)
        heading.paragraph_format.page_break_before = True
        columns = (1.2, 6.6, WIDTH - 7.8)
        against = table(
            document, columns, ("Ref", "Statement", "Source, by characters of the text")
        )
        row(against, "{%tr for entry in annex %}", "", "")
        made = row(against, "{{ entry.id }}", "{{ entry.text }}", "")
        character(made.cells[1].paragraphs[0], " ({{ entry.origin }}; {{ entry.verdict }})", "Mark")
        _evidence(made.cells[2])
        row(against, "{%tr endfor %}", "", "")
        tag(document, "if annex_cautions")
        document.add_heading("All cautions", 2)
        tag(document, "for caution in annex_cautions")
        document.add_paragraph("{{ caution }}", style="List Bullet")
        tag(document, "endfor")
        tag(document, "endif")
        tag(document, "endif")
        document.add_paragraph("", style="Small Print")


def _evidence(cell: Any) -> None:
    cell.paragraphs[0].text = "{%p for part in entry.evidence %}"
    evidence = cell.add_paragraph(style="Table Text")
    character(evidence, "{% if part.label %}{{ part.label }}: {% endif %}", "Mark")
    evidence.add_run("“{{ part.text }}”")
    character(evidence, "{% if part.place %} ({{ part.place }}){% endif %}", "Mark")
    cell.add_paragraph("{%p endfor %}", style="Table Text")
    # Word calls a file broken whose table cell holds no paragraph.
    cell.add_paragraph("{%p if not entry.evidence %}", style="Table Text")
    cell.add_paragraph("–", style="Table Text")
    cell.add_paragraph("{%p endif %}", style="Table Text")
