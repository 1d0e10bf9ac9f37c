"""Who says each quotation: the words beside it, else the run of speech it stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from briefwright.article import count_words
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.subjects import Reference, Subjects, is_oblique
from briefwright.reader.patterns.words import CUES
from briefwright.reading import Body, Person, Resolved, Speaker
from briefwright.segments import Quotation
from briefwright.spans import Span

# Shorter fragments are scare quotes and names (the GUIDE's limit for a quotation).
FEWEST_WORDS = 4
_BESIDE = 260
_CUE = re.compile(
    r"\b(?:pointed out|went on to say|made the remarks?|"
    + "|".join(sorted(CUES, key=len)[::-1])
    + r")\b|\b[Aa]ccording to\b"
)
_STOP = re.compile(r"[.!?](?=\s+[A-Z“\"]|\s*\Z)|\n")
_INVERTED = re.compile(r"\W{0,3}(?:" + "|".join(sorted(CUES, key=len)[::-1]) + r")\b")
_NOBODY = re.compile(
    r"\b(?:the|a|its|their) (?:joint )?(?:statement|report|readout|text|communiqu)", re.I
)


@dataclass(frozen=True)
class _Found:
    reference: Reference | None
    cue: Span | None


def speakers(
    page: Page, people: Sequence[Person], parties: Sequence[Body], chain: Subjects
) -> tuple[Speaker, ...]:
    """One for each quotation that is somebody's speech, in text order."""
    starts = [reference.span.start for reference in chain.references]
    found: list[Speaker] = []
    last: Speaker | None = None
    by_quotation: dict[int, Speaker] = {}
    quotations = page.segments.quotations
    tops = [index for index, quotation in enumerate(quotations) if quotation.within is None]
    for place, index in enumerate(tops):
        quotation = quotations[index]
        if count_words(quotation.span.of(page.text)) < FEWEST_WORDS:
            continue
        before = quotations[tops[place - 1]].outer.end if place else 0
        after = quotations[tops[place + 1]].outer.start if place + 1 < len(tops) else len(page.text)
        around = Span(start=before, end=max(after, before))
        said = _speaker(page, people, chain, starts, index, around)
        if said is None or said.resolved == "none":
            if said is None and _is_title(quotation.span.of(page.text)):
                continue
            said = _from_context(page, people, parties, chain, index, last, by_quotation)
        by_quotation[index] = said
        found.append(said)
        last = said if said.person is not None or said.body is not None else last
    return tuple(found)


def _is_title(words: str) -> bool:
    """Most words with a capital and no full stop: a book, a film, a programme."""
    long = [word for word in words.split() if len(word) > 3]
    capitals = sum(word[:1].isupper() for word in long)
    return bool(long) and capitals >= 0.75 * len(long) and words[-1] not in ".,!?"


def _speaker(
    page: Page,
    people: Sequence[Person],
    chain: Subjects,
    starts: Sequence[int],
    index: int,
    around: Span,
) -> Speaker | None:
    quotation = page.segments.quotations[index]
    for find in (_after, _before):
        found = find(page, chain, starts, quotation, around)
        if found.reference is not None:
            return _said(people, index, found)
        if found.cue is not None and find is _after:
            return None
    return None


def _said(people: Sequence[Person], index: int, found: _Found) -> Speaker:
    reference = found.reference
    assert reference is not None
    resolved: Resolved = (
        "named"
        if reference.kind == "named"
        else "pronoun"
        if reference.kind == "pronoun"
        else "context"
    )
    return Speaker(
        quotation=index,
        person=reference.person,
        name=people[reference.person].name,
        as_written=reference.span,
        cue=found.cue,
        resolved=resolved,
        score=0.9 if found.cue is not None else 0.6,
    )


def _after(
    page: Page, chain: Subjects, starts: Sequence[int], quotation: Quotation, around: Span
) -> _Found:
    """“...,” he said; “...,” said X; “...,” X told Y."""
    start = quotation.outer.end
    end = min(around.end, start + _BESIDE)
    stop = _STOP.search(page.text, start, end)
    end = stop.start() if stop else end
    words = page.text[start:end]
    closed = quotation.span.of(page.text)[-1:] in ".!?"
    if not words.strip(" ,.") or (closed and words.lstrip()[:1].isupper()):
        return _Found(None, None)
    cue = _CUE.search(page.text, start, end)
    if cue is None:
        return _Found(None, None)
    here = _references(chain, starts, start, end)
    if cue.group().lower() in ("according to", "quoted", "cited") or _INVERTED.match(words):
        here = [one for one in here if one.span.start >= cue.end()]
        near = here[0] if here and here[0].span.start - cue.end() < 120 else None
        return _Found(near, _cue_span(cue))
    left = [one for one in here if one.span.end <= cue.start()]
    region = Span(start=start, end=end)
    straight = [one for one in left if not is_oblique(page, region, one.span)]
    if left and cue.start() - start < 200:
        return _Found((straight or left)[0], _cue_span(cue))
    return _Found(None, None)


def _before(
    page: Page, chain: Subjects, starts: Sequence[int], quotation: Quotation, around: Span
) -> _Found:
    """X said: “...”; X, speaking to Y, described it as “...”."""
    end = quotation.outer.start
    inside = page.sentence_of(end)
    start = page.segments.sentences[inside].span.start if inside is not None else end
    lead = page.text[max(0, start - 3) : start].rstrip()
    if end - start < 3 and (lead.endswith(":") or lead.endswith(",")) and inside:
        start = page.segments.sentences[inside - 1].span.start
    start = max(start, around.start if end - around.start > 12 else start, end - 600)
    words = page.text[start:end]
    if not words.strip():
        return _Found(None, None)
    cues = list(_CUE.finditer(page.text, start, end))
    here = _references(chain, starts, start, end)
    sentence = Span(start=start, end=end)
    for cue in reversed(cues):
        if cue.group().lower() == "according to":
            right = [one for one in here if one.span.start >= cue.end()]
            if right:
                return _Found(right[0], _cue_span(cue))
            continue
        left = [one for one in here if one.span.end <= cue.start()]
        straight = [one for one in left if not is_oblique(page, sentence, one.span)]
        # The subject opens its clause; the nearest mention is too often somebody's object.
        if straight or left:
            return _Found((straight or left)[-1], _cue_span(cue))
    if _NOBODY.search(words):
        return _Found(None, None)
    straight = [one for one in here if not is_oblique(page, sentence, one.span)]
    return _Found(straight[-1] if straight else None, _cue_span(cues[-1]) if cues else None)


def _cue_span(match: re.Match[str]) -> Span:
    return Span(start=match.start(), end=match.end())


def _references(chain: Subjects, starts: Sequence[int], start: int, end: int) -> list[Reference]:
    found = []
    for reference in chain.references[bisect_left(starts, start) :]:
        if reference.span.start >= end:
            break
        found.append(reference)
    return found


def _from_context(
    page: Page,
    people: Sequence[Person],
    parties: Sequence[Body],
    chain: Subjects,
    index: int,
    last: Speaker | None,
    earlier: dict[int, Speaker],
) -> Speaker:
    """The speaker of the run that the quotation stands in; none where a body or nobody speaks."""
    quotation = page.segments.quotations[index]
    if quotation.continues is not None and quotation.continues in earlier:
        return _again(earlier[quotation.continues], index)
    place = page.sentence_of(quotation.outer.start)
    if place is None:
        return Speaker(quotation=index, score=0.3)
    whole = page.segments.sentences[place].span
    sentence = Span(
        start=max(whole.start, quotation.outer.start - 600),
        end=max(quotation.outer.end, min(whole.end, quotation.outer.end + 300)),
    )
    body = _body_beside(page, parties, sentence, quotation)
    if body is not None:
        return Speaker(
            quotation=index,
            body=body,
            name=parties[body].name,
            as_written=parties[body].name,
            resolved="named",
            score=0.6,
        )
    about = chain.of_sentence[place]
    alone = quotation.outer.start - whole.start < 3
    if alone and last is not None and last.person is not None:
        return _again(last, index)
    if about is not None and not _NOBODY.search(sentence.of(page.text)):
        return Speaker(
            quotation=index,
            person=about,
            name=people[about].name,
            resolved="context",
            score=0.4,
        )
    return Speaker(quotation=index, score=0.3)


def _again(speaker: Speaker, index: int) -> Speaker:
    return Speaker(
        quotation=index,
        person=speaker.person,
        body=speaker.body,
        name=speaker.name,
        resolved="context" if speaker.name is not None else "none",
        score=round(speaker.score * 0.8, 3),
    )


def _body_beside(
    page: Page, parties: Sequence[Body], sentence: Span, quotation: Quotation
) -> int | None:
    for index, party in enumerate(parties):
        for mention in party.mentions:
            if not sentence.contains(mention) or quotation.outer.overlaps(mention):
                continue
            if _CUE.match(page.text, mention.end + 1):
                return index
    return None
