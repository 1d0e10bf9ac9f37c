"""What a batch says of its progress."""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from pathlib import Path

import pytest

from briefwright.batch import Progress
from briefwright.cli.batch_log import Log, duration


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.4, "0 s"), (59, "59 s"), (150, "2 min 30 s"), (7500, "2 h 5 min")]
)
def test_duration_is_told_in_two_units(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_progress_is_told_with_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([0.0, 120.0, 120.0, 120.0, 240.0, 240.0, 240.0])
    log = Log(as_json=False, clock=lambda: next(clock))
    log.tell(Progress(reading=False, total=100, ended=40, fresh=20))
    assert capsys.readouterr().err == "briefwright: 40 of 100, 10.0 a minute, 6 min 0 s left\n"
    log.tell(Progress(reading=True, total=100, ended=60, fresh=40))
    assert capsys.readouterr().err == "briefwright: 60 of 100 so far, 10.0 a minute\n"


def test_warnings_of_libraries_are_lines_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    library, silenced = (logging.getLogger(f"some.{name}") for name in ("library", "other"))
    silenced.addHandler(logging.NullHandler())
    # As outside of the tests, whose own handlers are at the root.
    library.propagate = silenced.propagate = False
    with Log(as_json=True), warnings.catch_warnings():
        warnings.simplefilter("always")
        library.warning("two\nlines of %s", "its own")
        library.info("of no interest")
        silenced.warning("of a page")
        warnings.warn("a shape is odd", stacklevel=1)
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [one["level"] for one in told] == ["warning", "warning"]
    assert told[0]["text"] == "some.library: two lines of its own"
    assert "UserWarning: a shape is odd" in told[1]["text"]
    with Log(as_json=False):
        library.error("gone")
    assert capsys.readouterr().err == "briefwright: some.library: gone\n"


def test_terminal_that_is_gone_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    near, far = os.openpty()
    with os.fdopen(far, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with Log(as_json=False) as log:
            os.close(near)
            log.say("rejected: a.txt")
            log.tell(Progress(reading=False, total=2, ended=1, fresh=1))
            log.say("rejected: b.txt")
        # What it holds back has to go somewhere.
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), far)


def test_progress_in_a_log_of_json_can_be_computed_with(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([0.0, 120.0, 120.0, 120.0])
    log = Log(as_json=True, clock=lambda: next(clock))
    log.tell(Progress(reading=False, total=100, ended=40, fresh=20))
    told = json.loads(capsys.readouterr().err)
    assert (told["kind"], told["total"], told["ended"]) == ("progress", 100, 40)
