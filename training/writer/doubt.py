"""How sure a newly tuned writer is of the sentences of `judged.jsonl`, token by token.

The sentences are not written anew: each is put to the writer as its answer (teacher forcing), for
what was read of a sentence stays true whoever would write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

import rejudge
from briefwright import models
from briefwright.condense import sources
from briefwright.condense.choice import Choice
from briefwright.nn.adapters import merge
from briefwright.nn.decoder import Decoder, chat, load_decoder
from briefwright.writer import LIMITS, Job, prompts
from briefwright.writer.gate import features
from briefwright.writer.smol import ADAPTER, MODEL

Row = Mapping[str, Any]
ROWS = 8
"""Sentences asked about together, of like length."""


def doubted(rows: Sequence[Row], adapter: Path, data: Path, work: Path) -> list[dict[str, Any]]:
    """The rows whose evidence is found, with the writer's features for its own under `adapter`.

    Raises KeyError for a row without a text or its features.
    """
    asked = [
        (list(_jobs(choice, article.title, evidence, row)), row)
        for article, choice, own in rejudge.choices(rows, data, work)
        for evidence, row in rejudge.with_evidence(choice, own)
    ]
    written = _as_written([one for one in asked if one[0]])
    sure = Sure(adapter).logprobs([(job, row["text"]) for job, row in written])
    found = []
    for (_, row), logprobs in zip(written, sure, strict=True):
        told = [round(each, 5) for each in features(0.0, logprobs, "")[1:5]]
        found.append({**row, "features": [row["features"][0], *told, row["features"][5]]})
    return found


def _as_written(asked: Sequence[tuple[list[Job], Row]]) -> list[tuple[Job, Row]]:
    """Each row with the one job that it came from: where the writer that ships has the doubt that
    stands in the row."""
    told = [(job, row["text"]) for jobs, row in asked if len(jobs) > 1 for job in jobs]
    sure = iter(Sure(ADAPTER).logprobs(told) if told else ())
    found = []
    for jobs, row in asked:
        if len(jobs) == 1:
            found.append((jobs[0], row))
            continue
        away = [abs(sum(own) / len(own) - row["features"][1]) for own in (next(sure) for _ in jobs)]
        found.append((jobs[away.index(min(away))], row))
    return found


def _jobs(choice: Choice, title: str | None, evidence: str, row: Row) -> Iterator[Job]:
    """What the writer is asked where it may give such a sentence."""
    if row["kind"] == "bottom_line":
        line = choice.bottom_line_evidence()
    else:
        lines = (choice.line(index) for index in range(len(choice.segments.sentences)))
        line = next((one for one in lines if one.resolved[0] == evidence), None)
    if line is not None:
        for source in sources(line):
            yield Job(
                kind=row["kind"],
                evidence=source,
                max_words=LIMITS[row["kind"]],
                title=title if row["kind"] == "bottom_line" else None,
                known=line.known,
            )


class Sure:
    """The decoder under an adapter, as transformers computes it: all places of a text at once."""

    def __init__(self, adapter: Path) -> None:
        from transformers import LlamaForCausalLM

        folder = models.ensure(MODEL)
        self._decoder: Decoder = load_decoder(folder)
        self._net = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        merge(self._net, adapter)

    def logprobs(self, pairs: Sequence[tuple[Job, str]]) -> list[list[float]]:
        """Natural logarithms of the probabilities of each text's tokens and of its end."""
        decoder = self._decoder
        asked = []
        for job, text in pairs:
            prompt = decoder.tokenizer(chat(decoder, prompts.messages(job)))["input_ids"]
            answer = [*decoder.tokenizer(text, add_special_tokens=False)["input_ids"], decoder.end]
            asked.append((prompt, answer))
        order = sorted(range(len(asked)), key=lambda place: sum(map(len, asked[place])))
        found: list[list[float]] = [[]] * len(asked)
        for start in range(0, len(order), ROWS):
            places = order[start : start + ROWS]
            for place, own in zip(
                places, self._batch([asked[place] for place in places]), strict=True
            ):
                found[place] = own
        return found

    def _batch(self, asked: Sequence[tuple[list[int], list[int]]]) -> list[list[float]]:
        width = max(len(prompt) + len(answer) for prompt, answer in asked)
        tokens = torch.zeros(len(asked), width, dtype=torch.long)
        for row, (prompt, answer) in enumerate(asked):
            tokens[row, : len(prompt) + len(answer)] = torch.tensor(prompt + answer)
        found = []
        with torch.inference_mode():
            # Padding stands at the end, where causal attention never looks back at it.
            states = self._net.model(input_ids=tokens, use_cache=False).last_hidden_state
            for row, (prompt, answer) in enumerate(asked):
                begin = len(prompt) - 1
                logits = self._net.lm_head(states[row, begin : begin + len(answer)])
                shares = torch.log_softmax(logits, dim=-1)
                found.append(shares.gather(1, torch.tensor(answer)[:, None])[:, 0].tolist())
        return found
