"""Runs of briefs read and set side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefwright.article import Article
from briefwright.brief import Brief
from briefwright.errors import BriefError
from briefwright.pipeline import Models, briefs
from briefwright.reader.patterns import PatternReader
from briefwright.runs import cases, placed, read_run, read_runs

TEXT = (
    "Foreign Minister Ana Kolar met Minister of Trade Paulo Reis in Maputo on Monday.\n\n"
    "“We will open the port to grain ships in July,” Reis said.\n\n"
    "The two sides agreed to cooperate on port dredging."
)
QUOTE = {"text": "We will open the port to grain ships in July,", "speaker": "Paulo Reis"}
REFERENCE = {
    "id": "ports",
    "bottom_line": "Ana Kolar and Paulo Reis agreed on port dredging in Maputo.",
    "summary": [
        {"text": "They agreed on dredging.", "evidence": ["agreed to cooperate on port dredging"]}
    ],
    "participants": [{"name": "Ana Kolar", "title": "Foreign Minister", "country": None}],
    "quotes": [QUOTE],
    "cooperation_areas": [],
    "outlook": [
        {"text": "Grain ships come.", "kind": "planned", "evidence": ["not in the article"]}
    ],
}


def made(text: str = TEXT, *, id_: str = "ports") -> Brief:
    article = Article(id=id_, source=f"{id_}.md", text=text, title="Ports")
    return next(briefs([article], Models(reader=PatternReader(), shorten=False)))


def written(folder: Path, *rows: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "briefs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def as_json(brief: Brief) -> dict[str, object]:
    found: dict[str, object] = brief.model_dump(mode="json")
    return found


def test_a_brief_and_its_reference_stand_in_one_case(tmp_path: Path) -> None:
    ours = written(tmp_path / "a", as_json(made()))
    theirs = written(tmp_path / "r", REFERENCE)
    (case,) = cases(read_runs([ours, theirs], ["A", "R"]))
    assert case.texts[0].text == TEXT
    assert list(case.candidates) == ["A", "R"]
    assert [case.candidates[name].hand for name in case.candidates] == ["model", "person"]


def test_evidence_is_the_slice_of_the_text_that_it_names(tmp_path: Path) -> None:
    runs = read_runs([written(tmp_path / "a", as_json(made())), written(tmp_path / "r", REFERENCE)])
    (case,) = cases(runs)
    spans = [
        one for own in case.candidates.values() for entry in own.entries for one in entry.evidence
    ]
    assert spans
    assert all(TEXT[one.start : one.end] == one.text for one in spans)


def test_evidence_that_stands_nowhere_is_told_as_lost(tmp_path: Path) -> None:
    runs = read_runs([written(tmp_path / "a", as_json(made())), written(tmp_path / "r", REFERENCE)])
    (case,) = cases(runs)
    by_hand = case.candidates[runs[1].name]
    assert [entry.lost for entry in by_hand.of("outlook")] == [("not in the article",)]


def test_equal_items_have_equal_keys_over_runs_and_others_have_not(tmp_path: Path) -> None:
    first, second = as_json(made()), as_json(made())
    runs = read_runs([written(tmp_path / "a", first), written(tmp_path / "b", second)], ["A", "B"])
    (case,) = cases(runs)
    one, other = case.candidates["A"], case.candidates["B"]
    assert [entry.key for entry in one.entries] == [entry.key for entry in other.entries]
    assert len({entry.key for entry in one.entries}) == len(one.entries)


def test_a_quotation_by_another_speaker_is_another_item(tmp_path: Path) -> None:
    quotes = [{**QUOTE, "speaker": "Ana Kolar"}]
    runs = read_runs(
        [
            written(tmp_path / "a", REFERENCE),
            written(tmp_path / "b", {**REFERENCE, "quotes": quotes}),
        ]
    )
    (case,) = cases(runs)
    keys = {own.of("key_quotes")[0].key for own in case.candidates.values()}
    assert len(keys) == 2


def test_briefs_of_one_text_match_though_their_ids_differ(tmp_path: Path) -> None:
    runs = read_runs(
        [
            written(tmp_path / "a", as_json(made())),
            written(tmp_path / "b", as_json(made(id_="a-copy"))),
        ]
    )
    assert [len(case.candidates) for case in cases(runs)] == [2]


def test_a_run_with_two_briefs_of_one_text_keeps_both(tmp_path: Path) -> None:
    runs = read_runs([written(tmp_path / "a", as_json(made()), as_json(made(id_="a-copy")))])
    assert [case.id for case in cases(runs)] == ["ports", "a-copy"]


def test_a_brief_met_by_its_text_is_kept_when_one_of_the_same_id_follows(tmp_path: Path) -> None:
    one = written(tmp_path / "a", as_json(made()))
    other = written(tmp_path / "b", as_json(made(id_="copy")), as_json(made()))
    found = cases(read_runs([one, other], ["A", "B"]))
    assert {case.id: sorted(case.candidates) for case in found} == {
        "ports": ["A", "B"],
        "copy": ["B"],
    }
    assert [case.candidates["B"].id for case in found] == ["ports", "copy"]


def test_evidence_of_another_text_is_found_by_its_words(tmp_path: Path) -> None:
    longer = "MAPUTO, 3 June. " + TEXT
    runs = read_runs(
        [
            written(tmp_path / "a", as_json(made())),
            written(tmp_path / "b", as_json(made(longer))),
        ],
        ["A", "B"],
    )
    (case,) = cases(runs)
    other = case.candidates["B"]
    assert other.remarks
    assert all(
        TEXT[one.start : one.end] == one.text for entry in other.entries for one in entry.evidence
    )


def test_an_edited_item_is_marked(tmp_path: Path) -> None:
    brief = as_json(made())
    brief["bottom_line"] = {**brief["bottom_line"], "text": "Nothing was agreed."}  # type: ignore[dict-item]
    (case,) = cases(read_runs([written(tmp_path / "a", brief)]))
    (own,) = case.candidates.values()
    assert [entry.edited for entry in own.of("bottom_line")] == [True]
    assert not any(entry.edited for entry in own.of("summary"))


def test_a_broken_line_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, as_json(made()))
    path.write_text(path.read_text("utf-8") + '{"no": "brief"}\n', "utf-8")
    run = read_run(path)
    assert list(run.briefs) == ["ports"]
    assert len(run.unread) == 1
    assert "line 2" in run.unread[0]


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', "not json", '{"bottom_line": 3}'])
def test_a_file_without_a_brief_is_refused_with_its_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(content, "utf-8")
    with pytest.raises(BriefError, match=r"odd\.json"):
        read_run(path)


def test_runs_of_one_file_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    paths = [written(tmp_path / "old", REFERENCE), written(tmp_path / "new", REFERENCE)]
    assert [run.name for run in read_runs(paths)] == ["old/briefs", "new/briefs"]


def test_a_version_at_the_end_of_a_folders_name_is_part_of_the_runs_name(tmp_path: Path) -> None:
    paths = [tmp_path / "model-2.5", tmp_path / "model-2.6"]
    for one in paths:
        written(one, as_json(made()))
    assert [run.name for run in read_runs(paths)] == ["model-2.5", "model-2.6"]
    assert read_run(paths[0]).name == "model-2.5"
    assert read_run(paths[0] / "briefs.jsonl").name == "briefs"


def test_two_runs_of_one_name_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, REFERENCE)
    with pytest.raises(BriefError, match="two runs"):
        read_runs([path, path], ["same", "same"])


def test_a_reference_in_a_file_of_its_own_takes_its_id_from_the_name(tmp_path: Path) -> None:
    bare = {name: value for name, value in REFERENCE.items() if name != "id"}
    (tmp_path / "harbour.json").write_text(json.dumps(bare, indent=1), "utf-8")
    assert list(read_run(tmp_path).briefs) == ["harbour"]


def without_text(brief: dict[str, object]) -> dict[str, object]:
    articles: Any = brief["articles"]
    return {**brief, "articles": [{**one, "text": None} for one in articles]}


def test_a_brief_without_its_text_is_the_moved_one_where_another_text_is_shown(
    tmp_path: Path,
) -> None:
    longer = "MAPUTO, 3 June. " + TEXT
    first = written(tmp_path / "a", without_text(as_json(made())))
    second = written(tmp_path / "b", as_json(made(longer)))
    (case,) = cases(read_runs([first, second], ["A", "B"]))
    assert case.texts[0].text == longer
    assert [own.moved for own in case.candidates.values()] == [True, False]
    assert all(
        longer[one.start : one.end] == one.text
        for own in case.candidates.values()
        for entry in own.entries
        for one in entry.evidence
    )


def test_evidence_is_measured_where_it_stands_in_the_text_shown(tmp_path: Path) -> None:
    longer = "MAPUTO, 3 June. " + TEXT
    runs = read_runs(
        [written(tmp_path / "b", as_json(made(longer))), written(tmp_path / "a", as_json(made()))],
        ["B", "A"],
    )
    (case,) = cases(runs)
    moved = placed(case.candidates["A"])
    (line,) = moved["bottom_line"]["evidence"]
    assert longer[line["start"] : line["end"]] == line["text"]
    assert placed(case.candidates["B"]) is case.candidates["B"].brief
