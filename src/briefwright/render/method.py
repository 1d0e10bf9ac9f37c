"""What a note says of itself: its sources, how it was made, and where to be careful."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from briefwright.brief import (
    Brief,
    CooperationArea,
    FieldName,
    OutlookItem,
    SourceArticle,
    Statement,
)
from briefwright.ground.recheck import stands, strange_texts
from briefwright.render.characters import shown
from briefwright.render.evidence import NOT_VERIFIED, OWN_WORDS, mark
from briefwright.render.language import tag
from briefwright.render.parts import NoteRow
from briefwright.render.select import Selection
from briefwright.sealed import EDITED, FIELDS, Item, slices

SECTIONS: dict[FieldName, str] = {
    "bottom_line": "bottom line",
    "summary": "summary",
    "participants": "participants",
    "cooperation_areas": "cooperation areas",
    "key_quotes": "key quotes",
    "outlook": "outlook",
}

_MARKS = (
    ("written", "put in its own words by a language model, and checked against its evidence"),
    ("compressed", "the article’s sentence with words left out, a name in [brackets] for “he”"),
    (OWN_WORDS, "the sentence as it stands in the article"),
    ("edited, not verified", "changed by hand since it was checked"),
    ("not verified", "no check of it is known to hold"),
)

# More references than these tell nobody anything; the annex has all.
_ITEMS = 6
_MANY_ITEMS = re.compile(rf"\(([A-Z]\d+(?:, [A-Z]\d+){{{_ITEMS + 1},}})\)\Z")

MONTHS = (
    "January February March April May June July August September October November December"
).split()


def day(value: str | None, *, time: bool = False) -> str:
    """An ISO 8601 date as "3 March 2026", with "14:05 UTC" on request; other text as it stands."""
    if not value:
        return ""
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return shown(value)
    # Not strftime: its month names follow the machine's locale.
    date = f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    if not time or "T" not in value.upper().replace(" ", "T"):
        return date
    zone = f" {when.tzname()}" if when.tzinfo else ""
    return f"{date}, {when:%H:%M}{zone}"


def rows(pairs: Iterable[tuple[str, str | None]]) -> tuple[NoteRow, ...]:
    """The pairs that have a value."""
    cleaned = ((label, shown(value)) for label, value in pairs)
    return tuple(NoteRow(label=label, value=value) for label, value in cleaned if value)


def source_rows(article: SourceArticle, subject: str) -> tuple[NoteRow, ...]:
    """Where the article came from; its headline only where the subject is not the same."""
    title = shown(article.title)
    return rows(
        [
            ("Headline", title if title != subject else None),
            ("Outlet", article.publisher),
            ("Author", article.byline),
            ("Published", day(article.published, time=True)),
            ("Retrieved", day(article.retrieved, time=True)),
            ("Language", None if tag(article.language).startswith("en") else article.language),
            ("Address", article.url),
            ("File", None if article.url else _file(article.source)),
        ]
    )


def _file(source: str) -> str:
    """Without its folders: where an officer keeps files is nothing for the reader of a note."""
    return "standard input" if source == "-" else re.split(r"[/\\]", source.rstrip("/\\"))[-1]


def method_rows(brief: Brief) -> tuple[NoteRow, ...]:
    made = brief.provenance
    several = len(brief.articles) > 1
    pairs: list[tuple[str, str | None]] = []
    for number, article in enumerate(brief.articles, start=1):
        of = f" {number}" if several else ""
        pairs += [(f"Text{of}, SHA-256", article.sha256), (f"Read{of}", _read(article))]
    models = [
        f"reader {made.reader}",
        f"writer {made.writer}" if made.writer else "",
        f"model {made.model}" if made.model else "",
        f"weights {made.revision[:12]}" if made.revision else "",
        f"prompts {made.prompts_sha256[:12]}" if made.prompts_sha256 else "",
        f"seed {made.seed}" if made.seed is not None else "",
    ]
    created = f", {day(brief.run.created, time=True)}" if brief.run else ""
    pairs += [
        ("Statements", _statements(brief)),
        ("Models", "; ".join(model for model in models if model)),
        ("Program", f"Briefwright {made.briefwright}{created}"),
    ]
    return rows(pairs)


def _read(article: SourceArticle) -> str:
    share = f" ({100 * article.words_read // article.words}%)" if article.words else ""
    read = f"{article.words_read:,} of {article.words:,} words{share}"
    if not article.masked:
        return read
    reasons = sorted({mask.reason.replace("-", " ") for mask in article.masked})
    passages = _count(len(article.masked), "passage")
    return f"{read}; {passages} set aside as page furniture ({', '.join(reasons)})"


def _statements(brief: Brief) -> str:
    """How many statements passed checks; quotations and participants are slices, not statements."""
    stated: list[Statement | CooperationArea | OutlookItem] = [
        *([brief.bottom_line] if brief.bottom_line else []),
        *brief.summary,
        *brief.cooperation_areas,
        *brief.outlook,
    ]
    # What was edited passes again what it can, and is not counted as verified all the same.
    verified = sum(not mark(item).endswith(NOT_VERIFIED) and bool(item.checks) for item in stated)
    own = sum(mark(item) in (OWN_WORDS, "") for item in stated)
    edited = [item for item in every(brief) if item.seal == EDITED]
    replaced = sum(item.replaced for item in brief.withheld)
    missing = len(brief.withheld) - replaced
    refused = f"; {replaced} wordings of the model refused" if replaced else ""
    withheld = refused + (f"; {missing} withheld" if missing else "")
    if not stated:
        return f"none{withheld}"
    if edited:
        withheld += f"; {len(edited)} edited by hand since, not verified"
    return (
        f"{verified} of {len(stated)} verified against their evidence; "
        f"{own} in the article’s own words{withheld}"
    )


def legend(chosen: Selection) -> str:
    """What the marks mean, of those that stand in the note."""
    marks = {mark(item) for _, item in chosen.items()}
    said = [f"{name}: {meaning}" for name, meaning in _MARKS if name in marks]
    return f"Marks. {'; '.join(said)}." if said else ""


def cautions(brief: Brief, *, altered: bool = False) -> tuple[str, ...]:
    """The brief's cautions, and what can be seen from the brief itself to be wrong with it.

    What a person changed comes first: `altered` tells that the seal of the whole brief is broken.
    """
    return (*_edited(brief, altered=altered), *_misplaced(brief), *_of_brief(brief))


def with_few_items(caution: str) -> str:
    """The caution with the first of the items it names, and how many more it is about."""

    def few(found: re.Match[str]) -> str:
        ids = found[1].split(", ")
        return f"({', '.join(ids[:_ITEMS])} and {len(ids) - _ITEMS} more)"

    return _MANY_ITEMS.sub(few, caution)


def _of_brief(brief: Brief) -> list[str]:
    found = [
        f"{shown(caution.text)}{_listed(caution.items)}"
        for caution in brief.cautions
        if shown(caution.text)
    ]
    codes = {caution.code for caution in brief.cautions}
    if "not-all-read" not in codes:
        found += [
            f"Only {article.words_read:,} of {article.words:,} words were read."
            for article in brief.articles
            if article.words_read < article.words
        ]
    return found


def _edited(brief: Brief, *, altered: bool) -> list[str]:
    """What was changed since the brief was made, by the seals that no longer fit."""
    found = [
        f"The text of {_article(brief, number)} is not the one that the brief was made from"
        for number in strange_texts(brief)
    ]
    items = [shown(item.id) for item in every(brief) if item.seal == EDITED]
    if items:
        found.append(f"Edited by hand since it was checked, and not verified{_listed(items)}")
    elif altered:
        found.append("The brief was edited by hand; no statement that is still there was changed")
    if brief.seal is None and any(item.seal is None for item in every(brief)):
        found.append("The brief has no seals: what only a model had checked is not verified")
    return [f"{one}." if not one.endswith(")") else one for one in found]


def _article(brief: Brief, number: int) -> str:
    return "the article" if len(brief.articles) == 1 else f"article {number + 1}"


def _misplaced(brief: Brief) -> list[str]:
    astray = [
        item.id for item in every(brief) if not all(stands(part, brief) for part in slices(item))
    ]
    found = [f"The evidence does not stand in the article where it should{_listed(astray)}"]
    reworded = [
        quote.id
        for quote in brief.key_quotes
        if quote.evidence and not any(quote.text in part.text for part in quote.evidence)
    ]
    found.append(f"The words quoted are not those of the evidence{_listed(reworded)}")
    return [text for text, items in zip(found, (astray, reworded), strict=True) if items]


def every(brief: Brief) -> tuple[Item, ...]:
    """Every item of the brief, in the order of its fields."""
    first = (brief.bottom_line,) if brief.bottom_line else ()
    return (*first, *chain.from_iterable(getattr(brief, field) for field in FIELDS))


def _listed(items: Iterable[str]) -> str:
    joined = ", ".join(shown(item) for item in items)
    return f" ({joined})" if joined else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
