"""Which articles are one story: by what they say, of whom, where and when, in any order."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray

from briefwright.ground.tokens import content
from briefwright.story.events import Told, days_apart, event
from briefwright.story.grouping import stories

DAY = Path(__file__).parents[2] / "samples" / "day"


class Words:
    """An encoder without weights: a text is the words in it."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        made = np.zeros((len(texts), 512), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in content(text):
                made[row, crc32(word.encode()) % 512] = 1
            made[row] /= max(float(np.linalg.norm(made[row])), 1e-6)
        return made


def told(title: str, text: str, published: str | None = "2026-03-11") -> Told:
    return Told(title=title, text=text, published=published)


def load() -> tuple[dict[str, Told], dict[str, str]]:
    rows = map(json.loads, (DAY / "articles.jsonl").read_text().splitlines())
    articles = {row["id"]: told(row["title"], row["text"], published=row["date"]) for row in rows}
    return articles, json.loads((DAY / "stories.json").read_text())["stories"]


def named(ids: Sequence[str], found: Sequence[Sequence[int]]) -> set[frozenset[str]]:
    return {frozenset(ids[at] for at in group) for group in found}


FERRY = told(
    "Night ferry to Grand Isle from May",
    "Port Selby will run ferries to Grand Isle at night from 3 May, harbour master Ada Quill said "
    "on Wednesday. Four crews were hired.",
)
FERRY_TOO = told(
    "Port Selby hires crews for ferries at night",
    "Ferries to Grand Isle will run at night from 3 May, the harbour master of Port Selby, Ada "
    "Quill, said on Wednesday. She hired four crews.",
)
CRANE = told(
    "Crane falls into basin",
    "A crane fell into the basin of Port Selby on Wednesday and blocked two berths, Quill said.",
)


def test_two_reports_of_one_event_are_one_story_and_a_third_event_stays_alone() -> None:
    assert stories([FERRY, CRANE, FERRY_TOO], Words()) == ((0, 2), (1,))


def test_the_same_words_two_days_later_are_another_event() -> None:
    later = told(FERRY_TOO.title, FERRY_TOO.text.replace("Wednesday", "Friday"), "2026-03-13")
    assert stories([FERRY, later], Words()) == ((0,), (1,))


def test_an_article_written_the_day_after_tells_of_the_day_it_names() -> None:
    late = event(told("Late", "Ada Quill said on Wednesday that boats run.", "2026-03-12T08:00Z"))
    assert days_apart(event(FERRY), late) == 0


def test_next_wednesday_is_not_the_day_of_the_event() -> None:
    coming = event(told("Plans", "Ada Quill will speak next Wednesday.", "2026-03-12"))
    assert str(coming.day) == "2026-03-12"


def test_an_article_without_a_date_can_be_of_any_day() -> None:
    undated = told(FERRY_TOO.title, FERRY_TOO.text, published="some time in March")
    assert stories([FERRY, undated], Words()) == ((0, 1),)


def test_order_changes_nothing() -> None:
    articles, _ = load()
    ids = sorted(articles)
    straight = named(ids, stories([articles[id_] for id_ in ids], Words()))
    for seed in range(3):
        shuffled = random.Random(seed).sample(ids, len(ids))
        assert named(shuffled, stories([articles[id_] for id_ in shuffled], Words())) == straight


def test_every_article_is_in_one_story() -> None:
    articles, _ = load()
    found = stories(list(articles.values()), Words())
    assert sorted(at for group in found for at in group) == list(range(len(articles)))


@pytest.mark.parametrize("many", [0, 1])
def test_no_article_or_one_needs_no_encoder(many: int) -> None:
    class Broken:
        def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise AssertionError(f"the encoder was asked for {texts}")

    assert stories([FERRY] * many, Broken()) == ((0,),) * many


def test_texts_without_a_word_are_grouped_with_nothing() -> None:
    odd = [told("", ""), told("\x00", "\ud800"), told("…", "!!!"), FERRY]
    assert len(stories(odd, Words())) == 4


@pytest.mark.model
def test_the_labelled_day_is_grouped_as_labelled_but_for_two_articles() -> None:
    from briefwright import models
    from briefwright.nn import sentence_model

    articles, labels = load()
    ids = list(articles)
    encoder = sentence_model.load(models.ensure("all-minilm-l6-v2-whole"))
    found = named(ids, stories([articles[id_] for id_ in ids], encoder))
    truth = {
        frozenset(id_ for id_ in ids if labels[id_] == story) for story in set(labels.values())
    }
    assert all(len({labels[id_] for id_ in group}) == 1 for group in found)
    assert len(truth - found) <= 2
