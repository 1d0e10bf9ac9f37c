"""Runs against reference briefs: measures, kinds, and what is behind a loss."""

from __future__ import annotations

import pytest
from evaluate_sample import REFERENCE, TEXT, WRONG, brief, reference, run

from briefwright.article import Article
from briefwright.errors import BriefError
from briefwright.evaluate import ASPECTS, Aspect, Assessed, Judged, evaluate
from briefwright.evaluate.sections import SECTIONS
from briefwright.evaluate.worst import told, worst
from briefwright.metrics import MEASURES
from briefwright.pipeline import Models, briefs
from briefwright.reader.patterns import PatternReader
from briefwright.runs import Run


def assessed(own: object = WRONG) -> Assessed:
    assert isinstance(own, dict)
    return evaluate(reference(), [run(own)]).runs[0].articles[0]


def outcomes(article: Assessed, aspect: Aspect) -> list[str]:
    return [one.outcome for one in article.loss(aspect).items]


def of(article: Assessed, aspect: Aspect, outcome: str) -> Judged:
    return next(one for one in article.loss(aspect).items if one.outcome == outcome)


def test_a_brief_that_is_its_reference_loses_nothing() -> None:
    found = evaluate(reference(), [run(REFERENCE)]).runs[0]
    assert found.taken.measures["brief_score"].value == 1
    assert [one.lost for one in found.articles[0].losses] == [0] * len(ASPECTS)
    assert not any(worst(found, aspect, 5) for aspect in ASPECTS)


def test_what_is_missed_what_is_not_wanted_and_what_differs_are_told_apart() -> None:
    article = assessed()
    assert outcomes(article, "participants") == ["differs", "missed", "unwanted"]
    assert of(article, "participants", "differs").remarks == (
        "title: “Prime Minister” for “Foreign Minister”",
        "not in the article: “Prime Minister”",
    )
    missed = of(article, "participants", "missed").wanted
    assert missed is not None
    assert missed.text == "Paulo Reis"
    assert outcomes(article, "outlook") == ["missed"]
    assert of(article, "key_quotes", "differs").remarks == (
        "speaker: “Ana Kolar” for “Paulo Reis”",
    )
    assert of(article, "cooperation_areas", "differs").remarks == ("status: “signed” for “agreed”",)


def test_losses_are_what_the_measures_count() -> None:
    article = assessed()
    counted = article.measures["participants_f1"].value
    right = sum(one != "missed" and one != "unwanted" for one in outcomes(article, "participants"))
    assert counted == pytest.approx(2 * right / (2 + 2))
    assert article.wrong == 3 + 1 + 1 + 1


def test_a_name_that_the_article_lacks_is_named() -> None:
    (line,) = assessed().loss("bottom_line").items
    assert line.remarks == ("not in the article: “Zagreb”",)


def test_a_likelihood_turned_into_fact_is_a_loss_with_its_words() -> None:
    (line,) = assessed().loss("likelihood").items
    assert line.remarks == ("the evidence says “may” and the statement states it as fact",)
    assert told(assessed().loss("likelihood")) == "1 of 1 statements"
    assert assessed(REFERENCE).loss("likelihood").lost == 0


def test_the_worst_come_first_and_say_how_bad_they_are() -> None:
    second = brief("second", text=f"{TEXT} Again.", participants=[])
    found = evaluate(
        reference(REFERENCE, brief("second", text=f"{TEXT} Again.")), [run(WRONG, second)]
    ).runs[0]
    first, then = worst(found, "participants", 5)
    assert [first.id, then.id] == ["ports", "second"]
    assert told(first.loss("participants")) == (
        "0 of 3 right; 1 missed; 1 not wanted; 1 not as wanted"
    )
    assert [one.id for one in worst(found, "participants", 1)] == ["ports"]


def test_an_article_without_a_brief_counts_as_empty_or_is_left_out() -> None:
    both = reference(REFERENCE, brief("second", text=f"{TEXT} Again."))
    counted = evaluate(both, [run(REFERENCE)]).runs[0]
    assert counted.missing == ("second",)
    assert counted.taken.measures["participants_recall"].value == 0.5
    left = evaluate(both, [run(REFERENCE)], skip_missing=True).runs[0]
    assert (left.missing, left.left_out, left.taken.articles) == ((), 1, 1)
    assert left.taken.measures["participants_recall"].value == 1


def test_a_brief_of_another_text_of_the_article_is_measured_by_its_words() -> None:
    longer = f"MAPUTO, 3 June. {TEXT}"
    article = Article(id="ports", source="ports.md", text=longer, title="Ports")
    made = next(briefs([article], Models(reader=PatternReader(), shorten=False)))
    ours = Run(
        name="ours", source="ours", hand="model", briefs={"ports": made.model_dump(mode="json")}
    )
    same = evaluate(reference(brief(text=longer)), [ours]).runs[0].articles[0]
    other = evaluate(reference(), [ours]).runs[0].articles[0]
    assert other.remarks
    assert other.measures["outlook_f1"] == same.measures["outlook_f1"]
    assert other.measures["outlook_f1"].value


def test_briefs_of_strange_articles_are_counted_and_not_measured() -> None:
    strange = brief("elsewhere", text="Nobody met anybody here.")
    found = evaluate(reference(), [run(REFERENCE, strange)]).runs[0]
    assert (found.strangers, found.taken.articles) == (1, 1)


def test_a_brief_whose_reference_cannot_be_measured_is_no_stranger() -> None:
    bare = {**{name: value for name, value in REFERENCE.items() if name != "text"}, "id": "bare"}
    found = evaluate(reference(REFERENCE, bare), [run(REFERENCE, bare)])
    assert list(found.unmeasured) == ["bare"]
    assert found.runs[0].strangers == 0


def test_a_run_without_any_brief_of_these_articles_is_named_and_no_column_of_noughts() -> None:
    strange = run(brief("elsewhere", text="Nobody met anybody here."), name="theirs")
    found = evaluate(reference(), [run(REFERENCE), strange])
    assert [one.name for one in found.runs] == ["ours"]
    assert found.strange == ("theirs",)


def test_a_reference_that_quotes_what_its_article_lacks_is_told() -> None:
    wrong = brief(quotes=[{"text": "We never said this at all.", "speaker": "Paulo Reis"}])
    assert evaluate(reference(wrong), [run(REFERENCE)]).doubtful == {"ports": 1}
    assert evaluate(reference(), [run(REFERENCE)]).doubtful == {}


def test_nothing_to_measure_is_an_error_that_names_both_sides() -> None:
    strange = brief("elsewhere", text="Nobody met anybody here.")
    with pytest.raises(BriefError, match="'elsewhere', the reference 'ports'"):
        evaluate(reference(), [run(strange)])
    bare = brief()
    del bare["text"]
    with pytest.raises(BriefError, match="--articles"):
        evaluate(reference(bare), [run(bare)])
    assert evaluate(reference(bare), [run(bare)], texts={"ports": TEXT}).runs


def test_kinds_come_from_the_reference_and_what_tells_nothing_is_left_out() -> None:
    outlets = ("Port Gazette", "Port Gazette", "Harbour Wire", "Quay Post")
    all_ = [
        brief(
            f"n{at}",
            text=f"{TEXT} {at}.",
            source=outlet,
            kind="readout" if at else "visit",
            quotes=REFERENCE["quotes"] if at else [],
        )
        for at, outlet in enumerate(outlets)
    ]
    found = evaluate(reference(*all_), [run(*all_)]).runs[0]
    assert [(one.by, one.name, one.taken.articles) for one in found.groups] == [
        ("kind", "readout", 3),
        ("kind", "visit", 1),
        ("outlet", "Port Gazette", 2),
        ("outlet", "other outlets", 2),
        ("quotations", "none", 1),
        ("quotations", "1–2", 3),
    ]


def test_a_kind_without_quotations_is_not_held_to_be_wrong_in_them() -> None:
    silent = brief("silent", text=f"{TEXT} Again.", quotes=[])
    second = brief("second", text=f"{TEXT} Again and again.")
    all_ = (REFERENCE, second, silent)
    found = evaluate(reference(*all_), [run(*all_)]).runs[0]
    (group,) = [one for one in found.groups if one.name == "none"]
    assert group.taken.measures["quotations_f1"].reason
    assert group.taken.measures["brief_score"].value == 1
    assert group.taken.measures["brief_score"].n == 4


def test_every_measure_has_its_place_in_a_report() -> None:
    placed = [name for names in SECTIONS.values() for name in names]
    assert sorted(placed) == sorted(["brief_score", *MEASURES])
