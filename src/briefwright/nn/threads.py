"""How many threads torch gets."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_TOPOLOGY = Path("/sys/devices/system/cpu")


def cores(topology: Path = _TOPOLOGY) -> int:
    """Physical cores this process may use; logical ones where the system does not tell.

    A second thread on a core has no arithmetic unit of its own to multiply with. OMP_NUM_THREADS
    bounds them, as it does in other programs: torch itself would no longer heed it once told.
    """
    return min(_physical(topology), _asked())


def _asked() -> int:
    written = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    return max(int(written), 1) if written.isdecimal() else sys.maxsize


def _physical(topology: Path) -> int:
    allowed = _allowed()
    siblings = set()
    for cpu in allowed:
        try:
            siblings.add((topology / f"cpu{cpu}/topology/thread_siblings_list").read_text())
        except OSError:
            return max(len(allowed), 1)
    return max(len(siblings), 1)


def _allowed() -> set[int]:
    if hasattr(os, "sched_getaffinity"):
        return set(os.sched_getaffinity(0))
    return set(range(os.cpu_count() or 1))
