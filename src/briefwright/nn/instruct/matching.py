"""Grammars held against a model's tokens while it answers, by llguidance. Knows no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from briefwright.conversation import Grammar
from briefwright.errors import ModelError
from briefwright.nn.instruct.grammar import lark
from briefwright.nn.instruct.spelling import Spelling

if TYPE_CHECKING:
    from llguidance import LLMatcher

Bits = NDArray[np.uint8]


class Matching:
    """A vocabulary as llguidance knows it; made once a model, in some tenths of a second."""

    def __init__(self, spelling: Spelling, *, vocabulary: int, ends: Sequence[int]) -> None:
        """`vocabulary` is the number of logits, `ends` the tokens that may end an answer."""
        try:
            import llguidance
        except ImportError as error:
            raise ModelError(
                "a model that answers needs the package llguidance. "
                "Run: pip install 'briefwright[prompted]'"
            ) from error
        try:
            self._tokens: Any = llguidance.LLTokenizer(
                spelling.tokenizer.to_str(), n_vocab=vocabulary, eos_token=list(ends)
            )
        except (ValueError, RuntimeError) as error:
            raise ModelError(f"the tokenizer has no grammars: {str(error)[:200]}") from error
        self.words = (vocabulary + 31) // 32
        """Of 32 bits, in a mask over the vocabulary."""
        self._matcher = llguidance.LLMatcher
        self._compiled: dict[str, LLMatcher] = {}

    def held(self, grammar: Grammar) -> Held:
        """An answer to be, held to `grammar`. Raises ModelError if it cannot be expressed."""
        text = lark(grammar)
        if text not in self._compiled:
            matcher = self._matcher(self._tokens, self._matcher.grammar_from_lark(text))
            if matcher.is_error():
                raise ModelError(f"the grammar cannot be held: {matcher.get_error()[:300]}")
            # Grammars with slices are as many as articles, and those of sections a few.
            if len(self._compiled) >= 64:
                self._compiled.clear()
            self._compiled[text] = matcher
        return Held(self._compiled[text].deep_copy(), self._tokens, self.words)


class Held:
    """One answer as it grows."""

    def __init__(self, matcher: LLMatcher, tokens: Any, words: int) -> None:
        self._matcher = matcher
        self._spelled = tokens
        self._words = words
        self.tokens: list[int] = []
        self.broken = False
        """The grammar could not be held on to; the answer ends where it is."""

    @property
    def stopped(self) -> bool:
        """Nothing may follow but an end."""
        return self.broken or self._matcher.is_stopped()

    @property
    def whole(self) -> bool:
        """The grammar is satisfied: the answer is all of what it can be."""
        return not self.broken and bool(self._matcher.is_accepting())

    def spelled(self, tokens: Sequence[int]) -> str:
        """The text of tokens of the answer, less a letter cut in half at its end."""
        return bytes(self._spelled.decode_bytes(list(tokens))).decode("utf-8", "ignore")

    def forced(self) -> list[int]:
        """Take what can only come next, if only one thing can; the tokens."""
        if self.stopped:
            return []
        found = list(self._matcher.compute_ff_tokens())
        if found:
            self._take(found)
        return found

    def mask(self) -> Bits:
        """A bit a token, from each byte's lowest on: whether it may come next."""
        found = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
        if self._matcher.is_error():
            self.broken = True
        return found

    def restart(self) -> None:
        """As if nothing had been said."""
        self._matcher.reset()
        self.tokens, self.broken = [], False

    def take(self, token: int) -> None:
        """Go on with `token`, which the mask lets through."""
        if not self.broken:
            self._take([token])

    def _take(self, tokens: list[int]) -> None:
        if not self._matcher.consume_tokens(tokens):
            self.broken = True
            return
        self.tokens += [each for each in tokens if not self._spelled.is_special_token(each)]
