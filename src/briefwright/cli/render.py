"""briefwright render: notes from briefs at hand, without models."""

from __future__ import annotations

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
    update: output.UpdateOption = None,
    force: output.ForceOption = False,
    to: output.ToOption = None,
    from_: output.FromOption = None,
    subject: output.SubjectOption = None,
    marking: output.MarkingOption = None,
) -> None:
    """Render briefs at hand again, without models."""
    from briefwright.errors import BriefError, NoteEdited
    from briefwright.render import load_brief, split_briefs

    sheet = output.Sheet(
        out=out,
        format=format,
        template=template,
        header=output.header(to=to, from_=from_, subject=subject, marking=marking),
        update=update,
        force=force,
    )
    sheet.check(sources=[str(path) for path in briefs])
    failed = 0
    for path in briefs:
        try:
            content = output.stdin().read() if str(path) == "-" else path.read_bytes()
            rows = list(split_briefs(content, str(path)))
        except OSError as error:
            failed += 1
            output.say(f"briefwright: {path}: {error.strerror or error}; check the path")
            continue
        except BriefError as error:
            failed += 1
            output.say(f"briefwright: {error}")
            continue
        for name, row in rows:
            try:
                written = sheet.put(load_brief(row, name))
            except (BriefError, NoteEdited) as error:
                failed += 1
                output.say(f"briefwright: {error}")
                continue
            if written is not None:
                print(written)
    if failed:
        raise typer.Exit(1)
