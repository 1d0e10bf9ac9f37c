"""What the commands share: where notes go, the options of the header, lines on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    from briefwright.brief import Brief
    from briefwright.render import Format, Header
    from briefwright.render.updated import Updated


class NoteFormat(StrEnum):
    md = "md"
    docx = "docx"
    html = "html"
    json = "json"


_FORMATS: dict[NoteFormat, Format] = {
    NoteFormat.md: "md",
    NoteFormat.docx: "docx",
    NoteFormat.html: "html",
    NoteFormat.json: "json",
}


SOURCES = (
    "Text, Markdown, HTML, Word, PDF, e-mail, JSONL, CSV, ZIP and feed files, folders of them, "
    "addresses of pages and feeds, - for stdin."
)
FormatOption = Annotated[
    NoteFormat | None,
    typer.Option("--format", "-f", help="Default: by the suffix of -o, else md."),
]
OutOption = Annotated[
    str | None,
    typer.Option(
        "--out", "-o", metavar="FILE|DIR", help="A file for one note, a folder for several."
    ),
]
TemplateOption = Annotated[
    str | None, typer.Option("--template", help="A shipped template's name, or a template file.")
]
MarkingOption = Annotated[
    str | None, typer.Option(help="Protective marking, as it is to be printed; none by default.")
]
ToOption = Annotated[str | None, typer.Option("--to", help="Who the note is for.")]
FromOption = Annotated[str | None, typer.Option("--from", help="Who the note is from.")]
SubjectOption = Annotated[
    str | None, typer.Option("--subject", help="Default: the article's title.")
]


UpdateOption = Annotated[
    Path | None,
    typer.Option(
        "--update", metavar="FILE", help="Renew this .docx or .md note around an officer's text."
    ),
]
StoryOption = Annotated[
    bool, typer.Option("--story", help="All sources are on one story: make one note of them.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Replace what an officer edited in a note.")
]


class Sheet:
    """How notes are to look and where they go; holds nothing open."""

    def __init__(
        self,
        *,
        out: str | None,
        format: NoteFormat | None,
        template: str | None,
        header: Header,
        update: Path | None = None,
        force: bool = False,
        story: bool = False,
    ) -> None:
        self.update, self.force, self.story = update, force, story
        if update is not None:
            if out is not None:
                usage("--update renews a note where it is; leave -o out")
            out = str(update)
        self.out = Path(out) if out is not None else None
        self.into_folder = self.out is not None and (
            self.out.is_dir() or not self.out.suffix or str(out).endswith(("/", os.sep))
        )
        self.template = template
        self.format: Format = _FORMATS[format or self._by_suffix()]
        self.header = header
        self._file_taken = False
        self._written: set[Path] = set()

    def _by_suffix(self) -> NoteFormat:
        suffix = self.out.suffix.lstrip(".").lower() if self.out and not self.into_folder else ""
        if not suffix:
            return self._by_template()
        if suffix in {"markdown", "txt"}:
            return NoteFormat.md
        if suffix == "htm":
            return NoteFormat.html
        if suffix not in set(NoteFormat):
            usage(f"-o {self.out}: no format is written to {suffix!r} files; give --format")
        return NoteFormat(suffix)

    def _by_template(self) -> NoteFormat:
        from briefwright.render.templates import kind_of

        kind = kind_of(self.template) if self.template else None
        return NoteFormat(kind or "md")

    def check(self, *, sources: Sequence[str]) -> None:
        """Refuse, before any model is loaded, what could not be written at the end."""
        several = not self.story and (
            len(sources) > 1 or Path(sources[0]).is_dir() or is_rows(sources[0])
        )
        if several and self.out is not None and not self.into_folder:
            usage(
                f"-o {self.out}: is one file, and there may be more than one note; "
                f"give a folder (a name with / at its end)"
            )
        if self.out is not None and not self.into_folder:
            refuse_sources(self.out, "-o", sources)
        if self.out is not None and any(same_file(self.out, Path(one)) for one in sources):
            usage(f"-o {self.out}: the notes would be read as articles next time; give another")
        if self.format == "docx" and self.out is None and sys.stdout.isatty():
            usage("a Word document is not for the screen; give -o FILE.docx or -o DIR")
        if self.update is not None:
            self._check_update(several=several)
        from briefwright.errors import TemplateError
        from briefwright.render import prepare

        try:
            prepare(self.format, self.template)
        except TemplateError as error:
            usage(str(error))

    def _check_update(self, *, several: bool) -> None:
        from briefwright.cli.existing import template_of
        from briefwright.render import Header

        assert self.update is not None
        if self.format not in ("md", "docx"):
            usage(f"--update {self.update}: only .docx and .md notes can be renewed; make it anew")
        if several:
            usage(f"--update {self.update}: is one note; give one source")
        if self.header != Header():
            usage(
                "--update keeps the head of the note as it stands there; change To, From, Subject "
                "and marking in the note itself"
            )
        self.template = template_of(self.update, self.format, self.template)

    def put(self, brief: Brief) -> Path | None:
        """Render the brief and write it; returns where, None for stdout.

        Says which house rules it does not keep, and what an update kept. Raises OutputError.
        """
        from briefwright.cli.existing import guard, renewed
        from briefwright.files import write
        from briefwright.render import render

        if self.out is not None and self._file_taken and not self.into_folder:
            usage(f"-o {self.out}: is one file, and there is more than one note; give a folder")
        path = self._path(brief)
        if path is not None and not self.force and self.update is None:
            guard(path, self.format)
        content = render(brief, self.format, template=self.template, header=self.header)
        updated = None
        if path is not None and self.update is not None:
            updated = renewed(path, content, brief, self.format, force=self.force)
            content = updated.content
        self._rules(brief, content, path, updated)
        if path is None:
            self._print(content)
            return None
        write(path, content)
        self._file_taken = True
        self._written.add(path)
        return path

    def _path(self, brief: Brief) -> Path | None:
        from briefwright.files import note_name

        if self.out is None or not self.into_folder:
            return self.out
        name = note_name(brief.id, brief.articles[0].title)
        return self._free(self.out / f"{name}.{self.format}")

    def _rules(
        self, brief: Brief, content: bytes, path: Path | None, updated: Updated | None
    ) -> None:
        if self.format == "json":
            return
        from briefwright.render import limits, view
        from briefwright.render.house_rules import broken, worded

        within = limits(self.format, self.template)
        made = view(brief, self.header, within)
        found = broken(made, content, self.format, limits=within, updated=updated)
        say(f"briefwright: {path.name if path else brief.id}: {worded(found)}")

    def _print(self, content: bytes) -> None:
        if self.format == "md" and sys.stdout.isatty():
            from briefwright.render.md_parts import unmarked

            content = unmarked(content.decode()).encode()
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        if self.format != "docx" and not content.endswith(b"\n"):
            sys.stdout.buffer.write(b"\n")
        sys.stdout.buffer.flush()

    def _free(self, path: Path) -> Path:
        """The path, or one beside it if this run has written it already."""
        number, free = 1, path
        while free in self._written:
            number += 1
            free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        return free


def same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


_SEVERAL = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".zip"})


def is_rows(source: str) -> bool:
    """Whether the source holds many articles or briefs, as a rule."""
    return Path(source).suffix.lower() in _SEVERAL


def refuse_sources(path: Path, option: str, sources: Sequence[str]) -> None:
    """End the program if writing the path would replace one of the sources."""
    for source in sources:
        if same_file(path, Path(source)):
            usage(f"{option} {path}: is one of the sources and would be replaced; give another")


def refuse_foreign(
    path: Path,
    option: str,
    sources: Sequence[Path],
    *,
    ours: Callable[[bytes], bool] | None = None,
    foreign: str = "is there already",
    force: bool | None = None,
) -> None:
    """End the program if writing the path would replace a source or what the command did not make.

    `ours` tells by a file's first 4,096 bytes, `foreign` is said of a file that is not, and `force`
    is the command's option, None where it has none. Raises OutputError.
    """
    from briefwright.errors import OutputError

    refuse_sources(path, option, [str(one) for one in sources])
    if path.is_dir():
        usage(f"{option} {path}: is a folder; give the file a name in it")
    if force or not path.exists():
        return
    try:
        if ours is not None and path.is_file():
            with path.open("rb") as file:
                if ours(file.read(4096)):
                    return
    except OSError as error:
        raise OutputError(f"{option} {path}: cannot be read ({error.strerror or error})") from error
    instead = "" if force is None else ", or --force to replace it"
    usage(f"{option} {path}: {foreign}, and is left as it is; give another name{instead}")


def stdin() -> BinaryIO:
    """Standard input; ends the program if it was closed."""
    if sys.stdin is None:
        usage("there is no standard input here; name a file")
    return sys.stdin.buffer


def header(
    *, to: str | None, from_: str | None, subject: str | None, marking: str | None
) -> Header:
    from briefwright.render import Header

    return Header(to=to, from_=from_, subject=subject, marking=marking)


_as_json = [False]


def say_as_json(asked: bool) -> None:
    """Whether what is said from now on is JSON, for a log that a program reads."""
    _as_json[0] = asked


def is_json() -> bool:
    return _as_json[0]


def say(message: str, *, level: str = "error", **fields: str) -> None:
    """A line for the person, on stderr; the level and the fields are for a log in JSON."""
    text = message.removeprefix("briefwright: ")
    put_line(log_line(text, level=level, **fields) if _as_json[0] else message)


def put_line(line: str) -> None:
    """The line on stderr, if there is one; without its reader or room on its disk, work goes on.

    A night's log on a full disk, or in a pipe whose reader has ended, must not end the night.
    """
    if sys.stderr is None:
        return
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        # What it holds back would be tried again at the end, and change the exit code.
        sys.stderr = nowhere()


def nowhere() -> TextIO:
    """In the place of a stream that cannot be written any more, to the end of the program."""
    return Path(os.devnull).open("w", encoding="utf-8")


def log_line(text: str, *, level: str, **fields: object) -> str:
    """A line of a log in JSON."""
    import json
    from datetime import UTC, datetime

    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": now, "level": level, **fields, "text": text})


def print_json(value: object) -> None:
    """The value for a program, on stdout."""
    import json

    print(json.dumps(value, indent=2, ensure_ascii=False))


def usage(message: str) -> NoReturn:
    """End the program: the command was not given as it can be carried out."""
    say(f"briefwright: {message}")
    raise typer.Exit(2)
