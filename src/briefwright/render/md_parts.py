"""The parts of a Markdown note that Briefwright wrote: between comments, and sealed.

`<!-- briefwright: NAME -->` in a template, `<!-- briefwright: NAME SEAL -->` in a note, each ended
by `<!-- /briefwright: NAME -->`. Nothing an article says can make one: its `<` is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefwright.render.seals import PREFIX, Origin, seal

_PART = re.compile(
    rf"^<!-- {PREFIX}: ([\w-]+)(?: ([0-9a-f]{{12}}))? -->[^\S\n]*\n(.*?)^<!-- /{PREFIX}: \1 -->",
    re.MULTILINE | re.DOTALL,
)
_NOTE = re.compile(
    rf"^<!-- {PREFIX} note: (\S+)(?: by (\S+) ([0-9a-f]{{12}}))? -->[^\S\n]*$", re.MULTILINE
)
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


def sealed(note: str, template: str) -> str:
    """The note with a seal in each part's opening comment, and how it was made in the first."""
    whole = _PART.sub(lambda found: part(found[1], found[3]), note)
    name = re.sub(r"[^\w.-]|-(?=-)", "_", template)
    return _NOTE.sub(
        lambda found: f"<!-- {PREFIX} note: {found[1]} by {name} {seal(rest(whole))} -->", whole, 1
    )


def rest(note: str) -> str:
    """What stands outside the generated parts."""
    return _NOTE.sub("", _PART.sub("", note))


def part(name: str, text: str) -> str:
    return f"<!-- {PREFIX}: {name} {seal(text)} -->\n{text}<!-- /{PREFIX}: {name} -->"


def origin(note: str) -> Origin:
    found = _NOTE.search(note)
    if found is None:
        return Origin()
    # The id went through the escaping of Markdown.
    return Origin(id=found[1].replace("\\", ""), template=found[2] or "", rest=found[3] or "")


def unmarked(note: str) -> str:
    """The note without the comments, to be read on a screen."""
    return _MARKS.sub("", note)
