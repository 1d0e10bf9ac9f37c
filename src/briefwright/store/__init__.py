"""What runs remember: one SQLite file, safe against a crash at any moment."""

from __future__ import annotations

from pathlib import Path

from briefwright.database import BUSY_SECONDS, Database, Kind
from briefwright.errors import StoreError
from briefwright.store.schema import STEPS

APPLICATION = 0x42726677
""" "Brfw"."""

_KIND = Kind(
    application=APPLICATION,
    steps=STEPS,
    noun="store",
    option="--store",
    anew="with every article briefed again",
    error=StoreError,
)


class Store(Database):
    """An open store, for one thread. Raises StoreError if the file cannot be used.

    `new=False` takes only a store that is there already.
    """

    def __init__(self, path: Path, *, new: bool = True, busy: float = BUSY_SECONDS) -> None:
        super().__init__(path, _KIND, new=new, busy=busy)
