"""What a decoder may say next so that every name and number it writes stands in its source.

A word that begins with a capital, a digit or a letter beyond ASCII is checked letter by letter: it
may only grow into one of the words allowed. Small words are free, but for those named as barred.
Works on bytes, as byte-level vocabularies do; knows nothing of evidence or of what a name is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

# What begins with C2 or E2 is a sign: NBSP, the pound, curly quotes, dashes. Everything else beyond
# ASCII is taken for a letter.
_SIGN = re.compile(rb"\xc2[\x80-\xbf]?|\xe2(?:[\x80-\xbf][\x80-\xbf]?)?")
_CUT_SIGN = re.compile(rb"(?:\xc2|\xe2[\x80-\xbf]?)\Z")
_WORD = re.compile(rb"[A-Za-z0-9\x80-\xff]+")
_TAIL = re.compile(rb"[A-Za-z0-9\x80-\xff]+\Z")
_CHECKED = re.compile(rb"[A-Z0-9\x80-\xff]")
_CLOSING = frozenset(("”", '"', "’", "'", ")"))
_STOP = re.compile(r"([\w)%\]]+|[”’\"'])[.!?][”’\"')]*\Z")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Messrs|Dr|Gen|Brig|Maj|Col|Capt|Lt|Sgt|Adm|St|No|vs|etc|Prof|Rev|Sen|Rep"
    r"|Gov|Jr|Sr|Inc|Ltd|Corp|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
    r"|\b\w|\b\w\.\w)\.\Z"
)


class Vocabulary:
    """A decoder's tokens as bytes, sorted by what they do to a word. Made once a model."""

    def __init__(self, tokenizer: Any, size: int, end: int) -> None:
        letters = {letter: byte for byte, letter in _byte_letters().items()}
        special = set(tokenizer.added_tokens_decoder)
        names = tokenizer.convert_ids_to_tokens(list(range(size)))
        self.end = end
        self.bytes: list[bytes] = [
            b"" if index in special or name is None else bytes(letters[one] for one in name)
            for index, name in enumerate(names)
        ]
        self.opening: dict[bytes, list[int]] = {}
        """Tokens that open a word with these bytes, whatever stands before it in the token."""
        self.going_on: dict[bytes, int] = {}
        """Tokens that are nothing but bytes of a word."""
        boundary, checked, barred, glued = [], [], [], []
        for index, one in enumerate(self.bytes):
            word = _WORD.search(_SIGN.sub(b" ", one))
            if index == end:
                boundary.append(index)
            elif not one or b"\n" in one or b"\r" in one or b"\t" in one:
                barred.append(index)
            elif word is None:
                boundary.append(index)
            else:
                if _CHECKED.match(word.group()):
                    checked.append(index)
                    self.opening.setdefault(word.group(), []).append(index)
                    if not word.start() and re.match(rb"[A-Z0-9]", one):
                        glued.append(index)
                if word.start():
                    boundary.append(index)
                elif word.group() == one:
                    self.going_on[one] = index
        self.boundary, self.checked, self.barred = _ids(boundary), _ids(checked), _ids(barred)
        self.glued = _ids(glued)
        """Those that begin with a capital or a figure: none goes on with a small word."""
        self.high = _ids(
            index
            for index in checked
            if re.match(rb"[\x80-\xff]", self.bytes[index]) and not _SIGN.match(self.bytes[index])
        )
        """Those that begin with a letter beyond ASCII, or a part of one."""
        texts = enumerate(one.decode("utf-8", "ignore") for one in self.bytes)
        self.closing = _ids(index for index, text in texts if text in _CLOSING)
        self.continuing = _ids(
            index for index, one in enumerate(self.bytes) if re.match(rb"[\x80-\xbf]", one)
        )
        """Those that begin with the middle of a letter or sign."""
        self.size = size


class SourceConstraint:
    """One answer's rule. `bar` is called before each token with what was said so far."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        words: Iterable[str],
        initial: Iterable[str] = (),
        barred: Iterable[str] = (),
        one_sentence: bool = True,
    ) -> None:
        """`words` may be written with a capital or as figures; `initial` may too, at the start.

        `barred` are small words that may not be written whole.
        """
        import torch

        self._vocabulary = vocabulary
        self._words = {word.encode() for word in words}
        self._initial = self._words | {word.encode() for word in initial}
        self._barred = {word.encode() for word in barred} - self._words
        self._one_sentence = one_sentence
        self._open = torch.tensor(self._opening(self._words), dtype=torch.long)
        self._open_first = torch.tensor(self._opening(self._initial), dtype=torch.long)

    def _opening(self, words: Iterable[bytes]) -> list[int]:
        """Tokens that may open a checked word."""
        known = self._vocabulary.opening
        starts = {word[:end] for word in words for end in range(1, len(word) + 1)}
        return sorted(index for start in starts for index in known.get(start, ()))

    def bar(self, said: Sequence[int], logits: torch.Tensor) -> None:
        """Set to minus infinity, in place, the logits [vocabulary] of what may not follow."""
        import torch

        own = self._vocabulary
        text = b"".join(own.bytes[token] for token in said)
        low = float("-inf")
        if self._one_sentence and _is_ended(text):
            closing = own.closing.tolist() if _is_open(text) else ()
            _only(logits, torch.tensor([own.end, *closing]))
            return
        logits[own.barred] = low
        if _CUT_SIGN.search(text):
            _only(logits, own.continuing)
            return
        before = _SIGN.sub(b" ", text)
        tail = _TAIL.search(before)
        begun = tail.group() if tail else b""
        first = not _WORD.search(before[: len(before) - len(begun)])
        words = self._initial if first else self._words
        if begun and _CHECKED.match(begun):
            self._within(begun, words, logits)
            return
        if begun in self._barred:
            logits[own.boundary] = low
        allowed = self._open_first if not _WORD.search(before) else self._open
        spared = torch.cat([allowed, own.high]) if begun else allowed
        kept = logits[spared].clone()
        logits[own.checked] = low
        logits[spared] = kept
        if begun:
            logits[own.glued] = low

    def _within(self, begun: bytes, words: set[bytes], logits: torch.Tensor) -> None:
        """A checked word stands half written: it may go on as one of the words, or be one."""
        import torch

        own = self._vocabulary
        going = {
            own.going_on[rest[:end]]
            for word in words
            if word.startswith(begun) and (rest := word[len(begun) :])
            for end in range(1, len(rest) + 1)
            if rest[:end] in own.going_on
        }
        allowed = torch.tensor(sorted(going), dtype=torch.long)
        kept = logits[allowed].clone()
        if begun in words:
            opened = logits[self._open].clone()
            spaced = logits[own.boundary].clone()
            logits.fill_(float("-inf"))
            logits[own.boundary] = spaced
            logits[own.checked] = float("-inf")
            logits[self._open] = opened
            # What opens a word without a space before it would go on with this one.
            glued = [
                index
                for index in self._open.tolist()
                if _WORD.match(_SIGN.sub(b" ", own.bytes[index]))
            ]
            logits[torch.tensor(glued, dtype=torch.long)] = float("-inf")
        else:
            logits.fill_(float("-inf"))
        logits[allowed] = kept


def _ids(tokens: Iterable[int]) -> torch.Tensor:
    import torch

    return torch.tensor(list(tokens), dtype=torch.long)


def _only(logits: torch.Tensor, allowed: torch.Tensor) -> None:
    """Bar everything else, in place."""
    kept = logits[allowed].clone()
    logits.fill_(float("-inf"))
    logits[allowed] = kept


def _is_ended(text: bytes) -> bool:
    said = text.decode("utf-8", "ignore")
    stop = _STOP.search(said)
    if stop is None or _SHORT.search(said):
        return False
    last = stop.group(1)[-1]
    # A figure may go on behind its point, "EU." ends a sentence and "U.S." may not.
    return not last.isdigit() and not (last.isupper() and len(stop.group(1)) == 1)


def _is_open(text: bytes) -> bool:
    said = text.decode("utf-8", "ignore")
    return (
        said.count("“") > said.count("”")
        or said.count("(") > said.count(")")
        or said.count('"') % 2 == 1
    )


def _byte_letters() -> dict[int, str]:
    """GPT-2's letters for bytes: printable ones are themselves, the others follow from 256 on."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {
        **{byte: chr(byte) for byte in printable},
        **{byte: chr(256 + place) for place, byte in enumerate(others)},
    }
