"""Between whom: the countries that act, not those that an area is about or turned against."""

from __future__ import annotations

import pytest

from briefwright.article import Article
from briefwright.parties import mentions
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.parties import in_lists, main_parties, parties_in
from briefwright.reading import Person
from briefwright.segment import segment
from briefwright.spans import Span

MAIN = ("Peru", "Chile")


def parties(text: str, main: tuple[str, ...] = MAIN) -> tuple[str, ...]:
    article = Article(id="a", source="-", text=text)
    page = Page.of(article, segment(article))
    return parties_in(page, page.segments.sentences[0].span, main, ())


@pytest.mark.parametrize(
    "text",
    [
        "They discussed the situation in Kenya.",
        "They discussed issues including Kenya, Norway and Japan.",
        "They agreed to act against Kenya.",
        "They talked about the threats posed by Kenya.",
        "They reviewed the Kenyan crisis.",
        "They spoke of Kenya’s withdrawal from the pact.",
        "The two sides spoke about matters pertaining to Kenya, Norway and Japan.",
        "They met in Nairobi and paid in Australian dollars.",
    ],
)
def test_topics_targets_and_places_are_no_parties(text: str) -> None:
    assert parties(text) == MAIN


def test_those_who_act_are() -> None:
    assert parties("Kenya and Norway signed a pact on fish.") == ("Kenya", "Norway")
    assert parties("Nairobi’s readiness to trade with Norway was welcomed.") == ("Kenya", "Norway")
    assert parties("Peru and Kenya act against Norway.") == ("Peru", "Kenya")
    assert parties("Chile and Peru signed a pact on fish.") == ("Chile", "Peru")


def test_one_alone_gets_the_country_that_the_article_is_about() -> None:
    assert parties("Kenya offers to build the bridge.") == ("Kenya", "Peru")
    assert parties("Kenya offers to build the bridge.", ()) == ("Kenya",)


def test_party_beside_a_place_is_no_place() -> None:
    text = "The institute in Oslo and the Kenyan academy signed it for Peru."
    assert parties(text) == ("Kenya", "Peru")


def test_where_many_take_part_the_main_ones_are_named_most() -> None:
    text = "Peru and Chile met Kenya, Norway, Japan. Chile asked Norway. Norway and Chile agreed."
    article = Article(id="a", source="-", text=text)
    page = Page.of(article, segment(article))
    somewhere = Span(start=0, end=4)
    people = [
        Person(name=somewhere, mentions=(somewhere,), country=country, central=central)
        for country, central in (
            ("Japan", 1.0),
            ("Peru", 0.9),
            ("Kenya", 0.8),
            ("Chile", 0.2),
            ("Norway", 0.1),
        )
    ]
    assert main_parties(page, people) == ("Chile", "Norway")
    assert main_parties(page, people[:3]) == ("Japan", "Peru")


def test_nothing_is_made_up_where_nobody_is_named() -> None:
    assert parties("A bridge will be built.", ()) == ()


def test_a_row_needs_more_than_a_space_between_two() -> None:
    text = "Russian UN envoys, Chad, Mali and the Togo delegation met."
    article = Article(id="a", source="-", text=text)
    page = Page.of(article, segment(article))
    lists = in_lists(text, list(mentions(page.text)))
    assert [[one.span.of(text) for one in own] for own in lists] == [
        ["Russian"],
        ["UN"],
        ["Chad", "Mali", "Togo"],
    ]
