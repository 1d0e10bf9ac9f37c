"""How many threads torch gets, what becomes of the memory it gives back, and what is not looked at
again."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore
from typing import Generic, TypeVar

Part = TypeVar("Part")
Made = TypeVar("Made")

_TOPOLOGY = Path("/sys/devices/system/cpu")
_INTERVAL = 0.0002
"""Seconds after which a thread that comes from a product may ask for Python; otherwise 5 ms, as
long as the product took."""
# Options of mallopt(3), and the largest value that each takes.
_TRIM_THRESHOLD, _KEPT = -1, 1 << 30
_MMAP_THRESHOLD, _LARGEST = -3, 32 << 20


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
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_INTERVAL)
    with ThreadPoolExecutor(
        min(threads, len(parts)), initializer=torch.set_num_threads, initargs=(1,)
    ) as pool:
        try:
            return list(pool.map(work, parts))
        finally:
            sys.setswitchinterval(interval)
            # The number is each thread's own, and also what threads made later begin with.
            torch.set_num_threads(threads)


class Left(Generic[Part]):
    """Work in Python beside other threads that multiply: half of the threads do it, for all.

    Threads at their Python together wait for each other at every step, and one that waits for its
    turn does nothing. So whoever brings some while others are at it leaves it to them, unless more
    has been left already than there are cores: it is large.
    """

    def __init__(self, work: Callable[[Part], object]) -> None:
        self._work = work
        self._brought: deque[Sequence[Part]] = deque()
        self._most = cores()
        self._turns = BoundedSemaphore(max(1, self._most // 2))

    def bring(self, parts: Sequence[Part]) -> None:
        """It is done when all threads have come back, and none has raised. Raises what the work
        does, of others' parts too."""
        self._brought.append(parts)
        # Again after every turn: somebody may have come as it ended.
        while self._brought and self._turns.acquire(blocking=len(self._brought) > self._most):
            try:
                for part in self._taken():
                    self._work(part)
            finally:
                self._turns.release()

    def _taken(self) -> Iterator[Part]:
        while True:
            try:
                parts = self._brought.popleft()
            except IndexError:
                return
            yield from parts


def keep_freed() -> None:
    """Have the C library keep memory that is freed for what is asked for next, where it can.

    Left to itself glibc gives a layer's output back to the system and asks for it again at the next
    layer: 80,000 pages of twelve articles to be cleared, 3% of the time. `give_back` ends it.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if set_option is not None:
        set_option(_TRIM_THRESHOLD, _KEPT)
        set_option(_MMAP_THRESHOLD, _LARGEST)


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
