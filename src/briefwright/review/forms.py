"""What a reviewer's forms say, checked against the briefs and the article they speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from unicodedata import normalize
from urllib.parse import parse_qs

from briefwright.brief import FieldName, Slice
from briefwright.render.characters import shown
from briefwright.review.blind import named
from briefwright.review.corrected import CITED, FACETS, Item, corrected
from briefwright.review.passages import Passages
from briefwright.review.values import (
    CHOICES,
    COMMENT_LENGTH,
    NAME_LENGTH,
    REASONS,
    SIDES,
    Better,
    Edit,
    Fault,
    Side,
    Verdict,
)
from briefwright.runs import Candidate
from briefwright.runs.values import FIELDS

TEXT_LENGTH = 2000
_FIELDS_MOST = 200

Form = Mapping[str, Sequence[str]]


class Refused(Exception):
    """What was sent cannot be kept; `str()` says why, to the reviewer."""


def parsed(body: bytes) -> Form:
    """A form as browsers send it. Raises Refused."""
    try:
        return parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=_FIELDS_MOST,
            errors="replace",
        )
    except ValueError as error:
        raise Refused(f"this is not a form of this page ({error})") from error


def value(form: Form, name: str, *, most: int = TEXT_LENGTH, lines: bool = False) -> str:
    """What was sent under the name, cleaned; "" for nothing. Raises Refused if it is too long."""
    sent = (form.get(name) or [""])[0].strip()
    clean = "\n".join(map(shown, sent.splitlines())) if lines else shown(sent)
    if len(clean) > most:
        raise Refused(f"{len(clean):,} characters are too many here; the most is {most:,}")
    return clean


def reviewer(form: Form) -> str:
    """The name given. Raises Refused."""
    # One keyboard sends "é" as one sign and another as two: it is the same person's name.
    name = normalize("NFC", " ".join(value(form, "reviewer", most=NAME_LENGTH).split()))
    if not name:
        raise Refused("give a name, by which your ballots are known when you come back")
    return name


def verdict(form: Form) -> Verdict:
    """The ballot. Raises Refused without a choice, or with anything that the page does not have."""
    choice = next((one for one in CHOICES if one == value(form, "choice")), None)
    if choice is None:
        raise Refused("choose: left, right, equally good, or both bad")
    return Verdict(
        choice=choice,
        faults=tuple(
            Fault(side=side, reason=reason)
            for side in SIDES
            for reason in REASONS
            if f"{side}:{reason}" in form.get("fault", ())
        ),
        better=tuple(
            Better(side=side, field=field)
            for field in FIELDS
            for side in SIDES
            if f"{side}:{field}" in form.get("better", ())
        ),
        comment=value(form, "comment", most=COMMENT_LENGTH, lines=True),
    )


def item(
    form: Form, candidates: Mapping[Side, Candidate], edits: Mapping[Side, Sequence[Edit]]
) -> tuple[Side, Item]:
    """The item that the form speaks of. Raises Refused if there is none of that name."""
    at = value(form, "item")
    for side in SIDES:
        found = corrected(candidates[side], edits[side])
        for name, one in named(candidates[side], found, side):
            if name == at:
                return side, one
    raise Refused("this item is not here any more; load the page anew")


def side(form: Form) -> Side:
    """Raises Refused for anything but the two."""
    found = next((one for one in SIDES if one == value(form, "side")), None)
    if found is None:
        raise Refused("this is not a form of this page (no side)")
    return found


def change(form: Form, found: Item, passages: Passages) -> Edit:
    """The item's correction. Raises Refused, as `_edit`."""
    edit = _edit(form, found.field, passages, kind="change", id_=found.id)
    before = value(form, "evidence-before", most=4 * TEXT_LENGTH, lines=True)
    if before == value(form, "evidence", most=4 * TEXT_LENGTH, lines=True):
        # Left as it was shown, which may not be as the brief has it.
        edit = edit.model_copy(update={"evidence": found.evidence or edit.evidence})
    return edit


def addition(form: Form, held: Sequence[Edit], passages: Passages) -> Edit:
    """An item to be added. Raises Refused, as `_edit`."""
    field = next((one for one in FIELDS if one == value(form, "field")), None)
    if field is None:
        raise Refused("this is not a form of this page (no field)")
    taken = sum(one.kind == "add" for one in held)
    return _edit(form, field, passages, kind="add", id_=f"+{taken + 1}")


def deletion(found: Item) -> Edit:
    return Edit(kind="delete", item=found.id, field=found.field)


def _edit(form: Form, field: FieldName, passages: Passages, *, kind: str, id_: str) -> Edit:
    text = value(form, "text")
    if not text:
        raise Refused("the words are missing; to take an item out, delete it")
    if field == "key_quotes":
        place = passages.places.find(text)
        if place is None:
            raise Refused("these words do not stand in the article; a quotation is copied from it")
        text = place.text
    facets = {name: _facet(form, name, choices) for name, choices in FACETS[field].items()}
    evidence = _evidence(form, passages) if field in CITED else ()
    if kind == "add" and field in CITED and not evidence:
        raise Refused("say where it stands: copy the article's words into Evidence")
    return Edit.model_validate(
        {
            "kind": kind,
            "item": id_,
            "field": field,
            "text": text,
            "facets": {name: one for name, one in facets.items() if one},
            "evidence": evidence,
        }
    )


def _facet(form: Form, name: str, choices: Sequence[str]) -> str:
    sent = value(form, f"fact-{name}", most=300)
    if choices and sent not in choices:
        raise Refused(f"{name}: choose one of {', '.join(filter(None, choices))}")
    return sent


def _evidence(form: Form, passages: Passages) -> tuple[Slice, ...]:
    found = []
    for line in value(form, "evidence", most=4 * TEXT_LENGTH, lines=True).splitlines():
        if not line:
            continue
        place = passages.places.find(line)
        if place is None:
            raise Refused(f"the evidence “{line[:80]}” does not stand in the article; copy it anew")
        found.append(place)
    return tuple(found)
