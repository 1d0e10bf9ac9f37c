"""What `samples run` made, setting by setting."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.brief import Brief, Origin
    from briefwright.runs import Run

_ORIGINS: tuple[Origin, ...] = ("compressed", "written")


_PIPE = 120
"""Columns where there is no terminal to ask: names of settings stay whole."""


class Made(NamedTuple):
    label: str
    folder: Path
    briefs: Sequence[Brief]
    failed: int


def print_summary(made: Sequence[Made], reference: Path | None) -> None:
    """A row for each setting on stdout, and what to do with the folders on stderr."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    scores = _scores(made, reference)
    table = Table(title="Samples", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("setting", overflow="fold")
    for heading in ("notes", "s/note", "shortened", "written", "words/line", "withheld", "score"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in made:
        table.add_row(Text(one.label), *_row(one), scores.get(one.label, "–"))
    whole = sys.stdout.isatty() or "COLUMNS" in os.environ
    Console(width=None if whole else _PIPE).print(table)
    done = [str(one.folder) for one in made if one.briefs]
    if done:
        against = f" --reference {reference}" if reference else " --reference REFS"
        output.say(f"next: briefwright evaluate {' '.join(done)}{against}", level="info")


def _row(made: Made) -> tuple[str, ...]:
    from briefwright.article import count_words

    briefs = made.briefs
    if not briefs:
        return ("0", *["–"] * 5)
    lines = [line for one in briefs for line in (one.bottom_line, *one.summary) if line is not None]
    origins = Counter(line.origin for line in lines)
    seconds = [one.run.seconds for one in briefs if one.run]
    share = {name: f"{origins[name] / len(lines):.0%}" if lines else "–" for name in _ORIGINS}
    words = sum(count_words(line.text) for line in lines)
    return (
        str(len(briefs)),
        f"{sum(seconds) / len(seconds):.2f}" if seconds else "–",
        *(share[name] for name in _ORIGINS),
        f"{words / len(lines):.1f}" if lines else "–",
        str(sum(len(one.withheld) for one in briefs)),
    )


def _scores(made: Sequence[Made], reference: Path | None) -> dict[str, str]:
    """The brief score of each setting; empty, and said why, if none can be taken."""
    if reference is None:
        return {}
    from briefwright.errors import BriefError
    from briefwright.evaluate import evaluate
    from briefwright.runs import read_run

    try:
        # A name that no folder of ours can have.
        against = read_run(reference, name="/reference")
        runs: list[Run] = [read_run(one.folder, name=one.label) for one in made if one.briefs]
        if not runs:
            return {}
        found = evaluate(against, runs)
    except BriefError as error:
        output.say(f"briefwright: no scores: {error}")
        return {}
    scores = {}
    for run in found.runs:
        measure = run.taken.measures["brief_score"]
        scores[run.name] = "–" if measure.value is None else f"{measure.value:.3f}"
    return scores
