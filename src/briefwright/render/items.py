"""Each kind of item as a note words it."""

from __future__ import annotations

from briefwright.brief import (
    Brief,
    CooperationArea,
    Difference,
    KeyQuote,
    OutlookItem,
    Participant,
    Statement,
)
from briefwright.ground.attested import unattested
from briefwright.parties import missing
from briefwright.render.characters import shown
from briefwright.render.differing import marked, of_person, of_status, title_in
from briefwright.render.evidence import (
    capital,
    country,
    in_context,
    language_of,
    mark,
    outlet,
    outlets,
    place,
    remark,
    verdict,
)
from briefwright.render.language import of_words
from briefwright.render.manner import manner
from briefwright.render.parts import (
    DASH,
    Limits,
    NoteAccount,
    NoteArea,
    NoteDifference,
    NoteOutlook,
    NoteParticipant,
    NotePoint,
    NoteQuote,
)
from briefwright.render.select import Anchored


def points(brief: Brief, items: Anchored[Statement]) -> tuple[NotePoint, ...]:
    return tuple(
        NotePoint(
            id=shown(point.id),
            anchor=anchor,
            outlets=outlets(brief, point),
            verdict=verdict(point, brief),
            language=language_of(brief, point),
            text=shown(point.text),
            mark=mark(point),
        )
        for anchor, point in items
    )


def participants(brief: Brief, items: Anchored[Participant]) -> tuple[NoteParticipant, ...]:
    return tuple(
        NoteParticipant(
            id=shown(person.id),
            anchor=anchor,
            outlets=outlets(brief, person),
            verdict=verdict(person, brief),
            language=language_of(brief, person),
            mark=remark(person, brief),
            name=shown(person.name),
            title=marked(shown(person.title) or DASH, of_person(brief, person, "title")),
            organisation=shown(person.organisation) or DASH,
            country=marked(_country(person), of_person(brief, person, "country")),
            title_evidence=in_context(brief, person.spans.title, "title"),
            organisation_evidence=in_context(brief, person.spans.organisation, "organisation"),
            country_evidence=country(brief, person),
        )
        for anchor, person in items
    )


def _country(person: Participant) -> str:
    """A wrong one embarrasses most, so one that was worked out says so where it stands."""
    if not person.country:
        return DASH
    inferred = person.spans.country is None
    return f"{shown(person.country)} (inferred)" if inferred else shown(person.country)


# "Fiji, Peru (both inferred)": else one would ask which.
_ALL = {1: "", 2: "both "}


def _parties(area: CooperationArea) -> str:
    if not area.parties:
        return DASH
    inferred = missing(area.parties, " ".join(each.text for each in area.evidence))
    named = [shown(one) for one in area.parties if one not in inferred]
    if inferred and not named:
        every = ", ".join(map(shown, inferred))
        return f"{every} ({_ALL.get(len(inferred), 'all ')}inferred)"
    return ", ".join([*named, *(f"{shown(one)} (inferred)" for one in inferred)])


def areas(brief: Brief, items: Anchored[CooperationArea], limits: Limits) -> tuple[NoteArea, ...]:
    return tuple(
        NoteArea(
            id=shown(area.id),
            anchor=anchor,
            outlets=outlets(brief, area),
            verdict=verdict(area, brief),
            language=language_of(brief, area),
            mark=mark(area),
            label=capital(shown(area.label)),
            parties=_parties(area),
            status=marked(capital(area.status), of_status(brief, area)),
            evidence=_shortened(shown(area.evidence[0].text), limits.evidence)
            if area.evidence
            else DASH,
        )
        for anchor, area in items
    )


def quotes(brief: Brief, items: Anchored[KeyQuote]) -> tuple[NoteQuote, ...]:
    people = {person.id: person for person in brief.participants}
    return tuple(
        NoteQuote(
            id=shown(quote.id),
            anchor=anchor,
            outlets=outlets(brief, quote),
            verdict=verdict(quote, brief),
            language=language_of(brief, quote),
            mark=remark(quote, brief),
            # The comma before "he said" belongs to the article's sentence, not to a quotation.
            text=shown(quote.text).removesuffix(","),
            speaker=_speaker(brief, quote, people.get(quote.speaker_id or "")),
            flag="; ".join(filter(None, (remark(quote, brief), _flag(quote)))),
        )
        for anchor, quote in items
    )


def _speaker(brief: Brief, quote: KeyQuote, person: Participant | None) -> str:
    speaker = shown(quote.speaker)
    if not speaker:
        written = shown(quote.speaker_as_written)
        told = any(written in " ".join(one.text.split()) for one in quote.evidence)
        return (
            f"“{written}”, not named" if written and told else "speaker not stated in the article"
        )
    # A title of a brief without seals that does not stand in the article is not lent to a speaker.
    if person is not None and "title" in unattested(person, brief):
        return speaker
    return f"{speaker}{title_in(brief, quote, person)}"


def _flag(quote: KeyQuote) -> str:
    """Only what was worked out is flagged; a missing speaker already says so."""
    if not quote.speaker or quote.resolved in ("named", "none"):
        return ""
    if quote.resolved == "pronoun" and quote.speaker_as_written:
        return f"speaker resolved from “{shown(quote.speaker_as_written)}”"
    return f"speaker resolved from {'a pronoun' if quote.resolved == 'pronoun' else 'the context'}"


def outlook(brief: Brief, items: Anchored[OutlookItem]) -> tuple[NoteOutlook, ...]:
    found = []
    for anchor, item in items:
        text, by = shown(item.text), shown(item.by)
        found.append(
            NoteOutlook(
                id=shown(item.id),
                anchor=anchor,
                outlets=outlets(brief, item),
                verdict=verdict(item, brief),
                language=language_of(brief, item),
                kind=capital(manner(item)),
                when=shown(item.when) or "no date given",
                text=text,
                by="" if by.casefold() in text.casefold() else by,
                mark=remark(item, brief),
            )
        )
    return tuple(found)


def differences(brief: Brief, items: Anchored[Difference]) -> tuple[NoteDifference, ...]:
    return tuple(
        NoteDifference(
            id=shown(item.id),
            anchor=anchor,
            outlets=outlets(brief, item),
            verdict=verdict(item, brief),
            language=language_of(brief, item),
            mark=remark(item, brief),
            about=capital(shown(item.about)),
            accounts=tuple(
                NoteAccount(
                    outlet=", ".join(
                        dict.fromkeys(outlet(brief, part.article) for part in account.evidence)
                    )
                    or DASH,
                    text=shown(account.text),
                    place="; ".join(place(brief, part) for part in account.evidence),
                    language=of_words(brief, account.evidence[0].article, account.text)
                    if account.evidence
                    else "",
                )
                for account in item.accounts
            ),
        )
        for anchor, item in items
    )


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    # One word may be longer than the limit; then it is cut inside.
    head = text[:limit].rsplit(" ", 1)[0]
    return head.rstrip(" ,;:–-") + " …"
