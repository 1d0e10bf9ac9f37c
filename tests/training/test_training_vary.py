"""Pairs about other people and countries: evidence and target must go on saying the same."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
import training_path  # noqa: F401
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.countries import mentions
from briefwright.writer import Job
from pairs import Pair
from vary import varied

SEEDS = range(40)
NAMES = ("Asha Otieno", "Minister Kwame Asante")
EVIDENCE = (
    "Asha Otieno said that Kenya would send 30 nurses to Accra, 1,500 tents and 2.5 tonnes of "
    "rice by 2027. Otieno’s Ghanaian colleague Asante agreed."
)
TARGET = "Kenya will send 30 nurses, 1,500 tents and 2.5 tonnes of rice, Otieno told Asante."


def pair(
    evidence: str = EVIDENCE,
    target: str = TARGET,
    *,
    title: str | None = None,
    phrase: str | None = None,
) -> Pair:
    job = Job(kind="summary", evidence=evidence, max_words=30, title=title, phrase=phrase)
    return Pair("a", job, target, evidence)


def variants(one: Pair, names: Sequence[str] = NAMES) -> Iterator[Pair]:
    for seed in SEEDS:
        yield varied(one, names, random.Random(seed))


def numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d,.]*\d|\d", text)


def test_same_seed_varies_alike() -> None:
    assert list(variants(pair())) == list(variants(pair()))
    assert len({one.job.evidence for one in variants(pair())}) == len(SEEDS)


def test_what_is_no_name_country_or_number_stays() -> None:
    plain = pair("The ministers spoke of the harbour.", "The harbour was spoken of.")
    assert all(one == plain for one in variants(plain))


def test_what_a_job_asks_for_stays() -> None:
    one = pair()
    for other in variants(one):
        assert other.article == one.article
        assert other.job.kind == one.job.kind
        assert other.job.max_words == one.job.max_words


# People


def test_person_gets_one_new_name_wherever_they_are_named() -> None:
    one = pair(
        "Asha Otieno spoke. Otieno’s aide left.", "Otieno spoke.",
        title="Otieno speaks", phrase="Asha’s aide",
    )  # fmt: skip
    for other in variants(one):
        match = re.fullmatch(r"(\w+) (\w+) spoke\. (\w+)’s aide left\.", other.job.evidence)
        assert match is not None
        first, last, again = match.groups()
        assert last == again
        assert other.target == f"{last} spoke."
        assert other.job.title == f"{last} speaks"
        assert other.job.phrase == f"{first}’s aide"
        assert not {"Asha", "Otieno"} & {first, last}


def test_people_who_are_not_named_to_it_stay() -> None:
    one = pair("Bo Lind met Asha Otieno.", "Lind met Otieno.")
    for other in variants(one, ["Asha Otieno"]):
        assert other.job.evidence.startswith("Bo Lind met ")
        assert other.target.startswith("Lind met ")


def test_titles_and_short_words_of_a_name_stay() -> None:
    one = pair("Minister Kwame Al Asante spoke.", "The Minister spoke.")
    for other in variants(one, ["Minister Kwame Al Asante"]):
        assert re.fullmatch(r"Minister \w+ Al \w+ spoke\.", other.job.evidence)
        assert "Asante" not in other.job.evidence
        assert other.target == "The Minister spoke."


def test_letters_of_a_name_within_other_words_stay() -> None:
    one = pair("Rose Lind rose to speak in Rosewood to McRose.", "Rose spoke in Rosewood.")
    for other in variants(one, ["Rose Lind"]):
        assert other.job.evidence.endswith(" rose to speak in Rosewood to McRose.")
        assert other.target.endswith(" spoke in Rosewood.")
        assert "Rose " not in other.target


def test_names_with_marks_of_expressions_are_only_names() -> None:
    one = pair("Ana (Lind) met Bo.", "Ana met Bo.")
    for other in variants(one, ["Ana (Lind)", "Bo.*", "[", "", "\\"]):
        assert re.fullmatch(r"\w+ \(\w+\) met Bo\.", other.job.evidence)


def test_names_beyond_ascii_are_exchanged_whole() -> None:
    one = pair("Recep Erdoğan met Şimşek.", "Erdoğan met Şimşek.")
    for other in variants(one, ["Recep Erdoğan", "Şimşek"]):
        assert not re.search("ğ|Ş|ş", other.job.evidence + other.target)
        assert other.job.evidence.endswith(other.target)


# Countries


def test_country_becomes_the_same_other_country_in_every_form() -> None:
    one = pair("Kenya and Kenyan nurses met in Nairobi.", "Kenyan nurses of Kenya met.")
    others = set()
    for other in variants(one):
        in_evidence = {each.country for each in mentions(other.job.evidence)}
        assert len(in_evidence) == 1
        assert {each.country for each in mentions(other.target)} == in_evidence
        others |= in_evidence
    assert len(others) > 10


def test_countries_stay_apart() -> None:
    one = pair("Kenya, Ghana and Japan met.", "Japan met Kenya and Ghana.")
    for other in variants(one):
        named = [each.country for each in mentions(other.job.evidence)]
        assert len(set(named)) == 3
        again = [each.country for each in mentions(other.target)]
        assert again == [named[2], named[0], named[1]]


def test_united_states_stay() -> None:
    one = pair("The United States and the U.S. side met Kenya.", "American and Kenyan sides met.")
    for other in variants(one):
        assert other.job.evidence.startswith("The United States and the U.S. side met ")
        assert other.target.startswith("American and ")


# Numbers


def test_number_becomes_another_as_long_and_alike_throughout() -> None:
    changed = set()
    for other in variants(pair(), ()):
        evidence, target = numbers(other.job.evidence), numbers(other.target)
        assert evidence[:3] == target
        assert re.fullmatch(r"[1-9]\d [1-9],\d{3} [1-9]\.\d", " ".join(target))
        changed.add(tuple(target))
    assert len(changed) > 20


@pytest.mark.parametrize(
    "text",
    ["in 2027", "on COVID-19", "the G20", "Flight PS-752", "$5 million", "0.5 percent", "12-day"],
)
def test_years_and_figures_of_names_and_prices_stay(text: str) -> None:
    one = pair(f"They met {text}.", f"It was {text}.")
    assert all(other == one for other in variants(one))


@pytest.mark.parametrize(
    ("evidence", "target"),
    [
        ("They sent 12 nurses.", "They sent twelve nurses."),
        ("It costs $5 million.", "It costs 5 million dollars."),
        ("The 12-day war ended.", "The war of 12 days ended."),
        ("They sent 1,500 tents.", "They sent 1500 tents."),
        ("It is 12.5km long.", "It is 12.5 km long."),
    ],
)
def test_number_that_stands_in_two_forms_is_changed_in_both_or_stays(
    evidence: str, target: str
) -> None:
    one = pair(evidence, target)
    for other in variants(one):
        changed = other.job.evidence != evidence
        assert changed == (other.target != target)


# Parts


def test_parts_that_are_not_there_stay_so() -> None:
    for other in variants(pair()):
        assert other.job.title is None
        assert other.job.phrase is None


def test_phrase_stays_a_part_of_its_evidence() -> None:
    one = pair(phrase="30 nurses to Accra, 1,500 tents")
    for other in variants(one):
        assert other.job.phrase is not None
        assert other.job.phrase in other.job.evidence


def test_line_breaks_and_marks_stay() -> None:
    one = pair("“Asha Otieno\n\tspoke”…", "Otieno—spoke\u00a0up")
    for other in variants(one):
        assert re.fullmatch("“\\w+ \\w+\n\tspoke”…", other.job.evidence)
        assert re.fullmatch("\\w+—spoke\u00a0up", other.target)


def test_mark_between_the_parts_becomes_a_blank_in_a_text() -> None:
    one = pair("The sign\u241ewas shown.", "A sign was shown.")
    blank = pair("The sign was shown.", "A sign was shown.")
    assert varied(one, (), random.Random(0)) == blank


def test_what_is_known_of_the_people_is_varied_too() -> None:
    one = pair("She of Kenya spoke; Otieno left.", "Otieno of Kenya left.")
    job = one.job.model_copy(update={"known": ("Asha Otieno", "Kenya")})
    for other in variants(replace(one, job=job)):
        assert "Asha Otieno" not in other.job.known


def test_what_the_judge_is_shown_is_varied_too() -> None:
    for other in variants(pair()):
        assert other.evidence == other.job.evidence


def test_judge_is_shown_no_more_than_before() -> None:
    whole = "Asha Otieno spoke. Bo Lind left the harbour."
    one = replace(pair(whole, "Lind left."), evidence="Bo Lind left the harbour.")
    for other in variants(one, ["Asha Otieno", "Bo Lind"]):
        assert other.job.evidence.endswith(f". {other.evidence}")


@given(evidence=st.text(max_size=60), target=st.text(max_size=60), seed=st.integers(0, 1000))
@settings(max_examples=100, deadline=None)
def test_any_text_is_varied(evidence: str, target: str, seed: int) -> None:
    names = [evidence[:12], target[:12]]
    found = varied(pair(evidence, target), names, random.Random(seed))
    assert (found.job.title, found.job.phrase) == (None, None)
    alike = varied(pair(evidence, evidence), names, random.Random(seed))
    assert alike.job.evidence == alike.target
