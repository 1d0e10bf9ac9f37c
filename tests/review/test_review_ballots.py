"""Ballots survive whatever happens to the program, and are never confused."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_sample import ALPHA, BETA, brief, desk, paths, written

from briefwright.errors import BallotsError, ReviewError
from briefwright.review import remarks
from briefwright.review.ballots import Ballots
from briefwright.review.desk import Desk, changed, opened
from briefwright.review.tally import counted
from briefwright.review.values import Edit, Fault, Verdict
from briefwright.runs import cases, read_runs

HERE = Path(__file__).parent


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    made = desk(tmp_path)
    yield made
    made.ballots.close()


def cast(at: Desk, who: str, number: int = 0, *, choice: str = "left") -> bool:
    pairing = at.pairings(who)[number]
    verdict = Verdict(choice=choice, faults=(Fault(side="right", reason="clumsy"),), comment="so")
    return at.ballots.cast(at.sitting, who, at.case(pairing), pairing, verdict)


def test_a_ballot_holds_what_was_shown_and_what_was_said(at: Desk) -> None:
    assert cast(at, "Maja")
    (kept,) = at.ballots.standing()
    assert kept.pairing == at.pairings("Maja")[0]
    assert {kept.pairing.left.run, kept.pairing.right.run} == {"alpha", "beta"}
    assert (kept.verdict.choice, kept.verdict.comment, kept.number) == ("left", "so", 1)
    assert kept.winner == kept.pairing.left.run


def test_the_same_pair_is_judged_once_by_each(at: Desk) -> None:
    assert cast(at, "Maja")
    assert not cast(at, "Maja", choice="right")
    assert cast(at, "Otto", choice="right")
    assert len(at.ballots.standing()) == 2


def test_undo_takes_back_the_last_and_forgets_nothing(at: Desk) -> None:
    cast(at, "Otto")
    cast(at, "Maja", 0)
    cast(at, "Maja", 1, choice="tie")
    taken = at.ballots.undo("Maja")
    assert taken is not None
    assert taken.verdict.choice == "tie"
    assert [one.reviewer for one in at.ballots.standing()] == ["Otto", "Maja"]
    assert cast(at, "Maja", 1, choice="bad")
    assert [one.number for one in at.ballots.standing("Maja")] == [1, 3]
    (rows,) = at.ballots.connection.execute("SELECT count(*) FROM ballot").fetchone()
    assert rows == 4


def test_nobody_takes_back_the_ballot_of_another(at: Desk) -> None:
    cast(at, "Otto")
    assert at.ballots.undo("Maja", 1) is None
    assert at.ballots.undo("Maja") is None
    assert len(at.ballots.standing()) == 1


@pytest.mark.parametrize("what", ["UPDATE ballot SET choice = 'tie'", "DELETE FROM ballot"])
def test_rows_cannot_be_changed_or_deleted(what: str, at: Desk) -> None:
    cast(at, "Maja")
    with pytest.raises(sqlite3.IntegrityError, match="stays as it was said"):
        at.ballots.connection.execute(what)


def test_every_ballot_that_was_confirmed_survives_a_kill(tmp_path: Path) -> None:
    """Two processes cast into one file until they are killed with SIGKILL."""
    paths(tmp_path)
    running = [
        subprocess.Popen(
            [sys.executable, str(HERE / "review_cast.py"), str(tmp_path), who],
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in ("Maja", "Otto")
    ]
    told: dict[str, int] = {}
    for who, process in zip(("Maja", "Otto"), running, strict=True):
        assert process.stdout
        told[who] = [int(process.stdout.readline()) for _ in range(6)][-1]
    for process in running:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout
        process.stdout.close()
    with Ballots(tmp_path / "ballots.db", new=False) as ballots:
        assert ballots.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for who, count in told.items():
            (rows,) = ballots.connection.execute(
                "SELECT count(*) FROM ballot WHERE reviewer = ?", (who,)
            ).fetchone()
            assert rows >= count


def test_a_changed_brief_is_told_asked_anew_and_never_counted_for_the_old(
    at: Desk, tmp_path: Path
) -> None:
    cast(at, "Maja", 0)
    cast(at, "Maja", 1)
    better = brief("ports", ALPHA[0].articles[0].text or "", line="Kolar met Reis.", people=[])
    written(tmp_path / "alpha.jsonl", [better, ALPHA[1]])
    now = read_runs([tmp_path / "alpha.jsonl", tmp_path / "beta.jsonl"])
    again = opened(tmp_path / "ballots.db", now)
    (found,) = again.changed
    assert (found.run, found.articles, found.ballots) == ("alpha", ("ports",), 1)
    assert [one is None for one in again.cast("Maja")] == [True, False]
    # A look at other briefs takes nothing from the count.
    assert len(counted(again.ballots)[0]) == 2
    cast(again, "Maja", 0, choice="tie")
    again.ballots.undo("Maja")
    assert len(counted(again.ballots)[0]) == 2
    cast(again, "Otto", 1)
    fresh, stale = counted(again.ballots)
    assert [one.pairing.article for one in fresh] == ["ferry", "ferry"]
    assert [one.pairing.article for one in stale] == ["ports"]
    again.ballots.close()


def test_making_the_same_briefs_again_changes_no_version(at: Desk, tmp_path: Path) -> None:
    cast(at, "Maja")
    again = [
        one.model_copy(update={"articles": (one.articles[0].model_copy(update={"text": None}),)})
        for one in ALPHA
    ]
    written(tmp_path / "alpha.jsonl", again)
    now = read_runs([tmp_path / "alpha.jsonl", tmp_path / "beta.jsonl"])
    assert changed(at.ballots, cases(now)) == ()


def test_another_seed_for_a_begun_file_is_refused(tmp_path: Path) -> None:
    desk(tmp_path).ballots.close()
    with pytest.raises(BallotsError, match="another seed"):
        desk(tmp_path, seed="8")


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "is empty"), (b"Dear minister, not a database at all", "damaged"), (None, "another")],
)
def test_a_file_that_is_none_of_ours_is_refused_and_left(
    content: bytes | None, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "ballots.db"
    if content is None:
        with sqlite3.connect(path) as foreign:
            foreign.execute("CREATE TABLE accounts (name TEXT)")
        foreign.close()
        content = path.read_bytes()
    else:
        path.write_bytes(content)
    with pytest.raises(BallotsError, match=why):
        Ballots(path)
    assert path.read_bytes() == content


def test_a_tally_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(BallotsError, match="no file of ballots there"):
        Ballots(tmp_path / "ballots.db", new=False)
    assert not list(tmp_path.iterdir())


def test_runs_without_a_common_article_are_nothing_to_judge(tmp_path: Path) -> None:
    one = written(tmp_path / "one.jsonl", [ALPHA[0]])
    other = written(tmp_path / "other.jsonl", [BETA[1]])
    with pytest.raises(ReviewError, match="nothing to judge: of 2 articles 2 are in one run alone"):
        opened(tmp_path / "ballots.db", read_runs([one, other]))
    assert not (tmp_path / "ballots.db").exists()


def test_a_mark_holds_for_the_item_wherever_it_is_said(at: Desk) -> None:
    case = at.cases["ports"]
    pairing = next(one for one in at.pairings("Maja") if one.article == "ports")
    seat = pairing.left if pairing.left.run == "beta" else pairing.right
    entry = case.candidates["beta"].of("summary")[0]
    remarks.mark(at.ballots, "Maja", case, seat, entry, "misleading", comment="first")
    remarks.mark(at.ballots, "Maja", case, seat, entry, "wrong-fact", comment="second")
    (found,) = remarks.remarks(at.ballots, "Maja", "ports")
    assert (found.reason, found.comment) == ("wrong-fact", "second")
    assert found.key == case.candidates["alpha"].of("summary")[0].key
    assert remarks.remarks(at.ballots, "Otto") == ()
    remarks.mark(at.ballots, "Maja", case, seat, entry, None)
    assert remarks.remarks(at.ballots) == ()


def test_corrections_are_taken_back_one_by_one(at: Desk) -> None:
    case, seat = at.cases["ports"], at.pairings("Maja")[0].left
    one = Edit(kind="delete", item="S1", field="bottom_line")
    other = Edit(kind="delete", item="S2", field="summary")
    for edit in (one, other, None, None, None):
        remarks.correct(at.ballots, "Maja", case, seat, edit)
    assert remarks.edits(at.ballots, "Maja", seat) == ()
    remarks.correct(at.ballots, "Maja", case, seat, other)
    assert remarks.edits(at.ballots, "Maja", seat) == (other,)
    assert remarks.edits(at.ballots, "Otto", seat) == ()
