"""The briefs of several runs set side by side, article by article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefwright.brief import Brief
from briefwright.runs import entries, written
from briefwright.runs.places import Places
from briefwright.runs.reference import Reference
from briefwright.runs.values import Candidate, Case, Run, Text

Json = Mapping[str, Any]


def cases(runs: Sequence[Run]) -> tuple[Case, ...]:
    """A case for each article or story that a run has a brief of, in the first run's order.

    Briefs belong together if they have one id, or if they rest on one text (by SHA-256). Offsets
    count into the case's texts: those of the first run that carries them; where another run read
    another text of the same article, its evidence is looked for by its words, and what is not found
    is in `Entry.lost`.
    """
    groups = _grouped(runs)
    return tuple(_case(id_, group) for id_, group in groups.items())


def _grouped(runs: Sequence[Run]) -> dict[str, dict[str, Json]]:
    groups: dict[str, dict[str, Json]] = {}
    by_text: dict[str, str] = {}
    for run in runs:
        for id_, brief in run.briefs.items():
            read = _fingerprint(brief)
            known = id_ if id_ in groups else by_text.get(read or "", id_)
            group = groups.setdefault(known, {})
            if run.name in group and known != id_:
                # A run with two briefs of one text keeps them apart, by their ids.
                group = groups.setdefault(id_, {})
            elif run.name in group:
                # The brief that came in by its text makes room for the one of this id.
                before = group[run.name]
                groups.setdefault(before["id"], {})[run.name] = before
            group[run.name] = brief
            if read:
                by_text.setdefault(read, known)
    return groups


def _fingerprint(brief: Json) -> str | None:
    """Of all the texts that the brief rests on; None if a reference brief carries none."""
    if "articles" in brief:
        return "".join(one["sha256"] for one in brief["articles"])
    text = brief.get("text")
    return hashlib.sha256(text.encode("utf-8")).hexdigest() if text else None


def _case(id_: str, group: Mapping[str, Json]) -> Case:
    # Whoever carries the text comes first: what is shown and what offsets count into is one thing.
    briefs = sorted(group.values(), key=lambda one: all(text.text is None for text in _told(one)))
    texts = _texts(briefs)
    print_ = next((_fingerprint(one) for one in briefs if _fingerprint(one)), None)
    places = Places([one.text for one in texts])
    candidates = {}
    for name, brief in group.items():
        differs = _fingerprint(brief) not in (None, print_)
        candidates[name] = _candidate(name, brief, places, differs=differs)
    return Case(id=id_, texts=texts, candidates=candidates)


def _candidate(run: str, brief: Json, places: Places, *, differs: bool) -> Candidate:
    remarks = ("It rests on another text of this article.",) if differs else ()
    if "schema_version" not in brief:
        by_hand = Reference.model_validate(brief)
        return Candidate(
            run=run,
            id=by_hand.id,
            hand="person",
            entries=written.entries(by_hand, places),
            moved=differs,
            remarks=remarks,
            brief=brief,
        )
    made = Brief.model_validate(brief)
    return Candidate(
        run=run,
        id=made.id,
        hand="model",
        entries=entries.entries(made, places, moved=differs),
        withheld=made.withheld,
        cautions=made.cautions,
        moved=differs,
        remarks=remarks,
        brief=brief,
    )


def _texts(briefs: Iterable[Json]) -> tuple[Text, ...]:
    """The articles as the first brief tells of them, with whatever another one knows besides."""
    told = [_told(one) for one in briefs]
    first = told[0]
    for others in told[1:]:
        if len(others) == len(first):
            pairs = zip(first, others, strict=True)
            first = tuple(_filled(one, other) for one, other in pairs)
    return first


def _filled(one: Text, other: Text) -> Text:
    missing = {k: v for k, v in other.model_dump().items() if getattr(one, k) is None}
    return one.model_copy(update=missing)


def _told(brief: Json) -> tuple[Text, ...]:
    known = set(Text.model_fields)
    if "articles" in brief:
        return tuple(
            Text(**{k: v for k, v in one.items() if k in known}) for one in brief["articles"]
        )
    return (Text(**{k: v for k, v in brief.items() if k in known}),)
