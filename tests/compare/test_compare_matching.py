"""Which items of two runs are one, and which of their words differ."""

from __future__ import annotations

from briefwright.brief import FieldName, Slice
from briefwright.compare.matching import agreement, changed, likeness, matches
from briefwright.runs import Entry
from briefwright.runs.keys import key


def entry(
    text: str, *, field: FieldName = "summary", at: tuple[int, int] | None = None, **facets: str
) -> Entry:
    evidence = (Slice(start=at[0], end=at[1], text="x" * (at[1] - at[0])),) if at else ()
    return Entry(
        key=key(field, text, facets),
        id="S1",
        field=field,
        text=text,
        facets=facets,
        evidence=evidence,
    )


def paired(first: list[Entry], second: list[Entry]) -> list[tuple[int, int, str]]:
    return [(one.first, one.second, one.how) for one in matches(first, second)]


def test_what_says_the_same_is_matched_before_anything_else() -> None:
    first = [entry("They met.", at=(0, 9)), entry("They agreed.", at=(10, 20))]
    second = [entry("They agreed", at=(0, 9)), entry("Something else", at=(10, 20))]
    assert paired(first, second) == [(1, 0, "same")]


def test_other_words_on_the_same_passage_are_matched_by_it() -> None:
    first = [entry("Ministers met on Monday.", at=(0, 40))]
    second = [entry("Zagreb hosted talks.", at=(5, 40))]
    assert paired(first, second) == [(0, 0, "evidence")]


def test_like_words_on_other_passages_are_matched_by_their_words() -> None:
    first = [entry("The port opens to grain ships in July.", at=(0, 10))]
    second = [entry("The port opens to grain ships in May.", at=(50, 60))]
    assert paired(first, second) == [(0, 0, "words")]


def test_what_shares_neither_stays_alone() -> None:
    first, second = [entry("They met.", at=(0, 10))], [entry("Rain fell.", at=(20, 30))]
    assert paired(first, second) == []


def test_areas_on_one_sentence_are_not_one_for_standing_there() -> None:
    def area(label: str) -> Entry:
        return entry(label, field="cooperation_areas", at=(0, 50), status="agreed")

    assert paired([area("port dredging")], [area("fisheries")]) == []
    both = paired([area("port dredging"), area("rail")], [area("rail links"), area("dredging")])
    assert {(one, other) for one, other, _ in both} == {(0, 1), (1, 0)}


def test_two_persons_of_one_ministry_are_not_one_person() -> None:
    first = [entry("Ana Kolar", field="participants", at=(0, 9), organisation="Ministry")]
    second = [entry("Paulo Reis", field="participants", at=(0, 9), organisation="Ministry")]
    assert paired(first, second) == []


def test_names_in_another_script_are_matched_too() -> None:
    one = [entry("محمد علي", field="participants")]
    other = [entry("محمد علي", field="participants", title="وزير")]
    assert paired(one, other) == [(0, 0, "words")]


def test_two_bottom_lines_are_each_others_counterpart_however_unlike() -> None:
    first = [entry("They met.", field="bottom_line", at=(0, 5))]
    second = [entry("Rain fell.", field="bottom_line", at=(90, 99))]
    assert len(paired(first, second)) == 1


def test_agreement_is_one_for_the_same_and_falls_with_what_is_missing() -> None:
    ports, rail = entry("They agreed on ports."), entry("They agreed on rail.")
    same = agreement([ports, rail], [ports, rail])
    assert same.part == same.whole == 4
    half = agreement([ports, rail], [ports])
    assert half.part / half.whole == 2 / 3


def test_two_empty_fields_have_nothing_to_agree_on() -> None:
    assert agreement([], []).whole == 0


def test_another_title_makes_a_participant_less_alike() -> None:
    one = entry("Ana Kolar", field="participants", title="Foreign Minister")
    other = entry("Ana Kolar", field="participants", title="Prime Minister")
    assert 0.5 < likeness(one, other) < 1


def test_words_that_differ_are_ranges_of_each_text() -> None:
    one, other = "The port opens in July.", "The port will open in July."
    left, right = changed(one, other)
    assert [one[a:b] for a, b in left] == ["opens"]
    assert [other[a:b] for a, b in right] == ["will open"]


def test_typography_and_case_are_no_difference() -> None:
    assert changed("The minister’s “plan”", 'the minister\'s "plan"') == ((), ())


def test_texts_that_share_hardly_a_word_are_not_marked_all_over() -> None:
    assert changed("Rain fell in the north.", "Ministers signed two treaties today") == ((), ())
