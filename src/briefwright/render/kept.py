"""The parts of a note that an update kept, read back as what a view would have said.

House rules are on the note as it stands, and what an officer wrote in it is in no brief.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from briefwright.render.parts import NoteOutlook, NotePoint, UpdateKind, View

_REFERENCE = re.compile(r"\s*\[([A-Z]\d+)(?:,[^\]]*)?\]\s*\Z")
_MARK = re.compile(r"\s*\((?:written|compressed|article’s words|(?:edited, )?not verified)\)\s*\Z")
_LISTED = re.compile(r"\A\s*(?:\d{1,3}[.)]|[-*+])\s+")
_MARKUP = re.compile(r"\*\*|(?<!\w)\*|\*(?!\w)|~~|<!--.*?-->")
_ESCAPED = re.compile(r"\\([^\w\s])")


class _Line(NamedTuple):
    id: str
    text: str


def with_kept(view: View, kept: Mapping[str, str], kind: UpdateKind) -> View:
    """The view with the statements of the kept parts instead of its own; `kept` by part name."""
    changed: dict[str, object] = {}
    if "bottom-line" in kept:
        points = _points("bottom-line", kept["bottom-line"], kind)
        changed["bottom_line"] = points[0] if points else None
    if "summary" in kept:
        changed["summary"] = _points("summary", kept["summary"], kind)
    if "outlook" in kept:
        changed["outlook"] = tuple(_outlook(kept["outlook"], kind))
    return view.model_copy(update=changed)


def _points(part: str, text: str, kind: UpdateKind) -> tuple[NotePoint, ...]:
    return tuple(
        NotePoint(id=line.id, anchor=f"{part}-{number}", text=line.text)
        for number, line in enumerate(_lines(text, kind), start=1)
    )


def _outlook(text: str, kind: UpdateKind) -> Iterator[NoteOutlook]:
    for number, line in enumerate(_lines(text, kind), start=1):
        lead, *pieces = line.text.split(" · ")
        # The small print below the list is no item.
        if not pieces:
            continue
        yield NoteOutlook(
            id=line.id,
            anchor=f"outlook-{number}",
            kind=lead,
            when=pieces[0],
            by=pieces[1] if len(pieces) > 2 else "",
            text=pieces[-1],
        )


def _lines(text: str, kind: UpdateKind) -> Iterator[_Line]:
    for line in text.splitlines():
        words = line
        if kind == "md":
            words = _ESCAPED.sub(r"\1", _MARKUP.sub("", _LISTED.sub("", line)))
        found = _REFERENCE.search(words)
        words = _MARK.sub("", _REFERENCE.sub("", words)).strip()
        if words:
            yield _Line(found[1] if found else "", words)


def marking_of(note: bytes, kind: UpdateKind) -> str:
    """What stands where a marking stands: the header in Word, the first line in Markdown."""
    if kind == "docx":
        from briefwright.render.word_parts import text_of
        from briefwright.render.word_update import opened

        sections = opened(note).sections
        return "\n".join(text_of(one.header._element) for one in sections).strip()
    from briefwright.render.md_parts import unmarked

    lines = (line.strip() for line in unmarked(note.decode("utf-8-sig")).splitlines())
    found = re.fullmatch(r"\*\*(.+)\*\*", next(filter(None, lines), ""))
    return found[1] if found else ""
