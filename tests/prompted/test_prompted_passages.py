"""Long articles: read in passages that fit, and put together without loss."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from prompted_sample import article, brief, script

from briefwright.article import count_words
from briefwright.conversation import Ask, Conversation
from briefwright.errors import ModelError
from briefwright.ground.folding import fold
from briefwright.prompted.fake import ScriptedInstruct
from briefwright.prompted.merging import merged
from briefwright.prompted.said import Parsed, SaidArea, SaidParticipant, SaidQuotation

PLACES = "Lamu Kitui Nakuru Meru Embu Isiolo Garissa Wajir Narok Kericho".split()
LONG = "\n\n".join(
    f"Governor Asha Otieno said on Monday that the road to {name} "
    f"{'will be' if place % 9 == 0 else 'was'} opened in May and that {place + 3} bridges stand. "
    f"“The people of {name} have waited long enough,” she said. The county also pays for wells."
    for place, name in enumerate(PLACES * 9)
)


def _cited(conversation: Conversation) -> list[int]:
    return [int(one) for one in re.findall(r"^\[(\d+)\]", conversation.shared, re.MULTILINE)]


def _outlook(conversation: Conversation, ask: Ask) -> str:
    """An item for every sentence shown that says "will"."""
    del ask
    lines = re.findall(r"^\[(\d+)\] (.*will.*)$", conversation.shared, re.MULTILINE)
    items = [
        {"sentence": int(number), "text": words, "kind": "planned", "by": None, "when": None}
        for number, words in lines
    ]
    return json.dumps({"outlook": items}).replace(": ", ":").replace(", ", ",")


def _lines(conversation: Conversation, ask: Ask) -> str:
    first, second = _cited(conversation)[:2]
    place = first if ask.section == "bottom_line" else second
    line = {"sentences": [place], "text": "The road will be opened in May."}
    return json.dumps(line if ask.section == "bottom_line" else {"summary": [line]})


def _speakers(conversation: Conversation, ask: Ask) -> str:
    del ask
    return json.dumps(
        dict.fromkeys(re.findall(r"^(q\d+) in", conversation.shared, re.MULTILINE), 1)
    )


@pytest.fixture
def reader() -> ScriptedInstruct:
    """A model with a small context that finds what is said of the future, and who speaks."""
    model = script(
        outlook=_outlook, bottom_line=_lines, summary=_lines, quotations=_speakers, areas="[]"
    )
    model.context = 2600
    return model


def test_passages_fit_and_leave_nothing_out(reader: ScriptedInstruct) -> None:
    found = brief(reader, LONG)
    asked = [one for one in reader.asked if any(ask.section == "outlook" for ask in one.asks)]
    assert len(asked) > 2
    for conversation in reader.asked:
        longest = max(reader.count(ask.question) + ask.limit for ask in conversation.asks)
        shared = reader.count(conversation.system) + reader.count(conversation.shared)
        assert shared + longest <= reader.context
    seen = [_cited(one) for one in asked]
    assert sorted({number for one in seen for number in one}) == list(range(1, 271))
    assert all(set(a) & set(b) for a, b in pairwise(seen)), "they overlap"
    # Of every sentence that was asked about in two passages one item is kept.
    assert len(found.outlook) == 10
    assert len({one.evidence[0].start for one in found.outlook}) == 10
    assert len(found.key_quotes) == 90
    assert found.articles[0].words_read == found.articles[0].words
    assert found.provenance.settings.get("fallback") is None


def test_bottom_line_and_summary_are_asked_of_what_the_passages_gave(
    reader: ScriptedInstruct,
) -> None:
    brief(reader, LONG)
    asked = [
        one
        for one in reader.asked
        if [ask.section for ask in one.asks] == ["bottom_line", "summary"]
    ]
    assert len(asked) == 1


def test_a_sentence_longer_than_the_context_is_told_as_unread() -> None:
    model = script(areas="[]", outlook="[]")
    model.context = 2000
    endless = "The list names " + ", ".join(["one more village in the north"] * 900) + "."
    text = f"{article().text}\n\n{endless}"
    found = brief(model, text)
    source = found.articles[0]
    assert source.words - source.words_read == count_words(endless)
    assert any(one.code == "not-all-read" for one in found.cautions)


def test_a_context_without_room_for_the_prompts_is_an_error_of_the_model() -> None:
    model = script()
    model.context = 300
    with pytest.raises(ModelError, match="context of 300 tokens"):
        brief(model)


def test_merging_fills_in_what_the_first_passage_left_open() -> None:
    first = Parsed(items=(SaidParticipant(name=1), SaidParticipant(name=2)))
    second = Parsed(items=(SaidParticipant(name=2, title="mayor", central=True),))
    assert merged("participants", [first, second]).items == (
        SaidParticipant(name=2, title="mayor", central=True),
        SaidParticipant(name=1),
    )


def test_a_speaker_found_in_any_passage_counts() -> None:
    first = Parsed(items=(SaidQuotation(quotation=4),))
    second = Parsed(items=(SaidQuotation(quotation=4, speaker=2),))
    assert merged("quotations", [first, second]).items == second.items


def test_one_area_said_of_two_passages_is_one_with_the_parties_of_both() -> None:
    one = SaidArea(sentence=3, label="Vaccine storage", status="agreed", parties=("Kenya",))
    other = one.model_copy(update={"label": "vaccine storage", "parties": ("Ghana",)})
    (both,) = merged("areas", [Parsed(items=(one,)), Parsed(items=(other,))]).items
    assert isinstance(both, SaidArea)
    assert both.parties == ("Kenya", "Ghana")
    assert fold(both.label) == "Vaccine storage"
