"""Briefs against reference briefs, article by article.

The thresholds are those of the reference scorer that came with the reference briefs; they define
the measures and are not tuned here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from briefwright.metrics.sheet import Area, Cover, Person, Quote, Sheet, shared, sheet
from briefwright.metrics.values import (
    Areas,
    ArticleScores,
    Counts,
    People,
    Quotes,
    Ratio,
    Rouge,
    Scores,
)
from briefwright.metrics.words import (
    bag_f1,
    country,
    facts,
    name_similarity,
    pairs,
    quote_similarity,
    rouge_l,
    rouge_n,
    sentences,
    tokens,
)

SAME_NAME = 0.7
SAME_QUOTE = 0.6
SAME_AREA = 0.5
SAME_PLACE = 0.5
ALIAS = 0.85
# Areas named differently are still one if they rest on the same words and share a word.
AREA_PLACE = 0.6
AREA_FLOOR = 0.55
AREA_LABEL_SHARE = 0.2
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
    return ArticleScores(
        id=reference["id"],
        missing=brief is None,
        people=_people(found, wanted),
        quotes=_quotes(found, wanted, text),
        areas=_areas(found, wanted),
        outlook=_outlook(found.outlook, wanted.outlook),
        bottom_line=rouge_l(found.bottom_line, wanted.bottom_line),
        summary=_rouge(found.summary, wanted.summary),
        lead_bottom_line=rouge_l(lead[0] if lead else "", wanted.bottom_line),
        lead_summary=_rouge(" ".join(lead), wanted.summary),
        facts=_facts(found, f"{text} {reference.get('title') or ''}"),
        statements=found.statements,
        withheld=found.withheld,
    )


def source_text(brief: Mapping[str, Any]) -> str:
    """The article's text that a reference brief or a brief carries; empty if it carries none."""
    text = brief.get("text")
    if text is None and brief.get("articles"):
        text = brief["articles"][0].get("text")
    return str(text or "")


def _people(found: Sheet, wanted: Sheet) -> People:
    matched = pairs(found.people, wanted.people, _same_person, least=SAME_NAME)
    # By identity: two persons of one reference may be equal in every field.
    met = {id(reference) for _, reference in matched}
    return People(
        counts=Counts(tp=len(matched), predicted=len(found.people), gold=len(wanted.people)),
        central=Ratio.mean(id(one) in met for one in wanted.people if one.central),
        titles=Ratio.mean(
            bag_f1(tokens(one.title), tokens(reference.title))
            for one, reference in matched
            if reference.title
        ),
        countries=Ratio.mean(
            country(one.country) == country(reference.country)
            for one, reference in matched
            if reference.country
        ),
    )


def _same_person(one: Person, reference: Person) -> float:
    alias = ALIAS if tokens(one.name) in reference.aliases else 0.0
    return max(name_similarity(one.name, reference.name), alias)


def _quotes(found: Sheet, wanted: Sheet, text: str) -> Quotes:
    matched = pairs(found.quotes, wanted.quotes, _same_quote, least=SAME_QUOTE)
    return Quotes(
        counts=Counts(tp=len(matched), predicted=len(found.quotes), gold=len(wanted.quotes)),
        verbatim=Ratio.mean(one.text in text for one in found.quotes),
        speakers=Ratio.mean(
            name_similarity(one.speaker, reference.speaker) >= SAME_NAME
            for one, reference in matched
            if reference.speaker
        ),
    )


def _same_quote(one: Quote, reference: Quote) -> float:
    return quote_similarity(one.text, reference.text)


def _areas(found: Sheet, wanted: Sheet) -> Areas:
    matched = pairs(found.areas, wanted.areas, _same_area, least=SAME_AREA)
    return Areas(
        counts=Counts(tp=len(matched), predicted=len(found.areas), gold=len(wanted.areas)),
        statuses=Ratio.mean(one.status == reference.status for one, reference in matched),
    )


def _same_area(one: Area, reference: Area) -> float:
    label = bag_f1(one.label, reference.label)
    if label and shared(one.cover, reference.cover) >= AREA_PLACE:
        return max(label, AREA_FLOOR + AREA_LABEL_SHARE * label)
    return label


def _outlook(found: Sequence[Cover], wanted: Sequence[Cover]) -> Counts:
    matched = pairs(found, wanted, shared, least=SAME_PLACE)
    return Counts(tp=len(matched), predicted=len(found), gold=len(wanted))


def _rouge(one: str, other: str) -> Rouge:
    return Rouge(
        one=rouge_n(1, one, other), two=rouge_n(2, one, other), longest=rouge_l(one, other)
    )


def _facts(found: Sheet, source: str) -> Ratio:
    known = set(tokens(source))
    stated = facts(f"{found.bottom_line} \n {found.summary}")
    return Ratio.mean(known.issuperset(tokens(one)) for one in stated)
