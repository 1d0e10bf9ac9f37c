"""Runs against each other in numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from compare_sample import TEXTS, brief, files, poorer, reference, references, sample, written

from briefwright.compare import wording
from briefwright.compare.against import compare
from briefwright.compare.table import as_json
from briefwright.errors import BriefError
from briefwright.metrics import measures, score
from briefwright.runs import read_run, read_runs


def test_the_run_that_lacks_items_is_behind_by_what_the_measures_say(tmp_path: Path) -> None:
    found = sample(tmp_path)
    rows = {row.name: row for row in found.measures}
    gold = [reference(id_) for id_ in TEXTS]
    for name, made in (("poor", poorer), ("full", brief)):
        own = measures(score(gold, {id_: made(id_) for id_ in TEXTS}))
        for measure in ("brief_score", "participants_f1", "quotations_recall", "areas_f1"):
            assert rows[measure].runs[name].value == pytest.approx(own[measure].value)
    (pair,) = found.pairs
    assert (pair.first, pair.second) == ("poor", "full")
    one = pair.differences["quotations_f1"]
    assert one.value is not None
    assert one.value > 0
    assert (one.first_better, one.equal, one.second_better) == (0, 0, 3)


def test_three_articles_are_too_few_to_call_anybody_better(tmp_path: Path) -> None:
    (pair,) = sample(tmp_path).pairs
    assert pair.differences["brief_score"].p == pytest.approx(0.25)
    assert all(one.winner is None for one in pair.differences.values())


def test_many_articles_name_the_winner(tmp_path: Path) -> None:
    ids = [f"{id_}-{at}" for at in range(5) for id_ in TEXTS]

    def many(make: object, name: str) -> Path:
        assert callable(make)
        rows = [{**make(id_.partition("-")[0]), "id": id_} for id_ in ids]
        return written(tmp_path / f"{name}.jsonl", rows)

    runs = read_runs([many(poorer, "poor"), many(brief, "full")])
    found = compare(runs, read_run(many(reference, "refs"), name="reference"))
    (pair,) = found.pairs
    assert len(found.coverage.compared) == 15
    assert pair.differences["quotations_recall"].winner == "full"
    assert wording.verdict(found, pair)[0].startswith("full is better than poor: brief score ")


def test_without_a_reference_nothing_says_who_is_better_at_finding_things(tmp_path: Path) -> None:
    found = sample(tmp_path, held=False)
    names = [row.name for row in found.measures]
    assert "brief_score" not in names
    assert not [row for row in found.measures if row.by_reference]
    assert {"withheld", "words", "items:participants", "quotations_verbatim"} <= set(names)
    assert "not which of them is right" in wording.verdict(found, found.pairs[0])[-1]


def test_agreement_is_told_field_by_field(tmp_path: Path) -> None:
    (pair,) = sample(tmp_path, held=False).pairs
    assert pair.agreement["summary"].value == 1
    assert pair.agreement["summary"].identical == 1
    bottom = pair.agreement["bottom_line"].value
    assert bottom is not None
    assert 0.8 < bottom < 1


def test_articles_that_one_run_lacks_are_told_and_not_compared(tmp_path: Path) -> None:
    full = written(tmp_path / "full.jsonl", [brief(id_) for id_ in TEXTS])
    part = written(tmp_path / "part.jsonl", [brief("rail"), brief("ports")])
    found = compare(read_runs([full, part]))
    assert found.coverage.compared == ("ports", "rail")
    assert found.coverage.lacking == {"full": (), "part": ("water",)}
    assert "Not compared: part has no brief of 1 article: water." in wording.coverage(found)
    assert [case.id for case in found.cases] == list(TEXTS)


def test_three_runs_give_every_pair_the_first_run_s_first(tmp_path: Path) -> None:
    paths = [*files(tmp_path), written(tmp_path / "third.jsonl", [brief(id_) for id_ in TEXTS])]
    found = compare(read_runs(paths))
    assert [(pair.first, pair.second) for pair in found.pairs] == [
        ("poor", "full"),
        ("poor", "third"),
        ("full", "third"),
    ]


def test_the_brief_score_is_corrected_for_the_pairs_and_the_others_for_each_other(
    tmp_path: Path,
) -> None:
    paths = [*files(tmp_path), written(tmp_path / "third.jsonl", [brief(id_) for id_ in TEXTS])]
    held = read_run(references(tmp_path), name="reference")
    (pair,) = compare(read_runs(paths[:2]), held).pairs
    assert pair.differences["brief_score"].p_holm == pair.differences["brief_score"].p
    of_three = compare(read_runs(paths), held).pairs
    # Two pairs at 1/4 each and one at 1: the smallest is multiplied by three.
    assert of_three[0].differences["brief_score"].p == pytest.approx(0.25)
    assert of_three[0].differences["brief_score"].p_holm == pytest.approx(0.75)
    assert of_three[0].differences["words"].p_holm is None


def test_articles_without_a_reference_are_left_out_of_its_measures_alone(tmp_path: Path) -> None:
    refs = written(tmp_path / "refs.jsonl", [reference("rail"), reference("ports")])
    found = compare(read_runs(files(tmp_path)), read_run(refs, name="reference"))
    assert found.coverage.compared == tuple(TEXTS)
    assert found.coverage.referenced == ("ports", "rail")
    at = [row.name for row in found.measures].index("areas_f1")
    assert found.values["water"]["full"][at] is None
    assert found.values["rail"]["full"][at] is not None


def test_a_reference_of_other_articles_is_as_good_as_none(tmp_path: Path) -> None:
    other = {**reference("rail"), "id": "other", "text": "Another article."}
    refs = written(tmp_path / "refs.jsonl", [other])
    found = compare(read_runs(files(tmp_path)), read_run(refs, name="reference"))
    assert not found.coverage.referenced
    assert found.coverage.reference_only == 1
    assert "not which of them is right" in wording.verdict(found, found.pairs[0])[-1]


def test_without_the_article_s_text_nothing_is_looked_up_in_it(tmp_path: Path) -> None:
    rows = [brief(id_) for id_ in TEXTS]
    for row in rows:
        row["articles"][0]["text"] = None
    one, other = (written(tmp_path / f"{name}.jsonl", rows) for name in ("one", "two"))
    refs = written(tmp_path / "r.jsonl", [{**reference(id_), "text": None} for id_ in TEXTS])
    found = compare(read_runs([one, other]), read_run(refs, name="reference"))
    rows_ = {row.name: row for row in found.measures}
    assert found.coverage.referenced == ()
    assert rows_["quotations_verbatim"].runs["one"].value is None
    assert "do not carry the article’s text" in (rows_["facts_in_source"].runs["one"].reason or "")
    assert "not 3 of them (no brief in it, a story, or no text)" in " ".join(
        wording.coverage(found)
    )


def test_a_brief_of_another_text_of_the_article_is_measured_where_its_words_stand(
    tmp_path: Path,
) -> None:
    longer = "Correction: an earlier version misnamed the port.\n\n" + TEXTS["ports"]
    same = written(tmp_path / "same.jsonl", [brief("ports")])
    moved = written(tmp_path / "moved.jsonl", [brief("ports", text=longer)])
    refs = written(tmp_path / "refs.jsonl", [reference("ports")])
    found = compare(read_runs([same, moved]), read_run(refs, name="reference"))
    rows = {row.name: row.runs for row in found.measures}
    for name in ("areas_f1", "outlook_f1"):
        assert rows[name]["same"].value == 1
        assert rows[name]["moved"].value == 1


def test_a_person_s_run_is_a_run_like_any_other(tmp_path: Path) -> None:
    _, full = files(tmp_path)
    found = compare(read_runs([references(tmp_path), full]))
    rows = {row.name: row.runs for row in found.measures}
    assert rows["statements_extracted"]["refs"].reason
    assert rows["statements_extracted"]["full"].value == 1
    assert rows["quotations_verbatim"]["refs"].value == 1


def test_runs_without_an_article_in_common_are_refused(tmp_path: Path) -> None:
    one = written(tmp_path / "one.jsonl", [brief("rail")])
    other = written(tmp_path / "other.jsonl", [brief("water")])
    with pytest.raises(BriefError, match="no article has a brief in each"):
        compare(read_runs([one, other]))


def test_one_run_is_no_comparison(tmp_path: Path) -> None:
    one = written(tmp_path / "one.jsonl", [brief("rail")])
    with pytest.raises(BriefError, match="two runs or more"):
        compare(read_runs([one]))


def test_json_has_every_number_and_no_article_s_text(tmp_path: Path) -> None:
    found = sample(tmp_path)
    text = json.dumps(as_json(found))
    assert "We will open the port" not in text
    read = json.loads(text)
    assert read["pairs"][0]["differences"]["brief_score"]["p"] == pytest.approx(0.25)
    assert set(read["articles"]) == set(TEXTS)
    assert read["articles"]["rail"]["poor"]["withheld"] == 1


def test_references_are_read_from_their_file(tmp_path: Path) -> None:
    assert read_run(references(tmp_path), name="r").hand == "person"
