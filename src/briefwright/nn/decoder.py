"""A causal language model held open, and greedy generation in batches.

Owns loading, threads and batching. Knows nothing of prompts' meaning.
"""

from __future__ import annotations

import json
import os
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from briefwright.errors import CorruptWeights, UnknownModel
from briefwright.nn.adapters import merge
from briefwright.nn.gguf import WEIGHTS
from briefwright.nn.threads import cores, quiet

if TYPE_CHECKING:
    import torch

    from briefwright.nn.llama import Llama

BATCH = 16
"""Prompts decoded side by side."""
ARCHITECTURES = frozenset({"LlamaForCausalLM"})
MAX_PARAMETERS = 200_000_000
"""Of the embedded decoder, which is loaded in fp32 on any machine."""
_COMPACT = 0.25
"""Share of a batch that must be finished before its rows are dropped; dropping copies the cache."""


class Constraint(Protocol):
    """What an answer may not say next."""

    def bar(self, said: Sequence[int], logits: torch.Tensor) -> None:
        """Set to minus infinity, in place, the logits [vocabulary] of barred tokens."""
        ...


@dataclass(frozen=True)
class Answer:
    """What the model said, and how sure it was."""

    text: str
    logprobs: tuple[float, ...]
    """Natural logarithm of each token's probability, the end token's last, before anything was
    barred: where a constraint turned the model away from what it would have said, it is low."""


@dataclass(frozen=True)
class Decoder:
    """A model in memory with its tokenizer; made by `load_decoder`."""

    folder: Path
    llama: Llama
    tokenizer: Any

    @property
    def context(self) -> int:
        """The most tokens that prompt and answer may have together."""
        return len(self.llama.cos)

    @property
    def size(self) -> int:
        """Tokens in the vocabulary."""
        return len(self.llama.embeddings)

    @property
    def end(self) -> int:
        """The token that ends an answer."""
        return int(self.tokenizer.eos_token_id)


def load_decoder(
    folder: Path, *, adapter: Path | None = None, threads: int | None = None
) -> Decoder:
    """The model in `folder`, in fp32, from safetensors and from nowhere else.

    `adapter` is a file of low-rank changes, which are added to the weights. `threads` (default:
    physical cores) holds for all of torch in this process. Raises UnknownModel if the folder lacks
    a model, CorruptWeights if it holds one that is not what it should be.
    """
    _check(folder)
    # Before the import: huggingface_hub reads it once.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    quiet()
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
    if adapter is not None:
        merge(model, adapter)
    from briefwright.nn.llama import Llama

    return Decoder(folder=folder, llama=Llama(model.eval()), tokenizer=tokenizer)


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
    constraints: Sequence[Constraint | None] | None = None,
    batch: int = BATCH,
) -> list[Answer]:
    """What the model greedily says to each prompt, in the order of the prompts.

    The same prompts give the same answers. An answer stops at the end token or its
    `max_new_tokens`, so it may break off. Each prompt's constraint bars tokens before one is
    chosen. Raises ValueError for a prompt that leaves no room for its answer.
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

    answers = [Answer("", ())] * len(ids)
    # Rows of a batch should end at about the same time.
    order = sorted(range(len(ids)), key=lambda index: (limits[index], len(ids[index])))
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            own = [constraints[row] if constraints else None for row in rows]
            answering = _Answers([limits[row] for row in rows], decoder.end, own)
            said = _decode(decoder.llama, [ids[row] for row in rows], answering)
            for row, (tokens, sure) in zip(rows, said, strict=True):
                text = decoder.tokenizer.decode(tokens, skip_special_tokens=True)
                answers[row] = Answer(text, tuple(round(each, 4) for each in sure))
    return answers


def _decode(
    llama: Llama, ids: Sequence[Sequence[int]], answers: _Answers
) -> list[tuple[list[int], list[float]]]:
    """The tokens of each row's answer, without the end token, and the logarithms of their
    probabilities, with it."""
    import torch

    from briefwright.nn.llama import Rows

    rows = Rows(llama, ids, answers.most)
    states = rows.read(ids)
    while True:
        logits = llama.logits(states)
        whole = torch.logsumexp(logits, dim=-1)
        chosen = answers.barred(logits).argmax(-1)
        sure = logits.gather(-1, chosen[:, None])[:, 0] - whole
        going = answers.add(chosen.tolist(), sure.tolist())
        if not going:
            return list(zip(answers.tokens, answers.logprobs, strict=True))
        if len(going) <= (1 - _COMPACT) * answers.width:
            keep = torch.tensor(going)
            rows.keep(keep)
            chosen = chosen[keep]
            answers.drop_all_but(going)
        states = rows.step(chosen)


class _Answers:
    """The answers of one batch as they grow, and which of its rows still go on."""

    def __init__(
        self, limits: Sequence[int], end: int, constraints: Sequence[Constraint | None]
    ) -> None:
        self.tokens: list[list[int]] = [[] for _ in limits]
        self.logprobs: list[list[float]] = [[] for _ in limits]
        self._limits = limits
        self._end = end
        self._constraints = constraints
        self._rows = list(range(len(limits)))
        """Which answer each row of the batch belongs to, now that some were dropped."""
        self._done: set[int] = set()

    def barred(self, logits: torch.Tensor) -> torch.Tensor:
        """The logits [rows, vocabulary], minus infinity where an answer may not go on so."""
        for row, answer in enumerate(self._rows):
            constraint = self._constraints[answer]
            if constraint is not None and answer not in self._done:
                constraint.bar(self.tokens[answer], logits[row])
        return logits

    def add(self, chosen: Sequence[int], sure: Sequence[float]) -> list[int]:
        """Give each unfinished answer its next token; the rows that go on."""
        for answer, token, logprob in zip(self._rows, chosen, sure, strict=True):
            if answer in self._done:
                continue
            self.logprobs[answer].append(logprob)
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

    @property
    def most(self) -> int:
        """Tokens of the longest answer there may be."""
        return max(self._limits)


def _limits(given: int | Sequence[int], count: int) -> list[int]:
    limits = [given] * count if isinstance(given, int) else list(given)
    if len(limits) != count or any(limit < 1 for limit in limits):
        raise ValueError(f"one limit of at least 1 is wanted for each of {count} prompts")
    return limits


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
