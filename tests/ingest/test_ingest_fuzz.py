"""Whatever comes, it ends as articles or as typed reasons, in time and within memory.

`BRIEFWRIGHT_FUZZ=N` sets how many inputs of a kind the slow test takes; `benchmarks/fuzz.py` says
what became of them.
"""

from __future__ import annotations

import os
import sys

import pytest
from ingest_fuzz import seeds, tallied

KINDS = [*seeds(), "stdin", "address"]
MOST_MEMORY = 1_000_000_000
"""Of the process, in bytes, above what it had before; the reading process has its own limit."""
FEW = 100
MANY = int(os.environ.get("BRIEFWRIGHT_FUZZ", "10000"))


def check(kind: str, count: int) -> None:
    before = memory()
    tally = tallied(kind, range(count))
    assert tally.inputs == count
    assert memory() - before < MOST_MEMORY, kind
    # If nothing came through, the inputs would test nothing but the doors.
    assert tally.articles > count / 10, tally


def memory() -> int:
    """The most that the process had, in bytes."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_inputs_end_as_articles_or_reasons(kind: str) -> None:
    check(kind, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_mutated_inputs_end_as_articles_or_reasons(kind: str) -> None:
    check(kind, MANY)
