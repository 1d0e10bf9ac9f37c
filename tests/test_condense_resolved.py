"""How a sentence is put to the writer: on one line, with names beside what stands for them."""

from __future__ import annotations

import pytest

from briefwright.condense.resolved import resolved
from briefwright.spans import Span

TEXT = (
    "Asha Otieno met the press. She said that the minister would open it, and he agreed. "
    "“We will\n  build  it together.” Kwame Asante left."
)


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


SAID = at("She said that the minister would open it, and he agreed.")
SHE = (at("She"), "Asha Otieno")
MINISTER = (at("the minister"), "Kwame Asante")
HE = (at("he agreed").model_copy(update={"end": at("he agreed").start + 2}), "Kwame Asante")
QUOTED = at("“We will\n  build  it together.”")


def test_sentence_without_antecedents_stays_as_it_is() -> None:
    assert resolved(TEXT, SAID, (), None) == SAID.of(TEXT)


def test_name_is_put_in_brackets_behind_its_pronoun() -> None:
    assert resolved(TEXT, SAID, [SHE], None) == (
        "She [Asha Otieno] said that the minister would open it, and he agreed."
    )


def test_each_person_is_named_once_where_first_meant() -> None:
    assert resolved(TEXT, SAID, [SHE, MINISTER, HE], None) == (
        "She [Asha Otieno] said that the minister [Kwame Asante] would open it, and he agreed."
    )


def test_order_of_the_antecedents_does_not_matter() -> None:
    forward = resolved(TEXT, SAID, [SHE, MINISTER, HE], None)
    assert resolved(TEXT, SAID, [HE, MINISTER, SHE], None) == forward


def test_without_its_first_place_a_name_stands_at_the_next() -> None:
    assert resolved(TEXT, SAID, [HE], None).endswith("and he [Kwame Asante] agreed.")


def test_antecedent_at_the_end_of_the_sentence_comes_before_the_full_stop() -> None:
    text = "The press met her."
    found = resolved(text, Span(start=0, end=len(text)), [(at("her", text), "Asha Otieno")], None)
    assert found == "The press met her [Asha Otieno]."


@pytest.mark.parametrize("name", ["Asha Otieno", "Minister Otieno", "Otieno", "Asha\nOtieno"])
def test_name_that_the_sentence_gives_before_is_not_said_again(name: str) -> None:
    text = "Minister Otieno said that she would go."
    whole = Span(start=0, end=len(text))
    assert resolved(text, whole, [(at("she", text), name)], None) == text


def test_name_that_only_another_sentence_gives_is_said() -> None:
    assert "Otieno" in TEXT[: SAID.start]
    assert "[Asha Otieno]" in resolved(TEXT, SAID, [SHE], None)


def test_name_that_the_sentence_gives_only_later_is_said() -> None:
    text = "Before she left, Otieno spoke."
    whole = Span(start=0, end=len(text))
    assert resolved(text, whole, [(at("she", text), "Asha Otieno")], None) == (
        "Before she [Asha Otieno] left, Otieno spoke."
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The United Nations asked him.", "Kim Jong Un"),
        ("Liberia asked him.", "Qiang Li"),
        ("The Amiri court asked him.", "Abdullah Amir"),
    ],
)
def test_name_within_another_word_is_not_said_yet(text: str, name: str) -> None:
    whole = Span(start=0, end=len(text))
    found = resolved(text, whole, [(at("him", text), name)], None)
    assert found == text.replace("him", f"him [{name}]")


def test_two_people_are_both_named() -> None:
    text = "She met him."
    whole = Span(start=0, end=len(text))
    both = [(at("She", text), "Asha Otieno"), (at("him", text), "Kwame Asante")]
    assert resolved(text, whole, both, None) == "She [Asha Otieno] met him [Kwame Asante]."


def test_antecedents_outside_the_sentence_are_passed_over() -> None:
    later = (at("Kwame Asante left"), "Bo Lind")
    across = (Span(start=SAID.end - 2, end=SAID.end + 3), "Bo Lind")
    before = (at("the press"), "Bo Lind")
    assert resolved(TEXT, SAID, [later, across, before], None) == SAID.of(TEXT)


def test_antecedents_within_another_are_passed_over() -> None:
    outer = (at("the minister would open it"), "Kwame Asante")
    inner = (at("minister"), "Bo Lind")
    found = resolved(TEXT, SAID, [inner, outer], None)
    assert found == ("She said that the minister would open it [Kwame Asante], and he agreed.")


# Speakers


def test_quoted_sentence_says_whose_words_it_is() -> None:
    found = resolved(TEXT, QUOTED, (), "Kwame Asante")
    assert found == "Kwame Asante: “We will build it together.”"


@pytest.mark.parametrize(
    "text", ["“We will go.”", '"We will go."', "We will go.", "“We will go.", "We will go.” "]
)
def test_quoted_sentence_stands_between_one_pair_of_marks(text: str) -> None:
    found = resolved(text, Span(start=0, end=len(text)), (), "Bo Lind")
    assert found == "Bo Lind: “We will go.”"


def test_marks_stay_where_no_speaker_is_given() -> None:
    assert resolved(TEXT, QUOTED, (), None) == "“We will build it together.”"


def test_speaker_counts_as_said() -> None:
    text = "“I met her, and she met me.”"
    whole = Span(start=0, end=len(text))
    places = [(at("I", text), "Bo Lind"), (at("her", text), "Asha Otieno")]
    assert resolved(text, whole, places, "Lind") == (
        "Lind: “I met her [Asha Otieno], and she met me.”"
    )


# White space


@pytest.mark.parametrize("space", ["\n", "\t", "\r\n", "\u00a0", " \n\n  ", "\u2003"])
def test_everything_stands_on_one_line(space: str) -> None:
    text = f"{space}She said{space}so.{space}"
    whole = Span(start=0, end=len(text))
    name = f"Asha{space}Otieno"
    antecedent = (at("She", text), name)
    assert resolved(text, whole, [antecedent], None) == "She [Asha Otieno] said so."
    assert resolved(text, whole, (), name) == "Asha Otieno: “She said so.”"


def test_offsets_are_of_characters_and_not_of_bytes() -> None:
    text = "🙂 In Şanlıurfa Erdoğan’s aide met them; she left."
    whole = Span(start=0, end=len(text))
    found = resolved(text, whole, [(at("she", text), "Asha Otieno")], None)
    assert found == "🙂 In Şanlıurfa Erdoğan’s aide met them; she [Asha Otieno] left."


def test_empty_span_says_nothing() -> None:
    assert resolved(TEXT, Span(start=5, end=5), [SHE], None) == ""
