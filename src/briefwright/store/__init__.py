"""What runs remember: one SQLite file, safe against a crash at any moment.

WAL mode, so that readers never wait for the writer; synchronous FULL, so that what was committed
is on the disk. The schema only grows: `user_version` counts the steps in `schema.STEPS`.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self

from briefwright import files
from briefwright.errors import StoreError
from briefwright.store.schema import STEPS

APPLICATION = 0x42726677
"""Marks the file as ours ("Brfw"), so that no other program's database is written to."""
BUSY_SECONDS = 30.0
"""How long a command waits for another's transaction; none of ours takes a second."""


class Store:
    """An open store, for one thread. Raises StoreError if the file cannot be used.

    `new=False` takes only a store that is there already.
    """

    def __init__(self, path: Path, *, new: bool = True, busy: float = BUSY_SECONDS) -> None:
        self.path = path
        if not new and not path.is_file():
            raise StoreError(f"{path}: no store there; check the name given with --store")
        try:
            _make(path)
            if not path.stat().st_size:
                raise StoreError(
                    f"{path}: is empty, and a store never is; bring back a copy, or delete it to "
                    "begin anew, with every article briefed again"
                )
            self.connection = sqlite3.connect(path, timeout=busy, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self.error(error) from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self.connection.close()
            raise self.error(error) from error
        except StoreError:
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
        """The connection, its errors turned into StoreError."""
        try:
            yield self.connection
        except sqlite3.Error as error:
            raise self.error(error) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all that is done within is kept, or nothing. Raises StoreError.

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

    def error(self, cause: BaseException) -> StoreError:
        reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        return StoreError(f"{self.path}: cannot be used as a store ({reason}); {_next(cause)}")

    def _prepare(self) -> None:
        run = self.connection.execute
        (mark,) = run("PRAGMA application_id").fetchone()
        (tables,) = run("SELECT count(*) FROM sqlite_schema").fetchone()
        if mark != APPLICATION and (mark or tables):
            raise StoreError(
                f"{self.path}: a database of another program; give another file with --store"
            )
        # All of the answer, for what fails at its end is told then.
        ((mode,),) = run("PRAGMA journal_mode = WAL").fetchall()
        if mode != "wal":
            raise StoreError(
                f"{self.path}: its file system keeps no write-ahead log ({mode}); give a file on a "
                "local disk with --store"
            )
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA trusted_schema = OFF")
        (version,) = run("PRAGMA user_version").fetchone()
        if version > len(STEPS):
            raise StoreError(
                f"{self.path}: written by a newer version of Briefwright; update this one"
            )
        if version < len(STEPS):
            self._lay_out()

    def _lay_out(self) -> None:
        # Two runs that begin together must not both lay out the tables.
        with self.writing() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            for step in STEPS[version:]:
                connection.execute(step)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {len(STEPS)}")


def _make(path: Path) -> None:
    """Put a new store there, if there is nothing: whole at once, so that an empty file at that
    place is always what is left of one."""
    files.sweep(path.parent, f".{path.name}.")
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        for step in STEPS:
            memory.execute(step)
        memory.execute(f"PRAGMA application_id = {APPLICATION}")
        memory.execute(f"PRAGMA user_version = {len(STEPS)}")
        content = memory.serialize()
    handle, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=files.PART
    )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        # Not renamed: of two runs that begin together, the later must not replace the other's.
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        except OSError:
            # Some file systems have no second names.
            if not path.exists():
                Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _next(cause: BaseException) -> str:
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
            "command again, or give another file with --store"
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return "it is damaged and was left as it is; bring back a copy, or give another --store"
    return "give another file with --store"
