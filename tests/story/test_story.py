"""Several outlets on one story: what they share once, what they differ on side by side."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from briefwright import ingest, pipeline
from briefwright.brief import Brief
from briefwright.ingest import Failed
from briefwright.reader.patterns import PatternReader
from briefwright.render import render, view
from briefwright.story import merge

ROOT = Path(__file__).parents[2]
STORY = ROOT / "samples" / "stories" / "health-programme"


def read(*sources: Path) -> list[Brief]:
    articles = ingest.sources([str(one) for one in sources], stdin=None)
    found = [one for one in articles if not isinstance(one, Failed)]
    return list(pipeline.briefs(found, pipeline.Models(reader=PatternReader(), shorten=False)))


@pytest.fixture(scope="module")
def apart() -> list[Brief]:
    return read(STORY)


@pytest.fixture(scope="module")
def story(apart: list[Brief]) -> Brief:
    return merge(apart)


def test_every_slice_stands_in_its_own_article(story: Brief) -> None:
    texts = [article.text or "" for article in story.articles]
    evidence = [story.bottom_line.evidence] if story.bottom_line else []
    evidence += [one.evidence for one in story.summary]
    evidence += [one.evidence for one in story.outlook]
    evidence += [one.evidence for one in story.key_quotes]
    evidence += [one.evidence for one in story.cooperation_areas]
    evidence += [one.evidence for one in story.participants]
    slices = [part for group in evidence for part in group]
    slices += [part for one in story.differences for a in one.accounts for part in a.evidence]
    for person in story.participants:
        spans = person.spans
        own = (spans.name, spans.title, spans.organisation, spans.country)
        slices += [part for part in own if part]
    assert {part.article for part in slices} == {0, 1}
    for part in slices:
        assert texts[part.article][part.start : part.end] == part.text


def test_facts_on_which_the_outlets_differ_stand_side_by_side(story: Brief) -> None:
    found = {one.about: [a.text for a in one.accounts] for one in story.differences}
    assert sorted(found["number of refrigerators"]) == [
        "Brazil would ship the first 80 solar refrigerators in July, Pacheco Salles said.",
        "Pacheco Salles said Brazil would ship the first 60 solar refrigerators in July.",
    ]
    assert any("US$19.2 million" in text for text in found["sum of money"])
    assert any("US$18.6 million" in text for text in found["sum of money"])
    assert any("100 laboratory" in text for text in found["number of technicians"])
    assert any("15 October" in text for text in found["date"])
    assert sorted(found["title of Renata Pacheco Salles"]) == [
        "Brazilian Deputy Minister of Health",
        "Brazilian Minister of Health",
    ]


def test_what_they_do_not_differ_on_is_no_difference(story: Brief) -> None:
    said = " ".join(a.text for one in story.differences for a in one.accounts)
    assert "title of Anselmo Macuácua" not in {one.about for one in story.differences}
    assert "five years" not in said
    assert "programme for 2026 to 2030" not in said


def test_people_and_quotations_in_both_are_there_once_with_the_evidence_of_both(
    story: Brief,
) -> None:
    names = [person.name for person in story.participants]
    assert len(names) == len(set(names))
    salles = next(one for one in story.participants if one.name == "Renata Pacheco Salles")
    assert {part.article for part in salles.evidence} == {0, 1}
    quotes = [one for one in story.key_quotes if one.text.startswith("They are the model")]
    assert len(quotes) == 1
    assert {part.article for part in quotes[0].evidence} == {0, 1}
    assert quotes[0].speaker_id == salles.id


def test_statement_with_another_figure_is_not_joined(story: Brief) -> None:
    stated = [(one.text, one.evidence) for one in story.summary]
    stated += [(one.text, one.evidence) for one in story.outlook]
    for text, evidence in stated:
        for figure in ("60", "80"):
            assert figure not in text or all(figure in part.text for part in evidence)


def test_items_are_numbered_through(story: Brief) -> None:
    for ids, letter in (
        ([one.id for one in story.participants], "P"),
        ([one.id for one in story.key_quotes], "Q"),
        ([one.id for one in story.cooperation_areas], "A"),
        ([one.id for one in story.outlook], "O"),
        ([one.id for one in story.differences], "D"),
    ):
        assert ids == [f"{letter}{n}" for n in range(1, len(ids) + 1)]
    people = {one.id for one in story.participants}
    assert {one.speaker_id for one in story.key_quotes if one.speaker_id} <= people


def test_cautions_are_of_the_story(story: Brief) -> None:
    codes = [one.code for one in story.cautions]
    assert "single-source" not in codes
    assert codes[-1] == "several-sources"
    assert "outlets-differ" in codes
    ids = {one.id for one in story.key_quotes} | {one.id for one in story.participants}
    ids |= {one.id for one in story.differences} | {one.id for one in story.cooperation_areas}
    assert {item for one in story.cautions for item in one.items} <= ids


def test_one_brief_is_its_own_story(apart: list[Brief]) -> None:
    assert merge(apart[:1]) == apart[0]


def test_two_articles_of_one_outlet_are_a_single_source(apart: list[Brief]) -> None:
    same = [
        one.model_copy(
            update={"articles": (one.articles[0].model_copy(update={"publisher": "Courier"}),)}
        )
        for one in apart
    ]
    assert merge(same).cautions[-1].code == "single-source"


def test_article_on_something_else_is_cautioned() -> None:
    briefs = read(STORY, ROOT / "samples" / "articles" / "regatta-final.jsonl")
    made = merge(briefs)
    assert any(one.code == "not-one-story" for one in made.cautions)
    assert len(made.articles) == 3


def test_order_of_the_sources_changes_no_difference(apart: list[Brief]) -> None:
    for order in itertools.permutations(apart):
        found = {one.about for one in merge(order).differences}
        assert found == {one.about for one in merge(apart).differences}


def test_brief_of_a_story_comes_back_from_json(story: Brief) -> None:
    assert Brief.model_validate_json(story.model_dump_json()) == story


def test_brief_without_text_can_be_merged(apart: list[Brief]) -> None:
    bare = [
        one.model_copy(update={"articles": (one.articles[0].model_copy(update={"text": None}),)})
        for one in apart
    ]
    assert {one.about for one in merge(bare).differences} >= {"title of Renata Pacheco Salles"}


def said_by(story: Brief) -> dict[str, str]:
    """What each outlet wrote, by its name, on one line."""
    return {one.publisher or "": " ".join((one.text or "").split()) for one in story.articles}


def test_each_statement_of_the_note_cites_its_outlet(story: Brief) -> None:
    made, wrote = view(story), said_by(story)
    assert made.bottom_line
    cited = [(one.text, one.outlets) for one in (made.bottom_line, *made.summary)]
    cited += [(one.text, one.outlets) for one in made.quotes]
    cited += [(one.text, one.outlets) for one in made.outlook]
    cited += [(one.name, one.outlets) for one in made.participants]
    assert {frozenset(outlets.split(", ")) for _, outlets in cited} == {
        *(frozenset([name]) for name in wrote),
        frozenset(wrote),
    }
    for text, outlets in cited:
        # With no writer, every statement is in the words of the article.
        bearing = {name for name, whole in wrote.items() if text.rstrip(".,") in whole}
        assert set(outlets.split(", ")) == bearing, text


def test_title_that_the_outlets_give_otherwise_is_no_ones_in_a_joined_quotation(
    story: Brief,
) -> None:
    made = view(story)
    (joined,) = (one for one in made.quotes if one.text.startswith("They are the model"))
    assert set(joined.outlets.split(", ")) == {"Indian Ocean Courier", "Planalto Daily"}
    assert joined.speaker == "Renata Pacheco Salles (title: outlets differ)"
    settled = next(one for one in made.quotes if one.speaker.startswith("Anselmo"))
    assert settled.speaker == "Anselmo Macuácua, Mozambican Minister of Health"
    note = render(story, "md").decode()
    assert "## Where the outlets differ" in note
    for line in note.partition("## Participants")[2].partition("## Annex")[0].splitlines():
        if "Brazilian Minister of Health" in line or "Brazilian Deputy Minister" in line:
            assert "(outlets differ)" in line


@pytest.mark.parametrize("title", ["Minister", "Deputy Minister"])
def test_quotation_of_one_outlet_has_the_title_of_that_outlet(story: Brief, title: str) -> None:
    person = next(one for one in story.participants if one.name == "Renata Pacheco Salles")
    about = next(one for one in story.differences if one.about == f"title of {person.name}")
    (account,) = (one for one in about.accounts if one.text == f"Brazilian {title} of Health")
    quote = next(one for one in story.key_quotes if one.speaker_id == person.id)
    own = tuple(one for one in quote.evidence if one.article == account.evidence[0].article)
    alone = quote.model_copy(update={"evidence": own})
    (made,) = view(story.model_copy(update={"key_quotes": (alone,)})).quotes
    assert made.speaker == f"{person.name}, Brazilian {title} of Health (outlets differ)"


def test_status_on_which_outlets_differ_says_so_and_is_the_lesser(story: Brief) -> None:
    made = view(story)
    (banks,) = (one for one in made.areas if one.label == "Human milk banks")
    assert banks.outlets.count(",") == 1
    assert banks.status == "Agreed (outlets differ)"
    others = [one.status for one in made.areas if one.label != "Human milk banks"]
    assert others
    assert not any("differ" in status for status in others)


def test_country_on_which_outlets_differ_says_so(apart: list[Brief]) -> None:
    def moved(brief: Brief) -> Brief:
        people = tuple(
            one.model_copy(update={"country": "Peru"})
            if one.name == "Renata Pacheco Salles" and one.spans.country
            else one
            for one in brief.participants
        )
        return brief.model_copy(update={"participants": people})

    made = view(merge([apart[0], moved(apart[1])]))
    countries = {one.name: one.country for one in made.participants}
    assert countries["Renata Pacheco Salles"] in (
        "Brazil (outlets differ)",
        "Peru (outlets differ)",
    )
    assert countries["Anselmo Macuácua"] == "Mozambique"


def test_country_that_one_outlet_states_goes_before_one_worked_out(apart: list[Brief]) -> None:
    def guessed(brief: Brief) -> Brief:
        people = tuple(
            one.model_copy(
                update={"country": "Peru", "spans": one.spans.model_copy(update={"country": None})}
            )
            for one in brief.participants
        )
        return brief.model_copy(update={"participants": people})

    for pair in ([guessed(apart[0]), apart[1]], [apart[0], guessed(apart[1])]):
        person = next(one for one in merge(pair).participants if one.name == "Anselmo Macuácua")
        assert person.country == "Mozambique"


def test_story_from_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "story.docx"
    command = [sys.executable, "-m", "briefwright", "note", "--story", str(STORY)]
    command += ["--reader", "patterns", "--model", "none", "-o", str(out)]
    done = subprocess.run([*command, str(tmp_path / "missing.txt")], capture_output=True, text=True)
    assert done.returncode == 1
    assert "missing.txt" in done.stderr
    assert out.is_file()
    assert done.stdout.strip() == str(out)
