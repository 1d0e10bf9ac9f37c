"""What the templates of a digest see: frozen values with every string ready to print.

As in `render.parts`: strings are one line, cleaned and not escaped; absent is "".
"""

from __future__ import annotations

from briefwright.render.parts import NoteRow, View
from briefwright.spans import Value


class Link(Value):
    """A place in the document."""

    anchor: str
    text: str
    detail: str = ""
    """What stands beside it, quietly."""


class Copies(Value):
    outlet: str
    text: str
    """Headline and date."""


class StoryPart(Value):
    """A story: its entry among the bottom lines, and its note."""

    number: int
    anchor: str
    """Of its note."""
    line_anchor: str
    """Of its entry among the bottom lines."""
    title: str
    outlets: str
    """By name, and how many copies there are besides: "Harbour Wire, Meridian Post; 2 copies"."""
    note: View
    """Its items' anchors hold in the whole document."""
    sources: tuple[str, ...]
    """A line for each article: outlet, headline, author, time, address or file, words, hash."""
    places: str
    """Where in the articles each statement's evidence stands: "S1 characters 0–84; P1 ..."."""
    copies: tuple[Copies, ...]
    """Near-copies in other outlets, "also in"."""
    more: tuple[Copies, ...]
    """Further reports that the note does not draw on."""
    also: str
    """Other countries that it is about, "" for none."""


class Section(Value):
    """The stories of one country or topic."""

    anchor: str
    name: str
    """ "" where stories stand under nothing."""
    stories: tuple[StoryPart, ...]
    elsewhere: tuple[Link, ...]
    """Stories about this country that stand under another."""


class OutletRow(Value):
    name: str
    read: str
    copies: str
    missed: str
    stale: str


class MissedRow(Value):
    what: str
    """Headline, else the source's name."""
    outlet: str
    fate: str
    reason: str


class AsideRow(Value):
    age: str
    day: str
    outlet: str
    title: str
    bottom_line: str


class CoveragePart(Value):
    sums: tuple[NoteRow, ...]
    remarks: tuple[str, ...]
    outlets: tuple[OutletRow, ...]
    missed: tuple[MissedRow, ...]
    stale: tuple[AsideRow, ...]
    later: tuple[AsideRow, ...]


class DigestView(Value):
    """A digest as a document shows it. Templates name these fields without a prefix."""

    marking: str
    to: str
    sender: str
    date: str
    subject: str
    addressing: tuple[NoteRow, ...]
    sources: tuple[()] = ()
    articles: tuple[()] = ()
    """No article stands beside a digest; the frame of HTML notes asks."""
    subject_language: str = ""
    """Its subject is ours."""
    scope: str
    """How much there is: "36 articles of 11 outlets, in 21 stories"."""
    contents: tuple[Link, ...]
    """The parts of the document and, among them, what stories stand under."""
    sections: tuple[Section, ...]
    listed: bool
    """Whether the contents name every story; of a long day they name sections."""
    commented: bool
    """Whether evidence stands in comments, where a format has them; of a long day only its places
    are given."""
    coverage: CoveragePart
    disclosure: str
    method: tuple[NoteRow, ...]
