"""Who is blamed when a group fails its worker: only who fails it twice, alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from briefwright.article import Article
from briefwright.engines import Made, Task
from briefwright.engines.attempts import settle
from briefwright.engines.process import Fault, Refused, limit
from briefwright.errors import ModelError
from briefwright.pipeline import Models, briefs
from briefwright.reader.patterns import PatternReader


def task(name: str) -> Task:
    return Task(key=name, article=Article(id=name, source=f"{name}.txt", text="Some words here."))


class ScriptedMaker:
    """Fails for groups with the named tasks, the first `times` times for each alone."""

    def __init__(self, error: Exception, *names: str, times: int = 99) -> None:
        self.asked: list[list[str]] = []
        self._error = error
        self._left = dict.fromkeys(names, times)

    def make(self, tasks: Sequence[Task]) -> list[Made]:
        names = [one.key for one in tasks]
        self.asked.append(names)
        for name in names:
            if self._left.get(name):
                self._left[name] -= len(tasks) == 1
                raise self._error
        return [Made(key=name) for name in names]


CRASH = Fault("crashed", "ended its worker by SIGSEGV")


def test_failed_group_is_rerun_one_by_one_and_only_one_is_blamed() -> None:
    maker = ScriptedMaker(CRASH, "b")
    made = list(settle(maker, [task("a"), task("b"), task("c")]))
    assert [(one.key, one.state) for one in made] == [
        ("a", "done"),
        ("b", "quarantined"),
        ("c", "done"),
    ]
    assert maker.asked == [["a", "b", "c"], ["a"], ["b"], ["b"], ["c"]]
    assert (made[1].code, made[1].attempts) == ("crashed", 2)
    assert "b.txt: ended its worker by SIGSEGV, each of 2 times alone" in str(made[1].reason)


def test_article_that_fails_once_alone_is_done_the_second_time() -> None:
    (made,) = settle(ScriptedMaker(CRASH, "a", times=1), [task("a")])
    assert (made.state, made.attempts) == ("done", 1)


def test_refused_article_is_rejected_at_once() -> None:
    maker = ScriptedMaker(Refused("a.txt: not to be briefed"), "a")
    (made,) = settle(maker, [task("a")])
    assert (made.state, made.code, made.reason) == (
        "rejected",
        "not-briefed",
        "a.txt: not to be briefed",
    )
    assert maker.asked == [["a"]]


def test_note_that_fails_its_worker_is_told_by_its_articles_source_and_as_a_note() -> None:
    article = task("a").article
    assert article is not None
    (brief,) = briefs([article], Models(reader=PatternReader()))
    again = Task(key="a", brief=brief)
    (made,) = settle(ScriptedMaker(CRASH, "a"), [again])
    assert (made.state, made.again) == ("quarantined", True)
    assert "a.txt: its note ended its worker by SIGSEGV" in str(made.reason)
    (made,) = settle(ScriptedMaker(Refused("no"), "a"), [again])
    assert (made.state, made.code, made.again) == ("rejected", "not-rendered", True)


def test_model_that_cannot_be_used_is_nobodys_fault() -> None:
    with pytest.raises(ModelError):
        list(settle(ScriptedMaker(ModelError("gone"), "a"), [task("a"), task("b")]))


def test_long_articles_and_large_groups_may_take_longer() -> None:
    long = Task(key="l", article=Article(id="l", source="l", text="a" * 360_000))
    assert limit([task("a")], 300.0) == 300.0
    assert limit([task("a")] * 16, 300.0) == pytest.approx(1200.0)
    assert limit([long], 300.0) == pytest.approx(900.0)
