"""The encoder's layers with products of whole numbers of 8 bits, for reading alone.

Weights, and what they are multiplied with, are rounded; sums, attention and what is added up from
layer to layer stay in fp32. A weight's row has a scale of its own. What comes in is scaled channel
by channel, by how large each channel gets in articles (`Ranges`), and most of that scale goes over
to the weights, so that the few channels that get large cost the others no digits (SmoothQuant,
Xiao et al. 2023). All scales are fixed beforehand: a piece is rounded alike whatever is read beside
it. They are multiplied into the norms and the values that stand before a product, so that between
two products nothing is done but to round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import torch
from torch import Tensor, nn

from briefwright.nn.attention import end_to_end
from briefwright.nn.reader_net import Encoder, Layer

Ranges = Mapping[str, Tensor]
"""By `LAYER.PRODUCT`, as in `0.qkv`: [channels], how far from 0 what goes into it gets."""
PRODUCTS = ("qkv", "out", "up", "down")

_MOST = 127
_SMOOTHED = 0.85
"""The power of a channel's size that its weights take over; the rest stays with the channel."""
_PARTS = (0.75, 0.99)
"""Where the feed-forward's inner channels, smallest first, are parted: a part has one scale."""
_KEPT = 0.9
"""Of a part's largest value; what is larger is cut off, and the others have finer steps."""
_GELU_LEAST = -0.17
_FAST = ("avx512_vnni", "avx_vnni", "amx_int8")
"""Processors that multiply bytes and add the products up in 32 bits. Others add pairs of them in
16, which are too few, or are slow at it."""


@dataclass(frozen=True)
class Steps:
    """A byte stands for (byte - `nought`) x `size`."""

    size: float = 1.0
    nought: int = 128


class Int8Linear(nn.Module):
    """A linear layer of weight [out, in], for bytes [..., in] in steps of `given`. Learns nothing.

    What comes out is fp32; with `made` it is that of GELU (Hendrycks and Gimpel 2016), as bytes in
    those steps.
    """

    def __init__(
        self, weight: Tensor, bias: Tensor | None, given: Steps, *, made: Steps | None = None
    ) -> None:
        super().__init__()
        self._scales = weight.abs().amax(dim=1).clamp(min=1e-12) / _MOST
        self._noughts = torch.zeros(len(weight), dtype=torch.int32)
        whole = (weight / self._scales[:, None]).round().to(torch.int8)
        self._weight = torch.ops.onednn.qlinear_prepack(whole, None)
        self._bias = bias
        self._given = given
        # Steps, type, and what comes after the product.
        self._made: tuple[Any, ...] = (
            (1.0, 0, torch.float32, "none", [], "")
            if made is None
            else (made.size, made.nought, torch.uint8, "gelu", [], "none")
        )

    def forward(self, given: Tensor) -> Tensor:
        # The operator that `torch.compile` puts in place of such a layer; it is not promised.
        return torch.as_tensor(
            torch.ops.onednn.qlinear_pointwise.default(
                given,
                self._given.size,
                self._given.nought,
                self._weight,
                self._scales,
                self._noughts,
                self._bias,
                *self._made,
            )
        )


class Int8Layer(nn.Module):
    """What a `Layer` does. What comes in and goes out is divided by the scales of the product that
    it goes into."""

    def __init__(self, layer: Layer, scales: _Scales, after: Tensor | None) -> None:
        super().__init__()
        self._heads = layer.heads
        self._qkv, self._up = scales.qkv, scales.up
        # Attention mixes pieces, not channels: its values may be scaled before as well as after.
        values = torch.cat([torch.ones(2 * len(scales.out)), scales.out])
        self.qkv = Int8Linear(
            layer.qkv.weight / values[:, None] * scales.qkv, layer.qkv.bias / values, Steps()
        )
        self.out = Int8Linear(layer.out.weight * scales.out, layer.out.bias, Steps())
        self.norm_attention = _divided(layer.norm_attention, scales.up)
        self.norm_output = _divided(layer.norm_output, after)
        parts = torch.tensor_split(
            scales.inner.argsort(), [round(part * len(scales.inner)) for part in _PARTS]
        )
        self.inner = nn.ModuleList(
            _inner(layer, scales, part, biased=not number)
            for number, part in enumerate(part for part in parts if len(part))
        )

    def end_to_end(
        self, given: Tensor, lengths: Sequence[int], kept: Tensor | None = None
    ) -> Tensor:
        """Rows of such lengths that lie one behind the other, [pieces, hidden], to the same, or to
        those that are `kept`."""
        mixed = end_to_end(self.qkv(eight_bits(given)), lengths, self._heads)
        if kept is not None:
            given, mixed = given[kept], mixed[kept]
        mixed = self.out(eight_bits(mixed))
        given = self.norm_attention(torch.addcmul(mixed, given, self._qkv))
        whole = eight_bits(given)
        first, *others = self.inner
        found = torch.addcmul(first(whole), given, self._up)
        for part in others:
            found += part(whole)
        return torch.as_tensor(self.norm_output(found))


def eight_bits(given: Tensor) -> Tensor:
    """What is scaled to -128 to 127, to bytes, in `Steps()`; what is beyond is cut off."""
    signed = given.clamp(-128, _MOST).round_().to(torch.int8)
    # Faster than adding 128: signed numbers are converted by vector instructions.
    return signed.view(torch.uint8).bitwise_xor_(128)


def put(encoder: Encoder, ranges: Ranges) -> None:
    """Put such layers in place of the encoder's; their parameters are gone from it then.

    Raises KeyError for ranges that lack a product, ValueError for such as are not its channels'.
    """
    layers = [layer for layer in encoder.layers if isinstance(layer, Layer)]
    with torch.inference_mode():
        scales = [_scales(layer, ranges, number) for number, layer in enumerate(layers)]
        after = chain((one.qkv for one in scales[1:]), [None])
        encoder.norm = _divided(encoder.norm, scales[0].qkv)
        encoder.layers = nn.ModuleList(map(Int8Layer, layers, scales, after))


@cache
def exact() -> bool:
    """Whether bytes are multiplied here without loss, and by instructions made for it."""
    known = torch.cpu.get_capabilities()
    if not any(known.get(one) for one in _FAST):
        return False
    try:
        with torch.inference_mode():
            layer = Int8Linear(torch.full((16, 64), float(_MOST)), None, Steps(nought=0))
            found = layer(torch.full((2, 64), 255, dtype=torch.uint8))
    except (AttributeError, RuntimeError, TypeError):
        # Another PyTorch.
        return False
    return bool((found == 64 * 255 * _MOST).all())


@dataclass(frozen=True)
class _Scales:
    """Of a layer's inputs, channel by channel; of the inner channels how large each gets."""

    qkv: Tensor
    out: Tensor
    up: Tensor
    inner: Tensor


def _scales(layer: Layer, ranges: Ranges, number: int) -> _Scales:
    large = {}
    for product in PRODUCTS:
        found, weight = ranges[f"{number}.{product}"], getattr(layer, product).weight
        if found.shape != weight.shape[1:] or not bool((found.isfinite() & (found >= 0)).all()):
            raise ValueError(f"ranges {number}.{product} are not those of its channels")
        large[product] = found.float().clamp(min=1e-5)
    return _Scales(
        qkv=_smoothed(large["qkv"], layer.qkv.weight),
        out=_smoothed(large["out"], layer.out.weight),
        up=_smoothed(large["up"], layer.up.weight),
        inner=large["down"],
    )


def _smoothed(large: Tensor, weight: Tensor) -> Tensor:
    """By what each channel is divided; the one that then gets largest gets to 127."""
    by = large**_SMOOTHED / weight.abs().amax(dim=0).clamp(min=1e-5) ** (1 - _SMOOTHED)
    return by * ((large / by).max() / _MOST)


def _inner(layer: Layer, scales: _Scales, part: Tensor, *, biased: bool) -> nn.Module:
    """The feed-forward through some of its inner channels."""
    size = (float(scales.inner[part].max()) * _KEPT - _GELU_LEAST) / 255
    steps = Steps(size, round(-_GELU_LEAST / size))
    return nn.Sequential(
        Int8Linear(layer.up.weight[part] * scales.up, layer.up.bias[part], Steps(), made=steps),
        Int8Linear(layer.down.weight[:, part], layer.down.bias if biased else None, steps),
    )


def _divided(norm: nn.LayerNorm, scale: Tensor | None) -> nn.LayerNorm:
    if scale is None:
        return norm
    made = nn.LayerNorm(norm.normalized_shape, eps=norm.eps)
    made.weight = nn.Parameter(norm.weight / scale, requires_grad=False)
    made.bias = nn.Parameter(norm.bias / scale, requires_grad=False)
    return made
