"""briefwright render: notes from briefs at hand, without models."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli import output


def render(
    briefs: Annotated[
        list[Path], typer.Argument(metavar="BRIEF...", help="Brief JSON or JSONL files, or -.")
    ],
    out: output.OutOption = None,
    format: output.FormatOption = None,
    template: output.TemplateOption = None,
    to: output.ToOption = None,
    from_: output.FromOption = None,
    subject: output.SubjectOption = None,
    marking: output.MarkingOption = None,
) -> None:
    """Render briefs at hand again, without models."""
    from briefwright.errors import BriefError, SourceError
    from briefwright.render import load_briefs

    sheet = output.Sheet(
        out=out,
        format=format,
        template=template,
        header=output.header(to=to, from_=from_, subject=subject, marking=marking),
    )
    sheet.check()
    failed = 0
    for path in briefs:
        try:
            content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
            for brief in load_briefs(content, str(path)):
                written = sheet.put(brief)
                if written is not None:
                    print(written)
        except OSError as error:
            failed += 1
            output.say(f"briefwright: {path}: {error.strerror or error}; check the path")
        except (BriefError, SourceError) as error:
            failed += 1
            output.say(f"briefwright: {error}")
    if failed:
        raise typer.Exit(1)
