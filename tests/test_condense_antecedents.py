"""Which pronouns and descriptions a note may put a name to."""

from __future__ import annotations

import pytest

from briefwright.article import Article
from briefwright.condense.antecedents import trusted
from briefwright.reader.patterns import PatternReader
from briefwright.reading import Reading
from briefwright.segment import segment
from briefwright.segments import Segments


def read(text: str) -> tuple[Segments, Reading]:
    article = Article(id="a", source="a.txt", text=text)
    segments = segment(article)
    return segments, PatternReader().read([(article, segments)])[0]


def named(text: str) -> dict[str, str]:
    """The words that a name may be put to, with the name."""
    segments, reading = read(text)
    return {
        one.span.of(text): reading.people[one.person].name.of(text)
        for one in reading.antecedents
        if trusted(one, text, segments, reading)
    }


OPENING = "Kenyan Health Minister Asha Otieno signed an accord with Ghana on Monday. "


@pytest.mark.parametrize(
    "sentence",
    [
        "She also called for a second accord.",
        "She said the accord is a beginning.",
    ],
)
def test_she_is_the_person_of_the_sentence_before(sentence: str) -> None:
    assert named(OPENING + sentence) == {"She": "Asha Otieno"}


def test_a_chain_of_pronouns_leads_back_to_the_name() -> None:
    found = named(OPENING + "She called for more. She also praised the nurses of Ghana.")
    assert found == {"She": "Asha Otieno"}


@pytest.mark.parametrize(
    "between",
    [
        "The Ghanaian envoy, for his part, praised the accord.",
        "The Ghanaian envoy praised the accord.",
        "Ghana's trade minister said the accord is a beginning.",
    ],
)
def test_nobody_is_named_behind_somebody_who_is_only_described(between: str) -> None:
    assert "He" not in named(f"{OPENING}{between} He also called for a second one.")


def test_a_description_needs_the_office_to_itself() -> None:
    two = (
        "Kenyan Health Minister Asha Otieno met Ghanaian Health Minister Kwame Asante. "
        "The minister said the accord is a beginning."
    )
    assert "The minister" not in named(two)


def test_a_description_that_goes_on_is_not_cut() -> None:
    text = (
        "Kenyan President Asha Otieno met the envoy of Ghana on Monday. "
        "The President of Ghana said he was content."
    )
    assert not any(words.endswith("President") for words in named(text))


def test_what_is_no_name_is_put_nowhere() -> None:
    text = "Separately, the ministers met in Accra. He said they were content."
    assert named(text) == {}


def test_nothing_is_named_across_an_article_without_people() -> None:
    assert named("He said it. She denied it. The minister smiled. " * 40) == {}


def test_whom_a_speaker_means_is_not_said_by_who_speaks() -> None:
    text = (
        "Finnish Foreign Minister Anna Virtanen spoke of her talks with Grace Otieno on Monday. "
        "“She will sign the treaty in June, and he was late,” Virtanen said."
    )
    assert not any(words in ("She", "he") for words in named(text))
