"""briefwright render: notes from briefs at hand, without models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.brief import Brief
    from briefwright.errors import BriefError


def render(
    briefs: Annotated[
        list[Path], typer.Argument(metavar="BRIEF...", help="Brief JSON or JSONL files, or -.")
    ],
    out: output.OutOption = None,
    format: output.FormatOption = None,
    template: output.TemplateOption = None,
    update: output.UpdateOption = None,
    force: output.ForceOption = False,
    story: output.StoryOption = False,
    to: output.ToOption = None,
    from_: output.FromOption = None,
    subject: output.SubjectOption = None,
    marking: output.MarkingOption = None,
) -> None:
    """Render briefs at hand again, without models."""
    sheet = output.Sheet(
        out=out,
        format=format,
        template=template,
        header=output.header(to=to, from_=from_, subject=subject, marking=marking),
        update=update,
        force=force,
        story=story,
    )
    sheet.check(sources=[str(path) for path in briefs])
    failed = _make(briefs, sheet, story=story)
    if failed:
        raise typer.Exit(1)


def _make(briefs: list[Path], sheet: output.Sheet, *, story: bool) -> int:
    """Makes the notes; how many could not be made."""
    from briefwright.errors import BriefError, NoteEdited
    from briefwright.render import load_brief

    failed = 0
    together: list[Brief] = []
    for name, row in rows(briefs):
        try:
            if isinstance(row, BriefError):
                raise row
            brief = load_brief(row, name)
            if story:
                together.append(brief)
            else:
                _put(sheet, brief)
        except (BriefError, NoteEdited) as error:
            failed += 1
            output.say(f"briefwright: {error}")
    if together:
        from briefwright.story import merge

        try:
            _put(sheet, merge(together))
        except NoteEdited as error:
            failed += 1
            output.say(f"briefwright: {error}")
    return failed


def _put(sheet: output.Sheet, brief: Brief) -> None:
    written = sheet.put(brief)
    if written is not None:
        print(written)


def rows(briefs: list[Path]) -> Iterator[tuple[str, bytes | BriefError]]:
    """Each brief's JSON with its name, or why there is none."""
    from briefwright.errors import BriefError
    from briefwright.render import split_briefs

    for path in briefs:
        try:
            content = output.stdin().read() if str(path) == "-" else path.read_bytes()
            yield from list(split_briefs(content, str(path)))
        except OSError as error:
            yield str(path), BriefError(f"{path}: {error.strerror or error}; check the path")
        except BriefError as error:
            yield str(path), error
