"""What is proposed as a name and as a title, before the network judges it."""

from __future__ import annotations

import time

import pytest

from briefwright.article import Article
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.persons import owns_offices_only, reports_only
from briefwright.reader.trained.proposals import propose
from briefwright.reading import Person
from briefwright.segment import segment
from briefwright.spans import Span


def page_of(text: str) -> Page:
    article = Article(id="a", source="-", text=text)
    return Page.of(article, segment(article))


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def titles(text: str, *tagged: str) -> dict[str, set[str]]:
    """By name: every title proposed, with `tagged` found by the tagger."""
    found = propose(page_of(text), titles=[span(text, words) for words in tagged])
    proposed: dict[str, set[str]] = {one.name.of(text): set() for one in found.persons}
    for pair in found.titles:
        proposed[found.persons[pair.person].name.of(text)].add(pair.span.of(text))
    return proposed


def names(text: str, *tagged: str) -> list[str]:
    found = propose(page_of(text), names=[span(text, words) for words in tagged])
    return [one.name.of(text) for one in found.persons]


LIST = (
    "Those received were Maria Tamani, the ports minister of Fiji; Carlos Quispe, the Peruvian "
    "president’s special envoy; and Kofi Boateng, the mayor of Tema."
)


def test_title_before_a_semicolon_is_of_the_name_before_it() -> None:
    found = titles(
        LIST, "ports minister of Fiji", "Peruvian president’s special envoy", "mayor of Tema"
    )
    held = {
        "Maria Tamani": "ports minister of Fiji",
        "Carlos Quispe": "Peruvian president’s special envoy",
        "Kofi Boateng": "mayor of Tema",
    }
    for name, title in held.items():
        assert title in found[name]
        assert found[name].isdisjoint(set(held.values()) - {title})


def test_title_of_another_item_is_not_proposed() -> None:
    text = (
        "- Maria Tamani, Fiji’s ports minister, signed it\n"
        "- the institute opened an office; Carlos Quispe, its president, held the keys"
    )
    found = titles(text, "Fiji’s ports minister", "president")
    assert found["Carlos Quispe"] == {"president"}
    assert found["Maria Tamani"] == {"Fiji’s ports minister"}


@pytest.mark.parametrize(
    ("text", "tagged", "whole"),
    [
        (
            "Maria Tamani, Fiji’s ambassador to the UN, left.",
            "Fiji’s ambassador to",
            "Fiji’s ambassador to the UN",
        ),
        (
            "Maria Tamani, Fiji’s ambassador to Tehran. She left.",
            "Fiji’s ambassador to",
            "Fiji’s ambassador to Tehran",
        ),
        ("Fiji’s Emir Sheikh Khalid Tamani left.", "Fiji’s Emir Sheikh", "Fiji’s Emir"),
        (
            "The country’s Ports Minister Maria Tamani left.",
            "country’s Ports Minister",
            "Ports Minister",
        ),
        ("Fijian President President Maria Tamani left.", "President President", "President"),
        (
            "Maria Tamani, Ports Minister-designate, left.",
            "Ports Minister-designate",
            "Ports Minister-designate",
        ),
        ("“It is late,” said Maria Tamani, the Fijian stroke.", "Fijian stroke", "Fijian stroke"),
    ],
)
def test_title_is_proposed_whole(text: str, tagged: str, whole: str) -> None:
    (found,) = titles(text, tagged).values()
    assert whole in found
    assert tagged == whole or tagged not in found


@pytest.mark.parametrize(
    "words", ["Fijian Department of Environment", "energy", "Ports Security Council"]
)
def test_organisation_or_subject_is_no_title(words: str) -> None:
    text = f"The report on {words} pleased Maria Tamani, a reader of it."
    assert words not in titles(text, words)["Maria Tamani"]


def test_opening_phrase_gives_nobody_its_office() -> None:
    text = "In his meeting with the Fijian ports minister, Carlos Quispe said it was late."
    assert titles(text, "Fijian ports minister")["Carlos Quispe"] == set()


@pytest.mark.parametrize(
    ("text", "tagged", "found"),
    [
        ("Mr Quispe said it was late.", "Mr Quispe", ["Quispe"]),
        (
            "Fijian Ambassador to Brunei Darussalam Maria Tamani left.",
            "Darussalam Maria Tamani",
            ["Maria Tamani"],
        ),
        ("The business magazine Harbourview said it was late.", "Harbourview", []),
        ("The Fijian energy company Tidalis plans a mast.", "Tidalis", []),
        ("Lagoon News said it was late.", "Lagoon News", []),
        ("The Foundation for Reefs (FFR) wrote. FFR said it was late.", "FFR", []),
        ("Kofi Boateng said it was late.", "Kofi Boateng", ["Kofi Boateng"]),
    ],
)
def test_people_alone_are_proposed(text: str, tagged: str, found: list[str]) -> None:
    assert names(text, tagged) == found


def test_whose_officer_somebody_is_takes_no_part() -> None:
    text = (
        "President Maria Tamani’s special envoy, Kofi Boateng, met Carlos Quispe’s aide. Quispe "
        "spoke later."
    )
    page = page_of(text)

    def owns(*mentions: str) -> bool:
        spans = tuple(span(text, mention) for mention in mentions)
        return owns_offices_only(page, Person(name=spans[0], mentions=spans))

    assert owns("Maria Tamani")
    assert owns("Carlos Quispe")
    assert not owns("Carlos Quispe", "Quispe spoke")
    assert not owns("Kofi Boateng")


def test_thousands_of_items_are_proposed_in_seconds() -> None:
    item = "Maria Tamani, the ports minister of Fiji’s ports; "
    text = item * 3000
    tagged = [
        Span(start=start + 18, end=start + 39) for start in range(0, len(text), len(item) * 10)
    ]
    page = page_of(text)
    started = time.process_time()
    propose(page, titles=tagged)
    assert time.process_time() - started < 30


def test_whoever_reports_is_told_from_whoever_speaks() -> None:
    def reports(text: str, name: str) -> bool:
        article = Article(id="a", source="-", text=text)
        start = text.index(name)
        spans = (Span(start=start, end=start + len(name)),)
        return reports_only(
            Page.of(article, segment(article)), Person(name=spans[0], mentions=spans)
        )

    assert reports("The visit will take place in June, NHK reported.", "NHK")
    assert reports("According to the Harbour news agency, talks go on.", "Harbour")
    assert not reports("The visit will take place in June, Okafor said.", "Okafor")
