"""Notes that are there already: what an officer did to them is not lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefwright.cli.output import say, usage
from briefwright.errors import NoteEdited, OutputError, TemplateError

if TYPE_CHECKING:
    from briefwright.brief import Brief
    from briefwright.render import Format
    from briefwright.render.parts import UpdateKind
    from briefwright.render.seals import Origin
    from briefwright.render.updated import Updated


def guard(path: Path, format: Format) -> None:
    """Raises NoteEdited if writing the path would take away what is not ours to take.

    That is what an officer did to a note, and any file that Briefwright did not make.
    """
    if not path.is_file():
        return
    there = _read(path)
    if format in ("md", "docx"):
        _guard_note(path, there, format)
    elif format == "json" and there.strip():
        _guard_brief(path, there)


def _guard_brief(path: Path, there: bytes) -> None:
    from briefwright.errors import BriefError
    from briefwright.ground.recheck import is_edited
    from briefwright.render import load_briefs

    try:
        found = list(load_briefs(there, str(path)))
    except BriefError as error:
        raise NoteEdited(f"{error}; --force replaces what is there") from error
    if any(map(is_edited, found)):
        raise NoteEdited(
            f"{path}: is a brief that somebody edited; `briefwright render {path}` makes notes of "
            "it, --force replaces it"
        )


def _guard_note(path: Path, there: bytes, format: UpdateKind) -> None:
    from briefwright.render.updated import edits, foreign

    reason = foreign(there, format)
    if reason:
        raise NoteEdited(
            f"{path}: {reason}, and is left as it is; give another name, or --force to replace it"
        )
    found = edits(there, format) if there.strip() else ()
    if found:
        raise NoteEdited(
            f"{path}: was edited since it was made ({', '.join(found)}); --update {path} renews it "
            "around what was edited, --force replaces it"
        )


def template_of(path: Path, format: Format, given: str | None) -> str | None:
    """The template to renew the note at the path with: the one given, else a shipped one.

    Says if it is not what the note was made with. Ends the program if the note is not there, or
    was made with a template of one's own that is not given.
    """
    from briefwright.render import templates
    from briefwright.render.updated import origin

    assert format in ("md", "docx")
    try:
        made = origin(_read(path), format)
    except OutputError as error:
        usage(f"--update {path}: {error}")
    shipped = templates.shipped(format)
    plain = made.template.split(".")[0]
    if not given and made.template and (made.made.startswith("own:") or plain not in shipped):
        usage(
            f"--update {path}: was made with the template {made.template!r}; give it with "
            "--template"
        )
    chosen = given or plain or None
    if made.made:
        _compare(path, made, chosen, format)
    return chosen


def _compare(path: Path, made: Origin, chosen: str | None, format: UpdateKind) -> None:
    """Says if the template chosen is not the very one that the note was made with."""
    from briefwright.render import templates

    try:
        found = templates.find(chosen, format)
        now = templates.digest(found)
    except TemplateError as error:
        usage(str(error))
    if now == made.made:
        return
    same = found.name == made.template and now.startswith("own:") == made.made.startswith("own:")
    what = (
        f"the template {found.name!r} has changed since the note was made"
        if same
        else f"was made with another template, {made.template!r}"
    )
    say(f"briefwright: {path.name}: {what}; its parts are renewed as {found.name!r} words them now")


def renewed(path: Path, content: bytes, brief: Brief, format: Format, *, force: bool) -> Updated:
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
        ("not renewed, no whole mark in the note", made.missing()),
    ):
        if how:
            say(f"briefwright: {path.name}: {words}: {', '.join(how)}")
    say(f"briefwright: {path.name}: kept: the head and all text outside the generated parts")
    return made


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path}: cannot be read ({error.strerror or error})") from error
