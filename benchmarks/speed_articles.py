"""Articles of a wanted length, put together from the samples' paragraphs: no two begin alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefwright import ingest
from briefwright.article import count_words

TOP = Path(__file__).resolve().parent.parent
SAMPLES = TOP / "samples" / "articles"
LEAST = 10
"""Words of the shortest paragraphs that are used: headings are left aside."""


class Made(NamedTuple):
    id: str
    title: str
    text: str

    @property
    def words(self) -> int:
        return count_words(self.text)


def articles(words: int, count: int, *, samples: Path = SAMPLES) -> Iterator[Made]:
    """`count` articles of about `words` words: whole paragraphs of the samples, each article
    beginning with another sample and another paragraph."""
    found = [one for one in ingest.sources([str(samples)]) if not isinstance(one, ingest.Failed)]
    bodies = [(one.title or "", _paragraphs(one.text)) for one in found]
    everything = [each for _, paragraphs in bodies for each in paragraphs]
    for number in range(count):
        title, own = bodies[number % len(bodies)]
        first = number // len(bodies) % len(own)
        after = everything.index(own[first])
        chosen: list[str] = []
        total = 0
        while total < words:
            chosen.append(everything[after % len(everything)])
            total += count_words(chosen[-1])
            after += 1
        # The last paragraph stays only if without it more is missing than with it is too much.
        if len(chosen) > 1 and total - words > words - (total - count_words(chosen[-1])):
            chosen.pop()
        yield Made(f"{words}-{number}", title, "\n\n".join(chosen))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if count_words(part) >= LEAST]


def write_rows(path: Path, made: Iterator[Made]) -> Path:
    """As JSONL, which `briefwright note` takes."""
    with path.open("w", encoding="utf-8") as file:
        for one in made:
            file.write(json.dumps(one._asdict(), ensure_ascii=False) + "\n")
    return path


def write_page(path: Path, one: Made) -> Path:
    """As one Markdown article."""
    head = f"---\ntitle: {json.dumps(one.title, ensure_ascii=False)}\n---\n\n"
    path.write_text(head + one.text + "\n", "utf-8")
    return path


def rows(path: Path) -> list[Made]:
    lines = path.read_text("utf-8").splitlines()
    return [Made(**json.loads(line)) for line in lines]
