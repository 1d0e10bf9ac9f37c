"""Groups: even in length, full where there are many, shared out where there are few."""

from __future__ import annotations

import random

from briefwright.article import Article
from briefwright.batch.grouping import groups
from briefwright.brief import Brief
from briefwright.engines import Task
from briefwright.pipeline import GROUP
from briefwright.render import blank


def articles(count: int) -> list[Task]:
    lengths = random.Random(7).choices(range(20, 9000), k=count)
    return [
        Task(key=str(one), article=Article(id=str(one), source="a", text="x" * length))
        for one, length in enumerate(lengths)
    ]


def lengths(group: list[Task]) -> list[int]:
    return [len(one.article.text) for one in group if one.article is not None]


def test_many_articles_go_in_full_groups_of_like_lengths() -> None:
    given = articles(10 * GROUP)
    found = list(groups(given, workers=4))
    assert [len(one) for one in found] == [GROUP] * 10
    assert {one.key for group in found for one in group} == {one.key for one in given}
    spreads = [max(lengths(one)) - min(lengths(one)) for one in found]
    # In the order that they came in, each group would hold short ones and long ones.
    assert max(spreads) < 9000 / 3


def test_few_articles_are_shared_out_among_the_workers() -> None:
    assert [len(one) for one in groups(articles(6), workers=4)] == [2, 2, 2]
    assert [len(one) for one in groups(articles(1), workers=4)] == [1]
    assert list(groups([], workers=4)) == []


def test_what_is_only_rendered_again_goes_by_itself() -> None:
    brief: Brief = blank()
    given = [*articles(2), *(Task(key=f"b{one}", brief=brief) for one in range(3))]
    found = list(groups(given, workers=1))
    assert [[one.brief is None for one in group] for group in found] == [
        [True, True],
        [False, False, False],
    ]
