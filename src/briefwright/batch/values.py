"""What a batch is given, and what it says of itself."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Literal

from briefwright.batch.calendar import Undated
from briefwright.engines import Plan
from briefwright.spans import Value
from briefwright.store.runs import Sums


class Settings(Value):
    """A batch as it is asked for."""

    sources: tuple[str, ...] = ()
    store: Path
    out: Path
    """The folder of the notes; those of a day are in a folder of its name."""
    zone: str = "UTC"
    undated: Undated = "run"
    plan: Plan = Plan()
    retry_failed: bool = False
    """Try again what was rejected or quarantined; without sources, all of it in the store."""
    only_new: bool = False
    """Leave out articles that the store knows already, whatever became of them."""
    since: date | None = None
    """Leave out articles of earlier days."""
    deadline: datetime | None = None
    """When to stop, with its zone; what is not done by then is left for the next run."""


class Line(Value):
    """Something to be told as it happens."""

    kind: Literal["rejected", "quarantined", "kept", "said"]
    text: str
    source: str | None = None
    code: str | None = None


class Progress(Value):
    """How far a batch is."""

    reading: bool
    """Whether there are sources that were not read to their end."""
    total: int
    """Inputs so far."""
    ended: int
    """Of these, the ones that are done, their notes too, or rejected or quarantined."""
    fresh: int
    """Of these, the ones that this run itself worked on: what a rate is made of."""


Event = Line | Progress


class Summary(Value):
    """A batch when it is over. `sums` add up: done, rejected, quarantined and left are all."""

    run: str
    day: date
    """The day of the run, in the zone."""
    zone: str
    sums: Sums
    briefed: int = 0
    """Articles for which this run itself made a brief."""
    written: int = 0
    """Notes that it wrote."""
    edited: int = 0
    """Notes that it left as they are, because somebody had edited them."""
    continued: int = 0
    """Articles that an earlier run had left."""
    known: int = 0
    """Left out, because the store knew them (`only_new`)."""
    older: int = 0
    """Left out, because of an earlier day (`since`)."""
    undated: int = 0
    """Articles without a date that can be read."""
    undated_to: Undated = "run"
    """Where these were put."""
    deadline_reached: bool = False
    sources_read: bool = True
    """Whether all sources were read to their end."""
    seconds: float = 0.0
