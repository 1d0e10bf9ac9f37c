"""briefwright review, as it is typed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from review_page import client
from review_sample import ALPHA, brief, paths, written
from typer.testing import CliRunner, Result

from briefwright.cli.app import app
from briefwright.errors import BallotsError, BriefwrightError, ReviewError
from briefwright.review.remarks import correct
from briefwright.review.serving import listening
from briefwright.review.values import Edit

COMMAND = (sys.executable, "-m", "briefwright", "review")


def run(*words: object) -> Result:
    found = CliRunner().invoke(app, ["review", *map(str, words)])
    if isinstance(found.exception, BriefwrightError):
        raise found.exception
    return found


def send(visitor: httpx.Client, path: str, page: httpx.Response, **fields: str) -> httpx.Response:
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert csrf
    origin = str(visitor.base_url).rstrip("/")
    return visitor.post(
        path,
        data={"csrf": csrf[1], **fields},
        headers={"origin": origin},
        follow_redirects=True,
    )


def judged(folder: Path, *options: str, choices: str = "left tie") -> str:
    """Starts the program, judges as a browser would, stops it with Ctrl-C; what it said."""
    one, other = paths(folder)
    command = (*COMMAND, str(one), str(other), "--out", str(folder / "ballots.db"), "--no-open")
    with subprocess.Popen(
        (*command, *options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout
        address = httpx.URL(program.stdout.readline().strip())
        with client(f"http://{address.host}:{address.port}") as visitor:
            visitor.get(str(address))
            page = send(visitor, "/name", visitor.get("/"), reviewer="Maja")
            for choice in choices.split():
                page = send(visitor, f"{page.url.path}/ballot", page, choice=choice)
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=60)
        assert program.returncode == 0
    return str(said)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal to another process there")
def test_ballots_are_cast_counted_and_gone_on_with(tmp_path: Path) -> None:
    said = judged(tmp_path)
    assert "2 runs, 2 articles: 2 pairs to judge" in said
    assert "2 ballots by 1 reviewers" in said
    assert "Traceback" not in said
    ballots = tmp_path / "ballots.db"
    told = run("tally", ballots, "--csv", tmp_path / "ballots.csv")
    assert told.exit_code == 0
    assert "2 ballots on 2 articles: Maja 2" in told.output
    assert "agreement: not taken, no pair of briefs was judged by two reviewers" in told.output
    assert "order:     left preferred 1 times of 1" in told.output
    assert (tmp_path / "ballots.csv").read_bytes().startswith(b"\xef\xbb\xbfballot,made,")
    found = json.loads(run("tally", ballots, "--json").output)
    assert {one["run"] for one in found["runs"]} == {"alpha", "beta"}
    assert found["agreement"]["alpha"]["value"] is None
    assert found["agreement"]["alpha"]["reason"]
    changed = brief("ports", ALPHA[0].articles[0].text or "", line="Quite another line.")
    written(tmp_path / "beta.jsonl", [changed])
    with listening() as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        files = (str(tmp_path / "alpha.jsonl"), str(tmp_path / "beta.jsonl"))
        found = CliRunner().invoke(app, ["review", *files, "-o", str(ballots), "--port", port])
    assert "run 'beta' has other briefs than before of 1 articles (ports)" in found.output
    assert isinstance(found.exception, ReviewError)
    assert "cannot be had" in str(found.exception)


def test_nothing_corrected_is_nothing_written(tmp_path: Path) -> None:
    from review_sample import desk

    desk(tmp_path).ballots.close()
    found = run("export-edits", tmp_path / "ballots.db", "--out", tmp_path / "refs.jsonl")
    assert found.exit_code == 1
    assert "no brief in it was corrected" in found.output
    assert not (tmp_path / "refs.jsonl").exists()


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    from review_sample import desk

    at = desk(tmp_path)
    pairing = at.pairings("Maja")[0]
    edit = Edit(kind="delete", item="S1", field="bottom_line")
    correct(at.ballots, "Maja", at.case(pairing), pairing.left, edit)
    at.ballots.close()
    ballots, mine = tmp_path / "ballots.db", tmp_path / "mine.jsonl"
    mine.write_text("my own references")
    for words in (("export-edits", ballots, "--out", mine), ("tally", ballots, "--csv", mine)):
        found = run(*words)
        assert found.exit_code == 2
        assert "is there already" in found.output
        assert mine.read_text() == "my own references"
        assert run(*words, "--force").exit_code == 0
        assert mine.read_text() != "my own references"
        # An earlier count is told from what is somebody's own.
        assert run(*words).exit_code == (0 if "--csv" in words else 2)
        mine.write_text("my own references")
    assert "is a folder" in run("export-edits", ballots, "--out", tmp_path).output


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal to another process there")
def test_a_folder_of_two_settings_is_said_before_it_is_judged_as_one(tmp_path: Path) -> None:
    one, other = paths(tmp_path)
    both = tmp_path / "both"
    both.mkdir()
    (both / "a.jsonl").write_bytes(one.read_bytes())
    (both / "b.jsonl").write_bytes(other.read_bytes())
    command = [*COMMAND, str(one), str(both), "--out", str(tmp_path / "b.db"), "--no-open"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as ran:
        assert ran.stdout
        address = httpx.URL(ran.stdout.readline().strip())
        try:
            # Once it answers it also hears Ctrl-C, which whoever starts it may have had ignored.
            with client(f"http://{address.host}:{address.port}") as visitor:
                visitor.get(str(address))
            ran.send_signal(signal.SIGINT)
            assert "more than one brief of 2 articles" in ran.communicate(timeout=60)[1]
        finally:
            ran.kill()


def test_help_names_the_commands_and_start_has_its_own() -> None:
    found = run("--help").output
    assert "tally" in found
    assert "export-edits" in found
    assert "--reviewer" in run("start", "--help").output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["alpha.jsonl", "-o", "b.db"], "give two runs at least"),
        (["alpha.jsonl", "none.jsonl", "-o", "b.db"], "no such file or folder"),
        (["alpha.jsonl", "beta.jsonl", "-o", "alpha.jsonl"], "is one of the sources"),
        (["alpha.jsonl", "beta.jsonl", "-o", "b.db", "--name", "A"], "1 names for 2 runs"),
        (["alpha.jsonl", "beta.jsonl"], "Missing option '--out'"),
        (["alpha.jsonl", "beta.jsonl", "-o", "b.db", "--rounds", "0"], "--rounds"),
    ],
)
def test_a_command_that_cannot_be_carried_out_is_usage(
    words: list[str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = run(*words)
    assert found.exit_code == 2
    assert why in found.output
    assert not (tmp_path / "b.db").exists()


def test_a_tally_of_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BallotsError, match="no file of ballots there"):
        run("tally", tmp_path / "none.db")


def test_no_model_is_loaded_to_judge() -> None:
    code = (
        "import sys, briefwright.review.serving, briefwright.review.tally, briefwright.cli.review;"
        "assert not {'torch', 'transformers'} & set(sys.modules)"
    )
    subprocess.run((sys.executable, "-c", code), check=True)
