"""briefwright store: what a store holds, whether it is well, and taking old days out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli import output

app = typer.Typer(help="The store of batches.", no_args_is_help=True)

StoreArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The store.")]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command("stats")
def stats(path: StoreArgument, as_json: JsonOption = False) -> None:
    """Show what the store holds and how much room it takes."""
    from briefwright.store import Store, upkeep

    with Store(path, new=False) as store:
        found = upkeep.stats(store)
    if as_json:
        output.print_json(found.model_dump(mode="json"))
        return
    print(f"articles    {found.articles:,}, of {found.first_day or '-'} to {found.last_day or '-'}")
    print(
        f"            {found.done:,} done, {found.rejected:,} rejected, "
        f"{found.quarantined:,} quarantined, {found.pending:,} waiting"
    )
    print(f"failures    {found.failures:,} sources that gave no article")
    print(f"notes       {found.notes:,}")
    print(f"feeds       {found.feeds:,}")
    print(f"runs        {found.runs:,}")
    print(
        f"size        {_size(found.bytes)}: articles {_size(found.article_bytes)}, "
        f"briefs {_size(found.brief_bytes)}, free {_size(found.free_bytes)}"
    )


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{count / 1e3:,.0f} kB"


@app.command("check")
def check(path: StoreArgument, as_json: JsonOption = False) -> None:
    """Read all of the store; say what is damaged, and which notes were changed since."""
    from briefwright.store import Store, upkeep

    with Store(path, new=False) as store:
        faults = list(upkeep.faults(store))
        changed = list(upkeep.changed_notes(store))
    if as_json:
        notes = [{"path": str(note), "how": how} for note, how in changed]
        output.print_json({"faults": faults, "notes": notes})
    else:
        for fault in faults:
            print(f"fault: {fault}")
        for note, how in changed:
            print(f"{how}: {note}")
        print(f"{path}: {'is damaged; bring back a copy' if faults else 'is well'}")
    if faults:
        raise typer.Exit(1)


@app.command("prune")
def prune(
    path: StoreArgument,
    before: Annotated[
        str, typer.Option("--before", metavar="DATE", help="Take out the days before: 2026-05-04.")
    ],
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take old days out of the store and give their room back; files of notes stay."""
    from briefwright.store import Store, upkeep

    try:
        day = date.fromisoformat(before)
    except ValueError:
        output.usage(f"--before {before!r}: give a date such as 2026-05-04")
    with Store(path, new=False) as store:
        done = upkeep.prune(store, day, dry=dry)
    if as_json:
        output.print_json(done.model_dump(mode="json"))
        return
    print(
        f"{'would take' if dry else 'took'} out {done.articles:,} articles with their briefs, "
        f"{done.failures:,} failures and {done.runs:,} runs of before {day}"
    )
    if not dry:
        print(f"{_size(done.bytes_before)} before, {_size(done.bytes_after)} now")
