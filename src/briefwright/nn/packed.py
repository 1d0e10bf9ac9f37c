"""Linear layers whose weights are laid out beforehand for this processor, for reading alone.

PyTorch multiplies through MKL and turns the weights round at every call. oneDNN, which PyTorch
brings along, lays them out once and applies GELU while it writes: measured in benchmarks/README.md.
Its operators are those that `torch.compile` puts in place of a linear layer. They are not part of
PyTorch's promised interface, so where one is missing the layers stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

_ROWS = 2048
"""For how many rows the weights are laid out; other numbers are multiplied too."""


class RaisedLinear(nn.Linear):
    """A linear layer with GELU (Hendrycks and Gimpel 2016) after it; parameters as in Linear."""

    def forward(self, input: Tensor) -> Tensor:
        return nn.functional.gelu(super().forward(input))


class PackedLinear(nn.Module):
    """What a linear layer in fp32 gives, to some 1e-6; [..., in] to [..., out]. Learns nothing."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self._weight = torch.ops.mkldnn._reorder_linear_weight(layer.weight.detach(), _ROWS)
        self._bias = layer.bias.detach()
        self._after = ("gelu", "none") if isinstance(layer, RaisedLinear) else ("none", "")

    def forward(self, given: Tensor) -> Tensor:
        after, algorithm = self._after
        return torch.as_tensor(
            torch.ops.mkldnn._linear_pointwise(
                given, self._weight, self._bias, after, [], algorithm
            )
        )


def pack(module: nn.Module, packed: Callable[[nn.Linear], nn.Module] = PackedLinear) -> None:
    """Put packed layers in place of the module's linear ones, where PyTorch can; their parameters
    are gone from the module then."""
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return
    layers = {name: layer for name, layer in module.named_modules() if isinstance(layer, nn.Linear)}
    try:
        with torch.inference_mode():
            made = {name: packed(layer) for name, layer in layers.items()}
            for name, layer in layers.items():
                # Whether it multiplies too shows only here.
                made[name](torch.zeros(1, layer.in_features))
    except (AttributeError, RuntimeError, TypeError):
        # Another PyTorch, or a processor that oneDNN has no product for.
        return
    for name, replacement in made.items():
        parent, _, own = name.rpartition(".")
        setattr(module.get_submodule(parent), own, replacement)
