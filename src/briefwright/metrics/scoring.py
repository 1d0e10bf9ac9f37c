"""Briefs against reference briefs, article by article.

What is one item and what another is settled in `matching`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

from briefwright.article import count_words
from briefwright.metrics.likelihood import hedging
from briefwright.metrics.matching import SAME_NAME, SAME_PLACE, Places, matched, same_speaker
from briefwright.metrics.sheet import Claim, Sheet, sheet
from briefwright.metrics.values import (
    Areas,
    ArticleScores,
    Counts,
    Expected,
    Likelihood,
    People,
    Quotes,
    Ratio,
    Rouge,
    Scores,
)
from briefwright.metrics.words import bag_f1, country, facts, rouge_l, rouge_n, sentences, tokens

__all__ = ["LEAD_SENTENCES", "LEAD_WORDS", "SAME_NAME", "SAME_PLACE", "score", "source_text"]

LEAD_WORDS = 6
"""Sentences up to this long are datelines and headings, not leads."""
LEAD_SENTENCES = 3


def score(gold: Sequence[Mapping[str, Any]], predicted: Mapping[str, Mapping[str, Any]]) -> Scores:
    """Every reference brief against the brief of the same id.

    `gold` are JSON objects of reference briefs (or briefs) with their article under `text`, or
    under `articles[0].text`; `predicted` are briefs or reference briefs by id. A missing brief
    counts as an empty one and is marked `missing`.
    """
    return Scores(
        articles=tuple(_article(reference, predicted.get(reference["id"])) for reference in gold)
    )


def _article(reference: Mapping[str, Any], brief: Mapping[str, Any] | None) -> ArticleScores:
    text = source_text(reference)
    wanted, found = sheet(reference, text), sheet(brief or {}, text)
    lead = [one for one in sentences(text) if len(one.split()) > LEAD_WORDS][:LEAD_SENTENCES]
    places = matched(found, wanted)
    return ArticleScores(
        id=reference["id"],
        missing=brief is None,
        people=_people(found, wanted, places.people),
        quotes=_quotes(found, wanted, places.quotes, text),
        areas=_areas(found, wanted, places.areas),
        outlook=_outlook(found, wanted, places.outlook),
        bottom_line=rouge_l(found.bottom_line, wanted.bottom_line),
        bottom_line_wanted=bool(wanted.bottom_line),
        summary=_rouge(found.summary, wanted.summary),
        summary_wanted=bool(wanted.summary),
        lead_bottom_line=rouge_l(lead[0] if lead else "", wanted.bottom_line),
        lead_summary=_rouge(" ".join(lead), wanted.summary),
        facts=_facts(found, f"{text} {reference.get('title') or ''}"),
        statements=found.statements,
        likelihood=_likelihood(found.claims),
        bottom_line_words=count_words(found.bottom_line),
        summary_words=count_words(found.summary),
        items=found.items,
        withheld=found.withheld,
        replaced=found.replaced,
    )


def source_text(brief: Mapping[str, Any]) -> str:
    """The article's text that a reference brief or a brief carries; empty if it carries none."""
    text = brief.get("text")
    if text is None and brief.get("articles"):
        text = brief["articles"][0].get("text")
    return str(text or "")


def _people(found: Sheet, wanted: Sheet, places: Places) -> People:
    both = [(found.people[i], wanted.people[j]) for i, j in places]
    met = {j for _, j in places}
    return People(
        counts=Counts(tp=len(both), predicted=len(found.people), gold=len(wanted.people)),
        central=Ratio.mean(at in met for at, one in enumerate(wanted.people) if one.central),
        titles=Ratio.mean(
            bag_f1(tokens(one.title), tokens(reference.title))
            for one, reference in both
            if reference.title
        ),
        organisations=Ratio.mean(
            bag_f1(tokens(one.organisation), tokens(reference.organisation))
            for one, reference in both
            if reference.organisation
        ),
        countries=Ratio.mean(
            country(one.country) == country(reference.country)
            for one, reference in both
            if reference.country
        ),
    )


def _quotes(found: Sheet, wanted: Sheet, places: Places, text: str) -> Quotes:
    both = [(found.quotes[i], wanted.quotes[j]) for i, j in places]
    return Quotes(
        counts=Counts(tp=len(both), predicted=len(found.quotes), gold=len(wanted.quotes)),
        verbatim=Ratio.mean(one.text in text for one in found.quotes),
        speakers=Ratio.mean(
            same_speaker(one.speaker, reference.speaker)
            for one, reference in both
            if reference.speaker
        ),
    )


def _areas(found: Sheet, wanted: Sheet, places: Places) -> Areas:
    both = [(found.areas[i], wanted.areas[j]) for i, j in places]
    return Areas(
        counts=Counts(tp=len(both), predicted=len(found.areas), gold=len(wanted.areas)),
        statuses=Ratio.mean(one.status == reference.status for one, reference in both),
        parties=reduce(
            add,
            (
                Counts(
                    tp=len(one.parties & reference.parties),
                    predicted=len(one.parties),
                    gold=len(reference.parties),
                )
                for one, reference in both
            ),
            Counts(),
        ),
    )


def _outlook(found: Sheet, wanted: Sheet, places: Places) -> Expected:
    both = [(found.outlook[i], wanted.outlook[j]) for i, j in places]
    return Expected(
        counts=Counts(tp=len(both), predicted=len(found.outlook), gold=len(wanted.outlook)),
        kinds=Ratio.mean(one.kind == reference.kind for one, reference in both if reference.kind),
        voices=Ratio.mean(
            same_speaker(one.by, reference.by) for one, reference in both if reference.by
        ),
        times=Ratio.mean(
            bag_f1(tokens(one.when), tokens(reference.when))
            for one, reference in both
            if reference.when
        ),
    )


def _likelihood(claims: Sequence[Claim]) -> Likelihood:
    judged = [hedging(one.text, one.evidence) for one in claims if one.evidence]
    outcomes = [one.outcome for one in judged]
    return Likelihood(
        statements=len(judged),
        hedged=len(judged) - outcomes.count("none"),
        kept=outcomes.count("kept"),
        dropped=outcomes.count("dropped"),
        added=sum(bool(one.added) for one in judged),
    )


def _rouge(one: str, other: str) -> Rouge:
    return Rouge(
        one=rouge_n(1, one, other), two=rouge_n(2, one, other), longest=rouge_l(one, other)
    )


def _facts(found: Sheet, source: str) -> Ratio:
    known = set(tokens(source))
    stated = facts(f"{found.bottom_line} \n {found.summary}")
    return Ratio.mean(known.issuperset(tokens(one)) for one in stated)
