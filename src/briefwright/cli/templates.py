"""briefwright templates: the templates at hand, copies of them, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.render.checking import Finding
    from briefwright.render.templates import Kind

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Looks of a note, to edit.")

NameArgument = Annotated[
    str,
    typer.Argument(metavar="NAME", help="As `templates list` has it: note, note.docx, note.md."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs.")]

_PURPOSE = {
    "note": "the default: two pages and an annex",
    "readout": "one page, for somebody who was not there",
    "uk-submission": "issue, recommendation, timing, background, argument, presentation",
    "canada-briefing": "issue, background, current status, considerations, options, recommendation",
    "meeting-brief": "our objectives, their objectives, arguments, press line, background",
}


@app.command("list")
def list_(json: JsonOption = False) -> None:
    """List the templates that came with the program."""
    from briefwright.render import templates

    kinds: tuple[Kind, ...] = ("md", "docx", "html")
    found: dict[str, list[str]] = {}
    for kind in kinds:
        for name in templates.shipped(kind):
            found.setdefault(name, []).append(kind)
    if json:
        output.print_json(
            [
                {"name": name, "formats": formats, "purpose": _PURPOSE.get(name, "")}
                for name, formats in sorted(found.items())
            ]
        )
        return
    for name, formats in sorted(found.items()):
        print(f"{name:16} {', '.join(formats):15} {_PURPOSE.get(name, '')}")


@app.command()
def fields(json: JsonOption = False) -> None:
    """List the fields that a template can print, and what their items hold."""
    from briefwright.render.kinds import roots

    if json:
        output.print_json({name: list(kind.leaf().fields()) for name, kind in roots().items()})
        return
    for name, kind in roots().items():
        print(f"{name:18} {kind.described()}")


@app.command()
def show(name: NameArgument) -> None:
    """Print a template; of a Word one its text, a paragraph a line, after its style."""
    path = _found(name)
    if path.suffix == ".docx":
        from briefwright.render.word_source import outline

        print("\n".join(outline(path)))
    else:
        print(path.read_text(encoding="utf-8"), end="")


@app.command()
def copy(
    name: NameArgument,
    to: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to; the ending stays as it is.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Copy a template, to edit it and pass it with --template."""
    from briefwright import files

    path = _found(name)
    if to.is_dir():
        to = to / path.name
    ending = "".join(path.suffixes)
    if not to.name.endswith(path.suffixes[0]) and not to.name.endswith(ending):
        output.usage(f"{to}: a copy of {path.name} must end in {path.suffixes[0]}")
    if to.exists() and not force:
        output.usage(f"{to}: is there already; give another name, or --force to replace it")
    files.write(to, path.read_bytes())
    print(to)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A template of your own.")],
    preview: Annotated[
        Path | None,
        typer.Option("--preview", "-o", metavar="FILE", help="Keep the note it makes of a sample."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Name what is wrong with a template, and make a note of a sample with it.

    Exits with 1 if no note can be made with the template.
    """
    from briefwright.errors import TemplateError
    from briefwright.render import templates

    kind = templates.kind_of(file)
    if kind is None or not file.is_file():
        why = "is not there" if not file.is_file() else "is no .docx, .md(.jinja) or .html(.jinja)"
        output.usage(f"{file}: {why}; `briefwright templates copy note.docx mine.docx` makes one")
    found: tuple[Finding, ...] = ()
    failed = ""
    try:
        from briefwright.render.preview import findings, sample

        found = findings(file, kind)
        if not any(one.breaks for one in found):
            _keep(sample(file, kind), preview)
    except TemplateError as error:
        failed = str(error)
    if json:
        output.print_json(
            {
                "template": str(file),
                "usable": not failed and not any(one.breaks for one in found),
                "findings": [one.model_dump() for one in found],
                "error": failed or None,
            }
        )
    else:
        _report(file, found, failed, preview)
    if failed or any(one.breaks for one in found):
        raise typer.Exit(1)


def _keep(note: bytes, preview: Path | None) -> None:
    from briefwright import files

    if preview is not None:
        files.write(preview, note)


def _report(file: Path, found: tuple[Finding, ...], failed: str, preview: Path | None) -> None:
    for one in found:
        where = f", {one.place}" if one.place else ""
        print(f"{'wrong' if one.breaks else 'note '}  {file.name}{where}: {one.text}")
    if failed:
        print(f"wrong  {failed}")
    elif not any(one.breaks for one in found):
        kept = f": {preview}" if preview else "; -o FILE keeps what it looks like"
        print(f"fine   a note of a sample and one of an empty brief can be made{kept}")


def _found(name: str) -> Path:
    from briefwright.render import templates

    plain, _, ending = name.partition(".")
    kinds: dict[str, Kind] = {"md": "md", "docx": "docx", "html": "html"}
    kind = kinds.get(ending.removesuffix(".jinja") or "md")
    if kind is None or plain not in templates.shipped(kind):
        _unknown(name)
    return templates.find(plain, kind)


def _unknown(name: str) -> NoReturn:
    from briefwright.render import templates

    names = tuple(
        f"{one}.{kind}" for kind in ("md", "docx", "html") for one in templates.shipped("md")
    )
    output.usage(f"no template {name!r}{templates.nearest(name, names)}; `templates list` has all")
