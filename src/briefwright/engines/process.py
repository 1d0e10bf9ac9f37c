"""A worker process seen from its parent: started when needed, bounded, replaced when it fails."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from briefwright.engines import FaultKind, Made, Plan, Task
from briefwright.engines.worker import NO_MODEL, REFUSED
from briefwright.errors import EngineError, ModelError

STARTS = 2
"""How often a worker is started, in vain, before the run ends: memory may have been short."""
STARTING = 300.0
"""Seconds in which a process must answer that it is there; it imports and does nothing else."""
LOADING = 3600.0
"""Seconds in which the models must be there; a first run fetches them."""
SHARE = 0.2
"""What each further article of a group adds to the time of one alone: together they are faster,
and a group that hangs is to be found out soon."""
LONG = 120_000
"""Letters, some 20,000 words; a longer article may take longer, in proportion."""

_MADE = TypeAdapter(list[Made])


class Fault(Exception):
    """The worker failed with a group; it is replaced at the next one."""

    def __init__(self, kind: FaultKind, reason: str) -> None:
        super().__init__(reason)
        self.kind: FaultKind = kind
        self.reason = reason


class Refused(Exception):
    """The article was refused with a reason; the worker is well."""


class Worker:
    """One process with the models in it. Not for several threads at a time, but for `stop`."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._process: subprocess.Popen[bytes] | None = None
        self._loaded = False
        self._stopped = False

    def make(self, tasks: Sequence[Task]) -> list[Made]:
        """What was made of each task. Raises Fault, Refused, ModelError, EngineError."""
        process = self._ready(models=any(task.article is not None for task in tasks))
        seconds = limit(tasks, self._plan.bounds.seconds)
        given = [task.model_dump(mode="json", exclude_defaults=True) for task in tasks]
        answer = self._ask(process, {"tasks": given}, seconds)
        return _MADE.validate_python(answer["made"])

    def _ready(self, *, models: bool) -> subprocess.Popen[bytes]:
        """The process, with the models where they are needed.

        Raises ModelError, EngineError: no article was looked at, and none is to blame.
        """
        faults: list[Exception] = []
        while len(faults) < STARTS and not (faults and self._stopped):
            try:
                process = self._started()
                if models and not self._loaded:
                    self._ask(process, {"load": True}, LOADING)
                    self._loaded = True
            except (Fault, Refused, OSError) as error:
                self._end()
                faults.append(error)
            else:
                return process
        raise EngineError(
            f"a worker process cannot start ({_reason(faults[-1])}), {len(faults)} times; see that "
            "there is memory enough (fewer --workers take less) and that briefwright and torch are "
            "installed whole; what is done is kept, and the next run goes on with the rest"
        ) from faults[-1]

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        process = subprocess.Popen(
            # -P: a json.py in the folder that an officer stands in is not ours to run.
            [sys.executable, "-P", "-m", "briefwright.engines.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": str(self._plan.threads)},
            # Ctrl-C is for the parent, which ends its workers when it has kept what is done.
            start_new_session=True,
        )
        self._process, self._loaded = process, False
        if self._stopped:
            process.kill()
        self._ask(process, {"plan": self._plan.model_dump(mode="json")}, STARTING)
        return process

    def _ask(
        self, process: subprocess.Popen[bytes], request: dict[str, Any], most: float
    ) -> dict[str, Any]:
        over = threading.Event()

        def end() -> None:
            over.set()
            process.kill()

        # A process that hangs reads no more either; ending it frees whoever writes or reads.
        watch = threading.Timer(most, end)
        watch.daemon = True
        watch.start()
        assert process.stdin is not None
        assert process.stdout is not None
        line = b""
        with contextlib.suppress(OSError):
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        watch.cancel()
        if not line.endswith(b"\n"):
            self._end()
            raise _ended(process.returncode, over=over.is_set(), most=most)
        return self._answered(json.loads(line))

    def _answered(self, answer: dict[str, Any]) -> dict[str, Any]:
        fault, message = answer.get("fault"), answer.get("message", "")
        if fault is None:
            return answer
        if fault == NO_MODEL:
            raise ModelError(message)
        if fault == REFUSED:
            raise Refused(message)
        if fault == "memory":
            # What it holds on to is not known.
            self._end()
            most = self._plan.bounds.megabytes
            raise Fault("memory", f"needed more than {most:,} MB beside the models")
        raise Fault("internal-error", f"a fault in briefwright, {message}")

    def stop(self) -> None:
        """End the process, from any thread; what it is at is lost."""
        self._stopped = True
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()

    def close(self) -> None:
        """End the process and wait for it; for the thread that asks it."""
        self._end()


def limit(tasks: Sequence[Task], seconds: float) -> float:
    """How long a group may take, if one article may take so many seconds."""
    longest = max(len(task.article.text) if task.article else 0 for task in tasks)
    return seconds * max(1.0, longest / LONG) * (1 + SHARE * (len(tasks) - 1))


def _reason(fault: Exception) -> str:
    if isinstance(fault, Fault) and fault.kind == "memory":
        return "out of memory"
    return str(fault)


def _ended(code: int | None, *, over: bool, most: float) -> Fault:
    if over:
        return Fault("too-slow", f"took longer than {most:,.0f} s")
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return Fault("crashed", f"ended its worker by {name}")
    return Fault("crashed", f"ended its worker with exit code {code}")
