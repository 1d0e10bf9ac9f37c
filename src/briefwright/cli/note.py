"""briefwright note: articles in, notes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from briefwright.cli import instructed, network, output

if TYPE_CHECKING:
    from briefwright.article import Article
    from briefwright.brief import Brief
    from briefwright.ingest import Failed


Sources = Annotated[list[str], typer.Argument(metavar="SOURCE...", help=output.SOURCES)]
Jsonl = Annotated[
    Path | None, typer.Option("--jsonl", metavar="FILE", help="Write one brief a line here.")
]
Model = Annotated[str, typer.Option(help=instructed.MODELS)]
Reader = Annotated[
    str, typer.Option(help="trained, or patterns: rules alone, without any weights.")
]
NoText = Annotated[
    bool, typer.Option("--no-text", help="Leave the article's text out of JSON and JSONL.")
]


def note(
    sources: Sources,
    out: output.OutOption = None,
    format: output.FormatOption = None,
    jsonl: Jsonl = None,
    template: output.TemplateOption = None,
    update: output.UpdateOption = None,
    force: output.ForceOption = False,
    story: output.StoryOption = False,
    model: Model = "embedded",
    reader: Reader = "trained",
    device: instructed.DeviceOption = None,
    dtype: instructed.DTypeOption = None,
    hints: instructed.HintsOption = False,
    prompts: instructed.PromptsOption = None,
    to: output.ToOption = None,
    from_: output.FromOption = None,
    subject: output.SubjectOption = None,
    marking: output.MarkingOption = None,
    no_text: NoText = False,
    offline: network.OfflineOption = False,
    store: network.StoreOption = None,
) -> None:
    """Make a grounded briefing note from each article."""
    from briefwright import ingest

    instructed.known_reader(reader)
    sheet = output.Sheet(
        out=out,
        format=format,
        template=template,
        header=output.header(to=to, from_=from_, subject=subject, marking=marking),
        update=update,
        force=force,
        story=story,
    )
    # Where briefs alone are asked for, no note is laid.
    notes = None if jsonl and not (out or format or update) else sheet
    if notes is not None:
        notes.check(sources=sources)
    own = str(prompts) if prompts else None
    asked = instructed.chosen(
        model, reader=reader, device=device, dtype=dtype, hints=hints, prompts=own
    )
    stdin = _stdin(sources, jsonl)
    with network.network(offline=offline, store=store) as web:
        items = ingest.sources(sources, stdin=stdin, network=web)
        made = _briefs(items, asked, trained=reader == "trained")
        if story:
            made = _together(made)
        done, lost = _keep(made, notes, jsonl, no_text=no_text)
        web.failed.update(one for sources_ in lost for one in sources_)
    if lost and not story:
        all_ = done + len(lost)
        output.say(f"briefwright: {done} of {all_} articles done, {len(lost)} not")
    if lost:
        raise typer.Exit(1)


def _stdin(sources: list[str], jsonl: Path | None) -> BinaryIO | None:
    """Standard input, if it is a source; ends the program if a source would be replaced."""
    for path in (jsonl, jsonl.with_name(f"{jsonl.name}.part")) if jsonl else ():
        output.refuse_sources(path, "--jsonl", sources)
    if sources.count("-") > 1:
        output.usage("standard input can be read once; give - once")
    return output.stdin() if "-" in sources else None


def _keep(
    made: Iterable[Brief | Failed],
    notes: output.Sheet | None,
    jsonl: Path | None,
    *,
    no_text: bool,
) -> tuple[int, list[list[str]]]:
    """How many notes were made, and the sources of each that was not."""
    from briefwright.cli.lines import Lines
    from briefwright.errors import NoteEdited
    from briefwright.ingest import Failed

    done = 0
    lost: list[list[str]] = []
    with Lines(jsonl) as lines:
        for outcome in made:
            if isinstance(outcome, Failed):
                lost.append([outcome.source])
                output.say(f"briefwright: {outcome.message}")
                continue
            brief = without_text(outcome) if no_text else outcome
            lines.add(brief.model_dump_json())
            try:
                path = notes.put(brief) if notes is not None else None
            except NoteEdited as error:
                lost.append([one.source for one in brief.articles])
                output.say(f"briefwright: {error}")
                continue
            if path is not None:
                print(path)
            done += 1
    return done, lost


def _briefs(
    items: Iterable[Article | Failed], asked: instructed.Chosen, *, trained: bool
) -> Iterator[Brief | Failed]:
    """The briefs in order; models are loaded when the first article is there, and not before."""
    from briefwright import pipeline
    from briefwright.cli.progress import bars
    from briefwright.ingest import Failed
    from briefwright.nn.threads import settle

    pending = iter(items)
    for first in pending:
        if isinstance(first, Failed):
            yield first
            continue
        with bars() as report:
            models = pipeline.load(
                progress=report,
                wording=pipeline.WORDINGS[asked.model],
                read="trained" if trained else "patterns",
                instruction=asked.instruction,
                dtype=asked.dtype or "float32",
            )
        settle()
        yield from pipeline.run(_chain(first, pending), models)


def _together(made: Iterable[Brief | Failed]) -> Iterator[Brief | Failed]:
    """What could not be briefed, then one brief of all that could."""
    from briefwright.ingest import Failed
    from briefwright.story import merge

    whole: list[Brief] = []
    for outcome in made:
        if isinstance(outcome, Failed):
            yield outcome
        else:
            whole.append(outcome)
    if whole:
        yield merge(whole)


def _chain(first: Article, rest: Iterator[Article | Failed]) -> Iterator[Article | Failed]:
    yield first
    yield from rest


def without_text(brief: Brief) -> Brief:
    """The brief without its articles' text; offsets and hash stay."""
    articles = tuple(one.model_copy(update={"text": None}) for one in brief.articles)
    return brief.model_copy(update={"articles": articles})
