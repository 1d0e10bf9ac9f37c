"""Which country people act for, as far as the article says so."""

from __future__ import annotations

import time

import pytest

from briefwright.article import Article
from briefwright.reader.patterns.acting_for import with_stated_countries
from briefwright.reader.patterns.bodies import bodies
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.people import people
from briefwright.reading import Person
from briefwright.segment import segment


def page_of(text: str) -> Page:
    article = Article(id="a", source="-", text=text)
    return Page.of(article, segment(article))


def countries(text: str, guess: str | None = None) -> dict[str, tuple[str | None, str | None]]:
    """By name: the country and the words that say so; `guess` is inferred for who has none."""
    page = page_of(text)
    found = [
        one.model_copy(update={"country": guess}) if one.country_span is None else one
        for one in people(page)
    ]
    return {
        one.name.of(text): (
            one.country,
            one.country_span.of(text) if one.country_span is not None else None,
        )
        for one in with_stated_countries(page, found)
    }


@pytest.mark.parametrize(
    ("text", "name", "country", "words"),
    [
        pytest.param(
            "SUVA – Peru’s parliament speaker has written to all parliaments. "
            "Parliament Speaker Carlos Quispe condemned the blockade of Chile.",
            "Carlos Quispe",
            "Peru",
            "Peru",
            id="office-named-elsewhere",
        ),
        pytest.param(
            "SUVA – A hut was opened. Maria Tamani, a Fijian hydrologist, spoke of Chile.",
            "Maria Tamani",
            "Fiji",
            "Fijian",
            id="adjective-behind-the-name",
        ),
        pytest.param(
            "LIMA – A Ghanaian delegation headed by Foreign Minister Kofi Boateng met traders.",
            "Kofi Boateng",
            "Ghana",
            "Ghanaian",
            id="head-of-a-delegation",
        ),
        pytest.param(
            "LIMA – He met with Ghanaian Foreign Minister Kofi Boateng, President Ama Owusu, and "
            "Parliament Speaker Yaw Mensah on Monday.",
            "Yaw Mensah",
            "Ghana",
            "Ghanaian",
            id="list-behind-one-country",
        ),
        pytest.param(
            "LIMA – Ghanaian President Ama Owusu left. “It holds,” said Esi Addo, deputy "
            "spokeswoman for Owusu.",
            "Esi Addo",
            "Ghana",
            "Ghanaian",
            id="spokeswoman-of-somebody",
        ),
        pytest.param(
            "LIMA – The Danish company Vestpumpe signed it. Mette Holm, the company’s regional "
            "director, said so.",
            "Mette Holm",
            "Denmark",
            "Danish",
            id="the-company-named-before",
        ),
    ],
)
def test_country_said_elsewhere_in_the_article_is_taken(
    text: str, name: str, country: str, words: str
) -> None:
    assert countries(text, guess="Chile")[name] == (country, words)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "LIMA – Fiji’s foreign minister stayed away. Foreign Minister Ana Tamani of Tonga and "
            "Foreign Minister Kofi Boateng and Foreign Minister Yaw Mensah spoke.",
            "Yaw Mensah",
            id="it-may-be-either-of-two",
        ),
        pytest.param(
            "LIMA – The Fijian deputy minister stayed away. Health Minister Kofi Boateng spoke.",
            "Kofi Boateng",
            id="another-rank",
        ),
        pytest.param(
            "LIMA – The Fijian health minister, Ana Tamani, left. Health Minister Kofi Boateng "
            "spoke.",
            "Kofi Boateng",
            id="it-is-somebody-else’s",
        ),
        pytest.param(
            "LIMA – Fijian Foreign Minister Ana Tamani and Health Minister Kofi Boateng signed it.",
            "Kofi Boateng",
            id="two-sides",
        ),
        pytest.param(
            "LIMA – In a meeting with Fijian Foreign Minister Ana Tamani, Health Minister Kofi "
            "Boateng spoke.",
            "Kofi Boateng",
            id="a-comma-is-no-list",
        ),
        pytest.param(
            "LIMA – It does not matter who will be Ghanaian foreign minister. Foreign Minister "
            "Kofi Boateng spoke.",
            "Kofi Boateng",
            id="who-will-be-minister",
        ),
        pytest.param(
            "LIMA – In talks with Maria Tamani, the Fijian ports minister said it was late.",
            "Maria Tamani",
            id="another-speaks",
        ),
    ],
)
def test_country_that_may_be_anothers_is_not_taken(text: str, name: str) -> None:
    assert countries(text, guess="Peru").get(name, (None, None))[1] is None


def test_inferred_country_stays_only_where_the_dateline_bears_it_out() -> None:
    text = "SUVA – Ports Minister Ana Tamani spoke of trade with Peru."
    assert countries(text, guess="Peru")["Ana Tamani"] == (None, None)
    assert countries(text, guess="Fiji")["Ana Tamani"] == ("Fiji", None)


def test_inferred_country_that_is_sure_stays_against_the_dateline() -> None:
    text = "SUVA – Ports Minister Maria Tamani spoke of trade with Peru."
    page = page_of(text)
    (person,) = people(page)
    inferred = [person.model_copy(update={"country": "Peru"})]
    (left,) = with_stated_countries(page, inferred)
    (kept,) = with_stated_countries(page, inferred, sure=frozenset({0}))
    assert left.country is None
    assert (kept.country, kept.country_span) == ("Peru", None)


def test_dateline_names_its_country_behind_the_town() -> None:
    text = "NADI, Fiji – Ports Minister Ana Tamani spoke of trade with Peru."
    assert countries(text, guess="Peru")["Ana Tamani"] == (None, None)
    assert countries(text, guess="Fiji")["Ana Tamani"] == ("Fiji", None)


def test_office_of_a_movement_is_of_no_country() -> None:
    text = "SUVA – Taliban spokesman Karim Wardak spoke of Fiji."
    assert countries(text, guess="Fiji")["Karim Wardak"] == (None, None)


def test_country_of_whoever_stands_between_is_not_taken() -> None:
    text = "SUVA – In a meeting with Peruvian Minister of Ports Carlos Quispe, Ana Tamani spoke."
    page = page_of(text)
    wrong = [
        Person(name=one.name, mentions=one.mentions, country="Peru", country_span=peru)
        if one.name.of(text) == "Ana Tamani"
        else one
        for peru in [page.countries[1].span]
        for one in people(page)
    ]
    found = {one.name.of(text): one for one in with_stated_countries(page, wrong)}
    assert found["Ana Tamani"].country is None
    assert found["Carlos Quispe"].country == "Peru"


def test_everybodys_order_is_kept() -> None:
    text = "SUVA – Fijian Minister Ana Tamani met Peruvian Minister Carlos Quispe."
    page = page_of(text)
    known = people(page)
    assert [one.name for one in with_stated_countries(page, known)] == [one.name for one in known]


def test_thousands_of_offices_and_names_take_seconds_at_most() -> None:
    line = (
        "The Fijian ports minister of the company’s ports, Ana Tamani’s aide, in the Fijian team, "
    )
    text = (
        "SUVA – " + line * 4000 + " ".join(f"Minister Ana Tamani{chr(97 + n)}" for n in range(26))
    )
    page = page_of(text)
    known = people(page)
    started = time.process_time()
    with_stated_countries(page, known)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "text",
    [
        "Osei, a researcher at Tema University, said the tide was late.",
        "Peru and the Pacific Islands Union will not accept it.",
        "The Tema Ports Authority Head Kofi Boateng said so.",
        "The members of the Pacific Security Council signed it.",
    ],
)
def test_body_that_only_lends_its_name_is_no_party(text: str) -> None:
    page = page_of(text)
    assert bodies(page, people(page)) == ()


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Fiji’s Pacific Coast Guards said the boat was found.", "Fiji"),
        ("The Fiji-Tonga Trade Council signed the minutes.", None),
        ("The Fiji Ports Authority signed the minutes.", "Fiji"),
        ("The Tema Ports Authority said so. It is Ghana’s Tema Ports Authority.", "Ghana"),
    ],
)
def test_body_is_of_the_one_country_it_is_called_by(text: str, country: str | None) -> None:
    page = page_of(text)
    (body,) = bodies(page, ())
    assert body.country == country


def test_spokesman_without_a_name_speaks_for_his_ministry() -> None:
    page = page_of("“It is late,” a spokesman for the Fijian Ports Ministry said on Monday.")
    (body,) = bodies(page, ())
    assert body.name.of(page.text) == "Fijian Ports Ministry"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Minister Amir Khan Mottaqi spoke. Later Amir Khan Muttaqi left.",
            ["Amir Khan Mottaqi"],
        ),
        (
            "Minister Hossein Amir Sadeghian spoke. “It holds,” Amir-Sadeghian said.",
            ["Hossein Amir Sadeghian"],
        ),
        (
            "Minister Anna Halonen spoke. Minister Anna Hakala left.",
            ["Anna Halonen", "Anna Hakala"],
        ),
    ],
)
def test_spellings_of_one_name_are_one_person(text: str, names: list[str]) -> None:
    assert [one.name.of(text) for one in people(page_of(text))] == names


def test_opening_phrase_gives_nobody_its_office() -> None:
    text = "In his meeting with the Fijian ports minister, Carlos Quispe said it was late."
    assert [one.title for one in people(page_of(text)) if "Quispe" in one.name.of(text)] in (
        [],
        [None],
    )
    text = "After talks with the Fijian ports minister, Ana Tamani, he left."
    (ana,) = people(page_of(text))
    assert ana.title is not None
    assert ana.title.of(text) == "Fijian ports minister"
