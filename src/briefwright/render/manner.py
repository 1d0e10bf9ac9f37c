"""The word that a note puts before an outlook item.

A brief knows four kinds: planned, expected, hoped, warned. An officer also tells an offer from a
plan, a demand from a hope and a possibility from an expectation. Where the item's own words are of
such a manner and nothing in them is firmer, the note says that.
"""

from __future__ import annotations

import re

from briefwright.brief import OutlookItem

_OFFERED = re.compile(
    r"\b(?:is|are|was|were|be|been|stands?|stood|remains?|remained)\s+(?:\w+\s+)?"
    r"(?:ready|prepared|willing)\s+(?:to|for)\b|\b(?:readiness|willingness)\s+(?:to|for)\b",
    re.I,
)
_CONSIDERED = re.compile(
    r"\b(?:is|are|was|were|be|been)\s+(?:\w+\s+)?(?:considering|weighing)\b",
    re.I,
)
_CALLED_FOR = re.compile(
    r"\b(?:must|should|ha(?:s|ve|d) to|needs? to|call(?:s|ed|ing)? (?:for|on|upon)"
    r"|ask(?:s|ed|ing)? for|urg(?:e|es|ed|ing)|demand(?:ed|ing))\b",
    re.I,
)
# "May" is a month.
_POSSIBLE = re.compile(r"\b(?:[Cc]ould|[Cc]an|may|[Mm]ight|[Pp]ossible|[Pp]ossibility)\b")
# What is refused is no offer, and what cannot be is not possible.
_NOT = re.compile(r"\b(?:not|no|never|neither|nor|hardly|cannot)\b|n[’']t\b", re.I)
# What is said with these is no mere offer, demand or possibility.
_PLANNED = re.compile(
    r"\b(?:will|shall|schedul\w+|slated|set to|due to|plan\w*|agreed|vow\w*|pledg\w+|commit\w*"
    r"|decided|determined|to be (?:held|signed|opened|built))\b|[’']ll\b",
    re.I,
)
_HOPED = re.compile(
    r"\b(?:hop(?:e|es|ed|ing|eful)|wish\w*|looks? forward|looking forward|optimis\w+|eager\w*"
    r"|want(?:s|ed)?|desire\w*|interest\w*|seek\w*)\b",
    re.I,
)
_EXPECTED = re.compile(
    r"\b(?:expect\w*|anticipat\w*|predict\w*|forecast\w*|likely|believ\w+|estimat\w+)\b", re.I
)


def manner(item: OutlookItem) -> str:
    """The item's kind, or the closer word that its text bears out."""
    words = item.text
    if _NOT.search(words):
        return item.kind
    if item.kind == "planned" and not _PLANNED.search(words):
        if _CONSIDERED.search(words):
            return "considered"
        if _OFFERED.search(words):
            return "offered"
    if item.kind == "hoped" and not _HOPED.search(words):
        if _OFFERED.search(words):
            return "offered"
        if _CALLED_FOR.search(words):
            return "called for"
    firm = _PLANNED.search(words) or _EXPECTED.search(words)
    if item.kind == "expected" and not firm and _POSSIBLE.search(words):
        return "possible"
    return item.kind
