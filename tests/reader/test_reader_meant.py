"""Whom the words that name a speaker may mean, and whom never."""

from __future__ import annotations

import pytest

from briefwright.article import Article
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.attributed import attributed, sayers
from briefwright.reader.trained.meant import Meant
from briefwright.reader.trained.proposals import Proposals, propose
from briefwright.segment import segment

MET = (
    "Kenyan President Amina Odhiambo received Peruvian Foreign Minister Rafael Quispe in Nairobi"
    " on Monday. "
)


def last(text: str) -> tuple[Proposals, Meant]:
    """Of the last quotation."""
    article = Article(id="a", source="-", text=text)
    proposals = propose(Page.of(article, segment(article)))
    return proposals, attributed(proposals, proposals.persons, sayers(proposals))[-1]


def may_speak(text: str) -> list[str]:
    """Everyone who may have said the last quotation."""
    proposals, own = last(text)
    people = [one.name.of(text) for at, one in enumerate(proposals.persons) if own.may_be(at, None)]
    bodies = [one.name.of(text) for at, one in enumerate(proposals.bodies) if own.may_be(None, at)]
    return people + bodies


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Odhiambo told Quispe that the port is “a gate for the coast”.", ["Amina Odhiambo"]),
        ("“The port is a gate,” the Peruvian minister said.", ["Rafael Quispe"]),
        ("“The port is a gate,” the Peruvian foreign minister said.", ["Rafael Quispe"]),
        ("“The port is a gate,” the Kenyan president said.", ["Amina Odhiambo"]),
        ("“The port is a gate,” a Kenyan diplomat said.", []),
        ("“The port is a gate,” officials said.", []),
        ("“The port is a gate,” Sheikh Mansur said.", []),
        ("“The port is a gate,” Quispe’s office said.", ["Amina Odhiambo"]),
        ("“The port is a gate,” an adviser to Quispe said.", ["Amina Odhiambo"]),
        ("“The port is a gate,” said Rafael Quispe of the Harbour Union.", ["Rafael Quispe"]),
    ],
)
def test_only_whom_the_words_may_mean_speaks(words: str, who: list[str]) -> None:
    named = [one for one in may_speak(MET + words) if one in ("Amina Odhiambo", "Rafael Quispe")]
    assert named == who


def test_who_is_told_does_not_speak() -> None:
    assert "Amina Odhiambo" not in may_speak(
        MET + "He told Odhiambo it was “a gate for the coast”."
    )
    text = MET + "It stressed to President Odhiambo that this was “a gate for the coast”."
    assert "Amina Odhiambo" not in may_speak(text)


def test_a_place_that_owns_a_name_does_not_speak() -> None:
    text = (
        "Sheikh Mansur bin Talal, governor of Amber, and Sheikh Mansur bin Omar met on Monday."
        " Amber’s Sheikh Mansur said it was “a good day for trade”."
    )
    assert may_speak(text) == ["Mansur bin Talal"]


def test_unnamed_spokesman_speaks_for_his_body_and_goes_on() -> None:
    text = (
        "The Port Authority of Lisbon announced on Monday that it would close two berths."
        " “The talks were a good example,” a spokesperson for the Chilean Foreign Ministry said."
        " The spokesman added, “We respect the wishes of the coast.”"
    )
    _, own = last(text)
    assert may_speak(text) == ["Chilean Foreign Ministry"]
    assert own.again
    assert own.words is not None
    assert own.words.of(text) == "The spokesman"


def test_statement_is_its_issuer_s_and_not_of_those_it_is_about() -> None:
    text = (
        "Peru’s new premier, Rafael Quispe, received the envoy, according to a statement by the"
        " Peruvian prime minister’s office. Ambassador Amina Odhiambo conveyed greetings."
        " “The ambassador conveyed greetings,” the statement said."
    )
    assert may_speak(text) == ["Peruvian prime minister’s office"]


def test_two_offices_together_tell_of_no_one() -> None:
    _, own = last(MET + "The president and the foreign minister said it was “a very fine port”.")
    assert (own.people, own.bodies) == (None, None)


def test_words_of_many_names_and_offices_raise_nothing() -> None:
    names = " ".join(f"President Aa{chr(97 + n)} Bo{chr(97 + n)}’s" for n in range(26))
    text = (
        f"{names} said. “One two three four,” the the the president of of said. “Five six seven.”"
    )
    assert last(text)[0].quotations


def test_spokesman_of_the_sentence_before_stays_without_a_name() -> None:
    text = (
        "Spokesman Odd Lie of Norway left on Monday. A spokesman for the Chilean Foreign Ministry"
        " told reporters that the talks go on. “We respect the wishes of the coast,” the spokesman"
        " said."
    )
    assert "Odd Lie" not in may_speak(text)


def test_part_of_a_body_is_not_the_body() -> None:
    text = MET + "“The port must be widened soon,” a member of the Harbour Council said."
    assert last(text)[1].bodies in (None, frozenset())
    assert last(text)[1].unnamed or last(text)[1].people is None


@pytest.mark.parametrize(
    ("before", "near"),
    [
        ("The prize went to Rafael Quispe.", True),
        ("The prize went from Amina Odhiambo to Rafael Quispe.", False),
        ("He gave the prize to Rafael Quispe, and he was glad.", False),
        ("The envoy said that he had met Rafael Quispe.", False),
    ],
)
def test_he_is_whom_the_sentence_before_names_alone(before: str, near: bool) -> None:
    opening = "President Amina Odhiambo of Kenya met Premier Rafael Quispe of Peru on Monday.\n\n"
    assert last(f"{opening}{before} “I came to reach the final,” he said.")[1].near is near
