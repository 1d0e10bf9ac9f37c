"""The program `briefwright`: its commands, and what its errors look like.

Exit codes: 0 done, 1 some articles not done, 2 usage, 3 the run itself could not go on.
"""

from __future__ import annotations

import signal
import sys
import traceback
from typing import Annotated

import typer

from briefwright.cli import (
    batch,
    check,
    compare,
    config,
    digest,
    evaluate,
    ingest,
    models,
    note,
    output,
    prompts,
    render,
    review,
    samples,
    schema,
    store,
    templates,
    usage,
)

app = typer.Typer(
    name="briefwright",
    help="Turn news articles into grounded briefing notes with local models.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("note")(note.note)
app.command("batch", cls=usage.LogsUsage)(batch.batch)
app.command("digest")(digest.digest)
app.command("evaluate")(evaluate.evaluate)
app.command("ingest")(ingest.ingest)
app.command("render")(render.render)
app.command("compare")(compare.compare)
app.command("check")(check.check)
app.command("schema")(schema.schema)
app.add_typer(models.app, name="models")
app.add_typer(templates.app, name="templates")
app.add_typer(prompts.app, name="prompts")
app.add_typer(samples.app, name="samples")
app.add_typer(store.app, name="store")
app.add_typer(config.app, name="config")
app.add_typer(review.app, name="review")


def _version(asked: bool) -> None:
    if asked:
        import briefwright

        print(f"briefwright {briefwright.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    del version
    output.say_as_json(False)


def _ended(number: int, frame: object) -> None:
    """End as an exception, so that nothing half written stays where it was being written."""
    del frame
    sys.exit(128 + number)


def main() -> None:
    """Run the program; what the user can act on is one line, and never a traceback."""
    from briefwright.errors import BriefwrightError, UnknownModel

    signal.signal(signal.SIGTERM, _ended)
    try:
        app()
    except UnknownModel as error:
        output.say(f"briefwright: {error}")
        sys.exit(2)
    except BriefwrightError as error:
        output.say(f"briefwright: {error}")
        sys.exit(3)
    except BrokenPipeError:
        # The reader of a pipe, `head` say, has what it wanted.
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        output.say(f"briefwright: {error.strerror or error}; nothing more can be done")
        sys.exit(3)
    except KeyboardInterrupt:
        output.say("briefwright: stopped; what was written so far is kept", level="warning")
        sys.exit(130)
    except Exception as error:
        # Not 1, which says that a run went through and some articles are not done.
        _fault(error)
        sys.exit(3)


def _fault(error: Exception) -> None:
    """Say a fault of ours with all that its mending needs."""
    trace = "".join(traceback.format_exception(error))
    text = f"a fault of the program, {error!r}; what is done is kept. Please report it"
    if output.is_json():
        output.say(text, trace=trace)
    else:
        output.say(f"{trace}briefwright: {text} with the lines above")
