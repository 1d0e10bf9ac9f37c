"""briefwright evaluate: the table, JSON, the report, and what a shell sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from briefwright.cli.app import app

# Invented.
TEXT = "Minister Ana Duarte met Bo Lind in Lisbon on Monday. They may meet in Porto in June."
REFERENCE: dict[str, Any] = {
    "id": "one",
    "title": "Duarte meets Lind",
    "text": TEXT,
    "bottom_line": "Ana Duarte met Bo Lind in Lisbon.",
    "summary": [
        {"text": "They may meet in Porto.", "evidence": ["They may meet in Porto in June."]}
    ],
    "participants": [{"name": "Ana Duarte", "title": "Minister"}, {"name": "Bo Lind"}],
    "quotes": [],
}
WORSE = {**REFERENCE, "participants": REFERENCE["participants"][:1]}


def run(*words: str | Path, columns: int | None = None) -> Result:
    environment = {"COLUMNS": str(columns)} if columns else {"COLUMNS": None}
    return CliRunner(env=environment).invoke(app, ["evaluate", *map(str, words)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    reference, ours = tmp_path / "refs.jsonl", tmp_path / "ours.jsonl"
    reference.write_text(json.dumps(REFERENCE) + "\n", "utf-8")
    ours.write_text(json.dumps(WORSE) + "\n", "utf-8")
    return reference, ours


def test_the_table_gives_every_field_and_where_most_is_lost(files: tuple[Path, Path]) -> None:
    reference, ours = files
    result = run(ours, "--reference", reference)
    assert result.exit_code == 0, result.output
    row = next(line for line in result.stdout.splitlines() if "participants (persons), F1" in line)
    assert "0.667" in row
    assert "quotations, F1: not measured: neither" in result.stdout
    assert "missed: Bo Lind" in result.stdout
    assert "missed" not in run(ours, "--reference", reference, "--worst", "0").stdout


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_keeps_within_the_screen(files: tuple[Path, Path], columns: int) -> None:
    reference, ours = files
    other = ours.with_name("another-run-with-a-long-name-that-goes-on-and-on-and-on-and-on.jsonl")
    other.write_bytes(ours.read_bytes())
    result = run(ours, other, "--reference", reference, columns=columns)
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert any("names and numbers in the source" in line for line in lines)


def test_json_has_measures_and_reasons_by_run_kind_and_article(files: tuple[Path, Path]) -> None:
    reference, ours = files
    found = json.loads(run(ours, "--reference", reference, "--json").stdout)
    (own,) = found["runs"]
    assert own["name"] == "ours"
    assert own["measures"]["participants_recall"] == {"value": 0.5, "n": 2}
    assert list(own["measures"]["quotations_f1"]) == ["reason"]
    (article,) = own["by_article"]
    assert article["lost"]["participants"][0]["wanted"]["text"] == "Bo Lind"
    assert article["kinds"]["length"] == "under 250"


def test_a_report_is_written_and_only_a_report_is_written_over(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    reference, ours = files
    out = tmp_path / "report.html"
    for _ in range(2):
        assert run(ours, "--reference", reference, "--html", out).exit_code == 0
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    out.write_text("mine", "utf-8")
    refused = run(ours, "--reference", reference, "--html", out)
    assert refused.exit_code == 2
    assert "no report of briefwright evaluate" in refused.stderr
    assert out.read_text("utf-8") == "mine"
    assert run(ours, "--reference", reference, "--html", reference).exit_code == 2
    assert json.loads(reference.read_text("utf-8"))["id"] == "one"


def test_what_is_missing_or_unreadable_is_told_and_the_rest_is_measured(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    reference, ours = files
    second = {**REFERENCE, "id": "two", "text": f"{TEXT} Again."}
    reference.write_text("".join(json.dumps(one) + "\n" for one in (REFERENCE, second)), "utf-8")
    ours.write_text(f'{ours.read_text("utf-8")}{{"no": "brief"}}\n', "utf-8")
    result = run(ours, tmp_path / "nowhere", "--reference", reference)
    assert result.exit_code == 1
    assert "line 2" in result.stderr
    assert "nowhere: no such file" in result.stderr
    assert "no brief for 1 of 2 articles (two)" in result.stderr
    assert "participants (persons), F1" in result.stdout


def test_two_briefs_of_one_article_in_one_run_are_told(files: tuple[Path, Path]) -> None:
    reference, ours = files
    ours.write_text(ours.read_text("utf-8") * 2, "utf-8")
    result = run(ours, "--reference", reference)
    assert result.exit_code == 0
    assert "more than one brief of 1 articles (one ...)" in result.stderr


@pytest.mark.parametrize("wrong", [["--worst", "-1"], ["--reference"]])
def test_a_wrong_option_is_usage(files: tuple[Path, Path], wrong: list[str]) -> None:
    reference, ours = files
    assert run(ours, "--reference", reference, *wrong).exit_code == 2
    assert run(ours).exit_code == 2


def test_articles_give_the_text_that_no_brief_carries(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    reference, ours = files
    for path, own in ((reference, REFERENCE), (ours, WORSE)):
        bare = {name: value for name, value in own.items() if name != "text"}
        path.write_text(json.dumps(bare) + "\n", "utf-8")
    article = tmp_path / "one.txt"
    article.write_text(TEXT, "utf-8")
    result = run(ours, "--reference", reference, "--articles", article)
    assert result.exit_code == 0, result.output
    assert run(ours, "--reference", reference).exit_code != 0


def test_a_terminal_takes_no_commands_from_a_brief(files: tuple[Path, Path]) -> None:
    reference, ours = files
    odd = {"name": "Bo \x1b[31m[bold]Red[/bold]", "title": None}
    ours.write_text(json.dumps({**WORSE, "participants": [odd]}) + "\n", "utf-8")
    result = run(ours, "--reference", reference)
    assert "\x1b" not in result.stdout
    assert "[bold]Red[/bold]" in result.stdout


def test_nothing_to_measure_ends_with_3(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefwright.cli import app as program

    reference, ours = files
    ours.write_text(json.dumps({**WORSE, "id": "x", "text": "Another text."}) + "\n", "utf-8")
    words = ["briefwright", "evaluate", str(ours), "--reference", str(reference)]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == 3
    assert "none of its articles has a brief here" in capsys.readouterr().err
