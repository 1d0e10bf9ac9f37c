"""Linear layers whose weights are laid out beforehand for this processor, for reading alone.

PyTorch multiplies through MKL and turns the weights round at every call. oneDNN, which PyTorch
brings along, lays them out once and applies GELU while it writes: measured in benchmarks/README.md.
Its operators are those that `torch.compile` puts in place of a linear layer. They are not part of
PyTorch's promised interface, so where one is missing the layers stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from briefwright.nn.attention import end_to_end

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
        self._bias = None if layer.bias is None else layer.bias.detach()
        self._after = ("gelu", "none") if isinstance(layer, RaisedLinear) else ("none", "")

    def forward(self, given: Tensor) -> Tensor:
        after, algorithm = self._after
        return torch.as_tensor(
            torch.ops.mkldnn._linear_pointwise.default(
                given, self._weight, self._bias, after, [], algorithm
            )
        )


class PreNormLayer(nn.Module):
    """What a `nn.TransformerEncoderLayer` with its norms first and GELU does, in plain parts."""

    def __init__(self, layer: nn.TransformerEncoderLayer) -> None:
        super().__init__()
        attention = layer.self_attn
        self._heads = attention.num_heads
        self.norm_attention, self.norm_inner = layer.norm1, layer.norm2
        self.qkv = linear(attention.in_proj_weight, attention.in_proj_bias)
        self.out = attention.out_proj
        self.up = linear(layer.linear1.weight, layer.linear1.bias, RaisedLinear)
        self.down = layer.linear2

    def forward(self, given: Tensor, mask: Tensor) -> Tensor:
        """[rows, length, width]; `mask` [rows, 1, 1, length] is true where something stands."""
        rows, length, width = given.shape
        split = self.qkv(self.norm_attention(given))
        split = split.view(rows, length, 3, self._heads, width // self._heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return self._after(given, mixed.transpose(1, 2).reshape(rows, length, width))

    def end_to_end(self, given: Tensor, lengths: Sequence[int]) -> Tensor:
        """The same of rows of such lengths that lie one behind the other, [pieces, width]."""
        asked = self.qkv(self.norm_attention(given))
        return self._after(given, end_to_end(asked, lengths, self._heads))

    def _after(self, given: Tensor, mixed: Tensor) -> Tensor:
        given = given + self.out(mixed)
        return torch.as_tensor(given + self.down(self.up(self.norm_inner(given))))


class PreNormEncoder(nn.Module):
    """What a `nn.TransformerEncoder` of such layers gives, where something stands."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        assert isinstance(encoder, nn.TransformerEncoder)
        self.layers = nn.ModuleList(
            PreNormLayer(layer)
            for layer in encoder.layers
            if isinstance(layer, nn.TransformerEncoderLayer)
        )
        self.norm = encoder.norm

    def forward(self, given: Tensor, *, src_key_padding_mask: Tensor) -> Tensor:
        """[rows, length, width], each row with something in it."""
        mask = ~src_key_padding_mask[:, None, None, :]
        for layer in self.layers:
            given = layer(given, mask)
        return given if self.norm is None else torch.as_tensor(self.norm(given))

    def end_to_end(self, given: Tensor, lengths: Sequence[int]) -> Tensor:
        """The same of rows of such lengths that lie one behind the other, [pieces, width]."""
        for layer in self.layers:
            assert isinstance(layer, PreNormLayer)
            given = layer.end_to_end(given, lengths)
        return given if self.norm is None else torch.as_tensor(self.norm(given))


def linear(
    weight: Tensor, bias: Tensor | None = None, kind: type[nn.Linear] = nn.Linear
) -> nn.Linear:
    """A layer of such a weight [out, in], of which nothing is copied."""
    with torch.device("meta"):
        layer = kind(weight.shape[1], weight.shape[0], bias=bias is not None)
    layer.weight = nn.Parameter(weight.detach())
    if bias is not None:
        layer.bias = nn.Parameter(bias.detach())
    return layer


def pack(module: nn.Module, packed: Callable[[nn.Linear], nn.Module] = PackedLinear) -> bool:
    """Put packed layers in place of the module's linear ones, where PyTorch can; their parameters
    are gone from the module then. Whether it could."""
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return False
    layers = {name: layer for name, layer in module.named_modules() if isinstance(layer, nn.Linear)}
    try:
        with torch.inference_mode():
            made = {name: packed(layer) for name, layer in layers.items()}
            for name, layer in layers.items():
                # Whether it multiplies too shows only here.
                made[name](torch.zeros(1, layer.in_features))
    except (AttributeError, RuntimeError, TypeError):
        # Another PyTorch, or a processor that oneDNN has no product for.
        return False
    for name, replacement in made.items():
        parent, _, own = name.rpartition(".")
        setattr(module.get_submodule(parent), own, replacement)
    return True
