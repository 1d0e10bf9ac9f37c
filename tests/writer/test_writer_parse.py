from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.article import count_words
from briefwright.writer.parse import one_sentence

PLAIN = "The ministers agreed on 12 new ferries."

# Shapes that the 135M model gave to real prompts, the words replaced by invented ones.
USABLE = [
    (PLAIN, PLAIN),
    (f"  {PLAIN}\n", PLAIN),
    (f'"{PLAIN}"', PLAIN),
    (f"“{PLAIN}”", PLAIN),
    (f"Here is a one-sentence summary of the text:\n\n{PLAIN}", PLAIN),
    (f"Here's a rewritten version: {PLAIN}", PLAIN),
    (f"Sure! Here is the sentence: {PLAIN}", PLAIN),
    (f'The sentence is: "{PLAIN}"', PLAIN),
    (f"**Summary:** {PLAIN}", PLAIN),
    (f"Bottom line: {PLAIN}", PLAIN),
    (f"- {PLAIN}\n- They will meet again.", PLAIN),
    (f"1. {PLAIN}\n2. They will meet again.", PLAIN),
    (f"### {PLAIN}", PLAIN),
    (f"> `{PLAIN}`", PLAIN),
    (f"In summary, {PLAIN}", PLAIN),
    (f"PORT SELBY — {PLAIN}", PLAIN),
    (f"PORT SELBY (NNA) -- {PLAIN}", PLAIN),
    (f"{PLAIN} They will meet again in", PLAIN),
    (f"{PLAIN}<|im_end|>\n<|im_start|>user\nAnd now?", PLAIN),
    (f"Summary: Text: {PLAIN}", PLAIN),
    ("Mr. Lunde of the U.N. office left. He waved.", "Mr. Lunde of the U.N. office left."),
    ("He said, “We will go on.”", "He said, “We will go on.”"),
    ("“We go,” he said, “and we return.”", "“We go,” he said, “and we return.”"),
]

USELESS = [
    "",
    " \n\t ",
    "Here is a summary of the text:",
    "The ministers agreed on 12 new ferries and on",
    "The ministers agreed on 12 new ferries...",
    "The ministers agreed on 12 new ferries…",
    "**",
    "- \n- ",
    "...",
    "He said that “the ferries will come.",
    'He said that "the ferries will come.',
    "I'm sorry, but I cannot help with that.",
    "As an AI language model, I have no opinion.",
    "The port of the port of the port of the port of the port of the port of the city.",
    "<|im_end|>",
]


@pytest.mark.parametrize(("answer", "sentence"), USABLE)
def test_sentence_is_freed_of_what_a_model_puts_around_it(answer: str, sentence: str) -> None:
    assert one_sentence(answer, max_words=30) == sentence


@pytest.mark.parametrize("answer", USELESS)
def test_answer_without_a_finished_sentence_is_nothing(answer: str) -> None:
    assert one_sentence(answer, max_words=30) is None


def test_sentence_over_its_limit_is_nothing_rather_than_cut() -> None:
    assert one_sentence(PLAIN, max_words=7) == PLAIN
    assert one_sentence(PLAIN, max_words=6) is None


@given(st.text(max_size=300), st.integers(1, 40))
def test_any_answer_gives_nothing_or_one_line_within_its_limit(answer: str, limit: int) -> None:
    sentence = one_sentence(answer, max_words=limit)
    assert sentence is None or (
        "\n" not in sentence and sentence == sentence.strip() and count_words(sentence) <= limit
    )
