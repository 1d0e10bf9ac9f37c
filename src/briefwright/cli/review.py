"""briefwright review: briefs of several runs judged blind on a local page, and the count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.review.desk import Changed, Desk
    from briefwright.runs import Run


class _StartIsMeant(TyperGroup):
    """`review A B` means `review start A B`: the first word is a command or it is a run."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["start", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_StartIsMeant,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Judge briefs of several runs blind: `review A B --out ballots.db`, then `review tally`.",
)

Runs = Annotated[
    list[Path],
    typer.Argument(metavar="RUN RUN...", help="Folders or files of briefs; two at least."),
]
ReferenceOption = Annotated[
    Path | None,
    typer.Option("--reference", metavar="R", help="Reference briefs, to be judged like a run."),
]
OutOption = Annotated[
    Path, typer.Option("--out", "-o", metavar="FILE", help="The file of ballots; goes on in it.")
]
NamesOption = Annotated[
    list[str] | None,
    typer.Option("--name", help="What a run is called in the count; once a run, in order."),
]
RoundsOption = Annotated[
    int | None,
    typer.Option(
        "--rounds", min=1, help="With three runs or more: pairs an article. Default: all."
    ),
]
BallotsArgument = Annotated[Path, typer.Argument(metavar="BALLOTS", help="The file of ballots.")]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]


@app.command()
def start(
    runs: Runs,
    out: OutOption,
    reference: ReferenceOption = None,
    name: NamesOption = None,
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", help="Default: the page asks for a name.")
    ] = None,
    rounds: RoundsOption = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Default: a free one.")] = 0,
    seed: Annotated[
        str | None, typer.Option("--seed", help="Of a new file: what left and right are drawn by.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
) -> None:
    """Show the page until Ctrl-C; `start` can be left out."""
    from briefwright.errors import BriefError
    from briefwright.runs import read_runs

    _needed()
    reviewer = _reviewer(reviewer)
    paths = [*runs, *([reference] if reference else [])]
    if len(paths) < 2:
        output.usage("review: give two runs at least, or one and --reference")
    output.refuse_sources(out, "--out", [str(one) for one in paths])
    try:
        read = read_runs(paths, _names(name, runs, reference))
    except BriefError as error:
        output.usage(str(error))
    for run in read:
        _say_read(run)
    from briefwright.review.desk import opened

    desk = opened(out, read, rounds=rounds, seed=seed)
    for change in desk.changed:
        _say_changed(change)
    with desk.ballots:
        _serve(desk, read, reviewer=reviewer, port=port, no_open=no_open)


def _say_read(run: Run) -> None:
    for line in run.unread:
        output.say(f"briefwright: not taken: {line}", level="warning")
    if run.doubled:
        output.say(
            f"briefwright: {run.source}: more than one brief of {len(run.doubled)} articles "
            f"({run.doubled[0]} ...), of which the last is judged; give each setting's folder as a "
            "run of its own",
            level="warning",
        )


def _needed() -> None:
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        output.usage(
            f"review needs {error.name}, which is not installed: pip install 'briefwright[review]'"
        )


def _reviewer(given: str | None) -> str | None:
    from briefwright.review import forms

    if given is None:
        return None
    try:
        return forms.reviewer({"reviewer": [given]})
    except forms.Refused as error:
        output.usage(f"--reviewer: {error}")


def _names(given: list[str] | None, runs: list[Path], reference: Path | None) -> tuple[str, ...]:
    if not given:
        return ()
    if len(given) not in (len(runs), len(runs) + bool(reference)):
        output.usage(f"--name: {len(given)} names for {len(runs)} runs; give one a run, in order")
    names = (*given, *(["reference"] if reference and len(given) == len(runs) else []))
    if any(not one.strip() for one in names):
        output.usage("--name: a run needs a name")
    return names


def _say_changed(one: Changed) -> None:
    names = f"{', '.join(one.articles[:3])}{' ...' if len(one.articles) > 3 else ''}"
    output.say(
        f"briefwright: run {one.run!r} has other briefs than before of {len(one.articles)} "
        f"articles ({names}): its {one.ballots} ballots on them are kept, not counted for the new "
        "briefs, and these are asked anew",
        level="warning",
    )


def _serve(
    desk: Desk, runs: tuple[Run, ...], *, reviewer: str | None, port: int, no_open: bool
) -> None:
    from briefwright.review.door import Door
    from briefwright.review.serving import listening, serve, show

    listener = listening(port)
    door = Door(listener.getsockname()[1], reviewer=reviewer)

    def ready() -> None:
        plan = desk.plan
        output.say(
            f"{len(runs)} runs, {len(desk.cases)} articles: {len(plan.duels)} pairs to judge"
            + (f", {len(plan.alike)} left out that say the same" if plan.alike else "")
            + (f", {len(plan.alone)} articles in one run alone" if plan.alone else ""),
            level="info",
        )
        output.say(f"ballots go to {desk.ballots.path}; Ctrl-C stops", level="info")
        print(door.address, flush=True)
        if not no_open:
            show(door.address_once())

    try:
        serve(desk, door, listener, ready=ready)
    except KeyboardInterrupt:
        output.say("", level="info")
    cast = desk.ballots.standing()
    output.say(
        f"{len(cast)} ballots by {len({one.reviewer for one in cast})} reviewers in "
        f"{desk.ballots.path}; `briefwright review tally {desk.ballots.path}` counts them",
        level="info",
    )


def _is_count(begin: bytes) -> bool:
    """Whether a file is an earlier count, with the columns that it was written with."""
    from briefwright.review.table import COLUMNS

    return begin.startswith(",".join(COLUMNS).encode("utf-8-sig") + b"\r\n")


@app.command("tally")
def tally_(
    ballots: BallotsArgument,
    json: JsonOption = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Every ballot too, one a row.")
    ] = None,
    force: ForceOption = False,
) -> None:
    """Count the ballots: who was preferred, how sure that is, and whether reviewers agree."""
    from briefwright import files
    from briefwright.review.ballots import Ballots
    from briefwright.review.table import ballots_csv
    from briefwright.review.tally import tally

    _needed()
    if csv is not None:
        output.refuse_foreign(csv, "--csv", [ballots], ours=_is_count, force=force)
    with Ballots(ballots, new=False) as held:
        found = tally(held)
        rows = ballots_csv(held) if csv is not None else ""
    if csv is not None:
        # With the mark by which spreadsheets know UTF-8.
        files.write(csv, rows.encode("utf-8-sig"))
    if json:
        output.print_json(found.model_dump(mode="json"))
        return
    from briefwright.cli.review_tally import lines

    print("\n".join(lines(found)))


@app.command("export-edits")
def export_edits(
    ballots: BallotsArgument,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="Reference briefs, one a line.")
    ],
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", help="Only what this reviewer corrected.")
    ] = None,
    force: ForceOption = False,
) -> None:
    """Make reference briefs of the briefs that reviewers corrected."""
    from briefwright import files
    from briefwright.review.ballots import Ballots
    from briefwright.review.export import as_jsonl, exported

    # What is there may be somebody's own reference briefs.
    output.refuse_foreign(out, "--out", [ballots], force=force)
    with Ballots(ballots, new=False) as held:
        found = exported(held, reviewer=reviewer)
    for remark in found.remarks:
        output.say(f"briefwright: {remark}", level="warning")
    if not found.references:
        output.say(f"briefwright: {ballots}: no brief in it was corrected; nothing is written")
        raise typer.Exit(1)
    files.write(out, as_jsonl(found.references).encode())
    print(f"{out}: {len(found.references)} reference briefs")
