"""What asking an instruct model costs: with the article read once or anew for every question,
answers side by side or one by one, forced tokens read at once or singly; and what grammars take.

    python benchmarks/instruct.py MODEL [ARTICLE] [--limit 80]

Prints seconds of processor and clock, tokens a second of processor, and the load beside.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from briefwright.conversation import Ask, Conversation, Grammar
from briefwright.models import instruct as models
from briefwright.nn import instruct
from briefwright.nn.instruct.decoder import InstructDecoder
from briefwright.nn.instruct.matching import Held

ARTICLE = Path("samples/articles/health-cooperation.md")
_NAME = {"type": "string", "x-slice": 0, "minLength": 1, "maxLength": 60}


def _list(item: dict[str, Any], most: int) -> dict[str, Any]:
    items = {"type": "array", "items": item, "minItems": most, "maxItems": most}
    return {"type": "object", "properties": {"items": items}, "required": ["items"]}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


_STATUS = {"enum": ["signed", "agreed", "under way", "proposed", "discussed"]}
_NUMBER = {"type": "integer", "minimum": 1, "maximum": 20}
ASKS: dict[str, tuple[str, dict[str, Any]]] = {
    "participants": ("Who takes part? Answer in JSON.", _list(_object(name=_NAME, title=_NAME), 2)),
    "areas": (
        "On what do they cooperate? Answer in JSON.",
        _list(_object(sentence=_NUMBER, status=_STATUS, label=_NAME), 2),
    ),
    "outlook": ("Which sentences tell what comes next? Answer in JSON.", _list(_NUMBER, 6)),
    "summary": (
        "Sum the article up in one sentence. Answer in JSON.",
        _object(sentence=_NUMBER, text={"type": "string", "minLength": 12, "maxLength": 160}),
    ),
}


@contextmanager
def _unforced() -> Iterator[None]:
    name = "forced"
    own = Held.forced
    setattr(Held, name, lambda _: [])
    try:
        yield
    finally:
        setattr(Held, name, own)


@contextmanager
def _watched(spent: list[float]) -> Iterator[None]:
    """Count the seconds that grammars take."""
    names = ("forced", "mask", "take")
    own = {name: getattr(Held, name) for name in names}

    def timed(call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            start = time.process_time()
            found = call(*arguments)
            spent[0] += time.process_time() - start
            return found

        return run

    for name, call in own.items():
        setattr(Held, name, timed(call))
    try:
        yield
    finally:
        for name, call in own.items():
            setattr(Held, name, call)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("model")
    parser.add_argument("article", nargs="?", type=Path, default=ARTICLE)
    parser.add_argument("--limit", type=int, default=80)
    given = parser.parse_args()
    text = given.article.read_text(encoding="utf-8").split("---", 2)[-1].strip()
    start = time.process_time()
    model = instruct.load(models.locate(given.model))
    assert isinstance(model, InstructDecoder)
    print(f"{model.name}: loaded in {time.process_time() - start:.1f} s of processor")
    asks = tuple(
        Ask(
            section=section,
            question=question,
            grammar=Grammar(json_schema=schema, slices=(text,)),
            limit=given.limit,
        )
        for section, (question, schema) in ASKS.items()
    )
    asked = [Conversation(system="You read the news.", shared=f"{text}\n\n", asks=asks)]
    print(f"article {model.count(text)} tokens, {len(asks)} questions")
    print(f"{'':44}processor  clock  tokens  a second")
    spent = [0.0]
    with _watched(spent):
        _row("read once, answers side by side", lambda: model.answer(asked))
    print(f"  of which grammars {spent[0]:.2f} s")
    with _unforced():
        _row("  and forced tokens singly", lambda: model.answer(asked))
    _row("read once, answers one by one", lambda: model.answer(asked, rows=1))
    with _unforced():
        _row("  and forced tokens singly", lambda: model.answer(asked, rows=1))
    _row("read for every question, side by side", lambda: model.answer(asked, share=False))
    _row(
        "read for every question, one by one",
        lambda: model.answer(asked, share=False, rows=1),
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB; load beside {os.getloadavg()[0]:.1f}")


def _row(name: str, run: Callable[[], Any]) -> None:
    clock, processor = time.monotonic(), time.process_time()
    found = run()
    clock, processor = time.monotonic() - clock, time.process_time() - processor
    tokens = sum(each.tokens for answers in found for each in answers)
    print(f"{name:44}{processor:9.1f}{clock:7.1f}{tokens:8}{tokens / processor:10.1f}", flush=True)


if __name__ == "__main__":
    main()
