"""From what the user names to articles: files, folders, addresses, feeds and standard input.

Knows nothing of sentences, models or notes; fetches nothing unless it is given a `Client`.
"""

from __future__ import annotations

from briefwright.ingest.boilerplate import masks
from briefwright.ingest.failed import Failed
from briefwright.ingest.fetch import Client, Web
from briefwright.ingest.network import OFFLINE, Network, commit
from briefwright.ingest.rows import row
from briefwright.ingest.sources import sources

__all__ = ["OFFLINE", "Client", "Failed", "Network", "Web", "commit", "masks", "row", "sources"]
