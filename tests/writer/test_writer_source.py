"""What evidence lets an answer write with a capital, as figures or as a number word."""

from __future__ import annotations

import pytest

from briefwright.numerals import NUMBER_WORDS
from briefwright.writer import Job
from briefwright.writer.source import Words, words


def of(evidence: str, *, phrase: str | None = None, known: tuple[str, ...] = ()) -> Words:
    return words(Job(kind="summary", evidence=evidence, max_words=30, phrase=phrase, known=known))


def free(found: Words) -> set[str]:
    """The number words that may be written."""
    return set(NUMBER_WORDS) - found.barred


# Words that may be written anywhere


def test_words_with_a_capital_or_a_figure_are_those_of_the_evidence() -> None:
    found = of("On Friday Asha Otieno opened 30 clinics near the port of Selby for 7m.")
    assert found.checked == {"Friday", "Asha", "Otieno", "30", "Selby", "7m"}


def test_nothing_is_allowed_by_the_title() -> None:
    job = Job(
        kind="bottom_line", evidence="The clinics opened.", max_words=30, title="Otieno opens 30"
    )
    assert words(job) == of("The clinics opened.")
    assert not {"Otieno", "30"} & (words(job).checked | words(job).initial)


def test_the_phrase_and_what_is_known_of_the_people_count_too() -> None:
    found = of(
        "She opened it.", phrase="Blue Economy 2030", known=("Asha Otieno", "Minister of Health")
    )
    assert found.checked == {
        "Blue", "Economy", "2030", "Asha", "Otieno", "Minister", "Health",
    }  # fmt: skip


def test_marks_divide_words_and_are_no_part_of_them() -> None:
    found = of("Al-Sudani’s “O'Brien” met J. K. Lind/Berg (of UNHCR_East): 1,500.75 on 3-May")
    assert found.checked == {
        "Al", "Sudani", "O", "Brien", "J", "K", "Lind", "Berg", "UNHCR", "Unhcr", "East", "1",
        "500", "75", "3", "May",
    }  # fmt: skip


def test_letters_beyond_ascii_are_letters() -> None:
    found = of("Özgür Erdoğan met Éamon in Şanlıurfa, near Żory")
    assert found.checked == {"Özgür", "Erdoğan", "Éamon", "Şanlıurfa", "Żory"}


def test_words_in_capitals_may_be_written_as_names_are() -> None:
    found = of("NORLAND signed with NATO, the G20 and COVID-19 staff")
    assert {"NORLAND", "Norland", "NATO", "Nato", "G20", "COVID", "Covid", "19"} <= found.checked
    assert "norland" not in found.checked


def test_country_may_be_written_in_every_form() -> None:
    for evidence in ("Kenyan nurses came.", "They came from Kenya.", "They flew to Nairobi."):
        assert {"Kenya", "Kenyan", "Kenyans"} <= of(evidence).checked, evidence
    found = of("They met in Nairobi.")
    assert "Nairobi" in found.checked
    assert "Nairobi" not in of("They met in Kenya.").checked, "no capital that was not named"


def test_forms_of_a_country_are_words_without_points() -> None:
    found = of("The U.S. side spoke.")
    assert {"U", "S", "US", "United", "States", "American", "Americans"} <= found.checked
    assert not any("." in word for word in found.checked)


def test_small_words_of_a_countrys_forms_are_not_among_them() -> None:
    found = of("The Islamic Republic of Iran signed.")
    assert {"Islamic", "Republic", "Iran", "Iranian"} <= found.checked
    assert not any(word.islower() for word in found.checked)


def test_country_known_of_a_person_counts() -> None:
    assert {"Kenya", "Kenyan"} <= of("She spoke.", known=("Kenya",)).checked


def test_country_that_is_only_part_of_a_word_does_not_count() -> None:
    assert of("Iranshahr and Malice").checked == {"Iranshahr", "Malice"}


# Words that may open the answer


def test_small_words_of_the_evidence_may_open_the_answer() -> None:
    found = of("nurses came; then talks began")
    assert {"Nurses", "Came", "Then", "Talks", "Began"} <= found.initial
    assert not {"Nurses", "Talks"} & found.checked
    assert "Nurse" not in found.initial


def test_words_with_a_capital_inside_do_not_open_an_answer_with_another() -> None:
    assert not {"Ebay", "Iphone", "Mrna"} & of("on eBay an iPhone, mRNA").initial


def test_few_words_may_open_any_answer() -> None:
    assert {"The", "A", "In", "On", "Officials"} <= of("").initial
    assert of("").checked == frozenset()


def test_number_that_the_evidence_has_not_may_not_open_the_answer() -> None:
    assert not {word.capitalize() for word in NUMBER_WORDS} & of("Nurses came.").initial


# Number words


def test_without_a_number_in_the_evidence_all_number_words_are_barred() -> None:
    assert of("Nurses came.").barred == set(NUMBER_WORDS)


@pytest.mark.parametrize(
    ("evidence", "numbers"),
    [
        ("12 nurses", {"twelve", "dozen"}),
        ("twelve nurses", {"twelve", "dozen"}),
        ("Twelve nurses", {"twelve", "dozen"}),
        ("a DOZEN nurses", {"twelve", "dozen"}),
        ("3 rounds", {"three", "third"}),
        ("the third round", {"three", "third"}),
        ("on 03 May", {"three", "third"}),
        ("forty-two nurses", {"forty", "two", "second"}),
        ("120 nurses", set()),
        ("twofold growth", set()),
        ("often weighted", set()),
    ],
)
def test_number_words_are_those_whose_number_the_evidence_has(
    evidence: str, numbers: set[str]
) -> None:
    assert free(of(evidence)) == numbers


def test_nought_is_a_number() -> None:
    assert free(of("0 cases")) == {"zero"}


def test_number_known_of_a_person_may_be_written() -> None:
    assert free(of("He spoke.", known=("Deputy Minister 2",))) == {"two", "second"}


@pytest.mark.parametrize("evidence", ["the 3rd round", "3km of road", "3bn in aid"])
def test_number_that_is_written_on_with_letters_counts(evidence: str) -> None:
    assert "three" in free(of(evidence))


@pytest.mark.parametrize("evidence", ["1,500 troops", "1.5 percent"])
def test_part_of_a_number_is_no_number(evidence: str) -> None:
    assert "one" not in free(of(evidence))
