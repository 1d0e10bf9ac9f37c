"""Reading the sources into the store, in a thread of its own, while others are briefed.

An article is in the store before the state of the feed that it came from: a run that dies in
between finds the feed changed, and none is lost.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from briefwright import ingest
from briefwright.article import Article
from briefwright.batch import calendar, lists, settle
from briefwright.batch.keys import article_key
from briefwright.batch.values import Line, Settings
from briefwright.errors import SourceError
from briefwright.ingest import Failed, Network
from briefwright.ingest.failed import failed, shown
from briefwright.ingest.network import ADDRESS
from briefwright.store import Store, articles, items, runs
from briefwright.store.articles import Dated

Connect = Callable[[Store], Network]
"""How the sources are fetched, with the states of feeds kept in the store."""

_TOGETHER = 64
"""Inputs of one transaction; each alone would wait for the disk."""
_WAIT = 0.5
"""Seconds after which fewer are committed."""


class Intake:
    """Reads all sources once started; its counts may be looked at from any thread."""

    def __init__(
        self,
        settings: Settings,
        *,
        run: runs.Run,
        recipe: str,
        looks: dict[str, str],
        connect: Connect,
        stdin: BinaryIO | None = None,
    ) -> None:
        self._settings = settings
        self._run = run
        self._recipe = recipe
        self._looks = looks
        self._connect = connect
        self._stdin = stdin
        self._day = date.fromisoformat(run.day)
        self._zone = ZoneInfo(run.zone)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._number = 0
        self.stale: queue.SimpleQueue[str] = queue.SimpleQueue()
        """Articles that are done and whose notes are to be made again."""
        self.lines: queue.SimpleQueue[Line] = queue.SimpleQueue()
        self.fault: BaseException | None = None
        """What ended the reading before its time."""
        self.known = self.older = self.undated = 0

    def start(self) -> None:
        self._thread.start()

    @property
    def reading(self) -> bool:
        return self._thread.is_alive()

    def stop(self, *, wait: float) -> bool:
        """Read nothing more; whether it had read all before."""
        done = not self.reading and self.fault is None
        self._stopping.set()
        # It may be waiting for a site to answer, for which nobody should wait.
        self._thread.join(wait)
        return done

    def _work(self) -> None:
        try:
            with Store(self._settings.store) as store:
                self._read(store)
        except BaseException as error:
            self.fault = error

    def _read(self, store: Store) -> None:
        sources: list[str] = []
        for given in self._settings.sources:
            found_in: list[str | Failed] = []
            try:
                found_in += lists.expanded(given, self.lines.put)
            except SourceError as error:
                found_in.append(failed(given, error))
            with store.writing():
                for one in found_in:
                    if isinstance(one, Failed):
                        self._take(store, one)
                    else:
                        sources.append(one)
                if found_in != [given]:
                    runs.forget_mended(store, self._run, shown(given))
        # What is fetched is committed at once.
        together = 1 if any(map(ADDRESS.match, sources)) else _TOGETHER
        network = self._connect(store)
        over: list[str] = []
        found = ingest.sources(_telling(sources, over), stdin=self._stdin, network=network)
        for chunk in _chunks(found, together):
            if self._stopping.is_set():
                return
            with store.writing():
                for item in chunk:
                    self._take(store, item)
                self._mended(store, over)
        with store.writing():
            self._mended(store, over)
        # All is in the store by now; a run that was stopped before reads its feeds again.
        ingest.commit(network)

    def _mended(self, store: Store, over: list[str]) -> None:
        while over:
            runs.forget_mended(store, self._run, over.pop())

    def _take(self, store: Store, item: Article | Failed) -> None:
        if isinstance(item, Failed):
            self._number += 1
            runs.add_input(store, self._run.token, self._number, item.source, None)
            runs.add_failure(
                store,
                source=item.source,
                day=self._run.day,
                code=item.code,
                reason=item.message,
            )
            self.lines.put(
                Line(kind="rejected", text=item.message, source=item.source, code=item.code)
            )
            return
        placed = calendar.place(
            item, run_day=self._day, within=self._zone, undated=self._settings.undated
        )
        since = self._settings.since
        if since is not None and placed.day is not None and placed.day < since:
            self.older += 1
            return
        self._want(store, item, placed)

    def _want(self, store: Store, item: Article, placed: calendar.Placed) -> None:
        key = article_key(item)
        dated = Dated(
            key=key,
            article=item,
            day=placed.day.isoformat() if placed.day else None,
            day_from=placed.origin,
            first_day=self._run.day,
            first_seen=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        if not articles.put(store, dated) and self._settings.only_new:
            self.known += 1
            return
        self.undated += placed.origin != "published"
        runs.forget_failure(store, source=item.source, day=self._run.day)
        stands = items.want(store, key, self._recipe, again=self._settings.retry_failed)
        self._number += 1
        runs.add_input(store, self._run.token, self._number, item.source, key)
        # With a brief it is one whose note failed its worker.
        aside = stands.state == "quarantined" and not self._settings.retry_failed
        if stands.made is None or aside:
            self._say_again(stands, item, store, key)
        elif stands.state != "done" or not settle.is_current(self._desk(store), key):
            self.stale.put(key)

    def _say_again(self, stands: items.Standing, item: Article, store: Store, key: str) -> None:
        """What was rejected or quarantined before, and is left alone, is told all the same."""
        if stands.state in ("rejected", "quarantined"):
            reason = items.reason(store, key)
            kind = "rejected" if stands.state == "rejected" else "quarantined"
            text = f"{reason} (from an earlier run)"
            self.lines.put(Line(kind=kind, text=text, source=item.source, code=stands.code))

    def _desk(self, store: Store) -> settle.Desk:
        run = self._run
        return settle.Desk(store, self._settings.out, run.day, run.token, self._recipe, self._looks)


def _telling(sources: list[str], over: list[str]) -> Iterator[str]:
    """The sources; each is in `over` once all of its items have been asked for."""
    for source in sources:
        yield source
        over.append(shown(source))


def _chunks(found: Iterator[Article | Failed], together: int) -> Iterator[list[Article | Failed]]:
    chunk: list[Article | Failed] = []
    began = time.monotonic()
    for item in found:
        chunk.append(item)
        if len(chunk) >= together or time.monotonic() - began > _WAIT:
            yield chunk
            chunk, began = [], time.monotonic()
    if chunk:
        yield chunk
