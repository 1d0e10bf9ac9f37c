"""From a digest to what its document shows, the same for every format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from briefwright.brief import Brief, SourceArticle
from briefwright.digest.coverage import named_of
from briefwright.digest.parts import Copies, DigestView, Link, Section, StoryPart
from briefwright.digest.tally import tally
from briefwright.digest.values import Copied, Digest, Story
from briefwright.render import Header, Limits, View, view
from briefwright.render.characters import shown
from briefwright.render.evidence import outlet
from briefwright.render.method import day, rows
from briefwright.render.parts import NoteEntry, NoteItem, NoteRow

LIMITS = Limits(
    quotes=2, participants=6, summary=4, areas=5, outlook=4, withheld=1, evidence=140, pages=0
)
"""A story's note in a digest is short; the article's own note has the rest."""

LISTED = 60
"""Stories up to which the contents name each: two pages of them."""

COMMENTED = 60
"""Stories up to which a Word file has evidence as comments: LibreOffice lays out 60 in 16 seconds,
and 260, with their 5,000 comments, in none of the ten minutes that we waited."""

_ITEMS = ("summary", "participants", "areas", "quotes", "outlook", "differences")
_Item = TypeVar("_Item", bound=NoteItem)


def digest_view(digest: Digest, header: Header | None = None) -> DigestView:
    """What the document shows; whatever header field is None is left out, never invented."""
    header = header or Header()
    date = day(digest.day.isoformat())
    sections = _sections(digest, header)
    return DigestView(
        marking=shown(header.marking),
        to=shown(header.to),
        sender=shown(header.from_),
        date=date,
        subject=shown(header.subject) or f"News of {date}",
        addressing=rows([("To", header.to), ("From", header.from_), ("Date", date)]),
        scope=_scope(digest),
        contents=_contents(sections),
        sections=sections,
        listed=len(digest.stories) <= LISTED,
        commented=len(digest.stories) <= COMMENTED,
        coverage=tally(digest),
        disclosure=(
            "AI use: drafted by local software from the articles named here alone; nothing was "
            "added from elsewhere. Check it against its evidence before use."
        ),
        method=_method(digest),
    )


def _scope(digest: Digest) -> str:
    covered = digest.coverage
    if not covered.of_the_day:
        return "No article of this day was briefed."
    copies = f", {_count(covered.copies, 'near-copy', 'near-copies')}" if covered.copies else ""
    outlets = {_outlet(one.brief, at) for one in digest.stories for at in _places(one.brief)}
    outlets |= {copy.outlet for one in digest.stories for copy in (*one.copies, *one.more)}
    return (
        f"{_count(covered.of_the_day, 'article')} of {_count(len(outlets), 'outlet')}, in "
        f"{_count(len(digest.stories), 'story', 'stories')}{copies}"
    )


def _outlet(brief: Brief, at: int) -> str:
    # Where there are several articles, references call one without an outlet by its number.
    return outlet(brief, at) if len(brief.articles) > 1 else named_of(brief)


def _places(brief: Brief) -> range:
    return range(len(brief.articles))


def _contents(sections: Sequence[Section]) -> tuple[Link, ...]:
    found = [
        Link(
            anchor=one.anchor,
            text=one.name or "All stories",
            detail=_count(len(one.stories), "story", "stories") if one.stories else "see also",
        )
        for one in sections
    ]
    return (*found, Link(anchor="coverage", text="Coverage"))


def _sections(digest: Digest, header: Header) -> tuple[Section, ...]:
    """By place in the digest's order; a country that others' stories are about has one too."""
    parts = [
        (story, _story(number, story, header))
        for number, story in enumerate(digest.stories, start=1)
    ]
    names = list(dict.fromkeys(story.place for story in digest.stories))
    if digest.by == "country":
        about = {name for story in digest.stories for name in story.also}
        last = [name for name in names if name.startswith("No one")]
        names = [*sorted((set(names) | about) - set(last)), *last]
    return tuple(
        Section(
            anchor=f"section-{number}",
            name=shown(name),
            stories=tuple(part for story, part in parts if story.place == name),
            elsewhere=tuple(
                Link(anchor=part.line_anchor, text=part.title, detail=shown(story.place))
                for story, part in parts
                if name in story.also
            ),
        )
        for number, name in enumerate(names, start=1)
    )


def _story(number: int, story: Story, header: Header) -> StoryPart:
    made = view(story.brief, Header(subject=story.title, marking=header.marking), LIMITS)
    names = dict.fromkeys(_outlet(story.brief, at) for at in _places(story.brief))
    copies = f"; {_count(len(story.copies), 'copy', 'copies')}" if story.copies else ""
    copies += f"; {_count(len(story.more), 'further report')}" if story.more else ""
    return StoryPart(
        number=number,
        anchor=f"story-{number}",
        line_anchor=f"line-{number}",
        title=shown(story.title),
        outlets=f"{', '.join(names)}{copies}",
        note=_numbered(made, number),
        sources=tuple(_source(story.brief, at) for at in _places(story.brief)),
        places=_evidence(made.annex),
        copies=tuple(map(_listed, story.copies)),
        more=tuple(map(_listed, story.more)),
        also=", ".join(map(shown, story.also)),
    )


def _numbered(made: View, number: int) -> View:
    """The view with anchors that hold in the whole document; ids hold in the story's note."""

    def own(item: _Item) -> _Item:
        return item.model_copy(update={"anchor": f"n{number}-{item.anchor}"})

    line = made.bottom_line
    return made.model_copy(
        update={
            "bottom_line": own(line) if line else None,
            "annex": tuple(own(entry) for entry in made.annex),
            **{name: tuple(own(item) for item in getattr(made, name)) for name in _ITEMS},
            # Nothing of a digest's shows whole articles, and they are most of its memory.
            "articles": (),
        }
    )


def _source(brief: Brief, at: int) -> str:
    article: SourceArticle = brief.articles[at]
    words = f"{article.words_read:,} of {article.words:,} words read"
    where = shown(article.url) or shown(article.source).replace("\\", "/").rsplit("/", 1)[-1]
    told = (
        _outlet(brief, at),
        f"“{shown(article.title)}”" if shown(article.title) else "",
        shown(article.byline),
        day(article.published, time=True),
        where,
        words,
        f"SHA-256 {article.sha256[:12]}",
        f"note {shown(article.id)}",
    )
    return " · ".join(filter(None, told))


def _listed(one: Copied) -> Copies:
    told = filter(None, (shown(one.title), day(one.published, time=True)))
    return Copies(outlet=shown(one.outlet), text=", ".join(told))


def _evidence(annex: Sequence[NoteEntry]) -> str:
    placed = (
        (entry.id, dict.fromkeys(part.place for part in entry.evidence if part.place))
        for entry in annex
    )
    return "; ".join(f"{id_} {', '.join(places)}" for id_, places in placed if places)


def _method(digest: Digest) -> tuple[NoteRow, ...]:
    """How the digest was made; models are named once each."""
    made = [one.brief.provenance for one in digest.stories]
    models = dict.fromkeys(
        "; ".join(filter(None, (f"reader {one.reader}", one.writer and f"writer {one.writer}")))
        for one in made
    )
    grouping = (
        "articles on one event by the meaning of their openings, names, countries and days; one "
        "may stand with another event, or apart from its own"
        if digest.grouped
        else "none: each article by itself"
    )
    return rows(
        [
            ("Day", f"{digest.day.isoformat()} in {digest.zone}"),
            ("Grouping", grouping),
            ("Models", " | ".join(models)),
            (
                "Program",
                " | ".join(dict.fromkeys(f"Briefwright {one.briefwright}" for one in made)),
            ),
        ]
    )


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
