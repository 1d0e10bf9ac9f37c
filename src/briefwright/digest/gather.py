"""What there is of a day: from a store, or from briefs at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from zoneinfo import ZoneInfo

from briefwright.article import Article
from briefwright.batch import calendar
from briefwright.batch.calendar import Undated
from briefwright.brief import Brief, SourceArticle
from briefwright.digest.values import Fate, Gathered, Item, Missed
from briefwright.store import Store, days
from briefwright.store.articles import DayFrom
from briefwright.store.days import Entry

_NOT_COME_TO = "no run has come to it yet; run the batch again, and then the digest"


def from_store(store: Store, day: date, *, within: ZoneInfo) -> Gathered:
    """The day as the batch put it into the store. Raises StoreError.

    Articles are of the days that their run gave them; `within` is only named.
    """
    items: list[Item] = []
    briefed: set[str] = set()
    origins: set[DayFrom] = set()
    for done in days.done(store, day):
        briefed.add(done.entry.key)
        origins.add(done.entry.day_from)
        own = date.fromisoformat(done.entry.day) if done.entry.day else None
        items.append(Item(brief=done.brief, day=own, dated=done.entry.day_from == "published"))
    missed = [
        *(_unread(one) for one in days.failures(store, day)),
        *(
            _missed(entry, earlier=entry.key in briefed)
            for entry in days.entries(store, day)
            if entry.state != "done"
        ),
    ]
    return Gathered(
        day=day,
        zone=within.key,
        undated=_undated(origins),
        items=tuple(items),
        missed=tuple(missed),
    )


def _undated(origins: Collection[DayFrom]) -> Undated | None:
    """Where the runs put articles without a date, if all of them to the same."""
    found: list[Undated] = [one for one in origins if one != "published"]
    return found[0] if len(found) == 1 else None


def _unread(one: days.Failure) -> Missed:
    return Missed(fate="failed", source=one.source, reason=one.reason)


def _missed(entry: Entry, *, earlier: bool) -> Missed:
    fates: dict[str, Fate] = {"rejected": "rejected", "quarantined": "quarantined"}
    fate = fates.get(entry.state, "left")
    reason = entry.reason or (_NOT_COME_TO if fate == "left" else entry.code or "no reason given")
    if earlier:
        reason = f"{reason} (the brief that an earlier run made of it is shown)"
    return Missed(
        fate=fate,
        source=entry.source,
        title=entry.title,
        outlet=entry.publisher,
        reason=reason,
        earlier_brief=earlier,
    )


def from_briefs(
    briefs: Iterable[Brief],
    day: date,
    *,
    within: ZoneInfo,
    undated: Undated = "run",
    missed: Iterable[Missed] = (),
) -> Gathered:
    """The day by the dates that the briefs' articles give, in the zone.

    A brief of a story has the day of its latest article.
    """
    items = tuple(_item(brief, day, within, undated) for brief in briefs)
    return Gathered(day=day, zone=within.key, undated=undated, items=items, missed=tuple(missed))


def _item(brief: Brief, day: date, within: ZoneInfo, undated: Undated) -> Item:
    placed = [
        calendar.place(_article(one), run_day=day, within=within, undated=undated)
        for one in brief.articles
    ]
    known = [one.day for one in placed if one.day is not None]
    return Item(
        brief=brief,
        day=max(known, default=None),
        dated=any(one.origin == "published" for one in placed),
    )


def _article(one: SourceArticle) -> Article:
    return Article(
        id=one.id, source=one.source, text="", published=one.published, retrieved=one.retrieved
    )
