"""One document over a day's articles: what happened, in stories, and what became of every input.

Owns grouping, order and coverage; `digest.document` makes the document. A story's note is made as
ever, by `story` and `render`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from zoneinfo import ZoneInfo

from briefwright import dedup
from briefwright.brief import Brief
from briefwright.digest import headings
from briefwright.digest.coverage import coverage, named_of
from briefwright.digest.values import By, Copied, Digest, Gathered, Story
from briefwright.store.days import moment
from briefwright.story import merge
from briefwright.story.events import Told
from briefwright.story.grouping import Encoder, stories

__all__ = ["digest"]

MOST = 20
"""Articles that a story's note is made of. What outlets differ on is looked for among all pairs of
them: 20 take 2 s, 40 take 10."""

_Place = tuple[datetime, str, str, str]
"""By which briefs are sorted: the earliest first."""

_WHOLE = 0.8
"""Of the longest copy's words: an outlet adds a line of its own to what it took over."""


def digest(gathered: Gathered, *, by: By = "country", encoder: Encoder | None = None) -> Digest:
    """The day's stories in the order of the document, and its coverage.

    Without an encoder every article is a story by itself, near-copies apart, and `by` cannot be
    "topic". The same items give the same digest in whatever order they come.
    """
    if by == "topic" and encoder is None:
        raise ValueError("topics are told by an encoder; give one")
    order = partial(_order, within=ZoneInfo(gathered.zone))
    items = sorted(gathered.items, key=lambda item: order(item.brief))
    today = [one.brief for one in items if one.day is None or one.day == gathered.day]
    groups = _near_copies(today)
    kept = sorted((_original(group, order) for group in groups), key=order)
    copied = {
        id(one): [other for other in group if other is not one] for group in groups for one in group
    }
    grouped = (
        stories([told(brief) for brief in kept], encoder)
        if encoder is not None
        else tuple((at,) for at in range(len(kept)))
    )
    made = [
        _story(
            [kept[at] for at in group],
            sorted(chain(*(copied[id(kept[at])] for at in group)), key=order),
        )
        for group in grouped
    ]
    return Digest(
        day=gathered.day,
        zone=gathered.zone,
        by=by,
        undated=gathered.undated,
        grouped=encoder is not None,
        stories=_placed(made, by, encoder),
        coverage=coverage(gathered, items, copies=[c for one in made for c in one.copies]),
    )


def told(brief: Brief) -> Told:
    """What grouping sees of a brief; its statements, where its article's text was left out."""
    article = brief.articles[0]
    line = [brief.bottom_line.text] if brief.bottom_line else []
    text = article.text or " ".join([*line, *(point.text for point in brief.summary)])
    return Told(title=article.title or "", text=text, published=article.published)


def _order(brief: Brief, *, within: ZoneInfo) -> _Place:
    article = brief.articles[0]
    published = moment(article.published, within)
    return (published, brief.id, article.publisher or "", article.sha256)


def _near_copies(briefs: Sequence[Brief]) -> list[list[Brief]]:
    """Every brief in one group, alone or with its near-copies."""
    # What was written without its text cannot be compared.
    groups = dedup.groups([brief.articles[0].text or "" for brief in briefs])
    alone = set(range(len(briefs))) - {at for group in groups for at in group}
    return [[briefs[at] for at in group] for group in (*groups, *((at,) for at in alone))]


def _original(group: Sequence[Brief], order: Callable[[Brief], _Place]) -> Brief:
    """What stands for its copies: the earliest that is not cut much shorter than the others."""
    longest = max(one.articles[0].words for one in group)
    return min((one for one in group if one.articles[0].words >= _WHOLE * longest), key=order)


def _story(briefs: Sequence[Brief], copies: Sequence[Brief]) -> Story:
    whole = merge(briefs[:MOST])
    line = whole.bottom_line
    lead = line.evidence[0].article if line and line.evidence else 0
    title = whole.articles[lead].title if 0 <= lead < len(whole.articles) else None
    return Story(
        brief=whole,
        title=title or whole.articles[0].title or (line.text if line else whole.id),
        copies=tuple(map(_copied, copies)),
        more=tuple(map(_copied, briefs[MOST:])),
        place="",
    )


def _copied(brief: Brief) -> Copied:
    article = brief.articles[0]
    return Copied(
        outlet=named_of(brief),
        title=article.title or brief.id,
        published=article.published,
        id=brief.id,
    )


def _placed(made: Sequence[Story], by: By, encoder: Encoder | None) -> tuple[Story, ...]:
    """The stories with what they stand under, in order: by that, the most reported first."""
    placed = list(made)
    if by == "country":
        found = [headings.of_country(one.brief) or (headings.NO_COUNTRY,) for one in made]
        placed = [
            one.model_copy(update={"place": names[0], "also": names[1:]})
            for one, names in zip(made, found, strict=True)
        ]
    elif by == "topic" and encoder is not None:
        topics = headings.of_topic([one.brief for one in made], encoder)
        placed = [
            one.model_copy(update={"place": topic}) for one, topic in zip(made, topics, strict=True)
        ]
    return tuple(sorted(placed, key=_rank))


def _rank(one: Story) -> tuple[bool, str, int, str, str]:
    reports = len(one.brief.articles) + len(one.copies) + len(one.more)
    return (one.place == headings.NO_COUNTRY, one.place, -reports, one.title, one.brief.id)
