"""A comparison in words and figures, as the table and the report give them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefwright.compare.measures import JOINT
from briefwright.compare.values import Comparison, Difference, Pair, Row
from briefwright.metrics.bootstrap import DRAWS
from briefwright.runs.values import HEADINGS

_MINUS = "−"
_NAMED = 4
"""Measures that a sentence names; the others are in the table."""

METHOD = (
    "Every measure is a quotient of two sums over the articles of which all runs have a brief; "
    "those against the reference are taken over the articles that it has. The brief score is the "
    "mean of six: F1 of participants, of quotations, of cooperation areas and of outlook, the "
    "titles of the persons found, and the speakers of the quotations found; what cannot be taken "
    "of them counts as nothing, on a single article too, for all runs alike.",
    f"Intervals are 95 % percentile bootstrap over articles, {DRAWS:,} draws, both runs drawn with "
    "the same articles (Efron and Tibshirani 1993).",
    "p is that of approximate randomisation, two-sided: how often a difference so large comes out "
    "when each article’s two results are swapped at random (Noreen 1989; Yeh 2000), 10,000 times, "
    "or in every way there is where that is fewer. The brief score is the one measure that runs "
    "are compared by, and is corrected for the number of pairs alone; the p of every other measure "
    "with a better end is corrected for all of these of all pairs (Holm 1979). Where neither end "
    "is better, p stands as it is.",
    "“Ahead on” counts the articles on which the first run is ahead, neither is, and the second "
    "is; its own sign test is in the JSON.",
    "Likeness of two fields is twice the likeness of the items matched, over all items: items "
    "belong together if they say the same, else if they rest on the same words of the article, "
    "else if their words are alike.",
)


def digits(*values: float | None) -> int:
    """To how many decimals values of one measure are given: shares to three, counts to two."""
    return 2 if any(value is not None and abs(value) > 1 for value in values) else 3


def figure(value: float | None, places: int = 3) -> str:
    """A measure's value: "0.871", "6.99", "–"."""
    return "–" if value is None else _signs(f"{value:.{places}f}")


def gain(value: float | None, places: int = 3) -> str:
    """A difference with its sign: "+0.092", "0.000"."""
    if value is None:
        return "–"
    text = f"{value:+.{places}f}"
    return _signs(text.lstrip("+-") if float(text) == 0 else text)


def span(low: float | None, high: float | None, places: int = 3) -> str:
    if low is None or high is None:
        return "–"
    return f"{figure(low, places)} to {figure(high, places)}"


def chance(p: float | None) -> str:
    if p is None:
        return "–"
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def signs(one: Difference) -> str:
    return f"{one.first_better} · {one.equal} · {one.second_better}"


def verdict(comparison: Comparison, pair: Pair) -> tuple[str, ...]:
    """Who is better and by how much, in a few sentences; the first is the one to read."""
    rows = {row.name: row for row in comparison.measures}
    if JOINT in pair.differences:
        return (_overall(rows[JOINT], pair), *_tally(rows, pair), _alike(pair))
    lines = [_alike(pair), *_tally(rows, pair)]
    return (*lines, _length(rows["words"], pair), _no_reference(comparison))


def coverage(comparison: Comparison) -> tuple[str, ...]:
    """What is compared, what only some runs have, and what could not be read."""
    found = comparison.coverage
    several = len(comparison.runs) > 2
    whose = "all runs" if several else "both runs"
    lines = [f"Compared: {_articles(len(found.compared))} of which {whose} have a brief."]
    if comparison.reference is not None:
        without = len(found.compared) - len(found.referenced)
        why = "no brief in it, a story, or no text"
        more = f"; not {without} of them ({why})" if without else ""
        name = comparison.reference.name
        lines.append(f"Held against {name}: {_articles(len(found.referenced))}{more}.")
        if found.reference_only:
            lines.append(f"Only {name} has {_articles(found.reference_only)} more.")
    for name, missing in found.lacking.items():
        if missing:
            told = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
            lines.append(f"Not compared: {name} has no brief of {_articles(len(missing))}: {told}.")
    for run in comparison.runs:
        if run.doubled:
            told = f"{_articles(len(run.doubled))}; the last counts"
            lines.append(f"{run.name} has more than one brief of {told}.")
    return tuple(lines)


def unread(comparison: Comparison) -> tuple[str, ...]:
    runs = [*comparison.runs, *([comparison.reference] if comparison.reference else [])]
    return tuple(line for run in runs for line in run.unread)


def _overall(row: Row, pair: Pair) -> str:
    one = pair.differences[JOINT]
    first, second = (row.runs[name].value for name in (pair.first, pair.second))
    if one.value is None:
        return f"The brief score could not be taken: {row.runs[pair.first].reason}."
    ahead = pair.second if one.value > 0 else pair.first
    behind = pair.first if one.value > 0 else pair.second
    high, low = (second, first) if one.value > 0 else (first, second)
    ends = (one.low, one.high) if one.value > 0 else (_turned(one.high), _turned(one.low))
    far = f"{gain(abs(one.value))}, 95 % interval {span(*ends)}"
    on = (one.second_better, one.first_better)
    won, lost = on if one.value > 0 else on[::-1]
    count = won + lost + one.equal
    if one.winner:
        return (
            f"{ahead} is better than {behind}: brief score {figure(high)} against {figure(low)} "
            f"({far}); it is ahead on {won} of {_articles(count)} and behind on {lost}."
        )
    if one.value == 0:
        return f"Both have the brief score {figure(first)}."
    return (
        f"Chance could explain the difference: brief score {figure(high)} for {ahead}, "
        f"{figure(low)} for {behind} ({far}, p {chance(one.p_holm)}); {ahead} is ahead on "
        f"{won} of {_articles(count)} and behind on {lost}."
    )


def _turned(value: float | None) -> float | None:
    return None if value is None else -value


def _tally(rows: dict[str, Row], pair: Pair) -> Iterator[str]:
    held = {
        name: one
        for name, one in pair.differences.items()
        if rows[name].better and name != JOINT and one.value is not None
    }
    by_run = {
        run: [name for name, one in held.items() if one.winner == run]
        for run in (pair.second, pair.first)
    }
    for run, names in sorted(by_run.items(), key=lambda item: -len(item[1])):
        if names:
            names.sort(key=lambda name: -abs(held[name].value or 0.0))
            told = [
                f"{rows[name].label} {gain(abs(held[name].value or 0.0))}"
                for name in names[:_NAMED]
            ]
            rest = len(names) - _NAMED
            more = f", and {rest} more" if rest > 0 else ""
            yield (
                f"{run} is better on {len(names)} of {len(held)} measures: {'; '.join(told)}{more}."
            )
    left = len(held) - sum(map(len, by_run.values()))
    if left and any(one.value for one in held.values()):
        yield (
            f"On {left} of {len(held)} single measures chance could explain the difference, or "
            "there is none."
        )


def _alike(pair: Pair) -> str:
    taken = {name: one.value for name, one in pair.agreement.items() if one.value is not None}
    if not taken:
        return "Neither run says anything."
    most, least = max(taken, key=taken.__getitem__), min(taken, key=taken.__getitem__)
    return (
        f"They say the same most in {HEADINGS[most].lower()} ({taken[most]:.0%} alike) and "
        f"least in {HEADINGS[least].lower()} ({taken[least]:.0%})."
    ).replace("%", " %")


def _length(row: Row, pair: Pair) -> str:
    first, second = (row.runs[name].value for name in (pair.first, pair.second))
    return f"A brief of {pair.first} has {first:.0f} words, one of {pair.second} {second:.0f}."


def _no_reference(comparison: Comparison) -> str:
    if comparison.reference is None:
        why = "No reference was given"
    else:
        why = f"{comparison.reference.name} has no brief of an article that is compared"
    return f"{why}: this says how the runs differ, not which of them is right."


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


def _signs(text: str) -> str:
    return text.replace("-", _MINUS)


def groups(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows by group, both in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return found
