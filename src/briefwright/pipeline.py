"""The way from articles to briefs. The ten lines of `_brief` and `run` are the product."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Literal, TypeVar

import briefwright
from briefwright.article import Article, count_words
from briefwright.brief import Brief, Provenance, Run
from briefwright.condense import claims, condense, jobs, judged, written
from briefwright.draft import Draft
from briefwright.errors import BriefwrightError, ModelError
from briefwright.ground import ground, instruction_like
from briefwright.ingest import Failed
from briefwright.reader import Reader
from briefwright.segment import segment
from briefwright.spans import Span
from briefwright.writer import Judge, Writer

Given = TypeVar("Given")
Made = TypeVar("Made")

# Articles read before their lines are written together: enough for full batches of the writer,
# few enough that the first notes of a long run come soon and memory stays flat.
GROUP = 16


Wording = Literal["verbatim", "shortened", "written"]
"""Of a note's lines: the article's sentences, those with phrases left out, or a writer's own."""
ModelName = Literal["embedded", "none", "smollm2-135m-instruct"]
WORDINGS: dict[ModelName, Wording] = {
    "embedded": "shortened",
    "none": "verbatim",
    "smollm2-135m-instruct": "written",
}
"""What a user's choice of a model comes to."""


@dataclass(frozen=True)
class Models:
    """A reader, and a writer if lines are to be put in words of its own."""

    reader: Reader
    writer: Writer | None = None
    judge: Judge | None = None
    """Without one, only what is its evidence with words left out stands."""
    shorten: bool = True
    """Whether phrases that matter least are left out of the evidence."""


@dataclass(frozen=True)
class _Drafted:
    article: Article
    draft: Draft
    flagged: tuple[Span, ...]
    unread: tuple[Span, ...]
    seconds: float


def load(
    *,
    progress: Callable[[str, int, int], None] | None = None,
    wording: Wording = "shortened",
    read: Literal["trained", "patterns"] = "trained",
) -> Models:
    """The embedded models that the wording takes, their weights fetched if they are not there yet.

    `progress(step, done, total)` hears of the fetching. Raises ModelError.
    """
    reader = _trained(progress) if read == "trained" else _patterns()
    if wording != "written":
        return Models(reader=reader, shorten=wording == "shortened")
    from briefwright.writer.judge import SupportJudge
    from briefwright.writer.smol import SmolWriter

    return Models(
        reader=reader,
        writer=SmolWriter.load(progress=progress),
        judge=SupportJudge.load(progress=progress),
    )


def _trained(progress: Callable[[str, int, int], None] | None) -> Reader:
    from briefwright import models
    from briefwright.reader.trained import BASE, TrainedReader

    return TrainedReader.load(models.ensure(BASE, progress))


def _patterns() -> Reader:
    from briefwright.reader.patterns import PatternReader

    return PatternReader()


def briefs(articles: Iterable[Article], models: Models) -> Iterator[Brief]:
    """One brief an article, in order; raises what `run` would turn into a `Failed`."""
    pending = iter(articles)
    while group := list(islice(pending, GROUP)):
        yield from _ground(_drafts(group, models), models)


def run(items: Iterable[Article | Failed], models: Models) -> Iterator[Brief | Failed]:
    """One brief or failure for each item, in order; whatever one article does, the others go on."""
    pending = iter(items)
    while group := list(islice(pending, GROUP)):
        yield from _together(_read_together(group, models), models)


def _read_together(group: Sequence[Article | Failed], models: Models) -> list[_Drafted | Failed]:
    articles = [item for item in group if not isinstance(item, Failed)]
    try:
        drafted: list[_Drafted | Failed] = list(_drafts(articles, models))
    except ModelError:
        # The reader itself is broken: every article would fail for the same reason.
        raise
    except Exception:
        # One article spoils its batch; each alone shows which one it was.
        drafted = [_guarded(article, _draft, article, models) for article in articles]
    in_order = iter(drafted)
    return [item if isinstance(item, Failed) else next(in_order) for item in group]


def _together(outcomes: Sequence[_Drafted | Failed], models: Models) -> Iterator[Brief | Failed]:
    drafted = [one for one in outcomes if isinstance(one, _Drafted)]
    try:
        done: list[Brief | Failed] = list(_ground(drafted, models))
    except ModelError:
        # The writer itself is broken: every article would fail for the same reason.
        raise
    except Exception:
        # One article spoils its batch; each alone shows which one it was.
        done = [_guarded(one.article, _alone, one, models) for one in drafted]
    briefs_in_order = iter(done)
    for outcome in outcomes:
        yield outcome if isinstance(outcome, Failed) else next(briefs_in_order)


def _alone(drafted: _Drafted, models: Models) -> Brief:
    return next(_ground([drafted], models))


def _guarded(
    article: Article, work: Callable[[Given, Models], Made], given: Given, models: Models
) -> Made | Failed:
    """What the work makes, or why it made nothing."""
    try:
        return work(given, models)
    except BriefwrightError as error:
        return Failed(source=article.source, code="not-briefed", message=str(error))
    except Exception as error:
        return Failed(
            source=article.source,
            code="internal-error",
            message=f"{article.source}: a fault in briefwright, {error!r}; the other articles are "
            f"not affected. Please report it with the article.",
        )


def _drafts(articles: Sequence[Article], models: Models) -> list[_Drafted]:
    """One draft an article, all read in one batch."""
    if not articles:
        return []
    started = time.perf_counter()
    segments = [segment(article) for article in articles]
    readings = models.reader.read(list(zip(articles, segments, strict=True)))
    words = [count_words(article.text) for article in articles]
    reading = time.perf_counter() - started
    found = []
    for article, own, seen, many in zip(articles, segments, readings, words, strict=True):
        started = time.perf_counter()
        flagged = instruction_like(article.text, own)
        draft = condense(article, own, seen, flagged=flagged, shorten=models.shorten)
        seconds = reading * many / max(1, sum(words)) + time.perf_counter() - started
        found.append(_Drafted(article, draft, flagged, seen.unread, seconds))
    return found


def _draft(article: Article, models: Models) -> _Drafted:
    return _drafts([article], models)[0]


def _ground(group: Sequence[_Drafted], models: Models) -> Iterator[Brief]:
    """Write the lines of all drafts in one batch, then check each draft."""
    started = time.perf_counter()
    drafts = _written(group, models)
    writing = time.perf_counter() - started
    parts = [len(jobs(one.draft, one.article)) for one in group]
    made_by = provenance(models)
    for one, draft, part in zip(group, drafts, parts, strict=True):
        started = time.perf_counter()
        brief = ground(
            draft, one.article, provenance=made_by, flagged=one.flagged, unread=one.unread
        )
        share = writing * part / max(1, sum(parts))
        seconds = one.seconds + share + time.perf_counter() - started
        yield brief.model_copy(update={"run": _run(one.article, seconds)})


def _written(group: Sequence[_Drafted], models: Models) -> list[Draft]:
    """The drafts in a writer's words, each with the judge's word on it."""
    if models.writer is None:
        return [one.draft for one in group]
    asked = [jobs(one.draft, one.article) for one in group]
    answers = iter(models.writer.write([job for own in asked for job in own]))
    drafts = [
        written(one.draft, [next(answers) for _ in own])
        for one, own in zip(group, asked, strict=True)
    ]
    if models.judge is None:
        return drafts
    told = [claims(draft) for draft in drafts]
    support = iter(models.judge.support([claim for own in told for claim in own]))
    return [
        judged(draft, [next(support) for _ in own]) for draft, own in zip(drafts, told, strict=True)
    ]


def _run(article: Article, seconds: float) -> Run:
    return Run(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
        words_per_second=round(count_words(article.text) / max(seconds, 1e-6), 1),
    )


def _settings(models: Models) -> dict[str, str | int | float | bool | None]:
    if models.writer is None:
        return {"shorten": models.shorten}
    judge = {"judge_sha256": models.judge.revision} if models.judge else {}
    return {"shorten": models.shorten, **models.writer.settings, **judge}


def provenance(models: Models) -> Provenance:
    """What a brief says of the models that made it."""
    writer = models.writer
    return Provenance(
        briefwright=briefwright.__version__,
        reader=models.reader.name,
        writer=writer.name if writer else None,
        model=writer.model if writer else None,
        revision=writer.revision if writer else None,
        prompts_sha256=writer.prompts_sha256 if writer else None,
        settings=_settings(models),
        seed=None,
    )
