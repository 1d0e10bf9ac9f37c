"""The head that weighs words: loaded from its file, and asked for sentences of any length."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from briefwright.errors import CorruptWeights
from briefwright.nn.pieces import Pieces
from briefwright.nn.salience_model import load, of_words
from briefwright.nn.salience_net import SalienceNet, SalienceShape

SHAPE = SalienceShape(hidden=8, width=6, layers=1, heads=2, longest=5)


def saved(path: Path, **changed: object) -> Path:
    torch.manual_seed(0)
    state = SalienceNet(SHAPE).state_dict()
    state.update({name: each for name, each in changed.items() if isinstance(each, torch.Tensor)})
    save_file(state, path, metadata={"shape": json.dumps(asdict(SHAPE))})
    return path


def test_a_sentence_is_weighed_alike_beside_others_and_alone(tmp_path: Path) -> None:
    model = load(saved(tmp_path / "s.safetensors"))
    vectors = torch.randn(14, 8)
    spans = np.asarray([[0, 3], [3, 3], [3, 12], [12, 14]], dtype=np.int32)
    shares, looked = model.shares(vectors, spans)
    # Of the third only the first five are looked at.
    assert looked.tolist() == [True] * 8 + [False] * 4 + [True] * 2
    for start, end in [(0, 3), (3, 8), (12, 14)]:
        alone, _ = model.shares(vectors, np.asarray([[start, end]], dtype=np.int32))
        np.testing.assert_allclose(shares[start:end], alone[start:end], atol=1e-6)


def test_sentences_in_a_row_are_weighed_as_padded_ones_were_learnt(tmp_path: Path) -> None:
    torch.manual_seed(0)
    learnt = SalienceNet(SHAPE, dropout=0.0).eval()
    model = load(saved(tmp_path / "s.safetensors", **learnt.state_dict()))
    vectors = torch.randn(8, 8)
    padded = torch.nn.utils.rnn.pad_sequence([vectors[:3], vectors[3:]], batch_first=True)
    blank = torch.tensor([[False] * 3 + [True] * 2, [False] * 5])
    with torch.inference_mode():
        wanted = torch.sigmoid(learnt(padded, blank))
    shares, _ = model.shares(vectors, np.asarray([[0, 3], [3, 8]], dtype=np.int32))
    np.testing.assert_allclose(shares[:3], wanted[0, :3], atol=1e-6)
    np.testing.assert_allclose(shares[3:], wanted[1], atol=1e-6)


def test_without_a_sentence_nothing_is_weighed(tmp_path: Path) -> None:
    model = load(saved(tmp_path / "s.safetensors"))
    shares, looked = model.shares(torch.randn(3, 8), np.zeros((0, 2), dtype=np.int32))
    assert shares.shape == (3, 3)
    assert not looked.any()


def test_a_word_has_the_mean_of_its_pieces_and_one_beyond_them_a_half() -> None:
    shares = np.asarray(
        [[0.0, 0.2, 0.4], [1.0, 0.4, 0.4], [0.5, 0.5, 0.5], [0.9, 0.9, 0.9]], dtype=np.float32
    )
    looked = np.asarray([True, True, True, False])
    pieces = Pieces(
        ids=np.arange(4, dtype=np.int32),
        starts=np.asarray([0, 3, 7, 10], dtype=np.int32),
        ends=np.asarray([3, 6, 9, 14], dtype=np.int32),
    )
    words = np.asarray([[0, 6], [7, 9], [10, 14], [20, 22]], dtype=np.int32)
    np.testing.assert_allclose(
        of_words(shares, looked, pieces, words),
        [[0.5, 0.3, 0.4], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]],
        atol=1e-6,
    )


@pytest.mark.parametrize("content", [b"", b"no tensors", b"\xff" * 100])
def test_a_file_that_is_no_head_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.safetensors"
    path.write_bytes(content)
    with pytest.raises(CorruptWeights, match=r"do not fit.*[Ii]nstall briefwright again"):
        load(path)


def test_tensors_of_another_shape_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "s.safetensors", **{"out.weight": torch.zeros(2, 6)})
    with pytest.raises(CorruptWeights, match="do not fit"):
        load(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorruptWeights, match=r"s\.safetensors"):
        load(tmp_path / "s.safetensors")
