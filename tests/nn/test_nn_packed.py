"""Linear layers laid out beforehand: the same products, and a way back where there are none."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from briefwright.nn.packed import PackedLinear, PreNormEncoder, RaisedLinear, pack
from briefwright.nn.pieces import Pieces


def _net() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(RaisedLinear(24, 96), nn.Sequential(nn.Linear(96, 24)), nn.LayerNorm(24))


def test_a_packed_network_gives_what_it_gave() -> None:
    net = _net().eval()
    given = torch.randn(3, 17, 24)
    with torch.inference_mode():
        before = net(given)
        assert pack(net)
        assert torch.allclose(net(given), before, atol=1e-5)
        assert torch.allclose(net(given[:1, :1]), before[:1, :1], atol=1e-5)
    assert sum(isinstance(layer, PackedLinear) for layer in net.modules()) == 2
    assert {name for name, _ in net.named_parameters()} == {"2.weight", "2.bias"}


def test_an_encoder_in_plain_parts_gives_what_it_gave() -> None:
    torch.manual_seed(0)
    layer = nn.TransformerEncoderLayer(24, 4, 48, 0.0, "gelu", batch_first=True, norm_first=True)
    encoder = nn.TransformerEncoder(layer, 2, norm=nn.LayerNorm(24), enable_nested_tensor=False)
    encoder.eval()
    given = torch.randn(3, 9, 24)
    blank = torch.arange(9)[None] >= torch.tensor([9, 4, 1])[:, None]
    with torch.inference_mode():
        before = encoder(given, src_key_padding_mask=blank)
        plain = PreNormEncoder(encoder)
        assert torch.allclose(
            plain(given, src_key_padding_mask=blank)[~blank], before[~blank], atol=1e-5
        )
        pack(plain)
        assert torch.allclose(
            plain(given, src_key_padding_mask=blank)[~blank], before[~blank], atol=1e-5
        )
    assert sum(isinstance(one, PackedLinear) for one in plain.modules()) == 8


def test_layers_stay_where_the_operator_is_missing() -> None:
    def missing(layer: nn.Linear) -> nn.Module:
        del layer
        raise AttributeError("no such operator")

    net = _net()
    assert not pack(net, missing)
    assert not any(isinstance(layer, PackedLinear) for layer in net.modules())
    assert len(list(net.named_parameters())) == 6


def test_ranges_are_the_range_of_each() -> None:
    pieces = Pieces(
        ids=np.arange(4, dtype=np.int32),
        starts=np.array([0, 3, 7, 12], dtype=np.int32),
        ends=np.array([3, 6, 11, 15], dtype=np.int32),
    )
    spans = [(0, 2), (2, 8), (6, 7), (14, 40), (90, 99)]
    assert [tuple(row) for row in pieces.ranges(spans)] == [pieces.range(*span) for span in spans]
    assert pieces.ranges([]).shape == (0, 2)
