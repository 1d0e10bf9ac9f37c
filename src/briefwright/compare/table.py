"""A comparison on a terminal, and as JSON."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from briefwright.compare import wording
from briefwright.compare.values import Comparison, Pair, Row
from briefwright.render.characters import marked
from briefwright.runs import Run
from briefwright.runs.values import HEADINGS

WIDE = 112
"""Columns from which on p and the articles won have room."""


def table(comparison: Comparison, pair: Pair, *, width: int) -> Table:
    """Every measure of the pair; the winner is named where there is one, "unclear" where chance
    could explain the difference."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), width=width)
    made.add_column("Measure", overflow="fold", min_width=34 if width >= WIDE else None)
    for name in (pair.first, pair.second):
        made.add_column(Text(marked(name)), justify="right", overflow="fold")
    made.add_column("Difference", justify="right", no_wrap=True)
    made.add_column("95 % interval", no_wrap=True)
    if width >= WIDE:
        made.add_column("p", justify="right", no_wrap=True)
        made.add_column("Ahead on", no_wrap=True)
    made.add_column("Better", overflow="fold")
    for name, rows in wording.groups(comparison.measures).items():
        made.add_row(Text(name, style="bold"))
        for row in rows:
            made.add_row(*_cells(pair, row, wide=width >= WIDE))
    return made


def _cells(pair: Pair, row: Row, *, wide: bool) -> list[Text]:
    one = pair.differences[row.name]
    first, second = (row.runs[name] for name in (pair.first, pair.second))
    if one.value is None:
        return [Text(row.label), Text("–"), Text("–"), Text("not taken")]
    places = wording.digits(first.value, second.value)
    winner = marked(one.winner) if one.winner else "unclear" if row.better else "–"
    p = one.p if one.p_holm is None else one.p_holm
    counts = [Text(wording.chance(p)), Text(wording.signs(one))] if wide else []
    return [
        Text(row.label),
        Text(wording.figure(first.value, places)),
        Text(wording.figure(second.value, places)),
        Text(wording.gain(one.value, places), style="bold" if one.winner else ""),
        Text(wording.span(one.low, one.high, places)),
        *counts,
        Text(winner if one.value else "–", style="bold" if one.winner else "dim"),
    ]


def likeness(pair: Pair) -> str:
    """How much the two say the same, field by field, on one line."""
    found = [
        f"{HEADINGS[field].lower()} {one.value:.0%}".replace("%", " %")
        for field, one in pair.agreement.items()
        if one.value is not None
    ]
    return f"Alike: {', '.join(found)}." if found else ""


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Every number of the comparison; without the briefs and the articles' texts."""
    names = [row.name for row in comparison.measures]
    return {
        "runs": [_run(run) for run in comparison.runs],
        "reference": _run(comparison.reference) if comparison.reference else None,
        "coverage": comparison.coverage.model_dump(mode="json"),
        "measures": [row.model_dump(mode="json") for row in comparison.measures],
        "pairs": [pair.model_dump(mode="json") for pair in comparison.pairs],
        "articles": {
            id_: {run: dict(zip(names, values, strict=True)) for run, values in runs.items()}
            for id_, runs in comparison.values.items()
        },
    }


def _run(run: Run) -> dict[str, Any]:
    left_out = {"briefs"}
    return {**run.model_dump(mode="json", exclude=left_out), "briefs": len(run.briefs)}
