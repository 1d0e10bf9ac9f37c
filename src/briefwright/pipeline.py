"""The way from articles to briefs. The ten lines of `_brief` and `run` are the product."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import briefwright
from briefwright.article import Article, count_words
from briefwright.brief import Brief, Caution, Provenance, Run
from briefwright.condense import claims, condense, jobs, judged, shortest, written
from briefwright.conversation import Instruct
from briefwright.draft import Draft
from briefwright.errors import BriefwrightError, ModelError
from briefwright.ground import ground, instruction_like
from briefwright.ingest import Failed
from briefwright.nn.dtypes import DType
from briefwright.prompted import Given as Prompted
from briefwright.prompted import Prompts, cautions, drafts, lacking
from briefwright.reader import Reader
from briefwright.reading import Reading, without_reader
from briefwright.segment import segment
from briefwright.spans import Span, Value
from briefwright.writer import Judge, Writer

if TYPE_CHECKING:
    from briefwright.nn.instruct import Checked

Made = TypeVar("Made")

# Articles read before their lines are written together: enough for full batches of the writer,
# few enough that the first notes of a long run come soon and memory stays flat.
GROUP = 16

Wording = Literal["verbatim", "shortened", "written"]
"""Of a note's lines: the article's sentences, those with phrases left out, or a writer's own."""
ModelName = Literal["embedded", "none", "smollm2-135m-instruct"]
PROMPTED = "prompted-1"
"""The writer of drafts that an instruct model made."""
FALLBACK = "fallback"
"""The setting that names an article's sections which an instruct model could not make."""
WORDINGS: dict[ModelName, Wording] = {
    "embedded": "shortened",
    "none": "verbatim",
    "smollm2-135m-instruct": "written",
}
"""What a user's choice of a model comes to."""


class Instruction(Value):
    """An instruct model of the user's, asked for the whole draft."""

    model: str
    """A folder, or a hub's name."""
    device: str | None = None
    dtype: str | None = None
    hints: bool = False
    """Whether it is told what the reader found."""
    prompts: str | None = None
    """A folder of prompt files that go before the shipped ones."""


@dataclass(frozen=True)
class Models:
    """A reader, and a writer if lines are to be put in words of its own; or an instruct model,
    which makes the draft, and whose lines the judge hears too."""

    reader: Reader
    writer: Writer | None = None
    judge: Judge | None = None
    """Without one, only what is its evidence with words left out stands."""
    shorten: bool = True
    """Whether phrases that matter least are left out of the evidence."""
    instruct: Instruct | None = None
    prompts: Prompts = field(default_factory=Prompts)
    hints: bool = False
    """Whether the instruct model is told what the reader found."""

    @property
    def are_the_reader(self) -> bool:
        """Whether nobody else has a say in a brief."""
        return self.writer is None and self.judge is None and self.instruct is None


@dataclass(frozen=True)
class _Drafted:
    article: Article
    draft: Draft
    flagged: tuple[Span, ...]
    unread: tuple[Span, ...]
    brief: Brief | None = None
    """Where the models are the reader alone."""
    seconds: float = 0.0
    cautions: tuple[Caution, ...] = ()
    fallen: tuple[str, ...] = ()
    """Sections of a prompted draft that are the reader's all the same."""


def load(
    *,
    progress: Callable[[str, int, int], None] | None = None,
    wording: Wording = "shortened",
    read: Literal["trained", "patterns"] = "trained",
    instruction: Instruction | None = None,
    dtype: DType = "float32",
) -> Models:
    """The embedded models that the wording takes, their weights fetched if they are not there yet;
    with an instruction its model, which is never fetched here.

    `dtype` is what the trained reader's encoder multiplies in. `progress(step, done, total)` hears
    of the fetching. Raises ModelError, and TemplateError for prompts that cannot be used.
    """
    if instruction is not None:
        return _instructed(instruction, read, progress)
    reader = _trained(progress, dtype) if read == "trained" else _patterns()
    if wording != "written":
        return Models(reader=reader, shorten=wording == "shortened")
    from briefwright.writer.judge import SupportJudge
    from briefwright.writer.smol import SmolWriter

    return Models(
        reader=reader,
        writer=SmolWriter.load(progress=progress),
        judge=SupportJudge.load(progress=progress),
    )


def look(instruction: Instruction) -> str:
    """A hash of the instruct model and its prompts, which were looked over and not loaded.

    Raises SettingsError, TemplateError, ModelError: so a run ends before its first article is read.
    """
    from briefwright.nn import instruct

    prompts, checked = _looked(instruction)
    revision = instruct.revision(checked)
    return f"{revision} {prompts.sha256}" if checked.kind == "decoder" else revision


def _looked(instruction: Instruction) -> tuple[Prompts, Checked]:
    from briefwright.models import instruct as installed

    prompts = Prompts(folder=Path(instruction.prompts) if instruction.prompts else None)
    prompts.check()
    checked = installed.check(
        instruction.model, device=instruction.device or "auto", dtype=instruction.dtype or "auto"
    )
    if checked.kind == "decoder" and (absent := lacking()):
        raise ModelError(
            f"a model that answers needs the package {absent[0]}. "
            "Run: pip install 'briefwright[prompted]'"
        )
    return prompts, checked


def _instructed(
    instruction: Instruction,
    read: Literal["trained", "patterns"],
    progress: Callable[[str, int, int], None] | None,
) -> Models:
    from briefwright.nn import instruct
    from briefwright.writer.judge import SupportJudge

    prompts, checked = _looked(instruction)
    return Models(
        instruct=instruct.opened(checked),
        reader=_trained(progress) if read == "trained" else _patterns(),
        judge=SupportJudge.load(progress=progress),
        prompts=prompts,
        hints=instruction.hints,
    )


def _trained(progress: Callable[[str, int, int], None] | None, dtype: DType = "float32") -> Reader:
    from briefwright import models
    from briefwright.reader.trained import BASE, TrainedReader

    return TrainedReader.load(models.ensure(BASE, progress), dtype=dtype)


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
        drafted = [_guarded(one, partial(_draft, one, models)) for one in articles]
    in_order = iter(drafted)
    return [item if isinstance(item, Failed) else next(in_order) for item in group]


def _together(outcomes: Sequence[_Drafted | Failed], models: Models) -> Iterator[Brief | Failed]:
    drafted = [one for one in outcomes if isinstance(one, _Drafted)]
    try:
        done: list[Brief | Failed] = list(_ground(drafted, models))
    except ModelError:
        # The writer itself is broken.
        raise
    except Exception:
        done = [_guarded(one.article, partial(_alone, one, models)) for one in drafted]
    in_order = iter(done)
    yield from (one if isinstance(one, Failed) else next(in_order) for one in outcomes)


def _alone(drafted: _Drafted, models: Models) -> Brief:
    return next(_ground([drafted], models))


def _guarded(article: Article, work: Callable[[], Made]) -> Made | Failed:
    """What the work makes, or why it made nothing."""
    try:
        return work()
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
    """One draft an article, all read in one batch; each is made while others are still read."""
    if not articles:
        return []
    started = time.perf_counter()
    segments = [segment(article) for article in articles]
    made_by = provenance(models) if models.are_the_reader else None
    # An instruct model's draft is shortened when it is there, what it left to the reader too.
    shorten = models.shorten and models.instruct is None

    def drafted(place: int, seen: Reading) -> tuple[_Drafted, Prompted | None]:
        article, own = articles[place], segments[place]
        flagged = instruction_like(article.text, own)
        draft = condense(article, own, seen, flagged=flagged, shorten=shorten)
        one = _Drafted(article, draft, flagged, seen.unread)
        one = replace(one, brief=_checked(one, draft, made_by)) if made_by else one
        if models.instruct is None:
            return one, None
        return one, Prompted(article, own, without_reader(seen, article.text), draft, flagged)

    read = models.reader.each(list(zip(articles, segments, strict=True)), drafted)
    reading = time.perf_counter() - started
    words = [count_words(article.text) for article in articles]
    found = [
        replace(one, seconds=reading * many / max(1, sum(words)))
        for (one, _), many in zip(read, words, strict=True)
    ]
    if models.instruct is None:
        return found
    return _prompted(found, [one for _, one in read if one], models.instruct, models)


def _prompted(
    embedded: Sequence[_Drafted], given: Sequence[Prompted], instruct: Instruct, models: Models
) -> list[_Drafted]:
    """The drafts of an instruct model, asked in one batch, in the place of the embedded ones."""
    started = time.perf_counter()
    made = drafts(given, instruct, prompts=models.prompts, hints=models.hints)
    asking = time.perf_counter() - started
    words = [count_words(one.article.text) for one in given]
    found = []
    for before, own, one, many in zip(embedded, given, made, words, strict=True):
        text, draft = own.article.text, one.draft
        draft = shortest(draft, text, own.reading.weigh) if models.shorten else draft
        found.append(
            replace(
                before,
                draft=draft,
                unread=one.unread,
                seconds=before.seconds + asking * many / max(1, sum(words)),
                cautions=cautions(one),
                fallen=one.fallen,
            )
        )
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
        brief = one.brief or _checked(one, draft, made_by)
        share = writing * part / max(1, sum(parts))
        seconds = one.seconds + share + time.perf_counter() - started
        yield brief.model_copy(update={"run": _run(one.article, seconds)})


def _checked(one: _Drafted, draft: Draft, made_by: Provenance) -> Brief:
    if one.fallen:
        settings = {**made_by.settings, FALLBACK: ", ".join(one.fallen)}
        made_by = made_by.model_copy(update={"settings": settings})
    return ground(
        draft,
        one.article,
        provenance=made_by,
        flagged=one.flagged,
        unread=one.unread,
        drafted=one.cautions,
    )


def _written(group: Sequence[_Drafted], models: Models) -> list[Draft]:
    """The drafts in a writer's words, each with the judge's word on it."""
    drafts = [one.draft for one in group]
    if models.writer is not None:
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
    made = models.instruct or models.writer
    if made is None:
        return {"shorten": models.shorten}
    judge = {"judge_sha256": models.judge.revision} if models.judge else {}
    hints = {"hints": models.hints} if models.instruct else {}
    return {"shorten": models.shorten, **made.settings, **hints, **judge}


def provenance(models: Models) -> Provenance:
    """What a brief says of the models that made it, but for `FALLBACK`, which each has its own."""
    made: dict[str, Any] = {}
    if (instruct := models.instruct) is not None:
        asked = instruct.kind == "decoder"
        made = {
            "writer": PROMPTED,
            "model": instruct.name,
            "revision": instruct.revision,
            "prompts_sha256": models.prompts.sha256 if asked else None,
        }
    elif (writer := models.writer) is not None:
        made = {
            "writer": writer.name,
            "model": writer.model,
            "revision": writer.revision,
            "prompts_sha256": writer.prompts_sha256,
        }
    version, settings = briefwright.__version__, _settings(models)
    return Provenance(briefwright=version, reader=models.reader.name, settings=settings, **made)
