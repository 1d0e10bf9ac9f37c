"""A day's articles to briefs and notes, remembered in a store, resumable at any moment.

Sources are read in a thread of their own; engines make values; only the loop here commits. Knows
nothing of how things are shown.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime
from typing import BinaryIO

from briefwright.batch import calendar, settle
from briefwright.batch.grouping import WINDOW, groups
from briefwright.batch.intake import Connect, Intake
from briefwright.batch.values import Event, Line, Progress, Settings, Summary
from briefwright.engines import Engine, Made, Plan, Task
from briefwright.engines.loading import fingerprint, look_fingerprint
from briefwright.errors import StoreError
from briefwright.ingest import OFFLINE
from briefwright.ingest.failed import shown
from briefwright.pipeline import GROUP
from briefwright.store import Store, articles, days, items, notes, runs

__all__ = ["Event", "Line", "Progress", "Settings", "Summary", "run"]

Report = Callable[[Event], None]
Clock = Callable[[], datetime]

_POLL = 0.5
"""Seconds after which progress is told, leases are looked at, and a deadline is noticed."""
_RENEW = 30.0
_LOOK = 2.0
"""Seconds after which a run that has nothing to do looks whether others are still at the rest."""
_SHARE = 30.0
"""Progress is told so rarely that counting takes a thirtieth of the time."""
_PATIENT = 16 * WINDOW
"""Articles at a time for an engine that is better given much."""


def _now() -> datetime:
    return datetime.now(UTC)


def run(
    settings: Settings,
    *,
    engine: Callable[[Plan], Engine],
    connect: Connect | None = None,
    report: Report | None = None,
    clock: Clock = _now,
    stdin: BinaryIO | None = None,
) -> Summary:
    """Brief what the sources hold and an earlier run left, and write the notes.

    What is done by the same recipe already is not done again; its notes are, if their template
    changed. `engine` is asked for one when there is work. Raises StoreError, OutputError,
    ModelError, EngineError, SettingsError, TemplateError: then the run could not go on, and the
    next one does.
    """
    settings = settings.model_copy(update={"out": settings.out.absolute()})
    settle.check(settings.out)
    with Store(settings.store) as store:
        batch = _Batch(settings, store, engine=engine, report=report or _silent, clock=clock)
        return batch.run(connect or (lambda _: OFFLINE), stdin)


def _silent(event: Event) -> None:
    del event


class _Batch:
    """One run: the loop between intake, engine and store."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        *,
        engine: Callable[[Plan], Engine],
        report: Report,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._store = store
        self._open_engine = engine
        self._engine: Engine | None = None
        self._report = report
        self._clock = clock
        self._recipe = fingerprint(settings.plan.recipe)
        self._looks: dict[str, str] = {
            look.format: look_fingerprint(look) for look in settings.plan.looks
        }
        self._waiting: deque[list[Task]] = deque()
        # How often each is given: what a count forgot would be waited for without end.
        self._going: Counter[str] = Counter()
        self._renewing: set[str] = set()
        self._briefed = self._written = self._edited = self._fresh = 0

    def run(self, connect: Connect, stdin: BinaryIO | None) -> Summary:
        started = time.monotonic()
        settings, store = self._settings, self._store
        settle.bury(store)
        day = calendar.today(calendar.zone(settings.zone), self._clock())
        # Names of files may hold any byte, and JSON does not.
        named = settings.model_copy(update={"sources": tuple(map(shown, settings.sources))})
        told = named.model_dump_json(include={"sources", "out", "plan"})
        own = runs.begin(
            store,
            day=day.isoformat(),
            zone=settings.zone,
            undated=settings.undated,
            settings=told,
            recipe=self._recipe,
        )
        self._run = own
        self._desk = settle.Desk(store, settings.out, own.day, own.token, self._recipe, self._looks)
        self._intake = Intake(
            settings,
            run=own,
            recipe=self._recipe,
            looks=self._looks,
            connect=connect,
            stdin=stdin,
        )
        summary: Summary | None = None
        try:
            continued = self._take_over()
            self._intake.start()
            reached = self._work()
            read = self._intake.stop(wait=1.0)
            self._tell_lines()
            summary = self._summary(
                day, reached=reached, read=read, continued=continued, started=started
            )
        finally:
            self._intake.stop(wait=1.0)
            if self._engine is not None:
                self._engine.close()
            # On a full disk the error that ended the run is the one to be told.
            with suppress(StoreError) if summary is None else nullcontext():
                runs.end(store, own.token, summary.model_dump_json() if summary else None)
        return summary

    def _take_over(self) -> int:
        """What earlier runs left becomes this one's; how many articles."""
        again = self._settings.retry_failed and not self._settings.sources
        if again:
            items.reopen_failed(self._store, self._recipe)
        continued = items.adopt(self._store, self._run.token, self._recipe)
        for article in notes.unwritten(self._store, self._settings.out):
            self._intake.stale.put(article)
        return 0 if again else continued

    def _work(self) -> bool:
        """Go on until all is done; whether the deadline came first."""
        renewed = told = looked = time.monotonic()
        pause = _POLL
        while not self._is_over():
            if self._intake.fault is not None:
                raise self._intake.fault
            busy = self._feed()
            if busy:
                assert self._engine is not None
                self._settle(self._engine.take(_POLL))
            elif self._is_finished():
                return False
            else:
                # Sources are slow, or another run is at the rest.
                time.sleep(_POLL / 5)
            self._tell_lines()
            now = time.monotonic()
            if not busy and now - looked > _LOOK:
                self._inherit()
                looked = now
            if now - told > pause:
                self._tell_progress()
                told = time.monotonic()
                # Counting a million inputs takes a while.
                pause = max(_POLL, _SHARE * (told - now))
            if now - renewed > _RENEW:
                runs.renew(self._store, self._run.token)
                items.renew(self._store, self._run.token)
                renewed = now
        return True

    def _inherit(self) -> None:
        """What a run that is gone had taken on is free at once, and whoever waits does it."""
        settle.bury(self._store)
        items.inherit(self._store, self._run.token, self._recipe)

    def _is_over(self) -> bool:
        deadline = self._settings.deadline
        return deadline is not None and self._clock() >= deadline

    def _is_finished(self) -> bool:
        # In this order: what is read is in the store before the thread ends.
        if self._intake.reading or self._intake.fault is not None:
            return False
        return self._intake.stale.empty() and not items.pending(self._store, self._run.token)

    def _feed(self) -> bool:
        """Give the engine what it has room for; whether it has something to do."""
        while self._engine is None or self._engine.room:
            if not self._waiting:
                tasks = list(self._taken())
                if not tasks:
                    break
                if self._engine is None:
                    self._engine = self._open_engine(self._settings.plan)
                self._waiting.extend(groups(tasks, workers=self._engine.workers))
            assert self._engine is not None
            self._engine.give(self._waiting.popleft())
        return bool(self._going)

    def _taken(self) -> Iterator[Task]:
        for task in self._tasks():
            self._going[task.key] += 1
            if task.brief is not None:
                self._renewing.add(task.key)
            yield task

    def _tasks(self) -> Iterator[Task]:
        """What can be done next: notes to renew, then articles."""
        patient = self._engine is not None and self._engine.patient
        most = _PATIENT if patient else WINDOW
        for _ in range(most):
            if self._intake.stale.empty():
                break
            key = self._intake.stale.get()
            if key in self._going or items.state(self._store, key) == "pending":
                # Its notes are being made, or will be with its brief.
                continue
            if settle.is_current(self._desk, key):
                # It stood here twice: as left over, and as read anew.
                continue
            brief = days.brief(self._store, key)
            if brief is not None:
                yield Task(key=key, brief=brief)
        # A few that were read just now had better wait for others, while there is work.
        few = self._intake.reading and (patient or self._going)
        least = most if patient else GROUP
        if few and items.free_now(self._store, self._recipe, most=least) < least:
            return
        for leased in items.lease(self._store, self._run.token, self._recipe, most=most):
            yield Task(key=leased.key, article=leased.article)

    def _settle(self, made: list[Made]) -> None:
        if not made:
            return
        for settled in settle.settle(self._desk, made):
            self._going -= Counter([settled.made.key])
            self._renewing.discard(settled.made.key)
            self._briefed += settled.first and settled.made.brief is not None
            self._fresh += 1
            self._written += settled.written
            for line in settled.lines:
                self._edited += line.kind == "kept"
                self._report(self._named(line))

    def _named(self, line: Line) -> Line:
        if line.kind == "kept" or line.source is None:
            return line
        source = articles.facts(self._store, line.source).source
        return line.model_copy(update={"source": source})

    def _tell_lines(self) -> None:
        while not self._intake.lines.empty():
            self._report(self._intake.lines.get())

    def _tell_progress(self) -> None:
        sums = runs.sums(self._store, self._run.token)
        notes = self._intake.stale.qsize() + len(self._renewing)
        self._report(
            Progress(
                reading=self._intake.reading,
                total=sums.total,
                ended=max(0, sums.total - sums.left - notes),
                fresh=self._fresh,
            )
        )

    def _summary(
        self, day: date, *, reached: bool, read: bool, continued: int, started: float
    ) -> Summary:
        intake = self._intake
        return Summary(
            run=self._run.token,
            day=day,
            zone=self._run.zone,
            sums=runs.sums(self._store, self._run.token),
            briefed=self._briefed,
            written=self._written,
            edited=self._edited,
            continued=continued,
            known=intake.known,
            older=intake.older,
            undated=intake.undated,
            undated_to=self._settings.undated,
            deadline_reached=reached,
            sources_read=read,
            seconds=round(time.monotonic() - started, 1),
        )
