"""Articles in, briefs out: in order, the same each time, and no article spoils another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from briefwright.article import Article
from briefwright.brief import Brief
from briefwright.draft import Draft
from briefwright.ground import ground
from briefwright.ingest import Failed
from briefwright.pipeline import GROUP, Models, briefs, run
from briefwright.reader.patterns import PatternReader
from briefwright.reading import Reading
from briefwright.segments import Segments
from briefwright.writer import Job, Written
from briefwright.writer.fake import EchoWriter

Made = TypeVar("Made")

LONG = (
    "NAIROBI — Health ministers Asha Otieno of Kenya and Kwame Asante of Ghana agreed on Monday to "
    "train 40 nurses a year together at the coast hospital in Mombasa, after two years of talks in "
    "which the number of nurses, the place of the training and its costs had been discussed by "
    "four working groups of both ministries.\n\n"
    "“We will start the first course in March,” Otieno said.\n\n"
    "The two countries will also cooperate in telemedicine and vaccine storage."
)


def article(number: int, text: str = LONG) -> Article:
    return Article(id=f"a{number}", source=f"test:{number}", text=text)


class Poisoned(EchoWriter):
    """Fails whenever a batch holds a certain word, as a fault in one article's text would."""

    def write(self, jobs: Sequence[Job]) -> list[Written | None]:
        if any("Mombasa" in job.evidence for job in jobs):
            raise RuntimeError("boom")
        return super().write(jobs)


class Broken(PatternReader):
    def read(self, articles: Sequence[tuple[Article, Segments]]) -> list[Reading]:
        if any("poison" in one.text for one, _ in articles):
            raise RuntimeError("boom")
        return super().read(articles)


def same(brief: Brief) -> str:
    return brief.model_copy(update={"run": None}).model_dump_json()


def test_briefs_come_in_order_over_several_groups() -> None:
    articles = [article(number) for number in range(2 * GROUP + 1)]
    found = list(briefs(articles, Models(PatternReader(), EchoWriter())))
    assert [brief.id for brief in found] == [one.id for one in articles]


def test_lines_of_one_group_are_written_in_one_batch() -> None:
    calls: list[int] = []

    class Counting(EchoWriter):
        def write(self, jobs: Sequence[Job]) -> list[Written | None]:
            calls.append(len(jobs))
            return super().write(jobs)

    list(briefs([article(number) for number in range(GROUP)], Models(PatternReader(), Counting())))
    assert len(calls) == 1
    assert calls[0] >= GROUP


def test_the_same_article_gives_the_same_brief_alone_or_in_company() -> None:
    models = Models(PatternReader(), EchoWriter())
    (alone,) = briefs([article(1)], models)
    company = list(briefs([article(0), article(1), article(2)], models))
    assert same(company[1]) == same(alone)


def test_every_offset_of_a_brief_gives_its_slice() -> None:
    (brief,) = briefs([article(1)], Models(PatternReader(), EchoWriter()))
    text = brief.articles[0].text
    assert text is not None

    def slices(value: object) -> list[dict[str, object]]:
        if isinstance(value, dict):
            own = [value] if {"start", "end", "text", "article"} <= value.keys() else []
            return own + [found for one in value.values() for found in slices(one)]
        if isinstance(value, list):
            return [found for one in value for found in slices(one)]
        return []

    found = slices(brief.model_dump(mode="json"))
    assert len(found) > 10
    for one in found:
        assert text[int(str(one["start"])) : int(str(one["end"]))] == one["text"]


def test_failures_pass_through_in_their_place() -> None:
    lost = Failed(source="lost.txt", code="not-found", message="lost.txt: no such file")
    found = list(run([article(0), lost, article(1)], Models(PatternReader(), EchoWriter())))
    assert found[1] == lost
    assert [type(one) for one in found] == [Brief, Failed, Brief]


def test_article_that_breaks_the_reader_fails_alone() -> None:
    items = [article(0), article(1, "A poison text that says nothing good."), article(2)]
    first, broken, last = run(items, Models(Broken(), EchoWriter()))
    assert isinstance(first, Brief)
    assert isinstance(last, Brief)
    assert isinstance(broken, Failed)
    assert broken.code == "internal-error"
    assert "test:1" in broken.message


def test_article_that_breaks_the_batch_is_found_and_the_others_are_written() -> None:
    plain = LONG.replace("Mombasa", "Kisumu")
    items = [article(0, plain), article(1), article(2, plain)]
    found = list(run(items, Models(PatternReader(), Poisoned())))
    assert [type(one) for one in found] == [Brief, Failed, Brief]


def test_article_that_breaks_the_checks_fails_alone_where_the_reader_is_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(draft: Draft, article: Article, **options: Any) -> Brief:
        if article.id == "a1":
            raise RuntimeError("boom")
        return ground(draft, article, **options)

    monkeypatch.setattr("briefwright.pipeline.ground", broken)
    found = list(run([article(number) for number in range(3)], Models(PatternReader())))
    assert [type(one) for one in found] == [Brief, Failed, Brief]


def test_reader_may_give_its_readings_to_several_threads_in_any_order() -> None:
    class Threaded(PatternReader):
        def each(
            self,
            articles: Sequence[tuple[Article, Segments]],
            work: Callable[[int, Reading], Made],
        ) -> list[Made]:
            readings = list(enumerate(self.read(articles)))
            with ThreadPoolExecutor(4) as pool:
                late = [pool.submit(work, *one) for one in reversed(readings)]
            return [one.result() for one in reversed(late)]

    items = [article(number, f"{LONG} It was day {number}.") for number in range(GROUP + 2)]
    for writer in (None, EchoWriter()):
        plain = list(briefs(items, Models(PatternReader(), writer)))
        found = list(briefs(items, Models(Threaded(), writer)))
        assert [same(one) for one in found] == [same(one) for one in plain]


def test_seconds_of_a_group_are_shared_out_and_no_more_than_went_by() -> None:
    started = time.perf_counter()
    found = list(briefs([article(number) for number in range(5)], Models(PatternReader())))
    went_by = time.perf_counter() - started
    told = sum(one.run.seconds for one in found if one.run)
    assert 0 < told <= went_by + 0.001 * len(found)


def test_provenance_names_reader_writer_and_prompts() -> None:
    (brief,) = briefs([article(1)], Models(PatternReader(), EchoWriter()))
    assert (brief.provenance.reader, brief.provenance.writer) == ("patterns-1", "echo")
    assert brief.provenance.prompts_sha256 is not None


def test_without_a_writer_every_line_is_the_articles_own() -> None:
    (brief,) = briefs([article(1)], Models(PatternReader(), shorten=False))
    assert brief.bottom_line is not None
    assert {one.origin for one in (brief.bottom_line, *brief.summary)} == {"extracted"}
    assert brief.provenance.writer is None


@pytest.mark.model
def test_the_embedded_writer_gives_the_same_brief_twice() -> None:
    from briefwright.pipeline import load

    models = load(wording="written")
    (first,) = briefs([article(1)], models)
    (second,) = briefs([article(1)], models)
    assert same(first) == same(second)
    assert first.provenance.writer == "smol"
    assert first.provenance.revision is not None
