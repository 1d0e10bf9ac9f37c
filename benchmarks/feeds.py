"""What becomes of feeds: read or rejected, why, and how fast.

python benchmarks/feeds.py [FEEDS.jsonl]

FEEDS has one feed a line: {"path", "feed"}. By default feedparser's 1,829 test feeds under
../shared. Nothing is fetched: an entry that only links to its article counts as a link.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import time
from collections import Counter
from pathlib import Path

from briefwright.article import Article
from briefwright.errors import SourceError
from briefwright.ingest import feed
from briefwright.ingest.feed import Linked

TOP = Path(__file__).resolve().parent.parent
FEEDS = TOP.parent / "shared" / "data" / "feeds" / "tests.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description="Feeds read or rejected, counted.")
    parser.add_argument("feeds", nargs="?", type=Path, default=FEEDS)
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    longest = 0.0
    started = time.perf_counter()
    for line in given.feeds.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        counts["feeds"] += 1
        begun = time.perf_counter()
        try:
            for item in feed.read(io.BytesIO(row["feed"].encode()), row["path"]):
                counts[kind(item)] += 1
            counts["feeds read"] += 1
        except SourceError as error:
            counts["feeds rejected"] += 1
            reasons[re.sub(r"\(.*", "", str(error).partition(": ")[2]).partition(";")[0]] += 1
        longest = max(longest, time.perf_counter() - begun)
    for name, count in counts.items():
        print(f"{name:26} {count:,}")
    for reason, count in reasons.most_common():
        print(f"rejected: {reason.strip():40} {count:,}")
    print(f"seconds                    {time.perf_counter() - started:.1f}, longest {longest:.2f}")


def kind(item: object) -> str:
    if isinstance(item, Article):
        return "entries with their text"
    return "entries with a link" if isinstance(item, Linked) else "entries without either"


if __name__ == "__main__":
    main()
