"""One SQLite file of ours, safe against a crash at any moment. Knows nothing of what is in it.

WAL mode, so that readers never wait for the writer; synchronous FULL, so that what was committed
is on the disk. The schema only grows: `user_version` counts the steps of the file's `Kind`.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self

from briefwright import files
from briefwright.errors import BriefwrightError
from briefwright.spans import Value

BUSY_SECONDS = 30.0
"""How long a command waits for another's transaction; none of ours takes a second."""


class Kind(Value):
    """What tells one kind of file from another, and how its messages speak of it."""

    application: int
    """Marks the file as ours, so that no other program's database is written to."""
    steps: tuple[str, ...]
    """Statements that lay out the tables, run once each; a step that was shipped never changes."""
    noun: str
    """ "store"."""
    option: str
    """By which another file is given: "--store"."""
    anew: str
    """What beginning anew costs: "with every article briefed again"."""
    error: type[BriefwrightError]


class Database:
    """An open file of a kind, for one thread. Raises the kind's error if it cannot be used.

    `new=False` takes only a file that is there already. `any_thread` is for whoever sees to it
    that no two threads use it at once.
    """

    def __init__(
        self,
        path: Path,
        kind: Kind,
        *,
        new: bool = True,
        busy: float = BUSY_SECONDS,
        any_thread: bool = False,
    ) -> None:
        self.path, self.kind = path, kind
        if not new and not path.is_file():
            raise kind.error(f"{path}: no {kind.noun} there; check the name given as {kind.option}")
        try:
            _make(path, kind)
            if not path.stat().st_size:
                raise kind.error(
                    f"{path}: is empty, and a {kind.noun} never is; bring back a copy, or delete "
                    f"it to begin anew, {kind.anew}"
                )
            self.connection = sqlite3.connect(
                path, timeout=busy, isolation_level=None, check_same_thread=not any_thread
            )
        except (OSError, sqlite3.Error) as error:
            raise self.error(error) from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self.connection.close()
            raise self.error(error) from error
        except BriefwrightError:
            self.connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, its errors turned into the kind's."""
        try:
            yield self.connection
        except sqlite3.Error as error:
            raise self.error(error) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all that is done within is kept, or nothing. Raises the kind's error.

        Within another it is part of that one.
        """
        if self.connection.in_transaction:
            with self.reading() as connection:
                yield connection
            return
        try:
            # IMMEDIATE: a transaction that began by reading cannot wait for another's end.
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException as error:
            # A full disk has ended the transaction already.
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise self.error(error) from error
            raise

    def error(self, cause: BaseException) -> BriefwrightError:
        reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        noun = self.kind.noun
        return self.kind.error(
            f"{self.path}: cannot be used as a {noun} ({reason}); {_next(cause, self.kind)}"
        )

    def _prepare(self) -> None:
        run = self.connection.execute
        kind = self.kind
        (mark,) = run("PRAGMA application_id").fetchone()
        (tables,) = run("SELECT count(*) FROM sqlite_schema").fetchone()
        if mark != kind.application and (mark or tables):
            raise kind.error(
                f"{self.path}: a database of another program; give another file as {kind.option}"
            )
        # All of the answer, for what fails at its end is told then.
        ((mode,),) = run("PRAGMA journal_mode = WAL").fetchall()
        if mode != "wal":
            raise kind.error(
                f"{self.path}: its file system keeps no write-ahead log ({mode}); give a file on a "
                f"local disk as {kind.option}"
            )
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA trusted_schema = OFF")
        (version,) = run("PRAGMA user_version").fetchone()
        if version > len(kind.steps):
            raise kind.error(
                f"{self.path}: written by a newer version of Briefwright; update this one"
            )
        if version < len(kind.steps):
            self._lay_out()

    def _lay_out(self) -> None:
        # Two runs that begin together must not both lay out the tables.
        with self.writing() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            for step in self.kind.steps[version:]:
                connection.execute(step)
            connection.execute(f"PRAGMA application_id = {self.kind.application}")
            connection.execute(f"PRAGMA user_version = {len(self.kind.steps)}")


def _make(path: Path, kind: Kind) -> None:
    """Put a new file there, if there is nothing: whole at once, so that an empty file at that
    place is always what is left of one."""
    prefix = f".{path.name[:40]}."
    files.sweep(path.parent, prefix)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        for step in kind.steps:
            memory.execute(step)
        memory.execute(f"PRAGMA application_id = {kind.application}")
        memory.execute(f"PRAGMA user_version = {len(kind.steps)}")
        content = memory.serialize()
    with files.staged(path.parent, prefix, content) as temporary:
        # Not renamed: of two runs that begin together, the later must not replace the other's.
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        except OSError:
            # Some file systems have no second names.
            if not path.exists():
                temporary.replace(path)
    files.sync_folder(path.parent)


def _next(cause: BaseException, kind: Kind) -> str:
    """What to do about it, by SQLite's own name of the error."""
    name = getattr(cause, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another program holds it; wait until that has ended, and try again"
    if name.startswith("SQLITE_FULL") or getattr(cause, "errno", None) == errno.ENOSPC:
        return "the disk is full; make room and run the same command again, nothing is lost"
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")):
        # So it ends too where there is no room for the log or its index.
        return (
            "make room there or see to the disk and the folder's permissions, and run the same "
            f"command again, or give another file as {kind.option}"
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return (
            f"it is damaged and was left as it is; bring back a copy, or give another {kind.option}"
        )
    return f"give another file as {kind.option}"
