"""The engine of a Ray cluster: Ray Data over actors, each with a worker process as on one machine.

The only module that imports ray. Actors make values and have no effects; what crashes, hangs or
eats memory is bounded inside an actor by the same process as the local engine's. Ray itself
retries nothing: a group whose actor was lost is missing from the results, and is counted and
given again here.
"""

from __future__ import annotations

import logging
import os
import queue
import socket
import threading
import warnings
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from briefwright.engines import TRIES, Made, Plan, Task
from briefwright.engines.attempts import settle
from briefwright.engines.process import Worker
from briefwright.errors import EngineError, ModelError, SettingsError

WAVE = 256
"""Groups of one Ray Data execution. Actors live as long as it, so loading is a small part of it."""

_KNOCKING = 10.0

_TASKS = TypeAdapter(list[Task])
_MADE = TypeAdapter(list[Made])
Row = dict[str, Any]


class Actor:
    """Runs on some node of the cluster: groups of tasks in, what was made of them out."""

    def __init__(self, plan: str) -> None:
        self._worker = Worker(Plan.model_validate_json(plan))

    def __call__(self, batch: dict[str, Sequence[Any]]) -> Row:
        made, faults, kinds = [], [], []
        for tasks in batch["tasks"]:
            fault, kind = "", ""
            done: list[Made] = []
            try:
                done = list(settle(self._worker, _TASKS.validate_json(tasks)))
            except (ModelError, EngineError) as error:
                fault, kind = str(error), type(error).__name__
            made.append(_MADE.dump_json(done).decode())
            faults.append(fault)
            kinds.append(kind)
        return {"group": batch["group"], "made": made, "fault": faults, "kind": kinds}


class RayEngine:
    """Connects when it is made; its actors start with the first wave of groups."""

    patient = True

    def __init__(self, plan: Plan, *, workers: int | None, address: str | None) -> None:
        self._plan = plan
        self._ray = _connected(address, workers)
        cores = int(self._ray.cluster_resources().get("CPU", 1))
        self.workers = workers or max(1, cores // plan.threads)
        self._waiting: deque[list[Task]] = deque()
        self._made: queue.SimpleQueue[Made | BaseException | None] = queue.SimpleQueue()
        self._wave: threading.Thread | None = None
        self._closed = threading.Event()
        self._lost: Counter[str] = Counter()

    @property
    def room(self) -> int:
        return max(0, WAVE - len(self._waiting))

    def give(self, group: Sequence[Task]) -> None:
        self._waiting.append(list(group))

    def take(self, timeout: float) -> list[Made]:
        if self._wave is None and self._waiting:
            wave = [self._waiting.popleft() for _ in range(min(WAVE, len(self._waiting)))]
            self._wave = threading.Thread(target=self._serve, args=(wave,), daemon=True)
            self._wave.start()
        ready: list[Made] = []
        try:
            answer = self._made.get(timeout=timeout)
            while True:
                if isinstance(answer, BaseException):
                    raise answer
                if answer is None:
                    self._wave = None
                else:
                    ready.append(answer)
                answer = self._made.get_nowait()
        except queue.Empty:
            return ready

    def close(self) -> None:
        self._closed.set()
        # Ends the actors, and with them the processes that they hold.
        self._ray.shutdown()

    def _serve(self, wave: list[list[Task]]) -> None:
        try:
            back: set[int] = set()
            for row in self._rows(wave):
                if self._closed.is_set():
                    return
                if row["fault"]:
                    known = EngineError if row["kind"] == EngineError.__name__ else ModelError
                    raise known(row["fault"])
                if row["group"] not in back:
                    back.add(row["group"])
                    for made in _MADE.validate_json(row["made"]):
                        self._made.put(made)
            lost = [group for number, group in enumerate(wave) if number not in back]
            # Before anybody is blamed: a cluster that is gone loses every group.
            if lost and not self._answers():
                raise EngineError(
                    "the Ray cluster does no work any more (ray status tells more); what is done "
                    "is kept, and the next run goes on with the rest"
                )
            for group in lost:
                self._again(group)
            self._made.put(None)
        except BaseException as error:
            if not self._closed.is_set():
                self._made.put(error)

    def _answers(self) -> bool:
        """Whether an actor can be had that does nothing at all."""
        return any(True for _ in self._rows([[]]))

    def _rows(self, wave: list[list[Task]]) -> Iterator[Row]:
        data = self._ray.data
        rows = [
            {"group": number, "tasks": _TASKS.dump_json(group, exclude_defaults=True).decode()}
            for number, group in enumerate(wave)
        ]
        pool = data.ActorPoolStrategy(
            size=min(self.workers, len(rows)),
            # What waits at an actor is lost with it.
            max_tasks_in_flight_per_actor=2,
        )
        with warnings.catch_warnings():
            # Until Ray names these two as it does the others: the last line of this call.
            warnings.simplefilter("ignore", DeprecationWarning)
            made = data.from_items(rows, override_num_blocks=len(rows)).map_batches(
                Actor,
                fn_constructor_args=(self._plan.model_dump_json(),),
                batch_size=1,
                compute=pool,
                num_cpus=self._plan.threads,
                **{"max_restarts": 0, "max_task_retries": 0},
            )
        try:
            yield from made.iter_rows()
        except self._ray.exceptions.RayError:
            # The last actor is gone too; what did not come back is given again.
            return

    def _again(self, group: list[Task]) -> None:
        """A group that did not come back: one by one, and each so often alone as is fair."""
        for task in group:
            if len(group) == 1:
                self._lost[task.key] += 1
            if self._lost[task.key] < TRIES:
                self._waiting.append([task])
                continue
            self._made.put(
                Made(
                    key=task.key,
                    state="quarantined",
                    code="worker-lost",
                    reason=f"{task.source}: its worker was lost each of {TRIES} times that it was "
                    "tried alone; the other articles are not affected. --retry-failed tries it "
                    "again",
                    attempts=TRIES,
                    again=task.article is None,
                )
            )


def _connected(address: str | None, workers: int | None) -> Any:
    """The ray module, connected. Raises SettingsError."""
    # Nothing leaves the machine.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # Its workers would stand back behind all other work; those of the local engine do not. Holds
    # for a cluster that is started here.
    os.environ.setdefault("RAY_worker_niceness", "0")
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise SettingsError(
            f"--engine ray: Ray cannot be used ({error}); pip install 'briefwright[ray]', on every "
            "node"
        ) from error
    if address is not None:
        _knock(address)
    local: dict[str, Any] = (
        {"num_cpus": workers, "include_dashboard": False} if address is None else {}
    )
    try:
        ray.init(
            address=address,
            ignore_reinit_error=True,
            log_to_driver=False,
            configure_logging=False,
            **local,
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise _unreached(address, error) from error
    # It tells of each execution on standard error, where our own lines are.
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    # Ray is to lose what an actor takes with it, and to go on; `_serve` sees what is missing.
    context.max_errored_blocks = -1
    context.actor_task_retry_on_errors = False
    return ray


def _knock(address: str) -> None:
    """Ray itself would wait for minutes. Raises SettingsError."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if not colon or not port.isdecimal():
        # "auto" and the like: Ray knows where.
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCKING).close()
    except (OSError, OverflowError) as error:
        raise _unreached(address, error) from error


def _unreached(address: str | None, error: Exception) -> SettingsError:
    return SettingsError(
        f"--address {address}: no Ray cluster answers there ({error}); see ray status"
    )
