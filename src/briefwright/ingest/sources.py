"""What the user names, one after the other, to articles: files, folders, stdin."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from briefwright.article import Article
from briefwright.errors import NotAllowed, NotFound, Unreadable, Unsupported
from briefwright.ingest.failed import Failed, failed, guarded, shown
from briefwright.ingest.feed import Linked
from briefwright.ingest.formats import FORMATS, LATER, READ, Item, sniffed
from briefwright.ingest.network import ADDRESS, OFFLINE, Network, linked, read

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)


def sources(
    args: Iterable[str], *, stdin: BinaryIO | None = None, network: Network = OFFLINE
) -> Iterator[Article | Failed]:
    """An article, or why there is none, for each source in order, read as they are asked for.

    A source is a file, a folder (all that can be read in it, by name, hidden files left out), or
    an address, or "-" for `stdin`; `network` says how addresses are read, and by default none is.
    No two different articles of one call have the same id: the later one's gets
    "-2", "-3".
    """
    texts_of: dict[str, set[str]] = {}
    for arg in args:
        for item in guarded(arg, _whole(_items(arg, stdin, network), network)):
            yield item if isinstance(item, Failed) else _distinct(item, texts_of)


def _distinct(article: Article, texts_of: dict[str, set[str]]) -> Article:
    own, number = article.id, 1
    name = own
    while name in texts_of and article.sha256 not in texts_of[name]:
        number += 1
        name = f"{own}-{number}"
    texts_of.setdefault(name, set()).add(article.sha256)
    return article if name == own else article.model_copy(update={"id": name})


def _whole(items: Iterator[Item], network: Network) -> Iterator[Article | Failed]:
    """The items, with the pages that feeds link to read."""
    for item in items:
        yield from guarded(item.source, _read(item, network))


def _read(item: Item, network: Network) -> Iterator[Article | Failed]:
    yield linked(item, network) if isinstance(item, Linked) else item


def _items(arg: str, stdin: BinaryIO | None, network: Network) -> Iterator[Item]:
    if arg == "-":
        if stdin is None:
            raise NotFound("-: there is no standard input here; name a file")
        yield from sniffed(stdin, arg)
    elif ADDRESS.match(arg):
        yield from read(arg, network)
    elif _SCHEME.match(arg):
        raise NotAllowed(f"{arg}: only http and https addresses are read; save it as a file")
    elif _kind(arg) == "folder":
        yield from _folder(arg)
    else:
        yield from _file(arg)


def _kind(path: str) -> str:
    """ "file" or "folder". Raises SourceError for all else."""
    try:
        mode = Path(path).stat().st_mode
    except PermissionError as error:
        raise _refused(path) from error
    except (OSError, ValueError, RuntimeError) as error:
        if "\0" not in path and Path(path).is_symlink():
            raise NotFound(
                f"{path}: a link to a file that is not there; mend the link or name the file itself"
            ) from error
        raise NotFound(f"{path}: no such file; check the name and the folder") from error
    if stat.S_ISDIR(mode):
        return "folder"
    if stat.S_ISREG(mode):
        return "file"
    raise Unreadable(
        f"{path}: not a regular file but a pipe or device; give its content as standard input: -"
    )


def _refused(path: str) -> Unreadable:
    return Unreadable(f"{path}: no permission to read it; change its permissions or copy it")


def _folder(folder: str) -> Iterator[Item]:
    """The readable files below the folder, by name; one that fails does not stop the others."""
    faults: list[Failed] = []
    names = sorted(_below(folder, faults), key=lambda name: Path(name).parts)
    yield from faults
    chosen = [name for name in names if Path(name).suffix.lower() in FORMATS.keys() | LATER]
    if not chosen and not faults:
        what = f"none of its {len(names):,} files can be read" if names else "it holds no files"
        raise NotFound(f"{folder}: a folder with nothing readable, {what}; {READ}")
    for name in chosen:
        yield from guarded(name, _named(name))


def _named(name: str) -> Iterator[Item]:
    if _kind(name) == "file":
        yield from _file(name)


def _below(folder: str, faults: list[Failed]) -> Iterator[str]:
    def refused(error: OSError) -> None:
        where = str(error.filename)
        faults.append(failed(where, _refused(where)))

    for place, inner, files in os.walk(folder, onerror=refused):
        inner[:] = [name for name in inner if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                yield str(Path(place) / name)


def _file(path: str) -> Iterator[Item]:
    suffix = Path(path).suffix.lower()
    if suffix in LATER:
        raise Unsupported(
            f"{path}: {suffix} files are not read; save it as text or as HTML. {READ}"
        )
    with _opened(path) as stream:
        reader = FORMATS.get(suffix)
        yield from (reader or sniffed)(stream, shown(path))


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    try:
        with Path(path).open("rb") as stream:
            yield stream
    except PermissionError as error:
        raise _refused(path) from error
    except OSError as error:
        raise Unreadable(
            f"{path}: cannot be read ({error.strerror or error}); check the disk it is on"
        ) from error
