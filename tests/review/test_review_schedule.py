"""Who meets whom, and on which side."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from review_sample import ALPHA, BETA, brief, runs, written

from briefwright.review import forms
from briefwright.review.schedule import Schedule, schedule, seated
from briefwright.review.values import Duel, Seat
from briefwright.runs import cases, read_runs

NAMES = ("one", "two", "three", "four")


def plan(folder: Path, articles: int, *, rounds: int | None = None) -> Schedule:
    """Of four runs that all say something else of every article."""
    paths = [
        written(
            folder / f"{name}.jsonl",
            [brief(f"a{n:03}", f"Text {n}.", line=f"{name} says {n}.") for n in range(articles)],
        )
        for name in NAMES
    ]
    return schedule(cases(read_runs(paths)), rounds=rounds)


def test_two_runs_meet_once_over_every_article(tmp_path: Path) -> None:
    found = schedule(cases(runs(tmp_path)))
    assert [one.article for one in found.duels] == ["ports", "ferry"]
    assert {(one.one.run, one.other.run) for one in found.duels} == {("alpha", "beta")}


def test_every_pair_of_four_runs_meets_over_every_article(tmp_path: Path) -> None:
    found = plan(tmp_path, 5)
    met = Counter((one.article, one.one.run, one.other.run) for one in found.duels)
    assert len(met) == 5 * 6
    assert set(met.values()) == {1}


@pytest.mark.parametrize("until", range(1, 61, 7))
def test_pairs_are_in_balance_wherever_a_reviewer_stops(until: int, tmp_path: Path) -> None:
    duels = plan(tmp_path, 10).duels[:until]
    met = Counter(dict.fromkeys(combinations(NAMES, 2), 0))
    met.update((one.one.run, one.other.run) for one in duels)
    assert max(met.values()) - min(met.values()) <= 1
    assert len({one.article for one in duels}) == min(until, 10)


def test_rounds_bound_how_often_an_article_is_judged(tmp_path: Path) -> None:
    found = plan(tmp_path, 6, rounds=2)
    assert set(Counter(one.article for one in found.duels).values()) == {2}


def test_briefs_that_say_the_same_are_not_asked(tmp_path: Path) -> None:
    alike = written(tmp_path / "twin.jsonl", [ALPHA[0], BETA[1]])
    (tmp_path / "r").mkdir()
    first, _ = runs(tmp_path / "r")
    found = schedule(cases((first, *read_runs([alike]))))
    assert [one.article for one in found.duels] == ["ferry"]
    assert [one.article for one in found.alike] == ["ports"]


def test_sides_are_the_same_for_one_reviewer_and_fair_over_many() -> None:
    seats = Seat(run="one", version="1"), Seat(run="two", version="2")
    left: Counter[str] = Counter()
    for n in range(2000):
        duel = Duel(article=f"a{n % 100}", one=seats[0], other=seats[1])
        drawn = seated(duel, reviewer=f"r{n // 100}", seed="7")
        assert drawn == seated(duel, reviewer=f"r{n // 100}", seed="7")
        left[drawn.left.run] += 1
    # Five standard deviations of a fair coin.
    assert abs(left["one"] - 1000) < 5 * (2000 * 0.25) ** 0.5


def test_sides_stay_where_runs_are_given_in_another_order() -> None:
    one, two = Seat(run="one", version="1"), Seat(run="two", version="2")
    for article in map(str, range(64)):
        drawn = seated(Duel(article=article, one=one, other=two), reviewer="Maja", seed="7")
        assert drawn == seated(Duel(article=article, one=two, other=one), reviewer="Maja", seed="7")


def test_a_name_typed_on_another_keyboard_is_the_same_reviewer() -> None:
    assert forms.reviewer({"reviewer": ["Jose\u0301"]}) == forms.reviewer(
        {"reviewer": ["Jos\u00e9"]}
    )


def test_neither_reviewer_nor_article_nor_seed_tells_the_sides_of_another() -> None:
    duels = [
        Duel(article=f"a{n}", one=Seat(run="one", version="1"), other=Seat(run="two", version="2"))
        for n in range(64)
    ]
    sides = {
        (reviewer, seed): [seated(one, reviewer=reviewer, seed=seed).left.run for one in duels]
        for reviewer in ("Maja", "Otto")
        for seed in ("7", "8")
    }
    for one, other in combinations(sides.values(), 2):
        same = sum(a == b for a, b in zip(one, other, strict=True))
        assert 12 < same < 52
