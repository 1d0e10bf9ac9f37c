"""The statistics against hand-computed cases and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from briefwright.compare import paired
from briefwright.metrics import Ratio, interval


def means(*values: float) -> paired.Sums:
    """One measure whose article values are these."""
    return np.array([[(value, 1.0) for value in values]])


def test_three_articles_all_better_by_one_come_out_so_in_two_of_eight_swaps() -> None:
    (found,) = paired.compared(means(0, 0, 0), means(1, 1, 1))
    assert found.value == 1
    assert found.p == pytest.approx(2 / 8)


def test_p_is_that_of_scipys_paired_permutations() -> None:
    source = np.random.default_rng(7)
    first, second = source.random(9), source.random(9) + 0.2
    (found,) = paired.compared(means(*first), means(*second))
    test = stats.permutation_test(
        (first, second),
        lambda one, other: np.mean(other - one),
        permutation_type="samples",
        n_resamples=np.inf,
        vectorized=False,
    )
    assert found.p == pytest.approx(test.pvalue)


def test_sampled_swaps_agree_with_scipy_where_there_are_too_many_to_count() -> None:
    source = np.random.default_rng(8)
    first = source.random(40)
    second = first + source.normal(0.05, 0.15, 40)
    (found,) = paired.compared(means(*first), means(*second))
    test = stats.permutation_test(
        (first, second),
        lambda one, other, axis: np.mean(other - one, axis=axis),
        permutation_type="samples",
        n_resamples=20_000,
        vectorized=True,
        rng=source,
    )
    assert found.p == pytest.approx(test.pvalue, abs=0.02)


def test_equal_runs_differ_by_nothing_and_p_is_one() -> None:
    (found,) = paired.compared(means(0.2, 0.4, 0.9), means(0.2, 0.4, 0.9))
    assert (found.value, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_a_measure_is_a_quotient_of_sums_and_not_a_mean_of_quotients() -> None:
    first = np.array([[(1.0, 1.0), (0.0, 9.0)]])
    second = np.array([[(1.0, 1.0), (9.0, 9.0)]])
    (found,) = paired.compared(first, second)
    assert found.value == pytest.approx(1.0 - 0.1)


def test_what_cannot_be_taken_of_one_run_is_not_taken_of_the_pair() -> None:
    nothing = np.zeros((1, 3, 2))
    (found,) = paired.compared(nothing, means(1, 1, 1))
    assert found == paired.Estimated()


def test_articles_with_nothing_to_divide_by_count_for_nothing() -> None:
    first = np.array([[(1.0, 2.0), (0.0, 0.0), (1.0, 2.0)]])
    second = np.array([[(2.0, 2.0), (0.0, 0.0), (2.0, 2.0)]])
    (found,) = paired.compared(first, second)
    assert found.value == pytest.approx(0.5)


def test_one_article_gives_no_interval_and_no_p() -> None:
    (found,) = paired.compared(means(0.1), means(0.4))
    assert found.value == pytest.approx(0.3)
    assert (found.low, found.high, found.p) == (None, None, None)


def test_a_runs_interval_is_the_one_that_metrics_gives() -> None:
    values = [0.1, 0.5, 0.9, 0.3, 0.7]
    (found,) = paired.estimated(means(*values))
    same = interval([Ratio(part=value, whole=1) for value in values])
    assert same is not None
    assert (found.low, found.high) == pytest.approx((same.low, same.high))


def test_the_joint_measure_is_the_mean_of_rounded_ones_with_nothing_for_the_missing() -> None:
    one = np.array([[(2.0, 3.0)], [(0.0, 0.0)], [(1.0, 4.0)]])
    *_, joint = paired.estimated(one, joint=(0, 1))
    assert joint.value == pytest.approx(0.667 / 2)


def test_the_interval_of_a_paired_difference_is_narrower_than_of_unpaired_runs() -> None:
    first = means(*np.linspace(0, 1, 30))
    second = means(*np.linspace(0, 1, 30) + 0.1)
    (found,) = paired.compared(first, second)
    assert (found.low, found.high) == pytest.approx((0.1, 0.1))


def test_signs_count_articles_and_test_them_exactly() -> None:
    first = np.array([0.1, 0.2, 0.3, 0.4, np.nan, 0.5])
    second = np.array([0.2, 0.3, 0.4, 0.3, 0.9, 0.5])
    found = paired.signs(first, second)
    assert (found.first, found.equal, found.second) == (1, 1, 3)
    assert found.p == pytest.approx(stats.binomtest(3, 4, 0.5).pvalue)


def test_no_article_that_differs_gives_no_p_of_signs() -> None:
    assert paired.signs(np.array([0.5]), np.array([0.5])).p is None


def test_holm_multiplies_the_smallest_by_all_and_never_falls() -> None:
    # Holm (1979): 0.01 * 3, 0.03 * 2, and 0.04 * 1 raised to the one before it.
    assert paired.holm([0.04, 0.01, None, 0.03]) == pytest.approx((0.06, 0.03, None, 0.06))


def test_holm_stops_at_one() -> None:
    assert paired.holm([0.9, 0.8]) == (1.0, 1.0)
