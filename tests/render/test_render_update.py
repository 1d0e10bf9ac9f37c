"""An officer's work in a note survives: what is renewed, what is kept, and what is said of it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import typer
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from render_parse import from_markdown, from_word, word_comments
from render_sample import BRIEF, HEADER

from briefwright.brief import Brief
from briefwright.cli.existing import template_of
from briefwright.errors import OutputError
from briefwright.render import fill, render
from briefwright.render.parts import UpdateKind
from briefwright.render.updated import edits, foreign, origin, update
from briefwright.sealed import sealed

KINDS: tuple[UpdateKind, ...] = ("md", "docx")
READERS = {"md": from_markdown, "docx": from_word}
NEWS = "Ekholm said Tormark would lend Vessania 85 million crowns."
LATER: Brief = sealed(
    BRIEF.model_copy(
        update={"summary": (BRIEF.summary[0].model_copy(update={"text": NEWS}), *BRIEF.summary[1:])}
    )
)


def word(note: bytes, work: Callable[[Document], None]) -> bytes:
    document = docx.Document(io.BytesIO(note))
    work(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def paragraph(document: Document, words: str) -> Paragraph:
    for element in document.element.body.iter(qn("w:p")):
        found = Paragraph(element, document._body)
        if words in found.text:
            return found
    raise AssertionError(words)


def written(note: bytes, kind: UpdateKind, old: str, new: str) -> bytes:
    """The note after somebody typed `new` over `old`."""
    if kind == "md":
        assert old in note.decode()
        return note.decode().replace(old, new, 1).encode()

    def work(document: Document) -> None:
        place = paragraph(document, old)
        run = next(run for run in map(_run(place), place._p.iter(qn("w:r"))) if old in run.text)
        run.text = run.text.replace(old, new)

    return word(note, work)


def _run(place: Paragraph) -> Callable[[object], Run]:
    return lambda element: Run(element, place)  # type: ignore[arg-type]


def commented(note: bytes, kind: UpdateKind, words: str = "We should not sign.") -> bytes:
    """The note with the officer's comment filled in."""
    if kind == "md":
        return note.replace(b"COMMENT\n\n", f"COMMENT\n\n{words}\n".encode(), 1)

    def work(document: Document) -> None:
        fence = paragraph(document, "COMMENT")
        below: Any = fence._p.getnext()
        Paragraph(below, document._body).add_run(words)

    return word(note, work)


def text(note: bytes, kind: UpdateKind) -> str:
    if kind == "md":
        return note.decode()
    return "\n".join(line for lines in from_word(note).values() for line in lines)


@pytest.mark.parametrize("kind", KINDS)
def test_generated_parts_are_renewed_around_the_officers_comment(kind: UpdateKind) -> None:
    old = commented(render(BRIEF, kind, header=HEADER), kind)
    made = update(old, render(LATER, kind), kind)
    assert made.of("renewed") == ("summary", "annex")
    assert made.of("edited", "commented", "gone") == ()
    found = text(made.content, kind)
    assert NEWS in found
    assert "85 million crowns at 1.5% over twenty years, Ekholm said. (written) [S2]" not in found
    assert "We should not sign." in found
    assert "Minister of State for Health" in found


@pytest.mark.parametrize("kind", KINDS)
def test_edited_part_is_kept_and_named_and_the_others_are_renewed(kind: UpdateKind) -> None:
    old = written(render(BRIEF, kind), kind, "twenty years, Ekholm said", "20 years, Ekholm said")
    made = update(old, render(LATER, kind), kind)
    assert made.of("edited") == ("summary",)
    assert made.of("renewed") == ("annex",)
    assert "20 years, Ekholm said" in text(made.content, kind)
    again = update(made.content, render(LATER, kind), kind)
    assert again.of("edited") == ("summary",)


@pytest.mark.parametrize("kind", KINDS)
def test_edited_part_is_renewed_with_force(kind: UpdateKind) -> None:
    old = written(render(BRIEF, kind), kind, "twenty years, Ekholm said", "20 years, Ekholm said")
    made = update(commented(old, kind), render(LATER, kind), kind, force=True)
    assert made.of("edited") == ()
    assert "20 years, Ekholm said" not in text(made.content, kind)
    assert "We should not sign." in text(made.content, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_updated_note_is_sealed_anew(kind: UpdateKind) -> None:
    made = update(render(BRIEF, kind), render(LATER, kind), kind).content
    assert edits(made, kind) == ()
    assert update(made, render(LATER, kind), kind).of("renewed") == ()


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_officer_did_is_seen(kind: UpdateKind) -> None:
    note = render(BRIEF, kind, header=HEADER)
    assert edits(note, kind) == ()
    assert edits(commented(note, kind), kind) == ("text outside the generated parts",)
    edited = written(note, kind, "denied that his members", "denies that his members")
    assert "summary" in edits(edited, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_note_knows_its_brief_and_its_template(kind: UpdateKind) -> None:
    made = origin(render(BRIEF, kind, template="readout"), kind)
    assert made.id == "elven-0412"
    assert made.template.startswith("readout.")


@pytest.mark.parametrize("kind", KINDS)
def test_section_that_the_officer_deleted_stays_deleted(kind: UpdateKind) -> None:
    note = render(BRIEF, kind)
    if kind == "md":
        start, end = (
            note.index(b"<!-- briefwright: quotes"),
            note.index(b"<!-- /briefwright: quotes"),
        )
        note = note[:start] + note[end:].split(b"\n", 1)[1]
    else:
        note = word(note, lambda document: _delete(document, "quotes"))
    made = update(note, render(LATER, kind), kind)
    assert "quotes" not in {one.part for one in made.outcomes}
    assert made.missing() == ("quotes",)
    sections = READERS[kind](made.content)
    assert not any("This accord puts a nurse" in line for line in sections["Key quotes"])


def _delete(document: Document, name: str) -> None:
    for control in list(document.element.body.iter(qn("w:sdt"))):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if (tag.get(qn("w:val")) or "").startswith(f"briefwright:{name}"):
            control.getparent().remove(control)


@pytest.mark.parametrize("kind", KINDS)
def test_note_without_parts_is_refused(kind: UpdateKind) -> None:
    plain = b"# My own note\n"
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph("My own note")
        written = io.BytesIO()
        document.save(written)
        plain = written.getvalue()
    with pytest.raises(OutputError, match="holds no part that can be renewed"):
        update(plain, render(BRIEF, kind), kind)
    assert foreign(plain, kind) == "is not a note that Briefwright made"


def test_windows_line_ends_are_no_edit() -> None:
    note = render(BRIEF, "md").replace(b"\n", b"\r\n")
    assert edits(note, "md") == ()
    assert update(note, render(LATER, "md"), "md").of("renewed") == ("summary", "annex")


def test_article_cannot_close_or_open_a_part() -> None:
    hostile = "x <!-- /briefwright: summary --> <!-- briefwright: method 000000000000 --> y"
    point = BRIEF.summary[0].model_copy(update={"text": hostile})
    note = render(BRIEF.model_copy(update={"summary": (point,)}), "md")
    made = update(note, render(BRIEF, "md"), "md")
    assert made.of("edited") == ()
    assert "summary" in made.of("renewed")


class TestWord:
    def test_comments_of_renewed_parts_are_renewed_and_the_officers_stay(self) -> None:
        def work(document: Document) -> None:
            run = paragraph(document, "Officer comment").runs[0]
            document.add_comment(run, text="Ask legal.", author="A. Officer", initials="AO")

        made = update(word(render(BRIEF, "docx"), work), render(LATER, "docx"), "docx").content
        found = word_comments(made)
        assert found["Officer comment"] == "Ask legal."
        assert found[NEWS].startswith("[S2] written")
        ids = [one.comment_id for one in docx.Document(io.BytesIO(made)).comments]
        assert len(ids) == len(set(ids))
        before = len(list(docx.Document(io.BytesIO(render(BRIEF, "docx"))).comments))
        assert len(ids) == before + 1

    def test_part_that_somebody_commented_on_is_kept(self) -> None:
        def work(document: Document) -> None:
            place = paragraph(document, "Ekholm said. (written) [S2]")
            first: Any = next(place._p.iter(qn("w:r")))
            run = Run(first, place)
            document.add_comment(run, text="Says who?", author="A. Officer", initials="AO")

        old = word(render(BRIEF, "docx"), work)
        assert edits(old, "docx") == ("summary",)
        made = update(old, render(LATER, "docx"), "docx")
        assert made.of("commented") == ("summary",)
        comments = docx.Document(io.BytesIO(made.content)).comments
        assert "Says who?" in [one.text for one in comments]
        assert update(old, render(BRIEF, "docx"), "docx").of("commented") == ()

    def test_fonts_and_added_sections_stay(self) -> None:
        def work(document: Document) -> None:
            document.styles["Normal"].font.name = "Georgia"
            document.add_heading("My own section", 1)

        made = update(word(render(BRIEF, "docx"), work), render(LATER, "docx"), "docx").content
        document = docx.Document(io.BytesIO(made))
        assert document.styles["Normal"].font.name == "Georgia"
        assert "My own section" in from_word(made)

    def test_evidence_that_moved_is_renewed_though_the_words_are_the_same(self) -> None:
        slice_ = BRIEF.summary[0].evidence[0]
        moved = BRIEF.summary[0].model_copy(
            update={"evidence": (slice_.model_copy(update={"start": 1, "end": 5}),)}
        )
        other = BRIEF.model_copy(update={"summary": (moved, *BRIEF.summary[1:])})
        made = update(render(BRIEF, "docx"), render(other, "docx"), "docx")
        assert "summary" in made.of("renewed")
        assert any("characters 1–5" in one for one in word_comments(made.content).values())

    def test_note_whose_tags_are_gone_counts_as_edited(self) -> None:
        note = render(BRIEF, "docx")
        written = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(note)) as old, zipfile.ZipFile(written, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b'w:val="briefwright:', b'w:val="x:'))
        (said,) = edits(written.getvalue(), "docx")
        assert "drops the tags" in said


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefwright", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def briefs(tmp_path: Path) -> dict[str, str]:
    paths = {}
    for name, brief in (("now", BRIEF), ("later", LATER)):
        (tmp_path / f"{name}.json").write_bytes(render(brief, "json"))
        paths[name] = str(tmp_path / f"{name}.json")
    return paths


@pytest.mark.parametrize("kind", KINDS)
def test_edited_note_is_not_overwritten_without_force(
    kind: UpdateKind, tmp_path: Path, briefs: dict[str, str]
) -> None:
    path = tmp_path / f"note.{kind}"
    assert run("render", briefs["now"], "-o", str(path)).returncode == 0
    assert run("render", briefs["now"], "-o", str(path)).returncode == 0
    path.write_bytes(commented(path.read_bytes(), kind))
    before = path.read_bytes()
    done = run("render", briefs["later"], "-o", str(path))
    assert done.returncode == 1
    assert "was edited since it was made (text outside the generated parts)" in done.stderr
    assert f"--update {path}" in done.stderr
    assert path.read_bytes() == before
    assert run("render", briefs["later"], "-o", str(path), "--force").returncode == 0
    assert "We should not sign." not in text(path.read_bytes(), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_update_says_what_it_renewed_and_kept(
    kind: UpdateKind, tmp_path: Path, briefs: dict[str, str]
) -> None:
    path = tmp_path / f"note.{kind}"
    made = render(BRIEF, kind, header=HEADER)
    path.write_bytes(commented(written(made, kind, "1 February", "2 February"), kind))
    done = run("render", briefs["later"], "--update", str(path))
    assert done.returncode == 0, done.stderr
    assert "renewed: summary, annex" in done.stderr
    assert "kept, edited by hand: outlook" in done.stderr
    assert "all text outside the generated parts" in done.stderr
    found = text(path.read_bytes(), kind)
    assert NEWS in found
    assert "We should not sign." in found
    assert "2 February" in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"(<!-- briefwright: summary \w+ -->)\n", r"\1 my remark\n"),
        (r"(<!-- briefwright: summary \w+ -->)", r"my remark \1"),
        (r"<!-- /briefwright: summary -->\n", ""),
    ],
)
def test_part_whose_mark_was_changed_is_named_and_kept(
    old: str, new: str, tmp_path: Path, briefs: dict[str, str]
) -> None:
    path = tmp_path / "note.md"
    note, changes = re.subn(old, new, render(BRIEF, "md", header=HEADER).decode())
    assert changes == 1
    path.write_text(note)
    done = run("render", briefs["later"], "--update", str(path))
    assert done.returncode == 0, done.stderr
    assert "not renewed, no whole mark in the note: summary\n" in done.stderr
    assert "at 1.5% over twenty years, Ekholm said." in path.read_text()


def test_update_of_a_note_on_something_else_is_refused(
    tmp_path: Path, briefs: dict[str, str]
) -> None:
    path = tmp_path / "note.md"
    path.write_bytes(render(BRIEF.model_copy(update={"id": "other"}), "md"))
    done = run("render", briefs["now"], "--update", str(path))
    assert done.returncode == 3
    assert "is a note of 'other', not of 'elven-0412'" in done.stderr


def test_update_keeps_to_the_template_of_the_note(tmp_path: Path, briefs: dict[str, str]) -> None:
    path = tmp_path / "note.md"
    path.write_bytes(render(BRIEF, "md", template="readout"))
    assert run("render", briefs["later"], "--update", str(path)).returncode == 0
    assert path.read_bytes() == render(LATER, "md", template="readout")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--update", "note.html"), "only .docx and .md notes can be renewed"),
        (("--update", "note.md", "--marking", "SECRET"), "keeps the head of the note"),
        (("--update", "note.md", "-o", "x.md"), "leave -o out"),
        (("--update", "missing.md"), "cannot be read"),
    ],
)
def test_what_update_cannot_do_is_usage(
    arguments: tuple[str, ...], said: str, tmp_path: Path, briefs: dict[str, str]
) -> None:
    (tmp_path / "note.md").write_bytes(render(BRIEF, "md"))
    (tmp_path / "note.html").write_bytes(render(BRIEF, "html"))
    given = [str(tmp_path / one) if one.endswith((".md", ".html")) else one for one in arguments]
    done = run("render", briefs["now"], *given)
    assert done.returncode in (2, 3)
    assert said in done.stderr


def test_template_that_has_changed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "note.md"
    mine.write_text('{% import "_sections.md.jinja" as s with context -%}\n{{ s.head("Mine") }}\n')
    note = tmp_path / "out.md"
    note.write_bytes(fill(BRIEF, "md", template=mine))
    assert origin(note.read_bytes(), "md").template == "note.md"
    # It has the name of a shipped one and is not that.
    with pytest.raises(typer.Exit):
        template_of(note, "md", None)
    assert "give it with --template" in capsys.readouterr().err
    assert template_of(note, "md", str(mine)) == str(mine)
    assert capsys.readouterr().err == ""
    mine.write_text(mine.read_text() + "{{ s.foot() }}\n")
    template_of(note, "md", str(mine))
    assert "has changed since the note was made" in capsys.readouterr().err
    template_of(note, "md", "readout")
    assert "was made with another template, 'note.md'" in capsys.readouterr().err
