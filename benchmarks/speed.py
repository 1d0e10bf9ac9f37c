"""Speed of briefwright beside the machine's limits and beside what a user would otherwise pick.

python benchmarks/speed.py [--runs N] [--peer-articles N] [--many N] [--only PART...]
                           [--json FILE] [--plots FOLDER] [--gguf FILE]
python benchmarks/speed.py --from FILE [--plots FOLDER]

One run measures everything on the same articles, each part in a process of its own, and prints
Markdown: medians with their spread, and the goals. Peers and plots need the extra `bench`; what is
not installed is left out with the reason. `--many 10000` is the whole long run; the default is a
scaled-down one. `--from` prints and plots again what `--json` kept.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cost import machine, mib
from speed_articles import articles, write_page, write_rows
from speed_children import Child, child, many
from speed_peers import lacking
from speed_tables import report

HERE = Path(__file__).resolve().parent
LENGTHS = (150, 600, 1200, 2400)
USUAL = 600
"""Words of the article that the goals speak of."""
GROUP = 16
"""Articles in a batch, which the pipeline takes at once; of long ones fewer, for as many words."""
SLOW = 3
"""The most repetitions of what takes ten seconds or more."""


class Asked(NamedTuple):
    folder: Path
    """Holds the articles and what is made of them."""
    runs: int
    peers: int
    """Articles given to llama.cpp."""
    many: int
    """Articles of the long run."""
    many_words: int
    """Words of each."""
    gguf: Path | None

    @property
    def page(self) -> Path:
        return self.folder / "article.md"

    def rows(self, words: int) -> Path:
        return self.folder / f"{words}.jsonl"


def _script(name: str, *given: object) -> Child:
    return child([sys.executable, str(HERE / name), *map(str, given)])


def _ours(measure: str, path: Path, runs: int) -> dict[str, Any]:
    done = _script("speed_ours.py", measure, path, "--runs", runs)
    return {**done.said, "peak_mib": done.peak_mib}


def _peer(name: str, path: Path, runs: int, gguf: Path | None) -> Child:
    more = ("--gguf", gguf) if gguf and name == "llama" else ()
    return _script("speed_peers.py", name, path, "--runs", runs, *more)


def limits(asked: Asked) -> dict[str, Any]:
    return _script("speed_limits.py", "--runs", asked.runs).said


def start(asked: Asked) -> dict[str, Any]:
    """Processes from start to end, all kinds in turn so that each meets the same machine."""
    program = str(Path(sys.executable).parent / "briefwright")
    note = str(asked.folder / "note.md")
    kinds = {
        "python": [sys.executable, "-c", "pass"],
        "help": [program, "--help"],
        "import": [sys.executable, "-c", "import briefwright.pipeline"],
        "torch": [sys.executable, "-c", "import torch"],
        "cold": [program, "note", str(asked.page), "-o", note, "--force"],
    }
    done: dict[str, list[Child]] = {kind: [] for kind in kinds}
    for _ in range(asked.runs):
        for kind, command in kinds.items():
            done[kind].append(child(command, says_json=False))
    return {
        kind: {
            "seconds": [one.seconds for one in each],
            "processor": [one.processor for one in each],
            "peak_mib": max(one.peak_mib for one in each),
        }
        for kind, each in done.items()
    }


def warm(asked: Asked) -> dict[str, Any]:
    return _ours("warm", asked.rows(USUAL), asked.runs)


def batch(asked: Asked) -> dict[str, Any]:
    """By length, and llama.cpp and spaCy between two halves of the usual length's passes."""
    slow = min(asked.runs, SLOW)
    found = {
        str(words): _ours("batch", asked.rows(words), slow) for words in LENGTHS if words != USUAL
    }
    usual = _ours("batch", asked.rows(USUAL), slow)
    peers = {name: _peer_batch(name, asked) for name in ("llama", "spacy")}
    again = _ours("batch", asked.rows(USUAL), slow)
    usual["passes"] += again["passes"]
    usual["peak_mib"] = max(usual["peak_mib"], again["peak_mib"])
    found[str(USUAL)] = usual
    return {"ours": {str(words): found[str(words)] for words in LENGTHS}, "peers": peers}


def _peer_batch(name: str, asked: Asked) -> dict[str, Any]:
    reason = lacking(name)
    if reason:
        return {"lacking": reason}
    runs = asked.peers if name == "llama" else asked.runs
    cold = [_peer(name, asked.rows(USUAL), 1, asked.gguf) for _ in range(2)]
    done = _peer(name, asked.rows(USUAL), runs, asked.gguf)
    return {
        **done.said,
        "cold": [one.seconds for one in cold],
        "cold_processor": [one.processor for one in cold],
        "peak_mib": done.peak_mib,
    }


def reader(asked: Asked) -> dict[str, Any]:
    return _ours("reader", asked.rows(USUAL), asked.runs)


def writer(asked: Asked) -> dict[str, Any]:
    """The language model, which `--model smollm2-135m-instruct` asks for."""
    return {
        "note": _ours("written", asked.rows(USUAL), 1),
        "decoder": _ours("decoder", asked.rows(USUAL), min(asked.runs, SLOW)),
    }


def long_run(asked: Asked) -> dict[str, Any]:
    """`briefwright note` over many articles: seconds and memory as it goes on."""
    source = write_rows(asked.folder / "many.jsonl", articles(asked.many_words, asked.many))
    program = str(Path(sys.executable).parent / "briefwright")
    out = asked.folder / "briefs.jsonl"
    marks = many([program, "note", str(source), "--jsonl", str(out)], out, every=asked.many // 10)
    return {"articles": asked.many, "words": asked.many_words, "marks": marks}


PARTS: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "limits": limits,
    "start": start,
    "warm": warm,
    "batch": batch,
    "reader": reader,
    "writer": writer,
    "many": long_run,
}


def measure(asked: Asked, parts: Sequence[str], kept: Path | None = None) -> dict[str, Any]:
    """What was measured, by part; each with the machine's load before it. `kept` has what there is
    after every part, so that a run that is stopped has not run for nothing."""
    write_page(asked.page, next(articles(USUAL, 1)))
    for words in LENGTHS:
        count = min(GROUP, GROUP * USUAL // words)
        write_rows(asked.rows(words), articles(words, count))
    found: dict[str, Any] = {"machine": machine(), "date": time.strftime("%Y-%m-%d"), "load": {}}
    for name, work in PARTS.items():
        if name not in parts:
            continue
        found["load"][name] = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
        print(f"speed.py: {name} ...", file=sys.stderr, flush=True)
        found[name] = work(asked)
        found["own_mib"] = mib(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        if kept:
            _keep(found, kept)
    return found


def _keep(found: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Speed beside the machine's limits and beside peers."
    )
    parser.add_argument("--runs", type=int, default=5, help="repetitions; 3 of what is slow")
    parser.add_argument("--peer-articles", type=int, default=4, help="articles for llama.cpp")
    parser.add_argument(
        "--many", type=int, default=300, help="articles of the long run; 100 or more"
    )
    parser.add_argument(
        "--many-words",
        type=int,
        default=USUAL,
        help="words of each of them (150: 10,000 in 25 min)",
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument("--json", type=Path, help="keep what was measured here")
    parser.add_argument("--plots", type=Path, help="draw SVG files into this folder")
    parser.add_argument("--gguf", type=Path, help="SmolLM2's GGUF file or wheel, if at hand")
    parser.add_argument("--from", dest="kept", type=Path, help="print again what --json kept")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    parser = _options()
    given = parser.parse_args(argv)
    if given.runs < 1 or given.peer_articles < 2 or given.many < 100:
        parser.error("--runs is 1 or more, --peer-articles 2 or more, --many 100 or more")
    if given.plots and (reason := _no_plots()):
        parser.error(reason)
    if given.kept:
        found = json.loads(given.kept.read_text("utf-8"))
    else:
        with tempfile.TemporaryDirectory() as folder:
            asked = Asked(
                Path(folder),
                given.runs,
                given.peer_articles,
                given.many,
                given.many_words,
                given.gguf,
            )
            found = measure(asked, given.only, given.json)
    print(report(found))
    if given.plots:
        from speed_plots import draw

        for path in draw(found, given.plots):
            print(f"speed.py: {path}", file=sys.stderr)
    return 0


def _no_plots() -> str | None:
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        return "--plots: matplotlib is not installed: pip install 'briefwright[bench]'"
    return None


if __name__ == "__main__":
    sys.exit(main())
