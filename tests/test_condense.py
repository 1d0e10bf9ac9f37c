"""What the note is made of: chosen, ordered, and nothing said twice."""

from __future__ import annotations

import pytest

from briefwright.article import Article
from briefwright.condense import claims, condense, jobs, judged, written
from briefwright.reading import Antecedent, Area, Outlook, Person, Reading, Speaker, Worth
from briefwright.segment import segment
from briefwright.spans import Span
from briefwright.writer import Written

TEXT = (
    "Fishing accord\n\n"
    "Kenya and Ghana signed a fishing accord in Accra on Friday after two years of talks. "
    "Minister Asha Otieno said that 30 trawlers would be licensed in the first season. "
    "She will open the new harbour in May. "
    "“The fish do not wait for us, and we will not wait for the fish,” Kwame Asante said. "
    "“Nobody knows what it will cost us.” "
    "Kenya and Ghana signed the fishing accord in Accra after two years of talks."
)
ARTICLE = Article(id="a", source="t", text=TEXT, title="Fishing accord")
SEGMENTS = segment(ARTICLE)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


def sentence(words: str) -> int:
    index = SEGMENTS.sentence_at(TEXT.index(words))
    assert index is not None
    return index


def worth(**values: float) -> tuple[Worth, ...]:
    by_index = {sentence(words.replace("_", " ")): value for words, value in values.items()}
    return tuple(
        Worth(sentence=index, bottom_line=by_index.get(index, 0), summary=by_index.get(index, 0))
        for index in range(len(SEGMENTS.sentences))
    )


OTIENO = Person(
    name=at("Asha Otieno"), mentions=(at("Asha Otieno"),), title=at("Minister"), central=0.9
)
ASANTE = Person(name=at("Kwame Asante"), mentions=(at("Kwame Asante"),), central=0.1)
PASSER_BY = Person(name=at("Accra"), mentions=(at("Accra"),), takes_part=0.2)


def texts(spans: tuple[Span, ...]) -> list[str]:
    return [span.of(TEXT) for span in spans]


def test_bottom_line_is_the_sentence_worth_most_and_never_a_heading() -> None:
    reading = Reading(worth=worth(Fishing_accord=1.0, Kenya_and_Ghana_signed_a=0.9))
    draft = condense(ARTICLE, SEGMENTS, reading)
    assert draft.bottom_line is not None
    assert texts(draft.bottom_line.evidence)[0].startswith("Kenya and Ghana signed a fishing")


def test_summary_leaves_out_what_the_bottom_line_says() -> None:
    reading = Reading(
        worth=worth(Kenya_and_Ghana_signed_a=0.9, Kenya_and_Ghana_signed_the=0.8, Minister_Asha=0.7)
    )
    lines = [texts(line.evidence)[0] for line in condense(ARTICLE, SEGMENTS, reading).summary]
    assert lines[0].startswith("Minister Asha Otieno")
    assert not any(line.startswith("Kenya and Ghana signed the") for line in lines)


def test_sentence_that_leans_on_the_one_before_comes_last_in_the_summary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("briefwright.condense.choice.SUMMARY_POINTS", 1)
    reading = Reading(worth=worth(She_will_open=0.9, Minister_Asha=0.2, Kenya_and_Ghana_signed_a=1))
    lines = condense(ARTICLE, SEGMENTS, reading).summary
    opening = [texts(line.evidence)[0].split()[0] for line in lines]
    assert opening == ["Minister"]


def test_speech_is_evidence_only_where_its_speaker_is_known() -> None:
    unknown = SEGMENTS.quotations[1]
    assert unknown.span.of(TEXT).startswith("Nobody")
    reading = Reading(worth=worth(Nobody_knows=0.9), people=(ASANTE,))
    chosen = condense(ARTICLE, SEGMENTS, reading)
    assert chosen.bottom_line is not None
    assert not texts(chosen.bottom_line.evidence)[0].startswith("“Nobody")
    known = reading.model_copy(
        update={"speakers": (Speaker(quotation=1, person=0, name=at("Kwame Asante")),)}
    )
    line = condense(ARTICLE, SEGMENTS, known).bottom_line
    assert line is not None
    assert line.speaker == "Kwame Asante"


def test_flagged_text_is_evidence_for_nothing() -> None:
    reading = Reading(worth=worth(Kenya_and_Ghana_signed_a=0.9, Minister_Asha=0.8))
    flagged = (at("Kenya and Ghana signed a fishing accord in Accra"),)
    draft = condense(ARTICLE, SEGMENTS, reading, flagged=flagged)
    assert draft.bottom_line is not None
    assert texts(draft.bottom_line.evidence)[0].startswith("Minister")


def test_those_who_take_part_come_central_first_and_the_mentioned_are_left_out() -> None:
    reading = Reading(people=(ASANTE, OTIENO, PASSER_BY))
    names = [one.name.text for one in condense(ARTICLE, SEGMENTS, reading).participants]
    assert names == ["Asha Otieno", "Kwame Asante"]


def test_pronouns_carry_the_name_they_stand_for() -> None:
    reading = Reading(
        people=(OTIENO,),
        antecedents=(Antecedent(span=at("She"), person=0),),
        worth=worth(She_will_open=0.9),
    )
    line = condense(ARTICLE, SEGMENTS, reading).bottom_line
    assert line is not None
    assert line.known == ("Asha Otieno",)
    assert any("She [Asha Otieno] will open" in each for each in line.resolved)


def test_quotations_point_to_their_speaker_among_the_participants() -> None:
    reading = Reading(
        people=(ASANTE, OTIENO),
        speakers=(
            Speaker(quotation=1),
            Speaker(quotation=0, person=0, name=at("Kwame Asante"), cue=at("said")),
        ),
    )
    first, second = condense(ARTICLE, SEGMENTS, reading).quotes
    assert first.words.text.startswith("The fish do not wait")
    assert first.participant == 1
    assert second.speaker is None


def test_areas_and_outlook_keep_their_spans() -> None:
    evidence = at("She will open the new harbour in May.")
    reading = Reading(
        people=(OTIENO,),
        areas=(Area(span=evidence, phrase=at("new harbour"), status="agreed"),),
        outlook=(Outlook(span=evidence, kind="planned", person=0, when=at("in May")),),
    )
    draft = condense(ARTICLE, SEGMENTS, reading)
    assert (draft.areas[0].label, draft.areas[0].evidence) == ("new harbour", (evidence,))
    assert (draft.outlook[0].by, draft.outlook[0].line.evidence) == ("Asha Otieno", (evidence,))


def test_writer_is_asked_for_every_line_and_label_and_its_answers_go_back_in_order() -> None:
    reading = Reading(
        people=(OTIENO,),
        worth=worth(Kenya_and_Ghana_signed_a=0.9, Minister_Asha=0.8),
        areas=(
            Area(
                span=at("She will open the new harbour in May."),
                phrase=at("new harbour"),
                status="agreed",
            ),
        ),
        outlook=(Outlook(span=at("She will open the new harbour in May."), kind="planned"),),
    )
    draft = condense(ARTICLE, SEGMENTS, reading)
    asked = jobs(draft, ARTICLE)
    points = len(draft.summary)
    assert [job.kind for job in asked] == [
        # From all its evidence, then from the likeliest sentence alone.
        *["bottom_line"] * 2,
        *["summary"] * points,
        "outlook",
        "area",
    ]
    assert (asked[-1].phrase, asked[0].title, asked[2].title) == (
        "new harbour",
        ARTICLE.title,
        None,
    )
    answers = [Written(text=f"Answer {number}.") for number in range(len(asked))]
    filled = written(draft, [*answers[:-1], None])
    assert filled.bottom_line is not None
    lines = [filled.bottom_line, *filled.summary, filled.outlook[0].line]
    assert [each.text for line in lines for each in line.wordings] == [
        answer.text for answer in answers[:-1]
    ]
    assert filled.areas[0].wording is None
    asked_of_judge = claims(filled)
    assert [claim.text for claim in asked_of_judge] == [answer.text for answer in answers[:-1]]
    values = [number / 100 for number in range(len(asked_of_judge))]
    known = judged(filled, values)
    assert known.bottom_line is not None
    lines = [known.bottom_line, *known.summary, known.outlook[0].line]
    assert [each.support for line in lines for each in line.wordings] == values


def test_bottom_line_is_written_from_several_sentences_and_can_stand_on_the_likeliest() -> None:
    reading = Reading(worth=worth(Kenya_and_Ghana_signed_a=0.2, Minister_Asha=0.9))
    line = condense(ARTICLE, SEGMENTS, reading).bottom_line
    assert line is not None
    assert texts(line.evidence)[0].startswith("Minister Asha")
    assert len(line.evidence) > 1
    first, second = [
        job
        for job in jobs(condense(ARTICLE, SEGMENTS, reading), ARTICLE)
        if job.kind == "bottom_line"
    ]
    assert first.evidence.startswith("Kenya and Ghana signed a")
    assert second.evidence.startswith("Minister Asha")


def test_article_without_sentences_makes_an_empty_draft() -> None:
    bare = Article(id="b", source="t", text="?!")
    draft = condense(bare, segment(bare), Reading())
    assert (draft.bottom_line, draft.summary, jobs(draft, bare)) == (None, (), ())


def test_item_of_a_list_is_said_only_where_nothing_else_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("briefwright.condense.choice.SUMMARY_POINTS", 1)
    text = (
        "The two ministers agreed on the following points:\n\n"
        "- Training of 120 laboratory technicians in the two countries\n\n"
        "The programme will begin in the coming spring, the ministers said. "
        "It will be paid for by the two ministries together."
    )
    article = Article(id="c", source="t", text=text)
    segments = segment(article)
    ranked = tuple(
        Worth(sentence=index, bottom_line=value, summary=value)
        for index, value in enumerate((0.5, 0.9, 0.4, 0.1))
    )
    draft = condense(article, segments, Reading(worth=ranked))
    assert draft.bottom_line is not None
    assert draft.bottom_line.evidence[0].of(text).startswith("The two ministers")
    assert [line.evidence[0].of(text)[:13] for line in draft.summary] == ["The programme"]


def test_a_sentence_that_leads_in_a_list_is_said_only_where_nothing_else_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("briefwright.condense.choice.SUMMARY_POINTS", 1)
    text = (
        "Kenya and Ghana signed a programme on health in Accra on Monday. "
        "The two ministers agreed on all of the following points:\n\n"
        "- Training of 120 laboratory technicians in the two countries\n\n"
        "Nurses of both countries welcomed it, and the first of them begin in spring."
    )
    article = Article(id="c", source="t", text=text)
    segments = segment(article)
    ranked = tuple(
        Worth(sentence=index, bottom_line=value, summary=value)
        for index, value in enumerate((0.9, 0.8, 0.1, 0.3))
    )
    draft = condense(article, segments, Reading(worth=ranked))
    assert not any(line.evidence[0].of(text).endswith(":") for line in draft.summary)
