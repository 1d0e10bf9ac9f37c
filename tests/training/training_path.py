"""Lets tests import what makes the models, which is scripts side by side and no package.

Not a conftest.py: mypy takes two of that name for one module.
"""

from __future__ import annotations

import sys
from pathlib import Path

TRAINING = Path(__file__).parents[2] / "training"

# Behind everything else: one of the scripts is called as an installed package is, `build`.
sys.path += [
    place for part in ("reader", "writer") if (place := str(TRAINING / part)) not in sys.path
]
