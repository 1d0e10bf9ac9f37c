"""How much of the article comes out of real pages, what of their facts is found, and how fast.

python benchmarks/pages.py [PAGES.jsonl.gz] [--list N]

PAGES has one page a line: {"id", "html", "articleBody"}, the body cut out by hand. By default the
181 pages of scrapinghub's article-extraction-benchmark under ../shared. The measure is theirs:
precision and recall of 4-word shingles, a mean over pages each, and F1 of the two means.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefwright.article import Article
from briefwright.errors import SourceError
from briefwright.ingest import isolated, page

TOP = Path(__file__).resolve().parent.parent
PAGES = TOP.parent / "shared" / "data" / "pages" / "pages.jsonl.gz"
SHINGLE = 4
_WORD = re.compile(r"\w+")


class Outcome(NamedTuple):
    """One page: shingles right, too many and missing, the article if there was one, seconds."""

    name: str
    right: int
    extra: int
    missing: int
    article: Article | None
    problem: str
    seconds: float

    @property
    def precision(self) -> float | None:
        found = self.right + self.extra
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        wanted = self.right + self.missing
        return self.right / wanted if wanted else None


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words with their counts; a shorter text is one run."""
    words = _WORD.findall(text)
    last = max(1, len(words) - SHINGLE + 1)
    return Counter(tuple(words[at : at + SHINGLE]) for at in range(last) if words)


def measured(row: dict[str, str]) -> Outcome:
    started, before = time.process_time(), isolated.busy()
    article, problem = None, ""
    try:
        (article,) = page.read(io.BytesIO(row["html"].encode()), f"{row['id']}.html")
    except SourceError as error:
        problem = str(error)
    # Of the processor, here and in the reading process: the machine may have other work.
    seconds = time.process_time() - started + isolated.busy() - before
    wanted = shingles(row["articleBody"])
    found = shingles(article.text if article else "")
    right = (wanted & found).total()
    return Outcome(
        name=row["id"],
        right=right,
        extra=found.total() - right,
        missing=wanted.total() - right,
        article=article,
        problem=problem,
        seconds=seconds,
    )


def rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def f1(outcomes: list[Outcome]) -> tuple[float, float, float]:
    precision = statistics.mean(p for one in outcomes if (p := one.precision) is not None)
    recall = statistics.mean(r for one in outcomes if (r := one.recall) is not None)
    return 2 * precision * recall / (precision + recall), precision, recall


def main() -> None:
    parser = argparse.ArgumentParser(description="Extraction from real pages, measured.")
    parser.add_argument("pages", nargs="?", type=Path, default=PAGES)
    parser.add_argument("--list", type=int, default=0, metavar="N", help="show the N worst pages")
    given = parser.parse_args()
    # Starting the reading process is no page's time.
    isolated.ask("none", b"")
    outcomes = [measured(row) for row in rows(given.pages)]
    articles = [one.article for one in outcomes if one.article]
    whole, precision, recall = f1(outcomes)
    seconds = sorted(one.seconds for one in outcomes)
    print(f"pages             {len(outcomes)}, {len(articles)} with an article")
    print(f"shingle F1        {whole:.4f} (precision {precision:.4f}, recall {recall:.4f})")
    print(f"seconds a page    median {statistics.median(seconds):.2f}, longest {seconds[-1]:.2f}")
    for fact in ("title", "published", "byline", "publisher", "url", "language"):
        print(f"{fact:17} {sum(bool(getattr(one, fact)) for one in articles)}")
    zoned = sum("T" in (one.published or "") for one in articles)
    print(f"time and zone     {zoned} of the dates")
    shares = sorted(one.visible_share or 0 for one in articles)
    print(f"share of visible  median {statistics.median(shares):.2f}, least {shares[0]:.2f}")
    remarks = Counter(remark.code for one in articles for remark in one.remarks)
    print(f"remarks           {dict(remarks)}")
    worst = sorted(outcomes, key=lambda one: min(one.precision or 0, one.recall or 0))
    for one in worst[: given.list]:
        print(
            f"{one.name[:12]} P {one.precision or 0:.2f} R {one.recall or 0:.2f} "
            f"{one.seconds:.2f} s {one.problem}"
        )


if __name__ == "__main__":
    main()
