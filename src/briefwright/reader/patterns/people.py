"""Names merged into people, with title, country, and whether they take part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz.distance import Indel

from briefwright import countries
from briefwright.reader.patterns.names import Name, names
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.standing import (
    central,
    country_of,
    organisation_of,
    takes_part,
    with_default_country,
)
from briefwright.reader.patterns.titles import title_after, title_before
from briefwright.reader.patterns.words import (
    ACTS,
    CUES,
    GIVEN,
    HONORIFICS,
    PARTICLES,
)
from briefwright.reading import Person
from briefwright.spans import Span

# On 313 reference briefs persons' F1 was 0.893 at 0.2, 0.899 at 0.35, 0.874 at 0.5 and 0.782 at
# 0.7: leaving out somebody who acts costs more than listing somebody who is mentioned.
TAKES_PART = 0.35
# More people than this are a list of names; merging compares every pair.
MOST_PEOPLE = 150
# What a name is worth that was found otherwise; as much as a title beside it.
VOUCHED = 2
_DOUBLED = re.compile(r"(.)\1")
# "Salih" and "Saleh", "Pedersen" and "Pederson" are one; "Rouhani" and "Ruhani" too.
SAME_SPELLING = 0.79


@dataclass
class _Cluster:
    """Mentions taken for one person."""

    fullest: Name
    mentions: list[Name] = field(default_factory=list)
    titles: list[Span] = field(default_factory=list)
    strength: int = 0


@dataclass(frozen=True)
class _Seen:
    """A name with what stands beside it."""

    name: Name
    before: Span | None
    after: Span | None
    strength: int


@dataclass(frozen=True)
class Known:
    """A person with every title that stands beside one of the mentions."""

    person: Person
    titles: tuple[Span, ...]


def people(page: Page) -> tuple[Person, ...]:
    """Everyone named, in order of first mention; the merely mentioned have a low `takes_part`."""
    return tuple(known.person for known in known_people(page))


def known_people(page: Page, vouched: Sequence[Name] = ()) -> tuple[Known, ...]:
    """As `people`, with the titles; `vouched` are names found otherwise, which need no sign."""
    found, sure = _together(names(page), vouched)
    seen = _with_own_titles(
        page,
        [
            replace(one, strength=one.strength + VOUCHED) if one.name.first in sure else one
            for one in (_seen(page, name) for name in found)
        ],
    )
    clusters: list[_Cluster] = []
    for item in sorted(seen, key=lambda item: (-len(item.name.words), -item.strength)):
        if not item.name.is_single and len(clusters) < MOST_PEOPLE:
            _place_full(clusters, item)
    clusters = [cluster for cluster in clusters if cluster.strength > 0]
    for item in seen:
        if item.name.is_single:
            _place_single(page, clusters, item)
    clusters = [cluster for cluster in clusters if cluster.strength > 0]
    clusters.sort(key=lambda cluster: min(name.first for name in cluster.mentions))
    persons = _without_parts_of_titles(page.text, [_person(page, one) for one in clusters])
    titles = {_fullest(one).span: tuple(dict.fromkeys(one.titles)) for one in clusters}
    return tuple(
        Known(person, titles[person.name]) for person in with_default_country(page, persons)
    )


def _together(own: Sequence[Name], vouched: Sequence[Name]) -> tuple[list[Name], frozenset[int]]:
    """Patterns' names and vouched ones, without overlap, and the first tokens of the vouched.

    Of two that overlap the vouched one stays if it holds the other, else the other does.
    """
    by_token = {token: name for name in own for token in range(name.first, name.last + 1)}
    kept = {name.first: name for name in own}
    sure = set()
    for name in vouched:
        met = {
            by_token[token].first: by_token[token]
            for token in range(name.first, name.last + 1)
            if token in by_token
        }
        if any(one.first < name.first or one.last > name.last for one in met.values()):
            continue
        for first in met:
            kept.pop(first, None)
        kept[name.first] = name
        sure.add(name.first)
    return [kept[first] for first in sorted(kept)], frozenset(sure)


def _without_parts_of_titles(text: str, persons: Sequence[Person]) -> list[Person]:
    """Without the "names" that are words of somebody's office: "of Public | Works", "the Lao |
    Freight Rail | Enterprise"."""
    offices = [
        span
        for person in persons
        for span in (person.title, person.organisation)
        if span is not None
    ]
    return [
        person
        for person in persons
        if not (person.title and _is_cut_short(person.title.of(text)))
        and not all(
            any(office.contains(mention) for office in offices) for mention in person.mentions
        )
    ]


def _is_cut_short(title: str) -> bool:
    """Whether the title wants more words: "governor of the", "director of the Lao"."""
    if re.search(r"\b(?:of|for|the|and|in)\Z", title):
        return True
    last = re.search(r"\bof (?:the )?(\w+)\Z", title)
    return last is not None and any(
        one.kind == "demonym" for one in countries.mentions(last.group(1))
    )


def _with_own_titles(page: Page, seen: Sequence[_Seen]) -> list[_Seen]:
    """In "A, minister of health, B, minister of trade" B is not the minister of health."""
    taken = [item.after for item in seen if item.after is not None]
    return [
        replace(item, before=None, strength=max(0, item.strength - 2))
        if item.before is not None
        and "," in page.text[item.before.end : item.name.span.start]
        and any(item.before.overlaps(other) for other in taken if other != item.after)
        else item
        for item in seen
    ]


def _seen(page: Page, name: Name) -> _Seen:
    before, after = title_before(page, name), title_after(page, name)
    strength = 2 * bool(before) + 2 * bool(after) + _beside(page, name)
    return _Seen(name, before, after, strength)


def _beside(page: Page, name: Name) -> int:
    """What else shows a person: an honorific, a cue verb, a given name, "counterpart"."""
    tokens = page.tokens
    earlier = tokens[name.first - 1] if name.first else None
    strength = 0
    if earlier is not None:
        if earlier.lower in HONORIFICS and earlier.is_capital:
            strength += 2
        if earlier.lower in ("counterpart", "minister-designate"):
            strength += 2
        if earlier.text == "," and name.first > 1 and tokens[name.first - 2].lower == "counterpart":
            strength += 2
        if earlier.lower in ("said", "told", "added") and earlier.text.islower():
            strength += 1
    follows = _verb_after(page, name)
    is_the = earlier is not None and earlier.lower in ("the", "a", "an")
    if follows in CUES and not is_the:
        strength += 2 if not name.is_single else 1
    elif follows in ACTS and not is_the and not name.is_single:
        strength += 1
    if name.words[0] in GIVEN and not name.is_single and not is_the:
        strength += 2
    return strength


def _verb_after(page: Page, name: Name) -> str:
    for token in page.tokens[name.last + 1 : name.last + 3]:
        if token.lower in ("also", "further", "then", "later", "has", "had", "further", "went"):
            continue
        return token.text if token.text.islower() else ""
    return ""


def _place_full(clusters: list[_Cluster], item: _Seen) -> None:
    for cluster in clusters:
        if _same_person(cluster.fullest.words, item.name.words):
            _join(cluster, item)
            return
    cluster = _Cluster(item.name)
    _join(cluster, item)
    clusters.append(cluster)


def _same_person(full: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a shorter name of two words or more is a form of the longer."""
    if full == other:
        return True
    bare = tuple(word for word in other if word not in PARTICLES and word != "jr")
    held = tuple(word for word in full if word not in PARTICLES and word != "jr")
    if not bare or not held:
        return False
    # A lone initial or one given name of several may be missing, a different one may not.
    joined_full, joined_other = "".join(held), "".join(bare)
    if joined_full == joined_other or (len(bare) > 1 and joined_full.endswith(joined_other)):
        return True
    if all(any(_same_word(word, mine) for mine in held) for word in bare):
        return True
    return len(joined_other) > 9 and (
        Indel.normalized_similarity(joined_full, joined_other) > 0.9
        and joined_full[0] == joined_other[0]
        and _same_word(held[-1], bare[-1])
        and _same_word(held[0], bare[0])
    )


@lru_cache(maxsize=8192)
def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    # "Mottaqi" and "Muttaqi": whether a letter is doubled is the transcriber's choice.
    likeness = max(
        Indel.normalized_similarity(one, other),
        Indel.normalized_similarity(_DOUBLED.sub(r"\1", one), _DOUBLED.sub(r"\1", other)),
    )
    return likeness >= SAME_SPELLING


def _join(cluster: _Cluster, item: _Seen) -> None:
    cluster.mentions.append(item.name)
    cluster.strength += item.strength
    cluster.titles.extend(title for title in (item.before, item.after) if title is not None)


def _place_single(page: Page, clusters: list[_Cluster], item: _Seen) -> None:
    word = item.name.words[0]
    exact = [cluster for cluster in clusters if cluster.fullest.words[-1] == word]
    if not exact:
        exact = [cluster for cluster in clusters if word in cluster.fullest.words]
    if not exact and len(word) > 7:
        # "Amir-Abdollahian" of "Hossein Amir Abdollahian"
        exact = [cluster for cluster in clusters if _ends_with(cluster.fullest.words, word)]
    if not exact and len(word) > 4:
        exact = [cluster for cluster in clusters if _same_word(cluster.fullest.words[-1], word)]
    if len(exact) > 1 and item.before is not None:
        office = page.tokens[page.token_at(item.before.end - 1)].lower
        exact = [
            cluster
            for cluster in exact
            if any(office in title.of(page.text).lower() for title in cluster.titles)
        ]
    if len(exact) == 1:
        _join(exact[0], item)
    elif not exact and item.strength > 0 and len(clusters) < MOST_PEOPLE:
        cluster = _Cluster(item.name)
        _join(cluster, item)
        clusters.append(cluster)


def _ends_with(words: tuple[str, ...], joined: str) -> bool:
    return any("".join(words[place:]) == joined for place in range(1, len(words) - 1))


def _person(page: Page, cluster: _Cluster) -> Person:
    mentions = sorted(cluster.mentions, key=lambda name: name.first)
    fullest = _fullest(cluster)
    title = _title(page, cluster.titles)
    country, country_span = country_of(page, title, cluster.titles, mentions)
    share = takes_part(page, mentions, title)
    return Person(
        name=fullest.span,
        mentions=tuple(name.span for name in mentions),
        title=title,
        organisation=organisation_of(page, title),
        country=country,
        country_span=country_span,
        takes_part=share,
        central=central(page, mentions) * share,
    )


def _fullest(cluster: _Cluster) -> Name:
    """The first of the mentions with most words."""
    return min(cluster.mentions, key=lambda name: (-len(name.words), name.first))


def _title(page: Page, titles: Sequence[Span]) -> Span | None:
    """The longest; of a former office only if there is no other."""
    present = [title for title in titles if not title.of(page.text).lower().startswith("former")]
    choices = present or list(titles)
    if not choices:
        return None
    return max(choices, key=lambda title: (title.end - title.start, -title.start))
