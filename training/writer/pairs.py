"""Evidence beside the sentence that was written from it: reference briefs, and our own texts.

Evidence is put as `condense` puts it to the writer, so that training and use read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefwright.article import Article
from briefwright.condense import sources
from briefwright.condense.choice import Choice
from briefwright.ground.folding import fold
from briefwright.ground.statements import supporting
from briefwright.ground.tokens import content, stem, tokens
from briefwright.reading import Reading
from briefwright.segments import Segments
from briefwright.spans import Span
from briefwright.writer import LIMITS, Job, JobKind

# Sentences of one evidence; a text that rests on more is a summary of the article.
MOST_SENTENCES = 3


@dataclass(frozen=True)
class Pair:
    article: str
    job: Job
    target: str
    evidence: str
    """What of it the judge is shown."""


@dataclass(frozen=True)
class Read:
    """An article as the reader leaves it."""

    article: Article
    segments: Segments
    reading: Reading

    @property
    def choice(self) -> Choice:
        return Choice(self.article, self.segments, self.reading, ())


def of_reference(row: Mapping[str, Any], read: Read) -> Iterator[Pair]:
    """The pairs of one reference brief."""
    choice = read.choice
    yield from _bottom_line(row["bottom_line"], read, choice)
    for point in row["summary"]:
        yield from _pair(
            "summary", point["text"], _sentences(read, point["evidence"]), read, choice
        )
    shared = [(_sentences(read, one["evidence"])) for one in row["outlook"]]
    for one, own in zip(row["outlook"], shared, strict=True):
        yield from _pair("outlook", one["text"], own, read, choice)
    for one in row["cooperation_areas"]:
        own = _sentences(read, one["evidence"])[:1]
        for index in own:
            phrase = _phrase(one["label"], choice, index)
            if phrase:
                yield from _pair("area", one["label"], own, read, choice, phrase=phrase)


def of_text(row: Mapping[str, Any], label: Mapping[str, Any], read: Read) -> Iterator[Pair]:
    """The pairs of one article of `texts.jsonl`, whose areas and outlook `label` places."""
    choice, text = read.choice, read.article.text
    starts = {one.span.start: index for index, one in enumerate(read.segments.sentences)}
    yield from _bottom_line(row["bottom_line"], read, choice)
    for point in row["summary"]:
        own = sorted({starts[start] for start in point["evidence"] if start in starts})
        yield from _pair("summary", point["text"], own, read, choice)
    for one, said in zip(label["outlook"], row["outlook"], strict=True):
        if said is not None and one["sentence"] in starts:
            yield from _pair("outlook", said, [starts[one["sentence"]]], read, choice)
    for one, said in zip(label["areas"], row["areas"], strict=True):
        if said is not None and one["sentence"] in starts and one["phrase"]:
            phrase = " ".join(text[slice(*one["phrase"])].split())
            yield from _pair("area", said, [starts[one["sentence"]]], read, choice, phrase=phrase)


def _bottom_line(said: str, read: Read, choice: Choice) -> Iterator[Pair]:
    line = choice.bottom_line_evidence()
    if line is None:
        return
    title = read.article.title
    for evidence in sources(line)[:1]:
        job = Job(
            kind="bottom_line", evidence=evidence, max_words=LIMITS["bottom_line"], title=title
        )
        used = supporting(said, line.resolved)
        drawn = sorted(used, key=lambda place: line.evidence[place].start)
        told = " ".join(line.resolved[place] for place in drawn)
        yield Pair(read.article.id, job, _as_set(said, evidence), told)


def _pair(
    kind: JobKind,
    said: str,
    sentences: Sequence[int],
    read: Read,
    choice: Choice,
    *,
    phrase: str | None = None,
) -> Iterator[Pair]:
    if not 1 <= len(sentences) <= MOST_SENTENCES:
        return
    evidence = " ".join(choice.line(index).resolved[0] for index in sentences)
    job = Job(kind=kind, evidence=evidence, max_words=LIMITS[kind], phrase=phrase)
    yield Pair(read.article.id, job, _as_set(said, evidence), evidence)


def _as_set(said: str, evidence: str) -> str:
    """With the evidence's kind of apostrophe, so that what is copied is copied letter by letter."""
    curly = evidence.count("’") >= evidence.count("'")
    return said.replace("'", "’") if curly else said.replace("’", "'")


def _sentences(read: Read, evidence: Iterable[str]) -> list[int]:
    """The sentences that the verbatim strings touch, in text order."""
    found: set[int] = set()
    for words in evidence:
        start = read.article.text.find(words)
        if start < 0:
            continue
        span = Span(start=start, end=start + len(words))
        found |= {
            index for index, one in enumerate(read.segments.sentences) if one.span.overlaps(span)
        }
    return sorted(found)


def _phrase(label: str, choice: Choice, index: int) -> str:
    """The shortest run of the sentence's words that holds most of the label's content."""
    wanted = set(content(label))
    sentence = fold(choice.segments.sentences[index].span.of(choice.text))
    words = tokens(sentence)
    places = [(at, stem(word.key)) for at, word in enumerate(words) if stem(word.key) in wanted]
    best: tuple[int, int, int] | None = None
    for first, (start, _) in enumerate(places):
        held: set[str] = set()
        for end, key in places[first:]:
            held.add(key)
            found = (-len(held), end - start, start)
            if end - start < 10 and (best is None or found < best):
                best = found
    if best is None:
        return ""
    _, length, start = best
    last = words[start + length]
    return re.sub(r"\s+", " ", sentence[words[start].start : last.start + len(last.text)])
