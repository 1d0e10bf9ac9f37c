"""The classes that the network knows, in the order of its outputs."""

from __future__ import annotations

from briefwright.reading import OutlookKind, Status

TAGS = ("person", "title", "organisation", "time", "area")
KINDS: tuple[OutlookKind, ...] = ("planned", "expected", "hoped", "warned")
STATUSES: tuple[Status, ...] = ("signed", "agreed", "under way", "proposed", "discussed")
