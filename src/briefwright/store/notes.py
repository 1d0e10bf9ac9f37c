"""Where notes lie and what they were made from. A path is taken before its file is written.

Between the two a run may die; whoever finds a note that was never written makes it again, under
the same name.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefwright.spans import Value
from briefwright.store import Store
from briefwright.store.runs import now


class Kept(Value):
    """A note as it is remembered."""

    path: str
    article: str
    folder: str
    """The one given as --out, absolute."""
    format: str
    key: str
    """Of its brief and its template."""
    sha256: str | None
    """Of the file; None until it is written."""
    written: str | None


_FIELDS = ", ".join(Kept.model_fields)


def of(store: Store, article: str, folder: Path) -> dict[str, Kept]:
    """The article's notes in the folder, by format."""
    with store.reading() as connection:
        rows = connection.execute(
            f"SELECT {_FIELDS} FROM note WHERE article = ? AND folder = ?",
            (article, str(folder)),
        ).fetchall()
    found = [Kept.model_validate(dict(zip(Kept.model_fields, row, strict=True))) for row in rows]
    return {one.format: one for one in found}


def unwritten(store: Store, folder: Path) -> list[str]:
    """Articles with a note in the folder whose path was taken and whose file was not written."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT DISTINCT article FROM note WHERE folder = ? AND written IS NULL",
            (str(folder),),
        ).fetchall()
    return [article for (article,) in rows]


def take(
    store: Store,
    *,
    article: str,
    folder: Path,
    format: str,
    key: str,
    sha256: str,
    wanted: Path,
    is_free: Callable[[Path], bool],
) -> Path:
    """The path for the article's note: the one it has, else `wanted` or one beside it.

    `sha256` is of what is going to be written there. `is_free` says whether a file at a path that
    no note has may be replaced.
    """
    with store.writing() as connection:
        row = connection.execute(
            "SELECT path FROM note WHERE article = ? AND folder = ? AND format = ?",
            (article, str(folder), format),
        ).fetchone()
        if row is not None:
            connection.execute(
                "UPDATE note SET key = ?, written = NULL WHERE path = ?", (key, row[0])
            )
            intend(store, Path(row[0]), sha256)
            return Path(row[0])
        path, number = wanted, 1
        while _is_taken(store, path) or not is_free(path):
            number += 1
            path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        connection.execute(
            "INSERT INTO note (path, article, folder, format, key, intended) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (str(path), article, str(folder), format, key, sha256),
        )
    return path


def intend(store: Store, path: Path, sha256: str) -> None:
    """A file with that hash may be there from now on, and is no officer's work."""
    if sha256 in known(store, path):
        return
    with store.writing() as connection:
        connection.execute(
            "UPDATE note SET intended = trim(intended || ' ' || ?) WHERE path = ?",
            (sha256, str(path)),
        )


def known(store: Store, path: Path) -> frozenset[str]:
    """Hashes of what may be there by our own doing."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT sha256, intended FROM note WHERE path = ?", (str(path),)
        ).fetchone()
    return frozenset() if row is None else frozenset([*row[1].split(), *filter(None, row[:1])])


def _is_taken(store: Store, path: Path) -> bool:
    found = store.connection.execute("SELECT 1 FROM note WHERE path = ?", (str(path),))
    return found.fetchone() is not None


def wrote(store: Store, path: Path, sha256: str) -> None:
    """The file is on the disk."""
    with store.writing() as connection:
        connection.execute(
            "UPDATE note SET sha256 = ?, intended = '', written = ? WHERE path = ?",
            (sha256, now(), str(path)),
        )


def left_alone(store: Store, path: Path) -> None:
    """The file was edited and stays as it is; `sha256` goes on telling what was written there."""
    with store.writing() as connection:
        connection.execute("UPDATE note SET written = ? WHERE path = ?", (now(), str(path)))
