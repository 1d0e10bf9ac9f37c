"""Which engine, and how it is spread over a machine."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from briefwright.engines import Engine, Plan, Recipe
from briefwright.nn.threads import cores
from briefwright.pipeline import ModelName
from briefwright.spans import Value

EngineName = Literal["local", "ray"]

_GIGABYTES: dict[ModelName, float] = {
    "embedded": 0.8,
    "none": 0.8,
    "smollm2-135m-instruct": 2.0,
}
"""What a worker holds, by its model, with a group of articles: 0.6 and 1.8 were measured."""
_MEMORY = Path("/proc/meminfo")


class Spread(Value):
    """How many worker processes, and of how many threads each."""

    workers: int
    threads: int


def spread(recipe: Recipe, *, memory: Path = _MEMORY) -> Spread:
    """A process of one thread for each core, as far as memory goes, else fewer of more threads.

    Measured in benchmarks/README.md: processes are no slower than threads, and what befalls one of
    them stops the others' work no more than it must; but each holds the models.
    """
    many = cores()
    if recipe.instruction is not None:
        # It takes memory for one and decodes the answers of many articles side by side.
        return Spread(workers=1, threads=many)
    free = _free_gigabytes(memory)
    fit = many if free is None else int(free / _GIGABYTES[recipe.model])
    workers = max(1, min(many, fit))
    return Spread(workers=workers, threads=max(1, many // workers))


def _free_gigabytes(memory: Path) -> float | None:
    try:
        lines = memory.read_text().splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) / 1e6 if found else None


def opened(
    plan: Plan,
    *,
    name: EngineName = "local",
    workers: int | None = None,
    address: str | None = None,
) -> Engine:
    """The engine by its name. Raises SettingsError where Ray is not installed or not reached."""
    if name == "ray":
        from briefwright.engines.on_ray import RayEngine

        return RayEngine(plan, workers=workers, address=address)
    from briefwright.engines.local import LocalEngine

    return LocalEngine(plan, workers=workers or spread(plan.recipe).workers)
