"""briefwright batch: a day's articles in, briefs in a store and notes in a folder out."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import batch_options as options
from briefwright.cli import instructed, network, output

if TYPE_CHECKING:
    from briefwright.batch import Settings, Summary
    from briefwright.cli.batch_log import Log
    from briefwright.configuration import Configuration

SOURCES = f"{output.SOURCES[:-1]}; lists of feeds (.opml, .toml)."


def batch(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help=SOURCES)
    ] = None,
    out: options.Out = None,
    store: options.Store = None,
    config: options.Config = None,
    format: options.Formats = None,
    template: options.Templates = None,
    to: output.ToOption = None,
    from_: output.FromOption = None,
    marking: output.MarkingOption = None,
    model: options.Model = None,
    reader: options.Reader = None,
    device: instructed.DeviceOption = None,
    dtype: instructed.DTypeOption = None,
    hints: instructed.HintsOption = False,
    prompts: instructed.PromptsOption = None,
    engine: options.Engine = None,
    address: options.Address = None,
    workers: options.Workers = None,
    threads: options.Threads = None,
    seconds: options.Seconds = None,
    megabytes: options.Megabytes = None,
    zone: options.Zone = None,
    undated: options.Undated = None,
    since: options.Since = None,
    deadline: options.Deadline = None,
    retry_failed: options.RetryFailed = False,
    only_new: options.OnlyNew = False,
    offline: network.OfflineOption = False,
    as_json: options.Json = False,
    log: options.Log = None,
) -> None:
    """Brief many articles: resumes where it was stopped, and does nothing twice."""
    given = options.typed(locals())
    output.say_as_json(log is options.LogForm.json)
    known = _configuration(config)
    form = log.value if log else known.log or "lines"
    output.say_as_json(form == "json")
    os.environ.update(options.environment(known))
    asked = options.settings(given, known)
    try:
        summary, told = _run(asked, given, known, offline=offline, as_json=form == "json")
    except KeyboardInterrupt:
        stopped = "stopped; what is done is kept, and the next run goes on from here"
        output.say(f"briefwright: {stopped}", level="warning")
        raise typer.Exit(130) from None
    _show(summary, told, as_json=as_json)
    if summary.sums.done < summary.sums.total or summary.deadline_reached:
        raise typer.Exit(1)


def _configuration(path: options.Config) -> Configuration:
    from briefwright.configuration import Configuration, load
    from briefwright.errors import SettingsError

    if path is None:
        return Configuration()
    try:
        return load(path)
    except SettingsError as error:
        output.usage(str(error))


def _run(
    asked: Settings,
    given: options.Given,
    config: Configuration,
    *,
    offline: bool,
    as_json: bool,
) -> tuple[Summary, Log]:
    from briefwright.batch import run
    from briefwright.cli.batch_log import Log
    from briefwright.engines import Engine, Plan
    from briefwright.engines.choice import opened

    name = given.engine or config.engine.name or "local"

    def engine(plan: Plan) -> Engine:
        return opened(
            plan,
            name="ray" if name == "ray" else "local",
            workers=given.workers or config.engine.workers,
            address=given.address or config.engine.address,
        )

    with ExitStack() as stack:
        told = stack.enter_context(Log(as_json=as_json))
        stack.enter_context(_ended_by_signal())
        client = stack.enter_context(
            network.client(offline=offline or bool(config.network.offline))
        )
        summary = run(
            asked,
            engine=engine,
            connect=lambda kept: network.of(client, kept, told.say),
            report=told.tell,
            stdin=output.stdin() if "-" in asked.sources else None,
        )
    return summary, told


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """End as by Ctrl-C when the system asks for it: what is done is kept, leases are given back."""

    def stop(number: int, frame: object) -> None:
        del number, frame
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _show(summary: Summary, told: Log, *, as_json: bool) -> None:
    from briefwright.cli.batch_log import summary_lines

    if sys.stdout is None:
        return
    try:
        if as_json:
            failures = [line.model_dump() for line in told.failures]
            output.print_json({"summary": summary.model_dump(mode="json"), "failures": failures})
        else:
            print("\n".join(summary_lines(summary, told.failures)))
        # Now, while the exit code can still tell of it.
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = output.nowhere()
        if isinstance(error, BrokenPipeError):
            # The reader of a pipe, `head` say, has what it wanted.
            return
        output.say(
            f"briefwright: the summary cannot be written ({error.strerror or error}); what was "
            "made is kept, and the same command again tells of it"
        )
        raise typer.Exit(3) from error
