"""A network waiting for its weights, and that making one brings in nothing that takes seconds."""

from __future__ import annotations

import subprocess
import sys

import torch
from torch import nn

from briefwright.nn.bare import bare

# In a process of its own: in this one other tests may have imported anything.
LOADS = """
import sys
from torch import nn
from briefwright.nn.bare import bare
from briefwright.nn.reader_net import ReaderNet, Shape
with bare():
    ReaderNet(Shape(**dict.fromkeys(
        (f"{what}_features" for what in
         ("sentence", "person", "title", "country", "quotation", "speaker")), 4)))
    nn.Sequential(nn.Embedding(4, 2), nn.Linear(2, 2), nn.MultiheadAttention(2, 1), nn.GRU(2, 2))
print(sorted({"torch._dynamo", "sympy", "transformers"} & set(sys.modules)))
"""


def test_bare_modules_have_shapes_and_take_their_values_from_what_is_loaded() -> None:
    with bare():
        net = nn.Sequential(nn.Embedding(4, 2, padding_idx=0), nn.Linear(2, 3))
    assert {each.device.type for each in net.parameters()} == {"meta"}
    whole = nn.Sequential(nn.Embedding(4, 2, padding_idx=0), nn.Linear(2, 3))
    net.load_state_dict(whole.state_dict(), strict=True, assign=True)
    given = torch.tensor([1, 3])
    assert torch.equal(net(given), whole(given))


def test_modules_made_afterwards_have_drawn_values_again() -> None:
    with bare():
        nn.Linear(2, 3)
    linear = nn.Linear(64, 64)
    assert linear.weight.device.type == "cpu"
    assert float(linear.weight.detach().std()) > 0.01


def test_the_readers_network_is_made_without_torchs_compiler_and_without_transformers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADS], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout == "[]\n"
