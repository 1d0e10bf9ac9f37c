"""Evidence as a note cites it: the words, their place, the outlet, and the annex of it all."""

from __future__ import annotations

import re

from briefwright.brief import (
    Brief,
    CooperationArea,
    Difference,
    KeyQuote,
    OutlookItem,
    Participant,
    Slice,
    SourceArticle,
    Statement,
)
from briefwright.ground.attested import unattested
from briefwright.render.characters import shown
from briefwright.render.language import of_words
from briefwright.render.parts import NoteEntry, NoteEvidence
from briefwright.render.select import Cited, Selection, slices
from briefwright.sealed import EDITED

# Characters of the article on either side of a name or title that show it in its sentence.
_AROUND = 70
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)

NOT_VERIFIED = "not verified"
OWN_WORDS = "article’s words"


def outlet(brief: Brief, index: int) -> str:
    """The publisher, else the site, else which article it is."""
    if not 0 <= index < len(brief.articles):
        return f"article {index + 1}"
    article: SourceArticle = brief.articles[index]
    host = _HOST.match(article.url or "")
    return shown(article.publisher) or (host.group(1) if host else f"article {index + 1}")


def outlets(brief: Brief, item: Cited) -> str:
    """Whose report the item rests on; "" where there is one article."""
    if len(brief.articles) == 1:
        return ""
    found = dict.fromkeys(outlet(brief, part.article) for part in slices(item))
    return ", ".join(found)


def place(brief: Brief, part: Slice) -> str:
    """Where in the article: "characters 120–245"."""
    whose = f"{outlet(brief, part.article)}, " if len(brief.articles) > 1 else ""
    return f"{whose}characters {part.start}–{part.end}"


def cited(brief: Brief, part: Slice, *, label: str = "") -> NoteEvidence:
    text = shown(part.text)
    language = of_words(brief, part.article, text)
    return NoteEvidence(text=text, place=place(brief, part), label=label, language=language)


def language_of(brief: Brief, item: Cited) -> str:
    """In which language the words of the item are, as `NoteItem.language`."""
    found = slices(item)
    words = item.about if isinstance(item, Difference) else _stated(item)
    return of_words(brief, found[0].article, words) if found else ""


def in_context(brief: Brief, part: Slice | None, label: str) -> NoteEvidence | None:
    """A name or title with the words around it; None for None."""
    if part is None:
        return None
    around = _around(brief, part)
    language = of_words(brief, part.article, around)
    return NoteEvidence(text=around, place=place(brief, part), label=label, language=language)


def _around(brief: Brief, part: Slice) -> str:
    articles = brief.articles
    text = articles[part.article].text if 0 <= part.article < len(articles) else None
    if text is None or text[part.start : part.end] != part.text:
        return shown(part.text)
    opening = max(text.rfind("\n", 0, part.start) + 1, 0)
    closing = text.find("\n", part.end)
    closing = len(text) if closing < 0 else closing
    before, after = text[opening : part.start], text[part.end : closing]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return shown(f"{before}{part.text}{after}")


def mark(item: Cited) -> str:
    """How the item came about, for a reader of the note: see `parts.NoteItem.mark`."""
    if item.seal == EDITED:
        return f"edited, {NOT_VERIFIED}"
    if not isinstance(item, Statement | OutlookItem | CooperationArea):
        return ""
    if item.seal is None and "verbatim" not in item.checks:
        return NOT_VERIFIED
    # An area's words are a name, and its evidence stands beside it.
    own = "" if isinstance(item, CooperationArea) else OWN_WORDS
    return own if item.origin == "extracted" else item.origin


def remark(item: Cited, brief: Brief) -> str:
    """`mark`, and what of people in the item is not verified: "title, country not verified"."""
    return "; ".join(filter(None, (mark(item), _doubt(item, brief))))


def _doubt(item: Cited, brief: Brief) -> str:
    found = unattested(item, brief)
    return f"{', '.join(found)} {NOT_VERIFIED}" if found else ""


def verdict(item: Cited, brief: Brief) -> str:
    """What the item passed, for a person: "verified: names, numbers"."""
    doubt = _doubt(item, brief)
    if doubt and isinstance(item, Participant | KeyQuote):
        return doubt if "words" in doubt else f"{doubt}{_holding(item)}"
    if doubt:
        return f"{doubt}; {_passed(item)}"
    return _passed(item)


def _passed(item: Cited) -> str:
    if item.seal == EDITED:
        return f"edited, {NOT_VERIFIED}{_holding(item)}"
    # Without a seal nobody knows what a model's word was given on.
    if item.seal is None and mark(item) == NOT_VERIFIED:
        return f"{NOT_VERIFIED}{_holding(item)}"
    return _verdict(item)


def _holding(item: Cited) -> str:
    """What can be seen again without a model."""
    if isinstance(item, KeyQuote):
        return "; words verbatim" if _verdict(item) == "verbatim" else ""
    if isinstance(item, Participant | Difference) or not item.checks:
        return ""
    return "; words verbatim" if "verbatim" in item.checks else f"; passes {', '.join(item.checks)}"


def _verdict(item: Cited) -> str:
    if isinstance(item, KeyQuote):
        # A comma before "he said" is the article's; so is a line broken within the quotation.
        words = shown(item.text)
        whole = any(words in shown(part.text) for part in item.evidence)
        return "verbatim" if whole else NOT_VERIFIED
    if isinstance(item, Participant):
        return "as the article gives it"
    if isinstance(item, Difference):
        return "outlets differ"
    if not item.checks:
        return NOT_VERIFIED
    passed = f"verified: {', '.join(item.checks)}"
    # The words that name an area are checked; who and how far is what a model made of them.
    if isinstance(item, CooperationArea):
        return f"label {passed}; parties and status judged"
    return passed


def entries(brief: Brief, selection: Selection) -> tuple[NoteEntry, ...]:
    """The annex: what the note shows against the article, in the note's order, people last."""
    return tuple(
        NoteEntry(
            id=shown(item.id),
            anchor=anchor,
            outlets=outlets(brief, item),
            verdict=verdict(item, brief),
            language=language_of(brief, item),
            text=_stated(item),
            origin=_origin(item),
            evidence=_evidence(brief, item),
        )
        for anchor, item in selection.items()
    )


def _stated(item: Cited) -> str:
    if isinstance(item, Participant):
        return shown(item.name)
    if isinstance(item, Difference):
        return capital(shown(item.about))
    if isinstance(item, CooperationArea):
        return capital(shown(item.label))
    return f"“{shown(item.text)}”" if isinstance(item, KeyQuote) else shown(item.text)


def _origin(item: Cited) -> str:
    if isinstance(item, KeyQuote):
        return "quotation"
    if isinstance(item, Participant):
        return "participant"
    if isinstance(item, Difference):
        return "difference"
    return "the article’s own words" if item.origin == "extracted" else item.origin


def _evidence(brief: Brief, item: Cited) -> tuple[NoteEvidence, ...]:
    if not isinstance(item, Participant):
        return tuple(cited(brief, part) for part in slices(item))
    spans = item.spans
    parts = (
        *(cited(brief, part) for part in item.evidence if part != spans.name),
        in_context(brief, spans.name, "name") if not item.evidence else None,
        in_context(brief, spans.title, "title"),
        in_context(brief, spans.organisation, "organisation"),
        country(brief, item),
    )
    return tuple(part for part in parts if part is not None)


def country(brief: Brief, person: Participant) -> NoteEvidence | None:
    """Where the country is stated, or that it is not."""
    if not person.country:
        return None
    if person.spans.country is not None:
        return in_context(brief, person.spans.country, "country")
    return NoteEvidence(
        text="not stated beside the name; worked out from the rest of the article",
        place="",
        label="country",
    )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
