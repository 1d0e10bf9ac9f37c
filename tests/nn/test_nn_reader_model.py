"""A reader's network of a few numbers: what its files must be, and that batches change nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from reader_sample import SHAPE, VOCABULARY, save_weights, saved, tiny_net
from safetensors.torch import save_file

from briefwright.errors import CorruptWeights
from briefwright.nn.collate import PLACES, collate, window_batch, window_run
from briefwright.nn.reader_model import ReaderModel, load
from briefwright.nn.reader_net import CLS, PAD, SEP, ReaderNet, pooled
from briefwright.nn.sheet import Page, Sheet
from briefwright.nn.words import TENSOR


@pytest.fixture(scope="module")
def net() -> ReaderNet:
    return tiny_net()


@pytest.fixture
def files(net: ReaderNet, tmp_path: Path) -> tuple[Path, Path]:
    return saved(net, tmp_path)


def page(pieces: int, *, seed: int, windows: list[tuple[int, int, int, int]]) -> Page:
    dice = np.random.default_rng(seed)

    def ints(least: int, most: int, count: int) -> Any:
        return dice.integers(least, most, count).astype(np.int32)

    return Page(
        pieces=ints(103, VOCABULARY, pieces),
        case=ints(0, 5, pieces),
        quoted=ints(0, 2, pieces),
        headline=ints(103, VOCABULARY, seed),
        headline_case=ints(0, 5, seed),
        windows=np.array(windows, dtype=np.int32),
    )


def ints(*values: int) -> Any:
    return np.array(values, dtype=np.int32)


def pairs(*values: tuple[int, int]) -> Any:
    return np.array(values, dtype=np.int32).reshape(-1, 2)


def features(rows: int) -> Any:
    return np.linspace(0, 1, 2 * rows, dtype=np.float32).reshape(rows, 2)


def meeting() -> Sheet:
    """Two people, a body that may speak, two quotations, three sentences in two windows."""
    return Sheet(
        page=page(20, seed=2, windows=[(0, 14, 0, 11), (8, 20, 11, 20)]),
        sentences=pairs((0, 6), (6, 13), (13, 20)),
        sentence_features=features(3),
        mentions=pairs((0, 2), (7, 8), (14, 16)),
        mention_person=ints(0, 0, 1),
        mention_sentence=ints(0, 1, 2),
        person_features=features(2),
        title_person=ints(0, 1),
        title_spans=pairs((2, 4), (16, 19)),
        title_features=features(2),
        country_person=ints(0, 1, 1),
        country_spans=pairs((4, 5), (4, 5), (19, 20)),
        country_features=features(3),
        quotations=pairs((8, 12), (16, 18)),
        quotation_sentence=ints(1, 2),
        quotation_features=features(2),
        speaker_quotation=ints(0, 0, 1),
        speaker_person=ints(1, -1, 0),
        speaker_spans=pairs((14, 16), (5, 6), (7, 8)),
        speaker_features=features(3),
    )


def storm() -> Sheet:
    """One sentence about nobody."""
    return Sheet(
        page=page(5, seed=0, windows=[(0, 5, 0, 5)]),
        sentences=pairs((0, 5)),
        sentence_features=features(1),
        mentions=pairs(),
        mention_person=ints(),
        mention_sentence=ints(),
        person_features=features(0),
        title_person=ints(),
        title_spans=pairs(),
        title_features=features(0),
        country_person=ints(),
        country_spans=pairs(),
        country_features=features(0),
        quotations=pairs(),
        quotation_sentence=ints(),
        quotation_features=features(0),
        speaker_quotation=ints(),
        speaker_person=ints(),
        speaker_spans=pairs(),
        speaker_features=features(0),
    )


def judged(net: ReaderNet, *sheets: Sheet) -> dict[str, torch.Tensor]:
    batch = collate(sheets)
    with torch.inference_mode():
        return net.judge(net.vectors(batch), batch)


@pytest.mark.parametrize(
    "sheets",
    [(meeting(), meeting()), (storm(), meeting()), (meeting(), storm(), meeting())],
    ids=["alike", "short-first", "short-between"],
)
def test_articles_judged_together_are_judged_as_each_alone(
    net: ReaderNet, sheets: tuple[Sheet, ...]
) -> None:
    alone = [judged(net, sheet) for sheet in sheets]
    for name, found in judged(net, *sheets).items():
        expected = torch.cat([one[name] for one in alone])
        torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)


def test_body_is_the_row_behind_the_last_person_of_all() -> None:
    batch = collate([meeting(), storm(), meeting()])
    assert batch["speaker_person"].tolist() == [1, 4, 0, 3, 4, 2]
    assert batch["mention_sentence"].tolist() == [0, 1, 2, 4, 5, 6]
    assert batch["quotations"].tolist()[2] == [8 + 25, 12 + 25]


def test_windows_are_padded_between_their_marks() -> None:
    batch = window_batch([meeting().page, storm().page])
    rows = batch["window_pieces"].tolist()
    assert [row[0] for row in rows] == [CLS] * 3
    assert [row.count(SEP) for row in rows] == [2, 2, 1]
    assert rows[2][7:] == [PAD] * (len(rows[2]) - 7)
    flat = batch["window_pieces"].reshape(-1)[batch["kept"]]
    assert flat.tolist() == [*meeting().page.pieces.tolist(), *storm().page.pieces.tolist()]


def test_sentences_beyond_the_last_place_share_it() -> None:
    count = PLACES + 5
    told = {"sentences": pairs(*[(0, 5)] * count), "sentence_features": features(count)}
    places = collate([Sheet(**{**vars(storm()), **told})])["sentence_place"].tolist()
    assert places == [*range(PLACES), *[PLACES] * 5]


def test_pooled_spans_have_mean_first_and_last() -> None:
    vectors = torch.tensor([[1.0], [2.0], [6.0]])
    mean, first, last = pooled(vectors, torch.tensor([[0, 3], [1, 2]]))
    assert (mean.tolist(), first.tolist(), last.tolist()) == (
        [[3.0], [2.0]],
        [[1.0], [2.0]],
        [[6.0], [2.0]],
    )


def test_no_spans_are_pooled_to_nothing() -> None:
    parts = pooled(torch.ones(4, 2), torch.zeros(0, 2, dtype=torch.long))
    assert [part.shape for part in parts] == [(0, 2)] * 3


def test_pooled_spans_teach_the_pieces_that_they_are_of() -> None:
    vectors = torch.ones(4, 1, requires_grad=True)
    mean, first, last = pooled(vectors, torch.tensor([[0, 2], [1, 2]]))
    told = mean.sum() + 10 * first.sum() + 100 * last.sum()
    (taught,) = torch.autograd.grad(told, vectors)
    assert taught[:, 0].tolist() == [10.5, 211.5, 0.0, 0.0]


def test_windows_without_padding_are_encoded_as_padded_ones(net: ReaderNet) -> None:
    pages = [meeting().page, storm().page, meeting().page]
    padded = net.vectors(window_batch(pages))
    torch.testing.assert_close(net.vectors_of_run(window_run(pages)), padded, rtol=1e-4, atol=1e-5)


def test_last_layer_tells_of_the_kept_pieces_what_it_tells_of_all(net: ReaderNet) -> None:
    run = window_run([meeting().page, storm().page])
    given = (run.pieces, run.case, run.quoted, run.lengths)
    whole = net.encoder.end_to_end(*given)
    kept = net.encoder.end_to_end(*given, run.kept)
    assert len(kept) < len(whole)
    torch.testing.assert_close(kept, whole[run.kept], rtol=1e-5, atol=1e-6)


def test_saved_network_loads_and_says_the_same(net: ReaderNet, files: tuple[Path, Path]) -> None:
    model = load(*files, threads=1)
    assert model.metadata["version"] == "tiny"
    sheet = meeting()
    (vectors,) = model.encode([sheet.page])
    expected = torch.sigmoid(judged(net, sheet)["person"]).numpy()
    assert model.judge(sheet, vectors).persons == pytest.approx(expected, abs=1e-5)


def test_pages_encoded_together_are_encoded_as_each_alone(files: tuple[Path, Path]) -> None:
    model = load(*files, threads=1)
    pages = [meeting().page, storm().page, meeting().page]
    for found, each in zip(model.encode(pages), pages, strict=True):
        (alone,) = model.encode([each])
        torch.testing.assert_close(found, alone, rtol=1e-4, atol=1e-5)


def test_article_about_nobody_is_judged(files: tuple[Path, Path]) -> None:
    model: ReaderModel = load(*files, threads=1)
    (vectors,) = model.encode([storm().page])
    found = model.judge(storm(), vectors)
    assert (found.persons.shape, found.speakers.shape) == ((0, 2), (0,))
    assert found.sentences[0, 3] == 1.0
    assert model.areas(vectors, found, pairs(), ints()).shape == (0, 6)


def _missing(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    tensors.pop("tag.weight")
    save_weights(path, tensors)


def _narrow(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    tensors["tag.weight"] = tensors["tag.weight"][:, :-1].contiguous()
    save_weights(path, tensors)


def _unknown(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    save_weights(path, tensors | {"more.weight": torch.zeros(1)})


def _silent(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    save_file(tensors, path)


def _garbled(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    save_file(tensors, path, {"reader": '{"shape": '})


def _listed(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    save_file(tensors, path, {"reader": "[1, 2]"})


def _shaped_otherwise(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    about = {"shape": {**asdict(SHAPE), "depth": 3}}
    save_file(tensors, path, {"reader": json.dumps(about)})


def _cut(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    save_weights(path, tensors)
    path.write_bytes(path.read_bytes()[:-10])


def _pickled(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    torch.save(tensors, path)


@pytest.mark.parametrize(
    "damage",
    [_missing, _narrow, _unknown, _silent, _garbled, _listed, _shaped_otherwise, _cut, _pickled],
)
def test_weights_that_do_not_fit_are_refused_with_what_to_do(
    net: ReaderNet,
    files: tuple[Path, Path],
    damage: Callable[[Path, dict[str, torch.Tensor]], None],
) -> None:
    words, weights = files
    tensors = {name: each.clone() for name, each in net.state_dict().items() if name != TENSOR}
    weights.unlink()
    damage(weights, tensors)
    with pytest.raises(CorruptWeights, match=r"(?s)weights.*Run: briefwright models check"):
        load(words, weights, threads=1)


def test_file_larger_than_any_weights_is_not_read(files: tuple[Path, Path]) -> None:
    words, weights = files
    with weights.open("r+b") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(
        CorruptWeights, match=r"weights.* bytes are more than a reader has.* models check"
    ):
        load(words, weights, threads=1)


@pytest.mark.parametrize("content", [None, b"", b"\xff" * 64])
def test_word_embeddings_that_cannot_be_read_are_refused(
    files: tuple[Path, Path], content: bytes | None
) -> None:
    words, weights = files
    words.unlink()
    if content is not None:
        words.write_bytes(content)
    with pytest.raises(CorruptWeights, match=r"words.*Run: briefwright models check"):
        load(words, weights, threads=1)
