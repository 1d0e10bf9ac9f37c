"""What runs remember: one SQLite file, safe against a crash at any moment.

WAL mode, so that readers never wait for the writer; synchronous FULL, so that what was committed
is on the disk. The schema only grows: `user_version` counts the steps in `_STEPS`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

from briefwright.errors import StoreError

APPLICATION = 0x42726677
"""Marks the file as ours ("Brfw"), so that no other program's database is written to."""
_BUSY_SECONDS = 30.0
_STEPS = (
    """
    CREATE TABLE feed (
        url TEXT PRIMARY KEY,
        etag TEXT,
        last_modified TEXT,
        status TEXT NOT NULL,
        reason TEXT,
        entries INTEGER NOT NULL,
        articles INTEGER NOT NULL,
        checked TEXT NOT NULL,
        changed TEXT
    ) STRICT
    """,
)


class Store:
    """An open store. Raises StoreError from every method if the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
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

    def error(self, cause: BaseException) -> StoreError:
        reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        return StoreError(
            f"{self.path}: cannot be used as a store ({reason}); give another file with --store"
        )

    def _prepare(self) -> None:
        run = self.connection.execute
        (mark,) = run("PRAGMA application_id").fetchone()
        (tables,) = run("SELECT count(*) FROM sqlite_schema").fetchone()
        if mark != APPLICATION and (mark or tables):
            raise StoreError(
                f"{self.path}: a database of another program; give another file with --store"
            )
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA trusted_schema = OFF")
        # Two runs that begin together must not both lay out the tables.
        run("BEGIN IMMEDIATE")
        try:
            (version,) = run("PRAGMA user_version").fetchone()
            if version > len(_STEPS):
                raise StoreError(
                    f"{self.path}: written by a newer version of Briefwright; update this one"
                )
            for step in _STEPS[version:]:
                run(step)
            run(f"PRAGMA application_id = {APPLICATION}")
            run(f"PRAGMA user_version = {len(_STEPS)}")
        except BaseException:
            run("ROLLBACK")
            raise
        run("COMMIT")
