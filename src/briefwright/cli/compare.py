"""briefwright compare: which of several runs made the better briefs, and where."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.compare import Comparison
    from briefwright.runs import Run

_PIPE = 120
"""Columns where there is no terminal to ask."""


def compare(
    runs: Annotated[
        list[Path],
        typer.Argument(
            metavar="A B [C...]",
            help="Briefs of two runs or more: JSONL files, or folders of JSON.",
        ),
    ],
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="What to call a run; once a run, in their order."),
    ] = None,
    reference: Annotated[
        Path | None, typer.Option(help="Reference briefs to hold all runs against.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write the report here, as HTML."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that is no such report.")
    ] = False,
) -> None:
    """Set finished briefs of several runs against each other; runs no model."""
    _check(runs, name or [], reference, out, force=force)
    from briefwright.compare import wording
    from briefwright.compare.against import compare as compared
    from briefwright.runs import read_runs

    read = read_runs(runs, name or ())
    held = _reference(reference, [run.name for run in read])
    found = compared(read, held)
    unread = wording.unread(found)
    for line in unread:
        output.say(f"briefwright: {line}")
    if as_json:
        from briefwright.compare.table import as_json as every_number

        output.print_json(every_number(found))
    if out is not None:
        _write(found, out, quiet=as_json)
    elif not as_json:
        _print(found)
    if unread:
        what = "1 file or line was" if len(unread) == 1 else f"{len(unread)} files or lines were"
        output.say(f"briefwright: {what} not read; the rest is compared")
        raise typer.Exit(1)


def _check(
    runs: list[Path], names: list[str], reference: Path | None, out: Path | None, *, force: bool
) -> None:
    if len(runs) < 2:
        output.usage("a comparison takes two runs or more; give another file or folder of briefs")
    if names and len(names) != len(runs):
        output.usage(f"{len(runs)} runs and {len(names)} names; give --name once a run, or never")
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        output.usage(f"--name {twice!r}: is given twice; give each run another name")
    if out is None:
        return
    if out.is_dir() or out.suffix.lower() not in {".html", ".htm"}:
        output.usage(f"-o {out}: the report is an HTML file; give a name that ends in .html")
    output.refuse_foreign(
        out,
        "-o",
        [*runs, *([reference] if reference else [])],
        ours=lambda begin: b'<meta name="generator" content="briefwright compare ' in begin,
        foreign="is no report of a comparison",
        force=force,
    )


def _reference(path: Path | None, names: list[str]) -> Run | None:
    if path is None:
        return None
    from briefwright.runs import read_run

    # A run may be called so too: then the reference goes by its file.
    name = next(one for one in ("reference", path.stem, str(path), "") if one not in names)
    return read_run(path, name=name or f"reference {path}")


def _write(found: Comparison, out: Path, *, quiet: bool) -> None:
    from briefwright.compare import wording
    from briefwright.compare.report import report
    from briefwright.files import write

    write(out, report(found))
    for pair in found.pairs:
        output.say(f"briefwright: {wording.verdict(found, pair)[0]}", level="info")
    if quiet:
        output.say(f"briefwright: the report is in {out}", level="info")
    else:
        print(out)


def _print(found: Comparison) -> None:
    from rich.console import Console

    from briefwright.compare import wording
    from briefwright.compare.table import likeness, table
    from briefwright.render.characters import marked

    console = Console(width=None if sys.stdout.isatty() else _PIPE)
    for pair in found.pairs:
        console.print(table(found, pair, width=console.width))
        for line in wording.verdict(found, pair):
            console.print(marked(line), markup=False, highlight=False)
        console.print(likeness(pair), markup=False, highlight=False)
        console.print()
    for line in wording.coverage(found):
        console.print(marked(line), markup=False, highlight=False)
