"""Articles with their gold, as sheets and targets. Built once; the network never sees a string."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import gold as golds
from augment import swapped
from briefwright import ingest
from briefwright.article import Article
from briefwright.nn.pieces import Splitter
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.pieced import pieced
from briefwright.reader.trained.proposals import propose
from briefwright.reader.trained.sheets import lay
from briefwright.segment import segment
from briefwright.segments import Segments
from example import Example
from targets import targets

HERE = Path(__file__).parent
LABELS = HERE / "labels.jsonl"
SOURCES = ("tehrantimes", "whitehouse", "tehrantimes-other")


def references(data: Path, name: str) -> Iterator[tuple[Article, Segments, golds.Gold]]:
    """The articles of references/NAME.jsonl with what its briefs say."""
    file = data / "references" / f"{name}.jsonl"
    rows = {row["id"]: row for row in golds.rows(file)}
    for article in _ingested(file):
        segments = segment(article)
        yield article, segments, golds.of_reference(rows[article.id], article, segments)


def labelled(data: Path, scratch: Path) -> Iterator[tuple[Article, Segments, golds.Gold]]:
    """The articles that labels.jsonl is of, found by id in the unlabelled sets."""
    wanted = {row["id"]: row for row in golds.rows(LABELS)}
    file = scratch / "labelled.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for source in SOURCES:
            with gzip.open(
                data / "articles" / f"{source}.jsonl.gz", "rt", encoding="utf-8"
            ) as rows:
                for line in rows:
                    row = json.loads(line)
                    if row["id"] in wanted:
                        own = {key: row[key] for key in ("id", "title", "text")}
                        out.write(json.dumps(own) + "\n")
    for article in _ingested(file):
        row = wanted[article.id]
        if article.sha256 != row["sha256"]:
            print(f"{article.id}: the text is not the one that was labelled", file=sys.stderr)
            continue
        segments = segment(article)
        yield article, segments, golds.of_label(row, article, segments)


def _ingested(file: Path) -> Iterator[Article]:
    for found in ingest.sources([str(file)]):
        if isinstance(found, ingest.Failed):
            raise SystemExit(f"{found.source}: {found.message}")
        yield found


def examples(
    given: Iterator[tuple[Article, Segments, golds.Gold]],
    splitter: Splitter,
    *,
    seed: int,
    copies: int = 0,
) -> list[Example]:
    """An example an article, and `copies` more of each with names and countries swapped."""
    rng = random.Random(seed)
    found = []
    for article, segments, gold in given:
        found.append(_example(article, segments, gold, splitter, rng))
        for _ in range(copies):
            other = swapped(article, gold, rng)
            if other is not None:
                found.append(_example(*other, splitter, rng, copy=True))
    return found


def _example(
    article: Article,
    segments: Segments,
    gold: golds.Gold,
    splitter: Splitter,
    rng: random.Random,
    *,
    copy: bool = False,
) -> Example:
    text = article.text
    named = [
        span
        for one in gold.people
        for form in (one.name, *one.aliases)
        if form[:1].isupper() and (span := golds.find(text, form))
    ]
    titles = [one.title for one in gold.people if one.title is not None]
    proposals = propose(Page.of(article, segments), names=named, titles=titles)
    laid = lay(proposals, pieced(proposals.page, splitter))
    return Example(article.id, laid.sheet, targets(gold, proposals, laid, rng), copy)
