"""The parts of a Markdown note that Briefwright wrote: between comments, and sealed.

`<!-- briefwright: NAME -->` in a template, `<!-- briefwright: NAME SEAL -->` in a note, each ended
by `<!-- /briefwright: NAME -->`. Nothing an article says can make one: its `<` is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefwright.render.seals import PREFIX, Origin, seal_lines

_PART = re.compile(
    rf"^<!-- {PREFIX}: ([\w-]+)(?: ([0-9a-f]{{12}}))? -->[^\S\n]*\n(.*?)^<!-- /{PREFIX}: \1 -->",
    re.MULTILINE | re.DOTALL,
)
_NOTE = re.compile(
    rf"^<!-- {PREFIX} note: (\S+)(?: by (\S+) ((?:own:)?[0-9a-f]{{12}}) ([0-9a-f]{{12}}))? -->"
    r"[^\S\n]*$",
    re.MULTILINE,
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


def sealed(note: str, template: str, made: str) -> str:
    """The note with a seal in each part's opening comment, and how it was made in the first.

    `made` is the hash of the template, as `seals.Origin` has it.
    """
    whole = _PART.sub(lambda found: part(found[1], found[3]), note)
    name = re.sub(r"[^\w.-]|-(?=-)", "_", template)
    return _NOTE.sub(lambda found: _signed(found[1], name, made, seal_lines(rest(whole))), whole, 1)


def signed_again(note: str, new: str) -> str:
    """The note saying that it is made as the new one is; the seal of the rest stays."""
    made = _NOTE.search(new)
    if made is None or not made[4]:
        return note
    return _NOTE.sub(
        lambda found: _signed(made[1], made[2], made[3], found[4]) if found[4] else found[0],
        note,
        1,
    )


def _signed(id_: str, template: str, made: str, rest: str) -> str:
    return f"<!-- {PREFIX} note: {id_} by {template} {made} {rest} -->"


def rest(note: str) -> str:
    """What stands outside the generated parts."""
    return _NOTE.sub("", _PART.sub("", note))


def part(name: str, text: str) -> str:
    return f"<!-- {PREFIX}: {name} {seal_lines(text)} -->\n{text}<!-- /{PREFIX}: {name} -->"


def origin(note: str) -> Origin:
    found = _NOTE.search(note)
    if found is None:
        return Origin()
    # The id went through the escaping of Markdown.
    return Origin(
        id=found[1].replace("\\", ""),
        template=found[2] or "",
        made=found[3] or "",
        rest=found[4] or "",
    )


def unmarked(note: str) -> str:
    """The note without the comments, to be read on a screen."""
    return _MARKS.sub("", note)
