"""Participants from a model's answer: what belongs to a person must stand beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from briefwright import countries
from briefwright.countries import CountryMention
from briefwright.draft import Draft, DraftOutlook, DraftParticipant, DraftQuote, Extract
from briefwright.ground.folding import Folded, fold
from briefwright.prompted.listing import Listing, Name, one_line
from briefwright.prompted.said import Named, Said, SaidParticipant
from briefwright.spans import Span

if TYPE_CHECKING:
    from briefwright.prompted.written import Written

OfSomebody = TypeVar("OfSomebody", DraftQuote, DraftOutlook)

BESIDE = 40
"""Characters between a name and its title: "Otieno, who since May is minister of health"."""
_LEADING = 4
"""Words of a title that may stand between a country's adjective and a name."""
_ENDS = " ,;:.–—-“”\"'"
_ANOTHER = re.compile(r"[.!?;]\s")
# What may stand between: names of countries and the like, and words that join; no verb that acts.
_JOINING = frozenset(
    "the a an and of for in at to his her its their our who whom whose is was are were as since"
    " now then also former both counterpart minister’s country’s nation’s".split()
)


def participants(said: Sequence[Said], written: Written) -> tuple[DraftParticipant, ...]:
    """Each name once, the central ones first."""
    found: dict[str, DraftParticipant] = {}
    for one in said:
        if isinstance(one, SaidParticipant):
            drafted = _participant(one, named(one.name, written.listing), written)
            found.setdefault(fold(drafted.name.text).casefold(), drafted)
    return tuple(sorted(found.values(), key=lambda one: not one.central))


def who(taking: Sequence[DraftParticipant], text: str) -> int | None:
    """The place of the one who is called that, by the whole name or by another form of it."""
    wanted = fold(one_line(text))
    for place, one in enumerate(taking):
        forms = (one_line(one.name.text), *one.aliases)
        if any(fold(form) == wanted for form in forms):
            return place
    return None


def as_before(item: OfSomebody, embedded: Draft, taking: Sequence[DraftParticipant]) -> OfSomebody:
    """The embedded draft's item, its participant by the place among those taking part now."""
    place = item.participant
    own = None if place is None else who(taking, embedded.participants[place].name.text)
    return item.model_copy(update={"participant": own})


def named(given: Named, listing: Listing) -> Name:
    """The name by its number; words that a model wrote, wherever the article has them."""
    if isinstance(given, int):
        return listing.name(given)
    known = next((one for one in listing.names if fold(one.text) == fold(given)), None)
    if known is not None:
        return known
    span = Folded(listing.article.text).find(given, whole_words=True)
    return Name(number=0, text=given, mentions=() if span is None else (span,))


def extract(name: Name, listing: Listing) -> Extract:
    """The name as it stands at its fullest mention; without a place where it has none."""
    text = listing.article.text
    full = next((one for one in name.mentions if one_line(one.of(text)) == name.text), None)
    if full is None and name.mentions:
        full = name.mentions[0]
    return Extract(text=name.text) if full is None else Extract(text=full.of(text), span=full)


def _participant(said: SaidParticipant, name: Name, written: Written) -> DraftParticipant:
    listing = written.listing
    text = listing.article.text
    own = extract(name, listing)
    title = _title(said, name, written)
    organisation = _organisation(said, name, written)
    country = _believed(said, name, title, written)
    forms = dict.fromkeys(one_line(one.of(text)) for one in name.mentions)
    places = [one.span for one in (own, title, organisation) if one is not None and one.span]
    return DraftParticipant(
        name=own,
        kind=said.kind,
        title=title,
        organisation=organisation,
        country=country,
        country_span=_country(country, name, listing) if country else None,
        aliases=tuple(form for form in forms if form != one_line(own.text)),
        central=said.central,
        evidence=written.choice.sentence_spans(places),
    )


def _believed(
    said: SaidParticipant, name: Name, title: Extract | None, written: Written
) -> str | None:
    """The country that the model says, unless their own title or the words before belie it."""
    if said.country is None:
        return None
    country = countries.canonical(said.country) or said.country
    listing = written.listing
    told = {
        one.country
        for one in listing.countries
        if any(_before(one, mention, listing) for mention in name.mentions)
        or (title is not None and title.span is not None and title.span.contains(one.span))
    }
    # One that the article has nowhere is for `ground` to refuse.
    if not told or country in told or country not in {one.country for one in listing.countries}:
        return country
    text, reason = f"{name.text}: {country}", f"beside the name stands {', '.join(sorted(told))}"
    written.refuse("participants", text, "country-contradicted", reason, replaced=False)
    return None


def _before(country: CountryMention, mention: Span, listing: Listing) -> bool:
    """Whether it is the adjective of what leads up to the name: "Finnish trade envoy Laine"."""
    between = listing.article.text[country.span.end : mention.start]
    return (
        country.kind == "demonym"
        and country.span.end < mention.start
        and len(between) <= BESIDE
        and len(between.split()) <= _LEADING
        and re.fullmatch(r"[\w\s’'-]+", between) is not None
        and not any(word in _JOINING for word in between.split())
        and not any(
            country.span.end <= one.start and one.end <= mention.start
            for other in listing.names
            for one in other.mentions
        )
    )


def _title(said: SaidParticipant, name: Name, written: Written) -> Extract | None:
    listing = written.listing
    words = (said.title or "").strip(_ENDS)
    if not words or fold(words) == fold(name.text):
        return None
    near = () if written.is_time(words) else listing.sentences_of(name)
    for number in near:
        span = listing.find(words, number)
        if span is not None and any(_beside(span, one, listing) for one in name.mentions):
            return Extract(text=span.of(listing.article.text), span=span)
    text, reason = f"{name.text}: {words}", "the title does not stand beside it"
    written.refuse("participants", text, "title-not-beside-name", reason, replaced=False)
    return None


def _beside(span: Span, mention: Span, listing: Listing) -> bool:
    """Whether little and nobody else stands between the two, and they are of one sentence."""
    if span.overlaps(mention):
        return False
    start, end = min(span.end, mention.end), max(span.start, mention.start)
    between = listing.article.text[start:end]
    if len(between) > BESIDE or _ANOTHER.search(between):
        return False
    words = re.findall(r"[\w’'-]+", between)
    if any(word.islower() and word not in _JOINING and not word.isdecimal() for word in words):
        return False
    gap = Span(start=start, end=end)
    return not any(gap.contains(one) for other in listing.names for one in other.mentions)


def _organisation(said: SaidParticipant, name: Name, written: Written) -> Extract | None:
    listing = written.listing
    if said.organisation is None:
        return None
    other = named(said.organisation, listing)
    if fold(other.text) == fold(name.text):
        return None
    own = set(listing.sentences_of(name))
    near = [one for one in other.mentions if listing.number_at(one.start) in own]
    if near:
        return Extract(text=near[0].of(listing.article.text), span=near[0])
    text = f"{name.text}: {other.text}"
    reason = "no sentence names the organisation and the person"
    written.refuse("participants", text, "organisation-elsewhere", reason, replaced=False)
    return None


def _country(country: str, name: Name, listing: Listing) -> Extract | None:
    """Where a sentence that names the person names the country."""
    own: Iterable[int] = listing.sentences_of(name)
    for number in own:
        sentence = listing.sentence(number)
        for one in listing.countries:
            if one.country == country and sentence.contains(one.span):
                return Extract(text=one.span.of(listing.article.text), span=one.span)
    return None
