"""Words, names and likenesses that the measures are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.metrics.words import (
    bag_f1,
    country,
    longest_common,
    matches,
    name_similarity,
    pairs,
    quote_similarity,
    rouge_l,
    rouge_n,
    stems,
    tokens,
)


def test_tokens_drop_accents_case_and_marks() -> None:
    assert tokens("Müller's 3.5-km Čačak") == ("muller", "s", "3", "5", "km", "cacak")
    assert tokens("北京") == ()


def test_stems_leave_out_function_words() -> None:
    assert stems("the building of the hospitals") == ("build", "hospital")


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [
        ("Ana Duarte", "ANA DUARTE", 1),
        ("Duarte", "Ana Duarte", 0.9),
        ("Ana Maria Reis", "Ana Maria Duarte", 0.8),
        ("Ana", "Ana Duarte", 0.8),
        ("Bo Lind", "Ana Lind", 0),
        ("", "Ana", 0),
    ],
)
def test_names_are_the_same_by_steps(one: str, other: str, similarity: float) -> None:
    assert name_similarity(one, other) == similarity


def test_a_part_of_a_quotation_counts_by_its_length() -> None:
    assert quote_similarity("build clinics", "We build clinics now") == pytest.approx(13 / 20)
    assert quote_similarity("clinics build", "build clinics") == pytest.approx(0.99)
    assert quote_similarity("…", "build") == 0


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("the U.S.", "united states"),
        ("The United States", "united states"),
        ("Britain", "united kingdom"),
        ("Türkiye", "turkey"),
        ("Portugal", "portugal"),
    ],
)
def test_a_country_has_one_name(name: str, key: str) -> None:
    assert country(name) == key


def test_greedy_matching_takes_the_best_pair_first_and_each_item_once() -> None:
    likeness = {("a", "x"): 0.8, ("a", "y"): 0.9, ("b", "y"): 0.85, ("b", "x"): 0.3}

    def similarity(one: str, other: str) -> float:
        return likeness[one, other]

    assert matches("ab", "xy", similarity, least=0.5) == [(0, 1)]
    assert matches("ab", "xy", similarity, least=0.3) == [(0, 1), (1, 0)]


def test_of_equal_pairs_the_later_ones_go_first() -> None:
    assert matches("ab", "xy", lambda _one, _other: 1.0, least=0.5) == [(1, 1), (0, 0)]
    assert pairs("ab", "xy", lambda _one, _other: 1.0, least=0.5) == [("b", "y"), ("a", "x")]


words = st.lists(st.sampled_from("abcd"), max_size=12)


def slow_longest(one: list[str], other: list[str]) -> int:
    if not one or not other:
        return 0
    if one[-1] == other[-1]:
        return slow_longest(one[:-1], other[:-1]) + 1
    return max(slow_longest(one[:-1], other), slow_longest(one, other[:-1]))


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_longest_common_subsequence_is_that_of_the_definition(
    one: list[str], other: list[str]
) -> None:
    assert longest_common(one, other) == slow_longest(one, other)


@given(words, words)
def test_overlap_measures_are_symmetric_and_lie_between_zero_and_one(
    one: list[str], other: list[str]
) -> None:
    left, right = " ".join(one), " ".join(other)
    for measure in (rouge_l, lambda a, b: rouge_n(2, a, b), lambda a, b: bag_f1(a, b)):
        assert 0 <= measure(left, right) <= 1
        assert measure(left, right) == pytest.approx(measure(right, left))
