"""Low-rank changes of linear layers (Hu et al. 2021), added to the weights once at loading.

A file holds `NAME.down` (rank, in) and `NAME.up` (out, rank) for each changed layer NAME, the
scale already in `up`; whatever else it holds replaces the tensor of that name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from briefwright.errors import CorruptWeights

_SIZE = 64 << 20
"""No file of weights of ours is larger."""


def merge(model: Any, file: Path) -> dict[str, str]:
    """Add the changes in `file` to the model's weights, in place; the file's metadata.

    Raises CorruptWeights for a file that does not fit the model.
    """
    import torch
    from safetensors import SafetensorError, safe_open

    try:
        if file.stat().st_size > _SIZE:
            raise CorruptWeights(f"{str(file)!r} is too large to be an adapter")
        with safe_open(file, "pt") as opened:
            metadata = dict(opened.metadata() or {})
            tensors = {name: opened.get_tensor(name).float() for name in opened.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise CorruptWeights(f"the adapter {str(file)!r} cannot be read: {error}") from error
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for name, tensor in tensors.items():
            layer, _, part = name.rpartition(".")
            try:
                if part == "up":
                    tensors[f"{layer}.down"]
                    continue
                low = part == "down"
                own = parameters[f"{layer}.weight" if low else name]
                change = tensors[f"{layer}.up"] @ tensor if low else tensor
                # Not left to broadcasting: one row would be added to all.
                if change.shape != own.shape:
                    raise ValueError(f"{tuple(change.shape)} for {tuple(own.shape)}")
                own.copy_(own + change if low else change)
            except (KeyError, RuntimeError, ValueError) as error:
                raise CorruptWeights(
                    f"the adapter {str(file)!r} does not fit the model: {name!r}"
                ) from error
    return metadata
