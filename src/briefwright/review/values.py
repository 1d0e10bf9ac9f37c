"""What is judged, and what reviewers say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from briefwright.brief import FieldName, Slice
from briefwright.spans import Value

Side = Literal["left", "right"]
Choice = Literal["left", "right", "tie", "bad"]
"""The better side; "bad": neither could go to a minister."""
Reason = Literal["wrong-fact", "missing-participant", "bad-quotation", "clumsy"]
ItemReason = Literal[
    "not-in-article", "wrong-fact", "wrong-person", "bad-quotation", "misleading", "out-of-place"
]

SIDES: tuple[Side, Side] = ("left", "right")
CHOICES: Mapping[Choice, str] = {
    "left": "Left is better",
    "right": "Right is better",
    "tie": "Equally good",
    "bad": "Both bad",
}
REASONS: Mapping[Reason, str] = {
    "wrong-fact": "Wrong fact",
    "missing-participant": "Missing participant",
    "bad-quotation": "Bad quotation",
    "clumsy": "Clumsy wording",
}
ITEM_REASONS: Mapping[ItemReason, str] = {
    "not-in-article": "Not in the article",
    "wrong-fact": "Wrong fact, number or date",
    "wrong-person": "Wrong person, title or party",
    "bad-quotation": "Not these words, or cut badly",
    "misleading": "Misleading without its context",
    "out-of-place": "Does not belong in this field",
}
COMMENT_LENGTH = 4000
NAME_LENGTH = 60


class Seat(Value):
    """One brief that takes part: a run's, in one version."""

    run: str
    version: str
    """Of the brief; see `versions.version`."""


class Duel(Value):
    """Two briefs of one article or story, in the order of the runs."""

    article: str
    """Id of the case."""
    one: Seat
    other: Seat


class Pairing(Value):
    """A duel as one reviewer sees it."""

    article: str
    left: Seat
    right: Seat

    @property
    def seats(self) -> tuple[Seat, Seat]:
        return self.left, self.right

    def seat(self, side: Side) -> Seat:
        return self.left if side == "left" else self.right


class Fault(Value):
    """What is wrong with the brief on a side."""

    side: Side
    reason: Reason


class Better(Value):
    """In which field a side is the better one."""

    side: Side
    field: FieldName


class Verdict(Value):
    """What a reviewer says of a pairing."""

    choice: Choice
    faults: tuple[Fault, ...] = ()
    better: tuple[Better, ...] = ()
    comment: str = ""


class Ballot(Value):
    """A verdict as it is kept."""

    id: int
    sitting: int
    reviewer: str
    pairing: Pairing
    verdict: Verdict
    number: int
    """How manyth ballot of the reviewer it is, those undone included, from 1."""
    made: str
    """Time in UTC, ISO 8601."""

    @property
    def winner(self) -> str | None:
        """The run preferred; None for a tie and for both bad."""
        choice = self.verdict.choice
        return self.pairing.seat(choice).run if choice in ("left", "right") else None


class Remark(Value):
    """An item that a reviewer marked wrong."""

    reviewer: str
    article: str
    seat: Seat
    """Of the brief in which it was marked."""
    key: str
    """`Entry.key`: the judgement holds wherever the item is found again."""
    field: FieldName
    text: str
    reason: ItemReason
    comment: str = ""
    made: str


class Edit(Value):
    """One correction of a brief; together, in order, they make the corrected brief."""

    kind: Literal["change", "delete", "add"]
    item: str
    """The item's id in its brief; of an added one "+1", "+2"."""
    field: FieldName
    text: str = ""
    facets: Mapping[str, str] = {}
    evidence: tuple[Slice, ...] = ()
    """Into the texts of the case."""


class Sitting(Value):
    """One start of the page."""

    id: int
    started: str
    runs: tuple[str, ...]
    articles: int
    duels: int
    alike: int
    """Duels that are not asked, because the two briefs say the same."""
