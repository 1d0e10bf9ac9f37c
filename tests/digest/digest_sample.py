"""Briefs of invented articles for digests, made by rules alone, and an encoder without weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from briefwright import pipeline
from briefwright.article import Article
from briefwright.brief import Brief
from briefwright.ground.tokens import content
from briefwright.reader.patterns import PatternReader

DAY = Path(__file__).parents[2] / "samples" / "day"

HOSTILE = (
    "<script>alert(1)</script> | `x` [a](http://evil.example) {{ 7*7 }} {% raw %} "
    "\u202egnitirw\u202c & <b> ![i](http://evil.example/i.png)"
)


class Words:
    """A text is the words in it."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        made = np.zeros((len(texts), 512), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in content(text):
                made[row, crc32(word.encode()) % 512] = 1
            made[row] /= max(float(np.linalg.norm(made[row])), 1e-6)
        return made


def article(
    id: str,
    title: str,
    text: str,
    *,
    published: str | None = "2026-03-11T10:00:00+00:00",
    publisher: str | None = "Harbour Wire",
    url: str | None = None,
) -> Article:
    return Article(
        id=id,
        source=f"in/{id}.txt",
        title=title,
        text=text,
        published=published,
        publisher=publisher,
        url=url,
    )


def briefs(*articles: Article) -> list[Brief]:
    made = pipeline.briefs(articles, pipeline.Models(reader=PatternReader()))
    # When it was made and how fast is of no account here.
    return [one.model_copy(update={"run": None}) for one in made]


@cache
def day() -> tuple[Brief, ...]:
    """The labelled day of the samples."""
    rows = map(json.loads, (DAY / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    return tuple(
        briefs(
            *(
                article(
                    row["id"],
                    row["title"],
                    row["text"],
                    published=row["date"],
                    publisher=row["publisher"],
                    url=row["url"],
                )
                for row in rows
            )
        )
    )


FERRY = article(
    "ferry",
    "Night ferry to Grand Isle from May",
    "Port Selby will run ferries to Grand Isle at night from 3 May, harbour master Ada Quill said "
    "on Wednesday. Four crews of nine were hired in Norway. “We sail in any weather but fog,” "
    "Quill said. The fare stays at 12 crowns.",
)
FERRY_TOO = article(
    "ferry-too",
    "Port Selby hires crews for ferries at night",
    "Ferries to Grand Isle will run at night from 3 May, the harbour master of Port Selby, Ada "
    "Quill, said on Wednesday. She has hired four crews in Norway. Fishermen are against it.",
    publisher="Meridian Post",
)
FERRY_COPY = article(
    "ferry-copy",
    "Boats to run through the night",
    FERRY.text.replace("hired in", "engaged in"),
    publisher="Coastal Tribune",
    published="2026-03-11T15:00:00+00:00",
)
CRANE = article(
    "crane",
    "Crane falls into basin in Denmark",
    "A crane fell into the basin of Esbjerg in Denmark on Wednesday and blocked two berths. Nobody "
    "was hurt, Danish port warden Bo Lind said.",
    publisher="Delta Times",
)
HOSTILE_ARTICLE = article(
    "hostile",
    f"Title {HOSTILE}",
    f"Minister Ana {HOSTILE} Duarte met Bo Lind in Lisbon on Wednesday. They agreed to build two "
    "clinics together by spring, Duarte said.",
    publisher=f"Outlet {HOSTILE}",
    url="javascript:alert(1)//http://evil.example",
)
