"""Grammars of answers, walked at random: whatever a model says, this is what comes out."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefwright.conversation import Grammar
from briefwright.errors import ModelError
from briefwright.nn.instruct.fake import write_tokenizer
from briefwright.nn.instruct.folder import Folder
from briefwright.nn.instruct.grammar import chunks, lark
from briefwright.nn.instruct.matching import Matching
from briefwright.nn.instruct.spelling import Spelling


@pytest.fixture(scope="module")
def matching(tmp_path_factory: pytest.TempPathFactory) -> Matching:
    folder = tmp_path_factory.mktemp("tokenizer")
    size = write_tokenizer(folder / "tokenizer.json")
    looked = Folder(
        path=folder, config={}, generation={}, tokenizer={}, template=None, shards=(), tensors={}
    )
    return Matching(Spelling(looked, size), vocabulary=size, ends=[3])


def said(matching: Matching, grammar: Grammar, seed: int, *, most: int = 2000) -> str:
    """An answer of a model without any sense: one of the tokens that may come, drawn."""
    draw = random.Random(seed)
    held = matching.held(grammar)
    while not held.stopped and len(held.tokens) < most:
        if not held.forced():
            may = np.flatnonzero(np.unpackbits(held.mask(), bitorder="little"))
            # An end, where one may come, ends most walks before they say much.
            held.take(int(draw.choice(may)))
    assert held.whole
    return held.spelled(held.tokens)


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in strings(part)]


PEOPLE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "people": {
            "type": "array",
            "maxItems": 3,
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "x-slice": 0, "minLength": 1, "maxLength": 60},
                    "title": {"type": ["string", "null"], "maxLength": 12},
                    "number": {"type": "integer", "minimum": 1, "maximum": 237},
                    "kind": {"enum": ["person", 'a "body"', 3, None]},
                    "central": {"type": "boolean"},
                },
                "required": ["name", "number"],
            },
        }
    },
    "required": ["people"],
}


@pytest.mark.parametrize("seed", range(12))
def test_an_answer_is_json_under_its_schema(matching: Matching, seed: int) -> None:
    text = 'Ana Sá, “the minister”, met O\'Neil.\nThey "agreed" on 1,500 trees; C:\\x was not.'
    found = json.loads(said(matching, Grammar(json_schema=PEOPLE, slices=(text,)), seed))
    assert list(found) == ["people"]
    assert len(found["people"]) <= 3
    for person in found["people"]:
        assert person["name"] in text
        assert 1 <= len(person["name"]) <= 60
        assert 1 <= person["number"] <= 237
        assert len(person.get("title") or "") <= 12
        assert "  " not in (person.get("title") or "")
        assert person.get("kind", 3) in ("person", 'a "body"', 3, None)
        order = ["name", "title", "number", "kind", "central"]
        assert list(person) == [name for name in order if name in person]


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1, max_size=200), seed=st.integers(0, 1 << 30))
@example(text='He said "no".\nThen\t“yes”\\n', seed=1)
@example(text='\\"\\\\" \\n"', seed=2)
@example(text="\x00\x1f \x7f\u2028 \ud800 b", seed=3)
@example(text="外务大臣が東京で会談した。ราชอาณาจักร", seed=4)
@example(text="0\x1f", seed=0)
@example(text="e\u0301\u200d\U0001f469\u200d\U0001f4bb x", seed=5)
def test_a_slice_is_verbatim_and_cut_between_words(
    matching: Matching, text: str, seed: int
) -> None:
    schema = {"type": "string", "x-slice": 0, "maxLength": 80}
    found = json.loads(said(matching, Grammar(json_schema=schema, slices=(text,)), seed))
    assert found in text
    assert found == found.strip() or not found.strip()
    assert len(found) <= 80
    ends = {0}
    for chunk in chunks(text):
        ends.add(max(ends) + len(chunk))
    starts = [at for at in range(len(text)) if text.startswith(found, at)]
    assert any({at, at + len(found)} <= ends for at in starts) or not found


@settings(max_examples=80, deadline=None)
@given(
    low=st.integers(0, 3000),
    size=st.integers(0, 3000),
    probe=st.integers(0, 7000),
)
def test_whole_numbers_are_those_of_the_range(low: int, size: int, probe: int) -> None:
    schema = {"type": "integer", "minimum": low, "maximum": low + size}
    pattern = lark(Grammar(json_schema=schema)).split("T0: /")[1].rpartition("/")[0]
    assert bool(re.fullmatch(pattern, str(probe))) == (low <= probe <= low + size)


def test_lengths_are_bounded_where_the_schema_bounds_none(matching: Matching) -> None:
    schema = {"type": "array", "items": {"type": "string"}}
    found = [
        json.loads(said(matching, Grammar(json_schema=schema), seed, most=50_000))
        for seed in range(3)
    ]
    assert all(len(each) <= 40 for each in found)
    assert all(len(text) <= 400 for each in found for text in strings(each))


def test_chunks_are_the_text_cut_between_words() -> None:
    text = "O’Neil said  1,500.5 U.S. trees—well-known ones.\n"
    assert "".join(chunks(text)) == text
    assert {"O’Neil", "1,500.5", "U.S", "well-known", "—", "  "} <= set(chunks(text))


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "object", "properties": {"a": {"type": "float"}}}, r"\$\.a has the type 'float'"),
        ({"type": "string", "pattern": "a+"}, "'pattern'"),
        ({"type": "string", "x-slice": 1}, "names the text 1 of 1"),
        ({"type": "string", "minLength": 9, "maxLength": 3}, "minLength 9 and maxLength 3"),
        ({"type": "object", "required": ["a"]}, r"requires \['a'\]"),
        ({"type": "object", "additionalProperties": True}, "leaves open"),
        ({"type": "array"}, "is no schema"),
        ({"enum": []}, "empty 'enum'"),
        ({"$ref": "#"}, "has the type None"),
    ],
)
def test_a_schema_that_cannot_be_kept_to_is_refused(schema: dict[str, Any], reason: str) -> None:
    with pytest.raises(ModelError, match=reason):
        lark(Grammar(json_schema=schema, slices=("text",)))


def test_a_slice_of_a_text_without_words_is_refused_or_empty(matching: Matching) -> None:
    schema = {"type": "string", "x-slice": 0}
    blank = Grammar(json_schema=schema, slices=(" \n",))
    assert said(matching, blank, 0) == '""'
    with pytest.raises(ModelError, match="without a word"):
        lark(Grammar(json_schema={**schema, "minLength": 1}, slices=(" \n",)))


def test_the_grammar_of_a_long_article_is_made_at_once(matching: Matching) -> None:
    text = " ".join(f"word{number}" for number in range(12_000))
    schema = {"type": "string", "x-slice": 0, "minLength": 1, "maxLength": 300}
    assert json.loads(said(matching, Grammar(json_schema=schema, slices=(text,)), 0)) in text
