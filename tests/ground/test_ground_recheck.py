"""A brief edited by hand keeps no verdict on what was edited."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefwright import ingest, pipeline
from briefwright.brief import Brief
from briefwright.ground import rechecked
from briefwright.ingest import Failed
from briefwright.reader.patterns import PatternReader
from briefwright.render import view
from briefwright.sealed import EDITED, FIELDS, sealed
from briefwright.story import merge

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "articles" / "health-cooperation.md"
STORY = ROOT / "samples" / "stories" / "health-programme"


def briefs(*sources: Path) -> list[Brief]:
    found = ingest.sources([str(one) for one in sources], stdin=None)
    articles = [one for one in found if not isinstance(one, Failed)]
    return list(pipeline.briefs(articles, pipeline.Models(reader=PatternReader())))


@pytest.fixture(scope="module")
def brief() -> Brief:
    return briefs(SAMPLE)[0]


def edited(brief: Brief, change: Callable[[dict[str, Any]], None]) -> Brief:
    """The brief after somebody changed its JSON in an editor that lays it out anew."""
    held = json.loads(brief.model_dump_json())
    change(held)
    return Brief.model_validate_json(json.dumps(held, indent=1, sort_keys=True))


def unsure(brief: Brief) -> set[str]:
    """Ids of the items that are edited."""
    made = rechecked(brief)
    items = [*([made.bottom_line] if made.bottom_line else [])]
    for field in FIELDS:
        items += getattr(made, field)
    return {one.id for one in items if one.seal == EDITED}


def counted(brief: Brief) -> str:
    return next(row.value for row in view(brief).method if row.label == "Statements")


def swap_text(held: dict[str, Any]) -> None:
    held["summary"][0]["text"] = "Brazil promised Mozambique US$900 million."


def negate(held: dict[str, Any]) -> None:
    held["bottom_line"]["text"] = held["bottom_line"]["text"].replace("agreed", "refused", 1)


def soften(held: dict[str, Any]) -> None:
    held["summary"][0]["text"] += " "


def claim_written(held: dict[str, Any]) -> None:
    held["summary"][0]["origin"] = "written"
    held["summary"][0]["checks"] = ["names", "judge"]


def move_evidence(held: dict[str, Any]) -> None:
    held["summary"][0]["evidence"][0]["start"] += 1


def other_speaker(held: dict[str, Any]) -> None:
    held["key_quotes"][0]["speaker"] = "Renata Pacheco Salles"


def other_words(held: dict[str, Any]) -> None:
    held["key_quotes"][0]["text"] = "We shall never do it."


def other_title(held: dict[str, Any]) -> None:
    held["participants"][0]["title"] = "President"


def other_status(held: dict[str, Any]) -> None:
    held["cooperation_areas"][0]["status"] = "signed"


def other_kind(held: dict[str, Any]) -> None:
    held["outlook"][0]["kind"] = "warned"


def other_date(held: dict[str, Any]) -> None:
    held["outlook"][0]["when"] = "tomorrow"


@pytest.mark.parametrize(
    ("change", "id_"),
    [
        (swap_text, "S2"),
        (negate, "S1"),
        (soften, "S2"),
        (claim_written, "S2"),
        (move_evidence, "S2"),
        (other_speaker, "Q1"),
        (other_words, "Q1"),
        (other_title, "P1"),
        (other_status, "A1"),
        (other_kind, "O1"),
        (other_date, "O1"),
    ],
)
def test_item_that_was_edited_says_so_and_is_not_counted(
    change: Callable[[dict[str, Any]], None], id_: str, brief: Brief
) -> None:
    other = edited(brief, change)
    assert unsure(other) == {id_}
    made = view(other)
    assert f"Edited by hand since it was checked, and not verified ({id_})" in made.cautions
    entry = next(one for one in made.annex if one.id == id_)
    assert entry.verdict.startswith("edited, not verified")
    assert "1 edited by hand since, not verified" in counted(other)


def test_count_of_verified_statements_falls_with_each_edit(brief: Brief) -> None:
    def both(held: dict[str, Any]) -> None:
        negate(held)
        swap_text(held)

    before, _, of = counted(brief).partition(" of ")
    after = counted(edited(brief, both))
    assert after.startswith(f"{int(before) - 2} of {of.split()[0]} verified")


def test_brief_that_nobody_edited_keeps_every_verdict(brief: Brief) -> None:
    assert unsure(edited(brief, lambda _: None)) == set()
    assert rechecked(brief) == brief
    assert not any("hand" in caution for caution in view(brief).cautions)


def test_brief_without_its_text_keeps_its_verdicts_and_sees_edits(brief: Brief) -> None:
    def bare(held: dict[str, Any]) -> None:
        held["articles"][0]["text"] = None

    assert unsure(edited(brief, bare)) == set()
    assert not any("hand" in caution for caution in view(edited(brief, bare)).cautions)

    def both(held: dict[str, Any]) -> None:
        bare(held)
        negate(held)

    assert unsure(edited(brief, both)) == {"S1"}


def test_item_that_was_put_in_is_not_verified(brief: Brief) -> None:
    def put_in(held: dict[str, Any]) -> None:
        held["summary"].insert(
            0, {**held["summary"][0], "id": "S9", "text": "All is well.", "seal": None}
        )

    assert unsure(edited(brief, put_in)) == {"S9"}


def test_words_of_the_article_put_in_by_hand_are_known_to_be_verbatim(brief: Brief) -> None:
    def verbatim(held: dict[str, Any]) -> None:
        other = held["summary"][1]
        held["summary"][0] |= {"text": other["evidence"][0]["text"], "evidence": other["evidence"]}

    made = view(edited(brief, verbatim))
    assert made.summary[0].verdict == "edited, not verified; words verbatim"


def test_edited_article_takes_the_verdicts_that_rest_on_it(brief: Brief) -> None:
    def rewrite(held: dict[str, Any]) -> None:
        text = held["articles"][0]["text"]
        cited = held["bottom_line"]["evidence"][0]["text"]
        held["articles"][0]["text"] = text.replace(cited, cited.replace("agreed", "refuse"))

    other = edited(brief, rewrite)
    assert "S1" in unsure(other)
    assert any("not the one that the brief was made from" in one for one in view(other).cautions)

    def rewrite_and_hash(held: dict[str, Any]) -> None:
        rewrite(held)
        article = held["articles"][0]
        article["sha256"] = hashlib.sha256(article["text"].encode()).hexdigest()

    # Every item is sealed with the hash of the text that it was checked against.
    everything = edited(brief, rewrite_and_hash)
    assert {"S1", "S2", "Q1", "A1", "O1", "P1"} <= unsure(everything)


@pytest.mark.parametrize("field", ["cautions", "withheld", "summary"])
def test_what_was_taken_out_is_said(field: str, brief: Brief) -> None:
    def take_out(held: dict[str, Any]) -> None:
        assert held[field] or field == "withheld"
        held[field] = held[field][:-1] if held[field] else [_WITHHELD]

    found = view(edited(brief, take_out)).cautions
    assert found[0].startswith("The brief was edited by hand; no statement that is still there")


_WITHHELD = {"field": "summary", "text": "x", "code": "names", "reason": "y"}


def test_brief_without_seals_keeps_only_what_can_be_seen_again(brief: Brief) -> None:
    def strip(held: dict[str, Any]) -> None:
        claim_written(held)
        held["summary"][0]["text"] = "Brazil would ship refrigerators."
        held["seal"] = None
        for item in [held["bottom_line"], *(one for field in FIELDS for one in held[field])]:
            item["seal"] = None

    made = view(edited(brief, strip))
    assert "The brief has no seals: what only a model had checked is not verified." in made.cautions
    assert made.summary[0].mark == "not verified"
    assert made.summary[0].verdict.startswith("not verified; passes ")
    assert "judge" not in made.summary[0].verdict
    assert made.summary[1].verdict == "verified: verbatim"


def without_seals(held: dict[str, Any]) -> None:
    held["seal"] = None
    for item in [held["bottom_line"], *(one for field in FIELDS for one in held[field])]:
        item["seal"] = None


def test_invented_facts_and_speakers_without_seals_are_not_verified(brief: Brief) -> None:
    def invent(held: dict[str, Any]) -> None:
        without_seals(held)
        first = held["participants"][0]
        first |= {"title": "Prime Minister and convicted fraudster", "country": "France"}
        held["key_quotes"][0] |= {"speaker": "Donald Duck", "speaker_id": first["id"]}
        held["key_quotes"][1]["text"] = held["key_quotes"][1]["evidence"][0]["text"] = "Never."
        held["outlook"][0]["by"] = "Donald Duck"

    made = view(edited(brief, invent))
    person, quote, item = made.participants[0], made.quotes[0], made.outlook[0]
    assert person.mark == person.verdict == "title, country not verified"
    assert quote.verdict == "speaker not verified; words verbatim"
    assert "speaker not verified" in quote.flag
    assert quote.speaker == "Donald Duck"
    assert "words" in made.quotes[1].verdict
    assert "speaker not verified" in item.mark
    assert item.verdict.startswith("speaker not verified; ")
    entries = {entry.id: entry.verdict for entry in made.annex}
    assert entries[person.id] == person.verdict


def test_facts_that_stand_in_the_article_need_no_seal(brief: Brief) -> None:
    made = view(edited(brief, without_seals))
    stated = [one for one in made.participants if "(inferred)" not in one.country]
    assert stated
    assert {one.verdict for one in stated} == {"as the article gives it"}
    assert "verbatim" in {quote.verdict for quote in made.quotes}


def test_seal_made_anew_does_not_bring_in_a_figure_or_name(brief: Brief) -> None:
    point = brief.summary[0]
    for text in ("Brazil promised US$900 million.", "Brazil promised Kowalski a hospital."):
        forged = point.model_copy(update={"text": text})
        other = sealed(brief.model_copy(update={"summary": (forged, *brief.summary[1:])}))
        assert unsure(other) == {"S2"}


def test_merging_does_not_make_edits_look_checked() -> None:
    first, second = briefs(STORY)
    before = unsure(merge([first, second]))
    assert before == set()
    assert merge([first, second]).seal is not None
    made = merge([edited(first, negate), edited(second, other_title)])
    again = Brief.model_validate_json(made.model_dump_json())
    assert len(unsure(again)) >= 2
    refused = [
        one
        for one in (again.bottom_line, *again.summary)
        if one and one.seal == EDITED and "refused" in one.text
    ]
    assert refused
    assert any("Edited by hand" in caution for caution in view(again).cautions)
