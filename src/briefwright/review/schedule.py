"""Who meets whom, in which order, and on which side."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from briefwright.review.values import Duel, Pairing, Seat
from briefwright.review.versions import version
from briefwright.runs import Candidate, Case
from briefwright.spans import Value

_DRAFT = 16


class Schedule(Value):
    """The same for every reviewer, so that they judge the same briefs and can be compared."""

    duels: tuple[Duel, ...]
    """Round by round: in each, every article is judged once before one is judged again."""
    alike: tuple[Duel, ...]
    """Not asked: the two briefs say the same."""
    alone: tuple[str, ...]
    """Ids of articles of which only one run has a brief."""


def schedule(cases: Sequence[Case], *, rounds: int | None = None) -> Schedule:
    """Every pair of briefs of every article, or as many of each article as `rounds` says.

    With more than two runs the pairs of runs are kept in balance from the start, so that a
    reviewer who stops early has judged each about as often.
    """
    open_: dict[str, list[Duel]] = {}
    alike: list[Duel] = []
    for case in cases:
        for one, other in combinations(case.candidates.values(), 2):
            duel = Duel(article=case.id, one=_seat(one), other=_seat(other))
            if _said(one) == _said(other):
                alike.append(duel)
            else:
                open_.setdefault(case.id, []).append(duel)
    alone = tuple(case.id for case in cases if len(case.candidates) < 2)
    return Schedule(duels=tuple(_rounds(open_, rounds)), alike=tuple(alike), alone=alone)


def _rounds(open_: Mapping[str, list[Duel]], rounds: int | None) -> list[Duel]:
    met: Counter[tuple[str, str]] = Counter()
    played: Counter[str] = Counter()
    made: list[Duel] = []
    left = {article: list(duels) for article, duels in open_.items()}
    most = max(map(len, left.values()), default=0)
    for _ in range(most if rounds is None else min(rounds, most)):
        for duels in filter(None, left.values()):
            # The pair that met least; of those, the one whose runs were seen least.
            chosen = min(
                duels,
                key=lambda one: (
                    met[one.one.run, one.other.run],
                    played[one.one.run] + played[one.other.run],
                ),
            )
            duels.remove(chosen)
            met[chosen.one.run, chosen.other.run] += 1
            played.update((chosen.one.run, chosen.other.run))
            made.append(chosen)
    return made


def seated(duel: Duel, *, reviewer: str, seed: str) -> Pairing:
    """The duel with left and right by a hash: for one reviewer and article always the same, for
    another reviewer or article independent of it."""
    # In whichever order the runs were given: sides must not change under a reviewer who goes on.
    one, other = sorted((duel.one, duel.other), key=lambda seat: seat.run)
    drawn = _hash(seed, reviewer, duel.article, one.run, other.run)
    left, right = (one, other) if drawn[0] & 1 else (other, one)
    return Pairing(article=duel.article, left=left, right=right)


def draft(pairing: Pairing, *, reviewer: str, seed: str) -> str:
    """The name under which a browser keeps a ballot that is not sent yet: never found again by
    another reviewer, nor over other briefs. It tells nothing of the runs to who lacks the seed."""
    said = (part for seat in pairing.seats for part in (seat.run, seat.version))
    return _hash(seed, "draft", reviewer, pairing.article, *said).hex()[:_DRAFT]


def _hash(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()


def _seat(candidate: Candidate) -> Seat:
    return Seat(run=candidate.run, version=version(candidate.brief))


def _said(candidate: Candidate) -> list[str]:
    return [entry.key for entry in candidate.entries]
