"""The count of ballots in words and columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefwright.review.estimate import Estimate
    from briefwright.review.tally import RunTally, Tally


def lines(found: Tally) -> Iterator[str]:
    """Line by line, without line ends."""
    cast = ", ".join(f"{name} {count}" for name, count in found.reviewers.items())
    yield f"{found.ballots} ballots on {found.articles} articles" + (f": {cast}" if cast else "")
    for one in found.set_aside:
        yield f"not counted: {one.ballots} ballots {one.reason}"
    if found.alike:
        yield f"not asked: {found.alike} pairs of briefs that say the same"
    if not found.ballots:
        return
    yield ""
    yield from _runs(found)
    if len(found.pairs) > 1:
        yield ""
        yield from _pairs(found)
    yield ""
    yield from _sure(found)
    yield from _reasons(found)
    if found.corrected:
        yield ""
        yield f"{found.corrected} briefs corrected: `briefwright review export-edits` writes them"


def _runs(found: Tally) -> Iterator[str]:
    width = max(len("run"), *(len(one.run) for one in found.runs))
    head = f"{'run':{width}}  better  worse  equal  both bad  preferred            strength"
    yield head
    for one in found.runs:
        yield (
            f"{one.run:{width}}  {one.better:6}  {one.worse:5}  {one.tie:5}  {one.bad:8}  "
            f"{_share(one.rate):19}  {_share(one.strength)}"
        ).rstrip()
    yield "preferred: share of its ballots, equal and both bad as half. strength: Bradley-Terry,"
    yield "the chance against a middling run. In brackets 95 % intervals, by drawing articles anew."
    for one in found.runs:
        if one.strength.reason:
            yield f"strength not taken: {one.strength.reason}"
            break


def _pairs(found: Tally) -> Iterator[str]:
    for one in found.pairs:
        yield (
            f"{one.one} against {one.other}: {one.one_better} to {one.other_better}, "
            f"{one.tie} equal, {one.bad} both bad; preferred {_share(one.rate)}"
        )


def _sure(found: Tally) -> Iterator[str]:
    alpha, same = found.agreement.alpha, found.agreement.same
    if same.value is None:
        yield f"agreement: not taken, {same.reason}"
    else:
        yield f"agreement: {_share(same)} of pairs of ballots on the same two briefs say the same"
        if alpha.value is None:
            yield f"           Krippendorff’s alpha not taken, {alpha.reason}"
        else:
            yield f"           Krippendorff’s alpha {_number(alpha)} over {alpha.n} pairs of briefs"
    share = found.order.share
    if share.value is None:
        yield f"order:     not taken, {share.reason}"
    else:
        yield (
            f"order:     left preferred {found.order.left} times of {share.n}, {_share(share)}; "
            f"binomial test p = {found.order.p:.2f}"
        )


def _reasons(found: Tally) -> Iterator[str]:
    told: list[tuple[str, str]] = []
    for one in found.runs:
        for title, counts in _counts(one):
            said = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in counts if n)
            if said:
                told.append((title, f"{one.run}: {said}"))
    for title in dict.fromkeys(title for title, _ in told):
        yield ""
        yield title
        yield from (f"  {text}" for which, text in told if which == title)


def _counts(one: RunTally) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    yield (
        "ballots that found this wrong",
        [(name.replace("-", " "), count) for name, count in one.faults.items()],
    )
    yield "ballots that found it better in", list(one.better_in.items())
    yield "items marked wrong", list(one.wrong_items.items())


def _share(one: Estimate) -> str:
    if one.value is None:
        return "not taken"
    within = f" [{one.interval.low:.0%}, {one.interval.high:.0%}]" if one.interval else ""
    return f"{one.value:.0%}{within}"


def _number(one: Estimate) -> str:
    within = f" [{one.interval.low:.2f}, {one.interval.high:.2f}]" if one.interval else ""
    return f"{one.value:.2f}{within}"
