"""What `speed.py` measures of briefwright, each in a process of its own; prints JSON.

python benchmarks/speed_ours.py {warm,batch,reader,written,decoder} ROWS [--runs N]

ROWS is a JSONL file of articles, as `speed_articles.py` writes them.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from briefwright import ingest, pipeline
from briefwright.article import Article, count_words
from briefwright.nn.threads import settle

if TYPE_CHECKING:
    from briefwright.segments import Segments

PROMPT, SAID = 256, 48
"""Tokens of a prompt and of an answer when the decoder alone is measured."""
BATCHES = (1, 16)


def loaded(path: Path) -> list[Article]:
    found = list(ingest.sources([str(path)]))
    return [one for one in found if not isinstance(one, ingest.Failed)]


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def warm(path: Path, runs: int) -> dict[str, Any]:
    """Notes one by one in a process that keeps the models: from the file on disk to a file on disk,
    and where the time goes."""
    from briefwright.render import render

    load = 0.0
    started = time.perf_counter()
    models = pipeline.load()
    load = time.perf_counter() - started
    rows = path.read_text("utf-8").splitlines()
    notes = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs + 1):
            single = Path(folder) / f"{number}.jsonl"
            single.write_text(rows[number % len(rows)] + "\n", "utf-8")
            started = time.perf_counter()
            (brief,) = pipeline.briefs(loaded(single), models)
            (Path(folder) / f"{number}.md").write_bytes(render(brief, "md"))
            notes.append(time.perf_counter() - started)
    return {
        "load": load,
        "first": notes[0],
        "later": notes[1:],
        "stages": stages(loaded(path)[: runs + 1], models),
    }


def stages(articles: Sequence[Article], models: pipeline.Models) -> dict[str, float]:
    """Median seconds of each stage of one article, each article alone."""
    from briefwright.condense import condense
    from briefwright.ground import ground, instruction_like
    from briefwright.render import render
    from briefwright.segment import segment

    found: dict[str, list[float]] = {}

    def timed(stage: str, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        made = work(*given, **named)
        found.setdefault(stage, []).append(time.perf_counter() - started)
        return made

    (whole,) = pipeline.briefs(articles[:1], models)
    for article in articles:
        own = timed("segment", segment, article)
        (seen,) = timed("read", models.reader.read, [(article, own)])
        flagged = instruction_like(article.text, own)
        draft = timed("shorten", condense, article, own, seen, flagged=flagged)
        checked = {"provenance": whole.provenance, "flagged": flagged, "unread": seen.unread}
        brief = timed("ground", ground, draft, article, **checked)
        timed("render", render, brief.model_copy(update={"run": whole.run}), "md")
    return {stage: statistics.median(each) for stage, each in found.items()}


def batch(path: Path, runs: int) -> dict[str, Any]:
    """All articles of the file, as `briefwright note --jsonl` briefs them."""
    models = pipeline.load()
    settle()
    articles = loaded(path)
    list(pipeline.briefs(articles[:1], models))
    passes = [
        seconds(lambda: [one.model_dump_json() for one in pipeline.briefs(loaded(path), models)])
        for _ in range(runs)
    ]
    words = sum(count_words(one.text) for one in articles)
    return {"articles": len(articles), "words": words, "passes": passes}


def reader(path: Path, runs: int) -> dict[str, Any]:
    """The reader on all articles at once, its encoder alone, and the products that this takes;
    likewise with products of whole numbers, in turns, where the processor has them."""
    from briefwright.errors import ModelError
    from briefwright.nn.dtypes import check
    from briefwright.nn.reader_model import ReaderModel
    from briefwright.nn.threads import side_by_side
    from briefwright.reader.trained import TrainedReader
    from briefwright.segment import segment

    readers = [pipeline.load().reader]
    try:
        check("int8")
        readers.append(pipeline.load(dtype="int8").reader)
    except ModelError as error:
        print(error, file=sys.stderr)
    settle()
    trained = readers[0]
    assert isinstance(trained, TrainedReader)
    pairs: list[tuple[Article, Segments]] = [(one, segment(one)) for one in loaded(path)]
    shares: list[Any] = []
    encode = ReaderModel.encode

    def kept(model: ReaderModel, pages: Any) -> Any:
        shares.append(pages)
        return encode(model, pages)

    trained.read(pairs[:1])
    with patch.object(ReaderModel, "encode", kept):
        gflop = _gflop(partial(trained.read, pairs))
    alone = partial(encode, trained.model)
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        for own, name in zip(readers, ("", "int8_"), strict=False):
            assert isinstance(own, TrainedReader)
            by_itself = partial(encode, own.model)
            found.setdefault(f"{name}passes", []).append(seconds(partial(own.read, pairs)))
            found.setdefault(f"{name}encoder", []).append(
                seconds(partial(side_by_side, by_itself, shares))
            )
    return {
        "articles": len(pairs),
        "words": sum(count_words(one.text) for one, _ in pairs),
        "pieces": sum(len(each) for pages in shares for each in alone(pages)),
        "gflop": gflop,
        "encoder_gflop": _gflop(lambda: [alone(pages) for pages in shares]),
        **found,
    }


def _uncounted() -> dict[Any, Callable[..., int]]:
    """How to count what PyTorch's counter takes for nothing: layers laid out beforehand, and
    attention on a processor."""
    import torch

    return {
        torch.ops.mkldnn._linear_pointwise: _products,
        torch.ops.onednn.qlinear_pointwise: _products,
        torch.ops.aten._scaled_dot_product_flash_attention_for_cpu: _attention,
    }


def _products(given: Sequence[int], *others: object, out_shape: Sequence[int]) -> int:
    """Of [..., in] by [out, in]: a multiplication and an addition each."""
    del others
    return 2 * given[-1] * math.prod(out_shape)


def _attention(
    query: Sequence[int], key: Sequence[int], *others: object, out_shape: object, **named: object
) -> int:
    """Of [rows, heads, length, width]: each piece by each, once for the scores, once for values."""
    del others, out_shape, named
    return 2 * 2 * math.prod(query) * key[-2]


def _gflop(work: Callable[[], object]) -> float:
    """Thousand million operations in its matrix products, of whatever numbers they are."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    # inference_mode hides products from the counter, and so do threads of their own.
    with (
        patch.object(torch, "inference_mode", torch.no_grad),
        patch("briefwright.reader.trained.side_by_side", lambda work, parts: [*map(work, parts)]),
        FlopCounterMode(display=False, custom_mapping=_uncounted()) as counter,
    ):
        work()
    return float(counter.get_total_flops()) / 1e9


def written(path: Path, runs: int) -> dict[str, Any]:
    """Notes in the language model's words, which the default does without."""
    models = pipeline.load(wording="written")
    articles = loaded(path)
    list(pipeline.briefs(articles[:1], models))
    return {"passes": [seconds(lambda: list(pipeline.briefs(articles[:1], models)))][:runs]}


def decoder(path: Path, runs: int) -> dict[str, Any]:
    """The writer's network alone: tokens a second read, and said one by one and side by side."""
    from briefwright import models
    from briefwright.nn.decoder import generate, load_decoder
    from briefwright.writer.smol import ADAPTER, MODEL

    net = load_decoder(models.ensure(MODEL), adapter=ADAPTER)
    texts = [one.text for one in loaded(path)]
    ids = net.tokenizer(" ".join(texts), add_special_tokens=False)["input_ids"]
    ids *= 1 + max(BATCHES) * PROMPT // len(ids)
    prompts = [
        net.tokenizer.decode(ids[start : start + PROMPT])
        for start in range(0, max(BATCHES) * PROMPT, PROMPT)
    ]
    found: dict[str, Any] = {"bytes": 4 * net.llama.parameters}
    found["parameters"] = net.llama.parameters
    found["read"], found["said"] = [], {str(size): [] for size in BATCHES}
    for _ in range(runs):
        for size in BATCHES:
            some = prompts[:size]
            first = seconds(partial(generate, net, some, max_new_tokens=1))
            if size == max(BATCHES):
                found["read"].append(size * PROMPT / first)
            started = time.perf_counter()
            answers = generate(net, some, max_new_tokens=SAID)
            took = time.perf_counter() - started - first
            tokens = sum(len(each.logprobs) - 1 for each in answers)
            found["said"][str(size)].append(tokens / took)
    return found


MEASURES = {
    "warm": warm,
    "batch": batch,
    "reader": reader,
    "written": written,
    "decoder": decoder,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="One measure of briefwright, as JSON.")
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    print(json.dumps(MEASURES[given.measure](given.rows, given.runs)))


if __name__ == "__main__":
    main()
