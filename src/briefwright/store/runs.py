"""Runs over a store: which are going on, which died, and what each has read."""

from __future__ import annotations

import os
import platform
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefwright.spans import Value
from briefwright.store import Store


class Run(Value):
    """A run as it is remembered."""

    token: str
    """Its name, for no two runs the same."""
    day: str
    """ISO 8601 date in the zone, fixed when the run starts."""
    zone: str
    undated: str
    """Where articles without a date go: "run", "retrieved" or "none"."""
    started: str
    """ISO 8601 date-time, UTC."""
    ended: str | None = None
    """None while it is going on."""
    host: str
    process: int
    process_started: str
    settings: str
    """JSON: sources, models, engine, templates."""
    summary: str | None = None
    """JSON; None for a run that is going on or died."""
    renewed: str | None = None
    """When it last said that it is going on."""
    recipe: str = ""
    """A hash of what decides its briefs apart from their articles."""


class Sums(Value):
    """What became of the inputs of a run: done, rejected, quarantined and left are all of them."""

    total: int = 0
    done: int = 0
    rejected: int = 0
    quarantined: int = 0
    left: int = 0
    """Not come to: the run was stopped, or its deadline came."""
    repeated: int = 0
    """Of the total, inputs with the same article as another one's."""


_NAMES = tuple(Run.model_fields)
_GOING: set[str] = set()
"""Runs of this very process, whose number alone would not tell one that has failed."""
SILENT = timedelta(minutes=3)
"""After which a run is over whose process cannot be looked at; it renews several times as often."""


def begin(
    store: Store, *, day: str, zone: str, undated: str, settings: str, recipe: str = ""
) -> Run:
    """A new run of this process."""
    run = Run(
        token=uuid.uuid4().hex,
        day=day,
        zone=zone,
        undated=undated,
        started=now(),
        host=_host(),
        process=os.getpid(),
        process_started=_process_started(os.getpid()),
        settings=settings,
        recipe=recipe,
    )
    marks = ", ".join(f":{name}" for name in _NAMES)
    with store.writing() as connection:
        connection.execute(
            f"INSERT INTO run ({', '.join(_NAMES)}) VALUES ({marks})", run.model_dump()
        )
    _GOING.add(run.token)
    return run


def renew(store: Store, token: str) -> None:
    """Say that the run is going on."""
    with store.writing() as connection:
        connection.execute("UPDATE run SET renewed = ? WHERE token = ?", (now(), token))


def end(store: Store, token: str, summary: str | None) -> None:
    """The run is over; what it held is free for others."""
    # Even if that cannot be written now: whoever comes next finds out by this.
    _GOING.discard(token)
    with store.writing() as connection:
        connection.execute(
            "UPDATE run SET ended = ?, summary = ? WHERE token = ?", (now(), summary, token)
        )
        connection.execute("UPDATE item SET owner = NULL WHERE owner = ?", (token,))


def gone(store: Store) -> list[Run]:
    """The runs whose process is gone, as after a crash or a power cut, and that `bury` ends.

    Whatever else they left is to be cleared away before: a buried run is not found again.
    """
    with store.reading() as connection:
        rows = connection.execute(f"SELECT {', '.join(_NAMES)} FROM run WHERE ended IS NULL")
        going = [Run.model_validate(dict(zip(_NAMES, row, strict=True))) for row in rows.fetchall()]
    return [run for run in going if _is_gone(run)]


def bury(store: Store, found: Sequence[Run]) -> None:
    """End runs that are gone; what they held is free for others."""
    with store.writing():
        for run in found:
            end(store, run.token, None)


def every(store: Store) -> list[Run]:
    """All runs, the earliest first."""
    with store.reading() as connection:
        rows = connection.execute(f"SELECT {', '.join(_NAMES)} FROM run ORDER BY started, token")
        return [Run.model_validate(dict(zip(_NAMES, row, strict=True))) for row in rows]


def add_input(store: Store, token: str, number: int, source: str, article: str | None) -> None:
    """The run has read an input: an article by its key, or None for a failure."""
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO input VALUES (?, ?, ?, ?)", (token, number, source, article)
        )
        if article is not None and number > 0:
            # What was taken over from an earlier run has now come by itself.
            connection.execute(
                "DELETE FROM input WHERE article = ? AND run = ? AND number < 0", (article, token)
            )


def add_failure(store: Store, *, source: str, day: str, code: str, reason: str) -> None:
    with store.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?)",
            (source, day, code, reason, now()),
        )


def forget_failure(store: Store, *, source: str, day: str) -> None:
    """The source gave an article after all."""
    with store.writing() as connection:
        connection.execute("DELETE FROM failure WHERE source = ? AND day = ?", (source, day))


def forget_mended(store: Store, run: Run, source: str) -> None:
    """The run has read all of the source: what failed of it earlier that day, and did not now."""
    now_too = "SELECT source FROM input WHERE run = ? AND article IS NULL"
    # Rows of a file, files of a folder; what an address leads to lies at other addresses.
    below = [] if "://" in source else [f"{source}:", f"{source.rstrip('/')}/"]
    with store.writing() as connection:
        connection.execute(
            f"DELETE FROM failure WHERE source = ? AND day = ? AND source NOT IN ({now_too})",
            (source, run.day, run.token),
        )
        for start in below:
            connection.execute(
                "DELETE FROM failure WHERE day = ? AND substr(source, 1, ?) = ? "
                f"AND source NOT IN ({now_too})",
                (run.day, len(start), start, run.token),
            )


def sums(store: Store, token: str) -> Sums:
    """Counted from the inputs of the run as they stand now."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT CASE WHEN n.article IS NULL THEN 'rejected' ELSE i.state END AS state, "
            "count(*), count(n.article), count(DISTINCT n.article) "
            "FROM input n LEFT JOIN item i ON i.article = n.article WHERE n.run = ? GROUP BY 1",
            (token,),
        ).fetchall()
    counts = {str(state): count for state, count, _, _ in rows}
    return Sums(
        total=sum(counts.values()),
        done=counts.get("done", 0),
        rejected=counts.get("rejected", 0),
        quarantined=counts.get("quarantined", 0),
        left=counts.get("pending", 0),
        repeated=sum(articles - distinct for _, _, articles, distinct in rows),
    )


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _host() -> str:
    """The machine, and since when it is on: process numbers begin anew with it."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        boot = ""
    return f"{platform.node()} {boot}"


def _process_started(process: int) -> str:
    """In the kernel's ticks; empty where the system does not tell."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return ""
    # The second field is the program's name in parentheses and may hold spaces.
    fields = status.rpartition(")")[2].split()
    # Killed, and its parent has not asked how it ended; in a container perhaps nobody ever does.
    return "" if fields[0] in "ZX" else fields[19]


def _is_gone(run: Run) -> bool:
    node, _, boot = run.host.rpartition(" ")
    own, _, since = _host().rpartition(" ")
    if node == own and boot and since and boot != since:
        return True
    if run.host != _host() or not run.process_started:
        # Another machine, or a container that is another one each time: only its silence tells.
        heard = datetime.fromisoformat(run.renewed or run.started)
        return datetime.now(UTC) - heard > SILENT
    if run.process == os.getpid() and run.token not in _GOING:
        return True
    return _process_started(run.process) != run.process_started
