"""Names, numbers, dates and countries of a sentence against its evidence."""

from __future__ import annotations

import tracemalloc

import pytest

from briefwright.ground import facts

EVIDENCE = (
    "Zambia’s health minister Mutinta Banda met José Ramírez of the World Health Organization in "
    "Lusaka on 5 April and promised 3.5 million doses, 12 percent more than in 2025."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Banda met Jose Ramirez.",
        "Minister Mutinta Banda promised doses in Lusaka.",
        "Zambian Health Minister Banda met Ramírez.",
        "The WHO was there.",
        "Banda’s promise stands.",
        "Met by Ramírez, Banda promised doses.",
    ],
)
def test_names_stand_in_another_case_accent_acronym_or_demonym(sentence: str) -> None:
    assert facts.missing_names(sentence, EVIDENCE) == []


@pytest.mark.parametrize(
    ("sentence", "absent"),
    [
        ("Banda met Ramírez in Nairobi.", ["Nairobi"]),
        ("The United States promised doses.", ["United", "States"]),
        ("The IMF was there.", ["IMF"]),
        ("Mutinta Phiri met Ramírez.", ["Phiri"]),
        ("Officials met Ramírez.", ["Officials"]),
    ],
)
def test_name_that_the_evidence_lacks_is_found(sentence: str, absent: list[str]) -> None:
    assert facts.missing_names(sentence, EVIDENCE) == absent


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("3.5 million doses", EVIDENCE),
        ("12 per cent more", EVIDENCE),
        ("12% more", EVIDENCE),
        ("three areas", "3 areas"),
        ("11 memoranda", "eleven memoranda"),
        ("1,500 nurses", "1500 nurses"),
        ("1500 nurses", "some 1,500 nurses"),
        ("the 13th session", "the 13th session"),
        ("the third round", "the 3rd round"),
        ("$2bn", "2 billion dollars"),
    ],
)
def test_numbers_stand_in_figures_or_words(sentence: str, evidence: str) -> None:
    assert facts.missing_numbers(sentence, evidence) == []


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("3.5 billion doses", EVIDENCE),
        ("35 million doses", EVIDENCE),
        ("12 million more", EVIDENCE),
        ("four areas", "3 areas"),
        ("15 percent", "1.5 percent"),
    ],
)
def test_number_or_scale_that_the_evidence_lacks_is_found(sentence: str, evidence: str) -> None:
    assert facts.missing_numbers(sentence, evidence) != []


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("They met on 5 April.", EVIDENCE),
        ("They met on April 5.", EVIDENCE),
        ("They met in April.", EVIDENCE),
        ("They met on Monday.", "On Monday they met."),
        ("They meet on Sept. 3.", "They meet on 3 September 2026."),
        ("It may rain on them.", "It may rain."),
    ],
)
def test_dates_stand_in_any_order_of_their_parts(sentence: str, evidence: str) -> None:
    assert facts.missing_dates(sentence, evidence) == []


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("They met on 7 April.", EVIDENCE),
        ("They met on 7 April.", "They met on 5 April and part on 7 May."),
        ("They met on Tuesday.", "On Monday they met."),
        ("They met in April 2024.", "They met in April 2026."),
    ],
)
def test_date_put_together_from_two_is_found(sentence: str, evidence: str) -> None:
    assert facts.missing_dates(sentence, evidence) != []


def test_demonym_stands_for_its_country_and_no_other_does() -> None:
    assert facts.missing_countries("Zambia agreed.", "Zambian officials agreed.") == []
    assert facts.missing_countries("Zimbabwe agreed.", "Zambian officials agreed.") == ["Zimbabwe"]


def test_acronyms_of_an_article_all_in_capitals_take_no_more_room_than_it() -> None:
    words = " ".join(f"{chr(65 + number % 26)}WORD{number}" for number in range(1000))
    tracemalloc.start()
    try:
        assert facts.missing_names("The ABCD met.", words) == []
        assert facts.missing_names("The ZBCD met.", words) == ["ZBCD"]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10_000_000
