"""What a worker does with a group: briefs of its articles, and their notes. Pure but for models.

Whatever one article brings to light spoils the group here; `attempts` finds out which one it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefwright import pipeline
from briefwright.brief import Brief
from briefwright.engines import Look, Made, Note, Task
from briefwright.errors import TemplateError
from briefwright.pipeline import Models
from briefwright.render import render

NOT_RENDERED = "not-rendered"
"""The code of an article whose brief is there, and of which no note could be made."""


def make(tasks: Sequence[Task], looks: Sequence[Look], models: Models | None) -> list[Made]:
    """One outcome a task, in order.

    Raises what `pipeline.briefs` raises: for a single task that is its own fault.
    """
    articles = [task.article for task in tasks if task.article is not None]
    assert models is not None or not articles
    fresh = iter(pipeline.briefs(articles, models) if models is not None else ())
    made = []
    for task in tasks:
        brief = task.brief if task.article is None else next(fresh)
        assert brief is not None
        made.append(_noted(task.key, brief, looks, fresh=task.article is not None))
    return made


def _noted(key: str, brief: Brief, looks: Sequence[Look], *, fresh: bool) -> Made:
    kept, again = (brief, False) if fresh else (None, True)
    try:
        notes = tuple(
            Note(
                format=look.format,
                content=render(brief, look.format, template=look.template, header=look.header),
            )
            for look in looks
        )
    except TemplateError as error:
        reason = str(error)
        return Made(
            key=key, state="rejected", code=NOT_RENDERED, reason=reason, again=again, brief=kept
        )
    return Made(key=key, again=again, brief=kept, notes=notes)
