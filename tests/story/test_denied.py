"""An outlet is cited only for what it said; what it denies stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright import ingest, pipeline
from briefwright.brief import Brief, KeyQuote, Slice, Statement
from briefwright.ingest import Failed
from briefwright.reader.patterns import PatternReader
from briefwright.render import render
from briefwright.story import merge
from briefwright.story.joined import quotes, statements

SIGNED = (
    "The ministers of Kenya and Mozambique signed the accord on fisheries in Maputo on Tuesday."
)
OPPOSITES = (
    "The ministers of Kenya and Mozambique have not signed the accord on fisheries in Maputo on "
    "Tuesday.",
    "The ministers of Kenya and Mozambique rejected the accord on fisheries in Maputo on Tuesday.",
    "The ministers of Kenya and Mozambique postponed the accord on fisheries in Maputo on Tuesday.",
    "The ministers of Kenya and Mozambique may sign the accord on fisheries in Maputo on Tuesday.",
    "The ministers of Kenya and Mozambique signed the accord on fisheries in Beira on Tuesday.",
    "The ministers of Kenya and Mozambique will sign the accord on fisheries in Maputo on Tuesday "
    "if parliament agrees.",
)
REST = "\n\nThe ministry published a map of the waters.\n\nBoats of both countries may land fish.\n"


def stated(text: str, article: int) -> Statement:
    part = Slice(article=article, start=0, end=len(text), text=text)
    return Statement(
        id=f"S{article}", text=text, evidence=(part,), origin="extracted", checks=("verbatim",)
    )


def quoted(text: str, article: int, speaker: str = "Ann Bo") -> KeyQuote:
    part = Slice(article=article, start=0, end=len(text), text=text)
    return KeyQuote(id=f"Q{article}", text=text, speaker=speaker, evidence=(part,))


def story(folder: Path, *texts: str) -> Brief:
    for number, text in enumerate(texts):
        head = f"---\ntitle: Accord on fisheries\npublisher: Outlet {number}\n---\n"
        (folder / f"{number}.md").write_text(f"{head}\n{text}{REST}", encoding="utf-8")
    articles = ingest.sources([str(folder)], stdin=None)
    found = [one for one in articles if not isinstance(one, Failed)]
    return merge(list(pipeline.briefs(found, pipeline.Models(reader=PatternReader()))))


@pytest.mark.parametrize("other", OPPOSITES)
@pytest.mark.parametrize("turned", [False, True])
def test_outlet_that_says_the_opposite_is_not_cited_and_not_lost(other: str, turned: bool) -> None:
    pair = (other, SIGNED) if turned else (SIGNED, other)
    found = statements([stated(text, number) for number, text in enumerate(pair)])
    assert [(one.text, [part.text for part in one.evidence]) for one in found] == [
        (text, [text]) for text in pair
    ]


def test_outlets_that_say_the_same_are_both_cited() -> None:
    longer = SIGNED.replace("signed the accord", "signed the long accord")
    for other in (SIGNED, longer):
        (found,) = statements([stated(SIGNED, 0), stated(other, 1)])
        assert {part.article for part in found.evidence} == {0, 1}


def test_who_did_it_to_whom_is_not_joined_the_other_way_round() -> None:
    ours = "Kenya lent Mozambique two patrol boats for the northern waters."
    theirs = "Mozambique lent Kenya two patrol boats for the northern waters."
    for one in statements([stated(ours, 0), stated(theirs, 1)]):
        assert len(one.evidence) == 1


def test_quotation_is_joined_only_to_the_same_words_of_the_same_speaker() -> None:
    said = "We will accept the offer of the port and the road before June."
    denied = said.replace("will accept", "will not accept")
    assert len(quotes([quoted(said, 0), quoted(denied, 1)])) == 2
    assert len(quotes([quoted(said, 0), quoted(said, 1, "Cy Du")])) == 2
    (one,) = quotes([quoted(said, 0), quoted(said.upper().replace(".", ","), 1)])
    assert len(one.evidence) == 2


@pytest.mark.parametrize(("at", "about"), [(0, "denial"), (1, "denial"), (2, "denial")])
def test_denial_stands_beside_what_it_denies(tmp_path: Path, at: int, about: str) -> None:
    made = story(tmp_path, SIGNED, OPPOSITES[at])
    found = [one for one in made.differences if one.about.startswith(about)]
    assert [{a.text for a in one.accounts} for one in found] == [{SIGNED, OPPOSITES[at]}]
    cited = {SIGNED: 0, OPPOSITES[at]: 1}
    assert made.bottom_line
    for one in (made.bottom_line, *made.summary):
        if one.text in cited:
            assert {part.article for part in one.evidence} == {cited[one.text]}
    note = render(made, "md").decode()
    assert "Denial" in note.partition("## Where the outlets differ")[2]


@pytest.mark.parametrize(("at", "about"), [(3, "certainty"), (5, "condition")])
def test_what_one_outlet_calls_possible_is_a_difference(
    tmp_path: Path, at: int, about: str
) -> None:
    signs = SIGNED.replace("signed", "will sign")
    made = story(tmp_path, signs, OPPOSITES[at])
    assert [one.about.partition(" ")[0] for one in made.differences] == [about]


def test_reported_speech_is_no_difference(tmp_path: Path) -> None:
    will = "Kenya will lend two patrol boats to Mozambique, the minister said."
    assert story(tmp_path, will, will.replace("will", "would")).differences == ()
