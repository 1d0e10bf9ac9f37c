"""Changes of a small model's weights, from files that are what they should be and from others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from briefwright.errors import CorruptWeights
from briefwright.nn.adapters import merge


class Tiny(nn.Module):
    """Two linear layers, one within another module, and a norm."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.block = nn.ModuleDict({"second": nn.Linear(4, 2, bias=False)})
        self.norm = nn.LayerNorm(4)


@pytest.fixture
def model() -> Tiny:
    torch.manual_seed(0)
    return Tiny()


def copied(model: nn.Module) -> dict[str, Tensor]:
    return {name: each.detach().clone() for name, each in model.named_parameters()}


def written(
    path: Path, tensors: Mapping[str, Tensor], metadata: dict[str, str] | None = None
) -> Path:
    save_file(dict(tensors), path, metadata=metadata)
    return path


DOWN = torch.tensor([[1.0, 0.0, 2.0], [0.0, -1.0, 0.5]])
UP = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0], [0.0, 0.0]])
CHANGE = torch.tensor([[1.0, 0.0, 2.0], [0.0, -2.0, 1.0], [3.0, -1.0, 6.5], [0.0, 0.0, 0.0]])


def test_change_is_up_times_down_and_is_added(model: Tiny, tmp_path: Path) -> None:
    before = copied(model)
    merge(model, written(tmp_path / "a", {"first.down": DOWN, "first.up": UP}))
    after = copied(model)
    assert torch.allclose(after["first.weight"], before["first.weight"] + CHANGE)
    for name in before.keys() - {"first.weight"}:
        assert torch.equal(after[name], before[name]), name


def test_layers_within_modules_are_changed_each_by_its_own(model: Tiny, tmp_path: Path) -> None:
    before = copied(model)
    down, up = torch.ones(1, 4), torch.tensor([[1.0], [-1.0]])
    tensors = {
        "block.second.up": up,
        "first.down": DOWN,
        "block.second.down": down,
        "first.up": UP,
    }
    merge(model, written(tmp_path / "a", tensors))
    change = torch.tensor([[1.0] * 4, [-1.0] * 4])
    after = copied(model)
    assert torch.allclose(after["block.second.weight"], before["block.second.weight"] + change)
    assert torch.allclose(after["first.weight"], before["first.weight"] + CHANGE)


def test_any_other_tensor_takes_the_place_of_the_old(model: Tiny, tmp_path: Path) -> None:
    before = copied(model)
    norm, bias = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.zeros(4)
    merge(model, written(tmp_path / "a", {"norm.weight": norm, "first.bias": bias}))
    after = copied(model)
    assert torch.equal(after["norm.weight"], norm)
    assert torch.equal(after["first.bias"], bias)
    assert torch.equal(after["first.weight"], before["first.weight"])


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_added_in_the_precision_of_the_model(
    model: Tiny, tmp_path: Path, dtype: torch.dtype
) -> None:
    before = copied(model)
    halves = {"first.down": DOWN.to(dtype), "first.up": UP.to(dtype)}
    merge(model, written(tmp_path / "a", halves))
    after = copied(model)["first.weight"]
    assert after.dtype == torch.float32
    assert torch.allclose(after, before["first.weight"] + CHANGE)


def test_change_is_not_reckoned_in_half_precision(model: Tiny, tmp_path: Path) -> None:
    large = {"first.down": torch.full((1, 3), 300.0).half(), "first.up": torch.ones(4, 1).half()}
    large["first.up"] *= 300
    before = copied(model)
    merge(model, written(tmp_path / "a", large))
    after = copied(model)["first.weight"]
    assert torch.allclose(after, before["first.weight"] + 90_000), "half precision ends at 65504"


def test_weights_stay_trainable_leaves(model: Tiny, tmp_path: Path) -> None:
    merge(model, written(tmp_path / "a", {"first.down": DOWN, "first.up": UP}))
    assert all(each.requires_grad and each.is_leaf for each in model.parameters())


def test_merging_twice_adds_twice(model: Tiny, tmp_path: Path) -> None:
    before = copied(model)
    file = written(tmp_path / "a", {"first.down": DOWN, "first.up": UP})
    merge(model, file)
    merge(model, file)
    assert torch.allclose(copied(model)["first.weight"], before["first.weight"] + 2 * CHANGE)


def test_metadata_comes_back(model: Tiny, tmp_path: Path) -> None:
    tensors = {"first.down": DOWN, "first.up": UP}
    assert merge(model, written(tmp_path / "a", tensors, {"writer": "1"})) == {"writer": "1"}
    assert merge(model, written(tmp_path / "b", tensors)) == {}


# Files that are not what they should be


def refused(model: Tiny, file: Path) -> str:
    with pytest.raises(CorruptWeights) as raised:
        merge(model, file)
    return str(raised.value)


def test_missing_file_is_named(model: Tiny, tmp_path: Path) -> None:
    file = tmp_path / "nowhere.safetensors"
    assert repr(str(file)) in refused(model, file)


def test_folder_is_no_adapter(model: Tiny, tmp_path: Path) -> None:
    assert repr(str(tmp_path)) in refused(model, tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not weights",
        b"\xff" * 64,
        b"\x02\x00\x00\x00\x00\x00\x00\x00{}trailing",
        b"\xff\xff\xff\xff\xff\xff\xff\x7f{}",
        b'\x0b\x00\x00\x00\x00\x00\x00\x00{"a":"b"}   ',
        # A pickle, as torch.save once wrote them: it must not be run.
        b"\x80\x04cos\nsystem\n(S'touch x'\ntR.",
    ],
)
def test_broken_file_is_named(model: Tiny, tmp_path: Path, content: bytes) -> None:
    before = copied(model)
    file = tmp_path / "broken.safetensors"
    file.write_bytes(content)
    assert repr(str(file)) in refused(model, file)
    assert all(torch.equal(each, before[name]) for name, each in model.named_parameters())


def test_file_that_was_cut_short_is_named(model: Tiny, tmp_path: Path) -> None:
    file = written(tmp_path / "cut.safetensors", {"first.down": DOWN, "first.up": UP})
    file.write_bytes(file.read_bytes()[:-4])
    assert repr(str(file)) in refused(model, file)


def test_oversized_file_is_not_even_opened(model: Tiny, tmp_path: Path) -> None:
    file = tmp_path / "large.safetensors"
    with file.open("wb") as opened:
        # No bytes on the disk, but as many as this by its size.
        opened.truncate((64 << 20) + 1)
    message = refused(model, file)
    assert repr(str(file)) in message
    assert "too large" in message


ILL_FITTING = {
    "a layer that the model lacks": {"third.down": DOWN, "third.up": UP},
    "a tensor that the model lacks": {"third.weight": DOWN},
    "a name without a layer": {"down": DOWN, "up": UP},
    "no up for a down": {"first.down": DOWN},
    "an up of another rank": {"first.down": DOWN, "first.up": torch.ones(4, 3)},
    "a down for another width": {"first.down": torch.ones(2, 5), "first.up": UP},
    "an up for another height": {"first.down": DOWN, "first.up": torch.ones(5, 2)},
    "a tensor of another shape": {"norm.weight": torch.ones(5)},
    "a tensor that is turned": {"first.weight": torch.ones(3, 4)},
    "a down without a dimension": {"first.down": torch.tensor(1.0), "first.up": UP},
}


@pytest.mark.parametrize("name", ILL_FITTING)
def test_adapter_that_does_not_fit_is_named_with_its_tensor(
    model: Tiny, tmp_path: Path, name: str
) -> None:
    tensors = ILL_FITTING[name]
    file = written(tmp_path / "other.safetensors", tensors)
    message = refused(model, file)
    assert repr(str(file)) in message
    assert any(repr(each) in message for each in tensors)


STRETCHED = {
    "one row for all": {"first.weight": torch.ones(3)},
    "one number for all": {"norm.weight": torch.ones(1)},
    "an up of one row": {"first.down": DOWN, "first.up": torch.ones(1, 2)},
    "an up without columns": {"first.down": DOWN, "first.up": torch.ones(2)},
    "a down of one column": {"first.down": torch.ones(2, 1), "first.up": UP},
}


@pytest.mark.parametrize("name", STRETCHED)
def test_smaller_tensor_is_not_stretched_to_fit(model: Tiny, tmp_path: Path, name: str) -> None:
    file = written(tmp_path / "other.safetensors", STRETCHED[name])
    assert repr(str(file)) in refused(model, file)


@pytest.mark.parametrize("layer", ["first", "third"])
def test_up_without_its_down_does_not_fit(model: Tiny, tmp_path: Path, layer: str) -> None:
    file = written(tmp_path / "other.safetensors", {f"{layer}.up": UP})
    assert repr(str(file)) in refused(model, file)
