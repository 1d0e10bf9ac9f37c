"""briefwright prompts: what instruct models are asked, copies of it, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.prompted.checking import Checked

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="What instruct models are asked, to edit."
)

JsonOption = Annotated[bool, typer.Option("--json", help="For programs.")]

_PURPOSE = {
    "system": "who the model is to be, how it answers, and the article of all examples",
    "article": "the article: sentences, quotations, names and countries, numbered",
    "participants": "who takes part, with title, organisation and country",
    "quotations": "who says each quotation",
    "areas": "the fields of cooperation",
    "outlook": "what is to come",
    "bottom_line": "the one sentence on top",
    "summary": "the points below it",
    "again": "what is said when an answer could not be used",
}


@app.command("list")
def list_(json: JsonOption = False) -> None:
    """List the prompt files: system and article come before the question of each section."""
    from briefwright.prompted.prompts import PARTS

    if json:
        output.print_json([{"name": part, "purpose": _PURPOSE[part]} for part in PARTS])
        return
    for part in PARTS:
        print(f"{part:13} {_PURPOSE[part]}")


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `prompts list` has it.")],
) -> None:
    """Print a prompt file."""
    from briefwright.prompted.prompts import Prompts, read

    print(read(Prompts().path(_known(name))), end="")


@app.command()
def copy(
    to: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; made if it is not there.")],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Default: all prompt files.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Copy prompt files, to edit them and pass their folder with --prompts.

    Files that the folder lacks are then the shipped ones.
    """
    from briefwright import files
    from briefwright.prompted.prompts import PARTS, Prompts

    paths = [Prompts().path(_known(name)) for name in names or PARTS]
    if to.exists() and not to.is_dir():
        output.usage(f"{to}: is a file; give a folder")
    there = [path.name for path in paths if (to / path.name).exists()]
    if there and not force:
        output.usage(
            f"{to}: {there[0]} is there already; give another folder, or --force to replace it"
        )
    to.mkdir(parents=True, exist_ok=True)
    for path in paths:
        files.write(to / path.name, path.read_bytes())
        print(to / path.name)


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Default: the shipped prompts.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", help="Count tokens as this model does; else they are estimated."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Name what is wrong with prompt files, and tell the tokens that each takes of a sample.

    Exits with 1 if no draft can be made with them.
    """
    from briefwright.errors import TemplateError
    from briefwright.prompted.checking import check as look

    try:
        found = look(folder, count=_counter(model) if model else None)
    except TemplateError as error:
        output.usage(str(error))
    if json:
        output.print_json(found.model_dump(mode="json"))
    else:
        _report(found, counted=model is not None)
    if found.sha256 is None:
        raise typer.Exit(1)


def _counter(model: str) -> Callable[[str], int]:
    from briefwright.models.instruct import locate
    from briefwright.nn import instruct

    return instruct.load(locate(model)).count


def _report(found: Checked, *, counted: bool) -> None:
    for one in found.findings:
        where = f", {one.place}" if one.place else ""
        print(f"{'wrong' if one.breaks else 'note '}  {one.file}{where}: {one.text}")
    about = "" if counted else "about "
    for length in found.lengths:
        whose = "yours" if length.own else "shipped"
        print(f"{length.part:13} {whose:8} {about}{length.tokens} tokens")
    if found.sha256 is not None:
        print(f"fine   drafts can be made with them; prompts {found.sha256[:12]}")


def _known(name: str) -> str:
    from briefwright.prompted import confined
    from briefwright.prompted.prompts import PARTS

    plain = name.removesuffix(".jinja")
    if plain not in PARTS:
        output.usage(f"no prompt {name!r}{confined.near(plain, PARTS)}")
    return plain
