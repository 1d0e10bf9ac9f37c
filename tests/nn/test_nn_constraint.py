"""What may be said: every way of spelling a text with a small byte-level vocabulary is tried."""

from __future__ import annotations

import re

import pytest
import torch
from constraint_sample import (
    END,
    NUMBER_WORDS,
    ONE_BYTE,
    SIZE,
    TEXT,
    TOKENIZER,
    UNNAMED,
    VOCABULARY,
    Tokens,
    can_say,
    constraint,
    follows,
    left,
    one_by_one,
    tokenizer,
)

from briefwright.nn.constraint import SourceConstraint, Vocabulary

# The vocabulary


def test_tokens_are_the_bytes_that_they_spell() -> None:
    ids = TOKENIZER.encode(TEXT, add_special_tokens=False).ids
    assert b"".join(VOCABULARY.bytes[one] for one in ids) == TEXT.encode()
    assert len(ids) < len(TEXT.encode()), "some tokens are of more than one byte"
    assert len(ONE_BYTE) == 256


def test_a_word_is_opened_with_or_without_what_stands_before_it() -> None:
    opening = {VOCABULARY.bytes[one] for one in VOCABULARY.opening[b"Iran"]}
    assert opening == {b"Iran", b" Iran"}
    assert b"the" not in VOCABULARY.opening, "small words are not checked"
    assert VOCABULARY.bytes[VOCABULARY.going_on[b"Iran"]] == b"Iran"
    assert b" Iran" not in VOCABULARY.going_on


SOMEWHERE = ["", "the", "the ", "the aide ", "Ir", "Iran", "Iran ", "20", "two", "the aides met."]


@pytest.mark.parametrize("text", SOMEWHERE)
def test_control_tokens_and_ids_without_a_token_may_never_follow(text: str) -> None:
    rule = constraint("Iran", "2025", barred=["two"])
    barred = {0, 1, *range(SIZE - UNNAMED, SIZE)}
    assert not left(rule, one_by_one(text)) & barred


@pytest.mark.parametrize("text", SOMEWHERE)
def test_lines_are_never_broken(text: str) -> None:
    for rule in (constraint("Iran", "2025"), constraint("Iran", "2025", one_sentence=False)):
        assert not any(set(one) & set(b"\n\r\t") for one in follows(rule, text))


# Words with a capital


def test_name_that_is_not_allowed_cannot_be_completed() -> None:
    rule = constraint("Iran")
    assert can_say(rule, "the aide of Iran")
    for text in ("Iraq", "IRAN", "Irann", "Irans", "Iranian", "Tehran", "I", "Ir", "Ira"):
        assert not can_say(rule, f"the aide of {text}"), text
        assert not can_say(rule, text), text
        assert not can_say(rule, f"the “{text}”"), text
        assert not can_say(rule, f"the aide—{text}"), text
        assert not can_say(rule, f"the aide of {text} met", end=False), text


def test_half_a_name_goes_on_to_the_whole_and_to_nothing_else() -> None:
    rule = constraint("Iran", "Iraq")
    assert follows(rule, "the I") == {b"r", b"ra"} & set(VOCABULARY.bytes)
    assert follows(rule, "the Ira") == {b"n", b"q"}
    assert not can_say(rule, "the Ira")


def test_allowed_name_may_come_in_any_tokens() -> None:
    rule = constraint("Persepolis")
    for split in (
        [" Persepolis"], [" Per", "sep", "olis"], [" ", "Per", "s", "e", "p", "olis"],
        [" ", "Pers", "epo", "lis"], list(" Persepolis"),
    ):  # fmt: skip
        said = one_by_one("near")
        for part in split:
            tokens = TOKENIZER.encode(part, add_special_tokens=False).ids
            for token in tokens:
                assert token in left(rule, said), (split, VOCABULARY.bytes[token])
                said.append(token)
        assert END in left(rule, said)


def test_name_that_begins_another_may_end_or_go_on() -> None:
    rule = constraint("Iran", "Iranian")
    assert can_say(rule, "the Iran")
    assert can_say(rule, "the Iranian aide")
    assert not can_say(rule, "the Irania")
    assert not can_say(rule, "the Iranians")
    assert not can_say(rule, "the Iranaide")


def test_allowed_names_do_not_run_into_each_other() -> None:
    rule = constraint("Al", "Iran", "20")
    for text in ("AlIran", "IranAl", "Iran20", "20Iran", "2020", "AlAl"):
        assert not can_say(rule, f"the {text}"), text
    assert can_say(rule, "the Al Iran, Al—Iran/20 Iran")


def test_without_words_nothing_has_a_capital_or_a_figure() -> None:
    rule = constraint()
    assert can_say(rule, "the aides met.")
    found = b"".join(follows(rule, "the aides "))
    assert not re.search(rb"[A-Z0-9]", found)


def test_small_words_are_free() -> None:
    assert can_say(constraint(), "ministers of nowhere met, said “naïve” aides (and others)")


def test_initial_words_open_the_answer_and_nothing_else() -> None:
    rule = constraint("Iran", initial=["The", "Aides"])
    for text in ("The aides", "“The aides", "Aides of Iran", "Iran", "—The aides", " The aides"):
        assert can_say(rule, text), text
    for text in ("the The", "Iran The", "the “The", "The The", "The Aides", "Then", "Th"):
        assert not can_say(rule, text), text
    # Neither does a name that begins alike go on as one of them.
    assert not can_say(constraint("Iran", initial=["Idle"]), "the Idle aides")


def test_letters_beyond_ascii_are_letters_of_the_word() -> None:
    rule = constraint("Erdoğan", "Şanlıurfa", "Ağrı")
    assert can_say(rule, "the aide of Erdoğan in Şanlıurfa, Ağrı")
    for text in ("Erdo", "Erdog", "Erdogan", "Erdoğ", "Erdoğanlı", "Ağ"):
        assert not can_say(rule, f"the aide of {text}"), text
    # Half a letter is no end either.
    half = b"the Erdo" + "ğ".encode()[:1]
    after = left(rule, one_by_one(half))
    assert {VOCABULARY.bytes[token] for token in after} == {"ğ".encode()[1:]}


@pytest.mark.parametrize("name", ["Şimşek", "Özil", "Élysée", "Путин"])
def test_name_with_a_capital_beyond_ascii_is_checked_too(name: str) -> None:
    assert not can_say(constraint("Iran"), f"the aide of {name}")


# Marks in and around words


@pytest.mark.parametrize("mark", ["’", "'", "‘"])
def test_apostrophe_ends_a_name(mark: str) -> None:
    rule = constraint("Iran", "O", "Brien")
    assert can_say(rule, f"the aide of Iran{mark}s aide")
    assert can_say(rule, f"the aide O{mark}Brien")
    assert not can_say(rule, f"the aide O{mark}Neill")
    assert not can_say(rule, f"the aide Ira{mark}s")


def test_parts_of_a_hyphenated_name_are_checked_each() -> None:
    rule = constraint("Al", "Sudani", "US", "Iran")
    assert can_say(rule, "the aides al-Sudani, Al-Sudani and Sudani-Al in US-Iran talks")
    for text in ("Al-Maliki", "al-Maliki", "Al-Sudan", "US-Iraq", "anti-Iraq"):
        assert not can_say(rule, f"the {text}"), text


def test_points_between_single_letters_are_no_end() -> None:
    rule = constraint("U", "S", "N")
    assert can_say(rule, "the U.S. and U.N. aides met.")
    assert not can_say(rule, "the U.K. aides met.")


@pytest.mark.parametrize("sign", ["€", "£", "«", "¡", "−", "\u00a0", "°"])
def test_signs_beyond_ascii_are_no_letters(sign: str) -> None:
    rule = constraint("300", "2025", "Iran", "Tavia", barred=["two"])
    assert not can_say(rule, f"the two{sign}aides")
    assert not can_say(rule, f"the {sign}203")
    assert not can_say(rule, f"the {sign}Taran")
    assert can_say(rule, f"the {sign}300{sign} aid")


@pytest.mark.parametrize("text", ["the Iran", "the 300"])
def test_no_token_behind_a_name_or_number_leads_nowhere(text: str) -> None:
    rule = constraint("300", "Iran")
    said = one_by_one(text)
    after = left(rule, said) - {END}
    assert [VOCABULARY.bytes[one] for one in after if not left(rule, [*said, one])] == []


# Figures and words of number


def test_number_is_one_of_the_words_figure_by_figure() -> None:
    rule = constraint("2025", "300")
    assert can_say(rule, "the 300 aides of 2025")
    assert can_say(rule, "the $300 aid, (300) and 300%")
    for text in ("2026", "202", "20", "20251", "3", "3000", "030", "$203", "300m", "3rd"):
        assert not can_say(rule, f"the {text} aides"), text


def test_groups_of_figures_are_checked_each() -> None:
    rule = constraint("1", "500", "2", "5")
    assert can_say(rule, "the 1,500 aides and 2.5 percent")
    assert not can_say(rule, "the 1,600 aides")
    assert not can_say(rule, "the 1500 aides")


def test_number_and_letters_may_be_one_word() -> None:
    rule = constraint("3rd", "7m", "G20")
    assert can_say(rule, "the 3rd of 7m for G20 aides")
    for text in ("3", "3th", "7", "G2", "G", "20"):
        assert not can_say(rule, f"the {text} aides"), text


def test_number_word_is_barred_whole_but_not_as_part_of_another() -> None:
    rule = constraint("Iran", barred=NUMBER_WORDS)
    for text in ("two", "six", "seven", "seventeen"):
        for around in ("the {} aides", "the {}, aides", "the {}-day aim", "the aides: {}—the"):
            assert not can_say(rule, around.format(text), end=False), (text, around)
        assert not can_say(rule, f"the {text}"), text
        assert not can_say(rule, text), text
    for text in ("twofold", "network", "sixfold", "sevens", "twos"):
        assert can_say(rule, f"the {text} aim of Iran"), text


def test_number_word_that_is_not_barred_is_free() -> None:
    assert can_say(constraint(barred=["six"]), "the two aides")
    assert can_say(constraint("two", barred=["two"]), "the two aides"), "words are allowed first"


# The end


@pytest.mark.parametrize(
    "text", ["", "the aides", "the aides met", "the Iran", "the 300", "the aides of Iran,"]
)
def test_answer_may_end_wherever_no_word_is_half_written(text: str) -> None:
    assert END in left(constraint("Iran", "300"), one_by_one(text))


@pytest.mark.parametrize(
    "text",
    [
        "the aides met.", "the aides of Iran.", "the aides met!", "have the aides met?",
        "the “aides”.", "the aides (two of them).", "the aid fell 300%.", "the answer was no.",
    ],
)  # fmt: skip
def test_after_a_finished_sentence_only_the_end_is_left(text: str) -> None:
    rule = constraint("Iran", "300")
    assert can_say(rule, text)
    assert left(rule, one_by_one(text)) == {END}


def test_closing_mark_that_comes_with_the_full_stop_belongs_to_the_sentence() -> None:
    own = tokenizer(["met", ".”"])
    vocabulary = Vocabulary(Tokens(own), own.get_vocab_size(), END)
    rule = SourceConstraint(vocabulary, words=())
    logits = torch.zeros(vocabulary.size)
    rule.bar(own.encode("aides: “the aides met.”", add_special_tokens=False).ids, logits)
    assert torch.nonzero(logits == 0).flatten().tolist() == [END]


@pytest.mark.parametrize(
    "text",
    [
        "the aide of Mr.", "the aide of Dr.", "the aide of Gen.", "the U.S.", "the U.", "at 5 p.m.",
        "in Sept.", "the aides, etc.", "the aid of 3.", "the aides met", "the aides:", "the aides…",
    ],
)  # fmt: skip
def test_abbreviations_and_figures_do_not_end_a_sentence(text: str) -> None:
    rule = constraint("Mr", "Dr", "Gen", "U", "S", "5", "3", "Sept", "Iran")
    assert can_say(rule, f"{text} and")
    assert can_say(rule, f"{text} Iran")


@pytest.mark.parametrize("title", ["Capt", "Maj", "Adm", "Brig", "Messrs"])
def test_ranks_that_are_shortened_do_not_end_a_sentence(title: str) -> None:
    assert can_say(constraint(title, "Iran"), f"the aide of {title}. Iran")


@pytest.mark.parametrize("text", ["the aides met in a café.", "the aides met in Bogotá."])
def test_sentence_that_ends_with_an_accent_is_finished(text: str) -> None:
    assert left(constraint("Bogotá"), one_by_one(text)) == {END}


def test_phrase_may_go_on_behind_a_full_stop() -> None:
    rule = constraint("Iran", one_sentence=False)
    assert can_say(rule, "trade with co. and aides. Iran")
    assert not can_say(rule, "trade. Iraq")
