"""Groups of articles of like lengths, so that reader and writer run in full, even batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefwright.engines import Task
from briefwright.pipeline import GROUP

WINDOW = 16 * GROUP
"""Articles among which like lengths are looked for: enough for 16 even groups, few enough that the
latest news is not kept waiting by what is as long."""
_RENDERED = 64


def groups(tasks: Sequence[Task], *, workers: int) -> Iterator[list[Task]]:
    """Groups of `pipeline.GROUP` articles; what is only rendered again goes in larger ones.

    A few articles are shared out among the workers: smaller batches cost less than idle workers.
    """
    articles = [task for task in tasks if task.article is not None]
    articles.sort(key=lambda task: len(task.article.text) if task.article else 0)
    size = min(GROUP, max(1, -(-len(articles) // workers)))
    for start in range(0, len(articles), size):
        yield articles[start : start + size]
    again = [task for task in tasks if task.article is None]
    for start in range(0, len(again), _RENDERED):
        yield again[start : start + _RENDERED]
