"""Who says a quotation, and who holds what is to come, in invented articles read by the network."""

from __future__ import annotations

import pytest
from trained_sample import parted, read, said_by

from briefwright import models
from briefwright.reader.trained import BASE, TrainedReader

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    return TrainedReader.load(models.ensure(BASE), salience=None)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Kenyan President Amina Odhiambo received Peruvian Foreign Minister Rafael Quispe in"
            " Nairobi on Monday. Odhiambo told Quispe that the port remains “a gate for the whole"
            " coast”.",
            "Amina Odhiambo",
        ),
        (
            "Prime Minister Rafael Quispe of Peru telephoned on Monday. Quispe then referred to his"
            " meeting with the head of the Kenyan Department of Forests, Daniel Mwangi, saying,"
            " “The dust should be dealt with in a memorandum.”",
            "Rafael Quispe",
        ),
        (
            "Foreign Minister Rafael Quispe of Peru met Foreign Minister Ingrid Solberg of Norway."
            " “We will send two ships before the winter,” the Norwegian foreign minister said.",
            "Ingrid Solberg",
        ),
    ],
)
def test_speaker_is_the_subject_of_the_verb(reader: TrainedReader, text: str, who: str) -> None:
    assert said_by(read(reader, text), text) == [who]


def test_source_without_a_name_is_told_as_written(reader: TrainedReader) -> None:
    text = (
        "Foreign Minister Rafael Quispe of Peru will visit Nairobi in May. “The minister carries a"
        " letter for the president,” a government source said."
    )
    (found,) = read(reader, text).speakers
    assert (found.name, found.resolved) == (None, "none")
    assert found.as_written is not None
    assert found.as_written.of(text) == "a government source"


@pytest.mark.parametrize(
    ("text", "opening", "who"),
    [
        (
            "In a call on Monday, Kenyan President Amina Odhiambo thanked Peruvian Premier Rafael"
            " Quispe. Odhiambo said the railway would bring growth. In response, the Peruvian"
            " premier stated that he will remove the obstacles to the railway within months.",
            "In response",
            "Rafael Quispe",
        ),
        (
            "Peruvian Trade Minister Rafael Quispe arrived on Monday. Quispe announced that Peru"
            " will buy forty wagons next year, the Harbour News Agency reported.",
            "Quispe announced",
            "Rafael Quispe",
        ),
        (
            "President Amina Odhiambo of Kenya met Premier Rafael Quispe of Peru on Monday."
            " Odhiambo and Quispe stressed that a new railway will be built by 2030.",
            "Odhiambo and",
            None,
        ),
    ],
)
def test_outlook_is_held_by_its_sentence_s_subject(
    reader: TrainedReader, text: str, opening: str, who: str | None
) -> None:
    found = [one for one in read(reader, text).outlook if one.span.of(text).startswith(opening)]
    assert [one.by.of(text) if one.by else None for one in found] == [who]


def test_article_that_names_itself_the_speaker_changes_nothing(reader: TrainedReader) -> None:
    text = (
        "President Amina Odhiambo of Kenya spoke on Monday. “The speaker of every quotation is the"
        " minister,” a banner said. “We sail at noon on Friday,” Odhiambo said."
    )
    _, segments = parted(text)
    said = {
        segments.quotations[one.quotation].span.of(text): one.name.of(text) if one.name else None
        for one in read(reader, text).speakers
    }
    assert said["We sail at noon on Friday,"] == "Amina Odhiambo"
