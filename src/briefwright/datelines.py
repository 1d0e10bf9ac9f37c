"""Datelines: "PORT SELBY (NNA) –" before the first sentence of a report."""

from __future__ import annotations

import re

# A hyphen stands free: "NATO-Russia talks" open no dateline.
DATELINE = re.compile(
    r"^[A-Z][A-Z .,'’-]{2,40}(?:\([^)]{1,30}\)\s*)?(?:\s*[—–]+\s*|\s+-{1,2}\s+)(?=[A-Z“\"])"
)
