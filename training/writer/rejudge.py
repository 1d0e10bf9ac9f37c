"""What the judge says of the sentences of `judged.jsonl`, after a new fit of it.

The file holds no evidence, for that is other people's text: it is made again from the articles, and
known by its hash. A sentence whose evidence today's reader puts otherwise is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import corpus
from briefwright import models
from briefwright.article import Article
from briefwright.condense.choice import Choice
from briefwright.ground.statements import supporting
from briefwright.nn.judge_model import load
from briefwright.nn.words import FILE, VOCABULARY
from briefwright.reader.trained import BASE, WEIGHTS, TrainedReader
from briefwright.segment import segment

Row = Mapping[str, Any]


def rejudged(rows: Sequence[Row], judge: Path, data: Path, work: Path) -> list[dict[str, Any]]:
    """The rows whose evidence is found, each with the judge's logit as its first feature."""
    found = [
        each for _, choice, own in choices(rows, data, work) for each in with_evidence(choice, own)
    ]
    folder = models.ensure(BASE)
    model = load(folder / FILE, folder / VOCABULARY, WEIGHTS, judge)
    logits = model.logits([(evidence, row["text"]) for evidence, row in found])
    return [
        {**row, "features": [round(logit, 5), *row["features"][1:]]}
        for logit, (_, row) in zip(logits, found, strict=True)
    ]


def choices(
    rows: Sequence[Row], data: Path, work: Path
) -> Iterator[tuple[Article, Choice, Sequence[Row]]]:
    """Of each article that is found, what may be chosen from it, and its rows."""
    wanted: dict[str, list[Row]] = {}
    for row in rows:
        wanted.setdefault(row["id"], []).append(row)
    reader = TrainedReader.load(models.ensure(BASE))
    for article, _, _ in corpus.labelled(data, work):
        if article.id in wanted:
            segments = segment(article)
            (reading,) = reader.read([(article, segments)])
            yield article, Choice(article, segments, reading, ()), wanted[article.id]


def with_evidence(choice: Choice, rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """The rows whose evidence the article has, after it."""
    count = len(choice.segments.sentences)
    alone = {_hash(one): one for one in (choice.line(index).resolved[0] for index in range(count))}
    line = choice.bottom_line_evidence()
    for row in rows:
        told = dict(alone)
        if line is not None:
            used = supporting(row["text"], line.resolved)
            placed = sorted(used, key=lambda place: line.evidence[place].start)
            for order in (used, placed):
                joined = " ".join(line.resolved[place] for place in order)
                told[_hash(joined)] = joined
        if row["evidence_sha256"] in told:
            yield told[row["evidence_sha256"]], row


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
