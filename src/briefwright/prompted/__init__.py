"""A draft from an instruct model: prompts, passages, parsing. Knows models by their protocol.

The model chooses by number and writes short texts; its sentences are checked by `ground` and the
judge like any other's. What it cannot say, the embedded reader's draft says in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from briefwright.article import Article
from briefwright.brief import Caution
from briefwright.condense.choice import Choice
from briefwright.conversation import Instruct
from briefwright.draft import Draft
from briefwright.prompted.asking import Subject, ask
from briefwright.prompted.drafting import Drafted, drafted
from briefwright.prompted.listing import listing
from briefwright.prompted.prompts import Prompts
from briefwright.prompted.said import Section
from briefwright.prompted.spoken import attributed
from briefwright.prompted.summarising import summarise
from briefwright.reading import Reading
from briefwright.segments import Segments
from briefwright.spans import Span

__all__ = ["Drafted", "Given", "Prompts", "cautions", "drafts", "lacking"]

_CALLED: dict[Section, str] = {
    "participants": "participants",
    "quotations": "quotations",
    "areas": "cooperation areas",
    "outlook": "outlook",
    "bottom_line": "bottom line",
    "summary": "summary",
}


@dataclass(frozen=True)
class Given:
    """An article as the embedded reader has it."""

    article: Article
    segments: Segments
    reading: Reading
    embedded: Draft
    flagged: tuple[Span, ...] = ()


def lacking() -> tuple[str, ...]:
    """Packages of the extra `prompted` that a model which answers needs, and that are not here."""
    packages = {"llguidance": "llguidance", "json_repair": "json-repair"}
    return tuple(package for module, package in packages.items() if find_spec(module) is None)


def drafts(
    given: Sequence[Given], model: Instruct, *, prompts: Prompts, hints: bool = False
) -> list[Drafted]:
    """One draft an article, in order; all articles are asked in one batch.

    With `hints` the model is told what the embedded reader found. A summariser makes bottom line
    and summary only. Raises TemplateError, ModelError.
    """
    choices = [Choice(one.article, one.segments, one.reading, one.flagged) for one in given]
    subjects = [
        Subject(
            listing=listing(
                one.article,
                one.segments,
                lines=filter(choice.usable, range(len(one.segments.sentences))),
                flagged=one.flagged,
                reading=one.reading if hints else None,
            ),
            hints=one.reading if hints else None,
        )
        for one, choice in zip(given, choices, strict=True)
    ]
    heard = ask(subjects, model, prompts) if model.kind == "decoder" else summarise(subjects, model)
    found = []
    for one, subject, own in zip(given, subjects, heard, strict=True):
        spoken = own.said["quotations"].items if "quotations" in own.said else ()
        reading = attributed(one.reading, spoken, subject.listing, one.embedded)
        choice = Choice(one.article, one.segments, reading, one.flagged)
        made = drafted(own, listing=subject.listing, choice=choice, embedded=one.embedded)
        if model.kind != "decoder" or made.fallen:
            # Part of the note is the reader's, so what it did not see is missing too.
            unread = _joined((*made.unread, *one.reading.unread))
            made = made.model_copy(update={"unread": unread})
        found.append(made)
    return found


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same characters, each in one span only."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if found and span.start <= found[-1].end:
            last = found.pop()
            found.append(Span(start=last.start, end=max(last.end, span.end)))
        else:
            found.append(span)
    return tuple(found)


def cautions(drafted: Drafted) -> tuple[Caution, ...]:
    """What the note must say of how it was drafted."""
    found = []
    if drafted.fallen:
        found.append(
            Caution(
                code="section-fallback",
                text=f"The model gave no usable answer on {_listed(drafted.fallen)}: what stands "
                "there was found by the embedded reader.",
            )
        )
    if drafted.denied:
        found.append(
            Caution(
                code="section-empty",
                text=f"The model found no {_listed(drafted.denied)}; the embedded reader, without "
                "it, finds some.",
            )
        )
    if drafted.cut:
        found.append(
            Caution(
                code="section-cut",
                text=f"The model’s answer on {_listed(drafted.cut)} was cut off at its limit; "
                "what it would have said last is missing.",
            )
        )
    return tuple(found)


def _listed(sections: Sequence[Section]) -> str:
    names = [_CALLED[one] for one in sections]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
