"""`briefwright templates` as an officer uses it: list, show, copy, edit, check, use."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from briefwright import resources

PREVIEW = str(resources.folder("templates") / "preview.json")


def briefwright(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefwright", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_list_names_every_template_and_its_formats() -> None:
    done = briefwright("templates", "list", "--json")
    found = {one["name"]: one["formats"] for one in json.loads(done.stdout)}
    names = ["canada-briefing", "meeting-brief", "note", "readout", "uk-submission"]
    assert sorted(found) == names
    assert all(sorted(formats) == ["docx", "html", "md"] for formats in found.values())
    assert all(name in briefwright("templates", "list").stdout for name in names)


def test_show_prints_the_text_of_a_word_template_after_its_styles() -> None:
    lines = briefwright("templates", "show", "uk-submission.docx").stdout.splitlines()
    headings = [line.split(maxsplit=2)[2] for line in lines if line.startswith("Heading 1 ")]
    assert headings[:6] == [
        "Issue",
        "Recommendation",
        "Timing",
        "Background",
        "Argument",
        "Presentation",
    ]
    assert any("{{ bottom_line.text }}" in line for line in lines)


def test_unknown_template_gets_the_nearest() -> None:
    done = briefwright("templates", "show", "nota.docx")
    assert done.returncode == 2
    assert "did you mean 'note.docx'?" in done.stderr


def test_officer_copies_edits_checks_and_uses_a_word_template(tmp_path: Path) -> None:
    mine = tmp_path / "mine.docx"
    assert briefwright("templates", "copy", "note.docx", str(mine)).returncode == 0
    document = docx.Document(str(mine))
    document.styles["Normal"].font.name = "Georgia"
    document.add_paragraph("Cleared by the desk for {{ to }}.")
    document.save(str(mine))
    preview = tmp_path / "preview.docx"
    done = briefwright("templates", "check", str(mine), "-o", str(preview))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("fine ")
    assert "Cleared by the desk for The Minister." in _text(preview.read_bytes())
    out = tmp_path / "out"
    done = briefwright("render", PREVIEW, "--template", str(mine), "-o", str(out), "--to", "Me")
    (note,) = out.iterdir()
    assert note.suffix == ".docx"
    assert "Cleared by the desk for Me." in _text(note.read_bytes())


def _text(data: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


def test_copy_replaces_nothing_without_force(tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("mine")
    done = briefwright("templates", "copy", "note.md", str(mine))
    assert done.returncode == 2
    assert mine.read_text() == "mine"
    assert briefwright("templates", "copy", "note.md", str(mine), "--force").returncode == 0
    assert "summary_section" in mine.read_text()


def test_copy_keeps_the_ending(tmp_path: Path) -> None:
    done = briefwright("templates", "copy", "note.docx", str(tmp_path / "mine.odt"))
    assert done.returncode == 2
    assert "must end in .docx" in done.stderr


def test_check_names_what_is_wrong_and_exits_with_1(tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("{{ sbject }}\n{% for p in summary %}{{ p.name }}{% endfor %}\n")
    done = briefwright("templates", "check", str(mine))
    assert done.returncode == 1
    assert "wrong  mine.md, line 1: there is no field 'sbject'; did you mean" in done.stdout
    assert "wrong  mine.md, line 2: an item of 'summary' has no field 'name'" in done.stdout
    found = json.loads(briefwright("templates", "check", str(mine), "--json").stdout)
    assert not found["usable"]
    assert [one["place"] for one in found["findings"] if one["breaks"]] == ["line 1", "line 2"]


@pytest.mark.parametrize("name", ["missing.docx", "mine.odt"])
def test_check_of_what_is_no_template_is_usage(name: str, tmp_path: Path) -> None:
    (tmp_path / "mine.odt").write_text("x")
    done = briefwright("templates", "check", str(tmp_path / name))
    assert done.returncode == 2
    assert "templates copy note.docx" in done.stderr


def test_profile_leaves_a_fenced_blank_for_what_the_article_cannot_say() -> None:
    done = briefwright("render", PREVIEW, "--template", "uk-submission")
    start = done.stdout.index("RECOMMENDATION – *what the minister is asked")
    end = done.stdout.index("END RECOMMENDATION")
    assert done.stdout[start:end].count("\n") > 2
    assert not done.stdout[start:end].splitlines()[1:][0].strip()


def test_fields_are_listed_with_what_their_items_hold() -> None:
    lines = briefwright("templates", "fields").stdout.splitlines()
    assert any(line.split()[:3] == ["quotes", "list", "of"] and "speaker" in line for line in lines)
