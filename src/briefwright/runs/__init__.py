"""Finished briefs of several runs, side by side: what is evaluated, compared and judged.

A run is whatever made briefs of some articles: a model, a template, a version of the program, or a
person with reference briefs. Runs no model and renders nothing.
"""

from __future__ import annotations

from briefwright.runs.cases import cases
from briefwright.runs.places import placed
from briefwright.runs.reading import named, read_run, read_runs
from briefwright.runs.reference import Reference
from briefwright.runs.values import Candidate, Case, Entry, Run, Text

__all__ = [
    "Candidate",
    "Case",
    "Entry",
    "Reference",
    "Run",
    "Text",
    "cases",
    "named",
    "placed",
    "read_run",
    "read_runs",
]
