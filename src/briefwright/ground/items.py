"""The verdict on each kind of item of a draft: found in the article, or withheld with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from briefwright import parties
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
from briefwright.datelines import DATELINE
from briefwright.denials import denied
from briefwright.draft import (
    DraftArea,
    DraftOutlook,
    DraftParticipant,
    DraftQuote,
    Extract,
    Line,
    Wording,
)
from briefwright.ground import facts
from briefwright.ground.folding import Folded, fold
from briefwright.ground.statements import Verdict, supporting, verdict
from briefwright.ground.tokens import content, tokens
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
        self._parties = {one.party for one in parties.mentions(text)}

    def withhold(
        self, field: FieldName, text: str, code: str, reason: str, *, replaced: bool = False
    ) -> None:
        self.withheld.append(
            Withheld(field=field, text=text, code=code, reason=reason, replaced=replaced)
        )

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
        canonical = parties.canonical(party)
        return canonical in self._parties or self.folded.find(party, whole_words=True) is not None


def shown(text: str) -> str:
    """A slice as it is printed in a sentence: line breaks and runs of spaces are one space."""
    return " ".join(text.split())


class Kept(NamedTuple):
    """The text that stands for a drafted line, and on what."""

    text: str
    origin: Origin
    checks: tuple[Check, ...]
    evidence: tuple[Span, ...]


def line(ground: Ground, field: FieldName, drafted: Line, limit: int) -> Kept | None:
    """What stands for a drafted line: its wording or its first evidence; None if withheld."""
    spans = drafted.evidence
    if not spans or not spans[0].of(ground.text).strip():
        text = drafted.wordings[0].text if drafted.wordings else ""
        ground.withhold(field, text, "no-evidence", "no evidence was given for it")
        return None
    if ground.is_flagged(spans):
        words = shown(spans[0].of(ground.text))
        ground.withhold(field, words, FLAGGED, "its evidence is text that addresses a model")
        return None
    fallen: list[tuple[str, Verdict]] = []
    for wording in drafted.wordings:
        used, judged = _judged(ground, drafted, wording, limit)
        if judged.stands:
            origin = _origin(wording.text, [span.of(ground.text) for span in used])
            if origin == "extracted":
                return Kept(wording.text, origin, ("verbatim",), used)
            return Kept(wording.text, origin, judged.passed, used)
        fallen.append((wording.text, judged))
    kept = _shortened(ground, field, drafted)
    for words, judged in dict(fallen).items():
        reason = "; ".join(failure.reason for failure in judged.failures)
        ground.withhold(field, words, judged.failures[0].code, reason, replaced=True)
    if kept is not None:
        return kept
    text = extracted(spans[0].of(ground.text), drafted.speaker)
    return Kept(text, "extracted", ("verbatim",), spans[:1])


def _shortened(ground: Ground, field: FieldName, drafted: Line) -> Kept | None:
    """The first evidence in fewer words, however many those are, if that stands."""
    text = drafted.shortened
    if text is None:
        return None
    whole = drafted.resolved[0]
    judged = verdict(text, whole, limit=len(whole), known=". ".join(drafted.known))
    if not judged.stands:
        reason = "; ".join(failure.reason for failure in judged.failures)
        ground.withhold(field, text, judged.failures[0].code, reason, replaced=True)
        return None
    named = [span for span in drafted.names if f"[{shown(span.of(ground.text))}]" in text]
    return Kept(text, "compressed", judged.passed, (drafted.evidence[0], *named))


def _judged(
    ground: Ground, drafted: Line, wording: Wording, limit: int
) -> tuple[tuple[Span, ...], Verdict]:
    """The verdict on one wording, and the evidence that it was given on."""
    # What the judge was shown, and no more.
    told = drafted.resolved or [span.of(ground.text) for span in drafted.evidence]
    places = supporting(wording.text, told)
    used = tuple(sorted((drafted.evidence[place] for place in places), key=lambda one: one.start))
    alone = drafted.speaker is not None and used == drafted.evidence[:1]
    spoken = [f"{drafted.speaker} said"] if alone and not drafted.resolved else []
    return used, verdict(
        wording.text,
        # With whose words they are and whom "he" means, as the judge and the writer read them.
        " ".join([*spoken, *(told[place] for place in places)]),
        limit=limit,
        # Names first: where the evidence says "he", the sentence may say who.
        known=". ".join(drafted.known),
        spoken=alone,
        support=wording.support,
    )


def extracted(evidence: str, speaker: str | None) -> str:
    """The evidence as it stands without a dateline; inside a quotation, with whose words it is."""
    # A mark that opens the next quotation is not this sentence's.
    words = DATELINE.sub("", shown(evidence)).rstrip("“ ")
    if speaker is None:
        return _closed(words)
    return f"{speaker}: “{words.strip(_OUTER_MARKS)}”"


def _closed(words: str) -> str:
    """With the mark that stands in another sentence, where a quotation runs over several."""
    opened, closed = words.count("“"), words.count("”")
    if opened == closed + 1 and words.rfind("“") > words.rfind("”"):
        return f"{words}”"
    if closed == opened + 1 and not 0 <= words.find("“") < words.find("”"):
        return f"“{words}"
    return words


def _origin(text: str, evidence: list[str]) -> Origin:
    """A sentence made only of its evidence's words, in their order, is compressed."""
    if fold(text) == fold(" ".join(" ".join(evidence).split())):
        return "extracted"
    theirs = iter([token.key for token in tokens(" ".join(evidence))])
    is_subsequence = all(token.key in theirs for token in tokens(text))
    return "compressed" if is_subsequence else "written"


def statement(
    ground: Ground, field: FieldName, drafted: Line, *, number: int, limit: int
) -> Statement | None:
    kept = line(ground, field, drafted, limit)
    if kept is None:
        return None
    return Statement(
        id=f"S{number}",
        text=kept.text,
        evidence=ground.slices(kept.evidence),
        origin=kept.origin,
        checks=kept.checks,
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
    if found is not None and ground.is_flagged([Span(start=found.start, end=found.end)]):
        ground.withhold(
            "participants", f"{name}: {found.text}", FLAGGED, "it is text that addresses a model"
        )
        return None
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
    label = _label(ground, drafted, evidence)
    if label is None:
        return None
    if _denied(evidence, drafted.label, label):
        ground.withhold(
            "cooperation_areas", label, "denied", "its evidence says that this was left undone"
        )
        return None
    verbatim = Folded(evidence).find(label) is not None
    for party in drafted.parties:
        if not ground.knows_party(party):
            ground.withhold(
                "cooperation_areas",
                f"{label}: {party}",
                "party-not-in-article",
                "the party is not in the article; the area is kept without it",
            )
    return CooperationArea(
        id=f"A{number}",
        label=shown(label),
        status=drafted.status,
        parties=tuple(party for party in drafted.parties if ground.knows_party(party)),
        evidence=ground.slices(drafted.evidence),
        origin="extracted" if verbatim else "written",
        checks=("verbatim", "names", "numbers") if verbatim else ("names", "numbers"),
    )


def _denied(evidence: str, *labels: str) -> bool:
    """Whether the evidence denies what the first of the labels names that stands in it."""
    folded = Folded(evidence)
    for label in labels:
        found = folded.find(label)
        if found is not None:
            return denied(evidence, found.start, found.end)
    return False


def _label(ground: Ground, drafted: DraftArea, evidence: str) -> str | None:
    """The writer's label if its words stand in the evidence, else the evidence's own phrase."""
    for label in (drafted.wording, drafted.label):
        if label is None:
            continue
        # A label in other words is no label of this evidence.
        absent = facts.missing_names(label, evidence) + facts.missing_numbers(label, evidence)
        if Folded(evidence).find(label) is not None or (
            not absent and set(content(label)) <= set(content(evidence))
        ):
            return label
        ground.withhold(
            "cooperation_areas",
            label,
            "label-not-in-evidence",
            "the words of the label do not stand in its evidence",
            replaced=label is not drafted.label,
        )
    return None


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
    when = ground.locate(drafted.when)
    by = ground.folded.find(drafted.by, whole_words=True) if drafted.by else None
    known = participants[drafted.participant] if drafted.participant is not None else None
    return OutlookItem(
        id=f"O{number}",
        text=kept.text,
        kind=drafted.kind,
        by=shown(by.of(ground.text)) if by else None,
        by_id=known.id if known and by else None,
        when=shown(when.text) if when else None,
        when_span=when,
        evidence=ground.slices(kept.evidence),
        origin=kept.origin,
        checks=kept.checks,
    )
