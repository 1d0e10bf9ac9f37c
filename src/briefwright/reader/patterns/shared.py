"""Titles that a list of people shares: "health ministers Asha Otieno of Kenya and Kwame Asante"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefwright.reading import Person
from briefwright.spans import Span

_PLURAL = re.compile(
    r"\b(?:ministers|presidents|ambassadors|leaders|chiefs|heads|envoys|secretaries|governors|"
    r"mayors|chancellors|directors|commissioners|chairmen|chairs|spokesmen|negotiators|senators|"
    r"deputies|generals|premiers|kings|queens)\b",
    re.IGNORECASE,
)
# What may stand between one name of such a list and the next: whose minister it is, and a link.
_NEXT = re.compile(
    r"(?:\s+of\s+(?:the\s+)?[^\W\d_][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3})?(?:,\s+and\s+|,\s+|\s+and\s+)"
)


def with_shared_titles(text: str, people: Sequence[Person]) -> tuple[Person, ...]:
    """The people in the same order; whoever stands in the list behind a plural title has it too.

    A title of one's own is kept.
    """
    at = {mention.start: (n, mention) for n, one in enumerate(people) for mention in one.mentions}
    found = list(people)
    for title in dict.fromkeys(one.title for one in people if one.title):
        if not _PLURAL.search(title.of(text)):
            continue
        for number in _listed(text, title, at):
            if found[number].title is None:
                found[number] = found[number].model_copy(update={"title": title})
    return tuple(found)


def _listed(text: str, title: Span, at: dict[int, tuple[int, Span]]) -> list[int]:
    """Who stands directly behind the title, name upon name."""
    numbers: list[int] = []
    place = title.end + len(text[title.end :]) - len(text[title.end :].lstrip())
    while place in at:
        number, mention = at[place]
        numbers.append(number)
        link = _NEXT.match(text, mention.end)
        if link is None:
            break
        place = link.end()
    return numbers
