"""What the trained reader finds in invented articles."""

from __future__ import annotations

import hashlib
import json

import pytest
from safetensors import safe_open
from trained_sample import (
    CABLE,
    HEADLINE,
    parted,
    people,
    read,
    said_by,
    taking_part,
    words,
)

from briefwright import models
from briefwright.errors import ModelError
from briefwright.nn import int8
from briefwright.reader.trained import BASE, WEIGHTS, TrainedReader, ranges_of
from briefwright.reading import Area, Outlook, Reading

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    return TrainedReader.load(models.ensure(BASE))


def test_those_who_act_take_part_and_those_mentioned_do_not(reader: TrainedReader) -> None:
    found = read(reader, CABLE, HEADLINE)
    assert taking_part(found, CABLE) == {"Eleni Charalambous", "Tariq Haddadin"}
    assert "Andreas Kyprou" in people(found, CABLE)


@pytest.mark.parametrize(
    ("name", "title", "country"),
    [
        ("Eleni Charalambous", "Cypriot Energy Minister", "Cyprus"),
        ("Tariq Haddadin", "Jordanian Foreign Minister", "Jordan"),
    ],
)
def test_person_has_title_and_country(
    reader: TrainedReader, name: str, title: str, country: str
) -> None:
    person = people(read(reader, CABLE, HEADLINE), CABLE)[name]
    assert (words(person.title, CABLE), person.country) == (title, country)


@pytest.mark.skipif(not int8.exact(), reason="this processor does not multiply bytes")
def test_by_whole_numbers_the_same_people_are_found() -> None:
    rounded = TrainedReader.load(models.ensure(BASE), dtype="int8")
    assert rounded.name == "trained-1-int8"
    found = read(rounded, CABLE, HEADLINE)
    assert taking_part(found, CABLE) == {"Eleni Charalambous", "Tariq Haddadin"}


def test_a_processor_without_products_of_bytes_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(int8, "exact", lambda: False)
    assert TrainedReader.load(models.ensure(BASE)).name == "trained-1"
    with pytest.raises(ModelError, match=r"--dtype int8: this processor .* leave --dtype out"):
        TrainedReader.load(models.ensure(BASE), dtype="int8")


def test_the_ranges_are_those_of_the_weights() -> None:
    with safe_open(ranges_of(WEIGHTS), "pt") as file:
        of = json.loads(file.metadata()["ranges"])["reader"]
    assert of == hashlib.sha256(WEIGHTS.read_bytes()).hexdigest(), "run make.py ranges again"


def test_title_behind_the_name_is_found(reader: TrainedReader) -> None:
    text = (
        "Pablo Arriagada, the Chilean ambassador to Norway, opened the fair on Monday."
        " Arriagada said that forty firms had come."
    )
    person = people(read(reader, text), text)["Pablo Arriagada"]
    assert words(person.title, text) == "Chilean ambassador to Norway"
    assert person.country == "Chile"


def test_surname_alone_is_the_person_named_before(reader: TrainedReader) -> None:
    text = (
        "Minister Ana Bekele opened the school on Friday. Bekele said it had cost two million."
        " The children sang, and Bekele thanked them."
    )
    found = people(read(reader, text), text)
    assert list(found) == ["Ana Bekele"]
    assert [words(one, text) for one in found["Ana Bekele"].mentions] == [
        "Ana Bekele",
        "Bekele",
        "Bekele",
    ]


def test_people_of_one_surname_stay_apart(reader: TrainedReader) -> None:
    text = (
        "Minister Ana Petrescu opened the school in Cluj on Friday. Mayor Radu Petrescu, who is"
        " not related to her, also spoke. “We needed it for a long time,” Ana Petrescu said."
    )
    found = people(read(reader, text), text)
    assert list(found) == ["Ana Petrescu", "Radu Petrescu"]
    assert [words(one.title, text) for one in found.values()] == ["Minister", "Mayor"]


def test_speakers_are_found_by_name_and_by_pronoun(reader: TrainedReader) -> None:
    found = read(reader, CABLE, HEADLINE)
    assert said_by(found, CABLE) == ["Eleni Charalambous", "Tariq Haddadin"]
    assert [one.resolved for one in found.speakers] == ["named", "pronoun"]


def test_body_that_speaks_is_the_speaker(reader: TrainedReader) -> None:
    text = (
        "The harbour was closed for a week. The European Commission said: “We are watching"
        " the matter closely.”"
    )
    found = read(reader, text)
    assert said_by(found, text) == ["European Commission"]
    assert (found.speakers[0].body, found.speakers[0].person) == (0, None)


def spoken(reading: Reading, text: str) -> list[str]:
    _, segments = parted(text)
    return [segments.quotations[one.quotation].span.of(text) for one in reading.speakers]


def test_scare_quotes_and_titles_of_works_are_nobodys_speech(reader: TrainedReader) -> None:
    text = (
        "Transport Minister Ivan Kolar opened the “smart” road on Monday. The film “Long Winter"
        " Nights of Glass” was shown. “We need this road in winter too,” Kolar said."
    )
    assert spoken(read(reader, text), text) == ["We need this road in winter too,"]


def ahead(reading: Reading, text: str, opening: str) -> Outlook:
    return next(one for one in reading.outlook if one.span.of(text).startswith(opening))


@pytest.mark.parametrize(
    ("opening", "kind", "when"),
    [
        ("The committee will", "planned", "in June"),
        ("Charalambous hoped", "hoped", "next year"),
    ],
)
def test_statement_on_what_is_to_come_has_kind_and_time(
    reader: TrainedReader, opening: str, kind: str, when: str
) -> None:
    found = ahead(read(reader, CABLE, HEADLINE), CABLE, opening)
    assert found.kind == kind
    assert words(found.when, CABLE) == when


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The two ministers will meet again in Oslo on May 4 to sign the treaty.", "planned"),
        ("Trade between Chile and Ghana is expected to grow by a tenth next year.", "expected"),
        ("Minister Ana Bekele hoped that the treaty would be signed soon.", "hoped"),
        ("The Red Cross warned that food would run out by Friday.", "warned"),
    ],
)
def test_outlook_has_its_kind(reader: TrainedReader, text: str, kind: str) -> None:
    assert [one.kind for one in read(reader, text).outlook] == [kind]


def test_things_done_are_no_outlook(reader: TrainedReader) -> None:
    text = "The ministers met in Oslo on Monday and left the same day. The museum closed in 1987."
    assert read(reader, text).outlook == ()


def area(reading: Reading, text: str, phrase: str) -> Area:
    return next(one for one in reading.areas if phrase in one.phrase.of(text))


@pytest.mark.parametrize(
    ("phrase", "status"), [("electricity trade", "signed"), ("power cable", "discussed")]
)
def test_area_of_cooperation_has_phrase_status_and_parties(
    reader: TrainedReader, phrase: str, status: str
) -> None:
    found = area(read(reader, CABLE, HEADLINE), CABLE, phrase)
    assert found.status == status
    assert set(found.parties) == {"Cyprus", "Jordan"}


def test_article_without_parties_has_no_areas(reader: TrainedReader) -> None:
    text = "The striker scored twice in the second half. Rain stopped the game for ten minutes."
    assert read(reader, text).areas == ()


def test_an_article_printed_twice_has_each_outlook_item_once(reader: TrainedReader) -> None:
    text = "The two ministers agreed that a joint council will meet in Nairobi in May 2027."
    found = [one.span.of(f"{text}\n\n{text}") for one in read(reader, f"{text}\n\n{text}").outlook]
    assert len(found) == len(set(found))
    assert found
