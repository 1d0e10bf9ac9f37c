"""What reviewers say of single items: marked wrong, corrected. Rows are only ever added."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError

from briefwright.errors import BallotsError
from briefwright.render.characters import shown
from briefwright.review.ballots import Ballots, keep, now, unpacked
from briefwright.review.values import Edit, ItemReason, Remark, Seat
from briefwright.runs import Candidate, Case, Entry, Run, Text, cases
from briefwright.spans import Value

KNOWN: tuple[ItemReason, ...] = get_args(ItemReason)


class Correction(Value):
    """All that one reviewer corrected in one version of a brief."""

    reviewer: str
    article: str
    seat: Seat
    edits: tuple[Edit, ...]
    made: str
    """When the last of them was made."""


def mark(
    ballots: Ballots,
    reviewer: str,
    case: Case,
    seat: Seat,
    entry: Entry,
    reason: ItemReason | None,
    *,
    comment: str = "",
) -> None:
    """Mark the item wrong for this reason; None takes the mark back."""
    with ballots.writing() as connection:
        keep(connection, case, (seat,))
        connection.execute(
            "INSERT INTO remark (reviewer, article, run, version, key, field, text, reason, "
            "comment, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                reviewer,
                case.id,
                seat.run,
                seat.version,
                entry.key,
                entry.field,
                shown(entry.text),
                reason,
                comment,
                now(),
            ),
        )


def remarks(
    ballots: Ballots, reviewer: str | None = None, article: str | None = None
) -> tuple[Remark, ...]:
    """The marks that hold: of each reviewer and item the last, unless it was taken back."""
    with ballots.reading() as connection:
        rows = connection.execute(
            "SELECT reviewer, article, key, run, version, field, text, reason, comment, made "
            "FROM remark WHERE (?1 IS NULL OR reviewer = ?1) AND (?2 IS NULL OR article = ?2) "
            "ORDER BY id",
            (reviewer, article),
        ).fetchall()
    last = {row[:3]: row for row in rows}
    return tuple(
        Remark(
            reviewer=row[0],
            article=row[1],
            key=row[2],
            seat=Seat(run=row[3], version=row[4]),
            field=row[5],
            text=row[6],
            reason=row[7],
            comment=row[8],
            made=row[9],
        )
        for row in last.values()
        if row[7] is not None
    )


def correct(ballots: Ballots, reviewer: str, case: Case, seat: Seat, edit: Edit | None) -> None:
    """Keep the edit; None takes back the last one on this brief that still holds."""
    content = None if edit is None else edit.model_dump_json(exclude_defaults=True)
    with ballots.writing() as connection:
        if edit is None and not _edits(connection, reviewer, seat):
            return
        keep(connection, case, (seat,))
        connection.execute(
            "INSERT INTO edit (reviewer, article, run, version, content, made) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (reviewer, case.id, seat.run, seat.version, content, now()),
        )


def edits(ballots: Ballots, reviewer: str, seat: Seat) -> tuple[Edit, ...]:
    """The reviewer's corrections of this brief that hold, in order."""
    with ballots.reading() as connection:
        return _edits(connection, reviewer, seat)


def corrections(ballots: Ballots) -> tuple[Correction, ...]:
    """Every corrected brief, by article; of one article in the order they were last touched."""
    with ballots.reading() as connection:
        rows = connection.execute(
            "SELECT reviewer, article, run, version, max(made), max(id) FROM edit "
            "GROUP BY reviewer, article, run, version ORDER BY article, max(id)"
        ).fetchall()
    found = []
    for reviewer, article, run, version, made, _ in rows:
        seat = Seat(run=run, version=version)
        held = edits(ballots, reviewer, seat)
        if held:
            found.append(
                Correction(reviewer=reviewer, article=article, seat=seat, edits=held, made=made)
            )
    return tuple(found)


def judged(ballots: Ballots, seat: Seat, article: str) -> tuple[Candidate, tuple[Text, ...]]:
    """The brief as it was judged and the texts it was shown with, the latest if they changed.

    Raises BallotsError if the file does not hold them.
    """
    with ballots.reading() as connection:
        brief = connection.execute(
            "SELECT content FROM brief WHERE version = ?", (seat.version,)
        ).fetchone()
        texts = connection.execute(
            "SELECT content FROM text WHERE article = ? ORDER BY id DESC LIMIT 1", (article,)
        ).fetchone()
    if brief is None or texts is None:
        raise BallotsError(f"{ballots.path}: holds no brief of {article!r} by run {seat.run!r}")
    held = tuple(Text.model_validate(one) for one in unpacked(texts[0]))
    found: Mapping[str, Any] = unpacked(brief[0])
    if "articles" not in found and not found.get("text"):
        # A reference brief's evidence is looked for in the article it was shown with.
        found = {**found, "text": "\n\n".join(one.text for one in held if one.text)}
    run = Run(name=seat.run, source="", hand="person", briefs={found["id"]: found})
    (case,) = cases([run])
    return case.candidates[seat.run], held


def _edits(connection: sqlite3.Connection, reviewer: str, seat: Seat) -> tuple[Edit, ...]:
    rows = connection.execute(
        "SELECT content FROM edit WHERE reviewer = ? AND run = ? AND version = ? ORDER BY id",
        (reviewer, seat.run, seat.version),
    ).fetchall()
    held: list[Edit] = []
    for (content,) in rows:
        if content is None:
            held.pop()
            continue
        try:
            held.append(Edit.model_validate_json(content))
        except ValidationError as error:
            raise BallotsError(f"a correction by {reviewer!r} cannot be read: {error}") from error
    return tuple(held)
