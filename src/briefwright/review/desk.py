"""The work that lies before reviewers: their pairings in order, and how far each has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from briefwright.errors import ReviewError
from briefwright.review import remarks
from briefwright.review.ballots import Ballots, same_pair
from briefwright.review.passages import Passages
from briefwright.review.schedule import Schedule, schedule, seated
from briefwright.review.values import SIDES, Ballot, Edit, Pairing, Side
from briefwright.review.versions import version
from briefwright.runs import Candidate, Case, Run, cases
from briefwright.spans import Value

_CACHED = 32


class Changed(Value):
    """A run whose briefs are others than those that ballots were cast on."""

    run: str
    articles: tuple[str, ...]
    ballots: int


class Desk:
    """One sitting over an open file of ballots.

    What reviewers said is read from the file each time: another process may write to it too.
    """

    def __init__(
        self,
        ballots: Ballots,
        runs: Sequence[Run],
        found: Sequence[Case],
        plan: Schedule,
        seed: str,
    ) -> None:
        self.ballots, self.plan, self.seed = ballots, plan, seed
        self.cases = {case.id: case for case in found}
        self.changed = changed(ballots, found)
        self.sitting = ballots.begin(runs, found, plan)
        self._passages = lru_cache(maxsize=_CACHED)(self._indexed)
        self._seated = lru_cache(maxsize=_CACHED)(self._drawn)

    def _indexed(self, article: str) -> Passages:
        return Passages(self.cases[article].texts)

    def passages(self, article: str) -> Passages:
        return self._passages(article)

    def case(self, pairing: Pairing) -> Case:
        return self.cases[pairing.article]

    def pairings(self, reviewer: str) -> tuple[Pairing, ...]:
        """All that the reviewer is asked, in order, left and right as this reviewer sees them."""
        return self._seated(reviewer)

    def _drawn(self, reviewer: str) -> tuple[Pairing, ...]:
        return tuple(seated(duel, reviewer=reviewer, seed=self.seed) for duel in self.plan.duels)

    def cast(self, reviewer: str) -> tuple[Ballot | None, ...]:
        """The reviewer's ballot for each of `pairings`, on these versions of the briefs."""
        held: dict[str, list[Ballot]] = {}
        for one in self.ballots.standing(reviewer):
            held.setdefault(one.pairing.article, []).append(one)
        return tuple(
            next(
                (one for one in held.get(asked.article, ()) if same_pair(one.pairing, asked)), None
            )
            for asked in self.pairings(reviewer)
        )

    def candidates(self, pairing: Pairing) -> Mapping[Side, Candidate]:
        found = self.case(pairing).candidates
        return {side: found[pairing.seat(side).run] for side in SIDES}

    def edits(self, reviewer: str, pairing: Pairing) -> Mapping[Side, tuple[Edit, ...]]:
        return {side: remarks.edits(self.ballots, reviewer, pairing.seat(side)) for side in SIDES}


def opened(
    path: Path, runs: Sequence[Run], *, rounds: int | None = None, seed: str | None = None
) -> Desk:
    """A desk over the file, which is made if it is not there; a new sitting begins.

    Raises ReviewError if no article has briefs of two runs that differ, BallotsError if the file
    cannot be used.
    """
    found = cases(runs)
    plan = schedule(found, rounds=rounds)
    if not plan.duels:
        raise ReviewError(
            f"nothing to judge: of {len(found)} articles {len(plan.alone)} are in one run alone, "
            f"and {len({one.article for one in plan.alike})} have briefs that say the same; "
            "give runs over the same articles"
        )
    for name in (*(run.name for run in runs), *(case.id for case in found)):
        # Bytes of a file's name that are no UTF-8 come as half surrogate pairs.
        if "\0" in name or any("\ud800" <= one <= "\udfff" for one in name):
            raise ReviewError(
                f"{name!r}: a name or id that no file can hold; give the run another with --name, "
                "or the brief another id"
            )
    ballots = Ballots(path)
    try:
        return Desk(ballots, runs, found, plan, ballots.seed(seed))
    except BaseException:
        ballots.close()
        raise


def changed(ballots: Ballots, found: Sequence[Case]) -> tuple[Changed, ...]:
    """The runs whose briefs differ from those that the file's ballots were cast on: these ballots
    stay, and are not counted for the new briefs."""
    cast = ballots.standing()
    articles = {one.pairing.article for one in cast}
    now = {
        (case.id, name): version(candidate.brief)
        for case in found
        if case.id in articles
        for name, candidate in case.candidates.items()
    }
    stale: dict[str, dict[str, set[int]]] = {}
    for one in cast:
        for seat in one.pairing.seats:
            if now.get((one.pairing.article, seat.run), seat.version) != seat.version:
                stale.setdefault(seat.run, {}).setdefault(one.pairing.article, set()).add(one.id)
    return tuple(
        Changed(run=run, articles=tuple(sorted(held)), ballots=len(set().union(*held.values())))
        for run, held in sorted(stale.items())
    )
