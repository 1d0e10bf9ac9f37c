"""Three invented articles, two runs over them and a reference, as files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefwright.article import Article
from briefwright.compare import Comparison
from briefwright.compare.against import compare
from briefwright.pipeline import Models, briefs
from briefwright.reader.patterns import PatternReader
from briefwright.runs import read_run, read_runs

Json = dict[str, Any]

TEXTS = {
    "ports": (
        "Foreign Minister Ana Kolar met Minister of Trade Paulo Reis in Maputo on Monday.\n\n"
        "“We will open the port to grain ships in July,” Reis said.\n\n"
        "The two sides agreed to cooperate on port dredging.\n\n"
        "Reis will visit Zagreb in the autumn."
    ),
    "rail": (
        "Minister of Transport Lena Brandt signed a rail agreement with Prime Minister "
        "Tomas Vesely in Brno on Tuesday.\n\n"
        "“Trains will run every hour from May,” Vesely said.\n\n"
        "The two countries agreed to cooperate on signalling."
    ),
    "water": (
        "President Amara Diallo received Foreign Minister Idris Sow in Niamey on Friday. 😀\n\n"
        "“The river belongs to both of us,” Diallo said. They agreed to share flood data.\n\n"
        "A meeting is planned for March."
    ),
}


@lru_cache
def _made(id_: str, text: str, title: str) -> str:
    article = Article(id=id_, source=f"{id_}.md", text=text, title=title, published="2026-03-02")
    models = Models(reader=PatternReader(), shorten=False)
    return next(briefs([article], models)).model_dump_json()


def brief(id_: str, *, text: str | None = None, title: str | None = None) -> Json:
    made: Json = json.loads(_made(id_, text or TEXTS[id_], title or f"Talks on {id_}"))
    return made


def poorer(id_: str) -> Json:
    """The same brief with its last quotation, last area and last participant missing, and other
    words in its bottom line."""
    made = brief(id_)
    for field in ("key_quotes", "cooperation_areas", "participants"):
        made[field] = made[field][:-1]
    made["bottom_line"] |= {"text": f"Yesterday {made['bottom_line']['text']}", "checks": []}
    made["withheld"] = [
        {"field": "summary", "text": "They quarrelled.", "code": "judge", "reason": "unsupported"}
    ]
    return made


def reference(id_: str) -> Json:
    """What a careful person would write: the full brief in a reference's shape."""
    made = brief(id_)
    return {
        "id": id_,
        "text": TEXTS[id_],
        "bottom_line": made["bottom_line"]["text"],
        "summary": [_text(one) for one in made["summary"]],
        "participants": [
            {"name": one["name"], "title": one.get("title"), "country": one.get("country")}
            for one in made["participants"]
        ],
        "quotes": [
            {"text": one["text"], "speaker": one.get("speaker")} for one in made["key_quotes"]
        ],
        "cooperation_areas": [
            {"label": one["label"], "status": one["status"], "evidence": _words(one)}
            for one in made["cooperation_areas"]
        ],
        "outlook": [
            {"text": one["text"], "kind": one["kind"], "evidence": _words(one)}
            for one in made["outlook"]
        ],
    }


def _text(one: Json) -> Json:
    return {"text": one["text"], "evidence": _words(one)}


def _words(one: Json) -> list[str]:
    return [part["text"] for part in one["evidence"]]


def written(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def files(folder: Path) -> tuple[Path, Path]:
    """The poorer run and the full one."""
    return (
        written(folder / "poor.jsonl", [poorer(id_) for id_ in TEXTS]),
        written(folder / "full.jsonl", [brief(id_) for id_ in TEXTS]),
    )


def references(folder: Path) -> Path:
    return written(folder / "refs.jsonl", [reference(id_) for id_ in TEXTS])


def sample(folder: Path, *, held: bool = True) -> Comparison:
    runs = read_runs(files(folder))
    return compare(runs, read_run(references(folder), name="reference") if held else None)
