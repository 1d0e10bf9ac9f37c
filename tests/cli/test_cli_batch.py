"""The commands for the day's run, as an operator and a timer use them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefwright.cli.app import app, main
from briefwright.errors import StoreError

TEXT = "Ministers of Norway and {0} met in Oslo on Monday. They agreed to share weather data."
PLAIN = ("--model", "none", "--reader", "patterns", "--workers", "1", "--offline", "--zone", "UTC")


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for place in ("Chad", "Mali"):
        (tmp_path / "in" / f"{place}.txt").write_text(TEXT.format(place))


def call(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout, done.stderr


def batch(*words: str) -> tuple[int, str, str]:
    return call("batch", *words, "--out", "notes", "--store", "day.sqlite", *PLAIN)


def test_batch_sums_up_and_tells_the_rejected_by_its_exit_code() -> None:
    code, out, _ = batch("in")
    assert code == 0
    assert "2 inputs: 2 done, 0 rejected, 0 quarantined" in out
    assert "2 without a date, put to the day of the run that first read them (--undated)" in out
    Path("in/empty.txt").write_text("")
    code, out, err = batch("in")
    assert code == 1
    assert "rejected: no-text 1" in out
    assert "briefwright: rejected: in/empty.txt: the file is empty" in err


def test_json_has_the_summary_and_each_failure() -> None:
    code, out, _ = batch("in", "missing.txt", "--json", "--undated", "none")
    assert code == 1
    found = json.loads(out)
    assert found["summary"]["sums"]["done"] == 2
    assert found["failures"][0]["code"] == "not-found"
    assert sorted(path.parent.name for path in Path("notes").rglob("*.md")) == ["undated"] * 2


def test_log_as_json_is_json_line_by_line() -> None:
    _, _, err = batch("in", "missing.txt", "--log", "json")
    (line,) = [json.loads(line) for line in err.splitlines()]
    assert (line["level"], line["code"], line["source"]) == ("warning", "not-found", "missing.txt")


def end(words: list[str], monkeypatch: pytest.MonkeyPatch) -> object:
    """The exit code of the program itself, which says why it could not go on."""
    monkeypatch.setattr(sys, "argv", ["briefwright", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


AGAIN = ["batch", "in", *PLAIN, "--out", "notes", "--store", "day.sqlite"]


def test_damaged_article_is_found_by_check_and_ends_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    batch("in")
    with closing(sqlite3.connect("day.sqlite", isolation_level=None)) as store:
        store.execute("UPDATE article SET content = x'00ff'")
        store.execute("UPDATE item SET state = 'pending'")
    code, out, _ = call("store", "check", "day.sqlite")
    assert (code, out.count("the article ")) == (1, 2)
    assert end(AGAIN, monkeypatch) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "cannot be read (error); bring back a copy of the store" in line


@pytest.mark.parametrize("fault", [StoreError("it is locked"), LookupError("of ours")])
def test_log_as_json_is_json_to_the_line_that_says_why_a_run_ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: Exception
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("briefwright.batch.run", fails)
    assert end([*AGAIN, "missing.txt", "--log", "json"], monkeypatch) == 3
    line = json.loads(capsys.readouterr().err)
    assert line["level"] == "error"
    assert str(fault) in line["text"]


@pytest.mark.parametrize(("full", "code"), [("stderr", 1), ("stdout", 3)])
def test_log_or_summary_that_cannot_be_written_ends_no_batch(full: str, code: int) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as disk:
        out, err = (disk if full == name else subprocess.PIPE for name in ("stdout", "stderr"))
        command = [sys.executable, "-m", "briefwright", *AGAIN, "missing.txt"]
        ended = subprocess.run(command, stdout=out, stderr=err, text=True, check=False)
    assert ended.returncode == code
    assert "2 done, 1 rejected" in ended.stdout if full == "stderr" else not ended.stdout
    assert len(list(Path("notes").rglob("*.md"))) == 2


def test_closed_standard_error_puts_no_line_among_the_results(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert end([*AGAIN, "missing.txt", "--json"], monkeypatch) == 1
    assert json.loads(capsys.readouterr().out)["summary"]["sums"]["done"] == 2


def test_names_that_are_no_text_are_read_as_sources_and_refused_as_output() -> None:
    source = os.fsdecode(b"in\xff")
    Path("in").rename(source)
    code, out, err = batch(source)
    assert code == 0, err
    assert "2 done" in out
    code, _, err = call("batch", source, "--out", source + "-notes", "--store", "day.sqlite")
    assert code == 2
    assert "holds bytes that are no UTF-8" in err


def test_usage_is_json_in_a_log_of_json() -> None:
    _, _, err = batch("in", "--since", "monday", "--log", "json")
    assert "2026-05-04" in json.loads(err)["text"]
    # And of the next command it is not asked.
    assert batch("in", "--since", "monday")[2].startswith("briefwright: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--workers", "0", "--log", "json"), "greater than or equal to 1"),
        (("--log=json", "--wrokers", "2"), "No such option: --wrokers"),
        (("--log", "json", "--seconds", "soon"), "'--seconds'"),
        (("--log", "json", "--since"), "--since"),
        (("--config", "day.toml", "--engine", "rey"), "'--engine'"),
    ],
)
def test_options_that_cannot_be_read_are_json_in_a_log_of_json(
    words: tuple[str, ...], said: str
) -> None:
    Path("day.toml").write_text('log = "json"\n')
    code, out, err = call("batch", "in", *words)
    assert (code, out) == (2, "")
    line = json.loads(err)
    assert line["level"] == "error"
    assert said in line["text"]
    assert call("batch", "in", "--workers", "0")[2].startswith("Usage: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("in", "--out", "in/notes"), "read as articles next time"),
        (("in", "--out", "in/Chad.txt"), "is a file"),
        (("notes/2026-05-04",), "lies in --out notes, where notes are"),
        (("in", "notes/2026-05-04/chad.md"), "lies in --out notes, where notes are"),
        (("in", "--since", "monday"), "2026-05-04"),
        (("in", "--deadline", "soon"), "06:30"),
        (("in", "--zone", "Mars/Base"), "no such time zone"),
        (("in", "--template", "nte"), "no template 'nte'"),
        (("in", "--model", "gpt"), "no such model"),
        ((), "give a source"),
    ],
)
def test_what_cannot_be_carried_out_is_usage(words: tuple[str, ...], said: str) -> None:
    given = ["batch", *words, "--offline"]
    if "--out" not in words:
        given += ["--out", "notes"]
    code, _, err = call(*given, "--store", "day.sqlite")
    assert code == 2
    assert said in err
    assert not Path("day.sqlite").exists()


def test_configuration_says_what_options_do_not(tmp_path: Path) -> None:
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "day.toml").write_text(
        'sources = ["../in"]\nout = "../notes"\nstore = "../day.sqlite"\nzone = "Asia/Tashkent"\n'
        'undated = "none"\n[models]\nmodel = "none"\nreader = "patterns"\n'
        '[notes]\nformats = ["html"]\nmarking = "OFFICIAL"\n[engine]\nworkers = 1\n'
        "[network]\noffline = true\n"
    )
    assert call("config", "check", "etc/day.toml")[0] == 0
    assert not Path("notes").exists()
    code, out, err = call("batch", "--config", "etc/day.toml", "--undated", "run")
    assert code == 0, err
    assert "(Asia/Tashkent)" in out
    (first, _) = Path("notes").rglob("*.html")
    assert "OFFICIAL" in first.read_text()
    assert first.parent.name != "undated"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('suorces = ["in"]', "did you mean 'sources'?"),
        ('[notes]\nformat = ["md"]', "did you mean 'formats'?"),
        ('undated = "later"', "'undated': input should be 'run', 'retrieved' or 'none'"),
        ("[engine]\nworkers = 0", "'engine.workers'"),
        ("sources = [", "not TOML"),
        ('sources = ["gone"]', "no such file or folder"),
        ('sources = ["in"]\nzone = "Mars/Base"', "no such time zone"),
        (
            'sources = ["in"]\n[notes]\nformats=["md"]\ntemplates = {md = "nte"}',
            "no template 'nte'",
        ),
        ('sources = ["in"]\n[notes]\ntemplates = {docx = "note"}', "no note of this format"),
        ('sources = ["in"]\nout = "in/Chad.txt/notes"', "cannot be written"),
        ('sources = ["in"]\nstore = "in/Chad.txt/day.sqlite"', "cannot be made"),
        ('sources = ["in"]\nout = "in/notes"\nstore = "day.sqlite"', "lies in the source"),
        ('sources = ["in"]\nout = "notes"', "'store': there is none"),
        ('sources = ["in"]\nstore = "day.sqlite"', "'out': there is none"),
        ('sources = ["in"]\n[network]\nproxy = "nowhere"', "'network': BRIEFWRIGHT_PROXY"),
        ('sources = ["in"]\n[network]\nintranet = ["http://x/"]', "not the name of a host"),
    ],
)
def test_check_names_what_is_wrong_with_a_configuration(content: str, said: str) -> None:
    Path("day.toml").write_text(content)
    code, _, err = call("config", "check", "day.toml")
    assert code == 1
    assert said in err


def test_check_takes_a_template_of_the_format_that_is_made_by_default() -> None:
    Path("day.toml").write_text(
        'sources = ["in"]\nout = "notes"\nstore = "new/day.sqlite"\n[notes]\n'
        'templates = { md = "readout" }\n'
    )
    assert call("config", "check", "day.toml")[0] == 0
    assert not Path("new").exists()


def test_store_can_be_looked_at_checked_and_pruned() -> None:
    rows = [
        {"id": "old", "text": TEXT.format("Chad"), "date": "2026-05-02"},
        {"id": "new", "text": TEXT.format("Mali"), "date": "2999-01-01"},
    ]
    Path("day.jsonl").write_text("\n".join(map(json.dumps, rows)))
    batch("day.jsonl")
    assert "2 done, 0 rejected" in call("store", "stats", "day.sqlite")[1]
    assert "is well" in call("store", "check", "day.sqlite")[1]
    next(Path("notes/2026-05-02").iterdir()).unlink()
    code, out, _ = call("store", "check", "day.sqlite")
    assert (code, out.count("missing: ")) == (0, 1)
    # Both were first seen today, so nothing is older than today.
    assert (
        "took out 0 articles" in call("store", "prune", "day.sqlite", "--before", "2026-05-03")[1]
    )
    dry = call("store", "prune", "day.sqlite", "--before", "2998-01-01", "--dry-run")[1]
    assert "would take out 1 articles" in dry
    call("store", "prune", "day.sqlite", "--before", "2998-01-01")
    stats = json.loads(call("store", "stats", "day.sqlite", "--json")[1])
    assert (stats["articles"], stats["done"], stats["runs"]) == (1, 1, 0)


def test_store_that_is_not_there_is_not_made_by_looking() -> None:
    done = CliRunner().invoke(app, ["store", "stats", "gone.sqlite"])
    assert "no store there" in str(done.exception)
    assert not Path("gone.sqlite").exists()


def test_batch_that_is_asked_to_end_keeps_what_is_done_and_gives_back_the_rest() -> None:
    for number in range(400):
        Path(f"in/more{number}.txt").write_text(f"{TEXT.format('Togo')} Again {number}.\n" * 3)
    command = [sys.executable, "-m", "briefwright", "batch", "in", *PLAIN]
    command += ["--out", "notes", "--store", "day.sqlite"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not list(Path("notes").rglob("*.md")):
        time.sleep(0.02)
    process.terminate()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.splitlines()[-1]) == (
        130,
        "briefwright: stopped; what is done is kept, and the next run goes on from here",
    )
    stats = json.loads(call("store", "stats", "day.sqlite", "--json")[1])
    assert stats["pending"] > 0
    code, out, _ = batch("in")
    assert code == 0
    assert "402 inputs: 402 done" in out
    assert len(list(Path("notes").rglob("*.md"))) == 402
