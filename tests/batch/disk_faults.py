"""Batches each of whose writes fails in turn: LIBRARY FOLDER HOW SCENE; see test_batch_disk.py.

The library is loaded before Python, by LD_PRELOAD. Each batch is a fork of this process, armed to
fail at its n-th write below its own folder, for every n until one comes to its end before that.
Prints the call and the path of each failure, and raises at the first that left something wrong.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

import batch_fakes as fakes

from briefwright.batch import Settings
from briefwright.errors import OutputError, StoreError
from briefwright.store import Store, upkeep

HOWS = ("once", "full", "killed")
MOST = 2000
"""Far more than a batch of so few articles writes."""
DONE, STOPPED, HARMLESS = 0, 3, 4
SECONDS = 60


def main() -> None:
    library, folder, how, scene = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    faults = ctypes.CDLL(library)
    source = fakes.folder(folder / "in", ["Chad", "Mali"])
    ends: set[int] = set()
    for nth in range(1, MOST):
        place = folder / str(nth)
        place.mkdir()
        given = fakes.settings(place, source)
        if scene == "renewed":
            fakes.here(given)
            given = fakes.looking(given, "md", template="readout")
        child = os.fork()
        if not child:
            faults.faults_arm(str(place).encode(), nth, HOWS.index(how))
            os._exit(attempt(faults, given))
        end = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        check(given, nth, end, how)
        ends.add(end)
        if end == DONE:
            break
    expected = -signal.SIGKILL if how == "killed" else STOPPED
    assert ends == {expected, DONE} | (ends & {HARMLESS}), ends


def attempt(faults: ctypes.CDLL, given: Settings) -> int:
    # What hangs is ended by that, with a signal that nothing else here is ended by.
    signal.alarm(SECONDS)
    try:
        fakes.here(given)
    except (StoreError, OutputError) as error:
        sys.stderr.write(f"{error}\n")
        return STOPPED if "make room" in str(error) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return HARMLESS if faults.faults_fired() else DONE


def check(given: Settings, nth: int, end: int, how: str) -> None:
    """Nothing is torn now, and the next run does what this one left, once."""
    allowed = {DONE, HARMLESS, -signal.SIGKILL if how == "killed" else STOPPED}
    assert end in allowed, f"write {nth} ended the run with {end}"
    for note in given.out.rglob("*.md"):
        if not note.name.startswith("."):
            assert note.read_text().endswith("\n"), f"write {nth} tore {note}"
    summary = fakes.here(given)
    assert (summary.sums.total, summary.sums.done) == (2, 2), f"write {nth}: {summary}"
    fakes.check_notes(given)
    place = given.store.parent
    for half in place.glob(f".{given.store.name}.*"):
        # Too young to be known from another run's at work.
        os.utime(half, (0, 0))
    with Store(given.store, new=False) as store:
        assert list(upkeep.faults(store)) == [], f"write {nth}"
        assert list(upkeep.changed_notes(store)) == [], f"write {nth}"
    assert {path.name for path in place.iterdir()} == {"notes", given.store.name}, f"write {nth}"


if __name__ == "__main__":
    main()
