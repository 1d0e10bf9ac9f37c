"""Which sentences of an article a note is made from, looked up by sentence."""

from __future__ import annotations

from collections.abc import Iterable

from briefwright import countries
from briefwright.article import Article
from briefwright.condense.antecedents import trusted
from briefwright.condense.resolved import resolved
from briefwright.draft import Line
from briefwright.ground.tokens import content
from briefwright.reading import Antecedent, Reading, Worth
from briefwright.segments import Segments
from briefwright.spans import Span

# Of a bottom line's content words in 150 reference briefs, 65% stand in the likeliest sentence, 87%
# in the four likeliest, 90% in six, 92% in the whole article.
BOTTOM_LINE_SENTENCES = 5
BOTTOM_LINE_EVIDENCE = 200
# Points must stand alone: sentences that open with one of these come last. On 383 reference briefs
# summary ROUGE-L moved by no more than 0.001.
LEANING = frozenset("he she it they this these those his her its their such".split())
SUMMARY_POINTS = 4
SUMMARY_LEAST_WORDS = 8
# What a word beyond these costs a sentence as a point.
PLAIN_WORDS = 20
PER_WORD = 0.01
# What a sentence loses that is an outlook item too: on 70 reference briefs summary ROUGE-1/2/L went
# from 0.438/0.192/0.310 to 0.442/0.195/0.312, and of 263 outlook items 141 repeat a line, not 158.
SAID_AGAIN = 0.1
# Two sentences that share more of their words than this say the same.
SAME_WORDS = 0.6


class Choice:
    """One article's parts, looked up by sentence."""

    def __init__(
        self, article: Article, segments: Segments, reading: Reading, flagged: tuple[Span, ...]
    ) -> None:
        self.text = article.text
        self.segments = segments
        self.reading = reading
        self.flagged = flagged
        self.speakers = {speaker.quotation: speaker for speaker in reading.speakers}
        self._spoken = _spoken(segments)
        self._stood_for = {one.span.start: one for one in reading.antecedents}

    def words(self, index: int) -> list[str]:
        return self.segments.sentences[index].span.of(self.text).split()

    def usable(self, index: int) -> bool:
        """Whether the sentence can stand in a note: whole, unflagged, and somebody's if spoken."""
        sentence = self.segments.sentences[index]
        kind = self.segments.paragraphs[sentence.paragraph].kind
        if kind == "heading" or any(flag.overlaps(sentence.span) for flag in self.flagged):
            return False
        quotation = self._spoken.get(index)
        return quotation is None or self.speaker_name(quotation) is not None

    def leans(self, index: int) -> bool:
        """Whether only what stands before it explains the sentence: it opens with such a word, for
        which no name can be put, it leads in a list, or it is one of a list's items."""
        words = self.words(index)
        if self.is_item(index) or (words[-1:] and words[-1].endswith(":")):
            return True
        start = self.segments.sentences[index].span.start
        if not words or words[0].strip('“"').lower() not in LEANING:
            return False
        # Behind a quotation mark at most.
        first = self._stood_for.get(start) or self._stood_for.get(start + 1)
        return first is None or not self._fits(first)

    def is_item(self, index: int) -> bool:
        paragraph = self.segments.sentences[index].paragraph
        return self.segments.paragraphs[paragraph].kind == "item"

    def is_flagged(self, span: Span) -> bool:
        return any(flag.overlaps(span) for flag in self.flagged)

    def speaker_name(self, quotation: int) -> str | None:
        speaker = self.speakers.get(quotation)
        return speaker.name.of(self.text) if speaker and speaker.name else None

    def bottom_line(self) -> int | None:
        usable = [one for one in self.reading.worth if self.usable(one.sentence)]
        if not usable:
            return None
        return max(
            usable,
            key=lambda one: (not self.is_item(one.sentence), one.bottom_line, -one.sentence),
        ).sentence

    def bottom_line_evidence(self) -> Line | None:
        """What a bottom line is written from: the likeliest sentence, and the next ones with it.

        The likeliest comes first among the evidence; the writer reads all in text order.
        """
        best = self.bottom_line()
        if best is None:
            return None
        others = sorted(
            (one for one in self.reading.worth if self.usable(one.sentence)),
            key=lambda one: (-one.bottom_line, one.sentence),
        )
        chosen = [best]
        words = len(self.words(best))
        for one in others:
            if one.sentence == best:
                continue
            words += len(self.words(one.sentence))
            if len(chosen) == BOTTOM_LINE_SENTENCES or words > BOTTOM_LINE_EVIDENCE:
                break
            chosen.append(one.sentence)
        lines = {index: self.line(index) for index in chosen}
        return Line(
            evidence=tuple(span for line in lines.values() for span in line.evidence),
            resolved=tuple(words for line in lines.values() for words in line.resolved),
            known=tuple(dict.fromkeys(name for line in lines.values() for name in line.known)),
            speaker=lines[best].speaker,
        )

    def summary(self, bottom_line: int | None) -> list[int]:
        """The sentences worth most that say different things, in text order."""
        ranked = sorted(
            self.reading.worth,
            key=lambda one: (self.leans(one.sentence), -self._worth(one), one.sentence),
        )
        chosen: list[int] = []
        stems = [set(content(" ".join(self.words(bottom_line))))] if bottom_line is not None else []
        for one in ranked:
            if len(chosen) == SUMMARY_POINTS:
                break
            index = one.sentence
            if index == bottom_line or not self.usable(index):
                continue
            if len(self.words(index)) < SUMMARY_LEAST_WORDS:
                continue
            own = set(content(" ".join(self.words(index))))
            if not own or any(len(own & other) > SAME_WORDS * len(own) for other in stems):
                continue
            chosen.append(index)
            stems.append(own)
        return sorted(chosen)

    def _worth(self, one: Worth) -> float:
        """To the summary; of two sentences worth the same the shorter one is better read, and the
        one that the note does not say again under the outlook."""
        span = self.segments.sentences[one.sentence].span
        again = any(item.span.overlaps(span) for item in self.reading.outlook)
        longer = max(0, len(self.words(one.sentence)) - PLAIN_WORDS)
        return one.summary - PER_WORD * longer - (SAID_AGAIN if again else 0.0)

    def line(self, index: int) -> Line:
        """The sentence as a line, with what its pronouns stand for and whose words it is."""
        span = self.segments.sentences[index].span
        quotation = self._spoken.get(index)
        return self.line_of(span, quotation)

    def line_of(self, span: Span, quotation: int | None) -> Line:
        stood_for = [
            one for one in self.reading.antecedents if span.contains(one.span) and self._fits(one)
        ]
        named = [
            (one.span, self.reading.people[one.person].name.of(self.text)) for one in stood_for
        ]
        speaker = self.speaker_name(quotation) if quotation is not None else None
        words = resolved(self.text, span, named, speaker)
        return Line(
            evidence=(span,),
            resolved=(words,),
            known=self._known(span, quotation),
            names=tuple(
                dict.fromkeys(
                    self.reading.people[one.person].name
                    for one, (_, name) in zip(stood_for, named, strict=True)
                    if f"[{' '.join(name.split())}]" in words
                )
            ),
            speaker=speaker,
        )

    def _fits(self, antecedent: Antecedent) -> bool:
        """Whether "the Iranian minister" may mean the person: the text must say so of them."""
        person = self.reading.people[antecedent.person]
        if self.is_flagged(person.name):
            return False
        if not trusted(antecedent, self.text, self.segments, self.reading):
            return False
        named = {one.country for one in countries.mentions(antecedent.span.of(self.text))}
        return not named or (person.country_span is not None and person.country in named)

    def _known(self, span: Span, quotation: int | None) -> tuple[str, ...]:
        """The people the span names or stands for, by their full names."""
        there = {
            one.person
            for one in self.reading.antecedents
            if span.contains(one.span) and self._fits(one)
        }
        there |= {
            index
            for index, person in enumerate(self.reading.people)
            if any(span.contains(mention) for mention in person.mentions)
        }
        speaker = self.speakers.get(quotation) if quotation is not None else None
        if speaker is not None and speaker.person is not None:
            there.add(speaker.person)
        names = [self.reading.people[index].name for index in sorted(there)]
        return tuple(
            " ".join(name.of(self.text).split()) for name in names if not self.is_flagged(name)
        )

    def sentence_spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The sentences that the spans stand in, each once, in text order."""
        found: dict[int, Span] = {}
        for span in spans:
            index = self.segments.sentence_at(span.start)
            if index is not None:
                found[index] = self.segments.sentences[index].span
        return tuple(found[index] for index in sorted(found))


def _spoken(segments: Segments) -> dict[int, int]:
    """For each sentence that lies inside a quotation whole, that quotation."""
    around = {
        index: segments.quotation_around(sentence.span)
        for index, sentence in enumerate(segments.sentences)
    }
    return {index: quotation for index, quotation in around.items() if quotation is not None}
