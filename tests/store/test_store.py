"""The store: ours, durable, and never another program's file."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from briefwright.errors import StoreError
from briefwright.store import Store, feeds
from briefwright.store.feeds import Feed

FEED = Feed(url="https://bay.example/feed", status="read", checked="2026-05-04T08:00:00+00:00")


def test_feed_comes_back_as_it_was_left(tmp_path: Path) -> None:
    with Store(tmp_path / "new" / "day.sqlite") as store:
        assert feeds.get(store, FEED.url) is None
        feeds.put(store, FEED)
        feeds.put(store, FEED.model_copy(update={"etag": '"v2"', "entries": 3}))
    with Store(tmp_path / "new" / "day.sqlite") as store:
        (kept,) = feeds.every(store)
    assert kept == FEED.model_copy(update={"etag": '"v2"', "entries": 3})


def test_file_is_in_wal_mode_and_commits_reach_the_disk(tmp_path: Path) -> None:
    with Store(tmp_path / "day.sqlite") as store:
        run = store.connection.execute
        assert run("PRAGMA journal_mode").fetchone() == ("wal",)
        assert run("PRAGMA synchronous").fetchone() == (2,)


def test_what_was_committed_survives_the_death_of_the_process(tmp_path: Path) -> None:
    path = tmp_path / "day.sqlite"
    code = (
        "import os, sys; from pathlib import Path\nfrom briefwright.store import Store, feeds\n"
        "store = Store(Path(sys.argv[1]))\nfeeds.put(store, feeds.Feed(url='x', status='read',"
        " checked='now'))\nos.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    with Store(path) as store:
        assert [one.url for one in feeds.every(store)] == ["x"]


def test_two_runs_may_share_a_store(tmp_path: Path) -> None:
    with Store(tmp_path / "day.sqlite") as one, Store(tmp_path / "day.sqlite") as other:
        feeds.put(one, FEED)
        feeds.put(other, FEED.model_copy(update={"url": "b"}))
        assert len(feeds.every(one)) == 2


def test_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mine (x)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database at all, but a text of some length" * 30])
def test_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "text.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"cannot be used as a store.*--store"):
        Store(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("new", [True, False])
def test_emptied_store_is_refused_and_not_made_anew(tmp_path: Path, new: bool) -> None:
    path = tmp_path / "day.sqlite"
    Store(path).close()
    path.write_bytes(b"")
    with pytest.raises(StoreError, match="is empty, and a store never is"):
        Store(path, new=new)
    assert path.read_bytes() == b""


def test_new_store_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "day.sqlite"

    def full(handle: int) -> None:
        assert handle
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(StoreError, match="disk is full; make room"):
            Store(path)
    assert list(tmp_path.iterdir()) == []
    Store(path).close()
    assert [one.name for one in tmp_path.iterdir()] == ["day.sqlite"]


def test_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with Store(tmp_path / "day.sqlite") as store:
        store.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer version"):
        Store(tmp_path / "day.sqlite")


def test_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        Store(tmp_path)
