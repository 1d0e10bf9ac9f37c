"""From what the user names to articles: files, folders and standard input, read and cleaned.

Knows nothing of sentences, models or notes; never fetches anything.
"""

from __future__ import annotations

from briefwright.ingest.boilerplate import masks
from briefwright.ingest.failed import Failed
from briefwright.ingest.rows import row
from briefwright.ingest.sources import sources

__all__ = ["Failed", "masks", "row", "sources"]
