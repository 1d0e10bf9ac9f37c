"""briefwright samples: notes of the same articles under several settings, to be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from briefwright.cli import instructed, output
from briefwright.cli.samples_table import Made, print_summary

if TYPE_CHECKING:
    from briefwright.article import Article
    from briefwright.brief import Brief
    from briefwright.pipeline import Instruction, Wording
    from briefwright.render import Format
    from briefwright.samples import Sample

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Notes of the same articles under several settings, to evaluate, compare and judge.",
)

ARTICLES = Path("samples/articles")
REFERENCES = Path("samples/references")


@app.callback()
def _root() -> None:
    """Keeps `run` a command of its own while it is the only one."""


Read = Literal["trained", "patterns"]


class _Setting(NamedTuple):
    label: str
    wording: Wording
    reader: str
    instruction: Instruction | None


Out = Annotated[
    Path, typer.Option("--out", "-o", metavar="DIR", help="A folder in it for each setting.")
]
Model = Annotated[
    list[str] | None, typer.Option(help="As of `note`; give it again for each model.")
]
Reader = Annotated[list[str] | None, typer.Option(help="trained (default) or patterns; likewise.")]
Template = Annotated[
    list[str] | None,
    typer.Option(help="Template of the notes; likewise: each brief is rendered with each."),
]
Form = Annotated[output.NoteFormat, typer.Option("--format", "-f", help="Of the notes.")]
Sources = Annotated[
    list[str] | None,
    typer.Option("--articles", metavar="SOURCE", help=f"Default: {ARTICLES}, if it is here."),
]
Reference = Annotated[
    Path | None,
    typer.Option(
        "--reference",
        "-r",
        metavar="REFS",
        help=f"For scores in the summary. Default: {REFERENCES} with the default articles.",
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Make anew what is there and was made otherwise.")
]


@app.command("run")
def run(
    out: Out,
    model: Model = None,
    reader: Reader = None,
    template: Template = None,
    format: Form = output.NoteFormat.md,
    articles: Sources = None,
    reference: Reference = None,
    force: Force = False,
) -> None:
    """Make notes of the articles with each model and reader; goes on where it was stopped."""
    templates = list(dict.fromkeys(template or ["note"]))
    _check(model or [], templates, reference)
    settings = _settings(model or ["embedded"], reader or ["trained"])
    form = _prepared(format, templates)
    sources = articles or _default()
    if reference is None and not articles and REFERENCES.is_dir():
        reference = REFERENCES
    read, unread = _articles(sources)
    made = [_make(one, read, out, templates, form, force=force) for one in settings]
    print_summary(made, reference)
    if unread or any(one.failed for one in made):
        raise typer.Exit(1)


def _settings(models: list[str], readers: list[str]) -> list[_Setting]:
    from briefwright.pipeline import WORDINGS
    from briefwright.samples import label

    found = {}
    for model in models:
        name, instruction, _ = instructed.chosen(model)
        for reader in readers:
            instructed.known_reader(reader)
            own = label(model, reader)
            found[own] = _Setting(own, WORDINGS[name], reader, instruction)
    return list(found.values())


def _check(models: Sequence[str], templates: Sequence[str], reference: Path | None) -> None:
    """End the program now, and not once hours of work are done."""
    from briefwright.samples import label

    if reference is not None and not reference.exists():
        output.usage(f"--reference {reference}: no such file or folder; check the name")
    _apart("--model", {one: label(one, "trained") for one in models})
    _apart("--template", {one: _stem(one) for one in templates})


def _apart(option: str, folders: Mapping[str, str]) -> None:
    held: dict[str, str] = {}
    for one, folder in folders.items():
        before = held.setdefault(folder, one)
        if before != one:
            output.usage(
                f"{option} {one}: its folder would be {folder!r}, as that of {before}; give them "
                "in two runs, each with an --out of its own"
            )


def _prepared(format: output.NoteFormat, templates: Sequence[str]) -> Format:
    from briefwright.errors import TemplateError
    from briefwright.render import prepare

    form: Format = format.value
    if form == "json":
        output.usage("--format json: the briefs are written anyway; give md, docx or html")
    try:
        for one in templates:
            prepare(form, one)
    except TemplateError as error:
        output.usage(str(error))
    return form


def _default() -> list[str]:
    if not ARTICLES.is_dir():
        output.usage(
            f"{ARTICLES}: not here; the samples come with Briefwright's source and not with the "
            "installed program. Run this at the top of the source, or name articles of your own "
            "with --articles"
        )
    return [str(ARTICLES)]


def _articles(sources: list[str]) -> tuple[list[Article], int]:
    """The articles, and how many could not be read."""
    from briefwright import ingest
    from briefwright.errors import NotFound

    read: list[Article] = []
    unread = 0
    for one in ingest.sources(sources):
        if isinstance(one, ingest.Failed):
            output.say(f"briefwright: {one.message}")
            unread += 1
        else:
            read.append(one)
    if not read:
        raise NotFound(f"{', '.join(sources)}: no article could be read; name others")
    return read, unread


def _make(
    setting: _Setting,
    articles: Sequence[Article],
    out: Path,
    templates: Sequence[str],
    form: Format,
    *,
    force: bool,
) -> Made:
    """The setting's briefs and notes; what cannot be made is said, and the other settings go on."""
    from briefwright import pipeline
    from briefwright.cli.progress import bars
    from briefwright.errors import OutputError
    from briefwright.ingest import Failed
    from briefwright.samples import make

    folder = out / setting.label
    read: Read = "trained" if setting.reader == "trained" else "patterns"
    states: Counter[str] = Counter()
    briefs: list[Brief] = []
    failed = 0
    with bars() as report:
        models = pipeline.load(
            progress=report,
            wording=setting.wording,
            read=read,
            instruction=setting.instruction,
        )
        try:
            for one in make(articles, models, folder, force=force):
                report(setting.label, sum(states.values()) + failed + 1, len(articles))
                if isinstance(one, Failed):
                    output.say(f"briefwright: {setting.label}: {one.message}")
                    failed += 1
                    continue
                states[one.state] += 1
                briefs.append(one.brief)
                failed += _notes(one, folder, templates, form, force=force)
        except OutputError as error:
            output.say(f"briefwright: {setting.label}: {error}")
            return Made(setting.label, folder, briefs, failed + len(articles) - len(briefs))
    _say_states(setting.label, states)
    return Made(setting.label, folder, briefs, failed)


def _say_states(label: str, states: Counter[str]) -> None:
    words = {"made": "made", "there": "there already", "edited": "edited by hand, and kept"}
    told = [f"{states[name]} {said}" for name, said in words.items() if states[name]]
    output.say(f"briefwright: {label}: briefs: {', '.join(told) or 'none'}", level="info")


def _notes(
    sample: Sample, folder: Path, templates: Sequence[str], form: Format, *, force: bool
) -> int:
    """Write the brief's notes; how many an officer worked in, and are left as they are."""
    from briefwright.cli.existing import guard
    from briefwright.errors import NoteEdited
    from briefwright.files import note_name, write
    from briefwright.render import render

    kept = 0
    name = note_name(sample.brief.id, sample.brief.articles[0].title)
    for template in templates:
        path = folder / _stem(template) / f"{name}.{form}"
        try:
            if not force:
                guard(path, form)
        except NoteEdited as error:
            output.say(f"briefwright: {error}")
            kept += 1
            continue
        content = render(sample.brief, form, template=template)
        if not path.exists() or path.read_bytes() != content:
            write(path, content)
    return kept


def _stem(template: str) -> str:
    from briefwright.files import slug
    from briefwright.samples import BRIEFS

    name = slug(Path(template).name.split(".")[0]) or "notes"
    return f"{name}-notes" if name == BRIEFS else name
