"""What a note says of itself: its sources, how it was made, and where to be careful."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from briefwright.brief import (
    Brief,
    CooperationArea,
    FieldName,
    KeyQuote,
    OutlookItem,
    Participant,
    Slice,
    SourceArticle,
    Statement,
)
from briefwright.render.characters import shown
from briefwright.render.parts import NoteRow

SECTIONS: dict[FieldName, str] = {
    "bottom_line": "bottom line",
    "summary": "summary",
    "participants": "participants",
    "cooperation_areas": "cooperation areas",
    "key_quotes": "key quotes",
    "outlook": "outlook",
}

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
            ("Language", article.language),
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
    verified = sum(bool(item.checks) for item in stated)
    own = sum(item.origin == "extracted" for item in stated)
    replaced = sum(item.replaced for item in brief.withheld)
    missing = len(brief.withheld) - replaced
    refused = f"; {replaced} wordings of the model refused" if replaced else ""
    withheld = refused + (f"; {missing} withheld" if missing else "")
    if not stated:
        return f"none{withheld}"
    return (
        f"{verified} of {len(stated)} verified against their evidence; "
        f"{own} in the article’s own words{withheld}"
    )


def cautions(brief: Brief) -> tuple[str, ...]:
    """The brief's cautions, and what can be seen from the brief itself to be wrong with it."""
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
    # A brief may have been corrected by hand since it was grounded.
    return (*found, *_misplaced(brief))


def _misplaced(brief: Brief) -> list[str]:
    texts = [article.text for article in brief.articles]

    def stands(slice_: Slice) -> bool:
        if not 0 <= slice_.article < len(texts):
            return False
        text = texts[slice_.article]
        return text is None or text[slice_.start : slice_.end] == slice_.text

    astray = [id_ for id_, slices in evidence_of(brief) if not all(map(stands, slices))]
    found = [f"The evidence does not stand in the article where it should{_listed(astray)}"]
    reworded = [
        quote.id
        for quote in brief.key_quotes
        if quote.evidence and not any(quote.text in part.text for part in quote.evidence)
    ]
    found.append(f"The words quoted are not those of the evidence{_listed(reworded)}")
    return [text for text, items in zip(found, (astray, reworded), strict=True) if items]


def evidence_of(brief: Brief) -> list[tuple[str, tuple[Slice, ...]]]:
    """Every item of the brief by its id, with its evidence."""
    items: list[Statement | CooperationArea | KeyQuote | OutlookItem | Participant] = [
        *([brief.bottom_line] if brief.bottom_line else []),
        *brief.summary,
        *brief.participants,
        *brief.key_quotes,
        *brief.cooperation_areas,
        *brief.outlook,
    ]
    return [(item.id, item.evidence) for item in items]


def _listed(items: Iterable[str]) -> str:
    joined = ", ".join(shown(item) for item in items)
    return f" ({joined})" if joined else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
