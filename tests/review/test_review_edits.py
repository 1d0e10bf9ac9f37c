"""Items marked wrong and briefs corrected, on the page and out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from review_page import Visitor, page
from review_sample import PORTS, desk

from briefwright.metrics import measures, score
from briefwright.review.ballots import Ballots
from briefwright.review.desk import Desk
from briefwright.review.export import Exported, as_jsonl, exported
from briefwright.runs import cases, read_run

QUOTE = "We will open the port to grain ships in July,"


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    return desk(tmp_path)


@pytest.fixture
def maja(at: Desk) -> Iterator[Visitor]:
    """On the page of the ports."""
    with page(at) as door:
        found = Visitor(door, name="Maja")
        assert at.plan.duels[0].article == "ports"
        yield found
        found.close()


@pytest.fixture
def side(at: Desk) -> str:
    """Where the brief is that says more."""
    return "left" if at.pairings("Maja")[0].left.run == "alpha" else "right"


def taken_out(at: Desk, folder: Path) -> Exported:
    with Ballots(at.ballots.path, new=False) as ballots:
        found = exported(ballots)
    (folder / "refs.jsonl").write_text(as_jsonl(found.references), "utf-8")
    return found


def test_an_item_is_marked_on_both_sides_where_both_say_it(maja: Visitor) -> None:
    maja.send(
        "/pair/1/mark", item=maja.named("They met in Maputo"), reason="misleading", comment="when?"
    )
    assert maja.text.count("Marked wrong: Misleading without its context — when?") == 2
    maja.send("/pair/1/mark", item=maja.named("They met in Maputo"), reason="")
    assert "Marked wrong" not in maja.text


@pytest.mark.parametrize(
    "form",
    [
        {"item": "left-1", "reason": "because"},
        {"item": "left-99", "reason": "misleading"},
        {"item": "alpha-1", "reason": "misleading"},
        {"reason": "misleading"},
        {"item": "left-1", "reason": "misleading", "comment": "x" * 3000},
    ],
)
def test_a_mark_that_means_nothing_is_refused(form: dict[str, str], maja: Visitor) -> None:
    assert maja.send("/pair/1/mark", **form).status_code == 422
    assert "Not kept:" in maja.text
    assert "Marked wrong" not in maja.text


def test_a_corrected_brief_is_a_reference_brief(
    at: Desk, maja: Visitor, side: str, tmp_path: Path
) -> None:
    line = maja.named("Kolar and Reis agreed on port dredging.", side)
    maja.send("/pair/1/correct", do="change", item=line, text="Kolar and Reis agreed on dredging.")
    maja.send("/pair/1/correct", do="delete", item=maja.named("It was a Monday", side))
    kolar = maja.named("Ana Kolar", side)
    maja.send(
        "/pair/1/correct",
        do="change",
        item=kolar,
        text="Ana Kolar",
        **{"fact-kind": "person", "fact-title": "Foreign Minister", "fact-central": "yes"},
    )
    maja.send(
        "/pair/1/correct",
        do="add",
        side=side,
        field="outlook",
        text="The port opens to grain ships in July.",
        evidence='We will open the port to grain ships in July,\r\n"We will open',
        **{"fact-kind": "planned", "fact-when": "in July"},
    )
    assert "Added by you" in maja.text
    assert maja.text.count("Corrected by you") == 2
    assert "Deleted by you" in maja.text
    found = taken_out(at, tmp_path)
    (made,) = found.references
    assert made.bottom_line == "Kolar and Reis agreed on dredging."
    assert [one.text for one in made.summary] == ["They met in Maputo."]
    assert made.summary[0].evidence == (PORTS.split("\n\n")[0],)
    assert (made.participants[0].title, made.participants[0].central) == ("Foreign Minister", True)
    assert (made.participants[1].name, made.participants[1].central) == ("Paulo Reis", False)
    assert (made.quotes[0].text, made.quotes[0].speaker) == (QUOTE, "Paulo Reis")
    assert made.cooperation_areas[0].parties == ("Mozambique", "Croatia")
    # The typography of the evidence is the article's, not the form's.
    assert made.outlook[0].evidence == (QUOTE, "“We will open")
    assert made.text == PORTS


def test_what_is_taken_out_reads_back_and_scores(
    at: Desk, maja: Visitor, side: str, tmp_path: Path
) -> None:
    maja.send("/pair/1/correct", do="delete", item=maja.named("It was a Monday", side))
    maja.send("/pair/1/correct", do="delete", item=maja.named("agreed on port dredging.", side))
    taken_out(at, tmp_path)
    run = read_run(tmp_path / "refs.jsonl")
    assert (run.hand, list(run.briefs), run.unread) == ("person", ["ports"], ())
    (case,) = (one for one in cases((run, read_run(tmp_path / "alpha.jsonl"))) if one.id == "ports")
    ours, theirs = case.candidates["refs"], case.candidates["alpha"]
    assert not [lost for entry in ours.entries for lost in entry.lost]
    assert {one.key for one in ours.of("key_quotes")} == {
        one.key for one in theirs.of("key_quotes")
    }
    scores = measures(score(list(run.briefs.values()), {"ports": theirs.brief}))
    assert scores["quotations_f1"].value == 1
    assert scores["participants_f1"].value == 1


def test_what_is_marked_wrong_and_left_is_no_reference(
    at: Desk, maja: Visitor, side: str, tmp_path: Path
) -> None:
    maja.send("/pair/1/mark", item=maja.named("They met in Maputo", side), reason="wrong-fact")
    assert not taken_out(at, tmp_path).references
    maja.send("/pair/1/correct", do="delete", item=maja.named("It was a Monday", side))
    found = taken_out(at, tmp_path)
    assert found.references[0].summary == ()
    assert "They met in Maputo." in found.remarks[0]


def test_a_correction_can_be_taken_back(at: Desk, maja: Visitor, side: str, tmp_path: Path) -> None:
    maja.send("/pair/1/correct", do="delete", item=maja.named("It was a Monday", side))
    assert "1 correction by you" in maja.text
    maja.send("/pair/1/correct", do="back", side=side)
    assert "Deleted by you" not in maja.text
    assert not taken_out(at, tmp_path).references


def test_of_two_reviewers_the_later_correction_is_taken(
    at: Desk, maja: Visitor, side: str, tmp_path: Path
) -> None:
    maja.send("/pair/1/correct", do="delete", item=maja.named("It was a Monday", side))
    maja.send("/name", reviewer="Otto")
    assert "Deleted by you" not in maja.text
    maja.send("/pair/1/correct", do="delete", item=maja.named("Two ministers met"))
    found = taken_out(at, tmp_path)
    assert found.references[0].bottom_line is None
    assert found.remarks[0].startswith("ports: corrected by Maja in the brief of alpha too")
    with Ballots(at.ballots.path, new=False) as ballots:
        assert exported(ballots, reviewer="Maja").references[0].bottom_line


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"do": "change", "text": "  "}, "the words are missing"),
        ({"do": "add", "field": "nonsense", "text": "x"}, "no field"),
        ({"do": "add", "field": "key_quotes", "text": "I never said so"}, "do not stand"),
        ({"do": "add", "field": "outlook", "text": "x", "fact-kind": "sure"}, "choose one of"),
        ({"do": "add", "field": "summary", "text": "x", "evidence": "not there"}, "does not stand"),
        ({"do": "add", "field": "summary", "text": "x"}, "say where it stands"),
        ({"do": "add", "field": "summary", "text": "x", "side": "middle"}, "no side"),
    ],
)
def test_a_correction_that_cannot_stand_says_why_and_keeps_what_was_typed(
    form: dict[str, str], why: str, maja: Visitor
) -> None:
    sent = {"item": "left-1", "side": "left", **form}
    assert maja.send("/pair/1/correct", **sent).status_code == 422
    assert why in maja.text
    assert "by you" not in maja.text.replace("judged by you", "")


def test_a_refused_item_is_still_in_its_form(maja: Visitor) -> None:
    maja.send(
        "/pair/1/correct",
        do="add",
        side="left",
        field="summary",
        item="new-left-summary",
        text="Dredging <begins> soon",
        evidence="nowhere",
    )
    assert "Dredging &lt;begins&gt; soon</textarea>" in maja.page.text
    assert ">nowhere</textarea>" in maja.page.text
