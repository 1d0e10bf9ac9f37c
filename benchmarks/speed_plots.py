"""What `speed.py` measured, drawn as SVG by matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from speed_tables import PEERS, a_minute, middle, peer_a_minute, spans

OURS, OTHER = "#1f4e79", "#9aa5b1"


def draw(found: dict[str, Any], folder: Path) -> list[Path]:
    """The plots of the parts that were measured; the files written."""
    import matplotlib

    matplotlib.use("svg")
    # Words stay words, and the same numbers give the same file.
    matplotlib.rcParams.update(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "briefwright",
            "font.size": 10,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for part, name, plot in (
        ("batch", "throughput", _throughput),
        ("batch", "length", _length),
        ("warm", "stages", _stages),
        ("many", "long-run", _long_run),
    ):
        if part in found:
            path = folder / f"speed-{name}.svg"
            _save(path, lambda axes, plot=plot, part=part: plot(axes, found[part]))
            drawn.append(path)
    return drawn


def _save(path: Path, plot: Any) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 2.8), layout="constrained")
    plot(figure.add_subplot())
    figure.savefig(path, format="svg", metadata={"Date": None})


def _spread(values: Sequence[float]) -> list[list[float]]:
    return [[middle(values) - min(values)], [max(values) - middle(values)]]


def _throughput(axes: Any, part: dict[str, Any]) -> None:
    bars = [("briefwright: whole note", a_minute(part["ours"]["600"]), OURS)]
    for name, one in part["peers"].items():
        if "lacking" not in one:
            tail = "" if name == "llama" else ":\nsentences and people only"
            bars.append((f"{PEERS[name]}{tail}", peer_a_minute(name, one), OTHER))
    for place, (_, rates, colour) in enumerate(bars):
        axes.barh(place, middle(rates), color=colour, xerr=_spread(rates), capsize=3)
        axes.text(max(rates) * 1.1, place, f"{middle(rates):.3g}", va="center")
    axes.set_yticks(range(len(bars)), [label for label, _, _ in bars])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(1, max(max(rates) for _, rates, _ in bars) * 3)
    axes.set_xlabel("articles of 600 words a minute, logarithmic")


def _length(axes: Any, part: dict[str, Any]) -> None:
    words = [one["words"] / one["articles"] for one in part["ours"].values()]
    rates = [a_minute(one) for one in part["ours"].values()]
    spread = [
        [middle(each) - min(each) for each in rates],
        [max(each) - middle(each) for each in rates],
    ]
    axes.errorbar(
        words, [middle(each) for each in rates], yerr=spread, color=OURS, marker="o", capsize=3
    )
    for many, each in zip(words, rates, strict=True):
        axes.annotate(
            f"{middle(each):.0f}", (many, middle(each)), (6, 6), textcoords="offset points"
        )
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)
    axes.set_xlabel("words an article")
    axes.set_ylabel("articles a minute")


def _stages(axes: Any, part: dict[str, Any]) -> None:
    stages = part["stages"]
    axes.barh(list(stages), [1000 * one for one in stages.values()], color=OURS)
    for place, one in enumerate(stages.values()):
        axes.text(1000 * one, place, f" {1000 * one:.1f}", va="center")
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlabel("milliseconds of a warm note, 600 words")


def _long_run(axes: Any, part: dict[str, Any]) -> None:
    marks = part["marks"]
    done = [mark["articles"] for mark in marks]
    axes.plot(done[1:], [1000 * one for one in spans(marks)], color=OURS, marker="o")
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)
    axes.set_xlabel("articles done")
    axes.set_ylabel("ms an article", color=OURS)
    if all(mark["mib"] is not None for mark in marks):
        memory = axes.twinx()
        memory.spines["right"].set_visible(True)
        memory.plot(done, [mark["mib"] for mark in marks], color="#b45f06", marker="s")
        memory.set_ylim(bottom=0)
        memory.set_ylabel("memory, MiB", color="#b45f06")
