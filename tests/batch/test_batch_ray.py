"""Ray on this machine: the same work as the local engine's, and effects once when a worker dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ray = pytest.importorskip("ray", reason="Ray is an extra: pip install 'briefwright[ray]'")

import batch_fakes as fakes  # noqa: E402

from briefwright.batch import Event, Line, Settings, Summary, run  # noqa: E402
from briefwright.engines import Plan  # noqa: E402
from briefwright.engines.on_ray import RayEngine  # noqa: E402
from briefwright.errors import EngineError, SettingsError  # noqa: E402

pytestmark = [
    pytest.mark.ray,
    pytest.mark.slow,
    # Ray leaves files and sockets of its own to the end of the process.
    pytest.mark.filterwarnings("ignore"),
]
MARK = "BRIEFWRIGHT_TEST_RUN"


@pytest.fixture(autouse=True)
def _workers_find_the_fakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PYTHONPATH", str(fakes.HERE), prepend=":")
    monkeypatch.setenv(MARK, f"{os.getpid()}-{time.monotonic_ns()}")
    yield
    ray.shutdown()


def batch(given: Settings, events: list[Event] | None = None) -> Summary:
    def engine(plan: Plan) -> RayEngine:
        return RayEngine(plan, workers=2, address=None)

    report = events.append if events is not None else None
    return run(given, engine=engine, report=report, clock=lambda: fakes.NOON)


def actors() -> list[int]:
    """Processes of our cluster that hold a worker each."""
    own = f"{MARK}={os.environ[MARK]}".encode()
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdecimal():
            continue
        try:
            named = b"ray::" in (line := (process / "cmdline").read_bytes()) and b"Map" in line
            if named and own in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def test_same_briefs_and_notes_as_the_local_engine(tmp_path: Path) -> None:
    places = ["Chad", "Togo", fakes.CRASHES, "Mali"]
    source = fakes.folder(tmp_path / "in", places)
    on_ray = fakes.settings(tmp_path / "ray", source)
    here = fakes.settings(tmp_path / "here", source)
    sums = batch(on_ray).sums
    assert (sums.total, sums.done, sums.quarantined) == (4, 3, 1)
    assert fakes.batch(here).sums == sums
    assert fakes.states(on_ray.store) == fakes.states(here.store)
    assert fakes.briefs(on_ray.store) == fakes.briefs(here.store)
    fakes.check_notes(on_ray)


def test_killed_worker_costs_no_article_and_doubles_none(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad", fakes.WAITS, "Togo", "Mali"] * 24)
    given = fakes.settings(tmp_path, source)
    killed: list[int] = []

    def kill() -> None:
        until = time.monotonic() + 120
        while not killed and time.monotonic() < until:
            if len(found := actors()) >= 2 and list(given.out.rglob("*.md")):
                os.kill(found[0], signal.SIGKILL)
                killed.append(found[0])
            time.sleep(0.02)

    killer = threading.Thread(target=kill)
    killer.start()
    summary = batch(given)
    killer.join()
    assert killed
    assert (summary.sums.total, summary.sums.done) == (96, 96)
    assert (summary.briefed, summary.written) == (96, 96)
    fakes.check_notes(given)


def test_article_that_takes_its_actor_with_it_is_quarantined_and_the_rest_done(
    tmp_path: Path,
) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", fakes.ORPHANS, "Togo"]))
    events: list[Event] = []
    sums = batch(given, events).sums
    assert (sums.total, sums.done, sums.quarantined) == (3, 2, 1)
    (line,) = [one for one in events if isinstance(one, Line)]
    assert (line.code, line.source) == ("worker-lost", str(tmp_path / "in" / "a001.txt"))
    assert "lost each of 2 times" in line.text
    fakes.check_notes(given)


@pytest.mark.parametrize(
    ("loader", "said"),
    [("load_broken", "libtorch.so is not there"), ("load_without_memory", "out of memory")],
)
def test_worker_that_cannot_load_ends_the_run_and_no_article_is_blamed(
    tmp_path: Path, loader: str, said: str
) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali", "Togo"]))
    with pytest.raises(EngineError, match=said):
        batch(fakes.loaded_by(given, loader))
    assert set(fakes.states(given.store).values()) == {"pending"}
    assert fakes.here(given).sums.done == 3
    fakes.check_notes(given)


NO_WORKER = "import os, sys\nif 'briefwright.engines.worker' in sys.orig_argv: os._exit(7)\n"


def test_worker_that_cannot_start_ends_the_run_and_no_article_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_WORKER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali", "Togo"]))
    with pytest.raises(EngineError, match=r"cannot start .*exit code 7.*2 times"):
        batch(given)
    assert set(fakes.states(given.store).values()) == {"pending"}
    assert fakes.here(given).sums.done == 3


def test_cluster_that_does_not_answer_is_told() -> None:
    with pytest.raises(SettingsError, match="no Ray cluster answers"):
        RayEngine(Plan(), workers=None, address="127.0.0.1:1")
