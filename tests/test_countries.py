import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.countries import canonical, mentions, names


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.span.of(text), mention.country) for mention in mentions(text)]


def test_every_short_name_is_its_own_canonical_form() -> None:
    assert len(names()) == 199
    assert all(canonical(name) == name for name in names())


def test_every_short_name_is_found_in_text() -> None:
    for name in names():
        assert found(f"It flew to {name} today.") == [(name, name)]


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("USA", "United States"),
        ("the U.S.", "United States"),
        ("the Islamic Republic of Iran", "Iran"),
        ("Republic of Korea", "South Korea"),
        ("Türkiye", "Turkey"),
        ("TURKEY", "Turkey"),
        ("Czech Republic", "Czechia"),
        ("Viet Nam", "Vietnam"),
        ("British", "United Kingdom"),
        ("Dutch", "Netherlands"),
        ("Côte d’Ivoire", "Ivory Coast"),
    ],
)
def test_other_names_fold_to_the_short_one(written: str, country: str) -> None:
    assert canonical(written) == country


@pytest.mark.parametrize("written", ["", "Atlantis", "Tehran", "us of", "..."])
def test_what_is_no_country_has_no_canonical_name(written: str) -> None:
    assert canonical(written) is None


def test_longest_form_wins() -> None:
    text = "Guinea-Bissau, Papua New Guinea, South Sudan and the Islamic Republic of Pakistan"
    assert [country for _, country in found(text)] == [
        "Guinea-Bissau",
        "Papua New Guinea",
        "South Sudan",
        "Pakistan",
    ]


def test_kinds_are_told_apart() -> None:
    kinds = [mention.kind for mention in mentions("Omani envoys left Muscat for Oman.")]
    assert kinds == ["demonym", "capital", "name"]


def test_pronoun_us_is_not_a_country() -> None:
    assert found("They told us that the US and the U.S.-led force agreed.") == [
        ("US", "United States"),
        ("U.S.", "United States"),
    ]


def test_the_bird_is_not_a_country() -> None:
    assert found("Roast turkey on fine china.") == []


@pytest.mark.parametrize(
    "text",
    ["Michael Jordan scored.", "Chad Smith drums.", "Georgia Brown sang.", "Paris Hilton spoke."],
)
def test_people_who_bear_a_country_name_are_not_countries(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In Jordan, talks began.",
        "Jordan Foreign Minister Ali spoke.",
        "King Abdullah of Jordan came.",
        "Georgia’s parliament voted.",
    ],
)
def test_the_same_names_in_a_country_context_are(text: str) -> None:
    assert len(found(text)) == 1


def test_regions_are_not_the_united_states() -> None:
    assert found("Latin American and South American states met in Central America.") == []


def test_words_inside_words_are_not_mentions() -> None:
    assert found("Iranically Omania xIran Chinatown") == []


def test_datelines_in_capitals_are_found() -> None:
    assert found("TEHRAN - IRAN said") == [("TEHRAN", "Iran"), ("IRAN", "Iran")]


@given(st.text())
def test_any_text_is_taken_and_spans_are_ordered(text: str) -> None:
    end = 0
    for mention in mentions(text):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end


def test_long_hostile_text_is_fast() -> None:
    started = time.perf_counter()
    mentions("A" * 100_000 + " Saudi" * 20_000 + " Republic of" * 10_000)
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize("text", ["It cost US$3 million.", "It cost 3 million US dollars."])
def test_money_is_no_country(text: str) -> None:
    assert mentions(text) == ()
