"""One brief, four formats: what each states, and what a hostile article can do in it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from render_parse import (
    Sections,
    from_html,
    from_markdown,
    from_word,
    statements,
    word_comments,
    word_lines,
)
from render_sample import BRIEF, EMPTY, HEADER

from briefwright.brief import Brief, ParticipantSpans, Slice, Statement
from briefwright.render import FORMATS, Format, Header, Limits, render, templates, view
from briefwright.render.md_parts import unmarked
from briefwright.sealed import sealed

GOLDEN = Path(__file__).parent.parent / "golden"
READERS = {"md": from_markdown, "html": from_html, "docx": from_word}
MADE: tuple[Format, ...] = ("md", "html", "docx")


def read(brief: Brief, format: Format, header: Header = HEADER) -> Sections:
    return READERS[format](render(brief, format, header=header))


def everything(sections: Sections) -> str:
    return "\n".join([*sections, *(line for lines in sections.values() for line in lines)])


def saying(text: str) -> Brief:
    """A brief in which every string that an article can fill is `text`."""
    slice_ = Slice(start=0, end=len(text), text=text)
    evidence = {"evidence": (slice_,)}
    spans = ParticipantSpans(name=slice_, title=slice_, organisation=slice_, country=slice_)
    article = {"title": text, "byline": text, "publisher": text, "text": text}
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    person = {"name": text, "title": text, "organisation": text, "country": text, "spans": spans}
    quoted = {"text": text, "speaker": text, "speaker_as_written": text, **evidence}
    area = {"label": text, "parties": (text,), **evidence}
    made = BRIEF.model_copy(
        update={
            "articles": (BRIEF.articles[0].model_copy(update={**article, "sha256": sha256}),),
            "bottom_line": Statement(
                id="S1", text=text, evidence=(slice_,), origin="extracted", checks=("verbatim",)
            ),
            "summary": (Statement(id="S2", text=text, evidence=(slice_,), origin="written"),),
            "participants": (BRIEF.participants[0].model_copy(update=person),),
            "key_quotes": (BRIEF.key_quotes[1].model_copy(update=quoted),),
            "cooperation_areas": (BRIEF.cooperation_areas[0].model_copy(update=area),),
            "outlook": (
                BRIEF.outlook[1].model_copy(update={"text": text, "when": text, **evidence}),
            ),
            "withheld": (BRIEF.withheld[0].model_copy(update={"text": text}),),
        }
    )
    return sealed(made)


def test_the_three_notes_carry_the_same_statements() -> None:
    md, html, word = (statements(read(BRIEF, format)) for format in MADE)
    assert md == html
    assert md == word


@pytest.mark.parametrize("format", MADE)
def test_a_note_states_what_the_json_states(format: Format) -> None:
    brief = Brief.model_validate_json(render(BRIEF, "json"))
    found = statements(read(BRIEF, format))
    marks = {"extracted": "article’s words", "written": "written", "compressed": "compressed"}
    assert brief.bottom_line
    assert found["Bottom line"] == [f"{brief.bottom_line.text} (written) [S1]"]
    assert found["Summary"] == [
        f"{point.text} ({marks[point.origin]}) [{point.id}]" for point in brief.summary
    ]
    cells = found["Participants"][4:]
    assert cells[0::4] == [f"{person.name} [{person.id}]" for person in brief.participants]
    for column, name in enumerate(("title", "organisation", "country"), start=1):
        assert cells[column::4] == [getattr(person, name) or "–" for person in brief.participants]
    labels = [cell.casefold() for cell in found["Cooperation areas"][4::4]]
    assert labels == [area.label.casefold() for area in brief.cooperation_areas]
    quoted = [line for line in found["Key quotes"] if line.startswith("“")]
    # A comma before the closing mark is the article's sentence going on, and is not shown.
    words = [" ".join(quote.text.split()).removesuffix(",") for quote in brief.key_quotes[:5]]
    assert quoted == [f"“{shown}”" for shown in words]
    for line, item in zip(found["Outlook"], brief.outlook, strict=False):
        assert item.text in line
        assert line.startswith(f"{item.kind.capitalize()} · {item.when or 'no date given'} · ")
        assert line.endswith(f"({marks[item.origin]}) [{item.id}]")


def test_json_is_the_brief_itself() -> None:
    data = render(BRIEF, "json")
    assert Brief.model_validate_json(data) == BRIEF
    assert "children’s".encode() in data


@pytest.mark.parametrize("format", ["md", "html"])
def test_note_is_as_reviewed(format: Format, update_golden: bool) -> None:
    path = GOLDEN / f"note.{format}"
    made = render(BRIEF, format, header=HEADER)
    if update_golden:
        path.write_bytes(made)
    assert made.decode() == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", [*FORMATS, "json"])
def test_same_brief_gives_the_same_bytes(format: Format) -> None:
    assert render(BRIEF, format, header=HEADER) == render(BRIEF, format, header=HEADER)


@pytest.mark.parametrize("format", MADE)
def test_empty_brief_says_what_the_article_does_not_state(format: Format) -> None:
    found = read(EMPTY, format, Header())
    for name in ("Bottom line", "Summary", "Participants", "Cooperation areas", "Outlook"):
        assert found[name] == ["Nothing found in the article."]
    assert found["Gaps and cautions"] == [
        "Not found in the article: bottom line, summary, participants, cooperation areas, "
        "key quotes, outlook."
    ]
    assert "None" not in everything(found)


@pytest.mark.parametrize("format", MADE)
def test_unmarked_note_has_no_marking(format: Format) -> None:
    assert b"OFFICIAL" not in render(BRIEF, format)
    assert view(BRIEF).marking == ""


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)> & \"quoted\" 'single'",
        "{{ 7*7 }} {% raw %} {# gone #} {_{ 7 }_} {_% x %_} ${7*7}",
        "A & B < C > D &amp; &lt;b&gt; &#60;",
        "# not a heading | cell | **bold** _it_ ~~gone~~ `code` \\",
        "[link](https://evil.example) ![image](http://evil.example/x.png) <https://evil.example>",
        "- item 1. item +x [ref]: http://evil.example 'title'",
        "1) https://evil.example and www.evil.example and spy@evil.example",
        "--- *** === ``` ~~~",
        "مرحبا بالعالم وزير الصحة, דוד כהן said",
        "{%p for x in y %} {%tr endfor %} {{r x }}",
        "</w:t></w:r></w:p>]]><!-- --> <w:p/>",
        "‘nested’ “quotes” — dashes… 1.5% of $5 million (net), snake_case __init__",
    ],
)
@pytest.mark.parametrize("format", MADE)
def test_article_text_comes_out_literally(format: Format, text: str) -> None:
    found = read(saying(text), format)
    assert f"{text} (article’s words) [S1]" in found["Bottom line"]
    assert f"{text} (written) [S2]" in found["Summary"]
    assert found["Participants"][4:8] == [f"{text} [P1]", text, text, text]
    assert f"“{text}”" in found["Key quotes"]
    assert found["Cooperation areas"][5] == text


@pytest.mark.parametrize("format", MADE)
def test_characters_that_no_document_holds_are_dropped(format: Format) -> None:
    text = "Min\x00is\x0bter\x1b[31m of\ufeff He\x9balth\ufffe \u202egro.live\u202c \u2066x\u2069"
    found = read(saying(text), format)
    assert "Minis ter[31m of Health gro.live x (written) [S2]" in found["Summary"]


@pytest.mark.parametrize("format", MADE)
def test_a_word_of_ten_thousand_characters_survives(format: Format) -> None:
    word = "x" * 10_000
    assert f"{word} (written) [S2]" in read(saying(word), format)["Summary"]


def test_markdown_from_an_article_has_no_markup_of_its_own() -> None:
    hostile = (
        "<b>x</b> [a](http://e.example) ![i](http://e.example/i.png) <http://e.example> `c` "
        "&copy; *em* __strong__ | cell\n\n# heading\n\n[x]: http://e.example"
    )
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(render(saying(hostile), "md").decode())
    kinds = {child.type for token in tokens for child in (token.children or [])}
    kinds |= {token.type for token in tokens}
    assert not kinds & {"link_open", "image", "html_inline", "code_inline", "fence"}
    blocks = [token.content for token in tokens if token.type == "html_block"]
    assert all(re.fullmatch(r"<!-- /?briefwright[^<>]*-->\n?", block) for block in blocks)
    headings = [token for token in tokens if token.type == "heading_open"]
    assert len(headings) == 1 + 10


def test_plain_prose_is_not_escaped_in_markdown() -> None:
    plain = "The well-known €1.5bn (net) plan, at 3.30 p.m. – “good”: yes! #1 of 2; A&B < 5, x_y."
    assert plain in render(saying(plain), "md").decode()


def test_html_needs_nothing_from_outside() -> None:
    made = render(BRIEF, "html", header=HEADER).decode()
    root: Any = lxml_html.document_fromstring(made)
    assert "default-src 'none'" in made
    assert not root.xpath("//link | //img | //iframe | //@src | //@onclick")
    assert all(target.startswith("#") for target in root.xpath("//@href"))
    assert root.get("lang") == "en-GB"


def test_every_reference_in_html_leads_to_its_evidence() -> None:
    root: Any = lxml_html.document_fromstring(render(BRIEF, "html").decode())
    anchors = root.xpath("//@id")
    targets = [target.removeprefix("#") for target in root.xpath("//a/@href")]
    assert len(anchors) == len(set(anchors))
    assert sorted([*targets, "verdict"]) == sorted(anchors)


def test_word_note_has_properties_fields_and_repeated_table_headings() -> None:
    data = render(BRIEF, "docx", header=HEADER)
    document = docx.Document(io.BytesIO(data))
    properties = document.core_properties
    assert properties.title == "Vessania and Tormark sign accord on children’s hospitals"
    assert properties.author == "International Unit"
    assert properties.comments == ""
    assert properties.language == "en-GB"
    assert properties.created is not None
    assert properties.created.date().isoformat() == "2026-11-18"
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL – SENSITIVE"
    footer = section.footer.paragraphs[0]._p.xml
    assert " PAGE " in footer
    assert " NUMPAGES " in footer
    assert document.element.body.xml.count("<w:tblHeader/>") == 3
    assert "﷐" not in document.element.body.xml
    styles = {style for style, _ in word_lines(data)}
    assert {"Title", "Heading 1", "List Number", "List Bullet", "Quote", "Bottom Line"} <= styles
    assert [text for style, text in word_lines(data) if style == "Heading 1"][:3] == [
        "Bottom line",
        "Summary",
        "Participants",
    ]


@pytest.mark.parametrize("name", templates.shipped("docx"))
def test_word_note_of_every_template_is_accessible(name: str) -> None:
    data = render(BRIEF, "docx", header=HEADER, template=name)
    document = docx.Document(io.BytesIO(data))
    levels = [int(style[-1]) for style, _ in word_lines(data) if style.startswith("Heading ")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    for table in document.element.body.iter(qn("w:tbl")):
        rows = list(table.iter(qn("w:tr")))
        labelled = "".join(one.text or "" for one in rows[0].iter(qn("w:t"))).startswith("To")
        headed = rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        outlet = "Outlet" in "".join(one.text or "" for one in rows[0].iter(qn("w:t")))
        assert headed or labelled or outlet


@pytest.mark.parametrize("name", templates.shipped("html"))
def test_html_note_of_every_template_is_accessible(name: str) -> None:
    root: Any = lxml_html.document_fromstring(render(BRIEF, "html", template=name).decode())
    levels = [int(one.tag[1]) for one in root.xpath("//main//h2 | //main//h3")]
    assert levels[0] == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(one.get("scope") == "col" for one in root.iter("th"))
    assert len(root.xpath("//h1")) == 1
    assert len(root.xpath("//main")) == 1


def test_marks_in_markdown_are_left_out_on_a_screen() -> None:
    note = render(BRIEF, "md").decode()
    bare = unmarked(note)
    assert "<!--" not in bare
    assert from_markdown(bare.encode()) == from_markdown(note.encode())


def test_every_statement_of_a_word_note_carries_its_evidence_as_a_comment() -> None:
    data = render(BRIEF, "docx", header=HEADER)
    found = word_comments(data)
    made = view(BRIEF)
    assert found[BRIEF.bottom_line.text if BRIEF.bottom_line else ""] == (
        "[S1] written; verified: names, numbers, attribution\n“The health ministers of Vessania "
        "and Tormark signed an accord on Tuesday to build two children’s hospitals and to train "
        "240 nurses a year, officials said.” (characters 71–225)"
    )
    stated = [
        *(point.text for point in made.summary),
        *(quote.text for quote in made.quotes),
        *(item.text for item in made.outlook),
        *(area.label for area in made.areas),
        *(person.name for person in made.participants),
    ]
    assert set(stated) <= set(found)
    assert "Gaps" not in "".join(found)


def test_title_organisation_and_country_each_carry_their_own_evidence() -> None:
    found = word_comments(render(BRIEF, "docx"))
    title = "Minister for Health and Social Care"
    assert found[title].startswith("[P2] title\n“Vessanian Health Minister Oriel Santavo met")
    start = BRIEF.articles[0].text.index(title) if BRIEF.articles[0].text else 0
    assert found[title].endswith(f"(characters {start}–{start + len(title)})")
    entry = next(one for one in view(BRIEF).annex if one.id == "P2")
    assert [part.label for part in entry.evidence] == ["name", "title", "country"]


def test_country_that_was_worked_out_says_so_in_its_evidence() -> None:
    person = BRIEF.participants[2].model_copy(update={"country": "Vessania"})
    brief = sealed(BRIEF.model_copy(update={"participants": (person,)}))
    found = word_comments(render(brief, "docx"))
    assert found["Vessania (inferred)"].startswith("[P3] country\nNot stated beside the name")


def test_comment_of_a_filtered_statement_hangs_on_its_reference(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{% for p in summary %}{{ p.text | upper }} [{{ p.id }}]{% endfor %}")
    path = tmp_path / "mine.docx"
    document.save(str(path))
    found = word_comments(render(BRIEF, "docx", template=path))
    assert set(found) == {"S2", "S3", "S4"}


def test_long_title_and_subject_do_not_break_word_properties() -> None:
    made = render(saying("long " * 200), "docx", header=Header(subject="{{ 7*7 }} " * 60))
    title = docx.Document(io.BytesIO(made)).core_properties.title
    assert title.startswith("{{ 7*7 }} {{ 7*7 }}")
    assert len(title) <= 255


def test_word_note_links_to_nothing_outside() -> None:
    data = render(saying("http://evil.example <a href='http://evil.example'>"), "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        relations = [package.read(name) for name in package.namelist() if name.endswith(".rels")]
    assert not any(b'TargetMode="External"' in part for part in relations)


def test_shipped_word_templates_are_what_their_builder_makes() -> None:
    root = Path(__file__).parent.parent.parent / "templates"
    script = root / "build" / "make.py"
    made = subprocess.run(
        [sys.executable, "-c", f"{_BUILT}", str(script)], capture_output=True, check=True
    )
    for name, data in json.loads(made.stdout).items():
        with (
            zipfile.ZipFile(io.BytesIO(bytes.fromhex(data))) as new,
            zipfile.ZipFile(root / f"{name}.docx") as old,
        ):
            contents = [{n: z.read(n) for n in z.namelist()} for z in (new, old)]
            assert contents[0] == contents[1], name


_BUILT = """
import json, runpy, sys
made = runpy.run_path(sys.argv[1])
print(json.dumps({n: made["saved"](build()).hex() for n, build in made["TEMPLATES"].items()}))
"""


@pytest.mark.parametrize("format", MADE)
def test_limits_are_kept_and_the_rest_counted(format: Format) -> None:
    made = render(BRIEF, format, limits=Limits(quotes=2, participants=1))
    found = READERS[format](made)
    assert len([line for line in found["Key quotes"] if line.startswith("“")]) == 2
    assert "4 more quotations in the full brief." in found["Key quotes"]
    assert "3 more participants in the full brief." in everything(found)
    assert not re.search(r"\[P2\]", everything(found))
