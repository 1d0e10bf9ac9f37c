"""How much of a brief fits the pages a note may fill.

An estimate, from the sizes of the shipped Word note: no format is laid out here. It errs on the
long side; benchmarks of real articles in LibreOffice say how well it holds (docs/notes.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from briefwright.render.parts import Limits, View

# Of an A4 page. Its margins hold 734 between them; over the notes of 82 real articles the
# estimate was a tenth too long on average, and too short for none.
_PAGE = 745.0
_LINE, _BOLD_LINE, _CELL_LINE, _SMALL_LINE = 11.6, 12.8, 9.9, 9.9
_HEADING = 25.0
# Letters to a line of 17 cm: Arial of 10, 11 bold, and 8.5 points.
_LETTERS, _BOLD_LETTERS, _SMALL_LETTERS = 94, 78, 112

# Fewest that a note still shows of each, and what goes first: a step down in one, then the next.
_LEAST = {
    "evidence": 90,
    "withheld": 1,
    "outlook": 1,
    "areas": 2,
    "participants": 3,
    "quotes": 1,
    "cautions": 3,
    "differences": 2,
    "summary": 2,
}
_STEPS = (
    "evidence outlook areas participants cautions differences outlook areas quotes withheld "
    "participants cautions differences outlook areas participants quotes withheld participants "
    "cautions differences outlook areas participants quotes outlook areas cautions differences "
    "participants areas quotes outlook participants cautions differences areas outlook "
    "participants differences summary summary"
).split()


def fitted(limits: Limits, made: Callable[[Limits], View]) -> View:
    """The view with as much as the pages hold; the least of everything if even that is too much."""
    view = made(limits)
    for smaller in _narrowed(limits):
        filled, allowed = pages(view, limits)
        if not limits.pages or filled <= allowed:
            break
        view = made(smaller)
    return view


def pages(view: View, limits: Limits) -> tuple[float, int]:
    """About how many pages the note fills before its annex, and how many it may."""
    # Several outlets, with what they differ on, get a page more.
    allowed = limits.pages + (len(view.sources) > 1)
    return (height(view) + limits.reserve) / _PAGE, allowed


def _narrowed(limits: Limits) -> Iterator[Limits]:
    for field in _STEPS:
        now: int = getattr(limits, field)
        lower = _LEAST[field] if field == "evidence" else now - 1
        if lower < min(now, _LEAST[field]):
            continue
        limits = limits.model_copy(update={field: min(now, lower)})
        yield limits


def height(view: View) -> float:
    """Points that the default note takes before its annex, about."""
    return (
        _head(view)
        + _statements(view)
        + _people(view)
        + _areas(view)
        + _quotes(view)
        + _differences(view)
        + _method(view)
    )


def _lines(text: str, letters: int) -> int:
    return max(1, math.ceil(len(text) / letters))


def _row(*cells: tuple[str, int]) -> float:
    return 3.0 + _CELL_LINE * max(_lines(text, letters) for text, letters in cells)


def _head(view: View) -> float:
    rows = [*view.addressing, *(row for source in view.sources for row in source)]
    return 18 + 26 * _lines(view.subject, 52) + sum(_row((row.value, 92)) for row in rows)


def _statements(view: View) -> float:
    first = view.bottom_line
    whole = 2 * _HEADING + 4
    if first:
        whole += _BOLD_LINE * _lines(f"{first.text} ({first.mark}) [S1]", _BOLD_LETTERS)
    for point in view.summary:
        tail = f"{point.text} ({point.mark}) {point.outlets} [S2]"
        whole += 3 + _LINE * _lines(tail, _LETTERS - 6)
    whole += _SMALL_LINE + 5 if view.summary_more else 0
    return whole


def _people(view: View) -> float:
    rows = (
        _row(
            (f"{one.name} {one.mark} {one.id}", 27),
            (one.title, 36),
            (one.organisation, 23),
            (one.country, 13),
        )
        for one in view.participants
    )
    return _HEADING + 14 + sum(rows) + (_SMALL_LINE + 5 if view.participants_more else 0)


def _areas(view: View) -> float:
    rows = (
        _row(
            (f"{one.label} {one.mark}", 23),
            (one.parties, 19),
            (f"{one.evidence} {one.outlets} [A1]", 44),
        )
        for one in view.areas
    )
    return _HEADING + 14 + sum(rows) + (_SMALL_LINE + 5 if view.areas_more else 0)


def _quotes(view: View) -> float:
    whole = 2 * _HEADING
    for quote in view.quotes:
        whole += 18 + _LINE * _lines(quote.text, _LETTERS - 6)
    for item in view.outlook:
        text = f"{item.kind} · {item.when} · {item.by} · {item.text} ({item.mark}) {item.outlets}"
        whole += 3 + _LINE * _lines(text, _LETTERS - 8)
    mores = (view.quotes_more, view.outlook_more, view.outlook_basis)
    return whole + sum(_SMALL_LINE + 5 for more in mores if more)


def _differences(view: View) -> float:
    if not view.differences:
        return 0.0
    rows = (
        _row((one.about, 23), (account.outlet, 23), (account.text, 56))
        for one in view.differences
        for account in one.accounts
    )
    return _HEADING + 14 + sum(rows) + (_SMALL_LINE + 5 if view.differences_more else 0)


def _method(view: View) -> float:
    withheld = [
        f"Withheld from {one.section}: “{one.text}” ({one.reason})" for one in view.withheld
    ]
    bullets = [*view.cautions, *withheld, view.unstated, view.withheld_more, view.cautions_more]
    small = [view.disclosure, view.legend, *(f"{row.label}: {row.value}" for row in view.method)]
    return (
        3 * _HEADING
        + 70  # the officer's comment
        + sum(3 + _LINE * _lines(text, _LETTERS - 8) for text in bullets if text)
        + sum(2 + _SMALL_LINE * _lines(text, _SMALL_LETTERS) for text in small if text)
    )
