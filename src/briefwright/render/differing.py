"""Facts that outlets give otherwise must not stand in a note as if they were settled."""

from __future__ import annotations

from briefwright.brief import Brief, CooperationArea, Difference, KeyQuote, Participant
from briefwright.render.characters import shown

_DIFFER = "outlets differ"


def marked(text: str, differ: Difference | None) -> str:
    return f"{text} ({_DIFFER})" if differ else text


def of_person(brief: Brief, person: Participant, fact: str) -> Difference | None:
    """What the outlets report of the person's "title" or "country"; None if the same."""
    own = person.spans.title if fact == "title" else person.spans.country
    for one in brief.differences:
        if not one.about.startswith(f"{fact} of "):
            continue
        # An outlet may write the name otherwise: then the words tell that the person is meant.
        parts = [part for account in one.accounts for part in account.evidence]
        if one.about == f"{fact} of {person.name}" or own in parts:
            return one
    return None


def of_status(brief: Brief, area: CooperationArea) -> Difference | None:
    """What the outlets report of the area's status; None if the same."""
    for one in brief.differences:
        if not one.about.startswith("status of "):
            continue
        parts = {part for account in one.accounts for part in account.evidence}
        if one.about == f"status of {area.label}" or parts <= set(area.evidence):
            return one
    return None


def title_in(brief: Brief, quote: KeyQuote, person: Participant | None) -> str:
    """The speaker's title as the quotation's own outlets give it, behind the name; "" for none."""
    if person is None:
        return ""
    differ = of_person(brief, person, "title")
    if differ is None:
        return f", {shown(person.title)}" if shown(person.title) else ""
    given = {part.article: account.text for account in differ.accounts for part in account.evidence}
    titles = {given.get(part.article) for part in quote.evidence}
    title = titles.pop() if len(titles) == 1 else None
    return marked(f", {shown(title)}", differ) if title else f" (title: {_DIFFER})"
