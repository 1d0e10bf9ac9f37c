"""Folded matching and its map back to the original offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.ground.folding import Folded, fold


@pytest.mark.parametrize(
    ("text", "words", "original"),
    [
        ("He said “it’s done” today", "it's done", "it’s done"),
        ("a joint\u00a0 \nventure here", "joint venture", "joint\u00a0 \nventure"),
        ("Iran–China pact", "Iran-China", "Iran–China"),
        ("zero\u200bwidth space", "zerowidth", "zero\u200bwidth"),
        ("bidi \u202eoverride\u202c end", "override end", "override\u202c end"),
        ("the ﬁnal text", "final", "ﬁnal"),
        ("wait… no", "wait... no", "wait… no"),
        ("x²y", "2", "²"),
    ],
)
def test_typography_is_forgiven_and_the_original_slice_returned(
    text: str, words: str, original: str
) -> None:
    span = Folded(text).find(words)
    assert span is not None
    assert span.of(text) == original


@pytest.mark.parametrize("words", ["", " ", "\u200b", "Done", "it is done"])
def test_nothing_and_other_words_are_not_found(words: str) -> None:
    assert Folded("He said “it’s done” today").find(words) is None


def test_whole_words_are_not_found_inside_longer_ones() -> None:
    folded = Folded("USAID opened in Annapolis. Ann left the US.")
    assert folded.find("Ann") != folded.find("Ann", whole_words=True)
    assert folded.find("Annap", whole_words=True) is None
    span = folded.find("US", whole_words=True)
    assert span is not None
    assert span.start == 40


@given(st.text(max_size=60), st.data())
def test_any_slice_that_folds_to_something_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    if not fold(words):
        return
    span = Folded(text).find(words)
    assert span is not None
    assert fold(span.of(text)) == fold(words) or fold(words) in fold(span.of(text))
