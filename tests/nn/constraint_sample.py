"""A small byte-level vocabulary, and every way of spelling a text with it under a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from tokenizers import AddedToken, Tokenizer
from tokenizers.decoders import ByteLevel as Decoding
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel

from briefwright.nn.constraint import SourceConstraint, Vocabulary

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
END = 2
UNNAMED = 3
"""Ids at the end of the model's vocabulary that its tokenizer has no token for."""
WHOLE = (
    "the", " the", " aide", " two", "two", "fold", " Iran", "Iran", "Iraq", "ian", " Al", "Al",
    "Per", "sep", "olis", "Erdo", "ğan", "ğ", "’", "’s", "'s", " “", "“", "”", "—", "20", "25",
    " The", "The", "US", "€", "™", "−", "→",
)  # fmt: skip
TEXT = (
    "The two aides—the “twofold” aim, Iran’s and Erdoğan's—\tmet\r\nin Şanlıurfa: "
    "2,025 € \x00🙂 مرحبا"
)
NUMBER_WORDS = ["two", "six", "seven", "seventeen"]


@dataclass(frozen=True)
class Tokens:
    """As much of a tokenizer as a vocabulary is made from."""

    tokenizer: Tokenizer

    @property
    def added_tokens_decoder(self) -> dict[int, AddedToken]:
        return self.tokenizer.get_added_tokens_decoder()

    def convert_ids_to_tokens(self, ids: list[int]) -> list[str | None]:
        return [self.tokenizer.id_to_token(one) for one in ids]


def tokenizer(whole: Iterable[str] = WHOLE) -> Tokenizer:
    """All single bytes, and what is built up, a byte at a time, to the words of `whole`."""
    letters = ByteLevel(add_prefix_space=False, use_regex=False)
    names = [*SPECIAL, *sorted(ByteLevel.alphabet())]
    merges: dict[tuple[str, str], None] = {}
    for text in whole:
        spelled = letters.pre_tokenize_str(text)[0][0]
        for end in range(2, len(spelled) + 1):
            merges.setdefault((spelled[: end - 1], spelled[end - 1]))
            names.append(spelled[:end])
    vocabulary = {name: index for index, name in enumerate(dict.fromkeys(names))}
    made = Tokenizer(BPE(vocab=vocabulary, merges=list(merges)))
    made.pre_tokenizer = ByteLevel(add_prefix_space=False)
    made.decoder = Decoding()
    made.add_special_tokens(SPECIAL)
    return made


TOKENIZER = tokenizer()
SIZE = TOKENIZER.get_vocab_size() + UNNAMED
VOCABULARY = Vocabulary(Tokens(TOKENIZER), SIZE, END)
ONE_BYTE = {one: index for index, one in enumerate(VOCABULARY.bytes) if len(one) == 1}


def constraint(
    *words: str,
    initial: Iterable[str] = (),
    barred: Iterable[str] = (),
    one_sentence: bool = True,
) -> SourceConstraint:
    return SourceConstraint(
        VOCABULARY, words=words, initial=initial, barred=barred, one_sentence=one_sentence
    )


def left(rule: SourceConstraint, said: Iterable[int]) -> set[int]:
    """The tokens that may follow."""
    logits = torch.zeros(SIZE)
    rule.bar(list(said), logits)
    return set(torch.nonzero(logits == 0).flatten().tolist())


def one_by_one(text: str | bytes) -> list[int]:
    """The text said a byte at a time."""
    said = text.encode() if isinstance(text, str) else text
    return [ONE_BYTE[bytes([byte])] for byte in said]


def follows(rule: SourceConstraint, text: str) -> set[bytes]:
    """What may stand next, as bytes; the end is b""."""
    return {VOCABULARY.bytes[token] for token in left(rule, one_by_one(text))}


def can_say(rule: SourceConstraint, text: str, *, end: bool = True) -> bool:
    """Whether tokens of some kind spell the text, none of them barred, and then the end token."""
    wanted = text.encode()
    # A rule reads what was said as bytes, so how they came about does not count.
    reached = {0}
    for at in range(len(wanted)):
        if at in reached:
            for token in left(rule, one_by_one(wanted[:at])):
                one = VOCABULARY.bytes[token]
                if one and wanted.startswith(one, at):
                    reached.add(at + len(one))
    whole = len(wanted) in reached
    return whole and (not end or END in left(rule, one_by_one(wanted)))
