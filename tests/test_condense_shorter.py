"""Sentences made shorter by leaving out what matters least."""

from __future__ import annotations

from briefwright.condense.shorter import Weighed, shortened, shorter
from briefwright.draft import Line
from briefwright.reading import WordWeight
from briefwright.spans import Span

SENTENCE = (
    "Kenyan Health Minister Asha Otieno, who arrived on Monday, signed an accord on nursing with "
    "Ghana, adding that more would follow."
)


def weighed(sentence: str, light: str) -> list[Weighed]:
    """Every word heavy but those of `light`."""
    found = []
    at = 0
    for word in sentence.split():
        start = sentence.index(word, at)
        at = start + len(word)
        share = 0.05 if word.strip(",.") in light.split() else 0.9
        found.append(Weighed(start=start, end=start + len(word.strip(",.")), share=share))
    return found


def always(_: str) -> bool:
    return True


def test_only_what_is_light_goes() -> None:
    weights = weighed(SENTENCE, "who arrived on Monday")
    assert shorter(SENTENCE, weights, limit=50, stands=always) == (
        "Kenyan Health Minister Asha Otieno signed an accord on nursing with Ghana, adding that "
        "more would follow."
    )


def test_what_may_not_be_said_is_not_left() -> None:
    weights = weighed(SENTENCE, "who arrived on Monday adding that more would follow")
    left = shorter(SENTENCE, weights, limit=50, stands=lambda text: "more would follow" in text)
    assert left.endswith("adding that more would follow.")
    assert "arrived" not in left


def test_nothing_goes_from_a_sentence_all_of_which_matters() -> None:
    assert shorter(SENTENCE, weighed(SENTENCE, ""), limit=50, stands=always) == SENTENCE


def test_something_is_left() -> None:
    weights = weighed(SENTENCE, SENTENCE.replace(",", "").replace(".", ""))
    assert len(shorter(SENTENCE, weights, limit=5, stands=always).split()) >= 8


def line(text: str, *, resolved: str | None = None, speaker: str | None = None) -> Line:
    return Line(
        evidence=(Span(start=0, end=len(text)),), resolved=(resolved or text,), speaker=speaker
    )


def word_weights(text: str, share: float) -> list[WordWeight]:
    found = []
    at = 0
    for word in text.replace(",", " ").replace(".", " ").split():
        start = text.index(word, at)
        at = start + len(word)
        found.append(WordWeight(start, at, bottom_line=share, summary=share, outlook=share))
    return found


def test_a_name_stands_for_the_pronouns_place() -> None:
    text = "He promised the nurses of both countries a school."
    resolved = text.replace("He", "He [Kwame Asante]")
    found = shortened(line(text, resolved=resolved), "summary", word_weights(text, 0.9), text)
    assert found == "[Kwame Asante] promised the nurses of both countries a school."


def test_the_dateline_goes_and_nothing_is_said_of_it() -> None:
    text = "NAIROBI (KNA) — Ministers of Kenya and Ghana signed an accord on nursing."
    assert shortened(line(text), "summary", word_weights(text, 0.9), text) is None


def test_a_quotation_stays_whole() -> None:
    text = "We will, as we said in Accra on Monday, build the school together with all of them."
    whole = line(text, resolved=f"Asha Otieno: “{text}”", speaker="Asha Otieno")
    assert shortened(whole, "summary", word_weights(text, 0.01), text) is None


def test_a_negation_is_never_lost() -> None:
    text = (
        "The ministry, which has not paid the nurses, said the accord with Ghana will not be "
        "signed in Accra this year."
    )
    found = shortened(line(text), "summary", word_weights(text, 0.01), text)
    assert found is None or "will not be signed" in found


def test_without_weights_words_that_mean_little_may_go_and_no_others() -> None:
    text = "The ministers of Kenya and Ghana also agreed on visas, which both states need."
    assert shortened(line(text), "summary", [], text) == (
        "The ministers of Kenya and Ghana agreed on visas, which both states need."
    )
