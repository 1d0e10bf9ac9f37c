"""Which engine, and how it is spread over a machine."""

from __future__ import annotations

from typing import Literal

from briefwright.engines import Engine, Plan
from briefwright.nn.threads import cores

EngineName = Literal["local", "ray"]


def default_workers() -> int:
    """One a core, of one thread each: measured in benchmarks/README.md."""
    return cores()


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

    return LocalEngine(plan, workers=workers or default_workers())
