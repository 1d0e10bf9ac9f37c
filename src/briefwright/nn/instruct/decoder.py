"""A decoder that answers: articles read once for all their asks, answers decoded side by side.

Greedy: of the tokens that the grammar lets through, the likeliest. The same conversations give the
same answers, alone or beside others, but for what rounding does to tokens that are as good as
equally likely.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import torch

from briefwright.conversation import Answer, Ask, Conversation, Setting
from briefwright.errors import ModelError, NoRoom
from briefwright.nn.instruct import cache as caches
from briefwright.nn.instruct.beside import Beside, Row
from briefwright.nn.instruct.spelling import Spelling
from briefwright.nn.instruct.template import Frame
from briefwright.nn.threads import give_back

if TYPE_CHECKING:
    from briefwright.nn.instruct.matching import Matching

CHUNK = 1024
"""Tokens read in one pass, so that memory in between is bounded."""
ROWS = {"cpu": 16, "cuda": 32}
"""Answers decoded side by side, at most."""
_SHARE = 0.5
"""Of the memory that is free, which caches may take."""
_STEP = {"cpu": 1, "cuda": 250}
"""What a step costs besides its tokens, in tokens. On two cores gaps cost what they saved: with 6,
which one row alone would suggest, four rows took 13.1 s in place of 12.6; so there all rows must be
fed. On a GPU, where a step of a few tokens costs what one does, it is reckoned, not measured."""


class InstructDecoder:
    """A model held open; made by `nn.instruct.load`."""

    kind: Literal["decoder"] = "decoder"

    def __init__(
        self,
        model: Any,
        spelling: Spelling,
        frame: Frame,
        matching: Matching,
        *,
        name: str,
        revision: str,
        context: int,
        settings: Mapping[str, Setting],
        cache_bytes: Callable[[int], int],
        free: Callable[[], int | None],
    ) -> None:
        """`cache_bytes` are those of a sequence of so many tokens; `free` the memory there is."""
        self.name, self.revision, self.context, self.settings = name, revision, context, settings
        self._model, self._spelling, self._frame = model, spelling, frame
        self._cache_bytes, self._free = cache_bytes, free
        self._device = next(model.parameters()).device
        self._plain = caches.plain(model.config)
        # Gaps would count as tokens where a layer looks back so many places.
        self._wide = self._plain and not caches.windowed(model.config)
        self._step_cost = _STEP.get(self._device.type, _STEP["cpu"])
        known = inspect.signature(model.forward).parameters
        # Logits of the last token alone, where the model can leave the others out.
        self._last = {"logits_to_keep": 1} if "logits_to_keep" in known else {}
        self._matching = matching

    def count(self, text: str) -> int:
        return self._spelling.count(text)

    def summarise(self, texts: Sequence[str], *, limit: int) -> list[str]:
        raise ModelError(
            f"{self.name!r} answers questions; {len(texts)} summaries of {limit} tokens are to be "
            "asked for like anything else"
        )

    def answer(
        self, conversations: Sequence[Conversation], *, share: bool = True, rows: int | None = None
    ) -> list[tuple[Answer, ...]]:
        """As the protocol says. Without `share` every prompt is read whole, and `rows` bounds the
        answers decoded side by side: both for measuring."""
        found: dict[tuple[int, int], Answer] = {}
        asked = self._rows(conversations, share=share and self._plain)
        stem: tuple[int, Any] = (-1, None)
        with torch.inference_mode():
            for batch in self._batches(asked, rows):
                stem = self._answered(batch, stem)
                for row in batch:
                    found[row.conversation, row.ask] = _answer(row)
        # Caches are the largest things here, and gone now.
        stem = (-1, None)
        give_back()
        return [
            tuple(found[place, each] for each in range(len(conversation.asks)))
            for place, conversation in enumerate(conversations)
        ]

    def _rows(self, conversations: Sequence[Conversation], *, share: bool) -> list[Row]:
        rows = []
        for place, conversation in enumerate(conversations):
            prompts = self._spelling.prompts(self._frame, conversation)
            stem = _common(prompts) if share and prompts else 0
            for number, (ask, tokens) in enumerate(zip(conversation.asks, prompts, strict=True)):
                self._fits(ask, len(tokens))
                held = self._matching.held(ask.grammar)
                rows.append(Row(place, number, tokens, stem, ask.limit, held))
        # Rows of about the same length side by side, those of a conversation together.
        longest = {row.conversation: row.length for row in sorted(rows, key=lambda row: row.length)}
        return sorted(rows, key=lambda row: (longest[row.conversation], row.conversation, row.ask))

    def _fits(self, ask: Ask, tokens: int) -> None:
        if ask.limit < 1 or tokens + ask.limit > self.context:
            raise ModelError(
                f"the prompt for {ask.section!r} has {tokens:,} tokens, its answer {ask.limit:,}; "
                f"{self.name!r} is used with {self.context:,}. Give it a shorter passage"
            )

    def _batches(self, rows: Sequence[Row], most: int | None) -> Iterator[list[Row]]:
        """Rows that are decoded together: as many as memory holds caches for."""
        limit = most or ROWS.get(self._device.type, 16)
        if not self._plain:
            limit = 1
        batch: list[Row] = []
        longest, room = 0, self._room()
        for row in rows:
            longest = max(longest, row.length)
            # Each cache is there twice while rows are put together.
            taken = 2 * self._cache_bytes(longest) * (len(batch) + 1)
            if batch and (len(batch) >= limit or taken > room):
                yield batch
                batch, longest, room = [], row.length, self._room()
            batch.append(row)
        if batch:
            yield batch

    def _room(self) -> float:
        free = self._free()
        return float("inf") if free is None else free * _SHARE

    def _answered(self, batch: list[Row], stem: tuple[int, Any]) -> tuple[int, Any]:
        """Decode the batch; the stem that was read last, for rows of its conversation to come."""
        try:
            return self._decoded(batch, stem)
        except RuntimeError as error:
            if not _is_memory(error):
                said = str(error).strip().split("\n")[0][:200]
                raise ModelError(f"{self.name!r} failed while it answered: {said}") from error
            if len(batch) == 1:
                raise NoRoom(
                    f"the memory of {self._device} is used up by one answer; take less context, or "
                    "a smaller type of numbers"
                ) from error
        # Less was free than was told: in halves, from their beginnings.
        for row in batch:
            row.held.restart()
        if self._device.type == "cuda":
            torch.cuda.empty_cache()
        half = len(batch) // 2
        return self._answered(batch[half:], self._answered(batch[:half], (-1, None)))

    def _decoded(self, batch: Sequence[Row], stem: tuple[int, Any]) -> tuple[int, Any]:
        parts, logits, stem = self._read(batch, stem)
        if len(batch) == 1:
            self._alone(batch[0], parts[0], logits[0])
        else:
            self._together(batch, parts, torch.stack(logits))
        return stem

    def _read(
        self, batch: Sequence[Row], stem: tuple[int, Any]
    ) -> tuple[list[Any], list[torch.Tensor], tuple[int, Any]]:
        """A cache and the logits [vocabulary] after the prompt, for each row."""
        parts, logits = [], []
        config = self._model.config
        for row in batch:
            if row.stem and stem[0] != row.conversation:
                whole = caches.empty(config)
                self._feed(row.tokens[: row.stem], whole)
                stem = (row.conversation, whole)
            part = caches.branch(config, stem[1]) if row.stem else caches.empty(config)
            logits.append(self._feed(row.tokens[row.stem :], part))
            parts.append(part)
        return parts, logits, stem

    def _feed(self, tokens: Sequence[int], cache: Any) -> torch.Tensor:
        """Read the tokens of one row after what the cache holds; the logits after the last."""
        logits = torch.empty(0)
        for start in range(0, len(tokens), CHUNK):
            ids = torch.tensor([list(tokens[start : start + CHUNK])], device=self._device)
            logits = self._step(ids, cache)
        return logits[0]

    def _step(self, ids: torch.Tensor, cache: Any, **places: torch.Tensor) -> torch.Tensor:
        """[rows, vocabulary]: logits after each row's last token."""
        found = self._model(
            input_ids=ids,
            past_key_values=cache,
            use_cache=True,
            **{name: each.to(self._device) for name, each in places.items()},
            **self._last,
        )
        return torch.as_tensor(found.logits[:, -1].float())

    def _alone(self, row: Row, cache: Any, logits: torch.Tensor) -> None:
        """Decode one row; what the grammar forces is read in one pass."""
        fed = 0
        row.held.forced()
        while not row.over:
            if fed < len(row.held.tokens):
                tokens, fed = row.held.tokens[fed:], len(row.held.tokens)
                logits = self._feed(tokens, cache)
            self._choose(logits[None], [row])

    def _together(self, batch: Sequence[Row], parts: Sequence[Any], logits: torch.Tensor) -> None:
        """Decode the rows side by side: a step feeds each a token, or several that were forced."""
        room = max(row.room for row in batch)
        cache = caches.rows(self._model.config, parts, room=room)
        beside = Beside(batch, cache, room=room)
        for row in batch:
            row.held.forced()
        while True:
            ready = beside.ready()
            self._choose(logits[ready], [beside.rows[at] for at in ready])
            if not beside.drop():
                return
            ids, places = beside.next(self._step_cost if self._wide else None)
            logits = self._step(ids.to(self._device), cache, **places)

    def _choose(self, logits: torch.Tensor, rows: Sequence[Row]) -> None:
        """Give each row its likeliest token that may come, and what must come after it."""
        if not rows:
            return
        bits = np.stack([row.held.mask() for row in rows])
        allowed = torch.from_numpy(np.unpackbits(bits, axis=1, bitorder="little").astype(bool))
        allowed = allowed[:, : logits.shape[1]].to(logits.device)
        chosen = logits.masked_fill(~allowed, float("-inf")).argmax(-1).tolist()
        for row, token in zip(rows, chosen, strict=True):
            row.held.take(token)
            row.held.forced()


def _is_memory(error: RuntimeError) -> bool:
    # On the CPU torch has no exception of its own for it.
    return isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error)


def _answer(row: Row) -> Answer:
    finished = row.held.whole and len(row.held.tokens) <= row.limit
    tokens = row.held.tokens[: row.limit]
    return Answer(text=row.held.spelled(tokens), finished=finished, tokens=len(tokens))


def _common(prompts: Sequence[Sequence[int]]) -> int:
    """Tokens that all prompts begin with, at least one left over in each."""
    shortest = min(map(len, prompts)) - 1
    first = prompts[0]
    for place in range(shortest):
        if any(each[place] != first[place] for each in prompts):
            return place
    return shortest
