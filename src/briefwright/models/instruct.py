"""Instruct models on this machine: which there are, which fit, and what to take instead.

Names are those of embedded models, of a hub's cache, or of folders.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefwright import models
from briefwright.errors import ModelError, NoRoom
from briefwright.nn import instruct
from briefwright.nn.instruct import Checked, memory, place
from briefwright.nn.instruct import folder as folders
from briefwright.nn.instruct.template import usual
from briefwright.spans import Value

EMBEDDED = "smollm2-135m-instruct"
"""The one embedded model that can be asked; tuned for sentences, it is a poor reader."""


class Pulled(Value):
    """A model of a hub's cache."""

    name: str
    folder: Path
    revision: str | None
    size: int
    """Bytes of its weights; 0 where they cannot be used."""
    problem: str | None = None


def check(
    name: Path | str, *, device: str = "auto", dtype: str = "auto", context: int | None = None
) -> Checked:
    """As `nn.instruct.check`; where a model does not fit, smaller ones at hand are named."""
    where = locate(name)
    try:
        return instruct.check(where, device=device, dtype=dtype, context=context)
    except NoRoom as error:
        small = [each for each in _others(where) if _fits(each, device)]
        if not small:
            raise
        raise NoRoom(f"{error}. At hand, and fitting: {', '.join(small)}") from error


def locate(name: Path | str) -> Path | str:
    """The folder of an embedded model, fetched or not found as `models.find` says; else `name`."""
    return models.find(str(name)) if str(name) in models.EMBEDDED else name


def pulled() -> list[Pulled]:
    """Every model in the hub's cache, by the cheap look: nothing of it is loaded."""
    return [_look(each) for each in place.pulled()]


def pull(name: str) -> Pulled:
    """Fetch a hub's model into its cache. Raises FetchFailed, or RefusedModel for what came."""
    found = place.pull(name)
    folders.look(found.path, root=found.root)
    return _look(found)


def _look(found: place.Place) -> Pulled:
    size, problem = 0, None
    try:
        looked = folders.look(found.path, root=found.root)
        size = sum(each.stat().st_size for each in looked.shards)
    except ModelError as error:
        problem = str(error)
    return Pulled(
        name=found.name, folder=found.path, revision=found.revision, size=size, problem=problem
    )


def _others(where: Path | str) -> Iterator[str]:
    """Names of models at hand but the one at `where`, the largest first."""
    ready = [each for each in pulled() if not each.problem]
    yield from (
        each.name
        for each in sorted(ready, key=lambda each: each.size, reverse=True)
        if str(where) not in (each.name, str(each.folder))
    )
    states = {each.name: each for each in models.installed()}
    if states[EMBEDDED].status == "ready" and str(where) != str(states[EMBEDDED].folder):
        yield EMBEDDED


def _fits(name: str, device: str) -> bool:
    try:
        instruct.check(locate(name), device=device)
    except ModelError:
        return False
    return True


def told(checked: Checked) -> list[tuple[str, str]]:
    """What a person wants to know of a model before using it: labels and values."""
    need, own = checked.need, checked.architecture
    own_context = f"; the model has {own.context:,}" if own.context else ""
    rows = [
        ("kind", checked.kind),
        ("architecture", own.classes[0] if own.classes else own.model_type),
        ("parameters", f"{checked.folder.parameters / 1e6:,.0f} million"),
        ("context", f"{need.context:,} tokens in use{own_context}"),
        ("device", f"{checked.device}, {need.dtype}"),
        (
            "memory needed",
            f"{memory.written(need.total)} (weights {memory.written(need.weights)}, context "
            f"{memory.written(need.cache)}, the rest {memory.written(need.margin)})",
        ),
        ("memory there", "not told" if checked.free is None else memory.written(checked.free)),
        ("folder", str(checked.place.path)),
        ("revision", instruct.revision(checked)),
    ]
    if checked.frame is not None and checked.frame.words:
        rows.append(("its template adds", " ".join(checked.frame.words)))
    if checked.frame is not None and usual(checked.frame, own.model_type) is False:
        rows.append(("caution", f"its template is not the one that {own.model_type} models have"))
    return rows
