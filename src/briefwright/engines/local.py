"""The engine of one machine: worker processes, each with the models, each bounded.

A thread waits on each process; whatever crosses between threads goes through queues.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence

from briefwright.engines import Made, Plan, Task
from briefwright.engines.attempts import settle
from briefwright.engines.process import Worker

AHEAD = 1
"""Groups that wait for each worker, so that none is idle while results are written."""


class LocalEngine:
    """Starts its processes when they get their first group."""

    patient = False

    def __init__(self, plan: Plan, *, workers: int) -> None:
        self._given: queue.SimpleQueue[Sequence[Task] | None] = queue.SimpleQueue()
        self._made: queue.SimpleQueue[Made | BaseException | None] = queue.SimpleQueue()
        self._going = 0
        self.workers = workers
        self._closed = threading.Event()
        self._workers = [Worker(plan) for _ in range(workers)]
        self._threads = [
            threading.Thread(target=self._serve, args=(worker,), daemon=True)
            for worker in self._workers
        ]
        for thread in self._threads:
            thread.start()

    @property
    def room(self) -> int:
        return max(0, self.workers * (1 + AHEAD) - self._going)

    def give(self, group: Sequence[Task]) -> None:
        self._going += 1
        self._given.put(group)

    def take(self, timeout: float) -> list[Made]:
        ready: list[Made] = []
        try:
            answer = self._made.get(timeout=timeout)
            while True:
                if isinstance(answer, BaseException):
                    raise answer
                if answer is None:
                    self._going -= 1
                else:
                    ready.append(answer)
                answer = self._made.get_nowait()
        except queue.Empty:
            return ready

    def close(self) -> None:
        self._closed.set()
        for worker in self._workers:
            worker.stop()
            self._given.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self, worker: Worker) -> None:
        try:
            while (group := self._given.get()) is not None and not self._closed.is_set():
                for made in settle(worker, group):
                    if self._closed.is_set():
                        # It was ended with its worker, and is to blame for nothing.
                        return
                    self._made.put(made)
                # The group is over.
                self._made.put(None)
        except BaseException as error:
            self._made.put(error)
        finally:
            worker.close()
