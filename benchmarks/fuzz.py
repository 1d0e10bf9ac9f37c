"""What becomes of mutated inputs of each kind: articles, rejections, the slowest.

python benchmarks/fuzz.py [KIND...] [--count N]

The inputs are those of `tests/ingest/ingest_fuzz.py`, by number; whatever does not end as it must
stops the run with its kind and number.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests" / "ingest"))

from ingest_fuzz import seeds, tallied  # noqa: E402

KINDS = (*seeds(), "stdin", "address")


def main() -> None:
    parser = argparse.ArgumentParser(description="Mutated inputs read, counted.")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--count", type=int, default=10_000)
    given = parser.parse_args()
    unknown = set(given.kinds) - set(KINDS)
    if unknown:
        parser.error(f"no such kind: {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    print(
        "| kind | inputs | rejected whole | articles | parts rejected | links | slowest, s "
        "| seconds, wall | peak memory, MB |"
    )
    print(f"|{' --- |' * 9}", flush=True)
    for kind in given.kinds or KINDS:
        started = time.monotonic()
        tally = tallied(kind, range(given.count))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(
            f"| {kind} | {tally.inputs:,} | {tally.rejected:,} | {tally.articles:,} | "
            f"{tally.failed:,} | {tally.linked:,} | {tally.longest:.2f} | "
            f"{time.monotonic() - started:,.0f} | {peak:,.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
