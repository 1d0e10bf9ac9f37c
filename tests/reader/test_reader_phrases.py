"""Phrases of a sentence end where a name ends."""

from __future__ import annotations

from briefwright.article import Article
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.phrases import with_whole_name
from briefwright.segment import segment
from briefwright.spans import Span

TEXT = "The school may open during the 12th Lisbon Winter Food Fair in May, Ms Brandt said."


def completed(words: str, within: str = TEXT) -> str:
    article = Article(id="a", source="-", text=TEXT)
    start = TEXT.index(words)
    span = Span(start=start, end=start + len(words))
    page = Page.of(article, segment(article))
    return with_whole_name(page, span, Span(start=0, end=len(within))).of(TEXT)


def test_a_name_is_not_cut() -> None:
    assert completed("during the 12th Lisbon") == "during the 12th Lisbon Winter Food Fair"


def test_what_ends_in_no_name_stays() -> None:
    assert completed("during the 12th Lisbon Winter Food Fair") == (
        "during the 12th Lisbon Winter Food Fair"
    )
    assert completed("may open") == "may open"
    assert completed("Ms Brandt said.") == "Ms Brandt said."


def test_it_does_not_leave_its_sentence() -> None:
    within = "The school may open during the 12th Lisbon Winter"
    assert completed("during the 12th Lisbon", within) == "during the 12th Lisbon Winter"
