"""Quotations from a model's answer: the words are the article's, the speaker is the model's."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright.condense import TELLING_WORDS
from briefwright.draft import Draft, DraftParticipant, DraftQuote, Extract
from briefwright.prompted.listing import Listing, Name, one_line
from briefwright.prompted.people import as_before, extract, named, who
from briefwright.prompted.said import Said, SaidQuotation
from briefwright.prompted.written import Written
from briefwright.reading import Person, Reading, Resolved, Speaker
from briefwright.spans import Span


def quotes(
    said: Sequence[Said], written: Written, taking: Sequence[DraftParticipant], embedded: Draft
) -> tuple[DraftQuote, ...]:
    """Every quotation that was asked for, the most telling first.

    One that the model left out is as the embedded reader has it.
    """
    listing = written.listing
    answers = {one.quotation: one for one in said if isinstance(one, SaidQuotation)}
    known = {one.words.span: one for one in embedded.quotes}
    found: list[DraftQuote] = []
    for number in listing.quotations:
        answer = answers.get(number)
        before = known.get(listing.quotation(number))
        if answer is None:
            if before is not None:
                found.append(as_before(before, embedded, taking))
        elif before is not None and _is_contradicted(answer, before, written):
            found.append(as_before(before, embedded, taking))
        elif answer.is_speech:
            found.append(_quote(answer, written, taking, before))
        elif before is not None:
            written.refuse(
                "quotations",
                listing.quotation(number).of(listing.article.text),
                "not-speech",
                "the model takes it for words that nobody speaks",
                replaced=False,
            )
    return tuple(sorted(found, key=lambda one: _rank(one, taking)))


def attributed(
    reading: Reading, said: Sequence[Said], listing: Listing, embedded: Draft
) -> Reading:
    """The reading with the speakers that the model heard, for evidence inside of quotations.

    Whom the words beside a quotation name stays its speaker. `embedded` is of the same reading.
    """
    speakers = {one.quotation: one for one in reading.speakers}
    known = {one.words.span: one for one in embedded.quotes}
    for one in said:
        if not isinstance(one, SaidQuotation):
            continue
        place = one.quotation - 1
        before = known.get(listing.quotation(one.quotation))
        name = listing.name(one.speaker) if isinstance(one.speaker, int) else None
        if before is not None and (
            _is_same(before, name, listing)
            or _contradiction(one.quotation, name, before, listing, reading.people)
        ):
            continue
        if name is None:
            speakers.pop(place, None)
        else:
            speakers[place] = _speaker(place, name, reading.people, listing)
    ordered = tuple(speakers[place] for place in sorted(speakers))
    return reading.model_copy(update={"speakers": ordered})


def _speaker(place: int, name: Name, people: Sequence[Person], listing: Listing) -> Speaker:
    own = set(name.mentions)
    person = next((at for at, one in enumerate(people) if own & set(one.mentions)), None)
    return Speaker(quotation=place, person=person, name=extract(name, listing).span)


def _is_contradicted(said: SaidQuotation, before: DraftQuote, written: Written) -> bool:
    """Whether the embedded reader's speaker stays; says why."""
    listing = written.listing
    name = named(said.speaker, listing) if said.speaker is not None else None
    people = written.choice.reading.people
    reason = _contradiction(said.quotation, name, before, listing, people)
    if reason is not None:
        text = f"{name.text if name is not None else 'nobody'}: {before.words.text}"
        written.refuse("quotations", text, "speaker-contradicted", reason)
    return reason is not None


def _contradiction(
    quotation: int,
    name: Name | None,
    before: DraftQuote,
    listing: Listing,
    people: Sequence[Person],
) -> str | None:
    """How the words beside the quotation name another than the model does, if they do."""
    if name is not None and _is_no_one(name, before.as_written, people):
        return f"{before.as_written!r} beside the words is a person"
    if before.resolved != "named" or before.speaker is None:
        return None
    outer = listing.segments.quotations[quotation - 1].outer
    if name is not None and (_is_same(before, name, listing) or beside(name, outer, listing)):
        return None
    return f"the words beside it name {one_line(before.speaker.text)!r}, who is kept"


def _is_no_one(name: Name, as_written: str | None, people: Sequence[Person]) -> bool:
    """Whether "he" or "she" says the words, and the name is of nobody the reader knows."""
    if as_written is None or as_written.casefold() not in ("he", "she"):
        return False
    known = [mention for one in people for mention in one.mentions]
    return not any(one.overlaps(mention) for one in name.mentions for mention in known)


def _rank(quote: DraftQuote, taking: Sequence[DraftParticipant]) -> tuple[bool, bool, bool, int]:
    place = quote.participant
    return (
        quote.speaker is None,
        len(quote.words.text.split()) not in TELLING_WORDS,
        place is None or not taking[place].central,
        quote.words.span.start if quote.words.span else 0,
    )


def _quote(
    said: SaidQuotation,
    written: Written,
    taking: Sequence[DraftParticipant],
    before: DraftQuote | None,
) -> DraftQuote:
    listing = written.listing
    quotation = listing.segments.quotations[said.quotation - 1]
    text = listing.article.text
    name = named(said.speaker, listing) if said.speaker is not None else None
    near = beside(name, quotation.outer, listing) if name is not None else None
    same = _is_same(before, name, listing)
    resolved: Resolved = "none"
    if name is not None:
        resolved = "named" if near else before.resolved if same and before else "context"
    as_written = one_line(near.of(text)) if near else before.as_written if before else None
    places = [quotation.span, *([near] if near else [])]
    evidence = written.choice.sentence_spans(places)
    if same and before is not None:
        evidence = before.evidence
    return DraftQuote(
        words=Extract(text=quotation.span.of(text), span=quotation.span),
        speaker=extract(name, listing) if name is not None else None,
        participant=who(taking, name.text) if name is not None else None,
        as_written=as_written,
        resolved=resolved,
        cue=before.cue if before else None,
        evidence=evidence,
    )


def beside(name: Name, outer: Span, listing: Listing) -> Span | None:
    """Where a sentence of the quotation names the speaker outside of it."""
    around = [
        sentence.span for sentence in listing.segments.sentences if sentence.span.overlaps(outer)
    ]
    return next(
        (
            mention
            for mention in name.mentions
            if any(span.contains(mention) for span in around) and not outer.overlaps(mention)
        ),
        None,
    )


def _is_same(before: DraftQuote | None, name: Name | None, listing: Listing) -> bool:
    """Whether the embedded reader hears the same speaker."""
    if before is None or before.speaker is None or name is None:
        return False
    text = listing.article.text
    forms = {one_line(mention.of(text)) for mention in name.mentions} | {name.text}
    return before.speaker.span in name.mentions or one_line(before.speaker.text) in forms
