"""From a reading to a draft: which sentences, people, quotations and areas the note is made of.

Chooses and orders; words come from the article, and from a writer only where it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefwright.article import Article
from briefwright.condense.choice import Choice
from briefwright.condense.shorter import shortened
from briefwright.draft import (
    Draft,
    DraftArea,
    DraftOutlook,
    DraftParticipant,
    DraftQuote,
    Extract,
    Line,
    Wording,
)
from briefwright.ground.statements import supporting
from briefwright.reading import Body, Person, Reading, Speaker, Weigh
from briefwright.segments import Segments
from briefwright.spans import Span
from briefwright.writer import LIMITS, Claim, Job, JobKind, Written

TAKES_PART = 0.5
QUOTATION_WORDS = 4
TELLING_WORDS = range(8, 41)


def condense(
    article: Article,
    segments: Segments,
    reading: Reading,
    *,
    flagged: Iterable[Span] = (),
    shorten: bool = True,
) -> Draft:
    """What the note is to say: chosen evidence, with what can be left out of it left out.

    Sentences in `flagged` are chosen for nothing. Without `shorten` every line is its evidence.
    `jobs` and `written` let a writer put the lines in words of its own.
    """
    choice = Choice(article, segments, reading, tuple(flagged))
    participants, places = _participants(choice)
    bottom_line = choice.bottom_line()
    draft = Draft(
        bottom_line=choice.bottom_line_evidence(),
        summary=tuple(choice.line(index) for index in choice.summary(bottom_line)),
        participants=participants,
        quotes=_quotes(choice, places),
        areas=tuple(
            DraftArea(
                label=" ".join(area.phrase.of(article.text).split()),
                status=area.status,
                parties=area.parties,
                evidence=(area.span,),
                resolved=choice.line_of(area.span, None).resolved[0],
            )
            for area in reading.areas
            if not choice.is_flagged(area.span)
        ),
        outlook=_outlook(choice, places),
    )
    return shortest(draft, article.text, reading.weigh) if shorten else draft


def shortest(draft: Draft, text: str, weigh: Weigh | None) -> Draft:
    """The draft with what can be said in fewer words for every line's first evidence.

    `weigh` is the reader's, `text` is the article's.
    """
    lines = _lines(draft)
    spans = [line.evidence[0] for _, line in lines]
    weighed = weigh(spans) if weigh else [()] * len(spans)
    shorter = [
        line.model_copy(update={"shortened": shortened(line, kind, own, text)})
        for (kind, line), own in zip(lines, weighed, strict=True)
    ]
    return _with_lines(draft, shorter)


def jobs(draft: Draft, article: Article) -> tuple[Job, ...]:
    """What a writer is asked for: every line of the draft, then the label of every area."""
    return (
        *(
            _job(kind, evidence, line, article)
            for kind, line in _lines(draft)
            for evidence in sources(line)
        ),
        *(
            Job(
                kind="area",
                evidence=area.resolved,
                max_words=LIMITS["area"],
                phrase=area.label,
            )
            for area in draft.areas
        ),
    )


def written(draft: Draft, answers: Sequence[Written | None]) -> Draft:
    """The draft with a writer's answers to its `jobs`, in their order; None leaves the evidence."""
    given = iter(answers)
    lines = []
    for _, line in _lines(draft):
        own = dict.fromkeys(next(given) for _ in sources(line))
        wordings = tuple(
            Wording(text=answer.text, logprobs=answer.logprobs)
            for answer in own
            if answer is not None
        )
        lines.append(line.model_copy(update={"wordings": wordings}))
    labels = [(area, next(given)) for area in draft.areas]
    areas = [
        area.model_copy(update={"wording": label.text if label else None}) for area, label in labels
    ]
    return _with_lines(draft, lines).model_copy(update={"areas": tuple(areas)})


def claims(draft: Draft) -> tuple[Claim, ...]:
    """What a judge is asked: the evidence that each wording draws on, and the wording."""
    found = []
    for _, line in _lines(draft):
        for wording in line.wordings:
            used = supporting(wording.text, line.resolved)
            used = tuple(sorted(used, key=lambda place: line.evidence[place].start))
            evidence = " ".join(line.resolved[place] for place in used)
            found.append(Claim(evidence=evidence, text=wording.text, logprobs=wording.logprobs))
    return tuple(found)


def judged(draft: Draft, support: Sequence[float]) -> Draft:
    """The draft with a judge's answers to its `claims`, in their order."""
    given = iter(support)
    lines = [
        line.model_copy(
            update={
                "wordings": tuple(
                    wording.model_copy(update={"support": next(given)}) for wording in line.wordings
                )
            }
        )
        for _, line in _lines(draft)
    ]
    return _with_lines(draft, lines)


def _with_lines(draft: Draft, lines: Sequence[Line]) -> Draft:
    """The draft with other lines, in the order of `_lines`."""
    first = 0 if draft.bottom_line is None else 1
    last = first + len(draft.summary)
    return draft.model_copy(
        update={
            "bottom_line": lines[0] if first else None,
            "summary": tuple(lines[first:last]),
            "outlook": tuple(
                one.model_copy(update={"line": line})
                for one, line in zip(draft.outlook, lines[last:], strict=True)
            ),
        }
    )


def _lines(draft: Draft) -> list[tuple[JobKind, Line]]:
    """Every line a writer is asked for, in the order of the note."""
    first: list[tuple[JobKind, Line]] = []
    if draft.bottom_line is not None:
        first.append(("bottom_line", draft.bottom_line))
    return [
        *first,
        *(("summary", line) for line in draft.summary),
        *(("outlook", one.line) for one in draft.outlook),
    ]


def sources(line: Line) -> tuple[str, ...]:
    """What a line is written from: all its evidence in text order, then the first alone."""
    pairs = sorted(zip(line.evidence, line.resolved, strict=True), key=lambda one: one[0].start)
    return tuple(dict.fromkeys((" ".join(words for _, words in pairs), line.resolved[0])))


def _job(kind: JobKind, evidence: str, line: Line, article: Article) -> Job:
    return Job(
        kind=kind,
        evidence=evidence,
        max_words=LIMITS[kind],
        title=article.title if kind == "bottom_line" else None,
        known=line.known,
    )


def _participants(
    choice: Choice,
) -> tuple[tuple[DraftParticipant, ...], dict[tuple[str, int], int]]:
    """Those who take part, central ones first, and the place of each person and body in them."""
    found: list[tuple[tuple[bool, int], tuple[str, int], DraftParticipant]] = []
    parties: list[tuple[str, int, Person | Body]] = [
        *(("person", index, person) for index, person in enumerate(choice.reading.people)),
        *(("organisation", index, body) for index, body in enumerate(choice.reading.bodies)),
    ]
    for kind, index, party in parties:
        if party.takes_part < TAKES_PART:
            continue
        drafted = _participant(choice, kind, party)
        rank = (not drafted.central, min(mention.start for mention in party.mentions))
        found.append((rank, (kind, index), drafted))
    found.sort(key=lambda one: one[0])
    places = {key: place for place, (_, key, _) in enumerate(found)}
    return tuple(drafted for _, _, drafted in found), places


def _participant(choice: Choice, kind: str, party: Person | Body) -> DraftParticipant:
    text = choice.text
    name = _extract(text, party.name)
    title = party.title if isinstance(party, Person) else None
    organisation = party.organisation if isinstance(party, Person) else None
    forms = dict.fromkeys(" ".join(mention.of(text).split()) for mention in party.mentions)
    own = " ".join(name.text.split())
    places = [span for span in (party.name, title, organisation) if span is not None]
    return DraftParticipant(
        name=name,
        kind=kind,
        title=_extract(text, title) if title else None,
        organisation=_extract(text, organisation) if organisation else None,
        country=party.country,
        country_span=_extract(text, party.country_span) if party.country_span else None,
        aliases=tuple(form for form in forms if form != own),
        central=party.central >= TAKES_PART,
        evidence=choice.sentence_spans(places),
    )


def _extract(text: str, span: Span) -> Extract:
    return Extract(text=span.of(text), span=span)


def _place(speaker: Speaker, places: dict[tuple[str, int], int]) -> int | None:
    if speaker.person is not None:
        return places.get(("person", speaker.person))
    if speaker.body is not None:
        return places.get(("organisation", speaker.body))
    return None


def _quotes(choice: Choice, places: dict[tuple[str, int], int]) -> tuple[DraftQuote, ...]:
    """Every speech of four words or more, the most telling first."""
    ranked: list[tuple[tuple[bool, bool, bool, int], DraftQuote]] = []
    for speaker in choice.reading.speakers:
        quotation = choice.segments.quotations[speaker.quotation]
        words = quotation.span.of(choice.text)
        count = len(words.split())
        if count < QUOTATION_WORDS:
            continue
        central = speaker.person is not None and (
            choice.reading.people[speaker.person].central >= TAKES_PART
        )
        rank = (
            speaker.name is None,
            count not in TELLING_WORDS,
            not central,
            quotation.span.start,
        )
        ranked.append((rank, _quote(choice, speaker, _place(speaker, places))))
    ranked.sort(key=lambda one: one[0])
    return tuple(drafted for _, drafted in ranked)


def _quote(choice: Choice, speaker: Speaker, participant: int | None) -> DraftQuote:
    text = choice.text
    quotation = choice.segments.quotations[speaker.quotation]
    beside = [span for span in (speaker.as_written, speaker.cue) if span is not None]
    return DraftQuote(
        words=_extract(text, quotation.span),
        speaker=_extract(text, speaker.name) if speaker.name else None,
        participant=participant,
        as_written=" ".join(speaker.as_written.of(text).split()) if speaker.as_written else None,
        resolved=speaker.resolved,
        cue=speaker.cue.of(text) if speaker.cue else None,
        evidence=choice.sentence_spans([quotation.span, *beside]),
    )


def _outlook(choice: Choice, places: dict[tuple[str, int], int]) -> tuple[DraftOutlook, ...]:
    found: list[DraftOutlook] = []
    for one in choice.reading.outlook:
        if choice.is_flagged(one.span):
            continue
        quotation = choice.segments.quotation_around(one.span)
        if quotation is not None and choice.speaker_name(quotation) is None:
            quotation = None
        by = one.by.of(choice.text) if one.by else None
        if by is None and one.person is not None:
            by = choice.reading.people[one.person].name.of(choice.text)
        found.append(
            DraftOutlook(
                line=choice.line_of(one.span, quotation),
                kind=one.kind,
                by=by,
                participant=places.get(("person", one.person)) if one.person is not None else None,
                when=_extract(choice.text, one.when) if one.when else None,
            )
        )
    return tuple(found)
