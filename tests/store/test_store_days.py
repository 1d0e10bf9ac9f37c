"""The days of a store: which articles belong to one, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from briefwright.article import Article
from briefwright.pipeline import Models, briefs
from briefwright.reader.patterns import PatternReader
from briefwright.store import Store, articles, days, items, runs
from briefwright.store.articles import Dated, DayFrom
from briefwright.store.items import Ended

TEXT = "Ministers of Norway and Chad met in Oslo on Monday. They agreed to share weather data."
MONDAY, TUESDAY = date(2026, 5, 4), date(2026, 5, 5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "day.sqlite") as opened:
        yield opened


def put(
    store: Store,
    name: str,
    *,
    day: date | None = MONDAY,
    first: date = MONDAY,
    origin: DayFrom = "published",
    published: str | None = None,
) -> Article:
    article = Article(
        id=name,
        source=f"{name}.txt",
        text=f"{TEXT} {name}.",
        publisher="Courier",
        published=published,
    )
    articles.put(
        store,
        Dated(
            key=name,
            article=article,
            day=day.isoformat() if day else None,
            day_from=origin,
            first_day=first.isoformat(),
            first_seen=f"{first}T08:00:00+00:00",
        ),
    )
    items.want(store, name, "recipe")
    return article


def brief_of(article: Article) -> str:
    (brief,) = briefs([article], Models(reader=PatternReader()))
    plain = brief.articles[0].model_copy(update={"text": None})
    return brief.model_copy(update={"articles": (plain,)}).model_dump_json()


def test_brief_comes_back_with_its_text_and_where_its_notes_are(store: Store) -> None:
    article = put(store, "ferry")
    items.finish(store, Ended(article="ferry", state="done", brief=brief_of(article)), "recipe")
    (done,) = days.done(store, MONDAY)
    assert done.brief.articles[0].text == article.text
    assert done.entry.publisher == "Courier"
    assert (done.entry.state, done.entry.age_days, done.notes) == ("done", 0, ())


def test_every_article_of_the_day_is_done_rejected_quarantined_or_left(store: Store) -> None:
    for name in ("a", "b", "c", "d"):
        put(store, name)
    items.finish(store, Ended(article="a", state="rejected", code="x", reason="why"), "recipe")
    items.finish(store, Ended(article="b", state="quarantined", code="y", attempts=2), "recipe")
    items.finish(store, Ended(article="c", state="done", brief=brief_of(put(store, "c"))), "recipe")
    assert [(one.id, one.reason) for one in days.rejected(store, MONDAY)] == [("a", "why")]
    assert [(one.id, one.attempts) for one in days.quarantined(store, MONDAY)] == [("b", 2)]
    assert [one.entry.id for one in days.done(store, MONDAY)] == ["c"]
    assert [one.id for one in days.left(store, MONDAY)] == ["d"]


def test_articles_are_in_the_order_of_their_publication_whatever_its_zone(store: Store) -> None:
    put(store, "third", published="yesterday")
    put(store, "second", published="2026-05-04T08:00:00+00:00")
    put(store, "first", published="2026-05-04T09:00:00+02:00")
    assert [one.id for one in days.entries(store, MONDAY)] == ["first", "second", "third"]


def test_article_of_an_earlier_day_is_stale_on_the_day_that_saw_it_first(store: Store) -> None:
    put(store, "old", day=MONDAY, first=TUESDAY)
    assert [(one.id, one.age_days) for one in days.entries(store, TUESDAY)] == [("old", 1)]
    assert [(one.id, one.age_days) for one in days.entries(store, MONDAY)] == [("old", 0)]


def test_undated_article_may_belong_to_no_day_but_is_seen_on_its_first(store: Store) -> None:
    put(store, "undated", day=None, origin="none")
    (entry,) = days.entries(store, MONDAY)
    assert (entry.day, entry.age_days) == (None, None)
    assert days.entries(store, TUESDAY) == []


def test_failure_is_of_its_day_and_goes_when_the_source_gives_an_article(store: Store) -> None:
    for day in ("2026-05-04", "2026-05-05"):
        runs.add_failure(store, source="bad.pdf", day=day, code="no-text", reason="empty")
    runs.forget_failure(store, source="bad.pdf", day="2026-05-05")
    assert [one.source for one in days.failures(store, MONDAY)] == ["bad.pdf"]
    assert days.failures(store, TUESDAY) == []


def test_brief_by_earlier_models_stands_where_the_present_ones_fail(store: Store) -> None:
    article = put(store, "a")
    items.finish(store, Ended(article="a", state="done", brief=brief_of(article)), "recipe")
    assert items.want(store, "a", "other").state == "pending"
    items.finish(store, Ended(article="a", state="quarantined", code="crashed"), "other")
    (done,) = days.done(store, MONDAY)
    assert done.entry.state == "quarantined"
