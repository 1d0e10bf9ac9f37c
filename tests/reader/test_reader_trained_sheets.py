"""What the trained reader lays out for its network, and how it reads the answers; no weights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.article import Article
from briefwright.nn.pieces import Pieces, case_of
from briefwright.nn.sheet import CASES, Floats
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.labels import TAGS
from briefwright.reader.trained.persons import best
from briefwright.reader.trained.phrases import MOST_WORDS, neat, runs
from briefwright.reader.trained.pieced import HEADLINE, WINDOW, windows
from briefwright.reader.trained.pronouns import fits, pronouns, pronouns_beside
from briefwright.reader.trained.proposals import Proposals, propose
from briefwright.reader.trained.tagged import tagged
from briefwright.reader.trained.thresholds import calibrated
from briefwright.segment import segment
from briefwright.spans import Span


def page_of(text: str) -> Page:
    article = Article(id="a", source="-", text=text)
    return Page.of(article, segment(article))


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


@given(st.integers(1, 6 * WINDOW), st.integers(0, HEADLINE))
def test_windows_fit_the_encoder_and_keep_every_piece_once(pieces: int, headline: int) -> None:
    rows = windows(pieces, headline).tolist()
    kept = [place for _, _, first, last in rows for place in range(first, last)]
    assert kept == list(range(pieces))
    for start, end, first, last in rows:
        assert start <= first < last <= end <= pieces
        assert end - start + headline + 3 <= WINDOW


@given(st.integers(WINDOW, 6 * WINDOW))
def test_pieces_kept_of_a_window_are_seen_with_those_around_them(pieces: int) -> None:
    rows = windows(pieces, 0).tolist()
    for (_, end, _, last), (start, _, first, _) in pairwise(rows):
        assert end - last >= 40
        assert first - start >= 40


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("minister", "lower"),
        ("Minister", "capitalised"),
        ("A", "capitalised"),
        ("EU", "capitals"),
        ("McGregor", "mixed"),
        ("iPhone", "mixed"),
        ("Aït-Hamouda", "capitalised"),
        ("Şahin", "capitalised"),
        ("2027", "other"),
        ("–", "other"),
        ("", "other"),
        ("東京", "mixed"),
    ],
)
def test_case_is_the_whole_words(word: str, case: str) -> None:
    assert CASES[case_of(word)] == case


def phrases(text: str) -> list[str]:
    return [one.of(text) for one in runs(page_of(text), Span(start=0, end=len(text)))]


def test_runs_begin_and_end_with_words_of_content() -> None:
    found = phrases("They agreed on training of nurses.")
    assert "training of nurses" in found
    assert not any(one.endswith((" of", ".")) or one.startswith(("on ", "of ")) for one in found)


def test_runs_never_pass_a_verb_or_a_comma() -> None:
    found = phrases("Solar power, customs data and fisheries will grow.")
    assert {"Solar power", "customs data", "fisheries"} <= set(found)
    assert not any("will" in one or "," in one for one in found)


def test_runs_stay_in_their_sentence() -> None:
    text = "Fish is sold. Solar power is bought."
    found = runs(page_of(text), span(text, "Fish is sold."))
    assert [one.of(text) for one in found if "Solar" in one.of(text)] == []


@given(st.text(st.sampled_from("ab Z.,-“”1\n"), max_size=120), st.data())
def test_runs_are_short_and_inside(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for one in runs(page_of(text), Span(start=start, end=end)):
        assert one.start < one.end <= len(text)
        assert len(one.of(text).split()) <= 2 * MOST_WORDS


def test_endless_sentence_has_a_bounded_number_of_runs() -> None:
    text = "fish " * 20_000
    assert len(runs(page_of(text), Span(start=0, end=len(text)))) < 2_000


def whole_words(page: Page) -> Pieces:
    """A piece for each of the page's tokens."""
    return Pieces(
        ids=np.zeros(len(page.tokens), dtype=np.int32),
        starts=np.array([one.start for one in page.tokens], dtype=np.int32),
        ends=np.array([one.end for one in page.tokens], dtype=np.int32),
    )


def marks(kind: str, shares: Sequence[tuple[float, float]]) -> Floats:
    """Probabilities of begin and inside for one kind; the other kinds are surely outside."""
    found = np.zeros((len(shares), len(TAGS), 3), dtype=np.float32)
    found[:, :, 0] = 1
    for place, (begin, inside) in enumerate(shares):
        found[place, TAGS.index(kind)] = (1 - begin - inside, begin, inside)
    return found


NO, BEGIN, INSIDE = (0.0, 0.0), (0.9, 0.0), (0.1, 0.7)


def found_in(
    text: str, shares: Sequence[tuple[float, float]], *, least: float = 0.5
) -> list[tuple[str, float]]:
    page = page_of(text)
    found = tagged(page, whole_words(page), marks("person", shares), "person", least=least)
    return [(one.of(text), round(share, 3)) for one, share in found]


def test_tagged_pieces_make_one_span_with_their_mean_probability() -> None:
    assert found_in("then Ana Bekele spoke", [NO, BEGIN, INSIDE, NO]) == [("Ana Bekele", 0.85)]


def test_begin_opens_another_span() -> None:
    found = found_in("Ana Bekele Karim Silva", [BEGIN, INSIDE, BEGIN, INSIDE])
    assert [words for words, _ in found] == ["Ana Bekele", "Karim Silva"]


def test_span_runs_to_the_last_piece() -> None:
    assert [words for words, _ in found_in("by Ana Bekele", [NO, INSIDE, INSIDE])] == ["Ana Bekele"]


def test_marks_around_a_tagged_span_are_left_out() -> None:
    found = found_in("( Ana Bekele , who", [BEGIN, INSIDE, INSIDE, INSIDE, NO])
    assert [words for words, _ in found] == ["Ana Bekele"]


def test_other_kinds_and_low_shares_are_not_tagged() -> None:
    page = page_of("then Ana spoke")
    shares = marks("person", [NO, (0.3, 0.1), NO])
    assert tagged(page, whole_words(page), shares, "person") == []
    assert tagged(page, whole_words(page), shares, "time", least=0.3) == []
    assert len(tagged(page, whole_words(page), shares, "person", least=0.3)) == 1


def test_tagged_part_of_a_word_gives_the_whole_word() -> None:
    text = "then Charalambous spoke"
    starts, ends = [0, 5, 10, 18], [4, 10, 17, 23]
    pieces = Pieces(
        ids=np.zeros(4, dtype=np.int32),
        starts=np.array(starts, dtype=np.int32),
        ends=np.array(ends, dtype=np.int32),
    )
    # The second piece of the word begins anew, which it cannot.
    shares = marks("person", [NO, BEGIN, BEGIN, NO])
    found = tagged(page_of(text), pieces, shares, "person")
    assert [one.of(text) for one, _ in found] == ["Charalambous"]


def test_everything_tagged_is_one_span_and_nothing_tagged_none() -> None:
    assert found_in("a b c", [INSIDE] * 3) == [("a b c", 0.8)]
    assert found_in("a b c", [NO] * 3) == []


def test_pieces_of_a_range_overlap_it_and_are_never_none() -> None:
    pieces = Pieces(
        ids=np.zeros(2, dtype=np.int32),
        starts=np.array([0, 5], dtype=np.int32),
        ends=np.array([4, 9], dtype=np.int32),
    )
    assert pieces.range(0, 9) == (0, 2)
    assert pieces.range(5, 7) == (1, 2)
    assert pieces.range(3, 6) == (0, 2)
    # Between two pieces, and behind the last.
    assert pieces.range(4, 5) == (1, 2)
    assert pieces.range(20, 30) == (1, 2)


def called(text: str) -> dict[str, str | None]:
    proposals = propose(page_of(text))
    told = zip(proposals.persons, pronouns(proposals), strict=True)
    return {person.name.of(text): said for person, said in told}


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("Minister Ana Bekele said that she was glad. Ana Bekele praised her men.", "she"),
        ("Minister Ana Bekele said that his plan works. He smiled.", "he"),
        ("Minister Ana Bekele said that she was glad.", None),
        ("Prince Ana Bekele said that the road is open.", "he"),
        ("Minister Ana Bekele said the road is open.", None),
        ("Minister Ana Bekele said he left. Ana Bekele said she left.", None),
        ("Minister Ana Bekele said: “I know that she left us.”", None),
    ],
)
def test_pronoun_of_a_person_is_what_the_article_calls_them(text: str, pronoun: str | None) -> None:
    assert called(text) == {"Ana Bekele": pronoun}


def test_pronoun_beside_two_people_is_nobodys() -> None:
    text = "Minister Ana Bekele told Minister Karim Silva that she was glad."
    assert called(text) == {"Ana Bekele": None, "Karim Silva": None}


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("“The road is open now,” she said.", "she"),
        ("“The road is open now,” said he.", "he"),
        ("He told us: “The road is open now.”", "he"),
        ("“The road is open now, she said to me,” Bekele wrote.", None),
        ("“The road is open now,” the minister said of her.", None),
    ],
)
def test_pronoun_beside_a_quotation_is_the_one_that_speaks(text: str, pronoun: str | None) -> None:
    assert pronouns_beside(proposed(text)) == (pronoun,)


def test_pronoun_beside_the_next_quotation_is_not_this_ones() -> None:
    text = "“The road is open now,” she said, while “the bridge is still closed,” he said."
    assert pronouns_beside(proposed(text)) == ("she", "he")


def test_nationality_is_no_sign_of_a_man() -> None:
    text = "German Chancellor Ana Bekele met the press. She was glad. Bekele said she would return."
    assert called(text) == {"Ana Bekele": "she"}


def test_pronoun_of_the_other_kind_does_not_fit() -> None:
    assert not fits(["she", None], 0, "he")
    assert fits(["she", None], 0, "she")
    assert fits(["she", None], 1, "he")
    assert fits(["she", None], 0, None)


def test_only_a_body_is_it() -> None:
    assert fits([None], None, "it")
    assert not fits([None], 0, "it")
    assert not fits([None], None, "she")


def proposed(text: str, *names: str, titles: Sequence[str] = ()) -> Proposals:
    return propose(
        page_of(text),
        names=[span(text, name) for name in names],
        titles=[span(text, title) for title in titles],
    )


def named(text: str, proposals: Proposals) -> list[str]:
    return [one.name.of(text) for one in proposals.persons]


SMALL = "zorvan quell waved at the crowd in norland. the crowd cheered zorvan quell."


def test_name_that_patterns_miss_is_proposed_when_vouched_for() -> None:
    assert named(SMALL, proposed(SMALL)) == []
    assert named(SMALL, proposed(SMALL, "zorvan quell")) == ["zorvan quell"]


def test_small_letters_vouch_for_nobody_among_capitals() -> None:
    text = "The road to Norland is open. Ana Bekele said that zorvan quell waved."
    assert named(text, proposed(text, "zorvan quell")) == named(text, proposed(text))


def test_long_run_is_nobodys_name() -> None:
    assert named(SMALL, proposed(SMALL, SMALL.removesuffix("."))) == []


def test_country_is_nobodys_name() -> None:
    text = "A delegation from Saudi Arabia visited the mill."
    assert named(text, proposed(text, "Saudi Arabia")) == []


def test_name_vouched_for_at_two_places_is_one_person() -> None:
    again = SMALL.rindex("zorvan")
    places = [Span(start=0, end=12), Span(start=again, end=again + 12)]
    found = propose(page_of(SMALL), names=places)
    assert [one.mentions for one in found.persons] == [tuple(places)]


OFFICE = "Ana Bekele said that the road is open. The harbour chief of Norland left early."


def titles(text: str, proposals: Proposals) -> list[str]:
    return [pair.span.of(text) for pair in proposals.titles]


def test_tagged_title_is_proposed_without_its_article() -> None:
    found = proposed(OFFICE, "Ana Bekele", titles=["The harbour chief of Norland"])
    assert "harbour chief of Norland" in titles(OFFICE, found)
    assert "The harbour chief of Norland" not in titles(OFFICE, found)


@pytest.mark.parametrize("words", ["Ana Bekele", "the road is open"])
def test_clause_or_the_name_itself_is_no_title(words: str) -> None:
    assert words not in titles(OFFICE, proposed(OFFICE, titles=[words]))


@pytest.mark.parametrize(("sentences", "found"), [(1, ["beekeeper"]), (40, [])])
def test_title_far_from_every_mention_is_somebody_elses(sentences: int, found: list[str]) -> None:
    text = "Ana Bekele said that all is well." + " Rain fell." * sentences + " The beekeeper left."
    assert titles(text, proposed(text, titles=["beekeeper"])) == found


def test_short_and_nested_quotations_are_not_proposed() -> None:
    text = (
        "The “smart” road is open. “He told me ‘do not ever wait for me’ and left,” Minister Ana"
        " Bekele said."
    )
    page = page_of(text)
    chosen = [page.segments.quotations[one] for one in propose(page).quotations]
    assert [one.span.of(text)[:7] for one in chosen] == ["He told"]


def test_best_candidate_is_chosen_only_where_it_beats_none() -> None:
    scores = np.array([0.1, 0.7, 0.7, -1.0], dtype=np.float32)
    none = np.array([0.0, 0.5, -np.inf], dtype=np.float32)
    assert best([0, 0, 0, 1], scores, none) == {0: 1}
    assert best([2], np.array([-np.inf], dtype=np.float32), none) == {}


@given(st.floats(0, 1), st.floats(0.05, 0.95))
def test_calibrated_share_is_a_half_where_the_threshold_lies(share: float, at: float) -> None:
    found = calibrated(share, at)
    assert 0 <= found <= 1
    assert calibrated(at, at) == 0.5
    assert found >= 0.5 if share >= at else found <= 0.5


@pytest.mark.parametrize(
    ("text", "phrase", "label"),
    [
        (
            "They signed economic, naval and educational cooperation pacts.",
            "economic, naval and educational",
            "economic, naval and educational cooperation",
        ),
        ("He spoke of banking relations between Peru.", "banking relations between Peru",
         "banking relations"),
        ("He spoke of ties between Peru and Chile.", "ties between Peru and Chile",
         "ties between Peru and Chile"),
        ("At the 30th Lima Book Fair (LBF), they met.", "th Lima Book Fair (LBF",
         "30th Lima Book Fair"),
        ("They discussed tropical medicine.", "tropical medicine", "tropical medicine"),
        ("It was historical.", "historical", "historical"),
    ],
)  # fmt: skip
def test_a_label_is_whole(text: str, phrase: str, label: str) -> None:
    assert neat(page_of(text), span(text, phrase)).of(text) == label


@given(st.text(alphabet="ab (1th)ical between and", max_size=60), st.data())
def test_any_label_lies_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    made = neat(page_of(text), Span(start=start, end=end))
    assert 0 <= made.start <= made.end <= len(text)
