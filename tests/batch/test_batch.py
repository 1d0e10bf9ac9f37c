"""A batch: what is done once, what is done again, and what it says of itself."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import batch_fakes as fakes
import pytest

from briefwright.batch import Event, Line, Progress, run
from briefwright.engines import Look, Made, Plan
from briefwright.errors import ModelError
from briefwright.store import Store, days


@pytest.fixture(autouse=True)
def _workers_find_the_fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(fakes.HERE), prepend=":")


def test_every_article_gets_its_note_and_the_sums_agree(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad", "Mali", "Togo"])
    (source / "empty.txt").write_text("")
    given = fakes.settings(tmp_path, source)
    events: list[Event] = []
    summary = fakes.batch(given, events=events)
    sums = summary.sums
    assert (sums.total, sums.done, sums.rejected, sums.left) == (4, 3, 1, 0)
    assert (summary.briefed, summary.written, summary.undated) == (3, 3, 3)
    assert [one.code for one in events if isinstance(one, Line)] == ["no-text"]
    fakes.check_notes(given)
    assert sorted(path.name[:4] for path in (given.out / "2026-05-04").iterdir()) == [
        "a000",
        "a001",
        "a002",
    ]


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    fakes.batch(given)
    again = run(given, engine=fakes.no_engine, clock=lambda: fakes.NOON)
    assert (again.sums.done, again.briefed, again.written) == (2, 0, 0)


def test_changed_template_renews_notes_without_inference(tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("First {{ subject }}\n")
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    plan = given.plan.model_copy(update={"looks": (Look(format="md", template=str(mine)),)})
    given = given.model_copy(update={"plan": plan})
    fakes.batch(given)
    mine.write_text("Second {{ subject }}\n")
    again = fakes.batch(given)
    assert (again.briefed, again.written) == (0, 2)
    notes = list(given.out.rglob("*.md"))
    assert len(notes) == 2
    assert all(note.read_text().startswith("Second") for note in notes)


def test_changed_recipe_renews_briefs_and_notes_under_their_names(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad"]))
    fakes.batch(given)
    (note,) = given.out.rglob("*.md")
    recipe = fakes.RECIPE.model_copy(update={"loader": "briefwright.engines.loading:load"})
    recipe = recipe.model_copy(update={"model": "none"})
    other = given.model_copy(update={"plan": given.plan.model_copy(update={"recipe": recipe})})
    assert fakes.batch(other).briefed == 1
    assert [note] == list(given.out.rglob("*.md"))
    fakes.check_notes(given)


class FailsNotes(fakes.Here):
    """An engine whose workers fail with every note that is made again."""

    def take(self, timeout: float) -> list[Made]:
        return [
            one.model_copy(
                update={
                    "state": "quarantined",
                    "code": "crashed",
                    "reason": "its note ended its worker",
                    "attempts": 2,
                    "notes": (),
                }
            )
            for one in super().take(timeout)
        ]


def test_note_that_fails_its_worker_is_quarantined_with_its_brief_kept(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    fakes.here(given)
    given = fakes.looking(given, "md", template="readout")
    events: list[Event] = []
    summary = run(given, engine=FailsNotes, report=events.append, clock=lambda: fakes.NOON)
    assert (summary.sums.quarantined, summary.written) == (2, 0)
    assert [one.code for one in events if isinstance(one, Line)] == ["crashed", "crashed"]
    assert len(fakes.briefs(given.store)) == 2
    # It stays aside, and is told, until somebody asks for it.
    again = run(given, engine=fakes.no_engine, clock=lambda: fakes.NOON)
    assert again.sums.quarantined == 2
    retried = fakes.here(given.model_copy(update={"retry_failed": True}))
    assert (retried.sums.done, retried.briefed, retried.written) == (2, 0, 2)


def test_progress_counts_the_notes_that_are_to_be_made_again(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    fakes.here(given)
    events: list[Event] = []

    class Slow(fakes.Here):
        """Says nothing before progress was told."""

        def take(self, timeout: float) -> list[Made]:
            if any(isinstance(one, Progress) for one in events):
                return super().take(timeout)
            time.sleep(0.05)
            return []

    given = fakes.looking(given, "md", template="readout")
    run(given, engine=Slow, report=events.append, clock=lambda: fakes.NOON)
    first = next(one for one in events if isinstance(one, Progress))
    assert (first.total, first.ended) == (2, 0)


def test_several_formats_are_written(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad"]))
    plan = given.plan.model_copy(update={"looks": fakes.looks("md", "json", "html", "docx")})
    assert fakes.batch(given.model_copy(update={"plan": plan})).written == 4
    assert sorted(path.suffix for path in given.out.rglob("a000*")) == [
        ".docx",
        ".html",
        ".json",
        ".md",
    ]


def test_note_that_an_officer_edited_is_left_alone_and_said(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad"]))
    fakes.batch(given)
    (note,) = given.out.rglob("*.md")
    note.write_text(note.read_text() + "\nAsk the embassy.\n")
    other = given.plan.model_copy(update={"looks": (Look(format="md", template="readout"),)})
    events: list[Event] = []
    again = fakes.batch(given.model_copy(update={"plan": other}), events=events)
    assert again.edited == 1
    assert "Ask the embassy." in note.read_text()
    assert any("was edited" in one.text for one in events if isinstance(one, Line))


def test_note_that_was_deleted_is_made_again(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad"]))
    fakes.batch(given)
    (note,) = given.out.rglob("*.md")
    note.unlink()
    assert fakes.batch(given).written == 1
    fakes.check_notes(given)


def test_notes_of_a_store_that_is_gone_are_renewed_and_not_doubled_unless_edited(
    tmp_path: Path,
) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    plan = given.plan.model_copy(update={"looks": fakes.looks("md", "json", "html", "docx")})
    given = given.model_copy(update={"plan": plan})
    fakes.batch(given)
    edited = {given.out / "2026-05-04" / f"a001.{suffix}" for suffix in ("html", "json")}
    for note in edited:
        note.write_text(note.read_text().replace("Oslo", "Bergen"))
    before = {note: note.read_text() for note in edited}
    given.store.unlink()
    fakes.batch(given)
    made = sorted(path.name for path in given.out.rglob("*.*"))
    doubled = ["a001-2.html", "a001-2.json"]
    assert [name for name in made if "-2" in name] == doubled
    assert len(made) == 8 + len(doubled)
    assert {note: note.read_text() for note in edited} == before


def test_foreign_file_under_a_notes_name_stays(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad"]))
    foreign = given.out / "2026-05-04" / "a000.md"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine")
    fakes.batch(given)
    assert foreign.read_text() == "mine"
    assert (foreign.parent / "a000-2.md").is_file()


def test_only_new_leaves_out_what_is_known(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad"])
    given = fakes.settings(tmp_path, source)
    fakes.batch(given)
    fakes.folder(source, ["Chad", "Mali"])
    summary = fakes.batch(given.model_copy(update={"only_new": True}))
    assert (summary.known, summary.sums.total, summary.briefed) == (1, 1, 1)


def test_since_leaves_out_older_articles_by_their_own_day(tmp_path: Path) -> None:
    rows = [
        {"text": fakes.text("Chad"), "id": "old", "date": "2026-05-02"},
        {"text": fakes.text("Mali"), "id": "new", "date": "2026-05-03T23:30:00+00:00"},
    ]
    source = tmp_path / "day.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)))
    given = fakes.settings(tmp_path, source, since=fakes.NOON.date(), zone="Europe/Oslo")
    summary = fakes.batch(given)
    assert (summary.older, summary.sums.done) == (1, 1)
    assert fakes.states(given.store) == {"new": "done"}


def test_deadline_leaves_the_rest_for_the_next_run(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad", "Mali"])
    past = fakes.settings(tmp_path, source, deadline=fakes.NOON - timedelta(seconds=1))
    summary = fakes.batch(past)
    assert summary.deadline_reached
    assert summary.sums.done == 0
    given = past.model_copy(update={"deadline": None})
    assert fakes.batch(given).sums.done == 2
    fakes.check_notes(given)


def test_what_a_run_left_is_done_by_the_next_whatever_its_sources(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    broken = given.plan.recipe.model_copy(update={"model": "none"})
    with pytest.raises(ModelError, match="not there"):
        fakes.batch(given.model_copy(update={"plan": Plan(recipe=broken)}))
    other = fakes.folder(tmp_path / "other", ["Togo"])
    summary = fakes.batch(given.model_copy(update={"sources": (str(other),)}))
    assert (summary.continued, summary.sums.total, summary.sums.done) == (2, 3, 3)


def test_what_was_mended_or_taken_away_is_no_failure_of_the_day_any_more(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad"])
    wire, late, opml = tmp_path / "wire.jsonl", tmp_path / "late.jsonl", tmp_path / "a.opml"
    row = json.dumps({"id": "mali", "text": fakes.text("Mali")})
    wire.write_text(f"{row}\nbroken\n")
    opml.write_text("<rss/>")
    for name in ("mended", "renamed", "broken"):
        (source / f"{name}.txt").write_text("")
    given = fakes.settings(tmp_path, source, wire, late, opml)

    def failures() -> list[str]:
        with Store(given.store) as store:
            return [Path(one.source).name for one in days.failures(store, fakes.NOON.date())]

    fakes.batch(given)
    assert failures() == [
        "a.opml",
        "broken.txt",
        "mended.txt",
        "renamed.txt",
        "late.jsonl",
        "wire.jsonl:2",
    ]
    (source / "mended.txt").write_text(fakes.text("Togo"))
    (source / "renamed.txt").rename(tmp_path / "elsewhere")
    wire.write_text(f"{row}\n")
    late.write_text(json.dumps({"id": "peru", "text": fakes.text("Peru")}))
    opml.write_text('<opml><outline xmlUrl="/a/path"/></opml>')
    summary = fakes.batch(given)
    assert failures() == ["path", "broken.txt"]
    assert summary.sums.rejected == len(failures())


def test_same_article_twice_is_done_once_and_counted_twice(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad"])
    summary = fakes.batch(fakes.settings(tmp_path, source, source))
    assert (summary.sums.total, summary.sums.done, summary.sums.repeated) == (2, 2, 1)
    assert summary.briefed == 1


def unwrite(store: Path, *, pending: bool) -> None:
    """As a run leaves it that died before it wrote the notes; perhaps another model was asked."""
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE note SET written = NULL")
        if pending:
            connection.execute("UPDATE item SET state = 'pending'")
    connection.close()


@pytest.mark.parametrize("pending", [True, False])
def test_unwritten_note_is_made_once_whether_or_not_its_article_is_briefed_again(
    tmp_path: Path, pending: bool
) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    fakes.here(given)
    unwrite(given.store, pending=pending)
    # Left over, and read anew.
    summary = fakes.here(given.model_copy(update={"deadline": fakes.soon()}), clock=fakes.clock)
    assert not summary.deadline_reached
    assert (summary.written, summary.briefed) == (2, 2 if pending else 0)
