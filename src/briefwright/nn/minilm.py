"""all-MiniLM-L6-v2's tensors as the reader's encoder has them. Knows names and shapes only."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from briefwright.nn.reader_net import Encoder, Layer, ReaderNet


def place(net: ReaderNet, tensors: Mapping[str, Tensor]) -> None:
    """Copy BERT's tensors, named as its safetensors file names them, into the net's encoder."""
    place_encoder(net.encoder, tensors)


def place_encoder(encoder: Encoder, tensors: Mapping[str, Tensor]) -> None:
    """The same for an encoder by itself, which then reads as the base does."""
    with torch.no_grad():
        encoder.words.weight.copy_(tensors["embeddings.word_embeddings.weight"])
        # Every piece is of the first type: that row is a part of every place.
        places = tensors["embeddings.position_embeddings.weight"]
        encoder.places.weight.copy_(places + tensors["embeddings.token_type_embeddings.weight"][0])
        _copy(encoder.norm, tensors, "embeddings.LayerNorm")
        for index, layer in enumerate(encoder.layers):
            assert isinstance(layer, Layer)
            at = f"encoder.layer.{index}"
            parts = [f"{at}.attention.self.{name}" for name in ("query", "key", "value")]
            layer.qkv.weight.copy_(torch.cat([tensors[f"{part}.weight"] for part in parts]))
            layer.qkv.bias.copy_(torch.cat([tensors[f"{part}.bias"] for part in parts]))
            _copy(layer.out, tensors, f"{at}.attention.output.dense")
            _copy(layer.norm_attention, tensors, f"{at}.attention.output.LayerNorm")
            _copy(layer.up, tensors, f"{at}.intermediate.dense")
            _copy(layer.down, tensors, f"{at}.output.dense")
            _copy(layer.norm_output, tensors, f"{at}.output.LayerNorm")


def _copy(
    module: torch.nn.Linear | torch.nn.LayerNorm, tensors: Mapping[str, Tensor], name: str
) -> None:
    module.weight.copy_(tensors[f"{name}.weight"])
    module.bias.copy_(tensors[f"{name}.bias"])
