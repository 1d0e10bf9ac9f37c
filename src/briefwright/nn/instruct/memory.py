"""Memory that a model needs, and memory that there is, in bytes; told without loading anything.

Needed are the weights in their type of numbers, keys and values for the context in use, and a
margin for what is computed in between. What there is counts limits of control groups, by which
containers are held.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from briefwright.errors import NoRoom
from briefwright.nn.instruct.architecture import Architecture
from briefwright.nn.instruct.folder import Folder
from briefwright.nn.instruct.headers import FLOATS
from briefwright.spans import Value

DType = Literal["float32", "bfloat16", "float16"]
WIDTHS: dict[DType, int] = {"float32": 4, "bfloat16": 2, "float16": 2}
CONTEXT = 8192
"""Tokens that prompt and answer have together, unless asked otherwise: some 5,500 words."""
LEAST = 2048
"""Of context; less holds neither an article's passage nor an answer."""
_PROGRAM = 500 << 20
"""What torch, transformers and the program take by themselves."""
_CHUNK = 1024
"""Tokens read at once; see `nn.instruct.decoder`."""
_GROUPS = Path("/sys/fs/cgroup")


class Need(Value):
    """What one model needs."""

    dtype: DType
    context: int
    weights: int
    cache: int
    """Of one sequence as long as the context."""
    margin: int

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.margin


def need(folder: Folder, architecture: Architecture, *, dtype: DType, context: int) -> Need:
    """The memory for one conversation at a time."""
    width = WIDTHS[dtype]
    weights = sum(
        each.count * (width if each.kind in FLOATS else 8) for each in folder.tensors.values()
    )
    # Of a chunk: states in and between layers, and a mask over the context; of its last token:
    # the logits, in float32 too.
    states = _CHUNK * architecture.hidden * 24 * width
    masks = 2 * _CHUNK * context * width
    logits = architecture.vocabulary * 12
    return Need(
        dtype=dtype,
        context=context,
        weights=weights,
        # Twice: a conversation's cache, and its copy for one of its asks.
        cache=2 * architecture.cache_bytes(context, width),
        margin=_PROGRAM + weights // 20 + states + masks + logits,
    )


def there(*, groups: Path = _GROUPS, meminfo: Path = Path("/proc/meminfo")) -> int | None:
    """Bytes of main memory that may still be taken; None where the system does not tell."""
    found = [*_machine(meminfo), *_group(groups)]
    return max(min(found), 0) if found else None


def fit(
    folder: Folder,
    architecture: Architecture,
    *,
    dtypes: Sequence[DType],
    context: int,
    free: int | None,
    place: str,
) -> Need:
    """The need in the first of `dtypes` in which the model fits into `free` bytes of `place`.

    Raises NoRoom, with the nearest that would fit.
    """
    tried = [need(folder, architecture, dtype=each, context=context) for each in dtypes]
    for each in tried:
        if free is None or each.total <= free:
            return each
    assert free is not None
    first = tried[-1]
    raise NoRoom(
        f"{str(folder.path)!r} needs {written(first.total)} of memory in {first.dtype} (weights "
        f"{written(first.weights)}, {context:,} tokens of context {written(first.cache)}, the rest "
        f"{written(first.margin)}) and {written(free)} are free in {place}. "
        f"{nearest(folder, architecture, dtypes=dtypes, context=context, free=free)}"
    )


def nearest(
    folder: Folder,
    architecture: Architecture,
    *,
    dtypes: Sequence[DType],
    context: int,
    free: int,
) -> str:
    """The change that would make the model fit: another type of numbers, or less context."""
    if "bfloat16" not in dtypes:
        other = need(folder, architecture, dtype="bfloat16", context=context)
        if other.total <= free:
            return f"It would fit in bfloat16, which takes {written(other.total)}"
    shorter = context // 2
    while shorter >= LEAST:
        options: list[DType] = [*dtypes, "bfloat16"]
        for dtype in options:
            other = need(folder, architecture, dtype=dtype, context=shorter)
            if other.total <= free:
                return (
                    f"It would fit with a context of {shorter:,} tokens in {dtype}, which takes "
                    f"{written(other.total)}"
                )
        shorter //= 2
    least = need(folder, architecture, dtype="bfloat16", context=LEAST)
    share = max(free - least.total + least.weights + least.weights // 20, 0)
    parameters = share * 20 // 21 // WIDTHS["bfloat16"]
    if parameters < 50_000_000:
        return "No instruct model fits there; use the embedded ones"
    return f"A model of at most {parameters / 1e9:.1f} thousand million parameters would fit"


def written(size: int) -> str:
    """Bytes for a person."""
    if size >= 1 << 30:
        return f"{size / (1 << 30):.1f} GiB"
    return f"{size / (1 << 20):.0f} MiB"


def _machine(meminfo: Path) -> list[int]:
    try:
        for line in meminfo.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return [int(line.split()[1]) * 1024]
    except (OSError, ValueError, IndexError):
        pass
    try:
        # All of it, not what is free: the system elsewhere does not tell that.
        return [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    except (AttributeError, ValueError, OSError):
        return []


def _group(groups: Path) -> list[int]:
    """What control groups leave: version 2, then version 1."""
    found = []
    for folder in _own(groups):
        for limit, used in (
            ("memory.max", "memory.current"),
            ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
        ):
            try:
                top = (folder / limit).read_text().strip()
                taken = int((folder / used).read_text())
                if top.isdecimal() and int(top) < 1 << 60:
                    found.append(int(top) - taken + _reclaimable(folder))
            except (OSError, ValueError):
                continue
    return found


def _own(groups: Path) -> list[Path]:
    """The folders of the process's own group and of all above it."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return [groups]
    paths = [line.partition("::")[2].strip("/") for line in lines if "::" in line]
    own = groups / paths[0] if paths else groups
    return [each for each in (own, *own.parents) if each == groups or groups in each.parents]


def _reclaimable(folder: Path) -> int:
    """Files kept in memory count as used, and give way."""
    for stat in (folder / "memory.stat", folder / "memory" / "memory.stat"):
        try:
            for line in stat.read_text().splitlines():
                if line.startswith(("inactive_file ", "total_inactive_file ")):
                    return int(line.split()[1])
        except (OSError, ValueError):
            continue
    return 0
