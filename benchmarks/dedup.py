"""Precision and recall of near-copies over thresholds, and the time of 10,000 articles.

python benchmarks/dedup.py [ARTICLES.jsonl[.gz]...] [--sample N]

Pairs are labelled by how they were made. Of every article of samples/ the copies that `copies.py`
makes are to be found; different articles, those on the same event included, are not. With files of
articles (`id` and `text`, one a line) the same is done with N of theirs, and pairs found among the
articles themselves are counted: where ids number a newspaper's articles in order, those far apart
cannot be copies, and are the harder for it, as papers repeat their own background.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from briefwright import dedup, ingest
from copies import EDITS
from cost import machine, mib

TOP = Path(__file__).resolve().parent.parent
THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
FAR = 600
"""Numbers between two articles of a paper that are weeks apart."""
SIZE = 10_000


class Given(NamedTuple):
    id: str
    text: str


def samples() -> tuple[list[Given], set[tuple[str, str]]]:
    """Our own articles, and the pairs among them that are copies as they stand."""
    labels = json.loads((TOP / "samples" / "day" / "stories.json").read_text())
    sources = [str(TOP / "samples" / name) for name in ("articles", "day/articles.jsonl")]
    found = [one for one in ingest.sources(sources) if not isinstance(one, ingest.Failed)]
    pairs = {(one, other) for other, one in labels["copies"].items()}
    return [Given(one.id, one.text) for one in found], pairs


def articles(path: Path) -> list[Given]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Given(str(row["id"]), row["text"]) for row in rows]


def edited(given: Sequence[Given], chance: random.Random) -> dict[str, list[float]]:
    """By kind of edit, how much each copy shares with its article."""
    return {
        kind: [dedup.shared(one.text, edit(one.text, chance)) for one in given]
        for kind, edit in EDITS.items()
    }


def far(one: str, other: str) -> bool:
    numbers = [re.search(r"(\d+)$", id_) for id_ in (one, other)]
    if not all(numbers):
        return False
    return abs(int(numbers[0][1]) - int(numbers[1][1])) > FAR  # type: ignore[index]


def table(copies: dict[str, list[float]], wrong: Sequence[float], right: Sequence[float]) -> None:
    """A row a threshold: recall of made copies, and what else is found."""
    made = [share for shares in copies.values() for share in shares] + list(right)
    print("| threshold | recall | precision | wrong pairs |")
    print("| --- | --- | --- | --- |")
    for threshold in THRESHOLDS:
        hits = sum(share >= threshold for share in made)
        astray = sum(share >= threshold for share in wrong)
        recall, precision = hits / len(made), hits / max(1, hits + astray)
        print(f"| {threshold} | {recall:.3f} | {precision:.3f} | {astray} |")
    print("\n| copy | recall at the threshold | lowest share |")
    print("| --- | --- | --- |")
    for kind, shares in copies.items():
        share_found = sum(share >= dedup.SHARED for share in shares) / len(shares)
        print(f"| {kind} | {share_found:.3f} | {min(shares):.2f} |")


def own() -> None:
    given, pairs = samples()
    found = dedup.copies([one.text for one in given], threshold=0.01)
    named = {(given[one.first].id, given[one.second].id): one.shared for one in found}
    wrong = [share for pair, share in named.items() if not {pair, pair[::-1]} & pairs]
    right = [max(named.get(pair, 0.0), named.get(pair[::-1], 0.0)) for pair in pairs]
    many = len(given) * (len(given) - 1) // 2 - len(pairs)
    print(f"\nOur own: {len(given)} articles, {many} pairs of different ones\n")
    table(edited(given, random.Random(7)), wrong, right)


def others(paths: Sequence[Path], sample: int) -> None:
    given = [one for path in paths for one in articles(path)]
    found = dedup.copies([one.text for one in given], threshold=0.01)
    pairs = [(given[one.first].id, given[one.second].id, one.shared) for one in found]
    wrong = [share for one, other, share in pairs if far(one, other)]
    near = Counter(
        threshold
        for one, other, share in pairs
        for threshold in THRESHOLDS
        if share >= threshold and not far(one, other)
    )
    print(f"\nOthers': {len(given)} articles, copies made of {sample}\n")
    chosen = random.Random(7).sample(given, min(sample, len(given)))
    table(edited(chosen, random.Random(7)), wrong, [])
    print("\nFound besides, nearer to each other and not labelled:", dict(sorted(near.items())))


def speed(paths: Sequence[Path]) -> None:
    given = [one for path in paths for one in articles(path)] or samples()[0]
    chance = random.Random(7)
    edits = list(EDITS.values())
    texts = [one.text for one in given][:SIZE]
    while len(texts) < SIZE:
        texts.append(chance.choice(edits)(chance.choice(given).text, chance))
    words = sum(len(text.split()) for text in texts)
    for many in (SIZE // 4, SIZE):
        started, worked = time.perf_counter(), time.process_time()
        found = dedup.copies(texts[:many])
        seconds, worked = time.perf_counter() - started, time.process_time() - worked
        print(f"{many:,} articles: {seconds:.1f} s ({worked:.1f} s of a core), {len(found)} pairs")
    peak = mib(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    print(f"{words / SIZE:.0f} words each, peak memory {peak:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, default=400)
    asked = parser.parse_args()
    print(f"Near-copies on {machine()}")
    own()
    if asked.articles:
        others(asked.articles, asked.sample)
    print()
    speed(asked.articles)


if __name__ == "__main__":
    main()
