"""The one place with effects: what was made is committed, and notes are written.

Briefs first, with the paths of their notes and the hashes of what goes there; then the files, each
whole or not at all; then that they are there. Killed at any moment, a run leaves what the next one
completes, and a file that none of these hashes fits is an officer's work.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from briefwright import files
from briefwright.batch.keys import note_key
from briefwright.batch.values import Line
from briefwright.brief import Brief
from briefwright.engines import Made, Note
from briefwright.errors import OutputError, StoreError
from briefwright.render import page
from briefwright.render.updated import edits, origin
from briefwright.store import Store, articles, items, notes, runs
from briefwright.store.items import Ended

UNDATED = "undated"
"""The folder of notes of articles that belong to no day."""
_MARK = "briefwright-"


@dataclass(frozen=True)
class Desk:
    """What settling needs to know of the run."""

    store: Store
    out: Path
    day: str
    """Of the run, ISO 8601."""
    token: str
    recipe: str
    looks: dict[str, str]
    """Fingerprint of each format's look."""


@dataclass(frozen=True)
class Settled:
    """What became of one outcome."""

    made: Made
    first: bool
    """False if another run was first, and nothing of this one was kept."""
    written: int = 0
    lines: tuple[Line, ...] = ()


def check(out: Path, *, make: bool = True) -> None:
    """Refuse a folder that cannot be written, before anybody waits. Raises OutputError.

    Without `make` a folder that is not there is not made; that its parent can be written must do.
    """
    try:
        if make:
            out.mkdir(parents=True, exist_ok=True)
        there = next((one for one in (out, *out.parents) if one.exists()), out)
        # It never has a name, so that a run killed just now leaves none.
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise OutputError(
            f"--out {out}: cannot be written ({error.strerror or error}); give another folder, or "
            "make room or permissions there"
        ) from error


def bury(store: Store) -> None:
    """End the runs that were killed, and delete the halves of notes that they left behind."""
    found = runs.gone(store)
    for run in found:
        out = Path(json.loads(run.settings)["out"])
        for half in out.rglob(f".{_mark(run.token)}.*"):
            # Another run may be at it too.
            with suppress(OSError):
                half.unlink()
    # Only now: one that dies in between leaves them to be found again.
    runs.bury(store, found)


def settle(desk: Desk, made: Sequence[Made]) -> list[Settled]:
    """Keep what was made and write its notes. Raises StoreError, OutputError."""
    with desk.store.writing():
        first = [_keep(desk, one) for one in made]
        places = [_places(desk, one) if kept else [] for one, kept in zip(made, first, strict=True)]
    written: list[tuple[Path, str | None]] = []
    settled = []
    try:
        for one, kept, own in zip(made, first, places, strict=True):
            lines = list(_failure(one)) if kept else []
            for path, note in own:
                digest, said = _write(desk, path, note)
                written.append((path, digest))
                lines += said
            there = sum(digest is not None for _, digest in written[len(written) - len(own) :])
            settled.append(Settled(one, kept, there, tuple(lines)))
    except BaseException:
        # What could be written is there; the error that ended the rest is the one to be told.
        with suppress(StoreError):
            _record(desk, written)
        raise
    _record(desk, written)
    return settled


def _record(desk: Desk, written: Sequence[tuple[Path, str | None]]) -> None:
    """The notes are there, or were left as they are."""
    for folder in {path.parent for path, digest in written if digest is not None}:
        files.sync_folder(folder)
    with desk.store.writing():
        for path, digest in written:
            if digest is None:
                notes.left_alone(desk.store, path)
            else:
                notes.wrote(desk.store, path, digest)


def _keep(desk: Desk, made: Made) -> bool:
    brief = made.brief
    ended = Ended(
        article=made.key,
        state=made.state,
        code=made.code,
        reason=made.reason,
        attempts=made.attempts,
        brief=_without_text(brief).model_dump_json() if brief else None,
        seconds=brief.run.seconds if brief and brief.run else 0.0,
        day=desk.day,
    )
    if made.again:
        items.rendered(desk.store, ended, desk.recipe)
        return True
    return items.finish(desk.store, ended, desk.recipe)


def _without_text(brief: Brief) -> Brief:
    # The store has it already, with the article.
    plain = tuple(one.model_copy(update={"text": None}) for one in brief.articles)
    return brief.model_copy(update={"articles": plain})


def is_current(desk: Desk, article: str) -> bool:
    """Whether all notes of the article are there, made of its brief and as they are to look."""
    kept = notes.of(desk.store, article, desk.out)
    made = articles.facts(desk.store, article).briefed or ""
    for format in desk.looks:
        note = kept.get(format)
        if note is None or note.written is None or note.key != _key(desk, article, made, format):
            return False
        if not Path(note.path).is_file():
            return False
    return True


def _key(desk: Desk, article: str, made: str, format: str) -> str:
    return note_key(article=article, recipe=desk.recipe, made=made, look=desk.looks[format])


def _places(desk: Desk, made: Made) -> list[tuple[Path, Note]]:
    """Where each note goes; what is going to be there is known to the store from now on."""
    if not made.notes:
        return []
    article = articles.facts(desk.store, made.key)
    before = notes.of(desk.store, made.key, desk.out)
    found = []
    for note in made.notes:
        name = f"{files.note_name(article.id, article.title)}.{note.format}"
        path = notes.take(
            desk.store,
            article=made.key,
            folder=desk.out,
            format=note.format,
            key=_key(desk, made.key, article.briefed or "", note.format),
            sha256=_hash(note.content),
            wanted=desk.out / (article.day or UNDATED) / name,
            is_free=_Free(note, article.id),
        )
        if note.format not in before and path.exists():
            # Made by another store, and found free: it may be replaced as it stands now.
            with suppress(OSError):
                notes.intend(desk.store, path, _hash(path.read_bytes()))
        found.append((path, note))
    return found


@dataclass(frozen=True)
class _Free:
    """Whether a file that no note of the store has may be replaced: only our own, unedited."""

    note: Note
    id: str

    def __call__(self, path: Path) -> bool:
        if not path.exists():
            return True
        format = self.note.format
        try:
            content = path.read_bytes()
            if format == "html":
                return page.unedited(content) == self.id
            if format == "json":
                return _brief(content) == _brief(self.note.content)
            return origin(content, format).id == self.id and not edits(content, format)
        except (OSError, OutputError, ValueError):
            return False


def _brief(content: bytes) -> Brief:
    """But for when and how fast it was made."""
    return Brief.model_validate_json(content).model_copy(update={"run": None})


def _write(desk: Desk, path: Path, note: Note) -> tuple[str | None, list[Line]]:
    """Write the note; its hash, or None and a word on it if an officer's work is there."""
    if _is_edited(desk, path):
        text = (
            f"{path}: was edited since it was made, and was left as it is; "
            "briefwright render --update renews it around what was edited"
        )
        return None, [Line(kind="kept", text=text, source=str(path), code="edited")]
    files.write(path, note.content, mark=_mark(desk.token), sync=False)
    return _hash(note.content), []


def _is_edited(desk: Desk, path: Path) -> bool:
    """Whether there is anything but what a run wrote there, or died writing."""
    try:
        content = path.read_bytes()
    except OSError:
        # It was taken away, or never written.
        return False
    return _hash(content) not in notes.known(desk.store, path)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _failure(made: Made) -> Iterator[Line]:
    if made.state != "done":
        yield Line(kind=made.state, text=made.reason or "", source=made.key, code=made.code)


def _mark(token: str) -> str:
    return f"{_MARK}{token}"
