"""Runs against reference briefs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from briefwright.errors import BriefError
from briefwright.evaluate.judging import losses
from briefwright.evaluate.kinds import grouped, kinds
from briefwright.evaluate.values import Assessed, Evaluation, Group, RunResult, Taken
from briefwright.metrics import (
    ArticleScores,
    Joined,
    Scores,
    brief_score,
    intervals,
    measures,
    part_score,
    score,
)
from briefwright.runs import Candidate, Case, Run, cases, placed
from briefwright.spans import Value

Json = Mapping[str, Any]

_EMPTY: Json = {}


class _Wanted(Value):
    """A reference brief, ready to be measured against."""

    case: Case
    candidate: Candidate
    reference: Mapping[str, Any]
    """Its JSON, with id, text and title."""
    kinds: Mapping[str, str]


def evaluate(
    reference: Run,
    runs: Sequence[Run],
    *,
    texts: Mapping[str, str] | None = None,
    skip_missing: bool = False,
) -> Evaluation:
    """Each run against the reference, whose name must be none of theirs.

    An article of the reference without a brief counts as an empty one, or is left out with
    `skip_missing`. `texts` holds those of articles that no brief carries, by id. Raises BriefError
    if no article at all can be measured.
    """
    known = _with_texts(reference, runs, texts or {})
    found = cases([known, *runs])
    wanted, unmeasured = _wanted(found, known.name)
    strange = [one for one in found if known.name not in one.candidates]
    results = [_result(run, wanted, strange, skip_missing=skip_missing) for run in runs]
    # One without any would be a column of noughts, of articles that it was never asked about.
    measured = tuple(one for one in results if len(one.missing) < len(one.articles))
    if not measured:
        raise BriefError(_nothing(known, runs, unmeasured))
    return Evaluation(
        reference=known.name,
        source=known.source,
        digest=corpus(reference.briefs.values()),
        runs=measured,
        strange=tuple(one.source for one in results if one not in measured),
        doubtful={
            one.case.id: count
            for one in wanted
            if (count := sum(bool(entry.lost) for entry in one.candidate.entries))
        },
        unmeasured=unmeasured,
    )


def corpus(references: Any) -> str:
    """Hash of reference briefs without their texts, which ingest may come to clean better."""
    bare = [{k: v for k, v in one.items() if k != "text"} for one in references]
    canonical = json.dumps(bare, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def taken(articles: Sequence[ArticleScores], *, joined: Joined = brief_score) -> Taken:
    """Every measure over the articles, with its interval."""
    scores = Scores(articles=tuple(articles))
    return Taken(
        articles=len(articles),
        measures=measures(scores, joined=joined),
        intervals=intervals(scores, joined=joined),
    )


def _with_texts(reference: Run, runs: Sequence[Run], texts: Mapping[str, str]) -> Run:
    """The reference, given those texts that nobody carries."""
    briefs = dict(reference.briefs)
    for id_, own in reference.briefs.items():
        others = [run.briefs[id_] for run in runs if id_ in run.briefs]
        if id_ in texts and not any(_carried(one) for one in (own, *others)):
            briefs[id_] = {**own, "text": texts[id_]}
    return reference.model_copy(update={"briefs": briefs})


def _carried(brief: Json) -> bool:
    return bool(brief.get("text") or (brief.get("articles") or [_EMPTY])[0].get("text"))


def _wanted(found: Sequence[Case], name: str) -> tuple[list[_Wanted], dict[str, str]]:
    """The reference briefs that can be measured against, and why the others cannot."""
    wanted: list[_Wanted] = []
    not_so: dict[str, str] = {}
    for case in found:
        candidate = case.candidates.get(name)
        if candidate is None:
            continue
        text = case.texts[0].text
        if len(case.texts) > 1:
            not_so[case.id] = "it rests on several articles, and the measures are of one"
        elif not text:
            not_so[case.id] = (
                "neither reference nor briefs carry the article's text; give the articles with "
                "--articles, or make the briefs without --no-text"
            )
        else:
            own = {**candidate.brief, "id": case.id, "text": text, "title": case.texts[0].title}
            wanted.append(
                _Wanted(
                    case=case,
                    candidate=candidate,
                    reference=own,
                    kinds=kinds(case, candidate, text),
                )
            )
    return wanted, not_so


def _result(
    run: Run, wanted: Sequence[_Wanted], strange: Sequence[Case], *, skip_missing: bool
) -> RunResult:
    held = [one for one in wanted if not skip_missing or run.name in one.case.candidates]
    briefs = {
        one.case.id: placed(one.case.candidates[run.name])
        for one in held
        if run.name in one.case.candidates
    }
    scores = score([one.reference for one in held], briefs).articles
    articles = tuple(
        _assessed(one, own, run.name, briefs.get(one.case.id))
        for one, own in zip(held, scores, strict=True)
    )
    groups = tuple(
        Group(by=by, name=name, taken=taken([scores[at] for at in places], joined=part_score))
        for by, own in grouped([one.kinds for one in held]).items()
        for name, places in own.items()
    )
    return RunResult(
        name=run.name,
        source=run.source,
        settings=run.settings,
        taken=taken(scores),
        groups=groups,
        articles=articles,
        scores=scores,
        left_out=len(wanted) - len(held),
        strangers=sum(run.name in one.candidates for one in strange),
    )


def _assessed(one: _Wanted, scores: ArticleScores, run: str, brief: Json | None) -> Assessed:
    candidate = one.case.candidates.get(run)
    own = measures(Scores(articles=(scores,)), joined=part_score)
    return Assessed(
        id=one.case.id,
        title=one.case.title,
        url=one.case.texts[0].url,
        text=str(one.reference["text"]),
        kinds=one.kinds,
        measures=own,
        losses=losses(
            candidate,
            one.candidate,
            brief=brief or _EMPTY,
            reference=one.reference,
            measures=own,
        ),
        missing=candidate is None,
        remarks=candidate.remarks if candidate else (),
    )


def _nothing(reference: Run, runs: Sequence[Run], unmeasured: Mapping[str, str]) -> str:
    if unmeasured:
        id_, why = next(iter(unmeasured.items()))
        return f"{reference.source}: nothing can be measured: {id_}: {why}"
    ours = next((id_ for run in runs for id_ in run.briefs), "")
    theirs = next(iter(reference.briefs), "")
    return (
        f"{reference.source}: none of its articles has a brief here, by id or by text (the briefs "
        f"have {ours!r}, the reference {theirs!r}); give the references of these articles"
    )
