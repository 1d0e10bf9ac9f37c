"""Ugly answers: what can be understood is, what rests on nothing is listed, and nothing raises."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ugly_answers import OFFERED, ROWS, Row, short

from briefwright.prompted import json_text
from briefwright.prompted.parsing import parse
from briefwright.prompted.said import SECTIONS, SaidArea, SaidParticipant


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.name))
def test_an_ugly_answer_is_understood_as_far_as_it_goes(row: Row) -> None:
    parsed = parse(row.section, row.answer, OFFERED)
    if row.understood == "empty":
        assert parsed.is_empty
        assert not parsed.items
    elif isinstance(row.understood, str):
        assert not parsed.is_usable
        assert row.understood in (parsed.fault or "")
    else:
        assert short(parsed) == row.understood


def test_there_are_sixty_of_them_and_no_two_are_the_same() -> None:
    assert len({(row.section, row.answer) for row in ROWS}) == len(ROWS) >= 60


def test_what_cites_no_sentence_is_listed_with_its_words() -> None:
    answer = '{"areas": [{"sentence": 2, "label": "nurses"}, {"sentence": 88, "label": "moon"}]}'
    (unusable,) = parse("areas", answer, OFFERED).unusable
    assert unusable.text == "moon"
    assert "no sentence" in unusable.reason


def test_fields_that_cannot_be_understood_take_the_weakest_reading() -> None:
    answer = (
        '{"areas": [{"sentence": 2, "label": "nurses", "status": "sealed", "parties": "Oslo"}]}'
    )
    (area,) = parse("areas", answer, OFFERED).items
    assert isinstance(area, SaidArea)
    assert area.status == "discussed"
    assert area.parties == ("Oslo",)


def test_a_participant_keeps_all_its_fields() -> None:
    answer = json.dumps(
        {
            "participants": [
                {
                    "name": 1,
                    "kind": "person",
                    "title": "Minister of Health",
                    "organisation": 3,
                    "country": "Kenya",
                    "central": "yes",
                }
            ]
        }
    )
    assert parse("participants", answer, OFFERED).items == (
        SaidParticipant(
            name=1, title="Minister of Health", organisation=3, country="Kenya", central=True
        ),
    )


@given(st.text(max_size=300), st.sampled_from(SECTIONS))
@settings(max_examples=200, deadline=None)
def test_no_text_raises(text: str, section: str) -> None:
    own = next(one for one in SECTIONS if one == section)
    parse(own, text, OFFERED)
    parse(own, '{"areas": [' + text, OFFERED)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["areas", "sentence", "label", "name", "q1", "text", "quotations"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON, st.sampled_from(SECTIONS))
@settings(max_examples=200, deadline=None)
def test_no_json_raises_whatever_stands_where(found: object, section: str) -> None:
    own = next(one for one in SECTIONS if one == section)
    parsed = parse(own, json.dumps(found), OFFERED)
    assert parsed.is_usable or parsed.fault


@pytest.mark.parametrize("text", ["{" * 20_000, '{"a":' * 9_000, '{"' + "\\" * 20_000, "[1," * 9])
def test_a_hostile_answer_is_over_soon(text: str) -> None:
    started = time.process_time()
    with contextlib.suppress(json_text.NoJson):
        json_text.value(text)
    assert time.process_time() - started < 2
