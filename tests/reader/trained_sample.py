"""Invented articles, and a look over what the trained reader makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from briefwright.article import Article
from briefwright.reader.trained import TrainedReader
from briefwright.reading import Body, Person, Reading
from briefwright.segment import segment
from briefwright.segments import Segments
from briefwright.spans import Span


def parted(text: str, title: str | None = None) -> tuple[Article, Segments]:
    article = Article(id="a", source="-", text=text, title=title)
    return article, segment(article)


def read(reader: TrainedReader, text: str, title: str | None = None) -> Reading:
    """The article's reading, looked over whole."""
    article, segments = parted(text, title)
    (reading,) = reader.read([(article, segments)])
    look_over(reading, article, segments)
    return reading


def look_over(reading: Reading, article: Article, segments: Segments) -> None:
    """Assert that spans lie in the text, indexes point at something, and scores are shares."""
    text, people = article.text, range(len(reading.people))
    for span in spans(reading):
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
    for score in flattened(reading)[1]:
        assert 0 <= score <= 1
    parties: tuple[Person | Body, ...] = (*reading.people, *reading.bodies)
    for party in parties:
        assert party.name in party.mentions
        assert sorted(party.mentions, key=lambda one: one.start) == list(party.mentions)
    said = [one.quotation for one in reading.speakers]
    assert said == sorted(set(said))
    assert set(said) <= set(range(len(segments.quotations)))
    for one in reading.speakers:
        assert one.person is None or (one.person in people and one.body is None)
        assert one.body is None or one.body in range(len(reading.bodies))
        assert (one.name is None) == (one.person is None and one.body is None)
    assert [one.sentence for one in reading.worth] == list(range(len(segments.sentences)))
    assert all(one.person is None or one.person in people for one in reading.outlook)
    assert all(one.when is None or one.span.contains(one.when) for one in reading.outlook)
    assert all(area.span.contains(area.phrase) for area in reading.areas)
    assert all(one.person in people for one in reading.antecedents)
    assert len(reading.outlook) <= 6
    assert len(reading.areas) <= 8


def spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from spans(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from spans(each)


def flattened(reading: Reading) -> tuple[list[Any], list[float]]:
    """Everything the reading says, its scores apart."""
    facts: list[Any] = []
    scores: list[float] = []

    def take(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, each in value.items():
                take(each, f"{path}.{key}")
        elif isinstance(value, (list, tuple)):
            facts.append((path, len(value)))
            for place, each in enumerate(value):
                take(each, f"{path}.{place}")
        elif isinstance(value, float):
            scores.append(value)
        else:
            facts.append((path, value))

    take(reading.model_dump(), "")
    return facts, scores


def people(reading: Reading, text: str) -> dict[str, Person]:
    return {person.name.of(text): person for person in reading.people}


def taking_part(reading: Reading, text: str) -> set[str]:
    return {name for name, one in people(reading, text).items() if one.takes_part >= 0.5}


def said_by(reading: Reading, text: str) -> list[str | None]:
    return [one.name.of(text) if one.name else None for one in reading.speakers]


def words(span: Span | None, text: str) -> str | None:
    return span.of(text) if span else None


CABLE = (
    "NICOSIA, March 3 - Cypriot Energy Minister Eleni Charalambous met Jordanian Foreign Minister"
    " Tariq Haddadin in Nicosia on Tuesday to discuss a subsea power cable between the two"
    " countries.\n\n"
    "“We have waited eleven years for this cable, and it is needed now,” Charalambous told"
    " reporters after the talks.\n\n"
    "Haddadin said the two sides had signed a memorandum of understanding on electricity trade and"
    " agreed to set up a joint committee on water desalination. “Our engineers already work"
    " together every week,” he said.\n\n"
    "The ministers called the deal a “game changer” for the region. The project was first proposed"
    " by the late president Andreas Kyprou, who died in 2009.\n\n"
    "The committee will hold its first session in June in Amman. Charalambous hoped that"
    " construction would begin next year."
)
HEADLINE = "Cyprus and Jordan sign power cable memorandum"

NAMES = (
    "Egyptian President Abdel Fattah el-Sisi received Saudi Crown Prince Mohammed bin Salman and"
    " European Commission President Ursula von der Leyen in Cairo on Sunday. Turkish Transport"
    " Minister Mevlüt Şahin also attended, as did French Ambassador Jean-Pierre Lefèvre and Irish"
    " Senator Síle Ó Briain. El-Sisi thanked bin Salman for the grain. “The corridor is open to"
    " every ship,” von der Leyen said. Şahin said that the first train had left İzmir."
)

GIVEN = "Ana Boris Clara Dmitri Elena Farid Greta Hassan Ines Jonas".split()

FAMILY = "Abara Castro Dumont Eriksen Fonseca Hamdan".split()
