"""From a model's answer to what it said: a pure function, for answers as ugly as they come.

Nothing is believed here but that a number is one that was offered: whether it is so, `ground`
says. What cites nothing that was offered is `unusable`, and a note lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from briefwright.prompted import fields, json_text
from briefwright.prompted.said import (
    Offered,
    Parsed,
    Said,
    SaidArea,
    SaidLine,
    SaidOutlook,
    SaidParticipant,
    SaidQuotation,
    Section,
    Unusable,
)
from briefwright.reading import OutlookKind, Status

NOT_SPEECH = "not speech"
"""What an answer says of a quotation that nobody speaks."""
MOST_ITEMS = 60
MOST_SENTENCES = 6
"""A line that cites more than these rests on none of them in particular."""
_MOST_PARTIES = 8

Row = Mapping[str, Any]
Read = Callable[[Row, Offered], Said | Unusable | None]


def parse(section: Section, answer: str, offered: Offered) -> Parsed:
    """What the answer says, each thing once, in its order. Never raises, whatever the text is."""
    try:
        found, mended = json_text.value(answer)
    except json_text.NoJson as error:
        return Parsed(fault=str(error))
    if section == "quotations":
        return _quotations(found, offered)
    rows, is_list = _rows(found, section)
    items: dict[Said, None] = {}
    unusable: dict[Unusable, None] = {}
    for row in rows[:MOST_ITEMS]:
        said = _READ[section](row, offered)
        if isinstance(said, Unusable):
            unusable[said] = None
        elif said is not None:
            items[said] = None
    if section == "bottom_line":
        items = dict.fromkeys(list(items)[:1])
    is_empty = is_list and not rows and not mended and section not in ("bottom_line", "summary")
    return Parsed(
        items=tuple(items),
        unusable=tuple(unusable),
        is_empty=is_empty,
        fault=None if items or is_empty else _fault(tuple(unusable), rows),
    )


def _fault(unusable: tuple[Unusable, ...], rows: list[Row]) -> str:
    if unusable:
        return unusable[0].reason
    return "its fields are not those asked for" if rows else "it holds nothing that was asked for"


def _rows(found: Any, section: Section) -> tuple[list[Row], bool]:
    """The objects of the answer, and whether they were given as a list."""
    if isinstance(found, list):
        held = [each for each in found if isinstance(each, dict)]
        inner = [one for each in held for one in _listed(each, section) or ()]
        if inner:
            rows: list[Row] = [one for one in inner if isinstance(one, dict)]
            return rows, bool(rows)
        return list(held), not found or bool(held)
    listed = _listed(found, section)
    if listed is not None and section == "participants":
        listed = [each if isinstance(each, dict) else {"name": each} for each in listed]
    if listed is not None:
        return [each for each in listed if isinstance(each, dict)], _all_rows(listed)
    whole = found.get(section)
    if isinstance(whole, dict):
        return [whole], False
    if section == "bottom_line" and isinstance(whole, str) and "text" not in found:
        return [{**found, "text": whole}], False
    return ([found] if found else []), False


def _all_rows(listed: list[Any]) -> bool:
    return all(isinstance(each, dict) for each in listed)


def _listed(found: Row, section: Section) -> list[Any] | None:
    """The list under the section's own key, or else under the only key that has one of objects."""
    for key in (section, "points", "items"):
        if isinstance(found.get(key), list):
            return list(found[key])
    lists = [each for each in found.values() if isinstance(each, list)]
    if len(found) == 1 and len(lists) == 1 and _all_rows(lists[0]):
        return list(lists[0])
    return None


def _first(row: Row, *keys: str) -> Any:
    """Under the first of the keys that is there; a model may say "evidence" for "sentence"."""
    return next((row[key] for key in keys if row.get(key) is not None), None)


def _sentence(row: Row, offered: Offered) -> int | None:
    given = _first(row, "sentence", "sentences", "evidence", "number")
    found = fields.numbers(given, offered.sentences)
    return found[0] if found else None


def _nowhere(text: str) -> Unusable:
    return Unusable(text=text, reason="it names no sentence of the article as evidence")


def _participant(row: Row, offered: Offered) -> Said | Unusable | None:
    given = _first(row, "name", "number", "participant", "id")
    name = fields.named(given, offered)
    if name is None:
        return None if given is None else Unusable(text=str(given)[:80], reason=_NO_NAME)
    kind = fields.option(row.get("kind"), ("person", "organisation", "organization"))
    country = fields.text(row.get("country"))
    return SaidParticipant(
        name=name,
        kind="person" if kind in (None, "person") else "organisation",
        title=fields.text(row.get("title")),
        organisation=fields.named(_first(row, "organisation", "organization"), offered),
        country=country,
        central=fields.flag(row.get("central"), default=False),
    )


_NO_NAME = "it is the number of no name in the article"


def _area(row: Row, offered: Offered) -> Said | Unusable | None:
    label = fields.text(_first(row, "label", "area", "text", "name"))
    if label is None:
        return None
    sentence = _sentence(row, offered)
    if sentence is None:
        return _nowhere(label)
    given = _first(row, "parties", "countries")
    parties = [
        fields.named(one, offered) for one in (given if isinstance(given, list) else [given])
    ]
    return SaidArea(
        sentence=sentence,
        label=label,
        # The weakest where the model says none that there is.
        status=fields.option(row.get("status"), get_args(Status)) or "discussed",
        parties=tuple(dict.fromkeys(one for one in parties if one is not None))[:_MOST_PARTIES],
    )


def _outlook(row: Row, offered: Offered) -> Said | Unusable | None:
    text = fields.text(_first(row, "text", "outlook", "statement"))
    if text is None:
        return None
    sentence = _sentence(row, offered)
    if sentence is None:
        return _nowhere(text)
    return SaidOutlook(
        sentence=sentence,
        text=text,
        kind=fields.option(row.get("kind"), get_args(OutlookKind)) or "expected",
        by=fields.named(row.get("by"), offered),
        when=fields.text(row.get("when")),
    )


def _line(row: Row, offered: Offered) -> Said | Unusable | None:
    text = fields.text(_first(row, "text", "point", "bottom_line", "summary"))
    if text is None:
        return None
    given = _first(row, "sentences", "sentence", "evidence")
    sentences = fields.numbers(given, offered.lines)[:MOST_SENTENCES]
    return SaidLine(sentences=sentences, text=text) if sentences else _nowhere(text)


def _quotations(found: Any, offered: Offered) -> Parsed:
    """An answer for each quotation under its own key, "q3"; or a list of objects that name it."""
    pairs: list[tuple[Any, Any]] = []
    for held in found if isinstance(found, list) else [found]:
        if not isinstance(held, dict):
            continue
        inner = next((held[k] for k in ("quotations", "quotes") if k in held), held)
        if isinstance(inner, list):
            rows = [each for each in inner if isinstance(each, dict)]
            pairs += [(_first(each, "quotation", "number", "quote"), each) for each in rows]
        elif isinstance(inner, dict) and "quotation" in inner:
            pairs.append((inner["quotation"], inner))
        elif isinstance(inner, dict):
            pairs += list(inner.items())
    items: dict[int, SaidQuotation] = {}
    for key, each in pairs[: 4 * MOST_ITEMS]:
        place = fields.number(key)
        if place in offered.quotations and place is not None and place not in items:
            said = _quotation(place, each, offered)
            if said is not None:
                items[place] = said
    left = sorted(offered.quotations - set(items))
    fault = f"it does not say who speaks in q{left[0]}" if left else None
    return Parsed(items=tuple(items[place] for place in sorted(items)), fault=fault)


def _quotation(place: int, value: Any, offered: Offered) -> SaidQuotation | None:
    if isinstance(value, dict):
        value = value.get("speaker")
    if isinstance(value, str) and value.strip().casefold().replace("-", " ") == NOT_SPEECH:
        return SaidQuotation(quotation=place, is_speech=False)
    speaker = fields.named(value, offered)
    # A number that no name has is no answer; null is one.
    if speaker is None and fields.number(value) is not None:
        return None
    return SaidQuotation(quotation=place, speaker=speaker)


_READ: Mapping[Section, Read] = {
    "participants": _participant,
    "areas": _area,
    "outlook": _outlook,
    "bottom_line": _line,
    "summary": _line,
}
