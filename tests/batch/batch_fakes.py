"""A scripted writer for workers, articles that make it fail, and batches over them."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefwright.batch import Event, Settings, Summary, run
from briefwright.brief import Brief
from briefwright.engines import Bounds, Look, Made, Plan, Recipe, Task
from briefwright.engines.local import LocalEngine
from briefwright.engines.work import make
from briefwright.errors import ModelError
from briefwright.pipeline import Models
from briefwright.reader.patterns import PatternReader
from briefwright.render import render
from briefwright.store import Store, days, runs
from briefwright.store.items import State
from briefwright.writer import Job, Written
from briefwright.writer.fake import EchoWriter

HERE = Path(__file__).parent
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
CRASHES, HANGS, EATS, FAILS, WAITS = "Crashland", "Hangland", "Eatland", "Failland", "Waitland"
STALLS = "Stalland"
"""Hangs a worker, but not one in the process of the tests."""
ORPHANS = "Orphanland"
"""Kills whatever started its worker: under Ray the actor."""
"""Names in an article that the scripted writer reacts to."""


class ScriptedWriter(EchoWriter):
    """Echoes the evidence, unless a name in it tells it to fail."""

    name = "scripted"

    def write(self, jobs: Sequence[Job]) -> list[Written | None]:
        told = " ".join(job.evidence for job in jobs)
        if CRASHES in told:
            os.kill(os.getpid(), signal.SIGSEGV)
        if ORPHANS in told:
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(3600)
        if HANGS in told:
            time.sleep(3600)
        if EATS in told:
            eaten = [bytearray(50_000_000) for _ in range(1000)]
            del eaten
        if FAILS in told:
            raise LookupError("a fault of ours")
        if STALLS in told and "briefwright.engines.worker" in sys.orig_argv:
            time.sleep(3600)
        if WAITS in told:
            time.sleep(0.05)
        return super().write(jobs)


def load_other(recipe: Recipe) -> Models:
    """The same, by a recipe of its own."""
    return load(recipe)


def load_broken(_: Recipe) -> Models:
    raise ImportError("libtorch.so is not there")


def load_without_memory(_: Recipe) -> Models:
    raise MemoryError


def load_second_time(recipe: Recipe) -> Models:
    """Killed the first time, as where memory is short for a moment."""
    tried = Path(os.environ["TRIED"])
    if not tried.exists():
        tried.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return load(recipe)


def load(recipe: Recipe) -> Models:
    if recipe.model == "none":
        raise ModelError("the models are not there")
    return Models(reader=PatternReader(), writer=ScriptedWriter())


RECIPE = Recipe(reader="patterns", loader="batch_fakes:load")


def text(place: str, *, number: int = 0, sentences: int = 4) -> str:
    """An article about a place."""
    said = " ".join(
        f"Norway and {place} will open station {number} and {more} for weather data in June."
        for more in range(sentences)
    )
    return (
        f"Ministers of Norway and {place} met in Oslo on Monday. They agreed to share weather data "
        f'from {number + 20} stations. "We will share every reading with our neighbours," Minister '
        f"Kari Holm said in Oslo. {said}"
    )


def folder(path: Path, places: Iterable[str]) -> Path:
    """A folder with an article about each place."""
    path.mkdir(parents=True, exist_ok=True)
    for number, place in enumerate(places):
        sentences = 2 + number % 7
        content = text(place, number=number, sentences=sentences)
        (path / f"a{number:03}.txt").write_text(content, encoding="utf-8")
    return path


def settings(tmp_path: Path, *sources: Path, **changes: object) -> Settings:
    given = Settings(
        sources=tuple(map(str, sources)),
        store=tmp_path / "day.sqlite",
        out=tmp_path / "notes",
        plan=Plan(recipe=RECIPE, bounds=Bounds(seconds=20, megabytes=1000)),
    )
    return given.model_copy(update=changes)


def loaded_by(given: Settings, name: str) -> Settings:
    """The same batch, with models that another function of this module loads."""
    recipe = given.plan.recipe.model_copy(update={"loader": f"batch_fakes:{name}"})
    return given.model_copy(update={"plan": given.plan.model_copy(update={"recipe": recipe})})


def local(workers: int = 1) -> Callable[[Plan], LocalEngine]:
    return lambda plan: LocalEngine(plan, workers=workers)


def batch(given: Settings, *, workers: int = 1, events: list[Event] | None = None) -> Summary:
    return run(
        given,
        engine=local(workers),
        report=events.append if events is not None else None,
        clock=lambda: NOON,
    )


class Here:
    """An engine in this very process, for what does not depend on workers."""

    patient, workers = False, 1

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._given: deque[Sequence[Task]] = deque()
        self.given: list[str] = []

    @property
    def room(self) -> int:
        return 2 - len(self._given)

    def give(self, group: Sequence[Task]) -> None:
        self._given.append(group)
        self.given += [task.key for task in group]

    def take(self, timeout: float) -> list[Made]:
        if not self._given:
            time.sleep(timeout)
            return []
        return make(self._given.popleft(), self._plan.looks, load(self._plan.recipe))

    def close(self) -> None:
        self._given.clear()


def here(
    given: Settings,
    *,
    events: list[Event] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Summary:
    """A batch without worker processes."""
    return run(
        given,
        engine=Here,
        report=events.append if events is not None else None,
        clock=clock or (lambda: NOON),
    )


def soon(seconds: float = 20.0) -> datetime:
    """A deadline for what would go on without end if it were broken."""
    return datetime.now(UTC) + timedelta(seconds=seconds)


def clock() -> datetime:
    return datetime.now(UTC)


def no_engine(plan: Plan) -> LocalEngine:
    """For batches in which nothing is left to do."""
    raise AssertionError(f"no engine is needed here: {plan}")


def looks(*formats: str) -> tuple[Look, ...]:
    return tuple(Look.model_validate({"format": one}) for one in formats)


def looking(given: Settings, *formats: str, template: str) -> Settings:
    """The same batch, with notes of that template."""
    chosen = tuple(one.model_copy(update={"template": template}) for one in looks(*formats))
    return given.model_copy(update={"plan": given.plan.model_copy(update={"looks": chosen})})


def states(store: Path) -> dict[str, State]:
    """Of each article by its id."""
    with Store(store, new=False) as opened:
        return {one.id: one.state for one in days.entries(opened, NOON.date())}


def briefs(store: Path) -> dict[str, Brief]:
    """Of each article by its id, without what differs from run to run."""
    with Store(store, new=False) as opened:
        return {
            one.entry.id: one.brief.model_copy(update={"run": None})
            for one in days.done(opened, NOON.date())
        }


def check_notes(given: Settings) -> None:
    """Every brief has its one note, whole; and there is no other file."""
    expected: set[Path] = set()
    (look,) = given.plan.looks
    with Store(given.store, new=False) as opened:
        for done in days.done(opened, NOON.date()):
            (path,) = map(Path, done.notes)
            expected.add(path)
            assert path.read_bytes() == render(done.brief, "md", template=look.template)
        assert not [one for one in runs.every(opened) if one.ended is None]
    assert {path for path in given.out.rglob("*") if path.is_file()} == expected
