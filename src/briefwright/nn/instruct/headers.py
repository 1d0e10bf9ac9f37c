"""Headers of safetensors files, read without believing them: https://huggingface.co/docs/safetensors.

A file says of each tensor its type, shape and place. All of it is checked against the size of the
file before anything is allocated. Knows neither torch nor what the tensors are for.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from briefwright.errors import RefusedModel
from briefwright.spans import Value

HEADER = 16 << 20
"""Bytes of a header, at most; a hundred thousand tensors take so much."""
_BYTES = {
    "F64": 8,
    "I64": 8,
    "U64": 8,
    "F32": 4,
    "I32": 4,
    "U32": 4,
    "F16": 2,
    "BF16": 2,
    "I16": 2,
    "U16": 2,
    "F8_E4M3": 1,
    "F8_E5M2": 1,
    "I8": 1,
    "U8": 1,
    "BOOL": 1,
}
FLOATS = frozenset({"F64", "F32", "F16", "BF16"})
_DIMENSIONS = 8


class Tensor(Value):
    """What a file says of one tensor."""

    kind: str
    """`F32`, `BF16` and so on."""
    shape: tuple[int, ...]

    @property
    def count(self) -> int:
        return math.prod(self.shape)


def read(path: Path) -> dict[str, Tensor]:
    """The tensors of one file by name. Raises RefusedModel if the file is not as it says."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 2 <= length <= min(HEADER, size - 8):
            raise refused(path, f"its header claims {length:,} bytes; the file has {size:,}")
        written = file.read(length)
    try:
        header = json.loads(written, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise refused(path, f"its header is no JSON: {error}") from error
    if not isinstance(header, dict):
        raise refused(path, "its header is no JSON object")
    header.pop("__metadata__", None)
    # Else a thousand links to one long header of nothing would be read a thousand times.
    if not header:
        raise refused(path, "it holds no tensors")
    found, places = {}, []
    for name, entry in header.items():
        found[name], place = _tensor(path, name, entry)
        places.append((place, name))
    _tiled(path, places, size - 8 - length)
    return found


def refused(path: Path, why: str) -> RefusedModel:
    return RefusedModel(
        f"{str(path)!r} cannot be trusted: {why}. Fetch the model again from where it came"
    )


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key[:60]!r} stands there twice")
        found[key] = value
    return found


def _tensor(path: Path, name: str, entry: Any) -> tuple[Tensor, tuple[int, int]]:
    given: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
    kind: Any = given.get("dtype")
    shape: Any = given.get("shape")
    place: Any = given.get("data_offsets")
    if kind not in _BYTES or not isinstance(kind, str):
        raise refused(path, f"the tensor {name[:60]!r} is of the type {kind!r}")
    if not _whole(shape) or len(shape) > _DIMENSIONS or not _whole(place) or len(place) != 2:
        raise refused(path, f"the tensor {name[:60]!r} has no shape and place")
    tensor = Tensor(kind=kind, shape=tuple(shape))
    if place[1] - place[0] != tensor.count * _BYTES[kind]:
        raise refused(
            path, f"the tensor {name[:60]!r} of shape {shape} takes {place[1] - place[0]:,} bytes"
        )
    return tensor, (place[0], place[1])


def _whole(numbers: Any) -> bool:
    return isinstance(numbers, list) and all(type(each) is int and each >= 0 for each in numbers)


def _tiled(path: Path, places: list[tuple[tuple[int, int], str]], size: int) -> None:
    """Tensors lie one after the other, none over another, from the header to the file's end."""
    at = 0
    for (start, end), name in sorted(places):
        if start != at:
            raise refused(path, f"the tensor {name[:60]!r} begins at byte {start:,}, not {at:,}")
        at = end
    if at != size:
        raise refused(path, f"its tensors take {at:,} bytes and {size:,} are there")
