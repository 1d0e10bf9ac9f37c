"""The verdict on each kind of item of a draft: found in the article, or withheld with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from briefwright import countries
from briefwright.brief import (
    Check,
    CooperationArea,
    FieldName,
    KeyQuote,
    Origin,
    OutlookItem,
    Participant,
    ParticipantSpans,
    Slice,
    Statement,
    Withheld,
)
from briefwright.draft import (
    DraftArea,
    DraftOutlook,
    DraftParticipant,
    DraftQuote,
    Extract,
    Line,
)
from briefwright.ground import claims, facts
from briefwright.ground.folding import Folded, fold
from briefwright.ground.statements import verdict
from briefwright.ground.tokens import tokens
from briefwright.spans import Span

_OUTER_MARKS = '“”" '
FLAGGED = "instruction-like-text"


class Ground:
    """One article's text, folded once, and what was withheld on the way."""

    def __init__(self, text: str, flagged: Iterable[Span]) -> None:
        self.text = text
        self.folded = Folded(text)
        self.flagged = tuple(flagged)
        self.withheld: list[Withheld] = []
        self._countries = {one.country for one in countries.mentions(text)}

    def withhold(self, field: FieldName, text: str, code: str, reason: str) -> None:
        self.withheld.append(Withheld(field=field, text=text, code=code, reason=reason))

    def slice(self, span: Span) -> Slice:
        return Slice(start=span.start, end=span.end, text=span.of(self.text))

    def slices(self, spans: Iterable[Span]) -> tuple[Slice, ...]:
        return tuple(self.slice(span) for span in spans)

    def locate(self, extract: Extract | None) -> Slice | None:
        """Where the words stand: at the span given if they do, else where they are found."""
        if extract is None:
            return None
        span = extract.span
        if span is not None:
            words = span.of(self.text)
            if words == extract.text or fold(words) == fold(extract.text):
                return self.slice(span)
        found = self.folded.find(extract.text, whole_words=True)
        return None if found is None else self.slice(found)

    def is_flagged(self, spans: Iterable[Span]) -> bool:
        return any(flag.overlaps(span) for span in spans for flag in self.flagged)

    def knows_party(self, party: str) -> bool:
        canonical = countries.canonical(party)
        return canonical in self._countries or self.folded.find(party, whole_words=True) is not None


def shown(text: str) -> str:
    """A slice as it is printed in a sentence: line breaks and runs of spaces are one space."""
    return " ".join(text.split())


def line(
    ground: Ground, field: FieldName, drafted: Line, limit: int
) -> tuple[str, Origin, tuple[Check, ...]] | None:
    """The text that stands for a drafted line, or None if it is withheld whole."""
    evidence = [span.of(ground.text) for span in drafted.evidence]
    if not evidence or not evidence[0].strip():
        ground.withhold(field, drafted.text or "", "no-evidence", "no evidence was given for it")
        return None
    if ground.is_flagged(drafted.evidence):
        ground.withhold(
            field, shown(evidence[0]), FLAGGED, "its evidence is text that addresses a model"
        )
        return None
    if drafted.text is not None:
        # Names first: where the evidence says "he", the sentence may say who.
        spoken = [f"{drafted.speaker} said"] if drafted.speaker else []
        known = " ".join([*drafted.antecedents, *spoken, *evidence])
        judged = verdict(drafted.text, known, limit=limit, spoken=drafted.speaker is not None)
        if judged.stands:
            return drafted.text, _origin(drafted.text, evidence), judged.passed
        first = judged.failures[0]
        reason = "; ".join(failure.reason for failure in judged.failures)
        ground.withhold(field, drafted.text, first.code, reason)
    return extracted(evidence[0], drafted.speaker), "extracted", ("verbatim",)


def extracted(evidence: str, speaker: str | None) -> str:
    """The evidence as it stands; inside a quotation, with the name of whose words they are."""
    words = shown(evidence)
    if speaker is None:
        return words
    return f"{speaker}: “{words.strip(_OUTER_MARKS)}”"


def _origin(text: str, evidence: list[str]) -> Origin:
    """A sentence made only of its evidence's words, in their order, is compressed."""
    theirs = iter([token.key for token in tokens(" ".join(evidence))])
    is_subsequence = all(token.key in theirs for token in tokens(text))
    return "compressed" if is_subsequence else "written"


def statement(
    ground: Ground, field: FieldName, drafted: Line, *, number: int, limit: int
) -> Statement | None:
    kept = line(ground, field, drafted, limit)
    if kept is None:
        return None
    text, origin, checks = kept
    return Statement(
        id=f"S{number}",
        text=text,
        evidence=ground.slices(drafted.evidence),
        origin=origin,
        checks=checks,
    )


def participant(ground: Ground, drafted: DraftParticipant, *, number: int) -> Participant | None:
    name = ground.locate(drafted.name)
    if name is None:
        ground.withhold(
            "participants", drafted.name.text, "not-in-article", "the name is not in the article"
        )
        return None
    if ground.is_flagged([Span(start=name.start, end=name.end)]):
        ground.withhold(
            "participants", name.text, FLAGGED, "named only in text that addresses a model"
        )
        return None
    title = _part(ground, drafted.title, "title", name.text)
    organisation = _part(ground, drafted.organisation, "organisation", name.text)
    country = drafted.country
    if country is not None and not ground.knows_party(country):
        ground.withhold(
            "participants",
            f"{name.text}: {country}",
            "country-not-in-article",
            "the article names the country in no form",
        )
        country = None
    return Participant(
        id=f"P{number}",
        name=shown(name.text),
        kind="organisation" if drafted.kind == "organisation" else "person",
        title=shown(title.text) if title else None,
        organisation=shown(organisation.text) if organisation else None,
        country=country,
        aliases=tuple(
            alias for alias in drafted.aliases if ground.folded.find(alias, whole_words=True)
        ),
        central=drafted.central,
        spans=ParticipantSpans(
            name=name,
            title=title,
            organisation=organisation,
            country=ground.locate(drafted.country_span) if country else None,
        ),
        evidence=ground.slices(drafted.evidence),
    )


def _part(ground: Ground, extract: Extract | None, what: str, name: str) -> Slice | None:
    found = ground.locate(extract)
    if extract is not None and found is None:
        ground.withhold(
            "participants",
            f"{name}: {extract.text}",
            "not-in-article",
            f"the {what} is not in the article",
        )
    return found


def quote(
    ground: Ground, drafted: DraftQuote, participants: list[Participant | None], *, number: int
) -> KeyQuote | None:
    words = ground.locate(drafted.words)
    if words is None:
        ground.withhold(
            "key_quotes", drafted.words.text, "not-verbatim", "the words are not in the article"
        )
        return None
    span = Span(start=words.start, end=words.end)
    if ground.is_flagged([span]):
        ground.withhold("key_quotes", words.text, FLAGGED, "it is text that addresses a model")
        return None
    speaker = ground.locate(drafted.speaker)
    if drafted.speaker is not None and speaker is None:
        ground.withhold(
            "key_quotes",
            f"{drafted.speaker.text}: {words.text}",
            "speaker-not-in-article",
            "the speaker is not in the article; the quotation is kept without one",
        )
    known = participants[drafted.participant] if drafted.participant is not None else None
    return KeyQuote(
        id=f"Q{number}",
        text=words.text,
        speaker=shown(speaker.text) if speaker else None,
        speaker_id=known.id if known and speaker else None,
        speaker_as_written=drafted.as_written,
        resolved=drafted.resolved if speaker else "none",
        cue=drafted.cue,
        evidence=ground.slices(drafted.evidence) or (words,),
    )


def area(ground: Ground, drafted: DraftArea, *, number: int) -> CooperationArea | None:
    evidence = " ".join(span.of(ground.text) for span in drafted.evidence)
    if ground.is_flagged(drafted.evidence):
        ground.withhold(
            "cooperation_areas", drafted.label, FLAGGED, "it is text that addresses a model"
        )
        return None
    verbatim = Folded(evidence).find(drafted.label) is not None
    absent = facts.missing_names(drafted.label, evidence) + facts.missing_numbers(
        drafted.label, evidence
    )
    # A label in other words is no label of this evidence: half of it must stand there.
    if not verbatim and (absent or claims.words_in_order(drafted.label, evidence) < 0.5):
        ground.withhold(
            "cooperation_areas",
            drafted.label,
            "label-not-in-evidence",
            "the words of the label do not stand in its evidence",
        )
        return None
    for party in drafted.parties:
        if not ground.knows_party(party):
            ground.withhold(
                "cooperation_areas",
                f"{drafted.label}: {party}",
                "party-not-in-article",
                "the party is not in the article; the area is kept without it",
            )
    return CooperationArea(
        id=f"A{number}",
        label=shown(drafted.label),
        status=drafted.status,
        parties=tuple(party for party in drafted.parties if ground.knows_party(party)),
        evidence=ground.slices(drafted.evidence),
        origin="extracted" if verbatim else "written",
        checks=("verbatim", "names", "numbers") if verbatim else ("names", "numbers"),
    )


def outlook(
    ground: Ground,
    drafted: DraftOutlook,
    participants: list[Participant | None],
    *,
    number: int,
    limit: int,
) -> OutlookItem | None:
    kept = line(ground, "outlook", drafted.line, limit)
    if kept is None:
        return None
    text, origin, checks = kept
    when = ground.locate(drafted.when)
    by = ground.folded.find(drafted.by, whole_words=True) if drafted.by else None
    known = participants[drafted.participant] if drafted.participant is not None else None
    return OutlookItem(
        id=f"O{number}",
        text=text,
        kind=drafted.kind,
        by=shown(by.of(ground.text)) if by else None,
        by_id=known.id if known and by else None,
        when=shown(when.text) if when else None,
        when_span=when,
        evidence=ground.slices(drafted.line.evidence),
        origin=origin,
        checks=checks,
    )
