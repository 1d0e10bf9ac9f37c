"""A note made anew over an older one that an officer worked in: what is renewed and what is kept.

Parts that Briefwright wrote are marked and sealed (`md_parts`, `word_parts`). A part whose seal no
longer fits was edited, and everything outside the parts is the officer's.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from briefwright.errors import OutputError
from briefwright.render import md_parts
from briefwright.render.parts import UpdateKind
from briefwright.render.seals import Origin, seal_lines
from briefwright.spans import Value

WHY_NOT = (
    "holds no part that can be renewed: its template has none, or it was saved by a program that "
    "drops the tags of content controls, as LibreOffice does; make the note under another name and "
    "carry your text over"
)

How = Literal["renewed", "unchanged", "edited", "commented", "gone"]


class Outcome(Value):
    """What became of one part of the note."""

    part: str
    how: How
    """"edited" and "commented" parts were kept as they are; "gone" ones the new note has not."""


class Updated(Value):
    """A note with its generated parts renewed."""

    content: bytes
    outcomes: tuple[Outcome, ...]
    kept: dict[str, str] = Field(default_factory=dict)
    """The words of the parts that stayed as they were, but for those that are unchanged."""
    unmatched: tuple[str, ...] = ()
    """Parts of the new note that the old one has no marks of: deleted, or their marks changed."""

    def missing(self) -> tuple[str, ...]:
        return tuple(name.replace("-", " ") for name in self.unmatched)

    def of(self, *how: How) -> tuple[str, ...]:
        return tuple(one.part.replace("-", " ") for one in self.outcomes if one.how in how)


def update(old: bytes, new: bytes, kind: UpdateKind, *, force: bool = False) -> Updated:
    """The old note with the parts of the new one, but for those edited by hand.

    With `force`, those too. What stands outside the parts is never touched. Raises OutputError if
    the old note has no parts, or cannot be read.
    """
    if kind == "docx":
        from briefwright.render import word_update

        return word_update.update(old, new, force=force)
    return _markdown(old, _text(new), force=force)


def foreign(note: bytes, kind: UpdateKind) -> str:
    """Why the file is none of our notes, for a message; "" if it is one, or holds nothing."""
    if not note.strip():
        return ""
    try:
        made = origin(note, kind)
    except OutputError as error:
        return str(error)
    return "" if made.id else "is not a note that Briefwright made"


def edits(note: bytes, kind: UpdateKind) -> tuple[str, ...]:
    """What an officer did to a note of ours, a phrase each. Raises OutputError if unreadable."""
    if kind == "docx":
        from briefwright.render import word_update

        return word_update.edits(note)
    text = _text(note)
    found = [one.name for one in md_parts.parts(text) if seal_lines(one.text) != one.seal]
    same = seal_lines(md_parts.rest(text)) == md_parts.origin(text).rest
    return worded(found, others=[] if same else ["text outside the generated parts"])


def origin(note: bytes, kind: UpdateKind) -> Origin:
    """Which brief and which template the note says it was made from. Raises OutputError."""
    if kind == "docx":
        from briefwright.render import word_update

        return word_update.origin(note)
    return md_parts.origin(_text(note))


def worded(parts: list[str], *, others: list[str]) -> tuple[str, ...]:
    """Edited parts, and what else was changed, for a message."""
    return (*(name.replace("-", " ") for name in parts), *others)


def _markdown(old: bytes, new: str, *, force: bool) -> Updated:
    text = _text(old)
    fresh = {one.name: one for one in md_parts.parts(new)}
    outcomes, kept, made, at = [], {}, "", 0
    for one in md_parts.parts(text):
        how: How = "gone"
        if one.name in fresh:
            edited = seal_lines(one.text) != one.seal
            same = one.text == fresh[one.name].text
            how = "unchanged" if same else "edited" if edited and not force else "renewed"
        outcomes.append(Outcome(part=one.name, how=how))
        if how == "renewed":
            made += text[at : one.start] + md_parts.part(one.name, fresh[one.name].text)
            at = one.end
        elif how != "unchanged":
            kept[one.name] = one.text
    if not outcomes:
        raise OutputError(WHY_NOT)
    made = md_parts.signed_again(made + text[at:], new)
    # Line ends are the editor's.
    whole = made.replace("\n", "\r\n") if b"\r\n" in old else made
    mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
    return Updated(
        content=mark + whole.encode(),
        outcomes=tuple(outcomes),
        kept=kept,
        unmatched=unmatched(fresh, outcomes),
    )


def unmatched(fresh: Iterable[str], outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Parts of the new note that stand in no outcome, in its order."""
    met = {one.part for one in outcomes}
    return tuple(name for name in fresh if name not in met)


def _text(note: bytes) -> str:
    try:
        return note.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise OutputError(f"is not UTF-8 at byte {error.start}; save it as UTF-8") from error
