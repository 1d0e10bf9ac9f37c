"""Charts as SVG that stands inside an HTML page, drawn by leather.

Colours are CSS (`var(--ink)`), so that a page's dark and printed looks hold for its charts too;
nothing in them is a style rule or a script, so that they stand under `default-src 'none'`. Knows
nothing of briefs or runs.
"""

from __future__ import annotations

from briefwright.charts.drawing import Estimate, Spread, estimates, spreads

__all__ = ["Estimate", "Spread", "estimates", "spreads"]
