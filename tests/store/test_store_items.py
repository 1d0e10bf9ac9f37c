"""Work in a store: leases, who counts when two finish, and what a dead run leaves."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from briefwright.article import Article
from briefwright.errors import StoreError
from briefwright.store import APPLICATION, Store, articles, items, runs, upkeep
from briefwright.store.articles import Dated
from briefwright.store.items import Ended
from briefwright.store.runs import Run
from briefwright.store.schema import STEPS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "day.sqlite") as opened:
        yield opened


def begin(store: Store, recipe: str = "recipe") -> Run:
    return runs.begin(
        store, day="2026-05-04", zone="UTC", undated="run", settings="{}", recipe=recipe
    )


def put(store: Store, name: str, day: str = "2026-05-04") -> None:
    dated = Dated(
        key=name,
        article=Article(id=name, source=f"{name}.txt", text="Some words."),
        day=day,
        day_from="published",
        first_day=day,
        first_seen=f"{day}T08:00:00+00:00",
    )
    articles.put(store, dated)
    items.want(store, name, "recipe")


def lease(store: Store, run: Run) -> list[str]:
    return [one.key for one in items.lease(store, run.token, "recipe", most=10)]


def bury(store: Store) -> list[str]:
    """The tokens of those that were."""
    found = runs.gone(store)
    runs.bury(store, found)
    return [run.token for run in found]


def test_leased_article_is_nobody_elses_until_the_lease_has_run_out(store: Store) -> None:
    put(store, "a")
    one, other = begin(store), begin(store)
    assert lease(store, one) == ["a"]
    assert lease(store, other) == []
    items.renew(store, one.token)
    store.connection.execute("UPDATE item SET leased_until = '2026-01-01T00:00:00+00:00'")
    assert lease(store, other) == ["a"]


def test_first_to_finish_counts(store: Store) -> None:
    put(store, "a")
    assert items.finish(store, Ended(article="a", state="done", brief="{}"), "recipe")
    late = Ended(article="a", state="quarantined", code="crashed")
    assert not items.finish(store, late, "recipe")
    assert items.state(store, "a") == "done"


def test_what_was_made_by_another_recipe_than_is_wanted_now_is_not_kept(store: Store) -> None:
    put(store, "a")
    items.finish(store, Ended(article="a", state="done", brief="{}"), "recipe")
    assert items.want(store, "a", "other").state == "pending"
    assert not items.finish(store, Ended(article="a", state="done", brief="{}"), "recipe")


def test_latest_day_is_leased_first(store: Store) -> None:
    for name, day in (("old", "2026-05-01"), ("new", "2026-05-04"), ("mid", "2026-05-03")):
        put(store, name, day)
    assert lease(store, begin(store)) == ["new", "mid", "old"]


def test_dead_run_loses_its_leases_at_once_and_its_inputs_go_on(tmp_path: Path) -> None:
    path = tmp_path / "day.sqlite"
    with Store(path) as store:
        put(store, "a")
    code = (
        "import os, sys; from pathlib import Path\n"
        "from briefwright.store import Store, items, runs\n"
        "store = Store(Path(sys.argv[1]))\n"
        "run = runs.begin(store, day='2026-05-04', zone='UTC', undated='run', settings='{}')\n"
        "runs.add_input(store, run.token, 1, 'a.txt', 'a')\n"
        "items.lease(store, run.token, 'recipe', most=10)\nos.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    with Store(path) as store:
        assert len(bury(store)) == 1
        own = begin(store)
        assert items.adopt(store, own.token, "recipe") == 1
        assert lease(store, own) == ["a"]
        assert runs.sums(store, own.token).left == 1


def test_run_that_is_going_on_keeps_what_it_wants(store: Store) -> None:
    put(store, "a")
    one, other = begin(store), begin(store)
    runs.add_input(store, one.token, 1, "a.txt", "a")
    assert bury(store) == []
    assert items.adopt(store, other.token, "recipe") == 0
    runs.end(store, one.token, None)
    assert items.adopt(store, other.token, "recipe") == 1


def from_elsewhere(store: Store, run: Run, host: str) -> None:
    """As if the run had been begun by that machine."""
    store.connection.execute("UPDATE run SET host = ? WHERE token = ?", (host, run.token))


def test_run_that_a_power_cut_ended_is_buried_and_its_articles_are_free(store: Store) -> None:
    put(store, "a")
    run = begin(store)
    assert lease(store, run) == ["a"]
    node = run.host.rpartition(" ")[0]
    from_elsewhere(store, run, f"{node} 00000000-0000-0000-0000-000000000000")
    assert bury(store) == [run.token]
    assert lease(store, begin(store)) == ["a"]


def test_run_of_another_machine_is_buried_only_when_nothing_was_heard_of_it(store: Store) -> None:
    run = begin(store)
    from_elsewhere(store, run, "another-container 00000000-0000-0000-0000-000000000000")
    old = "2026-01-01T00:00:00+00:00"
    store.connection.execute("UPDATE run SET started = ?", (old,))
    runs.renew(store, run.token)
    assert bury(store) == []
    store.connection.execute("UPDATE run SET renewed = ?", (old,))
    assert bury(store) == [run.token]
    assert upkeep.prune(store, date(2026, 5, 5)).runs == 1


def test_prune_waits_for_a_run_that_goes_on_and_not_for_one_that_was_killed(store: Store) -> None:
    run = begin(store)
    with pytest.raises(StoreError, match="a run is going on"):
        upkeep.prune(store, date(2026, 5, 5))
    from_elsewhere(
        store, run, f"{run.host.rpartition(' ')[0]} 00000000-0000-0000-0000-000000000000"
    )
    # It stays, so that the next batch can clear away what it left.
    assert upkeep.prune(store, date(2026, 5, 5)).runs == 0
    assert bury(store) == [run.token]


def test_store_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old = sqlite3.connect(path, isolation_level=None)
    for step in STEPS[:14]:
        old.execute(step)
    old.execute(f"PRAGMA application_id = {APPLICATION}")
    old.execute("PRAGMA user_version = 14")
    values = ("t", "2026-05-04", "UTC", "run", "2026-05-04T08:00:00+00:00", None)
    old.execute(
        "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, 'elsewhere x', 1, '1', '{}', NULL)", values
    )
    old.close()
    with Store(path) as store:
        assert bury(store) == ["t"]


def read(store: Store, run: Run, name: str, recipe: str) -> None:
    put(store, name)
    runs.add_input(store, run.token, 1, f"{name}.txt", name)
    items.want(store, name, recipe)


def test_what_waits_for_another_recipe_is_inherited_when_no_run_has_that(store: Store) -> None:
    first = begin(store, "recipe")
    read(store, first, "a", "recipe")
    other, third = begin(store, "other"), begin(store, "third")
    for late in (other, third):
        read(store, late, "a", late.recipe)
    items.inherit(store, other.token, "other")
    assert items.free_now(store, "other", most=9) == 0
    runs.end(store, first.token, None)
    items.inherit(store, other.token, "other")
    items.inherit(store, third.token, "third")
    assert [items.free_now(store, one, most=9) for one in ("other", "third")] == [1, 0]
    assert items.pending(store, third.token) == 1
