"""Whatever an officer did to a note, in words or not, is seen, and survives an update."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.run import Run
from render_sample import BRIEF, HEADER
from test_render_update import LATER, paragraph, word

from briefwright.render import fill, render, templates
from briefwright.render.updated import edits, update

NOTE = render(BRIEF, "docx", header=HEADER)
NEWER = render(LATER, "docx")
INSIDE = "Ekholm said. (written) [S2]"
OUTSIDE = "Officer comment"
WHERE_LOOKS = "looks, pictures or tables outside the generated parts"


def png() -> io.BytesIO:
    """A red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00\xff\x00\x00")
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    )


def first_run(document: Document, words: str) -> Run:
    place = paragraph(document, words)
    return Run(next(place._p.iter(qn("w:r"))), place)  # type: ignore[arg-type]


def in_change(document: Document, words: str, kind: str) -> None:
    """Put the first run under the words into a tracked change, as Word does."""
    run = first_run(document, words)._r
    change = OxmlElement(f"w:{kind}")
    change.set(qn("w:id"), "900")
    change.set(qn("w:author"), "A. Officer")
    run.addprevious(change)
    change.append(run)
    if kind == "del":
        for text in list(run.iter(qn("w:t"))):
            text.tag = qn("w:delText")


def reformatted(document: Document, words: str) -> None:
    """Bold as a tracked change: `rPrChange` says what it was."""
    run = first_run(document, words)
    run.bold = True
    change = OxmlElement("w:rPrChange")
    change.set(qn("w:id"), "901")
    run._r.get_or_add_rPr().append(change)


def marked(document: Document, words: str, **look: bool) -> None:
    font = first_run(document, words).font
    for name, value in look.items():
        setattr(font, name, value)


def coloured(document: Document, words: str) -> None:
    first_run(document, words).font.color.rgb = RGBColor(255, 0, 0)


def footnoted(document: Document, words: str) -> None:
    note = parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>')
    paragraph(document, words)._p.append(note)


def pictured(document: Document, words: str) -> None:
    first_run(document, words).add_picture(png())


def bordered(document: Document, words: str) -> None:
    border = parse_xml(f'<w:bdr {nsdecls("w")} w:val="single" w:sz="4" w:space="0"/>')
    first_run(document, words)._r.get_or_add_rPr().append(border)


def bookmarked(document: Document, words: str, name: str = "for_the_minister") -> None:
    place = paragraph(document, words)._p
    for kind in ("Start", "End"):
        place.append(parse_xml(f'<w:bookmark{kind} {nsdecls("w")} w:id="7" w:name="{name}"/>'))


def hyphenated(document: Document, words: str) -> None:
    first_run(document, words)._r.append(OxmlElement("w:softHyphen"))


def spaced(document: Document, words: str) -> None:
    paragraph(document, words).paragraph_format.line_spacing = 2.0


CHANGES: dict[str, Callable[[Document, str], None]] = {
    "tracked insertion": lambda document, words: in_change(document, words, "ins"),
    "tracked deletion": lambda document, words: in_change(document, words, "del"),
    "tracked bold": reformatted,
    "bold": lambda document, words: marked(document, words, bold=True),
    "not bold": lambda document, words: marked(document, words, bold=False),
    "struck": lambda document, words: marked(document, words, strike=True),
    "struck twice": lambda document, words: marked(document, words, double_strike=True),
    "underlined": lambda document, words: marked(document, words, underline=True),
    "hidden": lambda document, words: marked(document, words, hidden=True),
    "red": coloured,
    "larger": lambda document, words: setattr(first_run(document, words).font, "size", Pt(20)),
    "centred": lambda document, words: setattr(paragraph(document, words), "alignment", 1),
    "another style": lambda document, words: setattr(paragraph(document, words), "style", "Quote"),
    "line spacing": spaced,
    "character border": bordered,
    "bookmark": bookmarked,
    "soft hyphen": hyphenated,
    "footnote": footnoted,
    "picture": pictured,
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_in_a_generated_part_keeps_the_part(change: str) -> None:
    old = word(NOTE, lambda document: CHANGES[change](document, INSIDE))
    assert edits(old, "docx") == ("summary",)
    made = update(old, NEWER, "docx")
    assert made.of("edited") == ("summary",)
    assert edits(made.content, "docx") == ("summary",)
    assert body_of(made.content, "summary") == body_of(old, "summary")
    assert "summary" in update(old, NEWER, "docx", force=True).of("renewed")


@pytest.mark.parametrize("change", CHANGES)
def test_change_outside_the_generated_parts_is_seen_and_survives(change: str) -> None:
    old = word(NOTE, lambda document: CHANGES[change](document, OUTSIDE))
    (said,) = edits(old, "docx")
    assert said.endswith("outside the generated parts")
    made = update(old, NEWER, "docx")
    assert edits(made.content, "docx") == (said,)
    assert made.of("renewed") == ("summary", "annex")
    assert outside_of(made.content) == outside_of(old)


def test_table_outside_is_seen_and_survives() -> None:
    def work(document: Document) -> None:
        table = document.add_table(rows=1, cols=1)
        paragraph(document, OUTSIDE)._p.addprevious(table._tbl)

    old = word(NOTE, work)
    assert edits(old, "docx") != ()
    assert outside_of(update(old, NEWER, "docx").content) == outside_of(old)


def body_of(note: bytes, name: str) -> bytes:
    document = docx.Document(io.BytesIO(note))
    for control in document.element.body.iter(qn("w:sdt")):
        if name in str(control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))):
            return bytes(_xml(control))
    raise AssertionError(name)


def outside_of(note: bytes) -> list[bytes]:
    document = docx.Document(io.BytesIO(note))
    return [_xml(one) for one in document.element.body if one.tag != qn("w:sdt")]


def _xml(element: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(element))


def marking(document: Document) -> None:
    document.sections[0].header.paragraphs[0].runs[0].text = "SECRET"


def footer(document: Document) -> None:
    document.sections[0].footer.paragraphs[0].add_run(" Draft 2")


def logo(document: Document) -> None:
    document.sections[0].header.paragraphs[0].add_run().add_picture(png())


def style(document: Document) -> None:
    document.styles["Bottom Line"].font.name = "Georgia"


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (marking, "header or footer"),
        (footer, "header or footer"),
        (logo, "header or footer"),
        (style, "the style 'bottom line'"),
    ],
)
def test_header_footer_and_styles_are_the_officers(
    work: Callable[[Document], None], said: str
) -> None:
    old = word(NOTE, work)
    assert edits(old, "docx") == (said,)
    made = update(old, NEWER, "docx").content
    assert edits(made, "docx") == (said,)
    document = docx.Document(io.BytesIO(made))
    again = docx.Document(io.BytesIO(old))
    for one, other in zip(document.sections, again.sections, strict=True):
        assert _xml(one.header._element) == _xml(other.header._element)
        assert _xml(one.footer._element) == _xml(other.footer._element)
    assert document.styles["Bottom Line"].font.name == again.styles["Bottom Line"].font.name


@pytest.mark.parametrize("name", ["a=b", "x|y", "50%3d"])
def test_style_of_any_name_is_the_officers(name: str, tmp_path: Path) -> None:
    def styled(document: Document) -> None:
        document.styles.add_style(name, 1)
        paragraph(document, OUTSIDE).style = name

    # In an officer's note, and in one made from a template that has such a style.
    assert edits(word(NOTE, styled), "docx") == (WHERE_LOOKS,)
    template = tmp_path / "mine.docx"
    template.write_bytes(word(templates.find("note", "docx").read_bytes(), styled))
    note = fill(BRIEF, "docx", template=template)
    assert edits(note, "docx") == ()

    def larger(document: Document) -> None:
        document.styles[name].font.size = Pt(20)

    assert edits(word(note, larger), "docx") == (f"the style {name!r}",)
    made = update(word(note, larger), NEWER, "docx").content
    assert edits(made, "docx") == (f"the style {name!r}",)


class TestComments:
    def test_comment_outside_the_parts_is_seen_and_survives(self) -> None:
        def work(document: Document) -> None:
            document.add_comment(first_run(document, OUTSIDE), "Ask legal.", author="A. Officer")

        old = word(NOTE, work)
        assert edits(old, "docx") == ("comments",)
        made = update(old, NEWER, "docx").content
        assert "Ask legal." in [one.text for one in docx.Document(io.BytesIO(made)).comments]
        assert edits(made, "docx") == ("comments",)

    def test_comment_of_ours_that_was_rewritten_keeps_its_part(self) -> None:
        def work(document: Document) -> None:
            ours = next(one for one in document.comments if one.text.startswith("[S2]"))
            ours.paragraphs[0].add_run(" I checked this by telephone.")

        old = word(NOTE, work)
        assert edits(old, "docx") == ("summary",)
        made = update(old, NEWER, "docx")
        assert made.of("commented") == ("summary",)
        texts = [one.text for one in docx.Document(io.BytesIO(made.content)).comments]
        assert any("by telephone" in text for text in texts)

    def test_comment_that_begins_outside_and_ends_inside_keeps_the_part_and_its_anchors(
        self,
    ) -> None:
        def work(document: Document) -> None:
            first, last = first_run(document, "Summary"), first_run(document, INSIDE)
            document.add_comment([first, last], "All of it?", author="A. Officer")

        old = word(NOTE, work)
        assert edits(old, "docx") == ("summary",)
        made = update(old, NEWER, "docx")
        assert made.of("commented") == ("summary",)
        forced = update(old, NEWER, "docx", force=True).content
        document = docx.Document(io.BytesIO(forced))
        known = {str(one.comment_id) for one in document.comments}
        anchors = ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
        for kind in anchors:
            found = {one.get(qn("w:id")) for one in document.element.body.iter(qn(kind))}
            assert found == known

    def test_comments_of_ours_that_were_taken_out_are_no_edit(self) -> None:
        def work(document: Document) -> None:
            for kind in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"):
                for one in list(document.element.body.iter(qn(kind))):
                    one.getparent().remove(one)
            for one in list(document.part._comments_part.element):
                one.getparent().remove(one)

        old = word(NOTE, work)
        assert edits(old, "docx") == ()
        assert "summary" in update(old, NEWER, "docx").of("renewed")


def as_word_saves(document: Document) -> None:
    """What Word does to a file by opening and saving it; no copy of Word was at hand to ask."""
    body = document.element.body
    for number, run in enumerate(list(body.iter(qn("w:r")))):
        run.set(qn("w:rsidR"), f"00{number:06X}")
        properties = run.get_or_add_rPr()
        for tag, value in (("w:lang", "en-US"), ("w:noProof", None), ("w:bCs", None)):
            made = OxmlElement(tag)
            if value:
                made.set(qn("w:val"), value)
            properties.append(made)
        texts = list(run.iter(qn("w:t")))
        if len(texts) == 1 and len(texts[0].text or "") > 8:
            _split(run, texts[0])
    for place in list(body.iter(qn("w:p"))):
        place.set(qn("w:rsidRDefault"), "00AB12CD")
        place.append(OxmlElement("w:proofErr"))
        bookmark = OxmlElement("w:bookmarkStart")
        bookmark.set(qn("w:id"), "0")
        place.append(bookmark)
        place.insert(1, parse_xml(f"<w:r {nsdecls('w')}><w:lastRenderedPageBreak/></w:r>"))
    bookmarked(document, INSIDE, "_GoBack")
    for field in document.sections[0].footer._element.iter(qn("w:t")):
        if field.text == "1":
            field.text = "3"
    for style in document.styles.element.iter(qn("w:style")):
        old = style.get(qn("w:styleId"))
        style.set(qn("w:styleId"), f"{old}1")
        parts = (body, document.sections[0].footer._element, document.sections[0].header._element)
        for part in parts:
            for tag in ("w:pStyle", "w:rStyle", "w:tblStyle"):
                for one in part.iter(qn(tag)):
                    if one.get(qn("w:val")) == old:
                        one.set(qn("w:val"), f"{old}1")


def _split(run: Any, text: Any) -> None:
    import copy

    other = copy.deepcopy(run)
    words = text.text
    text.text = words[:5]
    next(other.iter(qn("w:t"))).text = words[5:]
    for one in (text, next(other.iter(qn("w:t")))):
        one.set(qn("xml:space"), "preserve")
    run.addnext(other)


def test_what_word_does_in_saving_is_no_edit() -> None:
    saved = word(NOTE, as_word_saves)
    assert edits(saved, "docx") == ()
    assert update(saved, NEWER, "docx").of("renewed") == ("summary", "annex")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("**OFFICIAL – SENSITIVE**", "**SECRET**"),
        ("- **To:** Minister", "- **To:** The Prime Minister"),
        ("COMMENT\n\n", "COMMENT\n\n![plan](plan.png)\n"),
        ("# Briefing note", "## Briefing note"),
        ("COMMENT\n\n", "COMMENT\n\n| a | b |\n| --- | --- |\n"),
    ],
)
def test_markdown_outside_the_parts_is_the_officers(old: str, new: str) -> None:
    note = render(BRIEF, "md", header=HEADER).decode()
    assert old in note
    edited = note.replace(old, new, 1).encode()
    assert edits(edited, "md") == ("text outside the generated parts",)
    made = update(edited, render(LATER, "md"), "md")
    assert new in made.content.decode()
    assert made.of("renewed") == ("summary", "annex")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ekholm said.", "~~Ekholm said.~~"),
        ("Ekholm said.", "**Ekholm said.**"),
        ("Ekholm said.", "Ekholm said.<!-- check -->"),
        ("\n2. ", "\n\n2. "),
        ("\n2. ", "\n   - 2. "),
    ],
)
def test_markup_in_a_generated_part_keeps_it(old: str, new: str) -> None:
    note = render(BRIEF, "md").decode()
    start = note.index("<!-- briefwright: summary")
    edited = (note[:start] + note[start:].replace(old, new, 1)).encode()
    assert edits(edited, "md") == ("summary",)
    made = update(edited, render(LATER, "md"), "md")
    assert made.of("edited") == ("summary",)
    assert new in made.content.decode()


def test_line_ends_and_byte_order_mark_stay_as_the_editor_has_them() -> None:
    old = b"\xef\xbb\xbf" + render(BRIEF, "md").replace(b"\n", b"\r\n")
    made = update(old, render(LATER, "md"), "md").content
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.count(b"\n") == made.count(b"\r\n")
