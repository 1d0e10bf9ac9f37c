"""Between whom an area is, weighed: the bodies that act too, nobody where it is not told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from briefwright.article import Article
from briefwright.errors import CorruptWeights
from briefwright.reader.patterns import PatternReader
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.parties import WEIGHTS, PartyWeights, parties_of
from briefwright.reader.trained.sides import FEATURES, Sides
from briefwright.segment import segment

LEAD = "Fiji and Chile signed an accord on fisheries in Suva on Monday. "


def told(text: str, sentence: int = -1, title: str | None = None) -> tuple[str, ...]:
    article = Article(id="a", source="-", text=text, title=title)
    segments = segment(article)
    (reading,) = PatternReader().read([(article, segments)])
    sides = Sides(Page.of(article, segments), reading.people, reading.antecedents)
    return parties_of(sides, PartyWeights.load(), segments.sentences[sentence].span)


def test_those_who_act_in_the_sentence() -> None:
    assert set(told(LEAD)) == {"Fiji", "Chile"}
    assert set(told(LEAD + "Kenya and Norway agreed to build a port.")) == {"Kenya", "Norway"}


def test_the_article_s_two_where_the_sentence_names_none() -> None:
    assert set(told(LEAD + "The two sides also agreed on ferries.")) == {"Fiji", "Chile"}


def test_a_body_is_a_party_where_it_acts() -> None:
    text = (
        "Fiji and the United Nations agreed to restore the reefs. The UN and Fiji will share data."
    )
    assert set(told(text)) == {"Fiji", "United Nations"}
    assert "United Nations" not in told(
        LEAD + "Fiji and Chile agreed to apply the UN Security Council resolution."
    )


def test_an_enemy_and_a_topic_are_none() -> None:
    text = LEAD + "Fiji and Chile agreed to act against Kenya and on the crisis in Norway."
    assert not {"Kenya", "Norway"} & set(told(text))


def test_nobody_is_guessed_where_nobody_is_named() -> None:
    assert told("The council agreed to mend the pier. They also talked of ferries.") == ()


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_gets_parties_that_it_names(text: str, title: str) -> None:
    article = Article(id="a", source="-", text=text + " Fiji and the UN agreed.", title=title)
    segments = segment(article)
    sides = Sides(Page.of(article, segments), ())
    for place, sentence in enumerate(segments.sentences):
        parties, features = sides.weighed(place)
        assert features.shape == (len(parties), len(FEATURES))
        assert features.min(initial=0) >= 0
        assert features.max(initial=0) <= 1
        assert set(parties_of(sides, PartyWeights.load(), sentence.span)) <= set(parties)


def test_weights_that_do_not_fit_are_refused_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "parties.safetensors"
    for bad in (b"", b"{}", b"\xff" * 400):
        file.write_bytes(bad)
        with pytest.raises(CorruptWeights, match="Install briefwright again"):
            PartyWeights.load(file)
    tensors = load_file(WEIGHTS)
    save_file(tensors, file, metadata={"features": '["other"]'})
    with pytest.raises(CorruptWeights, match="other features"):
        PartyWeights.load(file)
    tensors["outer"] = np.full_like(tensors["outer"], np.nan)
    save_file(tensors, file, metadata={"features": json.dumps(FEATURES)})
    with pytest.raises(CorruptWeights, match="no number"):
        PartyWeights.load(file)
