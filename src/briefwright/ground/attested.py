"""Facts of a person and speakers of quotations in a brief without seals: what can be seen again."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright import parties
from briefwright.brief import Brief, KeyQuote, OutlookItem, Participant, Slice
from briefwright.ground.folding import Folded, fold
from briefwright.ground.recheck import stands


def unattested(item: object, brief: Brief) -> tuple[str, ...]:
    """What the item says of people that its places in the article do not bear out, a word each.

    Only of an item without a seal: a seal vouches for what was worked out when it was made. A
    country that is not stated, or a speaker behind a pronoun, cannot be seen again.
    """
    if getattr(item, "seal", None) is not None:
        return ()
    if isinstance(item, Participant):
        return _facts(item, brief)
    if isinstance(item, KeyQuote):
        whole = fold(" ".join(part.text for part in item.evidence))
        quoted = fold(item.text) in whole and all(stands(part, brief) for part in item.evidence)
        spoken = not item.speaker or _speaks(item, brief)
        return (*(() if quoted else ("words",)), *(() if spoken else ("speaker",)))
    if isinstance(item, OutlookItem) and item.by:
        forms = item.by.split()
        named = any(_named(item.by, form, item.evidence, brief) for form in forms)
        return () if named else ("speaker",)
    return ()


def _facts(person: Participant, brief: Brief) -> tuple[str, ...]:
    spans = person.spans
    facts = (
        ("name", person.name, spans.name),
        ("title", person.title, spans.title),
        ("organisation", person.organisation, spans.organisation),
    )
    wrong = [label for label, value, part in facts if value and not _says(part, value, brief)]
    if person.country and not _is_in(person.country, spans.country, brief):
        wrong.append("country")
    return tuple(wrong)


def _says(part: Slice | None, value: str, brief: Brief) -> bool:
    # The whole of it: a "President" cut out of "Vice President" is another.
    return part is not None and stands(part, brief) and fold(part.text) == fold(value)


def _is_in(country: str, part: Slice | None, brief: Brief) -> bool:
    if part is None or not stands(part, brief):
        return False
    return _holds(part.text, country) or not parties.missing((country,), part.text)


def _speaks(quote: KeyQuote, brief: Brief) -> bool:
    """Whether the speaker is named in full, and under the name written, where it is quoted."""
    if quote.resolved != "named" or not quote.speaker:
        return False
    written = quote.speaker_as_written or quote.speaker
    return _named(quote.speaker, written, quote.evidence, brief)


def _named(name: str, written: str, evidence: Sequence[Slice], brief: Brief) -> bool:
    """Whether the name stands in an article, and what is written of it near the evidence."""
    near = [_paragraph(part, brief) for part in evidence]
    texts = [*(article.text or "" for article in brief.articles), *near]
    return (
        any(_holds(text, name) for text in texts)
        and _holds(name, written)
        and any(_holds(text, written) for text in near)
    )


def _paragraph(part: Slice, brief: Brief) -> str:
    """The paragraph of the article around the slice; "" where there is none to see."""
    if not stands(part, brief):
        return ""
    text = brief.articles[part.article].text
    if text is None:
        return part.text
    closing = text.find("\n\n", part.end)
    return text[text.rfind("\n\n", 0, part.start) + 1 : closing if closing >= 0 else len(text)]


def _holds(text: str, words: str) -> bool:
    return bool(text) and Folded(text).find(words, whole_words=True) is not None
