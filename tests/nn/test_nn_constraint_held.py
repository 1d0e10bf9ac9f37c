"""Whatever a model says under a rule, and what the rule does to its logits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import torch
from constraint_sample import (
    END,
    NUMBER_WORDS,
    SIZE,
    SPECIAL,
    TOKENIZER,
    VOCABULARY,
    constraint,
    left,
    one_by_one,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers.pre_tokenizers import ByteLevel

from briefwright.nn.constraint import SourceConstraint, Vocabulary

# The logits


def test_what_may_follow_keeps_its_logit() -> None:
    for text in ("", "the ", "the Ira", "the Iran", "the", "the two", "the aides met."):
        rule = constraint("Iran", "Iraq", initial=["The"], barred=["two"])
        given = torch.randn(SIZE, generator=torch.Generator().manual_seed(0))
        logits = given.clone()
        rule.bar(one_by_one(text), logits)
        kept = sorted(left(rule, one_by_one(text)))
        assert torch.equal(logits[kept], given[kept])
        assert int(torch.isneginf(logits).sum()) == SIZE - len(kept)


def test_rule_reads_only_what_was_said() -> None:
    rule = constraint("Iran", initial=["The"])
    before = left(rule, [])
    left(rule, one_by_one("the Ir"))
    left(rule, one_by_one("the aides met."))
    assert left(rule, []) == before


def test_rule_reads_bytes_and_not_tokens() -> None:
    rule = constraint("Iran", "Erdoğan", barred=["two"])
    for text in ("the Iran", "the two", "“the Erdoğ", "Iran’s"):
        ids = TOKENIZER.encode(text, add_special_tokens=False).ids
        assert len(ids) < len(one_by_one(text))
        assert left(rule, ids) == left(rule, one_by_one(text)), text


# Whatever a model says

ALLOWED = ["Iran", "Iranian", "Erdoğan", "Al", "2025", "20", "3", "US", "3rd"]
FIRST = ["The", "Two"]
LIMIT = 48


def greedy(rule: SourceConstraint, size: int, seed: int) -> list[int]:
    """Greedy decoding of random logits, which must always leave something to say."""
    generator = torch.Generator().manual_seed(seed)
    tokens: list[int] = []
    while len(tokens) < LIMIT and END not in tokens:
        logits = torch.randn(size, generator=generator)
        rule.bar(tokens, logits)
        assert torch.isfinite(logits).any(), f"nothing may follow {tokens}"
        tokens.append(int(logits.argmax()))
    return tokens


def assert_held(text: str, *, ended: bool) -> None:
    """No word with a capital or a figure but those allowed, and no barred one whole."""
    spaced = "".join(one if _is_letter(one) else " " for one in text)
    words = [word for word in spaced.split(" ") if word]
    # At the limit the answer may break off within its last word.
    whole = words if ended or spaced.endswith(" ") else words[:-1]
    for place, word in enumerate(whole):
        if word[0].isupper() or word[0].isdigit():
            assert word in ALLOWED or (place == 0 and word in FIRST), (word, text)
        assert word not in NUMBER_WORDS, (word, text)
    assert not re.search(r"[\n\r\t]", text)


def _is_letter(one: str) -> bool:
    """Beyond ASCII all are, bytes that are no text too, but for what begins with C2 or E2."""
    return one.encode("utf-8", "surrogateescape")[0] not in b"\xc2\xe2" and (
        one.isalnum() or not one.isascii()
    )


SIMPLE = (
    *SPECIAL, *"abcdefghijklmnoprstuwxy", *"ABDEILMNRSTU", *"012345", *" .,-'\"()%$\n\t",
    "ğ", "ı", "’", "“", "”", "’s", "—", " the", "the", " two", "two", " six", "seven", "teen",
    "fold", " Iran", "Iran", "ian", " Ir", "an", "aq", " Erdo", "Erdo", "ğan", " Al", "The", " The",
    "Two", "20", " 20", "25", "3rd", " US", "USA", ".”", ".,",
)  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """A vocabulary of whole characters, none of them a sign or a capital beyond ASCII."""

    names: tuple[str, ...]

    @property
    def added_tokens_decoder(self) -> dict[int, Any]:
        return dict.fromkeys(range(len(SPECIAL)))

    def convert_ids_to_tokens(self, ids: list[int]) -> list[str]:
        letters = ByteLevel(add_prefix_space=False, use_regex=False)
        return [
            self.names[one] if one in self.added_tokens_decoder
            else letters.pre_tokenize_str(self.names[one])[0][0]
            for one in ids
        ]  # fmt: skip


PLAIN = Vocabulary(Whole(SIMPLE), len(SIMPLE), END)


def plain_rule(vocabulary: Vocabulary, *, one_sentence: bool = True) -> SourceConstraint:
    return SourceConstraint(
        vocabulary, words=ALLOWED, initial=FIRST, barred=NUMBER_WORDS, one_sentence=one_sentence
    )


@given(seed=st.integers(0, 2**32), one_sentence=st.booleans())
@settings(max_examples=120, deadline=None)
def test_whatever_a_model_wants_no_other_name_or_number_is_said(
    seed: int, one_sentence: bool
) -> None:
    tokens = greedy(plain_rule(PLAIN, one_sentence=one_sentence), PLAIN.size, seed)
    text = b"".join(PLAIN.bytes[one] for one in tokens).decode()
    assert_held(text, ended=tokens[-1] == END)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_model_that_wants_to_end_soon_can(seed: int) -> None:
    rule = plain_rule(PLAIN)
    tokens = greedy(rule, PLAIN.size, seed)[: seed % LIMIT]
    longest = max(len(one.encode()) for one in [*ALLOWED, *FIRST, *NUMBER_WORDS])
    for _ in range(longest):
        if END in tokens:
            break
        logits = torch.zeros(PLAIN.size)
        logits[END] = 1
        rule.bar(tokens, logits)
        tokens.append(int(logits.argmax()))
    assert tokens[-1] == END


@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_bytes_that_are_no_text_change_nothing(seed: int) -> None:
    tokens = greedy(plain_rule(VOCABULARY), SIZE, seed)
    text = b"".join(VOCABULARY.bytes[one] for one in tokens).decode("utf-8", "surrogateescape")
    assert_held(text, ended=tokens[-1] == END)
