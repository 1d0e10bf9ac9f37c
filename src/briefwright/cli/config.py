"""briefwright config: whether a configuration would do what it says."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import batch_options as options
from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.configuration import Configuration

app = typer.Typer(help="The configuration of batches.", no_args_is_help=True)


@app.callback()
def _root() -> None:
    """The configuration of batches."""


@app.command("check")
def check(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The TOML file.")],
) -> None:
    """Say what is wrong with a configuration, before a night depends on it."""
    from briefwright.configuration import load
    from briefwright.errors import SettingsError

    try:
        config = load(path)
    except SettingsError as error:
        output.say(f"briefwright: {error}")
        raise typer.Exit(1) from error
    faults = list(_faults(config))
    for fault in faults:
        output.say(f"briefwright: {path}: {fault}")
    if faults or not _is_taken(config):
        raise typer.Exit(1)
    print(f"{path}: can be carried out")


def _is_taken(config: Configuration) -> bool:
    """Whether batch would take it; it says itself what it would not."""
    from briefwright.errors import ModelError

    try:
        options.settings(options.Given(), config)
    except typer.Exit:
        return False
    except ModelError as error:
        output.say(f"briefwright: 'models.model': {error}")
        return False
    return True


def _faults(config: Configuration) -> Iterator[str]:
    yield from _of_sources(config)
    yield from _of_places(config)
    yield from _of_notes(config)
    yield from _of_network(config)
    if config.engine.name == "ray" and importlib.util.find_spec("ray") is None:
        yield "'engine.name': Ray is not installed; pip install 'briefwright[ray]'"


def _of_sources(config: Configuration) -> Iterator[str]:
    from briefwright.batch import Line, lists
    from briefwright.errors import SourceError

    if not config.sources:
        yield "'sources': there are none; they must be given on the command line"
    for source in config.sources:
        if lists.is_list(source):
            try:
                for one in lists.expanded(source, list[Line]().append):
                    if not isinstance(one, str):
                        yield f"'sources': {one.message}"
            except SourceError as error:
                yield f"'sources': {error}"
        elif "://" not in source and source != "-" and not Path(source).exists():
            yield f"'sources': {source}: no such file or folder"


def _of_places(config: Configuration) -> Iterator[str]:
    from briefwright.batch import calendar, settle
    from briefwright.errors import BriefwrightError

    for name, place in (("out", config.out), ("store", config.store)):
        if place is None:
            yield f"{name!r}: there is none; it must be given on the command line"
    try:
        calendar.zone(config.zone)
        if config.out is not None:
            settle.check(config.out, make=False)
        if config.store is not None:
            _check_store(config.store)
    except BriefwrightError as error:
        yield str(error)


def _check_store(path: Path) -> None:
    """Raises StoreError, if it cannot be used or made."""
    from briefwright.batch import settle
    from briefwright.errors import OutputError, StoreError
    from briefwright.store import Store

    if path.exists():
        Store(path).close()
        return
    try:
        settle.check(path.parent, make=False)
    except OutputError as error:
        reason = getattr(error.__cause__, "strerror", None) or error.__cause__
        raise StoreError(
            f"'store': {path}: cannot be made ({reason}); give another file, or make room or "
            "permissions there"
        ) from error


def _of_network(config: Configuration) -> Iterator[str]:
    from briefwright.errors import SettingsError
    from briefwright.ingest.settings import web

    try:
        web(options.environment(config))
    except SettingsError as error:
        yield f"'network': {error}"


def _of_notes(config: Configuration) -> Iterator[str]:
    from briefwright.errors import TemplateError
    from briefwright.render import prepare

    formats = config.notes.formats or ("md",)
    for format in formats:
        try:
            prepare(format, config.notes.templates.get(format))
        except TemplateError as error:
            yield f"'notes.templates.{format}': {error}"
    for format in config.notes.templates.keys() - set(formats):
        yield f"'notes.templates.{format}': no note of this format is made; add it to formats"
