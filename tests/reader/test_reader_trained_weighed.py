"""Which words of a sentence the trained reader finds worth saying again."""

from __future__ import annotations

import pickle

import pytest

from briefwright import models
from briefwright.article import Article
from briefwright.reader.trained import BASE, TrainedReader
from briefwright.reading import WORD, Reading, Weigh, WordWeight, without_reader
from briefwright.segment import segment
from briefwright.spans import Span

pytestmark = pytest.mark.model

TEXT = (
    "Kenyan Health Minister Asha Otieno signed an accord on nursing with Ghana in Accra on Monday. "
    "Speaking to reporters on the sidelines of the event, she said the accord will help both."
)


@pytest.fixture(scope="module")
def trained() -> TrainedReader:
    return TrainedReader.load(models.ensure(BASE))


def weigher(reader: TrainedReader, text: str) -> Weigh | None:
    article = Article(id="a", source="a.txt", title="Kenya and Ghana sign accord", text=text)
    return reader.read([(article, segment(article))])[0].weigh


def weights(reader: TrainedReader, text: str) -> tuple[WordWeight, ...]:
    weigh = weigher(reader, text)
    # A text without a sentence has none to weigh.
    return weigh([Span(start=0, end=len(text))])[0] if weigh else ()


def test_every_word_has_a_weight_in_its_place(trained: TrainedReader) -> None:
    found = weights(trained, TEXT)
    assert [TEXT[one.start : one.end] for one in found] == WORD.findall(TEXT)
    for one in found:
        assert min(one.bottom_line, one.summary, one.outlook) >= 0
        assert max(one.bottom_line, one.summary, one.outlook) <= 1


def test_what_happened_weighs_more_than_the_occasion(trained: TrainedReader) -> None:
    shares = {TEXT[one.start : one.end]: one.summary for one in weights(trained, TEXT)}
    assert min(shares["Otieno"], shares["accord"]) > shares["sidelines"]


def test_a_part_of_a_sentence_weighs_as_in_the_whole(trained: TrainedReader) -> None:
    weigh = weigher(trained, TEXT)
    assert weigh is not None
    part = Span(start=TEXT.index("signed"), end=TEXT.index(" with"))
    later = Span(start=TEXT.index("Speaking"), end=len(TEXT))
    (whole,) = weigh([Span(start=0, end=len(TEXT))])
    assert weigh([later, part]) == [
        tuple(one for one in whole if one.start >= later.start),
        tuple(one for one in whole if part.start <= one.start < part.end),
    ]
    assert weigh([]) == []
    assert weigh([Span(start=3, end=3)]) == [()]


def test_words_weighed_without_the_reader_weigh_the_same_and_can_be_kept(
    trained: TrainedReader,
) -> None:
    article = Article(id="a", source="a.txt", title="Kenya and Ghana sign accord", text=TEXT)
    (reading,) = trained.read([(article, segment(article))])
    plain = pickle.loads(pickle.dumps(without_reader(reading, TEXT)))
    spans = [Span(start=5, end=60), Span(start=0, end=len(TEXT))]
    assert reading.weigh is not None
    assert plain.weigh(spans) == reading.weigh(spans)
    assert without_reader(Reading(), TEXT) == Reading()


def test_a_sentence_longer_than_is_looked_at_has_all_its_words(trained: TrainedReader) -> None:
    text = "The minister " + "and the minister " * 300 + "met."
    found = weights(trained, text)
    assert len(found) == len(WORD.findall(text))
    assert found[-1].summary == 0.5


@pytest.mark.parametrize("text", ["“ ” … — .", "日本と中国 は 合意 した。", "a" * 400])
def test_any_text_has_weights_for_its_words(trained: TrainedReader, text: str) -> None:
    assert [text[one.start : one.end] for one in weights(trained, text)] == WORD.findall(text)
