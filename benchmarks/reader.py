"""Time and peak memory of the readers, side by side in one run, as a Markdown table.

python benchmarks/reader.py [SOURCE...] [--runs N]

Each reader is measured in a child process of its own: loading, then all articles together, as a
run over many reads them, and one by one, as a note does. Segments are made beforehand.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cost import RUNS, machine, mib

TOP = Path(__file__).resolve().parent.parent
SAMPLES = TOP / "samples" / "articles"
READERS = ("patterns", "trained")


class Reading(NamedTuple):
    load: float
    """Seconds to load the reader."""
    words: int
    articles: int
    together: list[float]
    """Seconds for all articles in one call, a run each."""
    apart: list[float]
    """Seconds for all articles, one call each."""
    peak_mib: float


def measure(name: str, sources: Sequence[Path], runs: int) -> Reading:
    command = [sys.executable, __file__, *map(str, sources), "--runs", str(runs), "--child", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}")
    return Reading(**json.loads(done.stdout))


def read(name: Any, sources: Sequence[Path], runs: int) -> Reading:
    """What a child does."""
    from briefwright import ingest, pipeline
    from briefwright.article import count_words
    from briefwright.segment import segment

    found = ingest.sources([str(source) for source in sources])
    articles = [one for one in found if not isinstance(one, ingest.Failed)]
    pairs = [(article, segment(article)) for article in articles]
    started = time.perf_counter()
    reader = pipeline.load(read=name).reader
    load = time.perf_counter() - started
    reader.read(pairs[:1])
    together, apart = [], []
    for _ in range(runs):
        started = time.perf_counter()
        reader.read(pairs)
        together.append(time.perf_counter() - started)
        started = time.perf_counter()
        for pair in pairs:
            reader.read([pair])
        apart.append(time.perf_counter() - started)
    peak = mib(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    words = sum(count_words(article.text) for article in articles)
    return Reading(load, words, len(articles), together, apart, peak)


def table(found: dict[str, Reading]) -> str:
    heads = ("reader", "load, s", "article alone, s", "together, s an article", "spread",
             "words a second", "peak memory, MiB")  # fmt: skip
    rows = [heads, ("---",) * len(heads)]
    for name, one in found.items():
        each = [seconds / one.articles for seconds in one.together]
        rows.append(
            (
                name,
                f"{one.load:.2f}",
                f"{statistics.median(one.apart) / one.articles:.3f}",
                f"{statistics.median(each):.3f}",
                f"{min(each):.3f} to {max(each):.3f}",
                f"{one.words / statistics.median(one.together):.0f}",
                f"{one.peak_mib:.0f}",
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and peak memory of the readers.")
    parser.add_argument("sources", nargs="*", type=Path, default=[SAMPLES])
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--child", choices=READERS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(read(given.child, given.sources, given.runs)._asdict()))
        return
    found = {name: measure(name, given.sources, given.runs) for name in READERS}
    one = found[READERS[0]]
    print(f"{one.articles} articles of {one.words / one.articles:.0f} words on {machine()}:\n")
    print(table(found))


if __name__ == "__main__":
    main()
