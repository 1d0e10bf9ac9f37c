"""The count, against cases that were computed by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from review_sample import brief, written

from briefwright.review.agreement import agreement, order
from briefwright.review.desk import Desk, opened
from briefwright.review.strengths import strengths
from briefwright.review.table import ballots_csv, safe
from briefwright.review.tally import tally
from briefwright.review.values import Ballot, Better, Fault, Pairing, Seat, Verdict
from briefwright.runs import read_runs


def ballot(
    article: str, choice: str, *, who: str = "Maja", left: str = "A", right: str = "B"
) -> Ballot:
    return Ballot(
        id=1,
        sitting=1,
        reviewer=who,
        pairing=Pairing(
            article=article,
            left=Seat(run=left, version=f"{left}1"),
            right=Seat(run=right, version=f"{right}1"),
        ),
        verdict=Verdict(choice=choice),
        number=1,
        made="2026-05-04T10:00:00+00:00",
    )


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    """Two runs over eight articles, A and B, that nowhere say the same."""
    paths = [
        written(
            tmp_path / f"{name}.jsonl",
            [
                brief(f"a{n}", f"Text {n}.", line=f"{name} says {n}.", title=f'=cmd|"{n}"')
                for n in range(8)
            ],
        )
        for name in ("A", "B")
    ]
    made = opened(tmp_path / "ballots.db", read_runs(paths), seed="7")
    yield made
    made.ballots.close()


def cast(at: Desk, who: str, outcomes: Sequence[str], **said: object) -> None:
    """One ballot an article, in order: the run preferred, "tie" or "bad"."""
    for pairing, outcome in zip(at.pairings(who), outcomes, strict=False):
        choice = {pairing.left.run: "left", pairing.right.run: "right"}.get(outcome, outcome)
        verdict = Verdict.model_validate({"choice": choice, **said})
        assert at.ballots.cast(at.sitting, who, at.case(pairing), pairing, verdict)


def test_preferred_is_the_share_with_ties_and_both_bad_as_half(at: Desk) -> None:
    cast(at, "Maja", ["A", "A", "A", "B", "tie", "bad"])
    found = tally(at.ballots)
    a, b = found.runs
    assert (a.run, a.better, a.worse, a.tie, a.bad) == ("A", 3, 1, 1, 1)
    assert a.rate.value == pytest.approx((3 + 0.5 + 0.5) / 6)
    assert b.rate.value == pytest.approx(1 - (3 + 0.5 + 0.5) / 6)
    assert a.rate.interval is not None
    assert a.rate.interval.low < 4 / 6 < a.rate.interval.high
    (pair,) = found.pairs
    assert (pair.one_better, pair.other_better, pair.tie, pair.bad) == (3, 1, 1, 1)
    assert (found.ballots, found.articles, found.reviewers) == (6, 6, {"Maja": 6})


def test_strength_of_two_runs_is_the_odds_with_one_tie_more() -> None:
    """Three to one with the tie: 3.5 to 1.5, so s_A / s_B = 7/3 and against the middling run,
    the geometric mean of both, s = sqrt(7/3)."""
    found = strengths([{("A", "B"): 1.0, ("B", "A"): 0.0}] * 3 + [{("B", "A"): 1.0}])
    odds = (7 / 3) ** 0.5
    assert found["A"].value == pytest.approx(odds / (1 + odds), abs=1e-6)
    assert found["B"].value == pytest.approx(1 / (1 + odds), abs=1e-6)


def test_strengths_agree_with_hunters_iteration() -> None:
    """The minorisation-maximisation of Hunter (2004), written out, on three runs."""
    wins = {("A", "B"): 6.0, ("B", "A"): 3.0, ("B", "C"): 5.0, ("C", "B"): 2.0, ("A", "C"): 4.0}
    found = strengths([wins])
    counts = {pair: times + 0.5 for pair, times in wins.items()} | {("C", "A"): 0.5}
    strong = dict.fromkeys("ABC", 1.0)
    for _ in range(2000):
        strong = {
            i: sum(counts[i, j] for j in "ABC" if j != i)
            / sum((counts[i, j] + counts[j, i]) / (strong[i] + strong[j]) for j in "ABC" if j != i)
            for i in "ABC"
        }
        middle = (strong["A"] * strong["B"] * strong["C"]) ** (1 / 3)
        strong = {run: value / middle for run, value in strong.items()}
    for run, value in strong.items():
        assert found[run].value == pytest.approx(value / (1 + value), abs=1e-6)
    assert found["A"].interval is None


def test_a_run_that_won_every_time_still_has_a_strength() -> None:
    found = strengths([{("A", "B"): 1.0, ("B", "A"): 0.0}] * 5)
    assert found["A"].value is not None
    assert 0.5 < found["A"].value < 1
    assert found["A"].interval is not None


def test_strengths_of_runs_that_never_met_are_not_taken() -> None:
    found = strengths([{("A", "B"): 1.0}, {("C", "D"): 1.0}])
    assert {one.value for one in found.values()} == {None}
    assert "no chain of ballots" in (found["A"].reason or "")


def test_alpha_is_krippendorffs() -> None:
    """Nominal alpha by its coincidence matrix. Units (two reviewers): AA, AA, BB, AB.

    o_AA = 4, o_BB = 2, o_AB = o_BA = 1; n_A = 5, n_B = 3, n = 8;
    alpha = 1 - (n - 1) * (o_AB + o_BA) / (2 * n_A * n_B) = 1 - 7 * 2 / 30.
    """
    told = [("a1", "left", "left"), ("a2", "left", "left"), ("a3", "right", "right")]
    told.append(("a4", "left", "right"))
    cast_ = [
        ballot(article, choice, who=who)
        for article, *both in told
        for who, choice in zip(("Maja", "Otto"), both, strict=True)
    ]
    found = agreement(cast_)
    assert found.alpha.value == pytest.approx(1 - 7 * 2 / 30)
    assert found.same.value == pytest.approx(3 / 4)
    assert (found.alpha.n, found.same.n) == (4, 4)


def test_agreement_is_on_the_run_and_not_on_the_side() -> None:
    other = ballot("a1", "right", who="Otto", left="B", right="A")
    same = agreement([ballot("a1", "left"), other, ballot("a2", "tie"), ballot("a2", "bad")])
    assert same.same.value == pytest.approx(1 / 2)


def test_ballots_on_different_versions_are_no_agreement() -> None:
    one = ballot("a1", "left")
    pairing = one.pairing.model_copy(update={"left": Seat(run="A", version="A2")})
    other = one.model_copy(update={"reviewer": "Otto", "pairing": pairing})
    assert agreement([one, other]).alpha.value is None


@pytest.mark.parametrize(
    ("ballots", "why"),
    [
        ([ballot("a1", "left")], "no pair of briefs was judged by two"),
        ([ballot("a1", "left"), ballot("a1", "left", who="Otto")], "chance agrees as well"),
        ([], "no pair of briefs was judged by two"),
    ],
)
def test_alpha_that_cannot_be_taken_says_why(ballots: list[Ballot], why: str) -> None:
    assert why in (agreement(ballots).alpha.reason or "")


def test_order_effect_is_the_share_of_left_with_an_exact_test() -> None:
    """8 of 10: p = 2 * (45 + 10 + 1) / 1024; Wilson's interval by its formula."""
    cast_ = [ballot(f"a{n}", "left") for n in range(8)]
    cast_ += [ballot("b", "right"), ballot("c", "right"), ballot("d", "tie"), ballot("e", "bad")]
    found = order(cast_)
    assert (found.left, found.right, found.share.n) == (8, 2, 10)
    assert found.p == pytest.approx(112 / 1024)
    assert found.share.interval is not None
    z = 1.959963984540054
    middle, half = (0.8 + z**2 / 20) / (1 + z**2 / 10), z * (0.016 + z**2 / 400) ** 0.5
    assert found.share.interval.low == pytest.approx(middle - half / (1 + z**2 / 10))
    assert order([]).share.reason == "no ballot chose a side"


def test_reasons_are_counted_for_the_run_and_not_for_the_side(at: Desk) -> None:
    for who in ("Maja", "Otto", "Ines", "Tuan"):
        pairing = at.pairings(who)[0]
        wrong = "left" if pairing.left.run == "B" else "right"
        better = "left" if pairing.left.run == "A" else "right"
        cast(
            at,
            who,
            ["A"],
            faults=(Fault(side=wrong, reason="clumsy"),),
            better=(Better(side=better, field="outlook"),),
        )
    a, b = tally(at.ballots).runs
    assert (a.faults["clumsy"], b.faults["clumsy"]) == (0, 4)
    assert (a.better_in["outlook"], b.better_in["outlook"]) == (4, 0)


def test_an_empty_file_is_counted_too(at: Desk) -> None:
    found = tally(at.ballots)
    assert (found.ballots, found.runs, found.pairs) == (0, (), ())
    assert found.agreement.alpha.reason
    assert ballots_csv(at.ballots).count("\n") == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\ta", "\ra", " =1", "＝1", "\n=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    assert safe("a=1") == "a=1"


def test_csv_has_a_row_for_each_ballot_with_what_was_said(at: Desk) -> None:
    cast(at, "=Maja", ["A"], comment='@SUM(A1), "so"\nand so')
    cast(at, "Otto", ["bad"])
    at.ballots.undo("Otto")
    (row,) = csv.DictReader(io.StringIO(ballots_csv(at.ballots)))
    assert row["reviewer"] == "'=Maja"
    assert row["comment"] == '\'@SUM(A1), "so"\nand so'
    assert row["title"].startswith("'=cmd")
    assert row["winner"] == "A"
    assert {row["left"], row["right"]} == {"A", "B"}
    assert row["counted"] == "yes"
