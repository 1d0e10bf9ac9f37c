"""Every measure on two invented articles, with values worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from briefwright.metrics import Counts, Measure, Ratio, interval, intervals, measures, score

Json = dict[str, Any]

TEXT = (
    "Minister of Health Ana Duarte met Envoy Bo Lind in Lisbon on 4 May. "
    "“We will build two clinics by spring,” Duarte said. "
    "“The money is already there for them,” she added. "
    "The two sides signed an agreement on rural clinics. "
    "They discussed vaccine research. "
    "Lind will visit Porto in June."
)

REFERENCE: Json = {
    "id": "one",
    "title": "Duarte meets Lind",
    "text": TEXT,
    "bottom_line": "Ana Duarte met Bo Lind in Lisbon.",
    "summary": [{"text": "They signed an agreement on clinics.", "evidence": []}],
    "participants": [
        {
            "name": "Ana Duarte",
            "kind": "person",
            "title": "Minister of Health",
            "country": "Portugal",
            "aliases": ["Duarte"],
            "central": True,
        },
        {
            "name": "Bo Lind",
            "kind": "person",
            "title": None,
            "country": "the United Kingdom",
            "aliases": [],
            "central": True,
        },
        {"name": "Clinic Union", "kind": "organisation", "aliases": [], "central": True},
    ],
    "quotes": [
        {"text": "We will build two clinics by spring,", "speaker": "Ana Duarte"},
        {"text": "The money is already there for them,", "speaker": "Ana Duarte"},
    ],
    "cooperation_areas": [
        {
            "label": "rural clinics",
            "status": "signed",
            "evidence": ["signed an agreement on rural clinics"],
        },
        {
            "label": "vaccine research",
            "status": "discussed",
            "evidence": ["They discussed vaccine research."],
        },
    ],
    "outlook": [
        {"text": "Clinics by spring.", "evidence": ["We will build two clinics by spring,"]},
        {"text": "A visit in June.", "evidence": ["Lind will visit Porto in June."]},
    ],
}


def at(words: str, *, article: int = 0) -> Json:
    start = TEXT.index(words)
    return {"article": article, "start": start, "end": start + len(words), "text": words}


BRIEF: Json = {
    "id": "one",
    "bottom_line": {"text": "Ana Duarte met Bo Lind in Geneva.", "origin": "written"},
    "summary": [
        {"text": "They signed an agreement.", "origin": "extracted"},
        {"text": "They discussed research.", "origin": "extracted"},
    ],
    "participants": [
        {"name": "Duarte", "kind": "person", "title": "Minister", "country": "Portugal"},
        {"name": "Carla Reis", "kind": "person", "title": None, "country": None},
        {"name": "Lisbon Council", "kind": "organisation"},
    ],
    "key_quotes": [
        {"text": "We will build two clinics by spring", "speaker": "Bo Lind"},
        {"text": "The money is all gone", "speaker": None},
    ],
    "cooperation_areas": [
        {
            "label": "village clinics programme",
            "status": "agreed",
            "evidence": [at("The two sides signed an agreement on rural clinics.")],
        },
        {"label": "research of vaccines", "status": "discussed", "evidence": []},
        {"label": "fisheries", "status": "discussed", "evidence": [at("Lind will visit Porto")]},
    ],
    "outlook": [{"text": "A visit.", "evidence": [at("visit Porto in June")]}],
    "withheld": [
        {"field": "outlook", "text": "x", "code": "names", "reason": "r"},
        {"field": "summary", "text": "y", "code": "names", "reason": "r"},
        {"field": "summary", "text": "z", "code": "numbers", "reason": "r"},
    ],
}


def taken(brief: Json | None, reference: Json = REFERENCE) -> dict[str, Measure]:
    return measures(score([reference], {"one": brief} if brief is not None else {}))


def values(brief: Json | None, reference: Json = REFERENCE) -> dict[str, float | None]:
    return {name: measure.value for name, measure in taken(brief, reference).items()}


def test_reference_against_itself_is_right_in_everything() -> None:
    found = values(REFERENCE)
    for name in ("participants", "quotations", "areas", "outlook"):
        assert found[f"{name}_precision"] == found[f"{name}_recall"] == found[f"{name}_f1"] == 1
    assert found["brief_score"] == found["title_f1"] == found["speaker_right"] == 1
    assert found["bottom_line_rouge_l"] == found["summary_rouge_2"] == 1
    assert found["facts_in_source"] == 1


def test_persons_are_matched_by_alias_and_organisations_left_out() -> None:
    found = values(BRIEF)
    assert found["participants_precision"] == 0.5
    assert found["participants_recall"] == 0.5
    assert found["participants_f1"] == 0.5
    assert found["central_recall"] == 0.5
    assert found["title_f1"] == pytest.approx(0.5)
    assert found["country_right"] == 1


def test_quotations_are_matched_by_their_words_and_checked_against_the_text() -> None:
    found = values(BRIEF)
    assert found["quotations_f1"] == 0.5
    assert found["quotations_verbatim"] == 0.5
    assert found["speaker_right"] == 0


def test_areas_match_by_label_or_by_shared_evidence_and_a_shared_word() -> None:
    found = values(BRIEF)
    assert found["areas_precision"] == pytest.approx(2 / 3)
    assert found["areas_recall"] == 1
    assert found["areas_f1"] == pytest.approx(0.8)
    assert found["status_right"] == 0.5


def test_outlook_matches_by_place_alone() -> None:
    found = values(BRIEF)
    assert found["outlook_precision"] == 1
    assert found["outlook_recall"] == 0.5
    assert found["outlook_f1"] == pytest.approx(2 / 3)


def test_sentences_are_measured_by_rouge_beside_the_article_s_own_lead() -> None:
    found = values(BRIEF)
    assert found["bottom_line_rouge_l"] == pytest.approx(6 / 7)
    # "they signed an agreement" of seven and six words.
    assert found["summary_rouge_1"] == pytest.approx(2 * 4 / (7 + 6))
    assert found["summary_rouge_2"] == pytest.approx(2 * 3 / (6 + 5))
    # "ana duarte met bo lind in lisbon" of fourteen and seven words, "envoy" between.
    assert found["lead_bottom_line_rouge_l"] == pytest.approx(2 * 7 / (14 + 7))


def test_a_name_that_the_source_lacks_is_counted() -> None:
    # Duarte, Bo, Lind, Geneva; the capital that opens a sentence is not counted, and "They"
    # after the line break between bottom line and summary is.
    assert values(BRIEF)["facts_in_source"] == pytest.approx(4 / 5)


def test_our_own_briefs_say_how_their_statements_came_about() -> None:
    found = values(BRIEF)
    assert found["statements_written"] == pytest.approx(1 / 3)
    assert found["statements_compressed"] == 0
    assert found["statements_extracted"] == pytest.approx(2 / 3)
    assert found["statement_words"] == pytest.approx((7 + 4 + 3) / 3)
    assert found["withheld"] == 3
    assert found["withheld:names"] == 2
    assert found["withheld:numbers"] == 1


def test_nothing_withheld_is_zero_and_no_list_is_unmeasured() -> None:
    assert values({**BRIEF, "withheld": []})["withheld"] == 0
    unlisted = taken(REFERENCE)["withheld"]
    assert unlisted.value is None
    assert unlisted.reason


@pytest.mark.parametrize("brief", [None, {}, {"participants": None, "bottom_line": None}])
def test_missing_or_empty_brief_is_zero_where_something_was_wanted_and_unmeasured_elsewhere(
    brief: Json | None,
) -> None:
    found = taken(brief)
    assert found["participants_f1"].value == found["participants_recall"].value == 0
    assert found["bottom_line_rouge_l"].value == found["summary_rouge_1"].value == 0
    assert found["brief_score"].value == 0
    for name in ("participants_precision", "title_f1", "quotations_verbatim", "facts_in_source"):
        assert found[name].value is None
        assert found[name].reason


def test_missing_briefs_are_named() -> None:
    assert score([REFERENCE], {}).missing == ("one",)
    assert score([REFERENCE], {"one": {}}).missing == ()


def test_reference_without_quotations_leaves_them_unmeasured_unless_the_brief_invents_one() -> None:
    sport = {**REFERENCE, "quotes": []}
    assert values(sport, sport)["quotations_f1"] is None
    assert values(BRIEF, sport)["quotations_f1"] == 0


def test_a_reference_without_bottom_line_or_summary_leaves_them_unmeasured() -> None:
    bare = {**REFERENCE, "bottom_line": None, "summary": []}
    found = taken(BRIEF, bare)
    for name in ("bottom_line_rouge_l", "lead_bottom_line_rouge_l", "summary_rouge_1"):
        assert found[name].value is None
    assert found["summary_rouge_l"].reason == "no reference has a summary"


def test_our_own_brief_can_be_the_reference() -> None:
    own = {**BRIEF, "articles": [{"id": "one", "text": TEXT}]}
    assert values(own, own)["areas_f1"] == 1
    assert values(own, own)["bottom_line_rouge_l"] == 1


def test_no_article_at_all_leaves_everything_unmeasured() -> None:
    assert all(measure.value is None for measure in measures(score([], {})).values())


def test_hostile_briefs_are_scored_without_a_crash() -> None:
    odd = {
        "bottom_line": {"evidence": []},
        "summary": ["a plain string", {}, {"text": None}],
        "participants": [{"name": None}, {}, {"name": "", "kind": None, "aliases": None}],
        "key_quotes": [{"text": None}, {"text": "", "speaker": ""}],
        "cooperation_areas": [
            {
                "label": None,
                "evidence": [None, {}, {"start": 9, "end": 2}, {"start": 0, "end": 10**9}],
            }
        ],
        "outlook": [{"evidence": None}, {"evidence": ["", "nowhere", {"text": "nowhere"}]}],
        "withheld": [{}],
    }
    assert values(odd)["areas_recall"] == 0
    assert score([REFERENCE], {"one": odd}).articles[0].people.counts.predicted == 3


def test_one_person_named_twice_is_matched_once() -> None:
    twice = {"participants": [{"name": "Ana Duarte"}, {"name": "Minister Ana Duarte"}]}
    counts = score([REFERENCE], {"one": twice}).articles[0].people.counts
    assert counts == Counts(tp=1, predicted=2, gold=2)


def test_a_measure_has_a_value_or_a_reason() -> None:
    for wrong in ({}, {"value": 0.0, "reason": "both"}):
        with pytest.raises(ValueError, match="a value or a reason"):
            Measure.model_validate(wrong)


def test_counts_add_up_to_the_micro_average() -> None:
    total = Counts(tp=1, predicted=1, gold=4) + Counts(tp=2, predicted=5, gold=2)
    assert total == Counts(tp=3, predicted=6, gold=6)
    assert total.f1 == Ratio(part=6, whole=12)
    assert total.precision == total.recall == Ratio(part=3, whole=6)


# Bootstrap


def test_an_interval_holds_the_value_and_repeats_itself() -> None:
    parts = [Ratio(part=i % 3, whole=3) for i in range(40)]
    found = interval(parts)
    assert found is not None
    assert found.low < sum(one.part for one in parts) / 120 < found.high
    assert found == interval(parts)


def test_an_interval_is_as_wide_as_theory_says() -> None:
    # 100 articles, half right: the standard error of the mean is 0.05.
    found = interval([Ratio(part=i % 2, whole=1) for i in range(100)], draws=4000)
    assert found is not None
    assert found.low == pytest.approx(0.40, abs=0.015)
    assert found.high == pytest.approx(0.60, abs=0.015)


def test_articles_weigh_by_what_they_hold() -> None:
    found = interval([Ratio(part=0, whole=1), Ratio(part=99, whole=99)])
    assert found is not None
    assert (found.low, found.high) == (0, 1)


@pytest.mark.parametrize("parts", [[], [Ratio(part=1, whole=1)], [Ratio(), Ratio(), Ratio()]])
def test_there_is_no_interval_where_nothing_can_vary(parts: list[Ratio]) -> None:
    assert interval(parts) is None


def test_every_measure_has_an_interval_around_it() -> None:
    second = {**REFERENCE, "id": "two"}
    scores = score([REFERENCE, second], {"one": BRIEF, "two": {**REFERENCE, "id": "two"}})
    around = intervals(scores)
    for name, measure in measures(scores).items():
        limits = around[name]
        if measure.value is None:
            assert limits is None
        else:
            assert limits is not None
            assert limits.low - 1e-9 <= measure.value <= limits.high + 1e-9
