"""Charts as they stand in a page: where things are drawn, and that nothing in them is alive."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from briefwright.charts import Estimate, Spread, estimates, spreads

ROWS = [
    Estimate(label="titles", value=0.25, low=0.1, high=0.4, colour="var(--run-2)"),
    Estimate(label="quotations", value=-0.1, low=-0.3, high=0.0, colour="var(--run-1)"),
]
HOSTILE = '</text></svg><script>alert(1)</script><img src=x onerror=alert(1)>" onload="alert(1)'
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str, tag: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}{tag}"))


def test_the_first_estimate_stands_on_top_and_the_greater_to_the_right() -> None:
    above, below = drawn(estimates(ROWS, title="differences"), "circle")
    assert float(above.get("cy", "")) < float(below.get("cy", ""))
    assert float(above.get("cx", "")) > float(below.get("cx", ""))
    assert above.get("fill") == "var(--run-2)"


def test_an_interval_is_drawn_from_its_low_to_its_high() -> None:
    svg = estimates(ROWS[:1], title="differences")
    (line,) = [one for one in drawn(svg, "line") if one.get("stroke-linecap")]
    (circle,) = drawn(svg, "circle")
    left, middle, right = (
        float(one) for one in (line.get("x1"), circle.get("cx"), line.get("x2")) if one
    )
    assert middle - left == pytest.approx(right - middle, abs=0.2)


def test_an_estimate_without_an_interval_is_a_dot_alone() -> None:
    svg = estimates([Estimate(label="titles", value=0.2)], title="differences")
    assert len(drawn(svg, "circle")) == 1
    assert not [one for one in drawn(svg, "line") if one.get("stroke-linecap")]


def test_all_differences_at_zero_are_drawn_on_zero() -> None:
    svg = estimates([Estimate(label="titles", value=0.0, low=0.0, high=0.0)], title="none")
    assert len(drawn(svg, "circle")) == 1


def test_a_spread_is_as_high_as_its_fullest_part() -> None:
    svg = spreads([Spread(name="A", values=(0.1, 0.1, 0.9, 1.0, 1.4))], title="scores")
    assert len(drawn(svg, "path")) == 1


def test_nothing_to_draw_is_no_chart() -> None:
    assert estimates([], title="nothing") == ""
    assert spreads([Spread(name="A", values=())], title="nothing") == ""


def test_labels_that_look_like_markup_stay_text() -> None:
    svg = estimates([Estimate(label=HOSTILE, value=0.1)], title=HOSTILE, axis=HOSTILE)
    assert not drawn(svg, "script")
    assert {one.tag.removeprefix(SVG) for one in ET.fromstring(svg).iter()} <= {
        "svg",
        "g",
        "rect",
        "text",
        "line",
        "circle",
    }
    assert all(one.get("onload") is None for one in ET.fromstring(svg).iter())


def test_nothing_needs_a_style_rule() -> None:
    for svg in (estimates(ROWS, title="a"), spreads([Spread(name="A", values=(0.5,))], title="b")):
        assert "style" not in svg
