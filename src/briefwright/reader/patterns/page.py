"""One article's text as words, with where its sentences and countries stand: what every pattern
reads. Knows nothing of people."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from briefwright.article import Article
from briefwright.countries import CountryMention, mentions
from briefwright.reader.patterns.words import SEATS
from briefwright.segments import Segments
from briefwright.spans import Span

# Longer words are no words; the limit bounds every later comparison.
LONGEST_WORD = 40
_TOKEN = re.compile(
    r"(?:[A-Z]\.)+(?=\W|$)|(?:Jr|Sr|Dr|Mr|Mrs|Ms|St|Prof|Gen|Rep|Sen|Hon)\.(?=\W)"
    r"|[^\W\d]{1,40}(?:[’'‘`ʿʾ-][^\W\d_]{1,40}){0,6}(?:(?<=s)[’'](?=\s))?|\d[\d.,]*|[^\w\s]|\w"
)
_POSSESSIVE = re.compile(r"[’'‘`]s?\Z")


@dataclass(frozen=True)
class Token:
    text: str
    start: int
    end: int
    possessive: bool = False
    """The text then leaves out the 's, and so does the end."""

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


@dataclass(frozen=True)
class Page:
    article: Article
    segments: Segments
    text: str
    """The article's, with blanks for what is masked, so that no pattern sees it."""
    tokens: tuple[Token, ...]
    countries: tuple[CountryMention, ...]

    @classmethod
    def of(cls, article: Article, segments: Segments) -> Page:
        text = unmasked(article)
        return cls(article, segments, text, tokenised(text), mentions(text))

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def sentence_starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.segments.sentences]

    @cached_property
    def _country_starts(self) -> list[int]:
        return [mention.span.start for mention in self.countries]

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Words that the article also writes small: its capitalised ones are then no names."""
        return frozenset(token.text for token in self.tokens if token.text.islower())

    def token_at(self, offset: int) -> int:
        """Index of the token that holds the offset, else of the next one."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and self.tokens[index].end > offset else index + 1

    def sentence_of(self, offset: int) -> int | None:
        index = bisect_right(self.sentence_starts, offset) - 1
        if index < 0 or self.segments.sentences[index].span.end <= offset:
            return None
        return index

    def countries_in(self, span: Span) -> tuple[CountryMention, ...]:
        first = bisect_right(self._country_starts, span.start - 1)
        found = []
        for mention in self.countries[first:]:
            if mention.span.start >= span.end:
                break
            if mention.span.end <= span.end:
                found.append(mention)
        return tuple(found)

    def is_country(self, start: int, end: int) -> bool:
        """Whether the characters are a country's name, adjective or capital, or part of one."""
        index = bisect_right(self._country_starts, start) - 1
        return index >= 0 and end <= self.countries[index].span.end

    @cached_property
    def home(self) -> str | None:
        """The country of the dateline's capital, if the text opens with one."""
        opening = self.text[:60]
        for mention in self.countries[:2]:
            if mention.kind == "capital" and mention.span.end < 60:
                after = self.text[mention.span.end : mention.span.end + 25]
                if re.match(r"\s*(?:\([^)]{1,20}\))?\s*[-–—:]", after):
                    return mention.country
        return next((country for words, country in SEATS.items() if words in opening), None)

    @cached_property
    def ranked_countries(self) -> tuple[str, ...]:
        """By how often they are named, the title's counted twice."""
        counts = Counter(mention.country for mention in self.countries)
        for mention in mentions(self.article.title or ""):
            counts[mention.country] += 2
        for words, country in SEATS.items():
            if words in self.text:
                counts[country] += 2
        return tuple(country for country, _ in counts.most_common())


def unmasked(article: Article) -> str:
    """The text with a space for every masked character; offsets hold."""
    text = article.text
    for mask in article.masked:
        span = mask.span
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def tokenised(text: str) -> tuple[Token, ...]:
    found = []
    for match in _TOKEN.finditer(text):
        word, end = match.group(), match.end()
        possessive = _POSSESSIVE.search(word)
        if possessive and len(word) > 2:
            word = word[: possessive.start()]
            end = match.start() + len(word)
        found.append(Token(word, match.start(), end, bool(possessive)))
    return tuple(found)


def folded(word: str) -> str:
    """Small letters without accents or marks, for comparing spellings of a name."""
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in plain if character.isalnum())
