"""Who may be a party of an area, and what the article tells of each: the features that
`parties.py` weighs. By rule alone, so that training and reading see the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

import numpy as np

from briefwright.nn.sheet import Floats
from briefwright.parties import PartyMention, mentions
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.parties import TWO, acting, in_lists, main_parties, parties_in
from briefwright.reading import Antecedent, Person
from briefwright.spans import Span

FEATURES = (
    "by_rule",
    # Of the party.
    "acts",
    "has_people",
    "meant",
    "topic",
    "body",
    "main_first",
    "main_second",
    "share",
    "share_acting",
    "in_lead",
    "acts_in_lead",
    "in_second",
    "in_title",
    "people",
    "central",
    "named_back",
    "acted_back",
    "people_back",
    "named_before",
    "acted_before",
    "people_before",
    "others_here",
    "rank",
    "rank_acting",
    # Of the sentence and of the article.
    "two",
    "several",
    "parties_here",
    "topics_here",
    "parties_in_all",
    "parties_with_people",
    "parties_in_lead",
    "acting_in_lead",
    "title_parties",
    "place",
)
"""Of one party in one sentence, each between 0 and 1."""
MOST_NAMED = 6
"""Of the parties that an article names most, so many are weighed for every sentence."""
# Two sides are told apart by TWO.
_SEVERAL = re.compile(
    r"\b(?:tri|quadri|multi)lateral\b|\b(?:three|four|five|six)\s+(?:countries|nations|leaders"
    r"|sides|states|parties|presidents|ministers)\b|\ball (?:sides|parties|members|countries)\b"
    r"|\b(?:the |participating |member )(?:participants|parties|members|states|countries|leaders"
    r"|ministers)\b",
    re.I,
)
_FAR = 30


class Sides:
    """What one article tells of the parties in it; made once, asked for each sentence."""

    def __init__(
        self, page: Page, people: Sequence[Person], antecedents: Sequence[Antecedent] = ()
    ) -> None:
        self.page = page
        self._sentences = len(page.segments.sentences)
        self._main = main_parties(page, people)
        self._people = people
        named = mentions(page.text, page.countries)
        self._named: dict[int, list[PartyMention]] = defaultdict(list)
        for one in named:
            place = page.sentence_of(one.span.start)
            if place is not None:
                self._named[place].append(one)
        acts = {place: acting(page.text, own) for place, own in self._named.items()}
        self._acting = {place: [one.party for one in own] for place, own in acts.items()}
        self._lists = {place: in_lists(page.text, own) for place, own in acts.items()}
        self._names: dict[int, set[str]] = defaultdict(set)
        for place, own in self._named.items():
            self._names[place] = {one.party for one in own}
        self._counts = Counter(one.party for one in named)
        self._counts_acting = Counter(one for own in self._acting.values() for one in own)
        self.named_first = tuple(self._counts)
        """Everyone named, in order of first mention."""
        self._title = frozenset(one.party for one in mentions(page.article.title or ""))
        self._with_people: dict[int, set[str]] = defaultdict(set)
        self._central: dict[str, float] = {}
        self._size: Counter[str] = Counter()
        for person in people:
            party = self._side(person) if person.takes_part > 0.5 else None
            if party is None:
                continue
            self._size[party] += 1
            self._central[party] = max(self._central.get(party, 0.0), person.central)
            for mention in person.mentions:
                self._put(self._with_people, mention, party)
        self._meant: dict[int, set[str]] = defaultdict(set)
        for each in antecedents:
            party = self._side(people[each.person])
            if party is not None:
                self._put(self._meant, each.span, party)

    def _put(self, into: dict[int, set[str]], span: Span, party: str) -> None:
        place = self.page.sentence_of(span.start)
        if place is not None:
            into[place].add(party)

    def _side(self, person: Person) -> str | None:
        """The country that somebody acts for, else the body in title or organisation."""
        if person.country is not None:
            return person.country
        told = [one.of(self.page.text) for one in (person.title, person.organisation) if one]
        return next((one.party for one in mentions(" ; ".join(told)) if one.kind == "body"), None)

    @cached_property
    def _ranks(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        every, acts = (
            {party: place for place, (party, _) in enumerate(counts.most_common())}
            for counts in (self._counts, self._counts_acting)
        )
        return every, acts

    def named_in(self, place: int) -> frozenset[str]:
        """The parties that the sentence names or whose people it names."""
        return frozenset(self._names[place] | self._with_people[place])

    def beside(self, place: int, party: str) -> frozenset[str]:
        """Whom the sentence has in one list with the party, which is one of them."""
        lists = [{one.party for one in own} for own in self._lists.get(place, ())]
        return frozenset({party}.union(*(own for own in lists if party in own)))

    def in_order(self, place: int) -> tuple[str, ...]:
        """The parties that the sentence names, as it does."""
        return tuple(dict.fromkeys(one.party for one in self._named[place]))

    def weighed(self, place: int) -> tuple[tuple[str, ...], Floats]:
        """The parties that may be meant in the sentence at `place`, and [parties, FEATURES]."""
        sentence = self.page.segments.sentences[place].span
        by_rule = parties_in(self.page, sentence, self._main, self._people)
        most = [party for party, _ in self._counts.most_common(MOST_NAMED)]
        parties = tuple(
            dict.fromkeys(
                [
                    *self._acting.get(place, ()),
                    *sorted(self._with_people[place] | self._meant[place]),
                    *self.in_order(place),
                    *by_rule,
                    *self._main,
                    *most,
                    *self._size,
                    *sorted(self._title),
                ]
            )
        )
        shared = self._of_sentence(place, sentence.of(self.page.text))
        rows = [
            [party in by_rule, *self._of_party(place, party), *shared, place / self._sentences]
            for party in parties
        ]
        return parties, np.asarray(rows, dtype=np.float32).reshape(-1, len(FEATURES))

    def _of_sentence(self, place: int, words: str) -> list[float]:
        acts = set(self._acting.get(place, ()))
        return [
            TWO.search(words) is not None,
            _SEVERAL.search(words) is not None,
            min(4, len(acts | self._with_people[place])) / 4,
            min(4, len(self._names[place] - acts)) / 4,
            min(8, len(self._counts)) / 8,
            min(6, len(self._size)) / 6,
            min(5, len(self._names[0])) / 5,
            min(5, len(set(self._acting.get(0, ())))) / 5,
            min(3, len(self._title)) / 3,
        ]

    def _of_party(self, place: int, party: str) -> list[float]:
        acts, owned = self._acting.get(place, ()), self._with_people[place]
        backs = [
            _back(place, party, each) for each in (self._names, self._acting, self._with_people)
        ]
        rank, rank_acting = self._ranks
        return [
            party in acts,
            party in owned,
            party in self._meant[place],
            party in self._names[place] and party not in acts,
            any(one.party == party and one.kind == "body" for one in self._named[place]),
            self._main[:1] == (party,),
            self._main[1:2] == (party,),
            self._counts[party] / max(1, self._counts.total()),
            self._counts_acting[party] / max(1, self._counts_acting.total()),
            party in self._names[0],
            party in self._acting.get(0, ()),
            party in self._names[1],
            party in self._title,
            min(3, self._size[party]) / 3,
            self._central.get(party, 0.0),
            *(1 / (1 + back) for back in backs),
            *(back == 1 for back in backs),
            min(3, len({*acts, *owned} - {party})) / 3,
            min(8, rank.get(party, 8)) / 8,
            min(8, rank_acting.get(party, 8)) / 8,
        ]


def _back(place: int, party: str, named: Mapping[int, Collection[str]]) -> int:
    """How many sentences back it was last among the `named`; `_FAR` if it was not."""
    return next(
        (back for back in range(min(place, _FAR) + 1) if party in named.get(place - back, ())),
        _FAR,
    )
