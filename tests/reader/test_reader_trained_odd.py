"""Names, cases and voices that the training data has few of."""

from __future__ import annotations

import pytest

from briefwright import models
from briefwright.article import Article, Mask
from briefwright.reader.trained import BASE, TrainedReader
from briefwright.reading import Person, Reading
from briefwright.segment import segment
from briefwright.spans import Span

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    return TrainedReader.load(models.ensure(BASE))


def read(reader: TrainedReader, text: str, *, masked: str = "") -> Reading:
    start = text.index(masked)
    span = Span(start=start, end=start + len(masked))
    masks = (Mask(span=span, reason="byline"),) if masked else ()
    article = Article(id="a", source="-", text=text, masked=masks)
    (reading,) = reader.read([(article, segment(article))])
    return reading


def taking_part(found: Reading, text: str) -> dict[str, Person]:
    return {one.name.of(text): one for one in found.people if one.takes_part >= 0.5}


def said_by(found: Reading, text: str) -> list[str | None]:
    return [one.name.of(text) if one.name else None for one in found.speakers]


def test_capitalised_surname_stays_with_its_given_name(reader: TrainedReader) -> None:
    text = (
        "Minister Ana BEKELE met Ambassador Karim SILVA on Monday. “The road is open again,” BEKELE"
        " said."
    )
    found = read(reader, text)
    assert set(taking_part(found, text)) == {"Ana BEKELE", "Karim SILVA"}
    assert said_by(found, text) == ["Ana BEKELE"]


def test_article_in_capitals_throughout_is_read(reader: TrainedReader) -> None:
    text = (
        "THE FOREIGN MINISTER OF GHANA, AMA OWUSU, MET HER POLISH COUNTERPART, ZOFIA NOWAK, IN"
        " ACCRA ON MONDAY. THEY SIGNED AN AGREEMENT ON FISHERIES. “WE WILL OPEN A JOINT CENTRE IN"
        " MAY,” OWUSU SAID."
    )
    found = read(reader, text)
    people = taking_part(found, text)
    assert {name: one.country for name, one in people.items()} == {
        "AMA OWUSU": "Ghana",
        "ZOFIA NOWAK": "Poland",
    }
    assert said_by(found, text) == ["AMA OWUSU"]


def test_article_in_small_letters_throughout_is_read(reader: TrainedReader) -> None:
    text = (
        "ghana’s foreign minister ama owusu met polish foreign minister zofia nowak in accra on"
        " monday. they signed an agreement on fisheries. “we will open a joint centre in may,”"
        " owusu said."
    )
    found = read(reader, text)
    assert set(taking_part(found, text)) == {"ama owusu", "zofia nowak"}
    assert said_by(found, text) == ["ama owusu"]


def test_particles_belong_to_the_name(reader: TrainedReader) -> None:
    text = (
        "Egyptian President Abdel Fattah el-Sisi received Saudi Crown Prince Mohammed bin Salman"
        " and European Commission President Ursula von der Leyen in Cairo."
    )
    names = {"Abdel Fattah el-Sisi", "Mohammed bin Salman", "Ursula von der Leyen"}
    assert set(taking_part(read(reader, text), text)) == names


def test_name_without_a_title_is_found_where_it_was_tagged(reader: TrainedReader) -> None:
    text = (
        "Present were Zorvan Quell of Norway, Karim Silva of Chile and Jonas Petrov of Ghana. They"
        " agreed to meet again in May."
    )
    found = read(reader, text)
    assert {"Karim Silva", "Jonas Petrov"} <= set(taking_part(found, text))
    (outlook,) = found.outlook
    assert outlook.person is None, "what several agreed is no one person's"


def test_body_beside_its_words_says_them(reader: TrainedReader) -> None:
    text = (
        "Minister Ana Bekele opened the port on Monday. The European Commission said: “We are"
        " watching the matter closely.”"
    )
    assert said_by(read(reader, text), text) == ["European Commission"]


def test_what_a_body_says_is_to_come_is_the_bodys(reader: TrainedReader) -> None:
    text = (
        "Minister Ana Bekele met the press. “The tender documents will be published within weeks,”"
        " the Ministry of Energy said in a statement."
    )
    (outlook,) = read(reader, text).outlook
    assert outlook.by is not None
    assert outlook.by.of(text) == "Ministry of Energy"
    assert outlook.person is None


def test_he_and_she_are_two(reader: TrainedReader) -> None:
    text = (
        "OSLO - Norwegian Trade Minister Kari Solheim opened the fair. She then met the Chilean"
        " ambassador, Pablo Arriagada. “The fair has never been so large,” she said. “Chile will"
        " send forty firms next year,” he said."
    )
    assert said_by(read(reader, text), text) == ["Kari Solheim", "Pablo Arriagada"]


def test_time_is_given_whole(reader: TrainedReader) -> None:
    text = "Minister Ana Bekele hoped that construction would begin by the end of 2027. She left."
    (outlook,) = read(reader, text).outlook
    assert outlook.when is not None
    assert outlook.when.of(text) == "by the end of 2027"


def test_what_is_masked_is_not_read(reader: TrainedReader) -> None:
    byline = "Mayor Karim Silva said: “Read this too now.”"
    text = f"{byline}\n\nMinister Ana Bekele said the bridge to Porto would open in May."
    found = read(reader, text, masked=byline)
    assert set(taking_part(found, text)) == {"Ana Bekele"}
    assert not found.speakers
    assert "Karim Silva" in taking_part(read(reader, text), text)


def test_name_that_runs_over_its_sentence_breaks_nothing(reader: TrainedReader) -> None:
    for text in ("Jr. \n\n Ş told Jr.", "x " * 4992 + "Minister Ana Bekele said it."):
        read(reader, text)


def test_items_of_a_list_that_was_agreed_are_areas(reader: TrainedReader) -> None:
    text = (
        "Ghana and Poland agreed on Monday to cooperate on:\n\n"
        "- Cold stores for fish in Tema\n- Training of 40 port engineers\n\n"
        "Ministers Ama Owusu and Zofia Nowak signed the accord."
    )
    areas = {one.phrase.of(text): one.status for one in read(reader, text).areas}
    assert areas["Cold stores for fish in Tema"] == "agreed"
    assert areas["Training of 40 port engineers"] == "agreed"


def test_time_of_what_has_been_is_not_when_it_is_to_come(reader: TrainedReader) -> None:
    text = (
        "Ministers Ama Owusu and Zofia Nowak agreed on Monday that a joint laboratory will be built"
        " in Tema."
    )
    assert all(one.when is None for one in read(reader, text).outlook)
