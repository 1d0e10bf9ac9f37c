"""The items of a brief against those of its reference: what is right, what is not, and why.

Which item is which is settled by the measures (`metrics.match`), so that a list of losses says what
a measure counted. Summary points are the exception: their measure takes the summary as one text,
and for the eye each point stands beside the one that shares most words with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefwright.brief import FieldName
from briefwright.evaluate.values import Aspect, Judged, Loss
from briefwright.metrics import (
    Matched,
    Measure,
    country,
    facts,
    hedging,
    match,
    matches,
    rouge_n,
    same_speaker,
    tokens,
)
from briefwright.runs import Candidate, Entry
from briefwright.runs.values import FIELDS

ASPECTS: tuple[Aspect, ...] = (*FIELDS, "likelihood")

MEASURE: Mapping[Aspect, str] = {
    "bottom_line": "bottom_line_rouge_l",
    "summary": "summary_rouge_l",
    "participants": "participants_f1",
    "cooperation_areas": "areas_f1",
    "key_quotes": "quotations_f1",
    "outlook": "outlook_f1",
    "likelihood": "likelihood_kept",
}
"""Each aspect's own measure."""

_SAME_POINT = 0.2
_LOST = 80
"""Characters of lost evidence that are told."""
_TEXTS: tuple[Aspect, ...] = ("bottom_line", "summary")

Json = Mapping[str, Any]
Pairs = Sequence[tuple[int, int]]


def losses(
    found: Candidate | None,
    wanted: Candidate,
    *,
    brief: Json,
    reference: Json,
    measures: Mapping[str, Measure],
) -> tuple[Loss, ...]:
    """What the brief loses under each of `ASPECTS`.

    `brief` and `reference` are the JSON that was measured, the reference with its `text` and
    `title`.
    """
    text = str(reference["text"])
    pairs = _pairs(match(brief, reference, text), found, wanted)
    source = set(tokens(f"{text} {reference.get('title') or ''}"))
    made = []
    for aspect in ASPECTS:
        if aspect == "likelihood":
            items = list(_likelihood(found))
        else:
            items = list(_field(aspect, found, wanted, pairs[aspect], text, source))
        value = measures[MEASURE[aspect]].value
        if aspect in _TEXTS:
            lost = 1 - value if items and value is not None else 0.0
        else:
            lost = sum(one.outcome != "right" for one in items)
        made.append(Loss(aspect=aspect, value=value, lost=lost, items=tuple(items)))
    return tuple(made)


def _pairs(places: Matched, found: Candidate | None, wanted: Candidate) -> dict[FieldName, Pairs]:
    ours, theirs = _of(found, "summary"), _of(wanted, "summary")
    points = matches(
        [one.text for one in ours],
        [one.text for one in theirs],
        lambda one, other: rouge_n(1, one, other),
        least=_SAME_POINT,
    )
    both = found is not None and found.of("bottom_line") and wanted.of("bottom_line")
    return {
        "bottom_line": [(0, 0)] if both else [],
        "summary": points,
        "participants": places.people,
        "cooperation_areas": places.areas,
        "key_quotes": places.quotes,
        "outlook": places.outlook,
    }


def _of(candidate: Candidate | None, field: FieldName) -> tuple[Entry, ...]:
    """The field's items as the measures count them: of participants, the persons."""
    own = candidate.of(field) if candidate else ()
    return tuple(one for one in own if field != "participants" or "kind" not in one.facets)


def _field(
    field: FieldName,
    found: Candidate | None,
    wanted: Candidate,
    pairs: Pairs,
    text: str,
    source: set[str],
) -> Iterator[Judged]:
    """Every item: what was wanted in the reference's order, then what was not."""
    ours, theirs = _of(found, field), _of(wanted, field)
    met = {j: i for i, j in pairs}
    for j, reference in enumerate(theirs):
        if j not in met:
            yield Judged(outcome="missed", wanted=reference)
            continue
        own = ours[met[j]]
        remarks = (*_differences(own, reference), *_unfounded(field, own, text, source))
        yield Judged(
            outcome="differs"
            if remarks or (own.text != reference.text and field in _TEXTS)
            else "right",
            wanted=reference,
            found=own,
            remarks=remarks,
        )
    taken = set(met.values())
    for i, own in enumerate(ours):
        if i not in taken:
            remarks = tuple(_unfounded(field, own, text, source))
            yield Judged(outcome="unwanted", found=own, remarks=remarks)


def _differences(own: Entry, reference: Entry) -> Iterator[str]:
    """What the reference gives and the brief does not, facet by facet."""
    for name, wanted in reference.facets.items():
        found = own.facets.get(name, "")
        # Which of these a measure counts, and how, is the measure's; a person sees all.
        if not _same(name, found, wanted):
            said = f"“{found}”" if found else "nothing"
            yield f"{name}: {said} for “{wanted}”"


def _same(name: str, found: str, wanted: str) -> bool:
    match name:
        case "speaker" | "by":
            return same_speaker(found, wanted)
        case "country":
            return country(found) == country(wanted)
        case "parties":
            return _parties(found) == _parties(wanted)
    return tokens(found) == tokens(wanted)


def _parties(text: str) -> set[str]:
    return {country(one) for one in text.split(", ")}


def _unfounded(field: FieldName, own: Entry, text: str, source: set[str]) -> Iterator[str]:
    """What of the item does not stand in the article."""
    if field == "key_quotes" and own.text not in text:
        yield "not verbatim in the article"
    if field in _TEXTS:
        strange = [one for one in facts(own.text) if not source.issuperset(tokens(one))]
        if strange:
            yield f"not in the article: {'; '.join(f'“{one}”' for one in dict.fromkeys(strange))}"
    if own.lost and field != "key_quotes":
        yield f"not in the article: {'; '.join(f'“{one[:_LOST]}”' for one in own.lost)}"


def _likelihood(found: Candidate | None) -> Iterator[Judged]:
    """The statements whose evidence has a word of likelihood, or that have one of their own."""
    for field in ("bottom_line", "summary", "outlook"):
        for own in _of(found, field):
            evidence = "\n".join((*(one.text for one in own.evidence), *own.lost))
            if not evidence:
                continue
            judged = hedging(own.text, evidence)
            words = ", ".join(f"“{one.text}”" for one in judged.lost)
            remarks = []
            if judged.outcome == "dropped":
                remarks.append(f"the evidence says {words} and the statement states it as fact")
            if judged.outcome == "changed":
                remarks.append(f"the evidence says {words} and the statement another likelihood")
            if judged.added:
                said = ", ".join(f"“{one.text}”" for one in judged.added)
                remarks.append(f"the statement says {said} and the evidence does not")
            if remarks or judged.hedges:
                outcome = "differs" if remarks else "right"
                yield Judged(outcome=outcome, found=own, remarks=tuple(remarks))
