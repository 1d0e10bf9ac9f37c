"""What a batch costs beside the models: reading, committing, writing notes, the store's size.

    python benchmarks/scale.py --articles 4000

An engine that has its answers ready stands in for the workers, so that what is measured is the one
process that reads and commits: the part that does not grow with the number of workers. Articles are
the samples, over and over, each with a sentence of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefwright import ingest
from briefwright.article import Article
from briefwright.batch import Settings, Summary, run
from briefwright.brief import Brief
from briefwright.engines import Engine, Look, Made, Note, Plan, Recipe, Task
from briefwright.pipeline import briefs, load
from briefwright.render import render
from briefwright.store import Store, upkeep

SAMPLES = Path(__file__).parent.parent / "samples" / "articles"


class Ready:
    """Answers each article with the brief and note of the sample that it was made from."""

    patient = False
    workers = 1

    def __init__(self, answers: dict[str, tuple[Brief, bytes]]) -> None:
        self._answers = answers
        self._made: deque[Made] = deque()

    @property
    def room(self) -> int:
        return 0 if self._made else 2

    def give(self, group: Sequence[Task]) -> None:
        for task in group:
            assert task.article is not None
            brief, note = self._answers[task.article.id.partition("--")[0]]
            own = brief.model_copy(update={"id": task.article.id})
            self._made.append(
                Made(key=task.key, brief=own, notes=(Note(format="md", content=note),))
            )

    def take(self, timeout: float) -> list[Made]:
        del timeout
        ready = list(self._made)
        self._made.clear()
        return ready

    def close(self) -> None:
        pass


def rows(samples: Sequence[Article], count: int) -> Iterator[str]:
    for number in range(count):
        one = samples[number % len(samples)]
        yield json.dumps(
            {
                "id": f"{one.id}--{number}",
                "title": one.title,
                "date": one.published,
                "publisher": one.publisher,
                "text": f"{one.text}\n\nThis is number {number}.",
            }
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=4000)
    count = parser.parse_args().articles
    samples = [one for one in ingest.sources([str(SAMPLES)]) if isinstance(one, Article)]
    made = {one.id: next(briefs([one], load(write=False))) for one in samples}
    answers = {name: (brief, render(brief, "md")) for name, brief in made.items()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "day.jsonl"
        source.write_text("\n".join(rows(samples, count)))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        settings = Settings(
            sources=(str(source),),
            store=folder / "day.sqlite",
            out=folder / "notes",
            plan=Plan(recipe=Recipe(model="none"), looks=(Look(format="md"),)),
        )
        first = _timed("read, committed and written", settings, Ready(answers), count)
        again = _timed("read again, nothing to do", settings, Ready(answers), count)
        assert (first.briefed, again.briefed) == (count, 0)
        with Store(settings.store) as store:
            size = upkeep.stats(store)
        notes = sum(path.stat().st_size for path in settings.out.rglob("*.md"))
        print(f"store, bytes an article     {size.bytes / count:,.0f}")
        print(f"  of these article, brief   {size.article_bytes / count:,.0f}", end=", ")
        print(f"{size.brief_bytes / count:,.0f}")
        print(f"note, bytes                 {notes / count:,.0f}")
        print(f"JSONL row, bytes            {source.stat().st_size / count:,.0f}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"peak memory, MiB            {peak / 1024:,.0f} ({before / 1024:,.0f} before)")


def _timed(words: str, settings: Settings, engine: Engine, count: int) -> Summary:
    started, used = time.perf_counter(), time.process_time()
    summary = run(settings, engine=lambda _: engine)
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    print(
        f"{words}: {1000 * seconds / count:.2f} ms an article, "
        f"{1000 * processor / count:.2f} ms of the processor",
        flush=True,
    )
    return summary


if __name__ == "__main__":
    main()
