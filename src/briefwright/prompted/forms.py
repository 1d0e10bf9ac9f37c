"""The form of each section's answer: a grammar made for the article at hand.

Numbers are those that were given out, and what must be verbatim is a span of the very sentence
that the same item cites: so title and name, label and evidence, time and plan stand together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from briefwright.brief import Participant
from briefwright.conversation import Grammar
from briefwright.prompted.listing import Listing
from briefwright.prompted.parsing import NOT_SPEECH
from briefwright.prompted.passages import Passage, names, offered
from briefwright.prompted.said import Section
from briefwright.reading import OutlookKind, Status
from briefwright.writer import LIMITS

Schema = dict[str, Any]

MOST: dict[Section, int] = {"participants": 20, "areas": 8, "outlook": 6, "summary": 4}
"""Items of an answer, by the annotators' guide."""
WORDS: dict[Section, int] = {
    "bottom_line": LIMITS["bottom_line"],
    "summary": LIMITS["summary"],
    "outlook": LIMITS["outlook"],
}
"""The most words of a written text."""
_LETTERS_A_WORD = 8
_TITLE, _LABEL, _WHEN = 90, 60, 50
_NULL: Schema = {"type": "null"}


class _Slices:
    """Texts that marked strings are cut from, each once."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, text: str, most: int) -> Schema:
        place = self._known.setdefault(text, len(self._known))
        return {"type": "string", "x-slice": place, "maxLength": most}

    def all(self) -> tuple[str, ...]:
        return tuple(self._known)


def form(section: Section, listing: Listing, passage: Passage) -> Grammar | None:
    """What an answer may be; None where there is nothing to ask: no name, no quotation."""
    slices = _Slices()
    own = offered(listing, passage)
    if section == "quotations":
        schema = _quotations(sorted(own.quotations), [number for number, _ in own.names])
        return Grammar(json_schema=schema) if own.quotations else None
    if section == "participants":
        rows = _participants(listing, passage, slices)
    elif section == "areas":
        rows = _areas(listing, passage, slices)
    elif section == "outlook":
        rows = _outlook(listing, passage, slices)
    else:
        return _lines(section, sorted(own.lines))
    if not rows:
        return None
    # No more than there are to choose from: a small model goes on to the last that it may.
    most = min(MOST[section], len(rows))
    schema = _object({section: _list(_any_of(rows), least=0, most=most)})
    return Grammar(json_schema=schema, slices=slices.all())


def _lines(section: Section, numbers: Sequence[int]) -> Grammar | None:
    if not numbers:
        return None
    most = {"bottom_line": 4}.get(section, 3)
    line = _object(
        {
            "sentences": _list({"enum": list(numbers)}, least=1, most=most),
            "text": _written(section),
        }
    )
    if section == "bottom_line":
        return Grammar(json_schema=line)
    least = min(2, len(numbers))
    most_points = min(MOST[section], len(numbers))
    return Grammar(json_schema=_object({section: _list(line, least=least, most=most_points)}))


def _participants(listing: Listing, passage: Passage, slices: _Slices) -> list[Schema]:
    own = offered(listing, passage)
    numbers = [number for number, _ in own.names]
    shown = frozenset(passage.sentences)
    rows = []
    for name in names(listing, passage):
        around = [one for one in listing.sentences_of(name) if one in shown]
        titles = [_NULL, *(slices.of(listing.words(one), _TITLE) for one in around[:4])]
        others = [number for number in numbers if number != name.number]
        rows.append(
            _object(
                {
                    "name": {"const": name.number},
                    "kind": {"enum": list(get_args(Participant.model_fields["kind"].annotation))},
                    "title": _any_of(titles),
                    "organisation": {"enum": [None, *others]},
                    "country": {"enum": [None, *own.countries]},
                    "central": {"type": "boolean"},
                }
            )
        )
    return rows


def _quotations(numbers: Sequence[int], names: Sequence[int]) -> Schema:
    speaker: Schema = {"enum": [None, NOT_SPEECH, *names]}
    return _object({f"q{number}": speaker for number in numbers})


def _areas(listing: Listing, passage: Passage, slices: _Slices) -> list[Schema]:
    own = offered(listing, passage)
    parties: list[int | str] = [*own.countries, *(number for number, _ in own.names)]
    return [
        _object(
            {
                "sentence": {"const": number},
                "label": slices.of(listing.words(number), _LABEL),
                "status": {"enum": list(get_args(Status))},
                "parties": _list({"enum": parties}, least=0, most=6) if parties else _empty(),
            }
        )
        for number in passage.sentences
    ]


def _outlook(listing: Listing, passage: Passage, slices: _Slices) -> list[Schema]:
    numbers = [number for number, _ in offered(listing, passage).names]
    return [
        _object(
            {
                "sentence": {"const": number},
                "text": _written("outlook"),
                "kind": {"enum": list(get_args(OutlookKind))},
                "by": {"enum": [None, *numbers]},
                "when": _any_of([_NULL, slices.of(listing.words(number), _WHEN)]),
            }
        )
        for number in passage.sentences
    ]


def _written(section: Section) -> Schema:
    return {"type": "string", "minLength": 12, "maxLength": _LETTERS_A_WORD * WORDS[section]}


def _object(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _any_of(schemas: Sequence[Schema]) -> Schema:
    return schemas[0] if len(schemas) == 1 else {"anyOf": list(schemas)}


def _list(items: Schema, *, least: int, most: int) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _empty() -> Schema:
    return {"type": "array", "items": _NULL, "maxItems": 0}


def tokens(section: Section, listing: Listing, passage: Passage) -> int:
    """Tokens that a whole answer may take, generously: a word is 1.6 of them in the worst case."""
    own = offered(listing, passage)
    if section == "participants":
        return 30 + 60 * min(len(own.names), MOST[section])
    if section == "quotations":
        return 20 + 10 * len(own.quotations)
    each = {"areas": 60, "outlook": 100, "bottom_line": 100, "summary": 90}[section]
    return 30 + each * min(MOST.get(section, 1), max(1, len(passage.sentences)))
