"""An encoder-decoder that summarises: BART, Pegasus, T5 and their like.

A text over what the encoder reads at once is read in windows, cut between sentences; their
summaries, one after the other, are summarised again where they are longer than was asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import torch
from transformers import GenerationConfig

from briefwright.conversation import Answer, Conversation, Setting
from briefwright.errors import ModelError
from briefwright.nn.instruct.spelling import Spelling

ROWS = 4
"""Windows summarised side by side, each with its beams."""
BEAMS = 4
_ROUNDS = 3
# A sentence, or a paragraph, with the blanks that follow it.
_PIECE = re.compile(r".+?(?:[.!?…][”\"’)]*\s+|\n+|\Z)", re.DOTALL)


class InstructSummariser:
    """A model held open; made by `nn.instruct.load`."""

    kind: Literal["encoder-decoder"] = "encoder-decoder"

    def __init__(
        self,
        model: Any,
        spelling: Spelling,
        *,
        name: str,
        revision: str,
        context: int,
        settings: Mapping[str, Setting],
        generation: Mapping[str, Any],
        prefix: str,
    ) -> None:
        """`context` are the encoder's tokens; `generation` the folder's settings of that name;
        `prefix` goes before each text."""
        self.name, self.revision, self.context, self.settings = name, revision, context, settings
        self._model, self._spelling, self._prefix = model, spelling, prefix
        self._generation = generation
        self._device = next(model.parameters()).device
        # What ours leaves open, transformers would take from the folder's.
        model.generation_config = GenerationConfig()

    def count(self, text: str) -> int:
        return self._spelling.count(text)

    def answer(self, conversations: Sequence[Conversation]) -> list[tuple[Answer, ...]]:
        raise ModelError(
            f"{self.name!r} is an encoder-decoder: it writes summaries, and answers "
            f"none of {sum(len(each.asks) for each in conversations)} questions"
        )

    def windows(self, text: str) -> list[str]:
        """`text` in pieces that the encoder reads at once; joined they are the text."""
        room = self.context - len(self._spelling.encode(self._prefix, special=True))
        found: list[str] = [""]
        taken = 0
        for piece in _pieces(self._spelling, text, room):
            size = self._spelling.count(piece)
            if taken + size > room and found[-1]:
                found.append("")
                taken = 0
            found[-1] += piece
            taken += size
        return found

    def summarise(self, texts: Sequence[str], *, limit: int) -> list[str]:
        """As the protocol says. Raises ModelError for a limit that leaves no room."""
        if limit < 1:
            raise ModelError(f"a summary of at most {limit} tokens says nothing")
        found = list(texts)
        for turn in range(_ROUNDS):
            # After the first, only what is still too long is summarised again.
            parts = {
                place: self.windows(text)
                for place, text in enumerate(found)
                if text.strip() and (turn == 0 or self._spelling.count(text) > limit)
            }
            flat = [window for each in parts.values() for window in each]
            said = iter(self._summaries(flat, limit))
            for place, each in parts.items():
                found[place] = " ".join(next(said) for _ in each).strip()
        return [self._cut(text, limit) for text in found]

    def _summaries(self, texts: Sequence[str], limit: int) -> list[str]:
        ids = [self._spelling.encode(self._prefix + each, special=True) for each in texts]
        ids = [each[: self.context] for each in ids]
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        found = [""] * len(ids)
        settings = self._settings(limit)
        with torch.inference_mode():
            for start in range(0, len(order), ROWS):
                rows = order[start : start + ROWS]
                width = max(len(ids[row]) for row in rows)
                grid = torch.full((len(rows), width), int(settings.pad_token_id))
                mask = torch.zeros_like(grid)
                for at, row in enumerate(rows):
                    grid[at, : len(ids[row])] = torch.tensor(ids[row])
                    mask[at, : len(ids[row])] = 1
                for row, tokens in zip(rows, self._said(grid, mask, settings), strict=True):
                    found[row] = self._spelling.decode(tokens).strip()
        return found

    def _said(self, grid: torch.Tensor, mask: torch.Tensor, settings: Any) -> list[list[int]]:
        try:
            said = self._model.generate(
                input_ids=grid.to(self._device),
                attention_mask=mask.to(self._device),
                generation_config=settings,
            )
        except (RuntimeError, ValueError, IndexError) as error:
            text = str(error).strip().split("\n")[0][:200]
            raise ModelError(f"{self.name!r} failed while it summarised: {text}") from error
        return [list(map(int, row)) for row in said.tolist()]

    def _settings(self, limit: int) -> Any:
        """Beam search as such models' cards ask for it, whatever else the folder would set."""
        own = {**self._model.config.to_dict(), **self._generation}
        names = "bos eos pad decoder_start forced_bos forced_eos".split()
        tokens = {
            f"{name}_token_id": own[f"{name}_token_id"]
            for name in names
            if self._is_token(own.get(f"{name}_token_id"))
        }
        tokens.setdefault("pad_token_id", tokens.get("eos_token_id", 0))
        penalty: Any = own.get("length_penalty")
        sane = isinstance(penalty, int | float) and 0 <= penalty <= 3
        return GenerationConfig(
            max_new_tokens=limit,
            num_beams=BEAMS,
            early_stopping=True,
            no_repeat_ngram_size=3,
            length_penalty=float(penalty) if sane else 1.0,
            do_sample=False,
            **tokens,
        )

    def _is_token(self, value: Any) -> bool:
        return type(value) is int and 0 <= value < self._spelling.size

    def _cut(self, text: str, limit: int) -> str:
        kept = ""
        for match in _PIECE.finditer(text):
            if kept and self._spelling.count(kept + match[0]) > limit:
                break
            kept += match[0]
        if self._spelling.count(kept) > limit:
            kept = self._spelling.decode(self._spelling.encode(kept)[:limit])
        return kept.strip()


def _pieces(spelling: Spelling, text: str, room: int) -> list[str]:
    """Sentences; one that is longer than `room` tokens is cut between words, or where it must."""
    found = []
    for match in _PIECE.finditer(text):
        left = match[0]
        while spelling.count(left) > room and len(left) > 1:
            end = len(left) * room // spelling.count(left)
            while end > 1 and spelling.count(left[:end]) > room:
                end = end * 9 // 10
            blank = left.rfind(" ", 0, max(end, 1))
            end = blank + 1 if blank > end // 2 else max(end, 1)
            found.append(left[:end])
            left = left[end:]
        found.append(left)
    return found
