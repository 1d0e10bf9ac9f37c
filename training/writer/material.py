"""What the fits read, written once: token ids of pairs, arrays of the judge's cases."""

from __future__ import annotations

import json
import lzma
import pickle
import random
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

import corpus
import gold as golds
import pairs as pairing
from briefwright import models
from briefwright.article import Article
from briefwright.nn.judge_net import Sides, cut
from briefwright.nn.pieces import Splitter, cases
from briefwright.nn.words import VOCABULARY
from briefwright.reader.trained import BASE, WEIGHTS, TrainedReader
from briefwright.reading import without_reader
from briefwright.segment import segment
from briefwright.writer.smol import MODEL
from build import digest
from corrupt import WAYS, Context, spoilt
from judging import Case
from pairs import Pair, Read
from supported import supported
from tune import Tokens
from vary import varied

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts.jsonl"
# Spoilt sentences beside each that stands; the ways are taken in turn.
SPOILT = 2
_SELDOM = frozenset(("number", "date", "opposite", "certainty", "attribution"))


def write(work: Path, data: Path, *, copies: int = 1) -> None:
    """Write pairs.pkl.xz, cases.pkl.xz, sources.json and encoder.safetensors."""
    made = {name: pairs(name, work, data) for name in ("dev", "train", "texts")}
    with lzma.open(work / "pairs.pkl.xz", "wb", preset=2) as file:
        pickle.dump(_tokens(made, copies), file)
    with lzma.open(work / "cases.pkl.xz", "wb", preset=2) as file:
        pickle.dump(_cases(made), file)
    sources = {
        "decoder": models.revision(MODEL),
        "words": models.revision(BASE),
        "reader": digest(WEIGHTS),
        "texts": digest(TEXTS),
        "labels": digest(corpus.LABELS),
        "references": digest(data / "references" / "train.jsonl"),
        "articles": {name: len(own) for name, own in made.items()},
        "pairs": {name: sum(len(each) for _, each in own) for name, own in made.items()},
    }
    (work / "sources.json").write_text(json.dumps(sources, indent=2) + "\n", "utf-8")
    encoder(work)


def encoder(work: Path) -> None:
    """Write encoder.safetensors: the shipped reader's, with the word embeddings it stands on."""
    import torch
    from safetensors.torch import load_file, save_file

    from briefwright.nn.words import FILE

    state = {name: each for name, each in load_file(WEIGHTS).items() if name.startswith("encoder.")}
    words = load_file(models.ensure(BASE) / FILE)
    save_file(
        {**state, **{key: each.to(torch.float16) for key, each in words.items()}},
        work / "encoder.safetensors",
    )


Made = list[tuple[Read, list[Pair]]]


def pairs(name: str, work: Path, data: Path) -> Made:
    """Each article as read, and its pairs."""
    if name == "texts":
        rows = {row["id"]: row for row in golds.rows(TEXTS)}
        labels = {row["id"]: row for row in golds.rows(corpus.LABELS) if row["id"] in rows}
        articles = [one for one, _, _ in corpus.labelled(data, work) if one.id in rows]
    else:
        rows = {row["id"]: row for row in golds.rows(data / "references" / f"{name}.jsonl")}
        articles = [one for one, _, _ in corpus.references(data, name)]
    made: Made = []
    for read in _read(articles, work / f"reads-{name}.pkl"):
        row = rows[read.article.id]
        own = (
            pairing.of_text(row, labels[read.article.id], read)
            if name == "texts"
            else pairing.of_reference(row, read)
        )
        made.append((read, list(own)))
    return made


def _read(articles: Sequence[Article], kept: Path) -> list[Read]:
    """The articles as the trained reader leaves them; kept, for that takes minutes."""
    known: dict[str, Read] = {}
    if kept.exists():
        # Our own file.
        known = pickle.loads(kept.read_bytes())
    lacking = [one for one in articles if one.id not in known]
    if lacking:
        reader = TrainedReader.load(models.ensure(BASE))
        for start in range(0, len(lacking), 16):
            group = [(one, segment(one)) for one in lacking[start : start + 16]]
            for (article, segments), reading in zip(group, reader.read(group), strict=True):
                plain = without_reader(reading, article.text)
                known[article.id] = Read(article, segments, plain)
        kept.write_bytes(pickle.dumps(known))
    return [known[one.id] for one in articles]


# The decoder's pairs


def _tokens(made: Mapping[str, Made], copies: int) -> dict[str, list[Tokens]]:
    from briefwright.nn.decoder import load_decoder

    decoder = load_decoder(models.ensure(MODEL))
    found: dict[str, list[Tokens]] = {}
    for name, articles in made.items():
        rng = random.Random(name)
        found[name] = []
        for read, own in articles:
            names = [one.name.of(read.article.text) for one in read.reading.people]
            for pair in own:
                found[name].append(_ids(decoder, pair))
                if name != "dev":
                    found[name] += [_ids(decoder, varied(pair, names, rng)) for _ in range(copies)]
    return found


def _ids(decoder: Any, pair: Pair) -> Tokens:
    from briefwright.nn.decoder import chat
    from briefwright.writer import prompts

    asked = chat(decoder, prompts.messages(pair.job))
    ids = decoder.tokenizer(asked, add_special_tokens=False)["input_ids"]
    said = decoder.tokenizer(pair.target, add_special_tokens=False)["input_ids"]
    answer = (*said, decoder.tokenizer.eos_token_id)
    return Tokens(tuple(ids), answer, pair.job.kind, supported(pair))


# The judge's cases


def _cases(made: Mapping[str, Made]) -> dict[str, list[Case]]:
    splitter = Splitter(models.ensure(BASE) / VOCABULARY)
    found: dict[str, list[Case]] = {}
    for name, articles in made.items():
        rng = random.Random(name)
        found[name] = []
        for read, own in articles:
            for pair, others, names in _sentences(read, own):
                context = Context(pair.evidence, names, others)
                found[name] += _of(pair, context, splitter, rng, varied_too=name != "dev")
    return found


def _sentences(read: Read, own: Sequence[Pair]) -> Iterator[tuple[Pair, list[str], list[str]]]:
    text = read.article.text
    names = sorted(
        {
            " ".join(mention.of(text).split())
            for one in read.reading.people
            for mention in one.mentions
        }
    )
    for pair in own:
        if pair.job.kind != "area":
            others = [
                one.target
                for one in own
                if one.job.kind != "area"
                and one.job.kind != "bottom_line"
                and one.evidence != pair.evidence
                and one.target != pair.target
            ]
            yield pair, others, names


def _of(
    pair: Pair, context: Context, splitter: Splitter, rng: random.Random, *, varied_too: bool
) -> list[Case]:
    evidence = _arrays(pair.evidence, splitter)
    told = [("", pair.target)]
    ways = _in_turn(rng)
    for way in ways:
        if len(told) > SPOILT and varied_too:
            break
        other = spoilt(pair.target, context, rng, way=way)
        if other is not None:
            told.append((way, other))
    if rng.random() < 0.25:
        # What stands as it is, whole or in part, must stand for the judge too.
        told.append(("", pair.evidence))
    found = []
    for way, sentence in told:
        pieces, case = _arrays(sentence, splitter)
        wrong = (
            _changed(pair.target, sentence, splitter, len(pieces)) if way else np.zeros_like(pieces)
        )
        sides = cut(Sides(*evidence, pieces, case))
        found.append(Case(sides, way, wrong.astype(np.int8)))
    return found


def _in_turn(rng: random.Random) -> list[str]:
    """The ways in random order, every other time those first that few sentences offer."""
    ways = rng.sample(sorted(WAYS), len(WAYS))
    if rng.random() < 0.5:
        ways.sort(key=lambda way: way not in _SELDOM)
    return ways


def _arrays(text: str, splitter: Splitter) -> tuple[Any, Any]:
    pieces = splitter.split(text)
    return pieces.ids, cases(text, pieces)


def _changed(before: str, after: str, splitter: Splitter, count: int) -> Any:
    """1 for the pieces of `after` that `before` does not have at their place."""
    one, other = splitter.split(before).ids.tolist(), splitter.split(after).ids.tolist()
    wrong = np.ones(count, dtype=np.int32)
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        wrong[block.b : block.b + block.size] = 0
    if not wrong.any():
        # Words were left out: the pieces beside the gap are what is wrong.
        for tag, _, _, start, end in SequenceMatcher(
            None, one, other, autojunk=False
        ).get_opcodes():
            if tag == "delete":
                wrong[max(0, start - 1) : end + 1] = 1
    return wrong
