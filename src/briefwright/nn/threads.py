"""How many threads torch gets."""

from __future__ import annotations

import os
from pathlib import Path

_TOPOLOGY = Path("/sys/devices/system/cpu")


def cores(topology: Path = _TOPOLOGY) -> int:
    """Physical cores this process may use; logical ones where the system does not tell.

    A second thread on a core has no arithmetic unit of its own to multiply with.
    """
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
