"""The names of the measures, and how each is taken from an article's scores.

Every measure is a quotient of two sums over articles, so that a set's value and its bootstrap
come from the same few lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import add

from briefwright.brief import FieldName
from briefwright.metrics.values import ArticleScores, Counts, Measure, Ratio, Scores
from briefwright.spans import Value


class Definition(Value):
    label: str
    """For people."""
    ratio: Callable[[ArticleScores], Ratio]
    unmeasured: str
    """The reason to give where there is nothing to divide by."""
    n: Callable[[ArticleScores], float] | None = None
    """What is counted as `n`, if it is not what the ratio divides by."""

    def measure(self, articles: Sequence[ArticleScores]) -> Measure:
        ratio = reduce(add, map(self.ratio, articles), Ratio())
        if not ratio.whole:
            return Measure(reason=self.unmeasured)
        n = sum(map(self.n, articles)) if self.n else ratio.whole
        return Measure(value=ratio.part / ratio.whole, n=n)


def _line(take: Callable[[ArticleScores], float]) -> Callable[[ArticleScores], Ratio]:
    """A mean over articles whose reference has a bottom line."""
    return lambda one: Ratio(part=take(one), whole=1) if one.bottom_line_wanted else Ratio()


def _points(take: Callable[[ArticleScores], float]) -> Callable[[ArticleScores], Ratio]:
    """A mean over articles whose reference has a summary."""
    return lambda one: Ratio(part=take(one), whole=1) if one.summary_wanted else Ratio()


def _origin(name: str) -> Callable[[ArticleScores], Ratio]:
    def share(one: ArticleScores) -> Ratio:
        by_origin = one.statements.by_origin
        return Ratio(part=by_origin.get(name, 0), whole=sum(by_origin.values()))

    return share


def _f1(label: str, counts: Callable[[ArticleScores], Counts], unmeasured: str) -> Definition:
    """An F1, its `n` the items of the references."""
    return Definition(
        label=label,
        ratio=lambda one: counts(one).f1,
        unmeasured=unmeasured,
        n=lambda one: counts(one).gold,
    )


def _withheld(one: ArticleScores) -> Ratio:
    if one.withheld is None:
        return Ratio()
    return Ratio(part=sum(one.withheld.values()), whole=1)


def _withheld_share(one: ArticleScores) -> Ratio:
    if one.withheld is None:
        return Ratio()
    withheld = sum(one.withheld.values())
    # What stands in another's place was not proposed besides it.
    return Ratio(part=withheld, whole=one.items - one.replaced + withheld)


def _defined(
    label: str,
    ratio: Callable[[ArticleScores], Ratio],
    unmeasured: str,
    *,
    n: Callable[[ArticleScores], float] | None = None,
) -> Definition:
    return Definition(label=label, ratio=ratio, unmeasured=unmeasured, n=n)


_NO_LINE = "no reference has a bottom line"
_NO_SUMMARY = "no reference has a summary"
_NO_PEOPLE = "neither the references nor the briefs name a person"
_NO_QUOTES = "neither the references nor the briefs quote anybody"
_NO_AREAS = "neither the references nor the briefs name an area"
_NO_OUTLOOK = "neither the references nor the briefs have an outlook"
_NO_ORIGIN = "no brief says where its statements come from"
_NO_WITHHELD = "no brief lists what it withheld"
_NO_HEDGE = "no statement's evidence has a word of likelihood"

MEASURES: Mapping[str, Definition] = {
    "participants_f1": _f1("participants (persons), F1", lambda a: a.people.counts, _NO_PEOPLE),
    "title_f1": _defined(
        "title of a person, token F1",
        lambda a: a.people.titles,
        "no person with a title was matched",
    ),
    "quotations_f1": _f1("quotations, F1", lambda a: a.quotes.counts, _NO_QUOTES),
    "quotations_verbatim": _defined(
        "quotations, verbatim", lambda a: a.quotes.verbatim, "the briefs quote nobody"
    ),
    "speaker_right": _defined(
        "speaker right",
        lambda a: a.quotes.speakers,
        "no quotation with a known speaker was matched",
    ),
    "areas_f1": _f1("cooperation areas, F1", lambda a: a.areas.counts, _NO_AREAS),
    "outlook_f1": _f1("outlook, F1", lambda a: a.outlook.counts, _NO_OUTLOOK),
    "bottom_line_rouge_l": _defined(
        "bottom line, ROUGE-L", _line(lambda a: a.bottom_line), _NO_LINE
    ),
    "facts_in_source": _defined(
        "names and numbers in the source",
        lambda a: a.facts,
        "no bottom line or summary has a name or number",
    ),
    "participants_precision": _defined(
        "participants, precision", lambda a: a.people.counts.precision, "the briefs name nobody"
    ),
    "participants_recall": _defined(
        "participants, recall", lambda a: a.people.counts.recall, "the references name nobody"
    ),
    "central_recall": _defined(
        "central participants, recall",
        lambda a: a.people.central,
        "the references have no central participant",
    ),
    "country_right": _defined(
        "country right", lambda a: a.people.countries, "no person with a country was matched"
    ),
    "organisation_f1": _defined(
        "organisation of a person, token F1",
        lambda a: a.people.organisations,
        "no person with an organisation was matched",
    ),
    "quotations_precision": _defined(
        "quotations, precision", lambda a: a.quotes.counts.precision, "the briefs quote nobody"
    ),
    "quotations_recall": _defined(
        "quotations, recall", lambda a: a.quotes.counts.recall, "the references quote nobody"
    ),
    "areas_precision": _defined(
        "areas, precision", lambda a: a.areas.counts.precision, "the briefs name no area"
    ),
    "areas_recall": _defined(
        "areas, recall", lambda a: a.areas.counts.recall, "the references name no area"
    ),
    "status_right": _defined("status right", lambda a: a.areas.statuses, "no area was matched"),
    "parties_f1": _defined(
        "parties of an area, F1",
        lambda a: a.areas.parties.f1,
        "no area with parties was matched",
        n=lambda a: a.areas.parties.gold,
    ),
    "outlook_precision": _defined(
        "outlook, precision", lambda a: a.outlook.counts.precision, "the briefs have no outlook"
    ),
    "outlook_recall": _defined(
        "outlook, recall", lambda a: a.outlook.counts.recall, "the references have no outlook"
    ),
    "outlook_kind_right": _defined(
        "kind of outlook right", lambda a: a.outlook.kinds, "no outlook item was matched"
    ),
    "outlook_by_right": _defined(
        "who says so right",
        lambda a: a.outlook.voices,
        "no outlook item of a named person or body was matched",
    ),
    "outlook_when_f1": _defined(
        "time of outlook, token F1",
        lambda a: a.outlook.times,
        "no outlook item with a time was matched",
    ),
    "lead_bottom_line_rouge_l": _defined(
        "first sentence as bottom line, ROUGE-L", _line(lambda a: a.lead_bottom_line), _NO_LINE
    ),
    "summary_rouge_1": _defined("summary, ROUGE-1", _points(lambda a: a.summary.one), _NO_SUMMARY),
    "summary_rouge_2": _defined("summary, ROUGE-2", _points(lambda a: a.summary.two), _NO_SUMMARY),
    "summary_rouge_l": _defined(
        "summary, ROUGE-L", _points(lambda a: a.summary.longest), _NO_SUMMARY
    ),
    "lead_summary_rouge_1": _defined(
        "first three sentences, ROUGE-1", _points(lambda a: a.lead_summary.one), _NO_SUMMARY
    ),
    "lead_summary_rouge_2": _defined(
        "first three sentences, ROUGE-2", _points(lambda a: a.lead_summary.two), _NO_SUMMARY
    ),
    "lead_summary_rouge_l": _defined(
        "first three sentences, ROUGE-L", _points(lambda a: a.lead_summary.longest), _NO_SUMMARY
    ),
    "statements_written": _defined("statements written", _origin("written"), _NO_ORIGIN),
    "statements_compressed": _defined("statements compressed", _origin("compressed"), _NO_ORIGIN),
    "statements_extracted": _defined("statements extracted", _origin("extracted"), _NO_ORIGIN),
    "statement_words": _defined(
        "words a statement",
        lambda a: Ratio(part=a.statements.words, whole=a.statements.total),
        "no brief has a statement",
    ),
    "bottom_line_words": _defined(
        "words a bottom line",
        lambda a: Ratio(part=a.bottom_line_words, whole=a.bottom_line_words > 0),
        "no brief has a bottom line",
    ),
    "summary_words": _defined(
        "words a summary",
        lambda a: Ratio(part=a.summary_words, whole=a.summary_words > 0),
        "no brief has a summary",
    ),
    "likelihood_kept": _defined(
        "likelihood kept",
        lambda a: Ratio(part=a.likelihood.kept, whole=a.likelihood.hedged),
        _NO_HEDGE,
    ),
    "likelihood_dropped": _defined(
        "likelihood dropped: stated as fact",
        lambda a: Ratio(part=a.likelihood.dropped, whole=a.likelihood.hedged),
        _NO_HEDGE,
    ),
    "likelihood_added": _defined(
        "likelihood added",
        lambda a: Ratio(part=a.likelihood.added, whole=a.likelihood.statements),
        "no statement has evidence",
    ),
    "withheld_share": _defined(
        "share withheld of what was proposed", _withheld_share, _NO_WITHHELD
    ),
    "withheld": _defined("items withheld an article", _withheld, _NO_WITHHELD),
}

BY_FIELD: Mapping[FieldName, tuple[str, ...]] = {
    "bottom_line": ("bottom_line_rouge_l",),
    "summary": ("summary_rouge_1", "summary_rouge_2", "summary_rouge_l"),
    "participants": (
        "participants_f1",
        "participants_precision",
        "participants_recall",
        "central_recall",
        "title_f1",
        "organisation_f1",
        "country_right",
    ),
    "cooperation_areas": (
        "areas_f1",
        "areas_precision",
        "areas_recall",
        "status_right",
        "parties_f1",
    ),
    "key_quotes": ("quotations_f1", "quotations_precision", "quotations_recall", "speaker_right"),
    "outlook": (
        "outlook_f1",
        "outlook_precision",
        "outlook_recall",
        "outlook_kind_right",
        "outlook_by_right",
        "outlook_when_f1",
    ),
}
"""What is measured of each field against a reference."""

BRIEF_SCORE = (
    "participants_f1",
    "title_f1",
    "quotations_f1",
    "speaker_right",
    "areas_f1",
    "outlook_f1",
)
"""The measures whose mean is the brief score."""


def definitions(scores: Scores) -> dict[str, Definition]:
    """`MEASURES`, and one more for each code under which these briefs withheld something."""
    codes = sorted({code for one in scores.articles for code in one.withheld or ()})
    return {**MEASURES, **{f"withheld:{code}": _by_code(code) for code in codes}}


def _by_code(code: str) -> Definition:
    def ratio(one: ArticleScores) -> Ratio:
        return Ratio() if one.withheld is None else Ratio(part=one.withheld.get(code, 0), whole=1)

    return _defined(f"withheld an article: {code}", ratio, _NO_WITHHELD)


Joined = Callable[[Sequence[float | None]], Measure]
"""How the measures of `BRIEF_SCORE` make one."""


def measures(scores: Scores, *, joined: Joined | None = None) -> dict[str, Measure]:
    """Every measure over the set, by name, and `brief_score`, by default as it is defined here."""
    taken = {name: one.measure(scores.articles) for name, one in definitions(scores).items()}
    whole = (joined or brief_score)([taken[name].value for name in BRIEF_SCORE])
    return {"brief_score": whole, **taken}


def brief_score(parts: Sequence[float | None]) -> Measure:
    """The mean of the `BRIEF_SCORE` measures, each to three digits, as a reader would add them up.

    An unmeasured one counts as nothing gained: otherwise briefs that quote nobody would be spared
    the question who speaks.
    """
    if all(part is None for part in parts):
        return Measure(reason="none of its measures could be taken")
    return Measure(value=sum(round(part or 0.0, 3) for part in parts) / len(parts), n=len(parts))


def part_score(parts: Sequence[float | None]) -> Measure:
    """The mean of those `BRIEF_SCORE` measures that could be taken.

    For one article or one kind of article, where nobody may be there to quote: it must not look
    worse than where somebody is.
    """
    found = [part for part in parts if part is not None]
    if not found:
        return brief_score(parts)
    return Measure(value=sum(found) / len(found), n=len(found))
