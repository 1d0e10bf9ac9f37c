"""briefwright evaluate: briefs against reference briefs, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.evaluate import Evaluation
    from briefwright.runs import Run

WORST = 3
WORST_IN_REPORT = 10


Briefs = Annotated[
    list[Path],
    typer.Argument(
        metavar="BRIEFS...", help="Runs: a folder or file of briefs, JSON or JSONL, each."
    ),
]
Reference = Annotated[
    Path, typer.Option("--reference", "-r", metavar="REFS", help="Reference briefs, likewise.")
]
Articles = Annotated[
    list[str] | None,
    typer.Option("--articles", metavar="SOURCE", help="Articles whose text no brief carries."),
]
SkipMissing = Annotated[
    bool,
    typer.Option(
        "--skip-missing", help="Leave out articles without a brief; else each counts as empty."
    ),
]
Worst = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="N",
        help=f"So many articles that lose most, for each field. Default: {WORST}; "
        f"{WORST_IN_REPORT} in the report.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="All of it for a program, each article included.")
]
Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="A report in one file, worst cases first."),
]


def evaluate(
    briefs: Briefs,
    reference: Reference,
    articles: Articles = None,
    skip_missing: SkipMissing = False,
    worst: Worst = None,
    json: AsJson = False,
    html: Html = None,
) -> None:
    """Measure briefs against reference briefs: every field, with intervals, by kind and article."""
    from briefwright.evaluate import evaluate as evaluated

    if html is not None:
        from briefwright.evaluate.report import is_report

        output.refuse_foreign(
            html,
            "--html",
            [reference, *briefs],
            ours=is_report,
            foreign="is no report of briefwright evaluate",
        )
    against, runs, faults = _read(reference, briefs)
    texts, unread = _texts(articles or [])
    found = evaluated(against, runs, texts=texts, skip_missing=skip_missing)
    faults += unread + _gaps(found)
    if html is not None:
        _write(html, found, WORST_IN_REPORT if worst is None else worst)
    if json:
        from briefwright.evaluate.as_json import as_json

        output.print_json(as_json(found))
    else:
        from briefwright.cli.evaluate_table import print_evaluation

        print_evaluation(found, worst=WORST if worst is None else worst)
    if faults:
        raise typer.Exit(1)


def _read(reference: Path, briefs: list[Path]) -> tuple[Run, list[Run], int]:
    """The reference, the runs that could be read, and how much could not."""
    from briefwright.errors import BriefError
    from briefwright.runs import named, read_run

    first, *names = named([reference, *briefs])
    if len({first, *names}) < len(names) + 1:
        output.usage("a run is given twice, or is the reference too; give each path once")
    against = read_run(reference, name=first)
    runs: list[Run] = []
    faults = _unread(against)
    for path, name in zip(briefs, names, strict=True):
        try:
            run = read_run(path, name=name)
        except BriefError as error:
            output.say(f"briefwright: {error}")
            faults += 1
            continue
        runs.append(run)
        faults += _unread(run)
    if not runs:
        raise BriefError("none of the runs could be read, and nothing is measured")
    return against, runs, faults


def _unread(run: Run) -> int:
    for message in run.unread:
        output.say(f"briefwright: {message}")
    if run.doubled:
        output.say(
            f"briefwright: {run.source}: more than one brief of {len(run.doubled)} articles "
            f"({run.doubled[0]} ...), of which the last counts; give each setting's folder as a "
            "run of its own",
            level="warning",
        )
    return len(run.unread)


def _texts(articles: list[str]) -> tuple[dict[str, str], int]:
    """The articles' texts by id, and how many could not be read."""
    if not articles:
        return {}, 0
    from briefwright import ingest

    texts: dict[str, str] = {}
    unread = 0
    for one in ingest.sources(articles):
        if isinstance(one, ingest.Failed):
            output.say(f"briefwright: {one.message}")
            unread += 1
        else:
            texts[one.id] = one.text
    return texts, unread


def _gaps(found: Evaluation) -> int:
    """Say what is missing; how much is."""
    for id_, why in found.unmeasured.items():
        output.say(f"briefwright: {found.source}: {id_} is not measured: {why}")
    for source in found.strange:
        output.say(
            f"briefwright: {source}: has no brief of an article of {found.source}, by id or by "
            "text; it is not measured"
        )
    if found.doubtful:
        id_, count = next(iter(found.doubtful.items()))
        output.say(
            f"briefwright: {found.source}: items of {len(found.doubtful)} reference briefs rest on "
            f"words that their article does not have ({id_}: {count}); they are hard to match",
            level="warning",
        )
    gaps = len(found.unmeasured) + len(found.strange)
    for run in found.runs:
        if run.missing:
            some = ", ".join(run.missing[:3]) + (" ..." if len(run.missing) > 3 else "")
            output.say(
                f"briefwright: {run.source}: no brief for {len(run.missing)} of "
                f"{len(run.articles)} articles ({some}); each counts as an empty one, unless "
                "--skip-missing is given"
            )
        if run.left_out:
            output.say(f"briefwright: {run.source}: no brief for {run.left_out} articles; left out")
        if run.strangers:
            output.say(
                f"briefwright: {run.source}: {run.strangers} briefs are of articles that the "
                "reference does not have; they are not measured",
                level="warning",
            )
        gaps += len(run.missing) + run.left_out
    return gaps


def _write(path: Path, found: Evaluation, worst: int) -> None:
    from briefwright.evaluate.report import report
    from briefwright.files import write

    write(path, report(found, worst=worst))
    output.say(f"briefwright: {path}: written", level="info")
