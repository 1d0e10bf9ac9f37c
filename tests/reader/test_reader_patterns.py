import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.article import Article
from briefwright.reader import Reader
from briefwright.reader.patterns import TAKES_PART, PatternReader
from briefwright.reader.patterns.outlook import times_in
from briefwright.reader.patterns.page import Page
from briefwright.reading import Person, Reading
from briefwright.segment import segment
from briefwright.segments import Segments


def read(text: str, title: str | None = None) -> tuple[Reading, Segments]:
    article = Article(id="a", source="-", text=text, title=title)
    segments = segment(article)
    reader: Reader = PatternReader()
    return reader.read([(article, segments)])[0], segments


def person(text: str, name: str) -> Person:
    reading, _ = read(text)
    return next(person for person in reading.people if person.name.of(text) == name)


def names(text: str) -> list[str]:
    return [person.name.of(text) for person in read(text)[0].people]


def said_by(text: str) -> list[str | None]:
    reading, _ = read(text)
    return [speaker.name.of(text) if speaker.name else None for speaker in reading.speakers]


MEETING = (
    "LUSAKA - Zambian Health Minister Clara Mwanza met Pieter van der Berg, the Dutch ambassador"
    " to Zambia, on Monday. “We will open three clinics next year,” Mwanza said. He told her that"
    " “the money for the clinics is ready”. The two sides signed an agreement on medical training."
)


def test_people_have_titles_and_countries() -> None:
    minister = person(MEETING, "Clara Mwanza")
    assert minister.title is not None
    assert minister.title.of(MEETING) == "Zambian Health Minister"
    assert minister.country == "Zambia"
    ambassador = person(MEETING, "Pieter van der Berg")
    assert ambassador.title is not None
    assert ambassador.title.of(MEETING) == "Dutch ambassador to Zambia"
    assert ambassador.country == "Netherlands"


def test_surname_is_merged_into_the_full_name() -> None:
    assert names(MEETING) == ["Clara Mwanza", "Pieter van der Berg"]
    assert len(person(MEETING, "Clara Mwanza").mentions) == 2


def test_same_surname_with_other_given_name_is_another_person() -> None:
    text = (
        "Trade Minister Anna Keller met Governor Thomas Keller. Keller left early."
        " Minister Keller said trade had grown."
    )
    assert names(text) == ["Anna Keller", "Thomas Keller"]
    found = [mention.of(text) for mention in person(text, "Anna Keller").mentions]
    assert found == ["Anna Keller", "Keller"]


def test_honorifics_stay_out_of_the_name() -> None:
    assert names("Dr. Hassan Karimi said the plan works. Mr. Karimi left.") == ["Hassan Karimi"]


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Health said on Monday that prices fell.",
        "The Daily Herald reported that Victoria Stadium was full in May.",
        "The General Assembly adopted the Paris Agreement.",
    ],
)
def test_bodies_places_and_months_are_no_people(text: str) -> None:
    assert names(text) == []


def test_those_named_in_passing_take_less_part() -> None:
    text = (
        "Prime Minister Elena Petrova opened the bridge. “It was built in two years,” Petrova said."
        " It stands near the tomb of Viktor Ilyin."
    )
    reading, _ = read(text)
    shares = {person.name.of(text): person.takes_part for person in reading.people}
    assert shares["Elena Petrova"] >= TAKES_PART
    assert shares.get("Viktor Ilyin", 0.0) < TAKES_PART


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The road will be open by June,” said Minister Ali Rahimi.", "Ali Rahimi"),
        ("Minister Ali Rahimi said: “The road will be open by June.”", "Ali Rahimi"),
        ("Minister Ali Rahimi told Omar Said that “the road will be open soon”.", "Ali Rahimi"),
        ("According to Minister Ali Rahimi, “the road will be open soon”.", "Ali Rahimi"),
        ("Minister Ali Rahimi spoke. “The road will be open soon,” he said.", "Ali Rahimi"),
        ("Minister Ali Rahimi came. “The road will be open,” the minister said.", "Ali Rahimi"),
    ],
)
def test_speaker_is_found_beside_the_quotation(text: str, speaker: str) -> None:
    assert said_by(text) == [speaker]


def test_run_of_speech_keeps_its_speaker_from_context() -> None:
    text = "“The road will be open by June,” said Minister Ali Rahimi. “It has four lanes now.”"
    reading, _ = read(text)
    assert said_by(text) == ["Ali Rahimi", "Ali Rahimi"]
    assert [speaker.resolved for speaker in reading.speakers] == ["named", "context"]


def test_scare_quotes_and_titles_of_works_have_no_speaker() -> None:
    text = "The “smart” road was shown. The film “Long Winter Nights Of Glass” opened in Oslo."
    assert said_by(text) == []


def test_pronoun_is_marked_as_resolved() -> None:
    reading, _ = read("Minister Ali Rahimi spoke. “The road will be open soon,” he said.")
    assert reading.speakers[0].resolved == "pronoun"
    assert reading.antecedents[0].person == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The ministers will meet again in Oslo on May 4.", "planned"),
        ("Trade is expected to grow by a tenth next year.", "expected"),
        ("He hoped that the two sides would sign the treaty soon.", "hoped"),
        ("The union warned that it will strike if pay is cut.", "warned"),
    ],
)
def test_outlook_has_its_kind(text: str, kind: str) -> None:
    assert [statement.kind for statement in read(text)[0].outlook] == [kind]


@pytest.mark.parametrize(
    ("sentence", "by"),
    [
        ("Mwanza remarked that the clinics will open next year.", "Clara Mwanza"),
        ("The clinics will open next year, Mwanza explained.", "Clara Mwanza"),
        ("The clinics will open next year, the Lusaka Herald reported on Friday.", "Lusaka Herald"),
        ("According to Mwanza, the clinics will open next year.", "Clara Mwanza"),
        ("She will open the clinics next year, a Dutch official said.", None),
        # The sentences before were about her; this one is about nobody who has a name.
        ("Both governments have said that the clinics will open next year.", None),
    ],
)
def test_what_is_to_come_is_told_by_whoever_says_it(sentence: str, by: str | None) -> None:
    text = f"Health Minister Clara Mwanza met doctors on Monday. She thanked them. {sentence}"
    (item,) = [one for one in read(text)[0].outlook if "will open" in one.span.of(text)]
    assert (item.by.of(text) if item.by else None) == by


def test_things_done_are_no_outlook() -> None:
    assert read("The ministers met in Oslo on Monday and left the same day.")[0].outlook == ()


def test_list_of_fields_is_split_into_areas() -> None:
    text = (
        "Norway and Chile agreed to expand cooperation in the fields of energy, fisheries and law."
    )
    reading, _ = read(text)
    phrases = {area.phrase.of(text) for area in reading.areas}
    assert {"energy", "fisheries", "law"} <= phrases
    assert all(area.status == "agreed" for area in reading.areas)
    assert all(area.parties == ("Norway", "Chile") for area in reading.areas)


def test_sport_has_no_areas() -> None:
    text = "The striker scored twice in the second half. Rain stopped the game for ten minutes."
    assert read(text)[0].areas == ()


def test_every_sentence_has_its_worth_and_the_lead_is_worth_most() -> None:
    reading, segments = read(MEETING, "Zambia and Netherlands plan clinics")
    assert [one.sentence for one in reading.worth] == list(range(len(segments.sentences)))
    assert max(reading.worth, key=lambda one: one.bottom_line).sentence == 0


def test_the_same_article_gives_the_same_reading() -> None:
    assert read(MEETING)[0] == read(MEETING)[0]


WORDS = st.sampled_from(
    "Minister Ali Rahimi said “ ” \" ' he the of and , . : \n\n Iran cooperation in will discussed"
    " al- bin Dr. president told — U.S. ( ) fields quoted as saying".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    reading, segments = read(text, title=text[:40])
    spans = [mention for person in reading.people for mention in person.mentions]
    spans += [person.title for person in reading.people if person.title]
    spans += [statement.span for statement in reading.outlook]
    spans += [area.span for area in reading.areas]
    spans += [antecedent.span for antecedent in reading.antecedents]
    spans += [area.phrase for area in reading.areas]
    spans += [one.as_written for one in reading.speakers if one.as_written]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.quotation < len(segments.quotations) for one in reading.speakers)
    assert len(reading.outlook) <= 6
    assert len(reading.areas) <= 8


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "Aa ",
        '"',
        "he said “a b c d” ",
        "Minister of ",
        "trade, ",
        "with ",
        "cooperation in a ",
    ],
)
def test_work_grows_with_hostile_text_and_not_with_its_square(unit: str) -> None:
    def seconds(characters: int) -> float:
        article = Article(id="a", source="-", text=unit * (characters // len(unit)))
        segments = segment(article)
        taken = []
        # Rubbish of thousands of tests before is no work of this one.
        gc.collect()
        gc.disable()
        try:
            for _ in range(3):
                started = time.process_time()
                PatternReader().read([(article, segments)])
                taken.append(time.process_time() - started)
        finally:
            gc.enable()
        return min(taken)

    seconds(1_000)
    # Linear work takes 5 times as long on 5 times the text, quadratic work 25 times.
    assert seconds(60_000) < 15 * max(seconds(12_000), 0.05)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Water will flow between 1 July and 30 September.", ["between 1 July and 30 September"]),
        ("They visit from 10 to 21 August.", ["from 10 to 21 August"]),
        ("It opens on Monday and closes in May 2027.", ["on Monday", "in May 2027"]),
        ("It will be ready by the end of 2027.", ["by the end of 2027"]),
        ("They may meet on Monday if he agrees.", ["on Monday"]),
        ("Power flows between 1 November and 31 March.", ["between 1 November and 31 March"]),
        ("May he open it in May? The March will end there.", ["in May"]),
    ],
)
def test_times_are_given_whole(text: str, times: list[str]) -> None:
    article = Article(id="a", source="-", text=text)
    page = Page.of(article, segment(article))
    found = times_in(page, page.segments.sentences[0].span)
    assert [span.of(text) for span in found] == times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Health ministers Lena Vos of Norway and Peter Lund of Denmark signed a plan on "
            "Tuesday. Vos said it would last. Lund said the same.",
            {"Lena Vos": "Health ministers", "Peter Lund": "Health ministers"},
        ),
        (
            "Foreign Ministers Lena Vos and Tomas Rell met in Oslo on Monday. Vos said talks went "
            "on. Rell said so too.",
            {"Lena Vos": "Foreign Ministers", "Tomas Rell": "Foreign Ministers"},
        ),
        (
            "Deputy ministers Ana Reyes, Luis Soto and Carla Paz met on Monday. Reyes said it went "
            "well. Soto and Paz said nothing.",
            dict.fromkeys(("Ana Reyes", "Luis Soto", "Carla Paz"), "Deputy ministers"),
        ),
        (
            "Health minister Lena Vos and Tomas Rell met in Oslo on Monday. Vos said talks went "
            "on. Rell said so too.",
            {"Lena Vos": "Health minister", "Tomas Rell": None},
        ),
    ],
)
def test_plural_title_belongs_to_everyone_in_its_list(
    text: str, expected: dict[str, str | None]
) -> None:
    article = Article(id="a", source="a", text=text)
    (reading,) = PatternReader().read([(article, segment(article))])
    found = {one.name.of(text): one.title.of(text) if one.title else None for one in reading.people}
    assert {name: found.get(name) for name in expected} == expected
