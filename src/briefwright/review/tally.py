"""The count of a file of ballots."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from briefwright.metrics import Ratio
from briefwright.review import remarks
from briefwright.review.agreement import Agreement, Order, agreement, order
from briefwright.review.ballots import Ballots
from briefwright.review.estimate import Estimate, rate
from briefwright.review.strengths import strengths
from briefwright.review.values import REASONS, Ballot, Seat
from briefwright.runs.values import FIELDS
from briefwright.spans import Value

SUPERSEDED = "on a brief that its run has since replaced"


class RunTally(Value):
    run: str
    better: int
    """Ballots that preferred it."""
    worse: int
    tie: int
    bad: int
    rate: Estimate
    """Ballots that preferred it over all that it took part in; ties and both bad count half."""
    strength: Estimate
    """See `strengths`."""
    faults: Mapping[str, int]
    """Ballots that found this wrong with it, by reason."""
    better_in: Mapping[str, int]
    """Ballots that found it the better one in this field."""
    wrong_items: Mapping[str, int]
    """Items that somebody marked wrong, by field, each once. What is not marked was not found
    wrong, which is less than having been checked."""


class PairTally(Value):
    """Two runs against each other."""

    one: str
    other: str
    one_better: int
    other_better: int
    tie: int
    bad: int
    rate: Estimate
    """Of the first, as `RunTally.rate`."""


class SetAside(Value):
    """Ballots that are kept and not counted."""

    reason: str
    ballots: int


class Tally(Value):
    ballots: int
    """Counted ones."""
    articles: int
    reviewers: Mapping[str, int]
    """Counted ballots of each."""
    set_aside: tuple[SetAside, ...]
    alike: int
    """Pairs of briefs of the last sitting that say the same, and were not asked."""
    corrected: int
    """Briefs that a reviewer corrected."""
    runs: tuple[RunTally, ...]
    """The strongest first."""
    pairs: tuple[PairTally, ...]
    agreement: Agreement
    order: Order


def counted(ballots: Ballots) -> tuple[tuple[Ballot, ...], tuple[Ballot, ...]]:
    """The ballots on the latest version of both briefs, and the others.

    The latest is that of `Ballots.versions`.
    """
    latest = ballots.versions()
    held: tuple[list[Ballot], list[Ballot]] = ([], [])
    for one in ballots.standing():
        stale = any(
            latest[one.pairing.article, seat.run] != seat.version for seat in one.pairing.seats
        )
        held[stale].append(one)
    return tuple(held[0]), tuple(held[1])


def tally(ballots: Ballots) -> Tally:
    """Everything that can be counted; what cannot be says why."""
    cast, stale = counted(ballots)
    sittings = ballots.sittings()
    marked = _wrong(ballots)
    by_article: dict[str, list[Ballot]] = defaultdict(list)
    for one in cast:
        by_article[one.pairing.article].append(one)
    strong = strengths([_wins(held) for held in by_article.values()])
    runs = [
        _run(name, list(by_article.values()), estimate, marked.get(name, Counter()))
        for name, estimate in strong.items()
    ]
    return Tally(
        ballots=len(cast),
        articles=len(by_article),
        reviewers=Counter(one.reviewer for one in cast),
        set_aside=(SetAside(reason=SUPERSEDED, ballots=len(stale)),) if stale else (),
        alike=sittings[-1].alike if sittings else 0,
        corrected=len(remarks.corrections(ballots)),
        runs=tuple(sorted(runs, key=lambda one: (-(one.strength.value or 0), one.run))),
        pairs=_pairs(list(by_article.values())),
        agreement=agreement(cast),
        order=order(cast),
    )


def _run(
    run: str, by_article: Sequence[Sequence[Ballot]], strength: Estimate, wrong: Counter[str]
) -> RunTally:
    own = [one for held in by_article for one in held if _side(one, run)]
    chosen = Counter(_outcome(one, run) for one in own)
    faults = Counter(
        fault.reason for one in own for fault in one.verdict.faults if fault.side == _side(one, run)
    )
    fields = Counter(
        better.field
        for one in own
        for better in one.verdict.better
        if better.side == _side(one, run)
    )
    return RunTally(
        run=run,
        better=chosen["better"],
        worse=chosen["worse"],
        tie=chosen["tie"],
        bad=chosen["bad"],
        rate=rate(
            [_points([one for one in held if _side(one, run)], run) for held in by_article],
            unmeasured="no ballot on it is counted",
        ),
        strength=strength,
        faults={reason: faults[reason] for reason in REASONS},
        better_in={field: fields[field] for field in FIELDS},
        wrong_items={field: wrong[field] for field in FIELDS},
    )


def _pairs(by_article: Sequence[Sequence[Ballot]]) -> tuple[PairTally, ...]:
    met = sorted({_met(one) for held in by_article for one in held})
    made = []
    for pair in met:
        one, other = pair
        own = [[ballot for ballot in held if _met(ballot) == pair] for held in by_article]
        chosen = Counter(_outcome(ballot, one) for held in own for ballot in held)
        made.append(
            PairTally(
                one=one,
                other=other,
                one_better=chosen["better"],
                other_better=chosen["worse"],
                tie=chosen["tie"],
                bad=chosen["bad"],
                rate=rate([_points(held, one) for held in own if held], unmeasured="never met"),
            )
        )
    return tuple(made)


def _met(ballot: Ballot) -> tuple[str, str]:
    one, other = sorted((ballot.pairing.left.run, ballot.pairing.right.run))
    return one, other


def _side(ballot: Ballot, run: str) -> str | None:
    if ballot.pairing.left.run == run:
        return "left"
    return "right" if ballot.pairing.right.run == run else None


def _outcome(ballot: Ballot, run: str) -> str:
    if ballot.winner is None:
        return ballot.verdict.choice
    return "better" if ballot.winner == run else "worse"


def _points(ballots: Sequence[Ballot], run: str) -> Ratio:
    worth = {"better": 1.0, "worse": 0.0, "tie": 0.5, "bad": 0.5}
    return Ratio.mean(worth[_outcome(one, run)] for one in ballots)


def _wins(ballots: Sequence[Ballot]) -> dict[tuple[str, str], float]:
    wins: Counter[tuple[str, str]] = Counter()
    for ballot in ballots:
        one, other = _met(ballot)
        share = _points([ballot], one).part
        wins[one, other] += share  # type: ignore[assignment]
        wins[other, one] += 1 - share  # type: ignore[assignment]
    return dict(wins)


def _wrong(ballots: Ballots) -> dict[str, Counter[str]]:
    """By run and field, how many items somebody marked wrong: in whichever brief they marked it,
    it is wrong wherever it is said of that article."""
    keys: dict[str, set[str]] = defaultdict(set)
    for one in remarks.remarks(ballots):
        keys[one.article].add(one.key)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    held = ballots.held()
    for (article, run), version in ballots.versions().items():
        # What nobody has judged yet is not in the file.
        if article not in keys or version not in held:
            continue
        brief, _ = remarks.judged(ballots, Seat(run=run, version=version), article)
        found[run].update(entry.field for entry in brief.entries if entry.key in keys[article])
    return found
