"""briefwright digest: one document over a day, from a store or from briefs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from briefwright.article import Article
from briefwright.brief import Brief
from briefwright.cli.app import app
from briefwright.pipeline import Models, briefs
from briefwright.reader.patterns import PatternReader

# Invented.
FERRY = Article(
    id="ferry",
    source="ferry.txt",
    title="Night ferry to Grand Isle",
    text="Port Selby will run ferries to Grand Isle at night, Ada Quill said on Wednesday.",
    published="2026-03-11T23:30:00+00:00",
    publisher="Harbour Wire",
)


def made(*articles: Article) -> list[Brief]:
    return list(briefs(articles, Models(reader=PatternReader())))


def run(*words: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["digest", *map(str, words)], input=stdin)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    path = tmp_path / "day.jsonl"
    path.write_text("".join(f"{one.model_dump_json()}\n" for one in made(FERRY)), "utf-8")
    return path


@pytest.mark.parametrize("name", ["day.md", "day.html", "day.docx", "day.json"])
def test_the_suffix_gives_the_format(day: Path, name: str) -> None:
    out = day.parent / name
    result = run(day, "--date", "2026-03-11", "--zone", "UTC", "-o", out)
    assert result.exit_code == 0, result.output
    content = out.read_bytes()
    begins = {".md": b"# News", ".html": b"<!DOCTYPE", ".docx": b"PK", ".json": b"{"}
    assert content.lstrip().startswith(begins[out.suffix])


def test_the_day_is_that_of_the_zone(day: Path) -> None:
    here = run(day, "--date", "2026-03-12", "--zone", "Europe/Berlin", "--apart")
    assert "1 article of 1 outlet, in 1 story" in here.stdout
    there = run(day, "--date", "2026-03-12", "--zone", "Europe/London", "--apart")
    assert "No article of this day was briefed." in there.stdout
    assert "| 1 day | 11 March 2026 | Harbour Wire |" in there.stdout


def test_a_line_that_is_no_brief_is_said_and_in_the_coverage(day: Path) -> None:
    with day.open("a", encoding="utf-8") as file:
        file.write('{"no": "brief"}\n')
    result = run(day, "--date", "2026-03-11", "--zone", "UTC", "--apart")
    assert result.exit_code == 1
    assert "day.jsonl, line 2: JSON, but not a brief" in result.stderr
    assert "| day.jsonl, line 2 | – | Not read |" in result.stdout
    assert "1 article of 1 outlet" in result.stdout


def test_json_is_the_digest_as_values(day: Path) -> None:
    result = run(day, "--date", "2026-03-11", "--zone", "UTC", "--apart", "--format", "json")
    found = json.loads(result.stdout)
    assert (found["day"], found["zone"]) == ("2026-03-11", "UTC")
    assert found["coverage"]["read"] == len(found["stories"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--date", "2026-03-33", "day.jsonl"], "give a day as 2026-05-04"),
        (["--date", "run", "day.jsonl"], "with a store in which there was one"),
        (["--zone", "Mars/Olympus", "day.jsonl"], "no such time zone"),
        ([], "give either --store FILE or files of briefs"),
        (["--store", "x.db", "day.jsonl"], "give either --store FILE or files of briefs"),
        (["day.jsonl", "-o", "day.jsonl"], "would be replaced"),
        (["day.jsonl", "-o", "x.pdf"], "no format is written to 'pdf' files"),
        (["day.jsonl", "--format", "docx"], "not for the screen"),
        (["day.jsonl", "--apart", "--by", "topic"], "leave out one of them"),
    ],
)
def test_what_cannot_be_carried_out_is_said_before_anything_is_read(
    day: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(day.parent)
    before = day.read_bytes()
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert day.read_bytes() == before


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "missing.db"
    result = run("--store", path)
    assert result.exit_code != 0
    assert not path.exists()


def test_a_batch_and_its_digest_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        {"id": "ferry", "title": FERRY.title, "date": FERRY.published, "text": FERRY.text},
        {
            "id": "old",
            "title": "Old",
            "date": "2026-03-01",
            "text": "Boats ran late on Sunday, the harbour office at Port Selby said.",
        },
    ]
    (tmp_path / "in.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    (tmp_path / "broken.docx").write_bytes(b"\x00\x01")
    batch = ["batch", "in.jsonl", "broken.docx", "--store", "day.db", "-o", "notes"]
    batch += ["--model", "none", "--reader", "patterns", "--zone", "UTC", "--workers", "1"]
    assert CliRunner().invoke(app, batch).exit_code == 1
    shown = run("--store", "day.db", "--date", "2026-03-11", "--apart")
    assert "1 article of 1 outlet, in 1 story" in shown.stdout
    today = json.loads(run("--store", "day.db", "--apart", "--format", "json").stdout)
    # The day of the run: what it saw first is stale, what it could not read is named.
    assert {one["age_days"] > 0 for one in today["coverage"]["stale"]} == {True}
    assert len(today["coverage"]["stale"]) == 2
    (missed,) = today["coverage"]["missed"]
    assert (missed["fate"], missed["source"]) == ("failed", "broken.docx")
    # Whatever day it is by now.
    last = run("--store", "day.db", "--apart", "--date", "run", "--format", "json")
    assert json.loads(last.stdout) == today
    with closing(sqlite3.connect("day.db", isolation_level=None)) as store:
        store.execute("UPDATE run SET day = '2026-03-11'")
    last = run("--store", "day.db", "--apart", "--date", "run", "--format", "json")
    assert json.loads(last.stdout)["day"] == "2026-03-11"
