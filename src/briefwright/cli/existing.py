"""Notes that are there already: what an officer did to them is not lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefwright.cli.output import say, usage
from briefwright.errors import NoteEdited, OutputError

if TYPE_CHECKING:
    from briefwright.brief import Brief
    from briefwright.render import Format


def guard(path: Path, format: Format) -> None:
    """Raises NoteEdited if writing the path would take away what an officer wrote."""
    if format not in ("md", "docx") or not path.is_file():
        return
    from briefwright.render.updated import edits

    found = edits(_read(path), format)
    if found:
        raise NoteEdited(
            f"{path}: was edited since it was made ({', '.join(found)}); --update {path} renews it "
            "around what was edited, --force replaces it"
        )


def template_of(path: Path, format: Format) -> str | None:
    """The template that the note at the path was made with, if it is a shipped one.

    Ends the program if it is not there, or was made with another template.
    """
    from briefwright.render import templates
    from briefwright.render.updated import origin

    assert format in ("md", "docx")
    try:
        name = origin(_read(path), format).template
    except OutputError as error:
        usage(f"--update {path}: {error}")
    plain = name.split(".")[0]
    if name and plain not in templates.shipped(format):
        usage(f"--update {path}: was made with the template {name!r}; give it with --template")
    return plain or None


def renewed(path: Path, content: bytes, brief: Brief, format: Format, *, force: bool) -> bytes:
    """The note at the path with its generated parts from the content; says what was kept.

    Raises OutputError if it is a note of another brief, or has nothing to renew.
    """
    from briefwright.render.updated import origin, update

    assert format in ("md", "docx")
    old = _read(path)
    theirs, ours = origin(old, format).id, origin(content, format).id
    if theirs and theirs != ours and not force:
        raise OutputError(
            f"{path}: is a note of {theirs!r}, not of {brief.id!r}; --force makes it one"
        )
    try:
        made = update(old, content, format, force=force)
    except OutputError as error:
        raise OutputError(f"{path}: {error}") from error
    for words, how in (
        ("renewed", made.of("renewed")),
        ("unchanged", made.of("unchanged")),
        ("kept, edited by hand", made.of("edited")),
        ("kept, commented on", made.of("commented")),
        ("kept, not in the new note", made.of("gone")),
    ):
        if how:
            say(f"briefwright: {path.name}: {words}: {', '.join(how)}")
    say(f"briefwright: {path.name}: kept: the head and all text outside the generated parts")
    return made.content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path}: cannot be read ({error.strerror or error})") from error
