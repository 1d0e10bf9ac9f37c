"""briefwright samples run: folders that the reviewers' commands take."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from briefwright.cli.app import app
from briefwright.runs import read_run

SAMPLES = Path(__file__).parents[2] / "samples"
SOME = ("trade-commission.txt", "leaders-call-readout.txt")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two of the samples and their references, where the program is run."""
    for name in SOME:
        (tmp_path / "samples" / "articles").mkdir(parents=True, exist_ok=True)
        (tmp_path / "samples" / "references").mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLES / "articles" / name, tmp_path / "samples" / "articles")
        stem = name.partition(".")[0]
        shutil.copy(SAMPLES / "references" / f"{stem}.json", tmp_path / "samples" / "references")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    wide = CliRunner(env={"COLUMNS": "120"})
    return wide.invoke(app, ["samples", "run", "--reader", "patterns", *words])


def test_each_setting_has_a_run_and_notes_and_a_line_in_the_summary(checkout: Path) -> None:
    words = ("--model", "none", "--model", "embedded", "--template", "note")
    result = run(*words, "--template", "readout", "--out", "out")
    assert result.exit_code == 0, result.output
    for setting in ("none-patterns", "embedded-patterns"):
        assert len(read_run(checkout / "out" / setting).briefs) == 2
        for template in ("note", "readout"):
            assert len(list((checkout / "out" / setting / template).glob("*.md"))) == 2
        line = next(line for line in result.stdout.splitlines() if setting in line)
        assert line.split()[1] == "2"
        assert 0 < float(line.split()[-1]) <= 1
    assert "briefwright evaluate out/none-patterns out/embedded-patterns" in result.stderr


def test_a_second_run_makes_nothing_twice_and_keeps_an_officer_s_note(checkout: Path) -> None:
    run("--model", "none", "--out", "out")
    note = min((checkout / "out" / "none-patterns" / "note").iterdir())
    edited = note.read_text("utf-8").replace("\n\n## ", "\n\nMine.\n\n## ", 1)
    note.write_text(edited, "utf-8")
    again = run("--model", "none", "--out", "out")
    assert "2 there already" in again.stderr
    assert note.read_text("utf-8") == edited


def test_an_unreadable_article_is_told_and_the_others_are_made(checkout: Path) -> None:
    (checkout / "samples" / "articles" / "empty.txt").write_text("", "utf-8")
    result = run("--model", "none", "--out", "out")
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr
    assert len(read_run(checkout / "out" / "none-patterns").briefs) == 2


def test_without_the_samples_the_user_is_told_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("--model", "none", "--out", "out")
    assert result.exit_code == 2
    assert "come with Briefwright's source" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "wrong", [["--model", "gpt"], ["--template", "nowhere"], ["--format", "json"]]
)
def test_a_setting_that_cannot_be_had_is_usage(checkout: Path, wrong: list[str]) -> None:
    assert run(*wrong, "--out", "out").exit_code == 2
    assert not (checkout / "out").exists()


def test_what_would_end_in_one_folder_is_refused_before_anything_is_made(checkout: Path) -> None:
    for owner in ("one", "two"):
        (checkout / owner).mkdir()
        (checkout / owner / "brief.md.jinja").write_text("# {{ brief.id }}\n", "utf-8")
    templates = [word for one in ("one", "two") for word in ("--template", f"{one}/brief.md.jinja")]
    for words in (["--model", "one/qwen", "--model", "two/qwen"], ["--model", "none", *templates]):
        found = run(*words, "--out", "out")
        assert found.exit_code == 2, found.output
        assert "its folder would be" in found.output
    assert not (checkout / "out").exists()


def test_a_reference_that_is_not_there_is_said_before_anything_is_made(checkout: Path) -> None:
    found = run("--model", "none", "--out", "out", "--reference", "nope")
    assert found.exit_code == 2
    assert "nope: no such file or folder" in found.output
    assert not (checkout / "out").exists()


@pytest.mark.usefixtures("checkout")
def test_names_of_settings_stay_whole_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    found = CliRunner().invoke(
        app, ["samples", "run", "--reader", "patterns", "--model", "none", "--out", "out"]
    )
    assert any(line.split()[:1] == ["none-patterns"] for line in found.stdout.splitlines())
