"""How many threads torch gets, what becomes of the memory it gives back, and what is not looked at
again."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

Part = TypeVar("Part")
Made = TypeVar("Made")

_TOPOLOGY = Path("/sys/devices/system/cpu")


def cores(topology: Path = _TOPOLOGY) -> int:
    """Physical cores this process may use; logical ones where the system does not tell.

    A second thread on a core has no arithmetic unit of its own to multiply with. OMP_NUM_THREADS
    bounds them, as it does in other programs: torch itself would no longer heed it once told.
    """
    return min(_physical(topology), _asked())


def quiet() -> None:
    """Let threads that wait for each other sleep soon; to be called before torch is imported.

    Three sentences of the writer with two threads took 6 to 8 s however long they spin, and 12 s
    asleep; beside other work on both cores 27 s spinning as by default, 12 s with this.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")


def side_by_side(work: Callable[[Part], Made], parts: Sequence[Part]) -> list[Made]:
    """What the work makes of each part, in order; parts at once, each in a thread of its own.

    Small networks lose a third of a second core where torch divides each product over the cores,
    and all of it where Python works between products. Here every thread multiplies alone. With one
    part or one core the work is done where it is called, with all of torch's threads.
    """
    import torch

    threads = torch.get_num_threads()
    if threads < 2 or len(parts) < 2:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(
        min(threads, len(parts)), initializer=torch.set_num_threads, initargs=(1,)
    ) as pool:
        try:
            return list(pool.map(work, parts))
        finally:
            # The number is each thread's own, and also what threads made later begin with.
            torch.set_num_threads(threads)


def settle() -> None:
    """Tell Python's collector that what is loaded by now stays for good.

    For a process that briefs many articles: each full pass of it, in which no thread moves, looked
    at 195,000 objects of libraries, a twentieth of the reader's time.
    """
    gc.freeze()


def give_back() -> None:
    """Give memory that is free in this process back to the system, where the C library can.

    glibc keeps it for itself in pieces: over 300 articles a process grew from 590 to 800 MiB, and
    with this, which takes a millisecond or so, it stays at 410.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


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
