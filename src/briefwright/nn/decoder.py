"""A causal language model held open, and greedy generation in batches.

Owns loading, threads, batching and the cache of keys and values. Knows nothing of prompts' meaning.
"""

from __future__ import annotations

import copy
import json
import os
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefwright.errors import CorruptWeights, UnknownModel
from briefwright.nn.gguf import WEIGHTS
from briefwright.nn.threads import cores

if TYPE_CHECKING:
    import torch

BATCH = 16
"""Prompts decoded side by side."""
ARCHITECTURES = frozenset({"LlamaForCausalLM"})
MAX_PARAMETERS = 200_000_000
"""Of the embedded decoder, which is loaded in fp32 on any machine."""
_COMPACT = 0.25
"""Share of a batch that must be finished before its rows are dropped; dropping copies the cache."""


@dataclass(frozen=True)
class Decoder:
    """A model in memory with its tokenizer; made by `load_decoder`."""

    folder: Path
    model: Any
    tokenizer: Any

    @property
    def context(self) -> int:
        """The most tokens that prompt and answer may have together."""
        return int(self.model.config.max_position_embeddings)


def load_decoder(folder: Path, *, threads: int | None = None) -> Decoder:
    """The model in `folder`, in fp32, from safetensors and from nowhere else.

    `threads` (default: physical cores) holds for all of torch in this process. Raises UnknownModel
    if the folder lacks a model, CorruptWeights if it holds one that is not what it should be.
    """
    _check(folder)
    # Before the import: huggingface_hub reads it once.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # OpenMP's threads spin while they wait for each other. Three sentences with two threads took 6
    # to 8 s however long they spin, and 12 s asleep; beside other work on both cores 27 s spinning
    # as by default, 12 s with this. It must be set before torch loads.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    import torch
    from safetensors import SafetensorError
    from transformers import LlamaForCausalLM, PreTrainedTokenizerFast
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    torch.set_num_threads(threads or cores())
    try:
        model, report = LlamaForCausalLM.from_pretrained(
            folder,
            dtype=torch.float32,
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
        )
        tokenizer = PreTrainedTokenizerFast.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise CorruptWeights(f"the model in {str(folder)!r} cannot be loaded: {error}") from error
    if report["missing_keys"] or report["mismatched_keys"]:
        lacking = sorted(map(str, [*report["missing_keys"], *report["mismatched_keys"]]))
        raise CorruptWeights(
            f"the weights in {str(folder)!r} lack {len(lacking)} tensors, {lacking[0]!r} first"
        )
    return Decoder(folder=folder, model=model.eval(), tokenizer=tokenizer)


def chat(decoder: Decoder, messages: Sequence[Mapping[str, str]]) -> str:
    """The messages as the model's chat template puts them, ending where the answer begins.

    Control tokens spelled out in a message lose their meaning: no message can end another.
    """
    safe = [
        {"role": each["role"], "content": neutral(decoder, each["content"])} for each in messages
    ]
    text = decoder.tokenizer.apply_chat_template(safe, tokenize=False, add_generation_prompt=True)
    return str(text)


def neutral(decoder: Decoder, text: str) -> str:
    """`text` with a space put into whatever the tokenizer would read as a control token."""
    tokens = [token.content for token in decoder.tokenizer.added_tokens_decoder.values()]
    pattern = re.compile("|".join(map(re.escape, tokens)))
    # Until none is left: breaking one may leave another that overlapped it.
    while pattern.search(text):
        text = pattern.sub(lambda match: f"{match[0][0]} {match[0][1:]}", text)
    return text


def generate(
    decoder: Decoder,
    prompts: Sequence[str],
    *,
    max_new_tokens: int | Sequence[int],
    batch: int = BATCH,
) -> list[str]:
    """What the model greedily says to each prompt, in the order of the prompts.

    The same prompts give the same answers. An answer stops at the end token or its
    `max_new_tokens`, so it may break off. Prompts that begin alike are cheap: what all of them
    share is read once. Raises ValueError for a prompt that leaves no room for its answer.
    """
    limits = _limits(max_new_tokens, len(prompts))
    ids = [decoder.tokenizer(each, add_special_tokens=False)["input_ids"] for each in prompts]
    for index, (tokens, limit) in enumerate(zip(ids, limits, strict=True)):
        if not tokens or len(tokens) + limit > decoder.context:
            raise ValueError(
                f"prompt {index} has {len(tokens)} tokens; 1 to {decoder.context - limit} fit"
            )
    if not ids:
        return []
    import torch

    answers = [""] * len(ids)
    # Alike in length: the least padding, and rows of a batch end at about the same time.
    order = sorted(range(len(ids)), key=lambda index: (len(ids[index]), limits[index]))
    with torch.inference_mode():
        prefix = _Prefix(decoder, ids)
        for rows in _chunks(order, batch):
            said = _decode(
                decoder, prefix, [ids[row] for row in rows], [limits[row] for row in rows]
            )
            for row, tokens in zip(rows, said, strict=True):
                answers[row] = decoder.tokenizer.decode(tokens, skip_special_tokens=True)
    return answers


class _Prefix:
    """The tokens that all prompts begin with, and the cache after reading them."""

    def __init__(self, decoder: Decoder, ids: Sequence[Sequence[int]]) -> None:
        import torch

        # One token of each prompt stays out, for its logits begin the answer.
        shortest = min(map(len, ids)) - 1 if len(ids) > 1 else 0
        first = ids[0]
        self.length = next(
            (at for at in range(shortest) if any(row[at] != first[at] for row in ids)), shortest
        )
        self._cache: Any = None
        if self.length:
            output = decoder.model(
                input_ids=torch.tensor([first[: self.length]]), use_cache=True, logits_to_keep=1
            )
            self._cache = output.past_key_values

    def cache(self, rows: int) -> Any:
        """A fresh cache for a batch of `rows`."""
        if self._cache is None:
            return None
        own = copy.deepcopy(self._cache)
        own.batch_repeat_interleave(rows)
        return own


def _decode(
    decoder: Decoder, prefix: _Prefix, ids: Sequence[Sequence[int]], limits: Sequence[int]
) -> list[list[int]]:
    """The tokens of each row's answer, without the end token."""
    import torch

    rests = [row[prefix.length :] for row in ids]
    width = max(map(len, rests))
    pad = decoder.tokenizer.pad_token_id
    tokens = torch.tensor([[pad] * (width - len(rest)) + list(rest) for rest in rests])
    mask = torch.tensor([[0] * (width - len(rest)) + [1] * len(rest) for rest in rests])
    positions = prefix.length + (mask.cumsum(-1) - 1).clamp(min=0)
    mask = torch.cat([mask.new_ones(len(rests), prefix.length), mask], dim=-1)
    cache = prefix.cache(len(rests))
    answers = _Answers(limits, decoder.tokenizer.eos_token_id)
    while True:
        output = decoder.model(
            input_ids=tokens,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        )
        cache = output.past_key_values
        chosen = output.logits[:, -1].argmax(-1)
        going = answers.add(chosen.tolist())
        if not going:
            return answers.tokens
        tokens, mask, positions = chosen[:, None], _longer(mask), positions[:, -1:] + 1
        if len(going) <= (1 - _COMPACT) * answers.width:
            keep = torch.tensor(going)
            cache.batch_select_indices(keep)
            tokens, mask, positions = tokens[keep], mask[keep], positions[keep]
            answers.drop_all_but(going)


class _Answers:
    """The answers of one batch as they grow, and which of its rows still go on."""

    def __init__(self, limits: Sequence[int], end: int) -> None:
        self.tokens: list[list[int]] = [[] for _ in limits]
        self._limits = limits
        self._end = end
        self._rows = list(range(len(limits)))
        """Which answer each row of the batch belongs to, now that some were dropped."""
        self._done: set[int] = set()

    def add(self, chosen: Sequence[int]) -> list[int]:
        """Give each unfinished answer its next token; the rows that go on."""
        for answer, token in zip(self._rows, chosen, strict=True):
            if answer in self._done:
                continue
            if token != self._end:
                self.tokens[answer].append(token)
            if token == self._end or len(self.tokens[answer]) == self._limits[answer]:
                self._done.add(answer)
        return [row for row, answer in enumerate(self._rows) if answer not in self._done]

    def drop_all_but(self, going: Sequence[int]) -> None:
        self._rows = [self._rows[row] for row in going]

    @property
    def width(self) -> int:
        return len(self._rows)


def _longer(mask: torch.Tensor) -> torch.Tensor:
    import torch

    return torch.cat([mask, mask.new_ones(mask.shape[0], 1)], dim=-1)


def _limits(given: int | Sequence[int], count: int) -> list[int]:
    limits = [given] * count if isinstance(given, int) else list(given)
    if len(limits) != count or any(limit < 1 for limit in limits):
        raise ValueError(f"one limit of at least 1 is wanted for each of {count} prompts")
    return limits


def _chunks(order: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(order), size):
        yield order[start : start + size]


def _check(folder: Path) -> None:
    """Refuse, before anything is loaded, what is not the kind and size of model expected."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        parameters = _parameters(folder / WEIGHTS)
    except FileNotFoundError as error:
        raise UnknownModel(
            f"{str(folder)!r} holds no model: {error.filename!r} is missing"
        ) from error
    except (OSError, ValueError, struct.error) as error:
        raise CorruptWeights(f"the model in {str(folder)!r} cannot be read: {error}") from error
    architectures = config.get("architectures") if isinstance(config, dict) else None
    if not architectures or not set(architectures) <= ARCHITECTURES:
        raise CorruptWeights(
            f"the model in {str(folder)!r} is a {architectures!r}; "
            f"the writer takes {sorted(ARCHITECTURES)}"
        )
    if parameters > MAX_PARAMETERS:
        raise CorruptWeights(
            f"the model in {str(folder)!r} has {parameters:,} parameters, over {MAX_PARAMETERS:,}"
        )


def _parameters(path: Path) -> int:
    """From the header of a safetensors file: https://huggingface.co/docs/safetensors."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        if length > 10_000_000:
            raise ValueError(f"{path.name!r} is no safetensors file")
        header = json.loads(file.read(length))
    total = 0
    for name, entry in header.items():
        if name != "__metadata__":
            count = 1
            for size in entry["shape"]:
                count *= size
            total += count
    return total
