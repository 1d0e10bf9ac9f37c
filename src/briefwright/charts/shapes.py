"""Two shapes that leather does not have: an estimate with its interval, and a line of steps."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Any

from leather.shapes import Dots, Line

_RADIUS = 4.5


class Estimates(Dots):  # type: ignore[misc]
    """A dot for each (value, place, low, high, colour), on a line from low to high."""

    def legend_to_svg(self, series: Any, palette: Any) -> list[Any]:
        del series, palette
        return []

    def to_svg(
        self, width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any, palette: Any
    ) -> ET.Element:
        del palette
        group = ET.Element("g", {"class": "series estimates"})
        for datum in series.data():
            value, place, low, high, colour = datum.row
            y = y_scale.project(place, height, 0)
            if low is not None and high is not None:
                ends = {f"x{at}": _x(one, width, x_scale) for at, one in ((1, low), (2, high))}
                line = {**ends, "y1": str(y), "y2": str(y), "stroke": colour, "stroke-width": "2"}
                group.append(ET.Element("line", {**line, "stroke-linecap": "round"}))
            circle = {"cx": _x(value, width, x_scale), "cy": str(y), "r": str(_RADIUS)}
            group.append(ET.Element("circle", {**circle, "fill": colour}))
        return group


class Steps(Line):  # type: ignore[misc]
    """A line without an entry in the legend: the page names the runs once for all its charts."""

    def legend_to_svg(self, series: Any, palette: Any) -> list[Any]:
        del series, palette
        return []


def _x(value: float, width: Any, scale: Any) -> str:
    return str(scale.project(Decimal(value), 0, width))
