"""The parts of a Markdown note that Briefwright wrote: between comments, and sealed.

`<!-- briefwright: NAME -->` in a template, `<!-- briefwright: NAME SEAL -->` in a note, each ended
by `<!-- /briefwright: NAME -->`. Nothing an article says can make one: its `<` is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefwright.render.seals import PREFIX, seal

_PART = re.compile(
    rf"^<!-- {PREFIX}: ([\w-]+)(?: ([0-9a-f]{{12}}))? -->[^\S\n]*\n(.*?)^<!-- /{PREFIX}: \1 -->",
    re.MULTILINE | re.DOTALL,
)
_NOTE = re.compile(rf"^<!-- {PREFIX} note: (.+?) -->", re.MULTILINE)
_MARKS = re.compile(rf"^<!-- /?{PREFIX}(?: note)?: [^\n]*? -->[^\S\n]*\n?", re.MULTILINE)


class Part(NamedTuple):
    name: str
    seal: str
    text: str
    """What stands between the comments."""
    start: int
    end: int
    """Offsets of the whole, comments included."""


def parts(note: str) -> Iterator[Part]:
    for found in _PART.finditer(note):
        yield Part(found[1], found[2] or "", found[3], found.start(), found.end())


def sealed(note: str) -> str:
    """The note with a seal in each part's opening comment."""
    return _PART.sub(lambda found: part(found[1], found[3]), note)


def part(name: str, text: str) -> str:
    return f"<!-- {PREFIX}: {name} {seal(text)} -->\n{text}<!-- /{PREFIX}: {name} -->"


def about(note: str) -> str:
    """The id of the brief the note was made from; "" if it does not say."""
    found = _NOTE.search(note)
    return found[1].replace("\\", "") if found else ""


def unmarked(note: str) -> str:
    """The note without the comments, to be read on a screen."""
    return _MARKS.sub("", note)
