"""Who says each quotation, as judged, with the words beside it that say so."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright.nn.reader_model import Judged
from briefwright.reader.trained.attributed import attributed, sayers
from briefwright.reader.trained.features import latest, mentions_of
from briefwright.reader.trained.meant import Meant
from briefwright.reader.trained.pairs import SpeakerPair
from briefwright.reader.trained.pronouns import fits, pronouns, pronouns_beside
from briefwright.reader.trained.proposals import Proposals
from briefwright.reader.trained.sheets import Laid
from briefwright.reader.trained.thresholds import Thresholds
from briefwright.reading import Person, Resolved, Speaker
from briefwright.spans import Span

# Characters of "she said." and the like; more between two quotations is about something else.
BETWEEN = 60
# Added to the score of whoever was named last before "he said". Speakers right on dev.jsonl and on
# the samples were 0.903 and 0.804 at 0, 0.909 and 0.830 at 2 and at 4.
NAMED_LAST = 2.0
_PRONOUNS = frozenset("he she they it".split())


def speakers(
    proposals: Proposals,
    laid: Laid,
    judged: Judged,
    people: tuple[Person, ...],
    thresholds: Thresholds,
) -> tuple[Speaker, ...]:
    """One for each quotation that is somebody's speech, in text order."""
    meant = attributed(proposals, people, sayers(proposals))
    chosen = _chosen(proposals, laid, judged, meant)
    found: list[Speaker] = []
    for place, index in enumerate(proposals.quotations):
        share = float(judged.speech[place])
        if share < thresholds.speech:
            continue
        if found and _goes_on(proposals, found[-1].quotation, index):
            found.append(_again(found[-1], index, share))
            continue
        row = chosen.get(place)
        pair = laid.speakers[row] if row is not None else None
        found.append(_speaker(proposals, people, index, pair, meant[place], share))
    return tuple(found)


def _chosen(
    proposals: Proposals, laid: Laid, judged: Judged, meant: Sequence[Meant]
) -> dict[int, int]:
    """For each quotation the row of its speaker, where somebody said it, of those `meant`.

    In text order: whom the article has called "she" beside one quotation says no other as "he".
    """
    beside = pronouns_beside(proposals)
    called = list(pronouns(proposals))
    found: dict[int, int] = {}
    for place, rows in enumerate(_rows(laid, len(proposals.quotations))):
        own = meant[place]
        if own.again:
            _say_again(laid, found, place, rows)
            continue
        # A pronoun beside it may be of another verb than the one that has a name or an office.
        free = own.near or own.people is own.bodies is None
        pronoun = beside[place] if free else None
        fit = [row for row in rows if fits(called, laid.speakers[row].person, pronoun)]
        may = [row for row in fit if _is_meant(own, laid.speakers[row])]
        if not may and own.near:
            own, may = Meant(), fit
        if not may:
            continue
        scores = {row: float(judged.speakers[row]) for row in may}
        last = latest(proposals, laid.speakers, may)
        if pronoun is not None and last is not None:
            scores[last] += NAMED_LAST
        row = max(may, key=lambda row: (scores[row], -row))
        if own.certain or scores[row] > judged.no_speaker[place]:
            found[place] = row
            person = laid.speakers[row].person
            if person is not None and called[person] is None:
                called[person] = pronoun
    return found


def _is_meant(meant: Meant, pair: SpeakerPair) -> bool:
    return meant.may_be(pair.person, pair.body)


def _say_again(laid: Laid, found: dict[int, int], place: int, rows: Sequence[int]) -> None:
    """The speaker of the quotation before, if it has one."""
    if place - 1 not in found:
        return
    last = laid.speakers[found[place - 1]]
    for row in rows:
        if (laid.speakers[row].person, laid.speakers[row].body) == (last.person, last.body):
            found[place] = row


def _rows(laid: Laid, quotations: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(quotations)]
    for row, pair in enumerate(laid.speakers):
        found[pair.quotation].append(row)
    return found


def _goes_on(proposals: Proposals, earlier: int, index: int) -> bool:
    """Whether a quotation stands alone behind another: “...,” she said. “...”

    It then has that one's speaker (GUIDE.md, settled cases).
    """
    page = proposals.page
    before, quotation = page.segments.quotations[earlier], page.segments.quotations[index]
    if quotation.continues == earlier:
        return True
    place = page.sentence_of(quotation.outer.start)
    if place is None or before.paragraph != quotation.paragraph:
        return False
    sentence = page.segments.sentences[place].span
    alone = quotation.outer.start - sentence.start < 3 and sentence.end - quotation.outer.end < 3
    between = page.text[before.outer.end : quotation.outer.start]
    return alone and len(between) < BETWEEN and "\n" not in between


def _again(speaker: Speaker, index: int, share: float) -> Speaker:
    return speaker.model_copy(
        update={
            "quotation": index,
            "as_written": None,
            "cue": None,
            "resolved": "none" if speaker.name is None else "context",
            "score": round(share, 3),
        }
    )


def _speaker(
    proposals: Proposals,
    people: tuple[Person, ...],
    index: int,
    pair: SpeakerPair | None,
    meant: Meant,
    share: float,
) -> Speaker:
    guess = proposals.guesses.get(index)
    cue = guess.cue if guess else None
    if pair is None:
        unnamed = meant.words if meant.unnamed else None
        return Speaker(quotation=index, as_written=unnamed, cue=cue, score=round(share, 3))
    as_written, resolved = _beside(proposals, index, pair, meant)
    if pair.person is not None:
        name = people[pair.person].name
    else:
        assert pair.body is not None
        name = proposals.bodies[pair.body].name
    return Speaker(
        quotation=index,
        person=pair.person,
        body=pair.body,
        name=name,
        as_written=as_written,
        cue=cue,
        resolved=resolved,
        score=round(share, 3),
    )


def _beside(
    proposals: Proposals, index: int, pair: SpeakerPair, meant: Meant
) -> tuple[Span | None, Resolved]:
    """The words beside the quotation that stand for the speaker, and how they do."""
    page = proposals.page
    if meant.words is not None and meant.words.of(page.text).lower() not in _PRONOUNS:
        own = mentions_of(proposals, pair)
        named = [mention for mention in own if mention.overlaps(meant.words)]
        return (named[-1], "named") if named else (meant.words, "context")
    outer = page.segments.quotations[index].outer
    place = page.sentence_of(outer.start)
    if place is not None:
        sentence = page.segments.sentences[place].span
        around = Span(start=sentence.start, end=max(sentence.end, outer.end))
        if around.contains(pair.mention) and not outer.overlaps(pair.mention):
            return pair.mention, "named"
    guess = proposals.guesses.get(index)
    written = guess.as_written if guess else None
    if written is None:
        return None, "context"
    if written.of(page.text).lower() in _PRONOUNS:
        return written, "pronoun"
    # A name beside it that is not the speaker's is somebody else's.
    if any(known.overlaps(written) for one in proposals.persons for known in one.mentions):
        return None, "context"
    return written, "context"
