"""One article with its sentences, quotations and names numbered, so that answers can be numbers.

Sentences that address a model are not listed: no model of ours reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefwright import countries
from briefwright.article import Article
from briefwright.condense import QUOTATION_WORDS
from briefwright.countries import CountryMention
from briefwright.ground.folding import Folded
from briefwright.reader.patterns.bodies import bodies, voices
from briefwright.reader.patterns.names import names as name_like
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.people import people
from briefwright.reading import Reading
from briefwright.segments import Segments
from briefwright.spans import Span, Value

MOST_NAMES = 60
"""In an article with more, the later ones are seldom those that take part."""


_RUN = re.compile(
    r"(?<![\w’'-])[A-Z][\w’'.-]{1,30}"
    r"(?:(?:,? and|,| of| for| on| the| &){0,3}[ \xa0][A-Z][\w’'-]{0,30}){1,9}(?:\+\d)?"
)
_ACRONYM = re.compile(r"(?<![\w’'-])[A-Z][A-Z0-9]{2,7}(?:\+\d)?(?![\w’'-])")
_OPENS = re.compile(
    r"(?:(?:The|A|An|In|On|At|But|And|As|For|While|When|After|Before|According to|Meanwhile|Its"
    r"|His|Her|Their|This|That|If|From|To|With|By|Also),? )+"
)


class Name(Value):
    """Words that may name somebody who takes part."""

    number: int
    """From 1."""
    text: str
    mentions: tuple[Span, ...]
    """In text order; `text` is one of them, in one line."""


class Listing(Value):
    """Everything that a prompt may number. Sentence and quotation n is `segments`' n - 1."""

    article: Article
    segments: Segments
    sentences: tuple[int, ...]
    """Numbers of those shown, in text order."""
    lines: frozenset[int]
    """Of these, the ones that can be evidence of a bottom line or a point."""
    quotations: tuple[int, ...]
    """Numbers of those that a speaker is asked for."""
    names: tuple[Name, ...]
    countries: tuple[CountryMention, ...]
    left_out: tuple[Span, ...] = ()
    """Sentences that address a model."""

    def sentence(self, number: int) -> Span:
        return self.segments.sentences[number - 1].span

    def quotation(self, number: int) -> Span:
        return self.segments.quotations[number - 1].span

    def number_at(self, offset: int) -> int | None:
        """Of the sentence that holds the offset."""
        index = self.segments.sentence_at(offset)
        return None if index is None else index + 1

    def find(self, words: str, number: int) -> Span | None:
        """The first place in the sentence where the words stand, not within longer ones."""
        sentence = self.sentence(number)
        at = Folded(sentence.of(self.article.text)).find(words, whole_words=True)
        if at is None:
            return None
        return Span(start=sentence.start + at.start, end=sentence.start + at.end)

    def words(self, number: int) -> str:
        """The sentence in one line."""
        return one_line(self.sentence(number).of(self.article.text))

    def name(self, number: int) -> Name:
        return self.names[number - 1]

    def sentences_of(self, name: Name) -> tuple[int, ...]:
        """Numbers of the sentences that mention the name."""
        shown = frozenset(self.sentences)
        found = (self.number_at(mention.start) for mention in name.mentions)
        return tuple(dict.fromkeys(one for one in found if one is not None and one in shown))


def listing(
    article: Article,
    segments: Segments,
    *,
    lines: Iterable[int],
    flagged: Sequence[Span] = (),
    reading: Reading | None = None,
) -> Listing:
    """The article's listing; `lines` are indices of sentences fit for a note.

    With a reading, whom its reader found is among the names, by the fullest form.
    """
    kept = [
        index
        for index, sentence in enumerate(segments.sentences)
        if not any(flag.overlaps(sentence.span) for flag in flagged)
    ]
    shown = frozenset(kept)
    page = Page.of(article, segments)
    return Listing(
        article=article,
        segments=segments,
        sentences=tuple(index + 1 for index in kept),
        lines=frozenset(index + 1 for index in lines if index in shown),
        quotations=tuple(
            index + 1
            for index, quotation in enumerate(segments.quotations)
            if quotation.within is None
            and len(quotation.span.of(article.text).split()) >= QUOTATION_WORDS
            and segments.sentence_at(quotation.span.start) in shown
        ),
        names=_names(page, shown, reading),
        countries=tuple(
            one
            for one in countries.mentions(page.text)
            if segments.sentence_at(one.span.start) in shown
        ),
        left_out=tuple(
            sentence.span for index, sentence in enumerate(segments.sentences) if index not in shown
        ),
    )


def one_line(text: str) -> str:
    return " ".join(text.split())


def _capitalised(page: Page) -> list[Span]:
    """What else is written like a name: a run of capitalised words, or letters such as "WHO".

    Countries are listed by themselves.
    """
    found = []
    for match in (*_RUN.finditer(page.text), *_ACRONYM.finditer(page.text)):
        opener = _OPENS.match(match.group())
        start = match.start() + (opener.end() if opener else 0)
        words = page.text[start : match.end()]
        span = Span(start=start, end=match.end())
        if len(words) > 2 and not _is_countries(page, span) and not words.isdecimal():
            found.append(span)
    return found


def _is_countries(page: Page, span: Span) -> bool:
    """Whether countries are named and nothing else: "Kazakhstan and Finland" speak as one never."""
    capitals = re.finditer(r"[A-Z][\w’'-]*", span.of(page.text))
    places = [(span.start + one.start(), span.start + one.end()) for one in capitals]
    return all(page.is_country(start, end) for start, end in places)


def _names(page: Page, shown: frozenset[int], reading: Reading | None) -> tuple[Name, ...]:
    """Whom a reader found, then what looks like an organisation or a person, each place once."""
    groups: list[tuple[Span, Sequence[Span]]] = []
    if reading is not None:
        groups += [(one.name, one.mentions) for one in reading.people]
        groups += [(one.name, one.mentions) for one in reading.bodies]
    acting = bodies(page, ())
    groups += [(one.name, one.mentions) for one in acting]
    groups += [(one.name, one.mentions) for one in people(page)]
    groups += [(one.name, one.mentions) for one in voices(page, acting)]
    groups += [(one.span, (one.span,)) for one in name_like(page) if not one.is_single]
    groups += [(one, (one,)) for one in _capitalised(page)]
    taken = bytearray(len(page.text))
    found: dict[str, tuple[Span, list[Span]]] = {}
    for fullest, mentions in groups:
        own = [
            mention
            for mention in mentions
            if page.segments.sentence_at(mention.start) in shown
            and not any(taken[mention.start : mention.end])
        ]
        if not own:
            continue
        for mention in own:
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        name = fullest if fullest in own else max(own, key=lambda one: one.end - one.start)
        known = found.setdefault(one_line(name.of(page.text)), (name, []))
        known[1].extend(own)
    ordered = sorted(found.items(), key=lambda one: min(each.start for each in one[1][1]))
    return tuple(
        Name(number=number, text=text, mentions=tuple(sorted(spans_, key=lambda one: one.start)))
        for number, (text, (_, spans_)) in enumerate(ordered[:MOST_NAMES], start=1)
    )
