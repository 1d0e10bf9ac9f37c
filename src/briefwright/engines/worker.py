"""The process that holds the models and works on groups, and stops: its parent bounds it.

A request is a line of JSON, and so is an answer: {"made": [...]}, {"ready": ...}, or
{"fault": kind, "message": ...}.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from pathlib import Path
from typing import Any

REFUSED, NO_MODEL = "refused", "no-model"


def main() -> None:
    """Answer requests on standard input until it ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    worker = _Worker()
    while True:
        answer = worker.answer(json.loads(requests.get()))
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _listen(requests: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        requests.put(line)
    # The parent is gone, perhaps killed: nobody waits for what is going on here.
    os._exit(0)


class _Worker:
    def __init__(self) -> None:
        self._plan: Any = None
        self._models: Any = None

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        from briefwright.errors import BriefwrightError, ModelError

        try:
            return self._answer(request)
        except ModelError as error:
            return {"fault": NO_MODEL, "message": str(error)}
        except BriefwrightError as error:
            return {"fault": REFUSED, "message": str(error)}
        except MemoryError:
            return {"fault": "memory", "message": ""}
        except Exception as error:
            kind = "memory" if _is_memory(error) else "internal-error"
            return {"fault": kind, "message": f"{error!r}"[:500]}

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        from pydantic import TypeAdapter

        from briefwright.engines import Plan, Task
        from briefwright.engines.work import make

        if "plan" in request:
            self._plan = Plan.model_validate(request["plan"])
            # If memory runs out, the machine is to end this process and not the one that commits.
            _first_to_go()
            return {"ready": os.getpid()}
        if "load" in request:
            from briefwright.engines.loading import loader

            self._models = loader(self._plan.recipe)(self._plan.recipe)
            most = _room(self._models, self._plan.bounds.megabytes)
            return {"ready": _limit_memory(most) if most is not None else 0}
        tasks = TypeAdapter(list[Task]).validate_python(request["tasks"])
        made = make(tasks, self._plan.looks, self._models)
        return {"made": [one.model_dump(mode="json") for one in made]}


def _room(models: Any, megabytes: int) -> int | None:
    """The bound for the models at hand; None where an instruct model keeps its own."""
    instruct = getattr(models, "instruct", None)
    if instruct is None:
        return megabytes
    if instruct.settings.get("device") != "cpu":
        # A GPU's driver maps address space as it likes, much more than there is memory.
        return None
    from briefwright.nn.instruct import memory

    # It sizes its batches by the memory that is free.
    free = memory.there()
    return None if free is None else megabytes + free // 1_000_000


def _is_memory(error: Exception) -> bool:
    # Torch has no exception of its own for it on the CPU.
    return isinstance(error, RuntimeError) and "allocate memory" in str(error)


def _limit_memory(megabytes: int) -> int:
    """Bound what is taken beyond what is taken now; bytes in all, 0 where there are no bounds."""
    try:
        import resource
    except ImportError:
        # Windows; there the time limit alone holds.
        return 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    limit = pages * resource.getpagesize() + megabytes * 1_000_000
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        limit = min(limit, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    return limit


def _first_to_go() -> None:
    try:
        Path("/proc/self/oom_score_adj").write_text("800")
    except OSError:
        return


if __name__ == "__main__":
    main()
