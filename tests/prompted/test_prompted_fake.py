"""The scripted model."""

from __future__ import annotations

import pytest

from briefwright.conversation import Answer, Ask, Conversation, Grammar, Instruct
from briefwright.errors import ModelError
from briefwright.prompted.fake import ScriptedInstruct


def conversation(*sections: str, limit: int = 10) -> Conversation:
    grammar = Grammar(json_schema={"type": "object"})
    asks = tuple(Ask(section=each, question="?", grammar=grammar, limit=limit) for each in sections)
    return Conversation(system="", shared="Article", asks=asks)


def test_answers_come_by_section_in_order_and_the_last_one_stays() -> None:
    model: Instruct = ScriptedInstruct({"areas": ["{", "[]"], "outlook": "{}"})
    first, second, third = (model.answer([conversation("areas", "outlook")])[0] for _ in range(3))
    assert [first[0].text, second[0].text, third[0].text] == ["{", "[]", "[]"]
    assert first[1] == Answer(text="{}", finished=True, tokens=1)


def test_an_answer_over_the_limit_is_cut_and_says_so() -> None:
    model = ScriptedInstruct({"areas": "one two three"})
    assert model.answer([conversation("areas", limit=2)])[0] == (
        Answer(text="one two", finished=False, tokens=2),
    )


def test_an_answer_may_be_made_of_the_question() -> None:
    model = ScriptedInstruct({"areas": lambda whole, ask: f"{whole.shared} {ask.section}"})
    assert model.answer([conversation("areas")])[0][0].text == "Article areas"
    assert len(model.asked) == 1


def test_a_section_without_a_script_is_an_error() -> None:
    with pytest.raises(ModelError, match="outlook"):
        ScriptedInstruct({"areas": ""}).answer([conversation("outlook")])


def test_a_summariser_summarises_and_answers_nothing() -> None:
    model = ScriptedInstruct(kind="encoder-decoder", summaries=["a b c", "d"])
    assert model.summarise(["x", "y"], limit=2) == ["a b", "d"]
    with pytest.raises(ModelError, match="only summarises"):
        model.answer([conversation("areas")])
    with pytest.raises(ModelError, match="no summariser"):
        ScriptedInstruct().summarise(["x"], limit=2)
