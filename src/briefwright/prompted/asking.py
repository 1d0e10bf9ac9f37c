"""Asks a model every section of many articles, twice where an answer is no use, and merges what it
says of the passages of one article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefwright.conversation import Answer, Ask, Conversation, Instruct
from briefwright.errors import ModelError
from briefwright.prompted import forms, passages
from briefwright.prompted.listing import Listing
from briefwright.prompted.merging import merged
from briefwright.prompted.parsing import parse
from briefwright.prompted.passages import Passage
from briefwright.prompted.prompts import Prompts, examples
from briefwright.prompted.said import SECTIONS, Parsed, Section, Unusable
from briefwright.reading import Reading
from briefwright.spans import Span

SPARE = 48
"""Tokens that a chat template adds, and that joining texts may."""
SMALLEST = 256
"""Tokens of an article that must have room; a context without is of no use."""
WHOLE: tuple[Section, ...] = ("bottom_line", "summary")
"""What is said of an article as a whole, after its passages were read."""


@dataclass(frozen=True)
class Subject:
    """An article to ask about."""

    listing: Listing
    hints: Reading | None = None


@dataclass
class Heard:
    """What a model said of one article."""

    said: dict[Section, Parsed] = field(default_factory=dict)
    """Only what can be used."""
    unusable: dict[Section, tuple[Unusable, ...]] = field(default_factory=dict)
    asked: set[Section] = field(default_factory=set)
    cut: set[Section] = field(default_factory=set)
    """Sections with an answer that came to its end too soon and was used all the same."""
    unread: tuple[Span, ...] = ()
    passages: int = 1
    examples: str = ""
    """All that stood as an example in the prompts."""
    told: str = ""
    """All instructions and questions, without the article."""


@dataclass
class _Asked:
    """A passage with the questions on it, and the best answer to each so far."""

    subject: int
    passage: Passage
    sections: tuple[Section, ...]
    conversation: Conversation
    found: dict[Section, Parsed] = field(default_factory=dict)
    cut: set[Section] = field(default_factory=set)


def ask(subjects: Sequence[Subject], model: Instruct, prompts: Prompts) -> list[Heard]:
    """What the model says of each article, in order; all articles are asked in one batch.

    Raises TemplateError for a prompt that cannot be made, ModelError for a context too small to
    hold the prompts.
    """
    room = _Room(model, prompts)
    heard = [Heard() for _ in subjects]
    first: list[_Asked] = []
    for place, subject in enumerate(subjects):
        parts = room.passages(subject)
        heard[place].passages = len(parts)
        heard[place].unread = passages.unread(subject.listing, parts)
        sections = SECTIONS if len(parts) == 1 else tuple(s for s in SECTIONS if s != "bottom_line")
        first += [room.asked(place, subject, part, sections) for part in parts]
    _answer(first, subjects, model, prompts)
    second = [
        room.asked(place, subject, part, WHOLE)
        for place, subject in enumerate(subjects)
        if heard[place].passages > 1
        for part in room.gist(subject, [one for one in first if one.subject == place])
    ]
    _answer(second, subjects, model, prompts)
    for place, one in enumerate(heard):
        _gather(one, [each for each in first if each.subject == place], ())
        _gather(one, [each for each in second if each.subject == place], WHOLE)
        if one.passages > 1:
            # Also where nothing that was cited had room.
            one.asked.update(WHOLE)
        # Of all that was asked of it: which question an answer was taken from, nobody knows.
        told = [room.system]
        for each in (*first, *second):
            if each.subject == place:
                told += [question.question for question in each.conversation.asks]
        told = list(dict.fromkeys(told))
        one.examples, one.told = "\n".join(map(examples, told)), "\n".join(told)
    return heard


def _gather(heard: Heard, asked: Sequence[_Asked], only: tuple[Section, ...]) -> None:
    """Put the answers of the passages together; a later round replaces an earlier one's."""
    for section in only or SECTIONS:
        own = [one for one in asked if section in one.sections]
        answers = [one.found[section] for one in own if section in one.found]
        if own:
            heard.asked.add(section)
        if answers:
            heard.unusable[section] = merged(section, answers).unusable
        if any(one.is_usable for one in answers):
            heard.said[section] = merged(section, answers)
            heard.cut.discard(section)
            if any(section in one.cut for one in own):
                heard.cut.add(section)


class _Room:
    """Makes prompts of a size that the model's context holds."""

    def __init__(self, model: Instruct, prompts: Prompts) -> None:
        self._model, self._prompts = model, prompts
        self.system = prompts.render("system", {})

    def _question(self, section: Section, fields: Mapping[str, object]) -> str:
        limits = {"words": forms.WORDS.get(section, 0), "items": forms.MOST.get(section, 0)}
        return self._prompts.render(section, {**fields, "limits": limits})

    def _limit(self, section: Section, listing: Listing, passage: Passage) -> int:
        # A long answer must not push the article out of a small context.
        return min(forms.tokens(section, listing, passage), max(128, self._model.context // 5))

    def _size(self, subject: Subject, passage: Passage) -> int:
        """Tokens of the longest prompt on the passage, its answer and its second question."""
        fields = passages.shown(subject.listing, passage, reading=subject.hints)
        questions = [
            self._model.count(self._question(section, fields))
            + self._limit(section, subject.listing, passage)
            for section in SECTIONS
        ]
        again = self._model.count(self._prompts.render("again", {"reason": "word " * 20}))
        article = self._model.count(self._prompts.render("article", fields))
        return self._model.count(self.system) + article + max(questions) + again + SPARE

    def passages(self, subject: Subject) -> tuple[Passage, ...]:
        """Raises ModelError if not even a short passage has room."""
        bare = self._size(subject, Passage(sentences=()))
        if bare + SMALLEST > self._model.context:
            raise ModelError(
                f"the model {self._model.name!r} has a context of {self._model.context} tokens and "
                f"the prompts take {bare} without any article; choose a model with a longer one, "
                "or shorten the prompts (briefwright prompts copy DIR)"
            )
        return passages.passages(
            subject.listing,
            size=lambda passage: self._size(subject, passage),
            weigh=self._model.count,
            room=self._model.context,
        )

    def gist(self, subject: Subject, read: Sequence[_Asked]) -> tuple[Passage, ...]:
        """The sentences that the passages' answers rest on, as one passage; none if there are none.

        Points of the summary go before the rest while there is room, and the opening before all.
        """
        cited: dict[int, None] = dict.fromkeys(
            number for number in subject.listing.sentences if number in subject.listing.lines
        )
        first = list(cited)[:2]
        points = [number for one in read for number in _cited(one, "summary")]
        rest = [n for one in read for s in ("areas", "outlook") for n in _cited(one, s)]
        chosen = list(dict.fromkeys([*first, *points, *rest]))
        while chosen:
            passage = Passage(sentences=tuple(sorted(chosen)))
            if self._size(subject, passage) <= self._model.context:
                return (passage,)
            chosen = chosen[: len(chosen) * 9 // 10]
        return ()

    def asked(
        self, place: int, subject: Subject, passage: Passage, sections: Sequence[Section]
    ) -> _Asked:
        fields = passages.shown(subject.listing, passage, reading=subject.hints)
        asks: dict[Section, Ask] = {}
        for section in sections:
            grammar = forms.form(section, subject.listing, passage)
            if grammar is None:
                continue
            asks[section] = Ask(
                section=section,
                question=self._question(section, fields),
                grammar=grammar,
                limit=self._limit(section, subject.listing, passage),
            )
        conversation = Conversation(
            system=self.system,
            shared=f"{self._prompts.render('article', fields)}\n\n",
            asks=tuple(asks.values()),
        )
        return _Asked(place, passage, tuple(asks), conversation)


def _cited(asked: _Asked, section: Section) -> list[int]:
    found = asked.found.get(section, Parsed())
    numbers: list[int] = []
    for one in found.items:
        numbers += list(getattr(one, "sentences", ())) or [getattr(one, "sentence", 0)]
    return [number for number in numbers if number]


def _answer(
    asked: Sequence[_Asked], subjects: Sequence[Subject], model: Instruct, prompts: Prompts
) -> None:
    """Ask all; ask once more, and say why, where an answer is no use."""
    asked = [one for one in asked if one.conversation.asks]
    if not asked:
        return
    offers = [passages.offered(subjects[one.subject].listing, one.passage) for one in asked]
    reasons: list[dict[Section, str]] = []
    for one, own, answers in zip(
        asked, offers, model.answer([one.conversation for one in asked]), strict=True
    ):
        reasons.append({})
        for section, answer in zip(one.sections, answers, strict=True):
            parsed = parse(section, answer.text, own)
            _keep(one, section, parsed, answer)
            if parsed.fault is not None or (not answer.finished and not parsed.items):
                reasons[-1][section] = parsed.fault or "it was too long"
    again = [
        (place, _again(asked[place], told, prompts)) for place, told in enumerate(reasons) if told
    ]
    if not again:
        return
    for (place, conversation), answers in zip(
        again, model.answer([conversation for _, conversation in again]), strict=True
    ):
        for each, answer in zip(conversation.asks, answers, strict=True):
            section = next(one for one in SECTIONS if one == each.section)
            _keep(asked[place], section, parse(section, answer.text, offers[place]), answer)


def _again(asked: _Asked, reasons: Mapping[Section, str], prompts: Prompts) -> Conversation:
    asks = tuple(
        one.model_copy(
            update={
                "question": f"{one.question}\n\n{prompts.render('again', {'reason': reason})}",
            }
        )
        for one in asked.conversation.asks
        for section, reason in reasons.items()
        if one.section == section
    )
    return asked.conversation.model_copy(update={"asks": asks})


def _keep(asked: _Asked, section: Section, parsed: Parsed, answer: Answer) -> None:
    """The better of what was said the first and the second time."""
    before = asked.found.get(section)
    if before is None or _worth(parsed) > _worth(before):
        asked.found[section] = parsed
        asked.cut.discard(section)
        if not answer.finished:
            asked.cut.add(section)


def _worth(parsed: Parsed) -> tuple[bool, bool, int]:
    return parsed.is_usable, parsed.fault is None, len(parsed.items)
