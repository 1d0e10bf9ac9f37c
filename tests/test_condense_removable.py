"""Phrases that a sentence can do without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.condense.removable import removable, without


def left(sentence: str, words: str) -> str:
    """The sentence without the removable phrase that holds `words` and little else."""
    found = [one for one in removable(sentence) if words in sentence[one.start : one.end]]
    assert found, f"{words!r} is not removable"
    return without(sentence, [min(found, key=lambda one: one.end - one.start)])


@pytest.mark.parametrize(
    ("sentence", "words", "rest"),
    [
        (
            "Minister Asha Otieno, who arrived on Monday, signed the accord with Ghana.",
            "who arrived",
            "Minister Asha Otieno signed the accord with Ghana.",
        ),
        (
            "During the meeting on Monday, the Kenyan minister signed an accord on nursing.",
            "During the meeting",
            "The Kenyan minister signed an accord on nursing.",
        ),
        (
            "The ministers agreed to train forty nurses a year, adding that more could follow.",
            "adding that",
            "The ministers agreed to train forty nurses a year.",
        ),
        (
            "The National Health Council (NHC) agreed to train forty nurses every year.",
            "(NHC)",
            "The National Health Council agreed to train forty nurses every year.",
        ),
        (
            "The minister praised the accord and called for a second one with Togo.",
            "and called",
            "The minister praised the accord.",
        ),
        (
            "Otieno told reporters in Nairobi on Monday that the accord is ready.",
            "on Monday",
            "Otieno told reporters in Nairobi that the accord is ready.",
        ),
        ("The two states also agreed on visas.", "also", "The two states agreed on visas."),
    ],
)
def test_what_hangs_on_a_sentence_can_go(sentence: str, words: str, rest: str) -> None:
    assert left(sentence, words) == rest


@pytest.mark.parametrize(
    ("sentence", "never"),
    [
        # One of a list: what is left would name two where three agreed.
        (
            "Kenya, Ghana, and Togo agreed on a common market for medicines.",
            "Kenya and Togo agreed on a common market for medicines.",
        ),
        # What the verb needs.
        (
            "The minister insisted on a second round of talks in June.",
            "The minister insisted in June.",
        ),
        # A condition.
        (
            "If the talks fail, the ministers will meet again in June.",
            "The ministers will meet again in June.",
        ),
        # The other half of what is joined would be left over.
        (
            "They agreed on help in health and trade in Accra.",
            "They agreed on help and trade in Accra.",
        ),
        # Whose words they are.
        (
            "According to the ministry, the accord will be signed in May.",
            "The accord will be signed in May.",
        ),
        # With whom: what is left would be a joint statement.
        (
            "Otieno said in a meeting with the Ghanaian minister on Monday that all is well.",
            "Otieno said with the Ghanaian minister on Monday that all is well.",
        ),
        # Where, and who was met.
        (
            "In a meeting with Kwame Asante, the Kenyan minister praised the two countries.",
            "The Kenyan minister praised the two countries.",
        ),
        # What was published.
        (
            "The accord was praised in a statement published on Friday.",
            "The accord was praised in a statement published.",
        ),
        # Whose office it is.
        (
            "Asha Otieno, the health minister of Kenya, signed an accord on nursing with Ghana.",
            "Asha Otieno signed an accord on nursing with Ghana.",
        ),
        # A series of things done.
        (
            "They spoke of raising trade, easing visas for nurses, and opening a school in Accra.",
            "They spoke of raising trade.",
        ),
        # What the opening opens.
        (
            "Noting that time is short, the minister called for a vote.",
            "Noting that time is short.",
        ),
    ],
)
def test_what_carries_a_sentence_stays(sentence: str, never: str) -> None:
    assert never not in [without(sentence, [phrase]) for phrase in removable(sentence)]


def test_no_quotation_is_torn() -> None:
    sentence = "“We agreed in Accra, where we met on Monday, and we will meet again,” Otieno said."
    for phrase in removable(sentence):
        gone = sentence[phrase.start : phrase.end]
        assert gone.count("“") == gone.count("”"), gone
        assert "Accra" not in gone or "again" in gone


def test_a_quotation_is_not_left_without_its_verb() -> None:
    sentence = "Otieno, for her part, praised the accord, saying, “It is a beginning for us all.”"
    for phrase in removable(sentence):
        assert not sentence[phrase.end :].lstrip().startswith("“")


def test_names_in_brackets_are_not_torn() -> None:
    sentence = "The minister [Asha Otieno, Jr.] met the envoy in Accra, who left on Monday."
    for phrase in removable(sentence):
        gone = sentence[phrase.start : phrase.end]
        assert ("[" in gone) == ("]" in gone)


@given(st.text(alphabet='ab ,.;“”"()[]–andwhoinONthe', max_size=200))
def test_any_text_can_be_asked_for(sentence: str) -> None:
    found = removable(sentence)
    for phrase in found:
        assert 0 <= phrase.start < phrase.end <= len(sentence)
        without(sentence, [phrase])


def test_a_long_sentence_of_commas_ends() -> None:
    sentence = "The minister, " + "who met the envoy in Accra, " * 300 + "left."
    assert removable(sentence)


def test_what_hangs_on_the_end_of_a_clause_does_not_outlive_it() -> None:
    sentence = (
        "They discussed the drought in Malawi and discussed ongoing efforts, including through a"
        " new fund, to increase the flow of grain."
    )
    ends = {
        sentence[one.end :]
        for one in removable(sentence)
        if " and discussed" in sentence[one.start : one.end]
    }
    assert not any(rest.startswith(", including") for rest in ends)
