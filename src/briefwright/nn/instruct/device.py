"""Which device and type of numbers a model gets, and the memory there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefwright.errors import ModelError, SettingsError
from briefwright.nn.instruct import memory
from briefwright.nn.instruct.folder import Folder
from briefwright.nn.instruct.memory import DType

DTYPES: tuple[DType, ...] = ("float32", "bfloat16", "float16")
_DEVICE = re.compile(r"auto|cpu|cuda(?::(\d{1,2}))?")


def choose(device: str) -> str:
    """`cpu` or `cuda:N`. Raises SettingsError for no such name, ModelError for no such device."""
    match = _DEVICE.fullmatch(device)
    if match is None:
        raise SettingsError(f"{device!r} is no device; there are auto, cpu, cuda and cuda:N")
    if device == "cpu":
        return device
    import torch

    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if device == "auto":
        return "cuda:0" if count else "cpu"
    number = int(match[1] or 0)
    if number >= count:
        raise ModelError(
            f"there is no device {device!r}: torch sees {count} of that kind here. "
            "Use cpu, or install a build of torch for it"
        )
    return f"cuda:{number}"


def free(device: str) -> int | None:
    """Bytes of memory that may still be taken on the device; None where nobody tells."""
    if device == "cpu":
        return memory.there()
    import torch

    where = torch.device(device)
    # What torch keeps for itself and does not use now is as good as free.
    kept = torch.cuda.memory_reserved(where) - torch.cuda.memory_allocated(where)
    return int(torch.cuda.mem_get_info(where)[0]) + kept


def dtypes(folder: Folder, device: str, asked: str) -> Sequence[DType]:
    """Types of numbers to try, the best first. Raises SettingsError for no such name."""
    if asked != "auto":
        if asked not in DTYPES:
            raise SettingsError(
                f"{asked!r} is no type of numbers; there are auto, {', '.join(DTYPES)}"
            )
        return [each for each in DTYPES if each == asked]
    if device == "cpu":
        # Processors without bfloat16 of their own read five times slower in it; it is for those
        # whose memory holds nothing larger.
        return ["float32", "bfloat16"]
    import torch

    held = {each.kind for each in folder.tensors.values()}
    newer = torch.cuda.get_device_capability(torch.device(device)) >= (8, 0)
    return ["float16"] if not newer or held == {"F16"} else ["bfloat16"]
