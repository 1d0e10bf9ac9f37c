"""From a brief to what a note shows: the one place where selection is decided.

Every template prints a `View`, so the formats cannot differ in what they state.
"""

from __future__ import annotations

import re

from briefwright.brief import Brief, FieldName, Withheld
from briefwright.ground import rechecked
from briefwright.render import items
from briefwright.render.beside import articles
from briefwright.render.characters import shown
from briefwright.render.evidence import capital, entries
from briefwright.render.fit import fitted
from briefwright.render.language import of_words, tag
from briefwright.render.method import (
    SECTIONS,
    cautions,
    day,
    legend,
    method_rows,
    rows,
    source_rows,
    with_few_items,
)
from briefwright.render.parts import Header, Limits, NoteWithheld, Nothing, View
from briefwright.render.select import select, with_all_differences
from briefwright.sealed import seal_of_all

# The reader can miss what the article does state.
NOT_STATED = "Nothing found in the article."
NOT_VERIFIED = "Nothing that could be verified; see Gaps and cautions."


def view(brief: Brief, header: Header | None = None, limits: Limits | None = None) -> View:
    """What a note shows of the brief: pure, and the same for every format.

    What is beyond the limits, or would not fit `Limits.pages`, is counted, not shown; the annex
    covers what is shown. Whatever header field is None is left out or taken from the brief, never
    invented.
    """
    header = header or Header()
    altered = brief.seal is not None and brief.seal != seal_of_all(brief)
    brief = rechecked(brief)
    return fitted(limits or Limits(), lambda within: _view(brief, header, within, altered=altered))


def _view(brief: Brief, header: Header, limits: Limits, *, altered: bool) -> View:
    first = brief.articles[0]
    subject = shown(header.subject) or shown(first.title) or shown(brief.id)
    chosen = select(brief, limits)
    careful = cautions(brief, altered=altered)
    shown_cautions = tuple(map(with_few_items, careful[: limits.cautions]))
    where = "annex" if limits.annex else "full brief"
    date = day(header.date or (brief.run.created if brief.run else first.published))
    return View(
        id=_plain(brief.id),
        marking=shown(header.marking),
        to=shown(header.to),
        sender=shown(header.from_),
        date=date,
        subject=subject,
        language=tag(first.language),
        subject_language="" if shown(header.subject) else of_words(brief, 0, subject),
        addressing=rows([("To", header.to), ("From", header.from_), ("Date", date)]),
        sources=tuple(source_rows(article, subject) for article in brief.articles),
        bottom_line=next(iter(items.points(brief, chosen.bottom_line)), None),
        summary=items.points(brief, chosen.summary),
        summary_more=_more(brief.summary, chosen.summary, "point"),
        participants=items.participants(brief, chosen.participants),
        participants_more=_more(brief.participants, chosen.participants, "participant"),
        areas=items.areas(brief, chosen.areas, limits),
        areas_more=_more(brief.cooperation_areas, chosen.areas, "area"),
        quotes=items.quotes(brief, chosen.quotes),
        quotes_more=_more(brief.key_quotes, chosen.quotes, "quotation"),
        outlook=items.outlook(brief, chosen.outlook),
        outlook_more=_more(brief.outlook, chosen.outlook, "point"),
        outlook_basis=_basis(brief),
        differences=items.differences(brief, chosen.differences),
        differences_more=_more(brief.differences, chosen.differences, "difference", where=where),
        nothing=_nothing(brief),
        cautions=shown_cautions,
        cautions_more=_more(careful, careful[: limits.cautions], "caution", where=where),
        withheld=_withheld(brief, limits),
        withheld_more=_more(_missing(brief), _missing(brief)[: limits.withheld], "withheld", ""),
        unstated=_unstated(brief),
        disclosure=_disclosure(len(brief.articles)),
        method=method_rows(brief),
        legend=legend(chosen),
        annex=entries(brief, with_all_differences(chosen, brief) if limits.annex else chosen),
        annex_cautions=careful if careful != shown_cautions else (),
        articles=articles(brief, chosen),
    )


def _plain(id_: str) -> str:
    """The id in characters that can end neither a comment nor an attribute."""
    return re.sub(r"[^\w.:@/-]|-(?=-)", "_", shown(id_)).strip("-") or "note"


def _basis(brief: Brief) -> str:
    published = day(brief.articles[0].published)
    if not published or not brief.outlook:
        return ""
    return f"Times are as the article gives them; it is dated {published}."


def _nothing(brief: Brief) -> Nothing:
    failed = {item.field for item in _missing(brief)}

    def empty(field: FieldName) -> str:
        return NOT_VERIFIED if field in failed else NOT_STATED

    return Nothing(**{field: empty(field) for field in SECTIONS})


def _unstated(brief: Brief) -> str:
    failed = {item.field for item in _missing(brief)}
    empty = [
        label
        for field, label in SECTIONS.items()
        if not getattr(brief, field) and field not in failed
    ]
    return f"Not found in the article: {', '.join(empty)}." if empty else ""


def _withheld(brief: Brief, limits: Limits) -> tuple[NoteWithheld, ...]:
    return tuple(
        NoteWithheld(
            section=capital(SECTIONS[item.field]),
            text=shown(item.text),
            reason=shown(item.reason) or shown(item.code),
        )
        for item in _missing(brief)[: limits.withheld]
    )


def _missing(brief: Brief) -> tuple[Withheld, ...]:
    """What was withheld with nothing in its place; a wording that was refused is no gap."""
    return tuple(item for item in brief.withheld if not item.replaced)


def _disclosure(articles: int) -> str:
    base = "the article" if articles == 1 else "the articles"
    return (
        f"AI use: drafted by local software from {base} alone; nothing was added "
        "from elsewhere. Check it against its evidence before use."
    )


def _more(
    all_: tuple[object, ...],
    shown_: tuple[object, ...],
    noun: str,
    plural: str | None = None,
    *,
    where: str = "full brief",
) -> str:
    number = len(all_) - len(shown_)
    if number <= 0:
        return ""
    word = noun if number == 1 else f"{noun}s" if plural is None else plural or noun
    return f"{number:,} more {word} in the {where}."
