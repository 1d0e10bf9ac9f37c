"""What a batch says while it runs: a bar for a person, lines or JSON for a log, a summary."""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any

from briefwright.cli.output import log_line, put_line

if TYPE_CHECKING:
    from briefwright.batch import Event, Line, Progress, Summary

_EVERY = 60.0
"""Seconds between two lines on progress where there is no bar."""


class Log:
    """Told of every event; shows them as they come. A bar only on a terminal."""

    def __init__(self, *, as_json: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._json = as_json
        self._clock = clock
        self._began = self._told = clock()
        self.failures: list[Line] = []
        self._bar = None if as_json else _bar()
        self._task = self._bar.add_task("reading", total=None, pace="") if self._bar else None
        self._others = _Others(self)
        self._last = logging.lastResort

    def __enter__(self) -> Log:
        # In the place of the one that writes what no other takes; what is silenced stays so.
        self._last, logging.lastResort = logging.lastResort, self._others
        logging.getLogger("py.warnings").addHandler(self._others)
        logging.captureWarnings(True)
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            # The terminal may be gone.
            with suppress(OSError):
                self._bar.stop()
        logging.captureWarnings(False)
        logging.getLogger("py.warnings").removeHandler(self._others)
        logging.lastResort = self._last

    def tell(self, event: Event) -> None:
        from briefwright.batch import Progress

        if isinstance(event, Progress):
            self._progress(event)
            return
        if event.kind in ("rejected", "quarantined"):
            self.failures.append(event)
        told = event.model_dump(exclude={"text"})
        fields = {name: value for name, value in told.items() if value is not None}
        self.say(event.text, level="info" if event.kind == "said" else "warning", **fields)

    def say(self, text: str, *, level: str = "info", **fields: Any) -> None:
        """One line, above the bar if there is one."""
        if self._json:
            put_line(log_line(text, level=level, **fields))
            return
        kind = f"{fields['kind']}: " if fields.get("kind") in ("rejected", "quarantined") else ""
        line = f"briefwright: {kind}{text}"
        if self._bar is None:
            put_line(line)
            return
        with suppress(OSError):
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _progress(self, progress: Progress) -> None:
        pace = _pace(progress, self._clock() - self._began)
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task,
                description="reading and briefing" if progress.reading else "briefing",
                completed=progress.ended,
                total=progress.total or None,
                pace=pace,
            )
        elif self._clock() - self._told >= _EVERY:
            self._told = self._clock()
            self.say(
                f"{progress.ended:,} of {progress.total:,}"
                f"{' so far' if progress.reading else ''}{', ' if pace else ''}{pace}",
                kind="progress",
                **progress.model_dump(),
            )


class _Others(logging.Handler):
    """What libraries warn of, as lines of ours: on their own they would write to stderr bare."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        text = " ".join(record.getMessage().split())
        self._log.say(f"{record.name}: {text}", level=record.levelname.lower(), kind="library")


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(file=sys.stderr)
    if not console.is_terminal:
        return None
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        console=console,
        transient=True,
    )


def _pace(progress: Progress, seconds: float) -> str:
    """Rate and time left, from what this run itself did; nothing before it did something."""
    if progress.fresh < 1:
        return ""
    rate = progress.fresh / seconds
    shown = f"{60 * rate:,.1f} a minute" if rate * 60 >= 1 else f"{3600 * rate:,.1f} an hour"
    if progress.reading:
        return shown
    return f"{shown}, {duration((progress.total - progress.ended) / rate)} left"


def duration(seconds: float) -> str:
    """Two units at most: "2 h 5 min", "40 s"."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours:,} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


def summary_lines(summary: Summary, failures: list[Line]) -> list[str]:
    """The summary for a person."""
    sums = summary.sums
    lines = [
        f"{summary.day} ({summary.zone}): {_inputs(sums.total)}: {sums.done:,} done, "
        f"{sums.rejected:,} rejected, {sums.quarantined:,} quarantined"
        f"{f', {sums.left:,} left for the next run' if sums.left else ''}"
    ]
    rate = 60 * summary.briefed / max(summary.seconds, 0.1)
    made = f"{summary.briefed:,} briefs and {summary.written:,} notes made"
    lines.append(
        f"{made} in {duration(summary.seconds)}"
        f"{f', {rate:,.1f} articles a minute' if summary.briefed else ''}"
    )
    where = {
        "run": "put to the day of the run that first read them",
        "retrieved": "put to the day they were fetched on, or of that run",
        "none": "put to no day",
    }[summary.undated_to]
    said = (
        (summary.undated, f"without a date, {where} (--undated)"),
        (summary.continued, "continued that an earlier run had left"),
        (sums.repeated, "repeated: the same article as another input"),
        (summary.known, "left out, known already (--only-new)"),
        (summary.older, "left out, of an earlier day (--since)"),
        (summary.edited, "notes left as they are, because somebody edited them"),
    )
    lines += [f"{count:,} {words}" for count, words in said if count]
    for kind in ("rejected", "quarantined"):
        codes = Counter(one.code for one in failures if one.kind == kind)
        if codes:
            lines.append(
                f"{kind}: " + ", ".join(f"{code} {count:,}" for code, count in codes.most_common())
            )
    if summary.deadline_reached:
        unread = "" if summary.sources_read else ", and not all sources had been read"
        lines.append(f"the deadline came first{unread}; the next run goes on from here")
    return lines


def _inputs(count: int) -> str:
    return f"{count:,} input" if count == 1 else f"{count:,} inputs"
