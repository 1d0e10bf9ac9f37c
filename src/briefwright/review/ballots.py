"""The file of ballots: what was shown to whom, and what they said. Rows are only ever added."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import briefwright
from briefwright.database import BUSY_SECONDS, Database, Kind
from briefwright.errors import BallotsError
from briefwright.review.schedule import Schedule
from briefwright.review.schema import STEPS
from briefwright.review.values import Ballot, Pairing, Seat, Sitting, Verdict
from briefwright.review.versions import version
from briefwright.runs import Case, Run

APPLICATION = 0x42726662
""" "Brfb"."""

_KIND = Kind(
    application=APPLICATION,
    steps=STEPS,
    noun="file of ballots",
    option="--out",
    anew="without what was judged",
    error=BallotsError,
)
_BALLOT = """
    SELECT id, sitting, reviewer, article, left_run, left_version, right_run, right_version,
        choice, faults, better, comment, number, made
    FROM ballot WHERE NOT EXISTS (SELECT 1 FROM undo WHERE undo.ballot = ballot.id)
"""


class Ballots(Database):
    """An open file of ballots, for one thread at a time. Raises BallotsError.

    `new=False` takes only a file that is there already.
    """

    def __init__(self, path: Path, *, new: bool = True, busy: float = BUSY_SECONDS) -> None:
        super().__init__(path, _KIND, new=new, busy=busy, any_thread=True)

    def seed(self, wished: str | None = None) -> str:
        """By which sides are shuffled, the same for the file's whole life.

        Raises BallotsError if another was wished for than the one it began with.
        """
        with self.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO setting (name, value) VALUES ('seed', ?)",
                (wished or secrets.token_hex(16),),
            )
            (seed,) = connection.execute("SELECT value FROM setting WHERE name = 'seed'").fetchone()
        if wished is not None and seed != wished:
            raise BallotsError(
                f"{self.path}: was begun with another seed, and sides must not change under a "
                "reviewer; leave out --seed, or give another file as --out"
            )
        return str(seed)

    def begin(self, runs: Sequence[Run], cases: Sequence[Case], plan: Schedule) -> int:
        """A new sitting of these runs; its id."""
        told = [
            {"name": run.name, "hand": run.hand, "source": run.source, "settings": {**run.settings}}
            for run in runs
        ]
        with self.writing() as connection:
            made = connection.execute(
                "INSERT INTO sitting (started, program, runs, articles, duels, alike) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    now(),
                    briefwright.__version__,
                    _json(told),
                    len(cases),
                    len(plan.duels),
                    len(plan.alike),
                ),
            )
            sitting = made.lastrowid or 0
            connection.executemany(
                "INSERT INTO seat (sitting, article, run, version) VALUES (?, ?, ?, ?)",
                (
                    (sitting, case.id, name, version(candidate.brief))
                    for case in cases
                    for name, candidate in case.candidates.items()
                ),
            )
        return sitting

    def cast(
        self, sitting: int, reviewer: str, case: Case, pairing: Pairing, verdict: Verdict
    ) -> bool:
        """Keep the verdict; False, and nothing kept, if the reviewer has judged the pair already,
        in another window or by clicking twice."""
        with self.writing() as connection:
            if any(
                same_pair(one.pairing, pairing)
                for one in _ballots(
                    connection, "AND reviewer = ? AND article = ?", (reviewer, pairing.article)
                )
            ):
                return False
            keep(connection, case, pairing.seats)
            (cast,) = connection.execute(
                "SELECT count(*) FROM ballot WHERE reviewer = ?", (reviewer,)
            ).fetchone()
            connection.execute(
                "INSERT INTO ballot (sitting, reviewer, article, left_run, left_version, "
                "right_run, right_version, choice, faults, better, comment, number, made) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    sitting,
                    reviewer,
                    pairing.article,
                    pairing.left.run,
                    pairing.left.version,
                    pairing.right.run,
                    pairing.right.version,
                    verdict.choice,
                    _json([one.model_dump() for one in verdict.faults]),
                    _json([one.model_dump() for one in verdict.better]),
                    verdict.comment,
                    cast + 1,
                    now(),
                ),
            )
        return True

    def undo(self, reviewer: str, ballot: int | None = None) -> Ballot | None:
        """Take back the ballot, or the reviewer's last; None if there is none of theirs to take."""
        with self.writing() as connection:
            found = list(_ballots(connection, "AND reviewer = ?", (reviewer,)))
            taken = [one for one in found if ballot in (None, one.id)]
            if not taken:
                return None
            connection.execute(
                "INSERT INTO undo (ballot, made) VALUES (?, ?)", (taken[-1].id, now())
            )
        return taken[-1]

    def standing(self, reviewer: str | None = None) -> tuple[Ballot, ...]:
        """The ballots that were not taken back, in the order they were cast."""
        with self.reading() as connection:
            if reviewer is None:
                return tuple(_ballots(connection))
            return tuple(_ballots(connection, "AND reviewer = ?", (reviewer,)))

    def sittings(self) -> tuple[Sitting, ...]:
        """In order; at least one in a file that `begin` was called on."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT id, started, runs, articles, duels, alike FROM sitting ORDER BY id"
            ).fetchall()
        return tuple(
            Sitting(
                id=row[0],
                started=row[1],
                runs=tuple(one["name"] for one in json.loads(row[2])),
                articles=row[3],
                duels=row[4],
                alike=row[5],
            )
            for row in rows
        )

    def versions(self) -> Mapping[tuple[str, str], str]:
        """The latest version of each brief, by article and run: that of the last sitting in which
        the run had one and a ballot was cast, as a sitting may be a mere look."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT article, run, version FROM seat WHERE sitting IN (SELECT sitting "
                "FROM ballot WHERE id NOT IN (SELECT ballot FROM undo)) ORDER BY sitting"
            ).fetchall()
        return {(article, run): found for article, run, found in rows}

    def held(self) -> frozenset[str]:
        """The versions of the briefs that the file holds: those that were judged."""
        with self.reading() as connection:
            return frozenset(one for (one,) in connection.execute("SELECT version FROM brief"))


def same_pair(one: Pairing, other: Pairing) -> bool:
    """Whether they are of the same two briefs in the same versions, on whichever sides."""
    return one.article == other.article and set(one.seats) == set(other.seats)


def keep(connection: sqlite3.Connection, case: Case, seats: Iterable[Seat]) -> None:
    """The briefs and the articles' texts beside what is said of them, once each."""
    texts = packed([one.model_dump(exclude_none=True) for one in case.texts])
    connection.execute(
        "INSERT OR IGNORE INTO text (article, sha256, content) VALUES (?, ?, ?)",
        (case.id, hashlib.sha256(texts).hexdigest(), texts),
    )
    for seat in seats:
        content = packed(case.candidates[seat.run].brief)
        connection.execute(
            "INSERT OR IGNORE INTO brief (version, article, run, content) VALUES (?, ?, ?, ?)",
            (seat.version, case.id, seat.run, content),
        )


def packed(value: object) -> bytes:
    """As JSON in ASCII: a text may hold half a surrogate pair, which UTF-8 cannot."""
    return zlib.compress(json.dumps(value, sort_keys=True).encode("ascii"))


def unpacked(content: bytes) -> Any:
    return json.loads(zlib.decompress(content))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _ballots(
    connection: sqlite3.Connection, where: str = "", values: Sequence[object] = ()
) -> Iterator[Ballot]:
    for row in connection.execute(f"{_BALLOT} {where} ORDER BY id", values).fetchall():
        yield Ballot(
            id=row[0],
            sitting=row[1],
            reviewer=row[2],
            pairing=Pairing(
                article=row[3],
                left=Seat(run=row[4], version=row[5]),
                right=Seat(run=row[6], version=row[7]),
            ),
            verdict=Verdict(
                choice=row[8],
                faults=json.loads(row[9]),
                better=json.loads(row[10]),
                comment=row[11],
            ),
            number=row[12],
            made=row[13],
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
