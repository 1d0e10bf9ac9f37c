"""What a sentence says was left undone is no area of cooperation."""

from __future__ import annotations

import pytest

from briefwright.denials import denied


def named(sentence: str, words: str) -> bool:
    start = sentence.index(words)
    return denied(sentence, start, start + len(words))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The ministers did not discuss uranium.", "uranium"),
        ("The ministers didn’t talk about uranium exports.", "uranium exports"),
        ("They refused to discuss a gas pipeline.", "gas pipeline"),
        ("There was no agreement on fisheries.", "fisheries"),
        ("The talks ended without agreeing on grain transit.", "grain transit"),
        ("Wheat imports were not on the agenda, she said.", "Wheat imports"),
        ("A customs union, he said, was never discussed.", "customs union"),
        ("Both signed nothing on rail freight.", "rail freight"),
        ("The lack of direct banking ties slows trade.", "direct banking ties"),
        ("Lima ruled out a joint naval exercise.", "joint naval exercise"),
        ("They did not discuss uranium but reviewed wheat.", "uranium"),
    ],
)
def test_what_was_left_undone_is_denied(sentence: str, words: str) -> None:
    assert named(sentence, words)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The ministers discussed uranium.", "uranium"),
        ("They did not only discuss uranium.", "uranium"),
        ("They did not discuss uranium but reviewed wheat.", "wheat"),
        ("They signed no treaty; wheat was discussed.", "wheat"),
        ("The minister did not rule out direct talks.", "direct talks"),
        ("Nobody doubted it: they will build a bridge.", "bridge"),
        ("They did not attend, and then discussed wheat at home.", "wheat"),
        ("Wheat imports were not only discussed but agreed.", "Wheat imports"),
    ],
)
def test_what_was_done_is_not(sentence: str, words: str) -> None:
    assert not named(sentence, words)


def test_long_sentences_take_no_longer_than_their_length() -> None:
    sentence = "They did not " * 20_000 + "discuss uranium."
    assert named(sentence, "uranium")
