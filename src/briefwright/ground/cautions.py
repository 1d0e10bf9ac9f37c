"""What a reader of the note must know before trusting it, derived from the brief itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefwright import parties
from briefwright.article import Article
from briefwright.brief import Brief, Caution
from briefwright.ground.language import looks_english
from briefwright.spans import Span

_RESOLVED = {"pronoun": "a pronoun", "context": "the sentences around it"}


def cautions(brief: Brief, article: Article, flagged: Sequence[Span]) -> tuple[Caution, ...]:
    """The cautions of a brief of one article, the gravest first."""
    return (
        *_instructions(article, flagged),
        *_not_all_read(brief),
        *_speakers(brief),
        *_countries(brief),
        *_parties(brief),
        *_language(article),
        *_undated(article),
        *(Caution(code=one.code, text=one.text) for one in article.remarks),
        *_masked(article),
        Caution(code="single-source", text="Everything here rests on one article."),
    )


def _instructions(article: Article, flagged: Sequence[Span]) -> tuple[Caution, ...]:
    if not flagged:
        return ()
    first = " ".join(flagged[0].of(article.text).split())
    shown = first if len(first) <= 90 else first[:87].rstrip() + "..."
    return (
        Caution(
            code="instruction-like-text",
            text=f"The article holds text that addresses a language model, in {_places(flagged)}; "
            f"nothing in this note rests on it. The first begins: “{shown}”",
        ),
    )


def _places(flagged: Sequence[Span]) -> str:
    spans = ", ".join(f"{span.start}–{span.end}" for span in flagged)
    return f"{len(flagged)} {'place' if len(flagged) == 1 else 'places'} (characters {spans})"


def _not_all_read(brief: Brief) -> tuple[Caution, ...]:
    article = brief.articles[0]
    if article.words_read >= article.words:
        return ()
    return (
        Caution(
            code="not-all-read",
            text=f"Of {article.words} words only {article.words_read} were read.",
        ),
    )


def _speakers(brief: Brief) -> tuple[Caution, ...]:
    found: list[Caution] = []
    for how, words in _RESOLVED.items():
        ids = tuple(quote.id for quote in brief.key_quotes if quote.resolved == how)
        if ids:
            found.append(
                Caution(
                    code="speaker-resolved",
                    text=f"Who said it was worked out from {words}, not from a name beside it.",
                    items=ids,
                )
            )
    unknown = tuple(quote.id for quote in brief.key_quotes if quote.speaker is None)
    if unknown:
        found.append(
            Caution(
                code="speaker-unknown", text="The article does not say who said it.", items=unknown
            )
        )
    return tuple(found)


def _countries(brief: Brief) -> tuple[Caution, ...]:
    inferred = tuple(
        one.id for one in brief.participants if one.country and one.spans.country is None
    )
    if not inferred:
        return ()
    return (
        Caution(
            code="country-inferred",
            text="The article does not say beside the name which country they act for; it was "
            "worked out from the rest of the article.",
            items=inferred,
        ),
    )


def _parties(brief: Brief) -> tuple[Caution, ...]:
    inferred = tuple(
        one.id
        for one in brief.cooperation_areas
        if parties.missing(one.parties, " ".join(each.text for each in one.evidence))
    )
    if not inferred:
        return ()
    return (
        Caution(
            code="party-inferred",
            text="Between whom is not said in the sentence; it was worked out from the rest of the "
            "article.",
            items=inferred,
        ),
    )


def _language(article: Article) -> tuple[Caution, ...]:
    declared = article.language is not None and not article.language.lower().startswith("en")
    if not declared and looks_english(article.text):
        return ()
    found = (
        f"The article declares its language as {article.language!r}"
        if declared
        else "The article does not read as English"
    )
    return (
        Caution(
            code="not-english",
            text=f"{found}; the models read English, so much of it will have been missed.",
        ),
    )


def _undated(article: Article) -> tuple[Caution, ...]:
    if article.published is not None:
        return ()
    return (Caution(code="undated", text="No date of publication was found."),)


def _masked(article: Article) -> tuple[Caution, ...]:
    if not article.masked:
        return ()
    reasons = Counter(mask.reason for mask in article.masked)
    listed = ", ".join(
        f"{reason.replace('-', ' ')} ({count})" if count > 1 else reason.replace("-", " ")
        for reason, count in reasons.items()
    )
    return (
        Caution(code="masked", text=f"Left out as page furniture around the article: {listed}."),
    )
