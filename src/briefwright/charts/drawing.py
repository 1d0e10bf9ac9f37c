"""Numbers in, an <svg> element as a string out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from briefwright.charts.shapes import Estimates, Steps
from briefwright.spans import Value

WIDTH = 640
ROW = 26
"""Height of an estimate's row."""
BINS = 20

_SVG = "http://www.w3.org/2000/svg"
_NUMBER = re.compile(r"-?\d+\.\d{2,}|\b0E-\d+")
# Units of an SVG of `WIDTH`; letters are as wide as a sans serif of this size has them on average.
_LETTER = 12
_LETTER_WIDTH = 6.4


class Estimate(Value):
    label: str
    value: float
    low: float | None = None
    """Of its interval; None if there is none."""
    high: float | None = None
    colour: str = "var(--ink)"
    """A CSS colour."""


class Spread(Value):
    name: str
    values: tuple[float, ...]
    colour: str = "var(--ink)"


def estimates(rows: Sequence[Estimate], *, title: str, axis: str = "") -> str:
    """Every estimate on a row of its own, under one axis with zero in it; "" for no rows.

    `title` is what a screen reader says of the chart, `axis` stands under the axis.
    """
    if not rows:
        return ""
    leather = _leather()
    count = len(rows)
    # The first row stands on top, and leather counts upwards.
    data = [(one.value, count - at, one.low, one.high, one.colour) for at, one in enumerate(rows)]
    edges = [edge for one in rows for edge in (one.value, one.low, one.high) if edge is not None]
    chart = leather.Chart()
    chart.add_series(leather.Series(data), Estimates())
    chart.set_x_scale(_scale(min(0.0, *edges), max(0.0, *edges)))
    chart.add_x_axis(name=axis or None, tick_formatter=_short)
    labels = {count - at: one.label for at, one in enumerate(rows)}
    chart.set_y_scale(_rows(count))
    chart.add_y_axis(
        ticks=[*range(1, count + 1)], tick_formatter=lambda value, *_: labels[int(value)]
    )
    return _page(chart, WIDTH, ROW * count + 60, title)


def spreads(runs: Sequence[Spread], *, title: str, low: float = 0.0, high: float = 1.0) -> str:
    """How often values fall in each of `BINS` equal parts of low to high, a line for each run.

    "" if no run has a value.
    """
    counted = {one: _counts(one.values, low, high) for one in runs if one.values}
    if not counted:
        return ""
    leather = _leather()
    chart = leather.Chart()
    for one, counts in counted.items():
        chart.add_series(leather.Series(_outline(counts, low, high)), Steps(one.colour, 2))
    chart.set_x_scale(_scale(low, high))
    chart.add_x_axis(tick_formatter=_short)
    chart.set_y_scale(_scale(0, max(max(counts) for counts in counted.values())))
    chart.add_y_axis(tick_formatter=_short)
    return _page(chart, WIDTH // 2, 190, title)


def _counts(values: Sequence[float], low: float, high: float) -> list[int]:
    counts = [0] * BINS
    for value in values:
        at = int((value - low) / (high - low) * BINS)
        counts[min(max(at, 0), BINS - 1)] += 1
    return counts


def _outline(counts: Sequence[int], low: float, high: float) -> list[tuple[float, int]]:
    edges = [low + (high - low) * at / BINS for at in range(BINS + 1)]
    sides = [
        point
        for (left, right), count in zip(pairwise(edges), counts, strict=True)
        for point in ((left, count), (right, count))
    ]
    return [(low, 0), *sides, (high, 0)]


def _scale(low: float, high: float) -> Any:
    from leather import Linear

    return Linear(low, high if high > low else low + 1)


def _rows(count: int) -> Any:
    """Half a row of air above and below; leather's own scale would round to a tick."""
    from decimal import Decimal

    from leather.scales import Linear

    class Rows(Linear):  # type: ignore[misc]
        def project(self, value: Any, range_min: Any, range_max: Any) -> Decimal:
            part = (Decimal(value) - Decimal("0.5")) / count
            return Decimal(range_min) + (Decimal(range_max) - Decimal(range_min)) * part

    return Rows(0, count + 1)


def _short(value: Any, *_: Any) -> str:
    return f"{float(value):g}".replace("-", "−")


_LOOKS: Mapping[str, object] = {
    "background_color": "none",
    "margin": 0.02,
    "tick_color": "var(--rule)",
    "zero_color": "var(--quiet)",
    "label_color": "var(--ink)",
    "axis_title_color": "var(--quiet)",
    "tick_font_family": "inherit",
    "axis_title_font_family": "inherit",
    "tick_font_size": _LETTER,
    "tick_font_char_height": _LETTER,
    "tick_font_char_width": _LETTER_WIDTH,
    "axis_title_font_size": _LETTER,
    "axis_title_font_char_height": _LETTER,
    "axis_title_gap": 6,
    # leather keeps room for a legend even where there is none.
    "legend_font_char_height": 0,
    "legend_gap": 0,
}


def _leather() -> Any:
    import leather
    from leather import theme

    # It has its looks from variables of a module; nothing else here draws with it.
    for name, value in _LOOKS.items():
        setattr(theme, name, value)
    return leather


def _page(chart: Any, width: int, height: int, title: str) -> str:
    root = ET.Element(
        "svg",
        {
            "xmlns": _SVG,
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "aria-label": title,
        },
    )
    root.append(chart.to_svg_group(width, height))
    for one in root.iter():
        for name, value in one.items():
            # Decimals of 28 places say no more than those of one.
            if name != "aria-label":
                one.set(name, _NUMBER.sub(lambda found: f"{float(found[0]):.1f}", value))
    return ET.tostring(root, encoding="unicode")
