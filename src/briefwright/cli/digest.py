"""briefwright digest: one document over a day's notes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import output
from briefwright.cli.batch_options import Config, UndatedTo

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from briefwright.brief import Brief
    from briefwright.configuration import Configuration
    from briefwright.digest.values import Digest, Gathered, Missed
    from briefwright.render import Format as FormatName
    from briefwright.render import Header
    from briefwright.story.grouping import Encoder


class By(StrEnum):
    country = "country"
    topic = "topic"
    none = "none"


ENCODER = "all-minilm-l6-v2-whole"
_FORMATS: dict[str, FormatName] = {"md": "md", "docx": "docx", "html": "html", "json": "json"}


Briefs = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[BRIEF]...", help="Brief JSON or JSONL files, or -; or --store."),
]
Day = Annotated[
    str | None,
    typer.Option(
        "--date",
        metavar="DAY",
        help="2026-05-04, yesterday, today (default), or run: the last one's.",
    ),
]
StoreOption = Annotated[
    Path | None, typer.Option("--store", metavar="FILE", help="The store of the batch.")
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Default: the screen.")
]
ByOption = Annotated[By, typer.Option("--by", help="What stories stand under.")]
Apart = Annotated[
    bool,
    typer.Option("--apart", help="Each article by itself: loads no weights, joins nothing."),
]
Zone = Annotated[
    str | None,
    typer.Option("--zone", help="Of the day. Default: the store's last run's, else this one's."),
]
Undated = Annotated[
    UndatedTo,
    typer.Option(
        "--undated", help="The day of briefs without a date: the digest's, of fetching, none."
    ),
]
Subject = Annotated[str | None, typer.Option("--subject", help="Default: News of the day.")]


def digest(
    briefs: Briefs = None,
    day: Day = None,
    store: StoreOption = None,
    config: Config = None,
    out: Out = None,
    format: output.FormatOption = None,
    by: ByOption = By.country,
    apart: Apart = False,
    zone: Zone = None,
    undated: Undated = UndatedTo.run,
    to: output.ToOption = None,
    from_: output.FromOption = None,
    subject: Subject = None,
    marking: output.MarkingOption = None,
) -> None:
    """Make one document over a day: stories, bottom lines first, and what became of every input."""
    known = _configuration(config)
    paths = list(briefs or ())
    at = store or (None if paths else known.store)
    _check(paths, at, out, apart=apart, by=by)
    form = _form(out, format)
    if at is not None:
        gathered, failed = _from_store(at, day, zone or known.zone), 0
    else:
        gathered, failed = _from_files(paths, day, zone or known.zone, undated)
    header = output.header(
        to=to or known.notes.to,
        from_=from_ or known.notes.from_,
        subject=subject,
        marking=marking or known.notes.marking,
    )
    _put(_content(_made(gathered, by=by, apart=apart), form, header), out)
    if failed:
        raise typer.Exit(1)


def _configuration(path: Path | None) -> Configuration:
    from briefwright.configuration import Configuration, load
    from briefwright.errors import SettingsError

    if path is None:
        return Configuration()
    try:
        return load(path)
    except SettingsError as error:
        output.usage(str(error))


def _check(paths: list[Path], store: Path | None, out: Path | None, *, apart: bool, by: By) -> None:
    if bool(paths) == (store is not None):
        output.usage("give either --store FILE or files of briefs, to say what the day is made of")
    if apart and by is By.topic:
        output.usage("--by topic needs the encoder that --apart leaves out; leave out one of them")
    if out is not None:
        output.refuse_sources(out, "-o", [*map(str, paths), str(store or "")])
        if out.is_dir():
            output.usage(f"-o {out}: is a folder; a digest is one file, give its name")


def _form(out: Path | None, format: output.NoteFormat | None) -> FormatName:
    suffix = out.suffix.lstrip(".").lower() if out else ""
    suffix = {"": "md", "markdown": "md", "txt": "md", "htm": "html"}.get(suffix, suffix)
    form = format.value if format else suffix
    if form not in _FORMATS:
        output.usage(f"-o {out}: no format is written to {suffix!r} files; give --format")
    if form == "docx" and out is None:
        output.usage("a Word document is not for the screen; give -o FILE.docx")
    return _FORMATS[form]


def _from_store(path: Path, day: str | None, zone: str | None) -> Gathered:
    from briefwright.digest.gather import from_store
    from briefwright.store import Store, runs

    with Store(path, new=False) as store:
        made = runs.every(store)
        within = _zone(zone or (made[-1].zone if made else None))
        if day == "run" and made:
            # Whatever day it is by now: a run may have begun before midnight.
            return from_store(store, date.fromisoformat(made[-1].day), within=within)
        return from_store(store, chosen(day, within), within=within)


def _from_files(
    paths: list[Path], day: str | None, zone: str | None, undated: UndatedTo
) -> tuple[Gathered, int]:
    from briefwright.digest.gather import from_briefs

    within = _zone(zone)
    # Before anything is read: a wrong day is wrong whatever is in the files.
    wanted = chosen(day, within)
    missed: list[Missed] = []
    briefs = list(_loaded(paths, missed))
    found = from_briefs(briefs, wanted, within=within, undated=undated.value, missed=missed)
    return found, len(missed)


def _loaded(paths: list[Path], missed: list[Missed]) -> Iterator[Brief]:
    """The briefs of the files; what is none is said, and put into the coverage."""
    from briefwright.cli.render import rows
    from briefwright.digest.values import Missed
    from briefwright.errors import BriefError
    from briefwright.render import load_brief

    for name, row in rows(paths):
        try:
            if isinstance(row, BriefError):
                raise row
            yield load_brief(row, name)
        except BriefError as error:
            output.say(f"briefwright: {error}")
            missed.append(Missed(fate="failed", source=name, reason=str(error)))


def _zone(name: str | None) -> ZoneInfo:
    from briefwright.batch import calendar
    from briefwright.errors import SettingsError

    try:
        return calendar.zone(name)
    except SettingsError as error:
        output.usage(str(error))


def chosen(day: str | None, within: ZoneInfo, *, now: datetime | None = None) -> date:
    """The day that is meant, by the clocks of the zone; `now` is for tests."""
    from briefwright.batch import calendar

    today = calendar.today(within, now or datetime.now(UTC))
    if day in (None, "today"):
        return today
    if day == "yesterday":
        return today - timedelta(days=1)
    try:
        return date.fromisoformat(day or "")
    except ValueError:
        output.usage(
            f"--date {day!r}: give a day as 2026-05-04, or yesterday, or today; or run, with a "
            "store in which there was one"
        )


def _made(gathered: Gathered, *, by: By, apart: bool) -> Digest:
    from briefwright.digest import digest

    needed = not apart and (by is By.topic or len(gathered.items) > 1)
    return digest(gathered, by=by.value, encoder=_encoder() if needed else None)


def _encoder() -> Encoder:
    from briefwright import models
    from briefwright.cli.progress import bars
    from briefwright.errors import FetchFailed
    from briefwright.nn import sentence_model

    try:
        with bars() as report:
            folder = models.ensure(ENCODER, report)
    except FetchFailed as error:
        raise FetchFailed(
            f"{error}. Or give --apart, and no article is joined to another"
        ) from error
    return sentence_model.load(folder)


def _content(digest: Digest, form: FormatName, header: Header) -> bytes:
    from briefwright.digest.document import document

    if form == "json":
        return (digest.model_dump_json(indent=2) + "\n").encode()
    return document(digest, form, header=header)


def _put(content: bytes, out: Path | None) -> None:
    from briefwright.files import write

    if out is not None:
        write(out, content)
        print(out)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
