"""From a brief to what a note shows: the one place where wording and selection are decided.

Every template prints a `View`, so the formats cannot differ in what they state.
"""

from __future__ import annotations

from typing import TypeVar

from briefwright.brief import (
    Brief,
    CooperationArea,
    FieldName,
    KeyQuote,
    OutlookItem,
    Participant,
    Slice,
    Statement,
)
from briefwright.render.characters import shown
from briefwright.render.method import SECTIONS, cautions, day, method_rows, rows, source_rows
from briefwright.render.parts import (
    DASH,
    Header,
    Limits,
    NoteArea,
    NoteEntry,
    NoteEvidence,
    NoteOutlook,
    NoteParticipant,
    NotePoint,
    NoteQuote,
    NoteWithheld,
    Nothing,
    View,
)

# The reader can miss what the article does state.
NOT_STATED = "Nothing found in the article."
NOT_VERIFIED = "Nothing that could be verified; see Gaps and cautions."
OWN_WORDS = "article’s words"

_Cited = Statement | CooperationArea | KeyQuote | OutlookItem | Participant
_Item = TypeVar("_Item")


def view(brief: Brief, header: Header | None = None, limits: Limits | None = None) -> View:
    """What a note shows of the brief: pure, and the same for every format.

    Quotations and participants beyond the limits are counted, not shown; the annex covers what is
    shown. Whatever header field is None is left out or taken from the brief, never invented.
    """
    header, limits = header or Header(), limits or Limits()
    first = brief.articles[0]
    subject = shown(header.subject) or shown(first.title) or shown(brief.id)
    people = brief.participants[: limits.participants]
    quotes = brief.key_quotes[: limits.quotes]
    date = header.date or (brief.run.created if brief.run else first.published)
    return View(
        marking=shown(header.marking),
        to=shown(header.to),
        sender=shown(header.from_),
        date=day(date),
        subject=subject,
        language=shown(first.language),
        addressing=rows([("To", header.to), ("From", header.from_), ("Date", day(date))]),
        sources=tuple(source_rows(article, subject) for article in brief.articles),
        bottom_line=_point(brief.bottom_line, "bottom-line-1") if brief.bottom_line else None,
        summary=tuple(
            _point(point, anchor) for anchor, point in _anchored("summary", brief.summary)
        ),
        areas=tuple(
            _area(area, anchor, limits)
            for anchor, area in _anchored("area", brief.cooperation_areas)
        ),
        quotes=tuple(_quote(quote, anchor, brief) for anchor, quote in _anchored("quote", quotes)),
        quotes_more=_more(len(brief.key_quotes) - len(quotes), "quotation"),
        outlook=tuple(
            _outlook(item, anchor) for anchor, item in _anchored("outlook", brief.outlook)
        ),
        outlook_basis=_basis(brief),
        participants=tuple(
            _participant(person, anchor) for anchor, person in _anchored("participant", people)
        ),
        participants_more=_more(len(brief.participants) - len(people), "participant"),
        nothing=_nothing(brief),
        cautions=cautions(brief),
        withheld=_withheld(brief),
        unstated=_unstated(brief),
        disclosure=_disclosure(len(brief.articles)),
        method=method_rows(brief),
        annex=_entries(brief, people, quotes),
    )


def _point(point: Statement, anchor: str) -> NotePoint:
    return NotePoint(
        id=shown(point.id), anchor=anchor, text=shown(point.text), mark=_mark(point.origin)
    )


def _mark(origin: str) -> str:
    return OWN_WORDS if origin == "extracted" else ""


def _participant(person: Participant, anchor: str) -> NoteParticipant:
    return NoteParticipant(
        id=shown(person.id),
        anchor=anchor,
        name=shown(person.name),
        title=shown(person.title) or DASH,
        organisation=shown(person.organisation) or DASH,
        country=_country(person),
    )


def _country(person: Participant) -> str:
    """A wrong one embarrasses most, so one that was worked out says so where it stands."""
    if not person.country:
        return DASH
    inferred = person.spans.country is None
    return f"{shown(person.country)} (inferred)" if inferred else shown(person.country)


def _area(area: CooperationArea, anchor: str, limits: Limits) -> NoteArea:
    return NoteArea(
        id=shown(area.id),
        anchor=anchor,
        label=_capital(shown(area.label)),
        parties=", ".join(map(shown, area.parties)) or DASH,
        status=_capital(area.status),
        evidence=_shortened(shown(area.evidence[0].text), limits.evidence)
        if area.evidence
        else DASH,
    )


def _quote(quote: KeyQuote, anchor: str, brief: Brief) -> NoteQuote:
    titles = {person.id: person.title for person in brief.participants}
    title = shown(titles.get(quote.speaker_id)) if quote.speaker_id else ""
    speaker = shown(quote.speaker)
    return NoteQuote(
        id=shown(quote.id),
        anchor=anchor,
        # The comma before "he said" belongs to the article's sentence, not to a quotation alone.
        text=shown(quote.text).removesuffix(","),
        speaker=", ".join(filter(None, (speaker, title if speaker else "")))
        or "speaker not stated in the article",
        flag=_flag(quote),
    )


def _flag(quote: KeyQuote) -> str:
    """Only what was worked out is flagged; a missing speaker already says so."""
    if not quote.speaker or quote.resolved in ("named", "none"):
        return ""
    if quote.resolved == "pronoun" and quote.speaker_as_written:
        return f"speaker resolved from “{shown(quote.speaker_as_written)}”"
    return f"speaker resolved from {'a pronoun' if quote.resolved == 'pronoun' else 'the context'}"


def _outlook(item: OutlookItem, anchor: str) -> NoteOutlook:
    text, by = shown(item.text), shown(item.by)
    return NoteOutlook(
        id=shown(item.id),
        anchor=anchor,
        kind=_capital(item.kind),
        when=shown(item.when) or "no date given",
        text=text,
        by="" if by.casefold() in text.casefold() else by,
        mark=_mark(item.origin),
    )


def _basis(brief: Brief) -> str:
    published = day(brief.articles[0].published)
    if not published or not brief.outlook:
        return ""
    return f"Times are as the article gives them; it is dated {published}."


def _nothing(brief: Brief) -> Nothing:
    failed = {item.field for item in brief.withheld}

    def empty(field: FieldName) -> str:
        return NOT_VERIFIED if field in failed else NOT_STATED

    return Nothing(**{field: empty(field) for field in SECTIONS})


def _unstated(brief: Brief) -> str:
    failed = {item.field for item in brief.withheld}
    empty = [
        label
        for field, label in SECTIONS.items()
        if not getattr(brief, field) and field not in failed
    ]
    return f"Not found in the article: {', '.join(empty)}." if empty else ""


def _withheld(brief: Brief) -> tuple[NoteWithheld, ...]:
    return tuple(
        NoteWithheld(
            section=_capital(SECTIONS[item.field]),
            text=shown(item.text),
            reason=shown(item.reason) or shown(item.code),
        )
        for item in brief.withheld
    )


def _disclosure(articles: int) -> str:
    base = "the article" if articles == 1 else "the articles"
    return (
        f"Drafted by software from {base} alone; nothing was added from elsewhere. "
        "Check against the annex before use."
    )


def _more(number: int, noun: str) -> str:
    if number <= 0:
        return ""
    return f"{number:,} more {noun}{'' if number == 1 else 's'} in the full brief."


def _anchored(section: str, items: tuple[_Item, ...]) -> list[tuple[str, _Item]]:
    """Each item with its anchor, by position: a brief edited by hand may repeat an id."""
    return [(f"{section}-{number}", item) for number, item in enumerate(items, start=1)]


def _entries(
    brief: Brief, people: tuple[Participant, ...], quotes: tuple[KeyQuote, ...]
) -> tuple[NoteEntry, ...]:
    """The annex: what the note shows, in its order, people last."""

    def entry(anchor: str, item: _Cited, text: str, origin: str) -> NoteEntry:
        evidence = _slices(item) if isinstance(item, Participant) else item.evidence
        return NoteEntry(
            id=shown(item.id),
            anchor=anchor,
            text=text,
            origin=origin,
            evidence=_evidence(evidence, brief),
        )

    first = (brief.bottom_line,) if brief.bottom_line else ()
    stated = _anchored("bottom-line", first) + _anchored("summary", brief.summary)
    return (
        *(entry(at, item, shown(item.text), _origin(item.origin)) for at, item in stated),
        *(
            entry(at, area, _capital(shown(area.label)), _origin(area.origin))
            for at, area in _anchored("area", brief.cooperation_areas)
        ),
        *(
            entry(at, quote, f"“{shown(quote.text)}”", "quotation")
            for at, quote in _anchored("quote", quotes)
        ),
        *(
            entry(at, item, shown(item.text), _origin(item.origin))
            for at, item in _anchored("outlook", brief.outlook)
        ),
        *(
            entry(at, person, shown(person.name), "participant")
            for at, person in _anchored("participant", people)
        ),
    )


def _origin(origin: str) -> str:
    return "the article’s own words" if origin == "extracted" else origin


def _slices(person: Participant) -> tuple[Slice, ...]:
    spans = person.spans
    own = (spans.name, spans.title, spans.organisation, spans.country)
    return person.evidence or tuple(part for part in own if part is not None)


def _evidence(slices: tuple[Slice, ...], brief: Brief) -> tuple[NoteEvidence, ...]:
    several = len(brief.articles) > 1
    return tuple(
        NoteEvidence(
            text=shown(part.text),
            place=f"{f'article {part.article + 1}, ' if several else ''}"
            f"characters {part.start}–{part.end}",
        )
        for part in dict.fromkeys(slices)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    # One word may be longer than the limit; then it is cut inside.
    head = text[:limit].rsplit(" ", 1)[0]
    return head.rstrip(" ,;:–-") + " …"
