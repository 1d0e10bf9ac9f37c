"""Three runs over two articles, by hand, so that what differs between them is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from briefwright.brief import (
    Brief,
    CooperationArea,
    KeyQuote,
    OutlookItem,
    Participant,
    ParticipantSpans,
    Provenance,
    Slice,
    SourceArticle,
    Statement,
)
from briefwright.review.desk import Desk, opened
from briefwright.runs import Run, read_runs

PORTS = (
    "Foreign Minister Ana Kolar met Minister of Trade Paulo Reis in Maputo on Monday.\n\n"
    "“We will open the port to grain ships in July,” Reis said.\n\n"
    "The two sides agreed to cooperate on port dredging."
)
FERRY = (
    "Transport Minister Jonas Berg opened a ferry line to Tallinn on Friday.\n\n"
    "“The boats run on batteries alone,” Berg said.\n\n"
    "A second line is planned for May."
)


def place(text: str, words: str) -> Slice:
    start = text.index(words)
    return Slice(start=start, end=start + len(words), text=words)


def brief(
    id_: str,
    text: str,
    *,
    line: str,
    points: Sequence[str] = (),
    people: Sequence[str] = (),
    quotes: Sequence[tuple[str, str]] = (),
    areas: Sequence[str] = (),
    outlook: Sequence[str] = (),
    title: str | None = None,
    model: str | None = None,
) -> Brief:
    """All words but those of the bottom line and the points stand in the text."""
    return Brief(
        id=id_,
        articles=(
            SourceArticle(
                id=id_,
                title=title or id_.title(),
                source=f"{id_}.md",
                publisher="The Courier",
                published="2026-03-19",
                sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
                words=len(text.split()),
                words_read=len(text.split()),
                text=text,
            ),
        ),
        bottom_line=Statement(id="S1", text=line, evidence=(), origin="written"),
        summary=tuple(
            Statement(
                id=f"S{number}",
                text=point,
                evidence=(place(text, text.split("\n\n")[0]),),
                origin="extracted",
                checks=("verbatim",),
            )
            for number, point in enumerate(points, 2)
        ),
        participants=tuple(
            Participant(
                id=f"P{number}",
                name=name,
                kind="person",
                spans=ParticipantSpans(name=place(text, name)),
            )
            for number, name in enumerate(people, 1)
        ),
        key_quotes=tuple(
            KeyQuote(id=f"Q{number}", text=words, speaker=who, evidence=(place(text, words),))
            for number, (words, who) in enumerate(quotes, 1)
        ),
        cooperation_areas=tuple(
            CooperationArea(
                id=f"A{number}",
                label=label,
                status="agreed",
                parties=("Mozambique", "Croatia"),
                evidence=(place(text, label),),
                origin="extracted",
            )
            for number, label in enumerate(areas, 1)
        ),
        outlook=tuple(
            OutlookItem(
                id=f"O{number}",
                text=words,
                kind="planned",
                evidence=(place(text, words),),
                origin="extracted",
            )
            for number, words in enumerate(outlook, 1)
        ),
        provenance=Provenance(briefwright="0", reader="secret-reader", model=model),
    )


ALPHA = (
    brief(
        "ports",
        PORTS,
        line="Kolar and Reis agreed on port dredging.",
        points=["They met in Maputo.", "It was a Monday."],
        people=["Ana Kolar", "Paulo Reis"],
        quotes=[("We will open the port to grain ships in July,", "Paulo Reis")],
        areas=["port dredging"],
        model="alpha-model",
    ),
    brief(
        "ferry",
        FERRY,
        line="Berg opened a ferry line.",
        people=["Jonas Berg"],
        quotes=[("The boats run on batteries alone,", "Jonas Berg")],
        outlook=["A second line is planned for May."],
        model="alpha-model",
    ),
)
BETA = (
    brief(
        "ports",
        PORTS,
        line="Two ministers met in Maputo.",
        points=["They met in Maputo."],
        people=["Ana Kolar"],
        model="beta-model",
    ),
    brief(
        "ferry",
        FERRY,
        line="A ferry line to Tallinn is open.",
        people=["Jonas Berg"],
        model="beta-model",
    ),
)
REFERENCES = (
    {
        "id": "ports",
        "bottom_line": "Ana Kolar and Paulo Reis agreed on port dredging in Maputo.",
        "summary": [{"text": "Grain ships may come in July.", "evidence": []}],
        "participants": [
            {
                "name": "Ana Kolar",
                "title": "Foreign Minister",
                "aliases": ["Kolar"],
                "central": True,
            },
            {"name": "Paulo Reis", "title": "Minister of Trade", "central": True},
        ],
        "quotes": [
            {"text": "We will open the port to grain ships in July,", "speaker": "Paulo Reis"}
        ],
    },
    {"id": "ferry", "bottom_line": "Jonas Berg opened an electric ferry line to Tallinn."},
)


def written(path: Path, rows: Sequence[object]) -> Path:
    path.write_text(
        "".join(
            (one.model_dump_json() if isinstance(one, Brief) else json.dumps(one)) + "\n"
            for one in rows
        ),
        "utf-8",
    )
    return path


def paths(folder: Path, *, reference: bool = False) -> list[Path]:
    found = [
        written(folder / "alpha.jsonl", ALPHA),
        written(folder / "beta.jsonl", BETA),
    ]
    return [*found, written(folder / "gold.jsonl", REFERENCES)] if reference else found


def runs(folder: Path, *, reference: bool = False) -> tuple[Run, ...]:
    return read_runs(paths(folder, reference=reference))


def desk(folder: Path, *, reference: bool = False, seed: str = "7") -> Desk:
    return opened(folder / "ballots.db", runs(folder, reference=reference), seed=seed)
