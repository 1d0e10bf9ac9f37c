"""What `speed.py` measured, as Markdown: tables, and the goals beside what was reached."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

DASH = "–"


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)


def _most(limits: dict[str, Any]) -> float:
    """The fastest product measured, by either library."""
    names = ("matmul_gflops", "packed_gflops")
    return max(middle(limits[name]) for name in names if name in limits)


def report(found: dict[str, Any]) -> str:
    """Every part that was measured; parts that were not are not mentioned."""
    loads = ", ".join(f"{part} {load}" for part, load in found["load"].items())
    blocks = [f"{found['machine']}; {found['date']}; load before each part: {loads}."]
    for part, table in TABLES.items():
        if part in found:
            blocks.append(f"**{HEADS[part]}**\n\n{table(found[part], found)}")
    goals = list(reached(found))
    if goals:
        rows = [("goal", "measured", "met"), *goals]
        blocks.append(f"**Goals**\n\n{lined(rows)}")
    return "\n\n".join(blocks)


def lined(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table, the first its head."""
    return "\n".join(
        f"| {' | '.join(row)} |" for row in (rows[0], ("---",) * len(rows[0]), *rows[1:])
    )


def timed(values: Sequence[float], digits: int = 2) -> tuple[str, str, str]:
    """How many, their median, and their spread."""
    least, most = min(values), max(values)
    return (
        str(len(values)),
        f"{middle(values):.{digits}f}",
        f"{least:.{digits}f} to {most:.{digits}f}",
    )


def _limits(part: dict[str, Any], _: dict[str, Any]) -> str:
    names = {
        "matmul_gflops": "fp32 product of 2048 x 2048 matrices, GFLOP/s",
        "packed_gflops": "the same by oneDNN, one of them laid out beforehand, GFLOP/s",
        "int8_gops": "the same of whole numbers of 8 bits, G operations/s",
        "reader_shape_gflops": "fp32 product of the reader's shapes, 1024 x 384 x 1536, GFLOP/s",
        "read_gbs": "memory read (matrix of 512 MiB times a vector), GB/s",
    }
    rows = [(names[name], *timed(values, 1)) for name, values in part.items()]
    return lined([("limit", "runs", "median", "spread"), *rows])


def _start(part: dict[str, Any], found: dict[str, Any]) -> str:
    names = {
        "python": "Python that does nothing",
        "help": "`briefwright --help`",
        "import": "`import briefwright.pipeline`",
        "torch": "`import torch`, for comparison",
        "cold": "cold note: `briefwright note`, process start to file written",
    }
    rows = [
        (
            names[kind],
            *timed(one["seconds"]),
            f"{middle(one['processor']):.2f}" if "processor" in one else DASH,
            _peak(one["peak_mib"], found),
        )
        for kind, one in part.items()
    ]
    for name, peer in found.get("batch", {}).get("peers", {}).items():
        if "cold" in peer:
            processor = peer.get("cold_processor")
            rows.append(
                (
                    f"{PEERS[name]}, process start to one article done",
                    *timed(peer["cold"]),
                    f"{middle(processor):.2f}" if processor else DASH,
                    f"{peer['peak_mib']:.0f}",
                )
            )
    heads = ("process", "runs", "seconds, median", "spread", "processor seconds", "peak, MiB")
    return lined([heads, *rows])


def _peak(mib: float, found: dict[str, Any]) -> str:
    # A child begins as a copy of this program, so that less than its own memory is not seen.
    own = found.get("own_mib", 0)
    return f"{mib:.0f}" if mib > 1.05 * own else f"under {own:.0f}"


def _warm(part: dict[str, Any], _: dict[str, Any]) -> str:
    rows = [
        ("models loaded", "1", f"{part['load']:.2f}", ""),
        ("first note after loading", "1", f"{part['first']:.2f}", ""),
        ("warm note: article file to note file", *timed(part["later"])),
    ]
    rows += [
        (f"of which {stage}", DASH, f"{seconds:.3f}", "")
        for stage, seconds in part["stages"].items()
    ]
    return lined([("in one process", "runs", "seconds, median", "spread"), *rows])


def a_minute(one: dict[str, Any]) -> list[float]:
    """Articles a minute, for each pass."""
    return [60 * one["articles"] / seconds for seconds in one["passes"]]


def peer_a_minute(name: str, one: dict[str, Any]) -> list[float]:
    """Articles a minute of a peer; llama.cpp has a time for each article, spaCy for each pass."""
    if name == "llama":
        return [60 / seconds for seconds in one["articles"]]
    return [60 * one["count"] / seconds for seconds in one["passes"]]


def _batch(part: dict[str, Any], _: dict[str, Any]) -> str:
    rows = [
        (
            f"briefwright, {one['words'] / one['articles']:.0f} words",
            "whole note, grounded",
            *timed(a_minute(one), 1),
            f"{one['peak_mib']:.0f}",
        )
        for one in part["ours"].values()
    ]
    for name, one in part["peers"].items():
        if "lacking" in one:
            rows.append((PEERS[name], one["lacking"], DASH, DASH, DASH, DASH))
            continue
        gives = "sentences and named people only"
        if name == "llama":
            gives = f"the note's fields; {one['parsed']} of {one['asked']} answers are whole JSON"
        rows.append((f"{PEERS[name]}, 600 words", gives, *timed(peer_a_minute(name, one), 1),
                     f"{one['peak_mib']:.0f}"))  # fmt: skip
    return lined([("many articles", "gives", "runs", "articles a minute, median", "spread",
                   "peak, MiB"), *rows])  # fmt: skip


def _reader(part: dict[str, Any], found: dict[str, Any]) -> str:
    limits = found.get("limits")
    rows = []
    for name, key, work, whole in (
        ("reader", "passes", "gflop", False),
        ("its encoder alone", "encoder", "encoder_gflop", False),
        ("reader, `--dtype int8`", "int8_passes", "gflop", True),
        ("its encoder alone", "int8_encoder", "encoder_gflop", True),
    ):
        if key not in part:
            continue
        seconds = part[key]
        rate = part[work] / middle(seconds)
        rows.append((
            name, *timed([one / part["articles"] for one in seconds], 3),
            f"{part['pieces'] / middle(seconds):.0f}", f"{rate:.1f}",
            f"{rate / middle(limits['matmul_gflops']):.0%}" if limits else DASH,
            f"{rate / _most(limits):.0%}" if limits else DASH,
            f"{rate / middle(limits['int8_gops']):.0%}" if limits and whole else DASH,
        ))  # fmt: skip
    return lined([("reading together", "runs", "seconds an article, median", "spread",
                   "tokens a second", "G operations/s", "of PyTorch's own fp32 product",
                   "of the fastest fp32 product", "of the product of bytes"), *rows])  # fmt: skip


def _writer(part: dict[str, Any], found: dict[str, Any]) -> str:
    decoder = part["decoder"]
    bound = found.get("limits")
    rows = []
    reading = middle(bound["matmul_gflops"]) * 1e9 / (2 * decoder["parameters"]) if bound else None
    rows.append(
        ("ours, fp32: prompts read", *timed(decoder["read"], 0), *_share(decoder["read"], reading))
    )
    for size, rates in decoder["said"].items():
        most = (int(size) * middle(bound["read_gbs"]) * 1e9 / decoder["bytes"]) if bound else None
        # Side by side the products bind before the memory does.
        most = min(most, reading) if most and reading else most
        rows.append((f"ours, fp32: said, {size} at once", *timed(rates, 0), *_share(rates, most)))
    llama = found.get("batch", {}).get("peers", {}).get("llama", {})
    for key, what in (("read", "prompt read"), ("said", "said, 1 at once")):
        if key in llama:
            rows.append((f"llama.cpp, Q4_1: {what}", *timed(llama[key], 0), DASH, DASH))
    table = lined(
        [("SmolLM2", "runs", "tokens a second, median", "spread", "limit", "share"), *rows]
    )
    note = part["note"]
    seconds, peak = note["passes"][0], note["peak_mib"]
    return f"{table}\n\nA warm note in its words: {seconds:.1f} s, {peak:.0f} MiB."


def _share(rates: Sequence[float], most: float | None) -> tuple[str, str]:
    return (f"{most:.0f}", f"{middle(rates) / most:.0%}") if most else (DASH, DASH)


def spans(marks: Sequence[dict[str, float]], what: str = "seconds") -> list[float]:
    """Seconds an article between each mark and the next, on the clock or of the `processor`; what
    comes before the first mark has loading in it. Empty if they were not taken."""
    if any(mark.get(what) is None for mark in marks):
        return []
    return [
        (late[what] - early[what]) / (late["articles"] - early["articles"])
        for early, late in pairwise(marks)
    ]


def _many(part: dict[str, Any], _: dict[str, Any]) -> str:
    marks = part["marks"]
    worked: list[float | None] = [*spans(marks, "processor")] or [None] * (len(marks) - 1)
    costs = [(None, None), *zip(spans(marks), worked, strict=True)]
    rows = [
        (
            f"{mark['articles']}",
            f"{mark['seconds']:.1f}",
            *(DASH if cost is None else f"{cost:.3f}" for cost in both),
            DASH if mark["mib"] is None else f"{mark['mib']:.0f}",
        )
        for mark, both in zip(marks, costs, strict=True)
    ]
    head = ("articles done", "seconds", "seconds an article since the row above",
            "of the processor", "memory, MiB")  # fmt: skip
    return f"Articles of {part.get('words', 600)} words.\n\n{lined([head, *rows])}"


PEERS = {"llama": "llama.cpp, section by section", "spacy": "spaCy en_core_web_sm"}
HEADS = {
    "limits": "Limits of the machine",
    "start": "Processes from start to end",
    "warm": "One article at a time, models kept",
    "batch": "Many articles",
    "reader": "The reader",
    "writer": "The language model, which the default does without",
    "many": "A long run",
}
TABLES = {
    "limits": _limits,
    "start": _start,
    "warm": _warm,
    "batch": _batch,
    "reader": _reader,
    "writer": _writer,
    "many": _many,
}


def reached(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each goal whose part was measured, what was measured, and whether it is met."""
    start, batch = found.get("start"), found.get("batch")
    if start:
        yield _below("`--help`", middle(start["help"]["seconds"]), 0.25, "s")
        yield _below("cold note, 600 words", middle(start["cold"]["seconds"]), 6, "s")
    if "warm" in found:
        yield _below("warm note, 600 words", middle(found["warm"]["later"]), 2, "s")
    if batch:
        rate = middle(a_minute(batch["ours"]["600"]))
        yield _above("articles of 600 words a minute", rate, 60, "")
        llama = batch["peers"]["llama"]
        if "articles" in llama:
            times = rate / middle(peer_a_minute("llama", llama))
            yield _above("times llama.cpp's articles a minute", times, 10, "")
        peak = max(one["peak_mib"] for one in batch["ours"].values())
        peak = max(peak, start["cold"]["peak_mib"] if start else 0)
        yield _below("peak memory, notes and batches", peak * 1024**2 / 1e9, 1.5, "GB")
    if "reader" in found and "limits" in found:
        for name, key, work in (
            ("reader", "passes", "gflop"),
            ("reader's encoder", "encoder", "encoder_gflop"),
        ):
            rate = 100 * found["reader"][work] / middle(found["reader"][key])
            own = middle(found["limits"]["matmul_gflops"])
            yield _above(f"{name}, share of PyTorch's own fp32 product", rate / own, 60, "%")
            most = _most(found["limits"])
            yield _above(f"{name}, share of the fastest fp32 product", rate / most, 60, "%")
            if f"int8_{key}" in found["reader"]:
                rate = 100 * found["reader"][work] / middle(found["reader"][f"int8_{key}"])
                said = f"{name} with `--dtype int8`, share of the fastest fp32 product"
                yield _above(said, rate / most, 60, "%")
    if "many" in found:
        yield from _flat(found["many"])


def _flat(part: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    marks = part["marks"]
    # What other work takes from the clock is no cost of ours.
    costs = spans(marks, "processor") or spans(marks)
    half = len(costs) // 2
    if not half:
        return
    change = middle(costs[half:]) / middle(costs[:half]) - 1
    whole = part["articles"] >= 10_000
    met = ("yes" if abs(change) <= 0.1 else "no") + ("" if whole else ", as far as was run")
    name = f"cost an article flat over {part['articles']} articles (10,000 wanted)"
    yield name, f"second half {change:+.1%}", met
    sizes = [mark["mib"] for mark in marks if mark["mib"] is not None]
    if sizes:
        growth = sizes[-1] / sizes[0] - 1
        met = ("yes" if growth <= 0.1 else "no") + ("" if whole else ", as far as was run")
        yield "memory flat over them", f"{sizes[0]:.0f} to {sizes[-1]:.0f} MiB", met


def _below(name: str, value: float, goal: float, unit: str) -> tuple[str, str, str]:
    return (f"{name}: under {goal:g} {unit}", f"{value:.2f} {unit}",
            "yes" if value < goal else "no")  # fmt: skip


def _above(name: str, value: float, goal: float, unit: str) -> tuple[str, str, str]:
    return (f"{name}: at least {goal:g} {unit}".rstrip(), f"{value:.0f} {unit}".rstrip(),
            "yes" if value >= goal else "no")  # fmt: skip
