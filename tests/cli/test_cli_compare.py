"""briefwright compare as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from compare_sample import TEXTS, brief, files, references, written
from typer.testing import CliRunner

from briefwright.cli.app import app
from briefwright.errors import BriefError

run = CliRunner().invoke


def asked(folder: Path, *more: str) -> list[str]:
    return ["compare", *map(str, files(folder)), "--reference", str(references(folder)), *more]


def test_without_a_file_a_table_says_who_is_ahead_and_by_how_much(tmp_path: Path) -> None:
    done = run(app, asked(tmp_path, "--name", "old", "--name", "new"))
    assert done.exit_code == 0
    assert "quotations, recall" in done.stdout
    assert "brief score" in done.stdout
    assert "Compared: 3 articles of which both runs have a brief." in done.stdout


def test_a_report_is_written_and_its_path_printed(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    done = run(app, asked(tmp_path, "-o", str(out)))
    assert done.exit_code == 0
    assert done.stdout.strip() == str(out)
    assert "brief score" in done.stderr
    assert out.read_bytes().startswith(b"<!DOCTYPE html>")


def test_a_report_is_replaced_and_any_other_file_is_not(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run(app, asked(tmp_path, "-o", str(out))).exit_code == 0
    assert run(app, asked(tmp_path, "-o", str(out))).exit_code == 0
    out.write_text("<p>somebody's page")
    done = run(app, asked(tmp_path, "-o", str(out)))
    assert done.exit_code == 2
    assert "--force" in done.stderr
    assert out.read_text() == "<p>somebody's page"
    assert run(app, asked(tmp_path, "-o", str(out), "--force")).exit_code == 0


def test_json_goes_to_a_pipe(tmp_path: Path) -> None:
    done = run(app, asked(tmp_path, "--json"))
    assert done.exit_code == 0
    assert json.loads(done.stdout)["coverage"]["compared"] == list(TEXTS)


def test_rows_that_are_no_briefs_are_told_and_the_rest_compared(tmp_path: Path) -> None:
    poor, full = files(tmp_path)
    full.write_text(full.read_text() + "not a brief\n")
    done = run(app, ["compare", str(poor), str(full)])
    assert done.exit_code == 1
    assert "full.jsonl" in done.stderr
    assert "1 file or line was not read" in done.stderr
    assert "Compared: 3 articles" in done.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--name", "one"], "2 runs and 1 names"),
        (["--name", "one", "--name", "one"], "given twice"),
        (["-o", "report.docx"], "ends in .html"),
        (["-o", "."], "ends in .html"),
    ],
)
def test_what_cannot_be_carried_out_is_said_before_anything_is_read(
    tmp_path: Path, more: list[str], said: str
) -> None:
    done = run(app, asked(tmp_path, *more))
    assert done.exit_code == 2
    assert said in done.stderr


def test_one_run_is_refused(tmp_path: Path) -> None:
    done = run(app, ["compare", str(files(tmp_path)[0])])
    assert done.exit_code == 2
    assert "two runs or more" in done.stderr


def test_a_source_is_not_replaced_by_the_report(tmp_path: Path) -> None:
    poor, full = files(tmp_path)
    source = poor.rename(tmp_path / "poor.html")
    done = run(app, ["compare", str(source), str(full), "-o", str(source), "--force"])
    assert done.exit_code == 2
    assert "would be replaced" in done.stderr


def test_a_file_that_is_not_there_ends_the_run(tmp_path: Path) -> None:
    done = run(app, ["compare", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])
    assert isinstance(done.exception, BriefError)
    assert "no such file or folder" in str(done.exception)


def test_a_run_called_reference_does_not_clash_with_the_reference(tmp_path: Path) -> None:
    done = run(app, asked(tmp_path, "--name", "reference", "--name", "new"))
    assert done.exit_code == 0
    assert "Held against refs: 3 articles." in done.stdout


def test_markup_of_the_terminal_in_a_name_is_shown_as_it_is(tmp_path: Path) -> None:
    done = run(app, asked(tmp_path, "--name", "[red]a[/]", "--name", "\x1b[31mb"))
    assert done.exit_code == 0
    assert "[red]a[/]" in done.stdout
    assert "\x1b" not in done.stdout


def test_folders_of_briefs_are_runs_too(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written(tmp_path / name / "rail.json", [brief("rail")])
    done = run(app, ["compare", str(tmp_path / "one"), str(tmp_path / "two")])
    assert done.exit_code == 0
    assert "Compared: 1 article" in done.stdout


def test_no_model_is_loaded(tmp_path: Path) -> None:
    poor, full = files(tmp_path)
    code = (
        "import sys; from briefwright.cli.app import app; "
        f"app(['compare', {str(poor)!r}, {str(full)!r}], standalone_mode=False); "
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
