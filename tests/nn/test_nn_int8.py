"""Products of whole numbers: what they round to and keep, and where they are not to be had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from reader_sample import VOCABULARY, saved, tiny_net
from safetensors.torch import save_file
from torch import Tensor, nn

from briefwright.errors import CorruptWeights
from briefwright.nn import int8
from briefwright.nn.int8 import PRODUCTS, Int8Linear, Steps, eight_bits
from briefwright.nn.reader_model import load
from briefwright.nn.reader_net import Encoder, Layer

LENGTHS = (9, 4, 17)
Ranges = dict[str, Tensor]
here = pytest.mark.skipif(not int8.exact(), reason="this processor does not multiply bytes")


def test_what_is_out_of_reach_is_cut_off_and_not_turned_over() -> None:
    given = torch.tensor([-1e9, -128.4, -0.6, 0.4, 0.6, 127.2, 1e9])
    assert eight_bits(given).tolist() == [0, 0, 127, 128, 129, 255, 255]


@here
def test_a_product_is_that_of_the_whole_numbers() -> None:
    torch.manual_seed(0)
    weight, bias = torch.randn(24, 384) * torch.logspace(-3, 2, 24)[:, None], torch.randn(24)
    given = torch.randint(0, 256, (5, 384), dtype=torch.uint8)
    given[0] = 255
    scale = weight.abs().amax(dim=1, keepdim=True) / 127
    whole = (weight / scale).round().double() * scale
    expected = (given.double() - 100) * 0.5 @ whole.T + bias
    found = Int8Linear(weight, bias, Steps(0.5, 100))(given)
    torch.testing.assert_close(found.double(), expected, rtol=1e-4, atol=1e-3)


@here
def test_bytes_again_come_out_within_half_a_step() -> None:
    torch.manual_seed(0)
    weight, steps = torch.randn(64, 384) / 20, Steps(0.02, 9)
    given = torch.randint(0, 256, (7, 384), dtype=torch.uint8)
    plain = Int8Linear(weight, None, Steps(0.01))
    layer = Int8Linear(weight, None, Steps(0.01), made=steps)
    expected = nn.functional.gelu(plain(given)).clamp(max=(255 - steps.nought) * steps.size)
    found = layer(given)
    assert found.dtype == torch.uint8
    assert ((found.float() - steps.nought) * steps.size - expected).abs().max() < 0.0101
    assert found.max() > 100


def _encoder() -> Encoder:
    """Its norms let two channels get thirty times as large as the others."""
    encoder = tiny_net().encoder
    for layer in encoder.layers:
        assert isinstance(layer, Layer)
        for norm in (layer.norm_attention, layer.norm_output):
            norm.weight.data[:2] *= 30
    return encoder


def _given() -> tuple[Tensor, Tensor, Tensor]:
    torch.manual_seed(1)
    count = sum(LENGTHS)
    return (
        torch.randint(1, VOCABULARY, (count,)),
        torch.randint(0, 5, (count,)),
        torch.randint(0, 2, (count,)),
    )


def _ranges(encoder: Encoder) -> Ranges:
    found: Ranges = {}
    hooks = []
    for number, layer in enumerate(encoder.layers):
        for product in PRODUCTS:

            def keep(_: object, given: tuple[Tensor], name: str = f"{number}.{product}") -> None:
                found[name] = given[0].abs().amax(dim=0)

            hooks.append(getattr(layer, product).register_forward_pre_hook(keep))
    with torch.inference_mode():
        encoder.end_to_end(*_given(), LENGTHS)
    for hook in hooks:
        hook.remove()
    return found


@here
def test_an_encoder_reads_as_in_fp32_to_some_hundredths_though_some_channels_are_large() -> None:
    encoder = _encoder()
    with torch.inference_mode():
        before = encoder.end_to_end(*_given(), LENGTHS)
        int8.put(encoder, _ranges(encoder))
        after = encoder.end_to_end(*_given(), LENGTHS)
    off = (after - before)[:, 2:].norm(dim=1) / before[:, 2:].norm(dim=1)
    assert 1e-4 < off.mean() < 0.05


@here
def test_pieces_are_read_alike_to_the_bit_whatever_is_read_beside_them() -> None:
    encoder = _encoder()
    int8.put(encoder, _ranges(encoder))
    given = _given()
    with torch.inference_mode():
        together = encoder.end_to_end(*given, LENGTHS)
        ends = [0, *torch.tensor(LENGTHS).cumsum(0).tolist()]
        for start, end in pairwise(ends):
            pieces, case, quoted = (each[start:end] for each in given)
            alone = encoder.end_to_end(pieces, case, quoted, [end - start])
            assert torch.equal(together[start:end], alone)


def _lossy(*_: object) -> Tensor:
    """What pairs of products come to that are added up in 16 bits."""
    return torch.full((2, 16), 32 * 32767.0)


def _missing(*_: object) -> Tensor:
    raise AttributeError("no such operator")


@pytest.fixture
def asked_anew() -> Iterator[None]:
    int8.exact.cache_clear()
    yield
    int8.exact.cache_clear()


@pytest.mark.usefixtures("asked_anew")
@pytest.mark.parametrize("product", [_lossy, _missing])
def test_products_that_lose_or_are_not_there_are_not_used(
    product: Callable[..., Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_vnni": True})
    monkeypatch.setattr(Int8Linear, "forward", product)
    assert not int8.exact()


@pytest.mark.usefixtures("asked_anew")
def test_processors_without_instructions_for_bytes_are_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True})
    assert not int8.exact()


def _none(found: Ranges) -> Ranges:
    del found["1.up"]
    return found


def _fewer(found: Ranges) -> Ranges:
    return {**found, "0.qkv": found["0.qkv"][1:].clone()}


def _below(found: Ranges) -> Ranges:
    return {**found, "0.down": found["0.down"] - 100}


def _endless(found: Ranges) -> Ranges:
    return {**found, "0.out": found["0.out"] * torch.inf}


@here
@pytest.mark.parametrize("damage", [_none, _fewer, _below, _endless])
def test_ranges_that_do_not_fit_are_refused_with_what_to_do(
    damage: Callable[[Ranges], Ranges], tmp_path: Path
) -> None:
    files, ranges = saved(tiny_net(), tmp_path), tmp_path / "ranges"
    save_file(damage(_ranges(tiny_net().encoder)), ranges)
    with pytest.raises(CorruptWeights, match=r"(?s)ranges.*Run: briefwright models check"):
        load(*files, ranges=ranges, threads=1)
    ranges.unlink()
    with pytest.raises(CorruptWeights, match=r"(?s)ranges.*Run: briefwright models check"):
        load(*files, ranges=ranges, threads=1)
