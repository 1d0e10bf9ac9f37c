"""Which words of a sentence the trained reader finds worth saying again."""

from __future__ import annotations

import pytest

from briefwright import models
from briefwright.article import Article
from briefwright.reader.trained import BASE, TrainedReader
from briefwright.reading import WORD, Reading
from briefwright.segment import segment

pytestmark = pytest.mark.model

TEXT = (
    "Kenyan Health Minister Asha Otieno signed an accord on nursing with Ghana in Accra on Monday. "
    "Speaking to reporters on the sidelines of the event, she said the accord will help both."
)


@pytest.fixture(scope="module")
def trained() -> TrainedReader:
    return TrainedReader.load(models.ensure(BASE))


def read(reader: TrainedReader, text: str) -> Reading:
    article = Article(id="a", source="a.txt", title="Kenya and Ghana sign accord", text=text)
    return reader.read([(article, segment(article))])[0]


def test_every_word_has_a_weight_in_its_place(trained: TrainedReader) -> None:
    found = read(trained, TEXT).weights
    assert [TEXT[one.start : one.end] for one in found] == WORD.findall(TEXT)
    for one in found:
        assert min(one.bottom_line, one.summary, one.outlook) >= 0
        assert max(one.bottom_line, one.summary, one.outlook) <= 1


def test_what_happened_weighs_more_than_the_occasion(trained: TrainedReader) -> None:
    weights = {TEXT[one.start : one.end]: one.summary for one in read(trained, TEXT).weights}
    assert min(weights["Otieno"], weights["accord"]) > weights["sidelines"]


def test_a_sentence_longer_than_is_looked_at_has_all_its_words(trained: TrainedReader) -> None:
    text = "The minister " + "and the minister " * 300 + "met."
    found = read(trained, text).weights
    assert len(found) == len(WORD.findall(text))
    assert found[-1].summary == 0.5


@pytest.mark.parametrize("text", ["“ ” … — .", "日本と中国 は 合意 した。", "a" * 400])
def test_any_text_has_weights_for_its_words(trained: TrainedReader, text: str) -> None:
    assert [text[one.start : one.end] for one in read(trained, text).weights] == WORD.findall(text)
