"""An evaluation on the screen or in a pipe.

What articles say is put into `Text`, which takes no markup from it, without control characters,
which a terminal would take for commands.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from briefwright.evaluate import ASPECTS, Evaluation, Judged, RunResult
from briefwright.evaluate.sections import (
    ASPECT_NAMES,
    HEADLINES,
    cells,
    how_many,
    label,
    sections,
    unmeasured,
)
from briefwright.evaluate.worst import told, worst

_WIDE = 200
"""A pipe is given whole lines: folded ones could not be read."""
_LABEL = 42
_RUN = 28
_WIDE_KINDS = 100
_NOT_IN_NARROW = ("bottom_line_rouge_l", "summary_rouge_l")
_ITEMS = 3
"""So many items of a worst case are named."""


def print_evaluation(found: Evaluation, *, worst: int) -> None:
    """The measures of all runs side by side, then each run by kind and where it loses most."""
    whole = sys.stdout.isatty() or "COLUMNS" in os.environ
    console = Console() if whole else Console(width=max(_WIDE, _LABEL + _RUN * len(found.runs)))
    at_once = max(1, (console.width - _LABEL) // _RUN)
    for first in range(0, len(found.runs), at_once):
        console.print(_measures(found, found.runs[first : first + at_once]))
    for name, why in unmeasured(one.taken for one in found.runs).items():
        console.print(_plain(f"– {label(name).strip()}: not measured: {why}"))
    for run in found.runs:
        _print_run(console, run, worst=worst)


def _measures(found: Evaluation, runs: Sequence[RunResult]) -> Table:
    many = how_many([one.taken for one in runs])
    table = Table(title=_plain(f"{found.reference}: {many} articles"), title_style="bold")
    table.add_column("measure")
    for run in runs:
        table.add_column(_plain(run.name), justify="right", overflow="fold")
        table.add_column("95%", no_wrap=True)
        table.add_column("n", justify="right", no_wrap=True)
    for heading, names in sections(one.taken for one in found.runs).items():
        table.add_row(Text(heading, style="bold"))
        for at, name in enumerate(names):
            own = [cell for run in runs for cell in cells(run.taken, name)]
            table.add_row(f"  {label(name)}", *own, end_section=at == len(names) - 1)
    return table


def _print_run(console: Console, run: RunResult, *, worst: int) -> None:
    console.print()
    if run.groups:
        console.print(_kinds(run, console.width))
    for line in _losses(run, worst):
        console.print(line, no_wrap=True, overflow="ellipsis", crop=True)


def _kinds(run: RunResult, width: int) -> Table:
    shown = [name for name in HEADLINES if width >= _WIDE_KINDS or name not in _NOT_IN_NARROW]
    title = _plain(f"{run.name}: by kind of article")
    table = Table(title=title, title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("kind", overflow="fold")
    table.add_column("n", justify="right", no_wrap=True)
    for name in shown:
        table.add_column(HEADLINES[name], justify="right", no_wrap=True)
    last = ""
    for group in run.groups:
        if group.by != last:
            table.add_section()
            table.add_row(Text(group.by, style="bold"))
            last = group.by
        values = [_short(group.taken.measures[name].value) for name in shown]
        table.add_row(_plain(f" {group.name}"), str(group.taken.articles), *values)
    return table


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _losses(run: RunResult, count: int) -> Iterator[Text]:
    """Under each aspect the articles that lose most, with the first things that are wrong."""
    if not count:
        return
    yield Text()
    yield _plain(f"{run.name}: where most is lost", style="bold")
    for aspect in ASPECTS:
        for at, article in enumerate(worst(run, aspect, count)):
            if not at:
                yield Text(f"  {ASPECT_NAMES[aspect]}", style="bold")
            loss = article.loss(aspect)
            yield _plain(f"    {told(loss)} · {article.id} · {article.title}")
            wrong = [one for one in loss.items if one.outcome != "right"]
            for one in wrong[:_ITEMS] if aspect not in ("bottom_line", "summary") else ():
                yield _plain(f"      {_item(one)}", style="dim")


def _item(judged: Judged) -> str:
    entry = judged.wanted or judged.found
    assert entry is not None
    names = {"missed": "missed", "unwanted": "not wanted", "differs": "differs", "right": "right"}
    remarks = f" ({'; '.join(judged.remarks)})" if judged.remarks else ""
    return f"{names[judged.outcome]}: {entry.text}{remarks}"


def _plain(text: str, *, style: str = "") -> Text:
    """The text on one line and as it stands."""
    return Text("".join(one if one.isprintable() else " " for one in text), style=style)
