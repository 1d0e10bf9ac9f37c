"""The judge's network: how pieces are marked, and that a row's answer is its own."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from briefwright.nn.judge_net import (
    MARKS,
    MOST_EVIDENCE,
    MOST_SENTENCE,
    JudgeNet,
    JudgeShape,
    Matches,
    Sides,
    collate_sides,
    cut,
    matched,
)
from briefwright.nn.sheet import Ints

SHAPE = JudgeShape(hidden=8, lower=1, width=12, layers=2, heads=3)
NOT_THERE, OTHER_ORDER, IN_ORDER = 0, 1, 2
"""Marks of the evidence; the sentence's are three higher."""


@pytest.fixture(scope="module")
def net() -> JudgeNet:
    torch.manual_seed(0)
    made = JudgeNet(SHAPE, dropout=0.0)
    torch.nn.init.normal_(made.apart.weight)
    return made.eval()


def ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int32)


def sides(evidence: Sequence[int], sentence: Sequence[int]) -> Sides:
    return Sides(
        ints(evidence), np.zeros(len(evidence), np.int32),
        ints(sentence), np.zeros(len(sentence), np.int32),
    )  # fmt: skip


def marked(evidence: Sequence[int], sentence: Sequence[int]) -> tuple[list[int], list[int]]:
    found = matched(sides(evidence, sentence)).marks.tolist()
    return found[: len(evidence)], [one - MARKS // 2 for one in found[len(evidence) :]]


# Marks


def test_same_pieces_in_the_same_order_are_all_marked_so() -> None:
    assert marked([7, 8, 9], [7, 8, 9]) == ([IN_ORDER] * 3, [IN_ORDER] * 3)


def test_pieces_of_one_side_alone_are_marked_not_there() -> None:
    assert marked([7, 8], [5, 6, 4]) == ([NOT_THERE] * 2, [NOT_THERE] * 3)
    evidence, sentence = marked([1, 2, 3, 4], [1, 9, 4])
    assert evidence == [IN_ORDER, NOT_THERE, NOT_THERE, IN_ORDER]
    assert sentence == [IN_ORDER, NOT_THERE, IN_ORDER]


def test_pieces_that_changed_places_are_told_from_those_in_order() -> None:
    # "1 was beaten by 2 on 3" and "2 was beaten by 1 on 3".
    evidence, sentence = marked([1, 50, 51, 2, 52, 3], [2, 50, 51, 1, 52, 3])
    for found in (evidence, sentence):
        assert [found[0], found[3]] == [OTHER_ORDER] * 2
        assert found[1:3] + found[4:] == [IN_ORDER] * 4


def test_piece_said_twice_stands_in_order_once() -> None:
    evidence, sentence = marked([1, 2], [1, 2, 1])
    assert evidence == [IN_ORDER, IN_ORDER]
    assert sentence.count(IN_ORDER) == 2
    assert sentence.count(OTHER_ORDER) == 1


def test_sides_are_marked_apart() -> None:
    found = matched(sides([1, 2, 3], [3, 4])).marks
    assert found.shape == (5,)
    assert found.dtype == np.int32
    assert set(found[:3].tolist()) <= {0, 1, 2}
    assert set(found[3:].tolist()) <= {3, 4, 5}


@pytest.mark.parametrize(("evidence", "sentence"), [([], [1, 2]), ([1, 2], []), ([], [])])
def test_empty_side_has_no_marks_and_gives_none(evidence: list[int], sentence: list[int]) -> None:
    found = matched(sides(evidence, sentence)).marks.tolist()
    assert found == [0] * len(evidence) + [3] * len(sentence)


@given(
    evidence=st.lists(st.integers(0, 5), max_size=14),
    sentence=st.lists(st.integers(0, 5), max_size=14),
)
@settings(deadline=None)
def test_marks_say_what_both_sides_have(evidence: list[int], sentence: list[int]) -> None:
    ours, theirs = marked(evidence, sentence)
    for own, other, found in ((evidence, sentence, ours), (sentence, evidence, theirs)):
        for piece, mark in zip(own, found, strict=True):
            assert (mark == NOT_THERE) == (piece not in other)
    in_order = [
        [piece for piece, mark in zip(own, found, strict=True) if mark == IN_ORDER]
        for own, found in ((evidence, ours), (sentence, theirs))
    ]
    assert in_order[0] == in_order[1]
    assert len(in_order[0]) == longest(tuple(evidence), tuple(sentence))


def longest(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Length of a longest common subsequence, by its textbook table."""
    row = [0] * (len(other) + 1)
    for piece in one:
        before = row
        row = [0]
        for at, own in enumerate(other):
            row.append(before[at] + 1 if piece == own else max(before[at + 1], row[at]))
    return row[-1]


# Cutting


def test_sides_are_cut_at_their_ends_each_at_its_own_length() -> None:
    evidence, sentence = range(MOST_EVIDENCE + 5), range(1000, 1000 + MOST_SENTENCE + 5)
    case = np.arange(MOST_EVIDENCE + 5, dtype=np.int32)
    long = Sides(ints(evidence), case, ints(sentence), case[: MOST_SENTENCE + 5])
    found = cut(long)
    assert found.evidence.tolist() == list(evidence)[:MOST_EVIDENCE]
    assert found.evidence_case.tolist() == case.tolist()[:MOST_EVIDENCE]
    assert found.sentence.tolist() == list(sentence)[:MOST_SENTENCE]
    assert found.sentence_case.tolist() == case.tolist()[:MOST_SENTENCE]
    assert len(long.evidence) == MOST_EVIDENCE + 5, "what was given stays as it was"


@pytest.mark.parametrize("lengths", [(0, 0), (1, 1), (MOST_EVIDENCE, MOST_SENTENCE)])
def test_sides_that_are_not_too_long_stay_whole(lengths: tuple[int, int]) -> None:
    found = cut(sides(range(lengths[0]), range(lengths[1])))
    assert (len(found.evidence), len(found.sentence)) == lengths
    assert (len(found.evidence_case), len(found.sentence_case)) == lengths


# Partners


def partners(evidence: Sequence[int], sentence: Sequence[int]) -> tuple[list[int], list[int]]:
    """Of the evidence in the sentence and of the sentence in the evidence; -1 for none."""
    first = len(evidence)
    found = matched(sides(evidence, sentence)).partners.tolist()
    return [max(one - first, -1) for one in found[:first]], found[first:]


def test_pieces_in_order_are_each_others_partners() -> None:
    assert partners([7, 8, 9, 8], [7, 9, 8]) == ([0, 2, 1, 2], [0, 2, 3])


def test_piece_in_another_order_has_the_nearest_as_partner() -> None:
    # "Kenya told Ghana" and "Ghana told Kenya": one of them is in order, the other is not.
    assert partners([1, 2, 3], [3, 2, 1]) == ([2, 1, 0], [2, 1, 0])
    assert partners([5, 1, 5, 2, 3, 5], [2, 3, 1, 5])[1] == [3, 4, 1, 5]


def test_piece_that_the_other_side_lacks_has_no_partner() -> None:
    assert partners([1, 2], [3]) == ([-1, -1], [-1])
    assert partners([], [3]) == ([], [-1])
    assert partners([1], []) == ([-1], [])


@given(st.lists(st.integers(1, 6), max_size=12), st.lists(st.integers(1, 6), max_size=12))
def test_partners_are_the_same_piece_on_the_other_side(one: list[int], other: list[int]) -> None:
    theirs, ours = partners(one, other)
    for own, places, opposite in ((one, theirs, other), (other, ours, one)):
        for piece, place in zip(own, places, strict=True):
            assert (place == -1) == (piece not in opposite)
            assert place == -1 or opposite[place] == piece


# Batches


def row(evidence: Sequence[int], sentence: Sequence[int]) -> tuple[tuple[Tensor, Tensor], Matches]:
    """Vectors that tell the pieces apart, and their marks."""
    table = torch.randn(64, SHAPE.hidden, generator=torch.Generator().manual_seed(1))
    own = (table[list(evidence)], table[list(sentence)])
    return own, matched(sides(evidence, sentence))


ROWS = [
    row([1, 2, 3, 4, 5, 6, 7], [1, 2, 9]),
    row([1, 2], [2, 1]),
    row([8], [8]),
    row([5, 5, 5, 6], [7, 5, 6, 8, 9, 10, 11, 12]),
]


def batch(rows: Sequence[tuple[tuple[Tensor, Tensor], Matches]]) -> dict[str, Tensor]:
    return collate_sides([vectors for vectors, _ in rows], [own for _, own in rows])


def deaf(net: JudgeNet) -> JudgeNet:
    """The same with places that do not hear of one another."""
    found = deepcopy(net)
    for name, each in found.cross.named_parameters():
        if "out_proj" in name:
            torch.nn.init.zeros_(each)
    return found


def test_evidence_and_sentence_stand_one_after_the_other_then_blanks() -> None:
    found = batch(ROWS[:2])
    (evidence, sentence), own = ROWS[1]
    assert found["vectors"].shape == (2, 10, SHAPE.hidden)
    assert torch.equal(found["vectors"][1, :2], evidence)
    assert torch.equal(found["vectors"][1, 2:4], sentence)
    assert not found["vectors"][1, 4:].any()
    assert found["marks"][1].tolist() == own.marks.tolist() + [0] * 6
    assert found["places"].tolist() == [[0, 1, 2, 3, 4, 5, 6, 0, 1, 2], [0, 1, 0, 1] + [0] * 6]
    assert found["partners"][1].tolist() == own.partners.tolist() + [-1] * 6
    assert found["blank"].tolist() == [[False] * 10, [False] * 4 + [True] * 6]


def test_each_row_has_one_logit_and_one_for_every_place(net: JudgeNet) -> None:
    with torch.inference_mode():
        support, wrong = net(batch(ROWS))
    assert support.shape == (4,)
    assert wrong.shape == (4, 12)
    assert torch.isfinite(support).all()


def test_row_is_judged_alike_whatever_its_neighbours(net: JudgeNet) -> None:
    with torch.inference_mode():
        together, wrong = net(batch(ROWS))
        turned, _ = net(batch(ROWS[::-1]))
        for place, one in enumerate(ROWS):
            alone, own = net(batch([one]))
            assert torch.allclose(together[place], alone[0], atol=1e-5)
            assert torch.allclose(turned[len(ROWS) - 1 - place], alone[0], atol=1e-5)
            assert torch.allclose(wrong[place, : own.shape[1]], own[0], atol=1e-5)
    assert len({round(value, 3) for value in together.tolist()}) == len(ROWS)


def test_blank_places_are_not_read(net: JudgeNet) -> None:
    given = batch(ROWS)
    with torch.inference_mode():
        before, _ = net(given)
        blank = given["blank"]
        noisy = {
            **given,
            "vectors": given["vectors"].masked_fill(blank.unsqueeze(-1), 30.0),
            "marks": given["marks"].masked_fill(blank, MARKS - 1),
            "places": given["places"].masked_fill(blank, 9),
        }
        after, _ = net(noisy)
    assert torch.allclose(before, after, atol=1e-5)


def test_support_is_drawn_from_the_places_of_the_sentence(net: JudgeNet) -> None:
    # The evidence is read only if support is drawn from it.
    alone = deaf(net)
    torch.nn.init.zeros_(alone.apart.weight)
    given = batch(ROWS[:1])
    evidence = given["marks"] < MARKS // 2
    with torch.inference_mode():
        before, _ = alone(given)
        for side, same in ((evidence, True), (~evidence, False)):
            vectors = given["vectors"].masked_fill(side.unsqueeze(-1), 5.0)
            after, _ = alone({**given, "vectors": vectors})
            assert torch.allclose(before, after, atol=1e-6) == same


def test_marks_and_places_are_read(net: JudgeNet) -> None:
    given = batch(ROWS)
    with torch.inference_mode():
        before, _ = net(given)
        turned = net({**given, "marks": given["marks"] // 3 * 3})[0]
        moved = net({**given, "places": given["places"] + 1})[0]
    assert not torch.allclose(before, turned, atol=1e-4)
    assert not torch.allclose(before, moved, atol=1e-4)


def test_it_is_read_how_differently_the_two_sides_were_read(net: JudgeNet) -> None:
    # What a vector is by itself says nothing.
    alone = deaf(net)
    torch.nn.init.zeros_(alone.given.weight)
    given = batch(ROWS[:1])
    with torch.inference_mode():
        before, _ = alone(given)
        for other, same in (
            (given["vectors"] + 1.0, True),
            (given["vectors"].roll(1, 1), False),
        ):
            after, _ = alone({**given, "vectors": other})
            assert torch.allclose(before, after, atol=1e-5) == same


@pytest.mark.parametrize("lengths", [(3, 0), (0, 3)])
def test_empty_side_still_gives_a_number(net: JudgeNet, lengths: tuple[int, int]) -> None:
    rows = [row(range(lengths[0]), range(lengths[1])), ROWS[0]]
    with torch.inference_mode():
        support, _ = net(batch(rows))
    assert torch.isfinite(support).all()


def test_longest_sides_fit_the_network(net: JudgeNet) -> None:
    pieces = [at % 60 for at in range(MOST_EVIDENCE)]
    with torch.inference_mode():
        support, wrong = net(batch([row(pieces, pieces[:MOST_SENTENCE])]))
    assert torch.isfinite(support).all()
    assert wrong.shape == (1, MOST_EVIDENCE + MOST_SENTENCE)


def test_each_row_has_its_own_marks() -> None:
    vectors = [vectors for vectors, _ in ROWS]
    with pytest.raises(ValueError, match="zip"):
        collate_sides(vectors, [own for _, own in ROWS[:-1]])
