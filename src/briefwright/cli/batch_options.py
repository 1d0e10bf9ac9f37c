"""The options of `briefwright batch`, and how they and the configuration become settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli import instructed, output

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from briefwright.batch import Settings
    from briefwright.configuration import Configuration
    from briefwright.engines import Look, Plan, Recipe
    from briefwright.render import Format


class EngineName(StrEnum):
    local = "local"
    ray = "ray"


class UndatedTo(StrEnum):
    run = "run"
    retrieved = "retrieved"
    none = "none"


class LogForm(StrEnum):
    lines = "lines"
    json = "json"


Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Folder of the notes; a folder a day in it."),
]
Store = Annotated[
    Path | None,
    typer.Option("--store", metavar="FILE", help="What runs remember; made if it is not there."),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="TOML, see docs/operations.md; options go first."
    ),
]
Formats = Annotated[
    list[output.NoteFormat] | None,
    typer.Option("--format", "-f", help="Of the notes; may be given several times. Default: md."),
]
Templates = Annotated[
    list[str] | None,
    typer.Option("--template", help="A shipped template's name or a file; once for each format."),
]
Model = Annotated[str | None, typer.Option(help=instructed.MODELS)]
Reader = Annotated[str | None, typer.Option(help="trained (default), or patterns.")]
Engine = Annotated[
    EngineName | None, typer.Option("--engine", help="Processes of this machine, or a Ray cluster.")
]
Address = Annotated[
    str | None, typer.Option("--address", help="Of the Ray cluster; default: one started here.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes. Default: by cores and memory.")
]
Threads = Annotated[
    int | None, typer.Option("--threads", min=1, help="Of each worker. Default: 1.")
]
Seconds = Annotated[
    float | None,
    typer.Option(
        "--seconds",
        min=0.1,
        help="The most that one article may take alone [300; 1800 with an instruct model].",
    ),
]
Megabytes = Annotated[
    int | None,
    typer.Option("--megabytes", min=50, help="Memory of one article beside the models [3000]."),
]
Zone = Annotated[
    str | None, typer.Option("--zone", help="Time zone of the day. Default: this machine's.")
]
Undated = Annotated[
    UndatedTo | None,
    typer.Option(
        "--undated",
        help="The day of articles without a date: that of the run (default), that on which "
        "they were fetched, or none.",
    ),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Leave out articles of earlier days: 2026-05-04."),
]
Deadline = Annotated[
    str | None,
    typer.Option("--deadline", metavar="TIME", help="Stop at 06:30, or after 90m or 2h."),
]
RetryFailed = Annotated[
    bool,
    typer.Option(
        "--retry-failed",
        help="Try again what was rejected or quarantined; without sources, all in the store.",
    ),
]
OnlyNew = Annotated[
    bool, typer.Option("--only-new", help="Leave out all articles that the store knows already.")
]
Json = Annotated[bool, typer.Option("--json", help="The summary and every failure as JSON.")]
Log = Annotated[
    LogForm | None, typer.Option("--log", help="Standard error as lines (default) or as JSON.")
]


INSTRUCTED_SECONDS = 1800.0
"""That one article may take with an instruct model, which is slow where there is no GPU."""


@dataclass(frozen=True)
class Given:
    """The options as they were typed; None for what was not."""

    sources: tuple[str, ...] = ()
    out: Path | None = None
    store: Path | None = None
    formats: tuple[output.NoteFormat, ...] = ()
    templates: tuple[str, ...] = ()
    to: str | None = None
    from_: str | None = None
    marking: str | None = None
    model: str | None = None
    reader: str | None = None
    device: str | None = None
    dtype: str | None = None
    hints: bool = False
    prompts: Path | None = None
    engine: str | None = None
    address: str | None = None
    workers: int | None = None
    threads: int | None = None
    seconds: float | None = None
    megabytes: int | None = None
    zone: str | None = None
    undated: str | None = None
    since: str | None = None
    deadline: str | None = None
    retry_failed: bool = False
    only_new: bool = False


def typed(parameters: Mapping[str, Any]) -> Given:
    """The options from the parameters of the command, which has each under its own name."""
    many = {"sources": "sources", "formats": "format", "templates": "template"}
    found: dict[str, Any] = {
        one.name: tuple(parameters[many[one.name]] or ())
        if one.name in many
        else _plain(parameters[one.name])
        for one in fields(Given)
    }
    return Given(**found)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def settings(given: Given, config: Configuration) -> Settings:
    """What is asked for, the options before the configuration. Ends the program if it cannot be."""
    from briefwright.batch import Settings, calendar
    from briefwright.errors import SettingsError

    out, store = given.out or config.out, given.store or config.store
    if out is None or store is None:
        output.usage("give --out DIR and --store FILE, or a --config with out and store")
    sources = given.sources or config.sources
    if not sources and not given.retry_failed:
        output.usage("give a source: a file, a folder, an address, a list of feeds")
    _written_as_text(given, out)
    _apart(out, store, sources)
    try:
        zone = calendar.zone(given.zone or config.zone)
        return Settings(
            sources=sources,
            store=store,
            out=out,
            zone=zone.key,
            undated=given.undated or config.undated or "run",
            plan=plan(given, config),
            retry_failed=given.retry_failed,
            only_new=given.only_new,
            since=_since(given.since),
            deadline=_deadline(given.deadline, zone),
        )
    except SettingsError as error:
        output.usage(str(error))


def _written_as_text(given: Given, out: Path) -> None:
    """End the program for bytes that are no text, where text is kept; sources may hold any."""
    header = (("--to", given.to), ("--from", given.from_), ("--marking", given.marking))
    templates = (("--template", one) for one in given.templates)
    for option, value in (("--out", str(out)), *header, *templates):
        try:
            (value or "").encode()
        except UnicodeEncodeError:
            shown = (value or "").encode("utf-8", "replace").decode()
            output.usage(f"{option} {shown}: holds bytes that are no UTF-8; give it as text")


def _apart(out: Path, store: Path, sources: tuple[str, ...]) -> None:
    """End the program if what is written would be read as articles, now or the next time."""
    from briefwright.batch.lists import is_list

    if out.exists() and not out.is_dir():
        output.usage(f"--out {out}: is a file; give a folder")
    output.refuse_sources(store, "--store", sources)
    notes = out.resolve()
    for source in sources:
        if "://" in source or source == "-":
            continue
        place = Path(source).resolve()
        if place == notes or place in notes.parents:
            output.usage(
                f"--out {out}: lies in the source {source}, and the notes would be read as "
                "articles next time; give a folder elsewhere"
            )
        if notes in place.parents and not is_list(source):
            output.usage(
                f"{source}: lies in --out {out}, where notes are and no articles; give another "
                "source, or notes a folder of their own"
            )


def plan(given: Given, config: Configuration) -> Plan:
    """What the workers are told. Ends the program for models and templates that are not there."""
    from briefwright.engines import Bounds, Plan

    asked = recipe(given, config)
    seconds = given.seconds or config.engine.seconds
    bounds: dict[str, Any] = {
        "seconds": seconds or (INSTRUCTED_SECONDS if asked.instruction else None),
        "megabytes": given.megabytes or config.engine.megabytes,
    }
    return Plan(
        recipe=asked,
        looks=looks(given, config),
        bounds=Bounds.model_validate({name: one for name, one in bounds.items() if one}),
        threads=given.threads or config.engine.threads or _threads(given, config, asked),
    )


def recipe(given: Given, config: Configuration) -> Recipe:
    """What the briefs are made by. Ends the program for models and prompts that are not there."""
    from briefwright.engines import Recipe

    part = config.models
    reader = given.reader or part.reader or "trained"
    instructed.known_reader(reader)
    prompts = str(given.prompts) if given.prompts else part.prompts
    made = instructed.chosen(
        given.model or part.model or "embedded",
        reader=reader,
        device=given.device or part.device,
        dtype=given.dtype or part.dtype,
        hints=given.hints or bool(part.hints),
        prompts=prompts,
    )
    return Recipe.model_validate({**made._asdict(), "reader": reader})


def _threads(given: Given, config: Configuration, recipe: Recipe) -> int:
    from briefwright.engines.choice import spread

    # Whoever chose the number of processes chose them of one thread, unless they say otherwise.
    alone = given.workers or config.engine.workers or given.engine == "ray"
    return 1 if alone or config.engine.name == "ray" else spread(recipe).threads


def looks(given: Given, config: Configuration) -> tuple[Look, ...]:
    from briefwright.engines import Look
    from briefwright.errors import TemplateError
    from briefwright.render import prepare

    formats: list[Format] = [one.value for one in given.formats]
    formats = list(dict.fromkeys(formats or config.notes.formats or _of_templates(given)))
    header = output.header(
        to=given.to or config.notes.to,
        from_=given.from_ or config.notes.from_,
        subject=None,
        marking=given.marking or config.notes.marking,
    )
    found = []
    for format in formats:
        template = _template(format, given, config)
        try:
            prepare(format, template)
        except TemplateError as error:
            output.usage(str(error))
        found.append(Look(format=format, template=template, header=header))
    return tuple(found)


def _of_templates(given: Given) -> list[Format]:
    from briefwright.render.templates import kind_of

    return [kind for one in given.templates if (kind := kind_of(one))] or ["md"]


def _template(format: Format, given: Given, config: Configuration) -> str | None:
    from briefwright.render.templates import kind_of

    if format == "json":
        return None
    for one in given.templates:
        if kind_of(one) in (None, format):
            return str(Path(one).absolute()) if Path(one).is_file() else one
    return config.notes.templates.get(format)


def _since(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        output.usage(f"--since {written!r}: give a date such as 2026-05-04")


def _deadline(written: str | None, zone: ZoneInfo) -> datetime | None:
    from briefwright.batch import calendar

    if written is None:
        return None
    return calendar.deadline(written, within=zone, now=datetime.now(UTC))


def environment(config: Configuration) -> dict[str, str]:
    """The variables with the network's part, where `network` looks for it; they go first."""
    network = config.network
    given = {
        "BRIEFWRIGHT_INTRANET": " ".join(network.intranet),
        "BRIEFWRIGHT_PROXY": network.proxy,
        "BRIEFWRIGHT_CONTACT": network.contact,
    }
    return {name: value for name, value in given.items() if value} | dict(os.environ)
