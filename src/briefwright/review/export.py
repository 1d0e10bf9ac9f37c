"""Corrected briefs as reference briefs."""

from __future__ import annotations

from briefwright.review import remarks
from briefwright.review.ballots import Ballots
from briefwright.review.corrected import corrected, reference
from briefwright.review.remarks import Correction
from briefwright.runs import Reference
from briefwright.spans import Value


class Exported(Value):
    references: tuple[Reference, ...]
    """One an article, in the order of their ids."""
    remarks: tuple[str, ...]
    """What whoever uses them must know: briefs passed over, items left out."""


def exported(ballots: Ballots, *, reviewer: str | None = None) -> Exported:
    """The brief of each article that was corrected last, by that reviewer if one is named.

    Items marked wrong by whoever corrected the brief, and left as they were, are left out.
    """
    last: dict[str, Correction] = {}
    told: list[str] = []
    for one in remarks.corrections(ballots):
        if reviewer not in (None, one.reviewer):
            continue
        passed = last.get(one.article)
        if passed is not None:
            told.append(
                f"{one.article}: corrected by {passed.reviewer} in the brief of "
                f"{passed.seat.run} too; the later one is taken, by {one.reviewer} in that of "
                f"{one.seat.run}"
            )
        last[one.article] = one
    made = []
    for article, one in sorted(last.items()):
        brief, texts = remarks.judged(ballots, one.seat, article)
        items = corrected(brief, one.edits)
        marked = {mark.key for mark in remarks.remarks(ballots, one.reviewer, article)}
        wrong = [
            item
            for item in items
            if item.state == "kept" and item.original and item.original.key in marked
        ]
        if wrong:
            told.append(
                f"{article}: {len(wrong)} items marked wrong and not corrected are left out: "
                + "; ".join(item.text for item in wrong)
            )
        written = reference(brief, items, texts, wrong=marked)
        # The id of the case, under which the other runs' briefs of the article are found.
        made.append(written.model_copy(update={"id": article}))
    return Exported(references=tuple(made), remarks=tuple(told))


def as_jsonl(references: tuple[Reference, ...]) -> str:
    """One a line. The bottom line is there even if it is null: by it they are known for what
    they are."""
    return "".join(f"{one.model_dump_json()}\n" for one in references)
