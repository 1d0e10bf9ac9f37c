"""Ballots as CSV, one a row. Cells are safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from briefwright.render.characters import shown
from briefwright.review.ballots import Ballots
from briefwright.review.remarks import judged
from briefwright.review.tally import SUPERSEDED, counted
from briefwright.review.values import Ballot

# What spreadsheets take for the beginning of a formula, their full-width forms included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
COLUMNS = (
    "ballot",
    "made",
    "reviewer",
    "number",
    "article",
    "title",
    "left",
    "left_version",
    "right",
    "right_version",
    "choice",
    "winner",
    "wrong_left",
    "wrong_right",
    "better_left",
    "better_right",
    "comment",
    "counted",
)


def safe(cell: str) -> str:
    """The cell with an apostrophe before what would be read as a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def ballots_csv(ballots: Ballots) -> str:
    """Every ballot that was not taken back, in the order they were cast; those not counted say
    why."""
    taken, stale = counted(ballots)
    why = {one.id: SUPERSEDED for one in stale}
    titles = {}
    for one in (*taken, *stale):
        if one.pairing.article not in titles:
            _, texts = judged(ballots, one.pairing.left, one.pairing.article)
            titles[one.pairing.article] = texts[0].title or ""
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for one in sorted((*taken, *stale), key=lambda ballot: ballot.id):
        rows.writerow(safe(cell) for cell in _cells(one, titles, why.get(one.id, "")))
    return file.getvalue()


def _cells(one: Ballot, titles: Mapping[str, str], why: str) -> list[str]:
    pairing, verdict = one.pairing, one.verdict
    wrong = {
        side: ", ".join(fault.reason for fault in verdict.faults if fault.side == side)
        for side in ("left", "right")
    }
    better = {
        side: ", ".join(found.field for found in verdict.better if found.side == side)
        for side in ("left", "right")
    }
    return [
        str(one.id),
        one.made,
        one.reviewer,
        str(one.number),
        pairing.article,
        shown(titles[pairing.article]),
        pairing.left.run,
        pairing.left.version,
        pairing.right.run,
        pairing.right.version,
        verdict.choice,
        one.winner or "",
        wrong["left"],
        wrong["right"],
        better["left"],
        better["right"],
        verdict.comment,
        f"no: {why}" if why else "yes",
    ]
