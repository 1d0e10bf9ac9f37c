"""What may befall a batch: every input still ends, once, and nothing is lost, doubled or torn."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import batch_fakes as fakes
import pytest

from briefwright.batch import Event, Line, Settings, Summary, run
from briefwright.engines import Bounds
from briefwright.errors import EngineError, OutputError, StoreError
from briefwright.store import Store, days, runs, upkeep

PLACES = ["Chad", "Mali", "Togo", "Niger", "Ghana", "Benin", "Sudan", fakes.WAITS]


@pytest.fixture(autouse=True)
def _workers_find_the_fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(fakes.HERE), prepend=":")


def start(folder: Path, source: Path, seconds: float = 0.0) -> subprocess.Popen[str]:
    script = fakes.HERE / "batch_run.py"
    command = [sys.executable, *map(str, (script, folder, source, seconds))]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        (fakes.CRASHES, "crashed", "SIGSEGV"),
        (fakes.HANGS, "too-slow", "longer than 2 s"),
        (fakes.EATS, "memory", "more than 400 MB"),
        (fakes.FAILS, "internal-error", "a fault of ours"),
    ],
)
def test_article_that_fails_its_worker_is_quarantined_and_the_rest_done(
    tmp_path: Path, name: str, code: str, said: str
) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", name, "Togo"]))
    bounds = Bounds(seconds=2, megabytes=400)
    given = given.model_copy(update={"plan": given.plan.model_copy(update={"bounds": bounds})})
    events: list[Event] = []
    summary = fakes.batch(given, events=events)
    sums = summary.sums
    assert (sums.total, sums.done, sums.quarantined) == (3, 2, 1)
    (line,) = [one for one in events if isinstance(one, Line)]
    assert (line.kind, line.code) == ("quarantined", code)
    assert said in line.text
    assert line.source == str(tmp_path / "in" / "a001.txt")
    fakes.check_notes(given)


def test_what_was_quarantined_is_left_alone_until_it_is_asked_for(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad", fakes.FAILS])
    given = fakes.settings(tmp_path, source)
    fakes.batch(given)
    events: list[Event] = []
    again = run(given, engine=fakes.no_engine, report=events.append, clock=lambda: fakes.NOON)
    assert (again.sums.done, again.sums.quarantined) == (1, 1)
    assert ["from an earlier run" in one.text for one in events if isinstance(one, Line)] == [True]
    retry = given.model_copy(update={"sources": (), "retry_failed": True})
    assert fakes.batch(retry).sums.model_dump(include={"total", "quarantined"}) == {
        "total": 1,
        "quarantined": 1,
    }


def test_deadline_ends_what_is_going_on_and_blames_nobody(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", [fakes.HANGS])
    until = datetime.now(UTC) + timedelta(seconds=4)
    given = fakes.settings(tmp_path, source, deadline=until)
    summary = run(given, engine=fakes.local())
    assert summary.deadline_reached
    assert summary.sums.left == 1
    # Well before the article's own limit of 20 seconds.
    assert datetime.now(UTC) < until + timedelta(seconds=10)
    with Store(given.store) as store:
        (entry,) = days.entries(store, summary.day)
    assert (entry.state, entry.attempts) == ("pending", 0)


def killed_until_done(tmp_path: Path, *, kills: int, articles: int) -> Settings:
    """A batch killed so often, then left to end; the state it ended in."""
    source = fakes.folder(tmp_path / "in", [PLACES[one % 8] for one in range(articles)])
    moments = random.Random()
    deaths = 0
    for _ in range(kills):
        process = start(tmp_path, source, moments.uniform(0.02, 1.5))
        process.communicate(timeout=120)
        deaths += process.returncode == -9
    assert deaths >= kills / 4
    given = fakes.settings(tmp_path, source)
    summary = fakes.batch(given)
    assert (summary.sums.total, summary.sums.done, summary.sums.left) == (articles, articles, 0)
    return given


@pytest.mark.parametrize(
    ("kills", "articles"),
    [(10, 120), pytest.param(200, 2000, marks=pytest.mark.slow)],
)
def test_batch_killed_at_random_ends_as_one_that_was_not(
    tmp_path: Path, kills: int, articles: int
) -> None:
    killed = killed_until_done(tmp_path / "killed", kills=kills, articles=articles)
    whole = fakes.settings(tmp_path / "whole", Path(killed.sources[0]))
    fakes.batch(whole)
    fakes.check_notes(killed)
    fakes.check_notes(whole)
    assert fakes.states(killed.store) == fakes.states(whole.store)
    assert fakes.briefs(killed.store) == fakes.briefs(whole.store)
    names = [{path.name for path in one.out.rglob("*.md")} for one in (killed, whole)]
    assert names[0] == names[1]
    with Store(killed.store) as store:
        assert list(upkeep.faults(store)) == []


def test_two_runs_over_one_store_do_every_article_once(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", [PLACES[one % 8] for one in range(96)])
    pair = [start(tmp_path, source) for _ in range(2)]
    ended = [process.communicate(timeout=120) for process in pair]
    assert [process.returncode for process in pair] == [0, 0], ended
    summaries = [Summary.model_validate_json(out) for out, _ in ended]
    assert [one.sums.done for one in summaries] == [96, 96]
    assert sum(one.briefed for one in summaries) == 96
    fakes.check_notes(fakes.settings(tmp_path, source))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    mounted = subprocess.run(command, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here; the test by file size runs")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def stop_of(given: Settings) -> str | None:
    """What a batch that could not go on says."""
    try:
        fakes.batch(given)
    except (StoreError, OutputError) as error:
        return str(error)
    return None


def test_full_disk_stops_the_run_and_the_next_one_ends_it(tmp_path: Path, small_disk: Path) -> None:
    source = fakes.folder(tmp_path / "in", [PLACES[one % 7] for one in range(24)])
    given = fakes.settings(small_disk, source)
    filler = small_disk / "filler"
    stopped = 0
    # From no room at all on, so that each kind of write is at some time the one that fails.
    for kilobytes in (0, 100, 300, 500, 700):
        filler.write_bytes(b"")
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        filler.write_bytes(b"x" * max(0, free - kilobytes * 1024))
        said = stop_of(given)
        stopped += said is not None
        assert said is None or "make room" in said
    assert stopped >= 2
    filler.unlink()
    assert fakes.batch(given).sums.done == 24
    fakes.check_notes(given)


_LIMITED = (
    "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop()),) * 2); "
    "sys.path.insert(0, sys.argv.pop()); import batch_run; batch_run.main()"
)


@pytest.mark.parametrize("most", [3_000, 40_000, 200_000])
def test_file_that_cannot_grow_stops_the_run_and_the_next_one_ends_it(
    tmp_path: Path, most: int
) -> None:
    source = fakes.folder(tmp_path / "in", [PLACES[one % 7] for one in range(40)])
    command = [sys.executable, "-c", _LIMITED, tmp_path, source, "0", fakes.HERE, str(most)]
    ended = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "StoreError" in ended.stderr or "OutputError" in ended.stderr
    given = fakes.settings(tmp_path, source)
    assert fakes.batch(given).sums.done == 40
    fakes.check_notes(given)


def test_folder_that_cannot_be_written_is_told_before_anything_is_read(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad"]))
    (tmp_path / "file").write_text("")
    given = given.model_copy(update={"out": tmp_path / "file" / "notes"})
    with pytest.raises(OutputError, match="cannot be written"):
        run(given, engine=fakes.no_engine)
    assert not given.store.exists()


def test_store_that_another_program_holds_is_told(tmp_path: Path) -> None:
    path = tmp_path / "day.sqlite"
    Store(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store(path, busy=0.1) as store, pytest.raises(StoreError, match="another program holds"):
        runs.begin(store, day="2026-05-04", zone="UTC", undated="run", settings="{}")
    other.close()


def test_damaged_store_is_refused_and_never_made_anew(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    fakes.batch(given)
    with Store(given.store) as store:
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = given.store.read_bytes()
    for damaged in (whole[:5000], b"\xff" * 4096 + whole[4096:], whole[:4096] + b"\x7f" * 60_000):
        given.store.write_bytes(damaged)
        with pytest.raises(StoreError, match="damaged"):
            fakes.batch(given)
        assert given.store.read_bytes() == damaged


def lose_commits(store: Path, *, lost: bool) -> None:
    """From now on the store cannot be told that a note was written; or it can again."""
    with sqlite3.connect(store) as connection:
        connection.execute(
            "CREATE TRIGGER lost BEFORE UPDATE OF written ON note WHEN new.written IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'the commit is lost'); END"
            if lost
            else "DROP TRIGGER lost"
        )
    connection.close()


@pytest.mark.parametrize("is_first", [True, False])
def test_note_edited_after_its_commit_was_lost_stays_as_the_officer_left_it(
    tmp_path: Path, is_first: bool
) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    given = fakes.looking(given, "md", "html", template="note")
    if is_first:
        Store(given.store).close()
    else:
        fakes.here(given)
        given = fakes.looking(given, "md", "html", template="readout")
    lose_commits(given.store, lost=True)
    with pytest.raises(StoreError, match="the commit is lost"):
        fakes.here(given)
    lose_commits(given.store, lost=False)
    first, untouched = (sorted(given.out.rglob(f"{name}*")) for name in ("a000", "a001"))
    for path in first:
        path.write_text("Ask the embassy first.\n" + path.read_text())
    events: list[Event] = []
    summary = fakes.here(given, events=events)
    assert (summary.edited, summary.written) == (2, 2)
    assert [one.code for one in events if isinstance(one, Line)] == ["edited", "edited"]
    assert all(path.read_text().startswith("Ask the embassy first.\n") for path in first)
    assert [path.suffix for path in untouched] == [".html", ".md"]
    assert len([path for path in given.out.rglob("*") if path.is_file()]) == 4


def test_notes_written_before_one_that_cannot_be_are_on_record(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    fakes.here(given)
    first, second = sorted(given.out.rglob("*.md"))
    second.unlink()
    second.mkdir()
    other = fakes.looking(given, "md", template="readout")
    with pytest.raises(OutputError, match="cannot be written"):
        fakes.here(other)
    with Store(given.store) as store:
        assert list(upkeep.changed_notes(store)) == []
        assert upkeep.stats(store).notes == 1
    second.rmdir()
    assert fakes.here(other).written == 1
    assert first.is_file()


@pytest.mark.parametrize(
    ("loader", "said"),
    [
        ("load_broken", "libtorch.so is not there"),
        ("load_without_memory", "out of memory"),
    ],
)
def test_worker_that_cannot_load_ends_the_run_and_no_article_is_blamed(
    tmp_path: Path, loader: str, said: str
) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali", "Togo"]))
    with pytest.raises(EngineError, match=said):
        fakes.batch(fakes.loaded_by(given, loader))
    assert set(fakes.states(given.store).values()) == {"pending"}
    assert fakes.here(given).sums.done == 3
    fakes.check_notes(given)


def test_worker_that_cannot_start_ends_the_run_and_no_article_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali", "Togo"]))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    with pytest.raises(EngineError, match="cannot start"):
        fakes.batch(given)
    assert set(fakes.states(given.store).values()) == {"pending"}


def test_worker_that_loads_at_the_second_try_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIED", str(tmp_path / "tried"))
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    summary = fakes.batch(fakes.loaded_by(given, "load_second_time"))
    assert (summary.sums.done, summary.sums.quarantined) == (2, 0)


def wait_for_lease(store: Path) -> None:
    """Until the other run is at its article."""
    for _ in range(600):
        time.sleep(0.1)
        if store.exists():
            connection = sqlite3.connect(store)
            with suppress(sqlite3.OperationalError):
                if connection.execute("SELECT 1 FROM item WHERE owner IS NOT NULL").fetchone():
                    return
            connection.close()
    raise AssertionError("it never came to its article")


@pytest.mark.parametrize("loader", ["load", "load_other"])
def test_articles_of_a_run_that_dies_are_done_by_the_one_that_waits_for_them(
    tmp_path: Path, loader: str
) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad", fakes.STALLS])
    other = start(tmp_path, source)
    given = fakes.settings(tmp_path, source, deadline=fakes.soon(40))
    wait_for_lease(given.store)
    threading.Timer(1.0, other.kill).start()
    summary = fakes.here(fakes.loaded_by(given, loader), clock=fakes.clock)
    other.communicate()
    assert not summary.deadline_reached
    assert (summary.sums.done, summary.sums.left) == (2, 0)
