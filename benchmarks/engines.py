"""Engines beside each other: articles a minute, and memory, of what stays loaded.

    python benchmarks/engines.py --model none --articles 96 --rounds 3
    python benchmarks/engines.py --model embedded --articles 8 --rounds 1
    python benchmarks/engines.py --model none --articles 96 --ray

Articles are the samples, over and over, each time with another id. Models are loaded before the
clock starts; rounds alternate between the engines, so that other work on the machine meets all.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from briefwright import ingest
from briefwright.article import Article
from briefwright.engines import Bounds, Engine, Look, Plan, Recipe, Task
from briefwright.engines.choice import opened
from briefwright.nn.threads import cores
from briefwright.pipeline import GROUP

SAMPLES = Path(__file__).parent.parent / "samples" / "articles"


def tasks(count: int) -> list[Task]:
    found = [one for one in ingest.sources([str(SAMPLES)]) if isinstance(one, Article)]
    copies = enumerate(islice(cycle(found), count))
    return [
        Task(key=str(number), article=one.model_copy(update={"id": f"{one.id}-{number}"}))
        for number, one in copies
    ]


@dataclass(frozen=True)
class Worked:
    """How long the groups took, and how long until there was a first result."""

    seconds: float
    first: float
    articles_first: int
    """With the first result."""


def work(engine: Engine, waiting: list[list[Task]]) -> Worked:
    started = time.perf_counter()
    first, many = 0.0, 0
    waiting = list(waiting)
    left = sum(map(len, waiting))
    while left:
        while waiting and engine.room:
            engine.give(waiting.pop(0))
        made = engine.take(1.0)
        left -= len(made)
        if made and not many:
            first, many = time.perf_counter() - started, len(made)
        assert all(one.state == "done" for one in made), [one.reason for one in made]
    return Worked(time.perf_counter() - started, first, many)


def _length(task: Task) -> int:
    return len(task.article.text) if task.article else 0


def workers_memory() -> int:
    """Bytes that worker processes hold, memory that they share counted once a process."""
    return sum(_resident())


def _resident() -> Iterator[int]:
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and b"engines.worker" in (process / "cmdline").read_bytes():
                yield int((process / "statm").read_text().split()[1]) * 4096
        except OSError:
            continue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=("embedded", "none"), default="none")
    parser.add_argument("--articles", type=int, default=96)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--group", type=int, default=GROUP, help="articles of one group")
    parser.add_argument("--ray", action="store_true", help="Ray beside the local engine")
    asked = parser.parse_args()
    recipe = Recipe(model=asked.model)

    def plan(threads: int) -> Plan:
        bounds = Bounds(seconds=1800)
        return Plan(recipe=recipe, looks=(Look(format="md"),), bounds=bounds, threads=threads)

    many = cores()
    kinds: dict[str, Callable[[], Engine]] = {
        f"{many} processes of 1 thread": lambda: opened(plan(1), workers=many),
        f"1 process of {many} threads": lambda: opened(plan(many), workers=1),
    }
    if asked.ray:
        kinds = {
            "local": lambda: opened(plan(1), workers=many),
            "ray": lambda: opened(plan(1), workers=many, name="ray"),
        }
    given = sorted(tasks(asked.articles), key=_length)
    together = [given[at : at + asked.group] for at in range(0, len(given), asked.group)]
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    memory: dict[str, int] = {}
    for _ in range(asked.rounds):
        for name, kind in kinds.items():
            engine = kind()
            # So that every process has loaded its models.
            if name != "ray":
                work(engine, [[one] for one in given[:many]])
            done = work(engine, together)
            memory[name] = workers_memory()
            engine.close()
            # Ray's actors load theirs for each execution, which a long one does not feel.
            left = len(given) - (done.articles_first if name == "ray" else 0)
            seconds = done.seconds - (done.first if name == "ray" else 0.0)
            rates[name].append(60 * left / seconds)
            print(f"{name}: {done.seconds:.1f} s, the first after {done.first:.1f} s", flush=True)
    print(f"\n{len(given)} articles, model {asked.model}, {many} cores\n")
    print("| engine | articles a minute, median | spread | memory of the workers, MiB |")
    print("| --- | --- | --- | --- |")
    for name, found in rates.items():
        spread = f"{min(found):.1f} to {max(found):.1f}"
        median = statistics.median(found)
        print(f"| {name} | {median:.1f} | {spread} | {memory[name] / 2**20:,.0f} |")


if __name__ == "__main__":
    main()
