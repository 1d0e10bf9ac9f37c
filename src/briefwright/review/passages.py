"""Where in the article an item's words are to be looked for, whoever wrote the item.

A brief by a model says what each sentence rests on, one by hand says less: shown as they stand, the
places that light up would tell one from the other. Where a person's brief takes part, both sides'
places are therefore looked up in the same way, by the item's own words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from briefwright.article import Article
from briefwright.brief import Slice
from briefwright.metrics.words import stems
from briefwright.runs import Entry, Text
from briefwright.runs.places import Places
from briefwright.segment import segment

# Of an item's weight in words, what a sentence must share to be shown, and a second one to be
# shown besides: set by eye on the samples, where below it the sentence was about something else.
_LEAST = 0.3
_SECOND = 0.25


class Passages:
    """The sentences of a case's texts, ready to be searched."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.places = Places([one.text for one in texts])
        self._sentences: list[tuple[Slice, frozenset[str]]] = []
        for at, one in enumerate(texts):
            text = one.text or ""
            for sentence in segment(Article(id=one.id, source="", text=text)).sentences:
                words = sentence.span.of(text)
                place = Slice(
                    article=at, start=sentence.span.start, end=sentence.span.end, text=words
                )
                self._sentences.append((place, frozenset(stems(words))))
        met = Counter(word for _, words in self._sentences for word in words)
        self._weights = {
            word: math.log(1 + len(self._sentences) / count) for word, count in met.items()
        }

    def of(self, entry: Entry) -> tuple[Slice, ...]:
        """Names and quotations where they stand; a statement's sentences, at most two."""
        if entry.field in ("participants", "key_quotes"):
            facts = [entry.facets.get(name) for name in ("title", "organisation")]
            found = [self.places.find(one) for one in (entry.text, *filter(None, facts))]
            return tuple(place for place in found if place)
        exact = self.places.find(entry.text)
        return (exact,) if exact else self._nearest(entry.text)

    def _nearest(self, text: str) -> tuple[Slice, ...]:
        open_ = {word for word in stems(text) if word in self._weights}
        whole = sum(self._weights[word] for word in open_)
        found: list[Slice] = []
        for least in (_LEAST, _SECOND):
            shares = [
                (sum(self._weights[word] for word in open_ & words), place, words)
                for place, words in self._sentences
            ]
            best = max(shares, key=lambda one: one[0], default=None)
            if best is None or not whole or best[0] < least * whole:
                break
            found.append(best[1])
            open_ -= best[2]
        return tuple(sorted(found, key=lambda one: (one.article, one.start)))
