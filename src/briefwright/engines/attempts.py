"""Who is to blame when a group fails: it is rerun one by one, and nobody is blamed for the others.

An article that fails its worker alone is tried once more, alone, and then quarantined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from briefwright.engines import TRIES, Made, Task
from briefwright.engines.process import Fault, Refused
from briefwright.engines.work import NOT_RENDERED


class Maker(Protocol):
    def make(self, tasks: Sequence[Task]) -> list[Made]:
        """Raises Fault, Refused, ModelError, EngineError."""
        ...


def settle(maker: Maker, group: Sequence[Task]) -> Iterator[Made]:
    """What became of each task, in order, as soon as it is known.

    Raises ModelError, EngineError: then no task is to blame.
    """
    if len(group) > 1:
        try:
            yield from maker.make(group)
            return
        except (Fault, Refused):
            # One of them did it; which one, only each alone can tell.
            pass
    for task in group:
        yield _alone(maker, task)


def _alone(maker: Maker, task: Task) -> Made:
    again = task.article is None
    faults: list[Fault] = []
    while len(faults) < TRIES:
        try:
            (made,) = maker.make([task])
        except Refused as error:
            code = NOT_RENDERED if again else "not-briefed"
            reason = str(error)
            return Made(key=task.key, state="rejected", code=code, reason=reason, again=again)
        except Fault as fault:
            faults.append(fault)
        else:
            return made.model_copy(update={"attempts": len(faults)})
    last = faults[-1]
    return Made(
        key=task.key,
        state="quarantined",
        code=last.kind,
        reason=f"{task.source}: {'its note ' if again else ''}{last.reason}, each of "
        f"{len(faults)} times alone; the other articles are not affected. --retry-failed tries it "
        "again; please report it with the article",
        attempts=len(faults),
        again=again,
    )
