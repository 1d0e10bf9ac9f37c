"""Each way of spoiling a sentence: what it changes, and where it keeps its hands off."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
import training_path  # noqa: F401
from hypothesis import given, settings
from hypothesis import strategies as st

from corrupt import WAYS, Context, spoilt

SEEDS = range(150)

SENTENCE = (
    "Minister Asha Otieno said that Kenya will increase aid to 30 clinics in May and asked "
    "Kwame Asante to visit on Friday."
)
CONTEXT = Context(
    evidence=SENTENCE + " Ghana and Japan sent 12 nurses on 4 June.",
    names=("Asha Otieno", "Kwame Asante", "Bo Lind"),
    others=("The harbour of Selby was opened by the king after years of work.",),
)


def context(evidence: str = "", names: Sequence[str] = (), others: Sequence[str] = ()) -> Context:
    return Context(evidence, names, others)


def found(way: str, sentence: str, given: Context | None = None) -> set[str | None]:
    """All that comes of it with many seeds."""
    around = context(sentence) if given is None else given
    return {spoilt(sentence, around, random.Random(seed), way=way) for seed in SEEDS}


def changed(before: str, after: str | None) -> tuple[list[str], list[str]]:
    """The words that one has and the other has not at the same place, where as many stand."""
    assert after is not None
    one, other = before.split(), after.split()
    assert len(one) == len(other), (before, after)
    places = [at for at in range(len(one)) if one[at] != other[at]]
    return [one[at] for at in places], [other[at] for at in places]


# All ways alike


@pytest.mark.parametrize("way", WAYS)
def test_spoilt_sentence_is_another_one(way: str) -> None:
    results = found(way, SENTENCE, CONTEXT)
    assert results - {None}, "this sentence offers something to every way"
    assert SENTENCE not in results
    assert not any(one is not None and one.split() == SENTENCE.split() for one in results)


@pytest.mark.parametrize("way", WAYS)
def test_same_seed_spoils_alike(way: str) -> None:
    for seed in range(5):
        first, second = (spoilt(SENTENCE, CONTEXT, random.Random(seed), way=way) for _ in range(2))
        assert first == second


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sentence", ["", " ", ",", "…", "\n", "a", "“”", "\x00"])
def test_sentence_that_offers_nothing_is_left_out(way: str, sentence: str) -> None:
    assert found(way, sentence, context(sentence)) == {None}


@given(
    sentence=st.text(max_size=60),
    other=st.text(max_size=60),
    way=st.sampled_from(sorted(WAYS)),
    seed=st.integers(0, 1000),
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_spoilt_or_left_out(sentence: str, other: str, way: str, seed: int) -> None:
    around = context(sentence + other, [other[:9], "Ana (", "Bo["], [other])
    result = spoilt(sentence, around, random.Random(seed), way=way)
    assert result is None or result.split() != sentence.split()


# Names


def test_name_is_exchanged_for_another_of_the_article() -> None:
    sentence = "Asha Otieno opened it."
    results = found("name", sentence, context(sentence, ["Asha Otieno", "Bo Lind", "Lee (Jr.)"]))
    assert results == {"Bo Lind opened it.", "Lee (Jr.) opened it."}


@pytest.mark.parametrize("names", [(), ("Asha Otieno",), ("Bo Lind",), ("Ash", "Bo Lind")])
def test_name_is_left_where_there_is_none_or_no_other(names: tuple[str, ...]) -> None:
    sentence = "Asha Otieno opened it."
    assert found("name", sentence, context(sentence, names)) == {None}


def test_name_within_another_word_is_left() -> None:
    sentence = "Ali met Alina."
    results = found("name", sentence, context(sentence, ["Ali", "Bo Lind"]))
    assert results == {"Bo Lind met Alina."}


def test_name_is_not_exchanged_for_another_of_the_same_person() -> None:
    sentence = "Otieno opened it."
    results = found("name", sentence, context(sentence, ["Otieno", "Asha Otieno", "Bo Lind"]))
    assert results == {"Bo Lind opened it."}


def test_two_names_take_each_others_place() -> None:
    sentence = "Norland paid Tavia for the ferries."
    assert found("roles", sentence) == {"Tavia paid Norland for the ferries."}


@pytest.mark.parametrize(
    "sentence",
    [
        "Norland and Tavia agreed.",
        "Norland, Tavia agreed.",
        "They agreed with Norland.",
        "Talks between Norland and the Tavia side went on.",
        "Norland praised Norland.",
        "In Norland people agreed.",
    ],
)
def test_names_that_may_change_places_freely_are_left(sentence: str) -> None:
    assert found("roles", sentence, context("between Norland and Tavia")) == {None}


def test_days_and_months_play_no_part() -> None:
    assert found("roles", "Norland votes in June before Friday.") == {None}


# Countries, numbers, dates


def test_country_is_exchanged_for_one_of_the_evidence_in_the_same_form() -> None:
    evidence = "Kenya and Ghana met. Japanese nurses came to Accra."
    assert found("country", "Kenya signed.", context(evidence)) == {"Ghana signed."}
    assert found("country", "Kenyan nurses signed.", context(evidence)) == {
        "Japanese nurses signed."
    }


def test_country_is_exchanged_for_any_where_the_evidence_has_no_other() -> None:
    for result in found("country", "Ghana signed."):
        assert changed("Ghana signed.", result)[0] == ["Ghana"]


@pytest.mark.parametrize("sentence", ["They signed.", "Michael Jordan signed.", "The us side."])
def test_without_a_country_there_is_nothing_to_exchange(sentence: str) -> None:
    assert found("country", sentence) == {None}


@pytest.mark.parametrize(
    ("sentence", "same"),
    [
        ("Norwegians voted.", "Norwegian voted."),
        ("The Republic of Chile signed.", "The Chile signed."),
    ],
)
def test_country_is_not_exchanged_for_itself(sentence: str, same: str) -> None:
    assert same not in found("country", sentence)


def test_capital_is_exchanged_for_a_place() -> None:
    assert "They met in Kenyan." not in found("country", "They met in Accra.")


def test_number_is_exchanged_for_one_of_the_evidence_or_changed_in_one_figure() -> None:
    sentence = "They sent 30 nurses."
    results = found("number", sentence, context("They sent 30 nurses and 7,500 tents."))
    assert "They sent 7,500 nurses." in results
    for result in results - {"They sent 7,500 nurses."}:
        _, new = changed(sentence, result)
        assert len(new[0]) == 2
        assert sum(one != other for one, other in zip("30", new[0], strict=True)) == 1
    assert len(results) > 5


def test_marks_within_a_number_stay() -> None:
    for result in found("number", "It cost 1,234.50 in all.", context()):
        _, new = changed("It cost 1,234.50 in all.", result)
        assert [one for one in new[0] if not one.isdigit()] == [",", "."]
        assert new[0].replace(",", "").replace(".", "").isdigit()


def test_number_in_words_is_exchanged_for_another_in_words() -> None:
    results = found("number", "They sent two nurses.") - {None}
    assert results >= {"They sent six nurses.", "They sent twelve nurses."}
    for result in results:
        assert changed("They sent two nurses.", result)[0] == ["two"]


@pytest.mark.parametrize(
    "sentence", ["They met.", "A twofold aim.", "The G20 met.", "COVID-19 ends."]
)
def test_figures_of_a_name_are_no_number(sentence: str) -> None:
    assert found("number", sentence) == {None}


def test_day_becomes_another_day_and_month_another_month() -> None:
    days = found("date", "They met on Friday.") - {None}
    assert len(days) == 6
    assert {changed("They met on Friday.", one)[0][0] for one in days} == {"Friday."}
    months = found("date", "They met in June.") - {None}
    assert len(months) == 10
    assert found("date", "They met in spring.") == {None}


# Verbs


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("They did not agree.", "They did agree."),
        ("They never agreed.", "They agreed."),
        ("They no longer agree.", "They agree."),
        ("They will agree.", "They will not agree."),
        ("The talks are over.", "The talks are not over."),
        ("They agreed to meet.", "They agreed not to meet."),
        ("They met.", None),
        ("They met in the canteen, said Willis.", None),
    ],
)
def test_negation_is_put_in_or_left_out(sentence: str, result: str | None) -> None:
    assert found("negation", sentence) == {result}


@pytest.mark.parametrize("mark", ["’", "'"])
def test_short_negation_is_left_out(mark: str) -> None:
    assert found("negation", f"They didn{mark}t agree.") == {"They did agree."}


@pytest.mark.parametrize("mark", ["’", "'"])
def test_short_negation_is_not_doubled(mark: str) -> None:
    assert f"They can not{mark}t agree." not in found("negation", f"They can{mark}t agree.")


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("They will meet.", "They did meet."),
        ("They want to meet.", "They refused to meet."),
        ("They plan to meet.", "They has begun to meet."),
        ("It is expected to pass.", "It refused to pass."),
        ("They are ready to meet.", "They are unable to meet."),
        ("They proposed a deal.", "They signed a deal."),
        ("They discussed a deal.", "They signed a deal."),
        ("They signed a deal.", "They discussed a deal."),
        ("They called for a deal.", "They ruled out a deal."),
    ],
)
def test_wish_is_told_as_done_and_talk_as_signed(sentence: str, result: str) -> None:
    results = found("certainty", sentence)
    assert result in results
    assert None not in results


@pytest.mark.parametrize(
    "sentence", ["They met.", "The willing met.", "It was unsigned.", "The Will met."]
)
def test_parts_of_words_are_no_verbs(sentence: str) -> None:
    assert found("certainty", sentence) == {None}


@pytest.mark.parametrize("verb", ["hoped", "wishes"])
def test_wish_is_one_in_every_form(verb: str) -> None:
    assert f"He {verb} to go." not in found("certainty", f"He {verb} to go.")
    assert "He refused to go." in found("certainty", f"He {verb} to go.")


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("Exports rose.", "Exports fell."),
        ("The imports were banned.", "The exports were banned."),
        ("The war went on.", "The peace went on."),
        ("The northern side spoke.", "The southern side spoke."),
        ("The team beat them.", "The team lost to them."),
    ],
)
def test_word_becomes_its_opposite(sentence: str, result: str) -> None:
    assert result in found("opposite", sentence)


@pytest.mark.parametrize("sentence", ["They met.", "The wardens met.", "The beaten met."])
def test_parts_of_words_have_no_opposite(sentence: str) -> None:
    assert found("opposite", sentence) == {None}


def test_opposite_of_two_words_is_found() -> None:
    assert "The team beat them." in found("opposite", "The team lost to them.")


# Who said it, and the rest


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("She said that the ferries would sail again soon.", "The ferries would sail again soon."),
        ("Lind told Reuters the ferries would sail again.", "The ferries would sail again."),
        ("She claimed Norland had sunk the old ferry.", "Norland had sunk the old ferry."),
        ("She said that they sail.", None),
        ("The ferries sail again, she said.", None),
        ("The ferries will sail again in the spring.", None),
    ],
)
def test_claim_is_told_as_a_fact(sentence: str, result: str | None) -> None:
    assert found("attribution", sentence) == {result}


def test_halves_of_two_sentences_are_joined() -> None:
    mine = "one two three four five six seven eight"
    theirs = "A B C D E F G H I"
    for result in found("joined", mine, context("", (), [theirs])):
        assert result is not None
        words = result.split()
        first = [word for word in words if word.islower()]
        rest = words[len(first) :]
        assert 3 <= len(first) <= 5
        assert mine.startswith(" ".join(first))
        assert theirs.endswith(" ".join(rest))
        assert 3 <= len(rest) <= 6


def test_short_sentences_are_not_joined() -> None:
    long = "one two three four five six seven eight"
    assert found("joined", "They met.", context("", (), [long])) == {None}
    assert found("joined", long, context("", (), ["They met."])) == {None}
    assert found("joined", long, context()) == {None}


def test_sentence_of_elsewhere_is_another_one() -> None:
    others = ["They met.", "They  left."]
    assert found("elsewhere", "They sang.", context("", (), others)) == set(others)
    assert found("elsewhere", "They left.", context("", (), others[1:])) == {None}
    assert found("elsewhere", "They sang.") == {None}


def test_circumstance_is_added_before_the_full_stop() -> None:
    results = found("added", "They met.", context("They met."))
    assert len(results) > 8
    for result in results:
        assert result is not None
        assert result.startswith("They met ")
        assert result.endswith(".")
        assert not result.endswith("..")


def test_circumstance_that_the_evidence_has_is_not_added() -> None:
    results = found("added", "They met.", context("They met next month in private."))
    assert None in results
    assert not {"They met next month.", "They met in private."} & results


@pytest.mark.parametrize("sentence", ["They met", "They met?", "“They met.”"])
def test_nothing_is_added_without_a_full_stop_at_the_end(sentence: str) -> None:
    assert found("added", sentence) == {None}
