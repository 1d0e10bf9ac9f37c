"""The organisation that a title names: "EU" of "EU foreign policy chief", "Central Bank of Austria"
of "Governor of the Central Bank of Austria".

A ministry is one where it is named as such; a minister alone names none. Of 307 organisations in
the reference briefs for training and development 253 stand in the title; there these rules reach a
token F1 of 0.91. Of 892 titles whose person has none by the briefs 11 are given one, most of them a
parliament.
"""

from __future__ import annotations

import re

from briefwright import countries

_BODY = re.compile(
    r"\b(?:ministry|organi[sz]ation|compan(?:y|ies)|council|bank|university|institute|chamber"
    r"|committee|commission|agency|association|union|corporation|federation|cent(?:er|re)|group"
    r"|department|foundation|fund|party|embassy|railways?|office|board|airlines?|guards?|corps"
    r"|authority|parliament|majlis|senate|congress|house|secretariat|assembly|army|navy|police"
    r"|forces?|headquarters|exchange|court|court|bureau|league|society|college|academy|forum"
    r"|movement|administration|airport|hospital|museum|enterprise|firm|plant|consulate|mission"
    r"|confederation|delegation|faction|front|alliance|service|directorate|taliban|jihad|hamas"
    r"|hezbollah|nations|pentagon|kremlin|watchdog|trust|network|holding|port|cooperative|college"
    r"|society|club|customs|presidency|cabinet|caucus|division|unit|laboratory|consortium)\b",
    re.I,
)
# What holds an office: before it stands whose office it is, behind "of" likewise.
_OFFICE = re.compile(
    r"\b(?:(?:(?:first|senior|executive|acting|interim|former|deputy|vice|assistant|associate|chief"
    r"|managing|general|foreign|policy|press|information|security|special|top|public|relations"
    r"|permanent|resident|lead|co-?)[- ])*"
    r"(?:spokes(?:man|person|woman)|chief|head|director(?:[- ]general)?|president"
    r"|chair(?:man|person|woman)?|secretary(?:[- ]general)?|governor|chancellor|ceo|executive"
    r"|speaker|representative|coordinator|envoy|commissioner|commander|official|member|expert|analyst|advis[eo]r|rector"
    r"|administrator|manager|inspector|ambassador|officer|leader|lawmaker|mp|founder|rapporteur"
    r"|economist|negotiator|attach[eé]|observer|specialist|deputy|engineer|researcher|scientist|professor|fellow|dean|curator))\b",
    re.I,
)
_COMPANY = re.compile(
    r"\b(?:chief executive(?: officer)?|ceo|managing director|founder|owner|cfo)\b", re.I
)
_BEHIND = re.compile(r"(?:\b(?:of|at|with|from|in|for|also)|,)\s+(?:the\s+|an?\s+)?(?=[\w’'])")
# Behind whose name "for" and "on" tell of what it is, and behind others of an officer's part in it.
_OF_A_SUBJECT = re.compile(
    r"(?:council|committee|commission|organi[sz]ation|agency|association|cent(?:er|re)|institute"
    r"|foundation|fund|ministry|department|office)\Z",
    re.I,
)
_PART = re.compile(r"\s+(?:for|on|in charge of|at|in|to)\s+", re.I)
_ELSE = re.compile(
    r"\s+and\s+(?:(?:the|also|first|deputy|vice|head|chief|director|minister|secretary|special|his"
    r"|her)\b)|,\s+(?-i:(?=[a-z]))|;|\s*\(",
    re.I,
)
_RANK = re.compile(
    r"\s+(?:(?:brigadier|major|lieutenant|rear|vice)[- ])*(?:general|admiral|colonel|marshal)\Z",
    re.I,
)
_ACRONYM = re.compile(r"\b(?!(?:MP|CEO|DG|MD|CFO|I{2,3})\b)[A-Z]{2,9}\b")
_HOUSE = re.compile(r"\b(?:White House|Pentagon|Kremlin)\b")
# "Central Bank of Iran", "Chamber of Commerce, Industries and Mines": up to the office behind it.
_OF_WHAT = re.compile(r"\s+of(?:,?\s+(?:and\s+|the\s+)?[A-Z][\w’'-]*)+")
# "Ulsan firm Namhae Heavy Engineering"
_FIRM = re.compile(r"(?:[\w-]+ ){0,2}(?:firm|company|maker|producer|operator|giant)\s+(?=[A-Z])")
_ARTICLE = re.compile(r"(?:the|an?|then|former|acting|new|top|senior|current|first)\s+", re.I)
_END = " ,’'-–"


def organisation_in(title: str) -> tuple[int, int] | None:
    """Offsets of the organisation's name in the title; None if it names none."""
    office = _OFFICE.search(title)
    if office is None:
        return None
    found = _before(title, office) or _behind(title, office)
    if found is None:
        return None
    start, end = found
    firm = _FIRM.match(title, start, end)
    name = title[firm.end() if firm else start : end]
    # Without a capital it is "the fund" that another sentence names.
    if name.islower() or _is_state(name):
        return None
    return end - len(name), end


def _before(title: str, office: re.Match[str]) -> tuple[int, int] | None:
    """ "Chinese Foreign Ministry" of "Chinese Foreign Ministry spokesperson"."""
    start = 0
    while lead := _ARTICLE.match(title, start, office.start()):
        start = lead.end()
    words = title[start : office.start()]
    bodies = [*_BODY.finditer(words), *_HOUSE.finditer(words)]
    if bodies:
        end = max(body.end() for body in bodies)
        whole = _OF_WHAT.match(words, end)
        return start, start + (whole.end() if whole else end)
    acronym = next((one for one in _ACRONYM.finditer(words) if not _is_state(one.group())), None)
    if acronym:
        return start + acronym.start(), start + acronym.end()
    return _company(title, start, words, office)


def _company(title: str, start: int, words: str, office: re.Match[str]) -> tuple[int, int] | None:
    """ "Exxon Mobil Managing Director": only companies have one."""
    name = re.sub(r"[’']s?\s*\Z", "", words.rstrip())
    named = bool(name) and all(word[:1].isupper() for word in name.split())
    if named and _COMPANY.match(title, office.start()) and not countries.mentions(name):
        return start, start + len(name)
    return None


def _behind(title: str, office: re.Match[str]) -> tuple[int, int] | None:
    """ "Central Bank of Austria" of "Governor of the Central Bank of Austria"."""
    for match in _BEHIND.finditer(title, office.end()):
        words = _cut(title[match.end() :])
        opening = " ".join(words.split()[:4])
        body = _BODY.search(words if words[:1].isupper() else opening) or _HOUSE.search(words)
        if _goes_on(words):
            continue
        if body or _has_acronym(words):
            return match.end(), match.end() + len(words)
        company = _COMPANY.search(title, office.start(), office.end())
        if company and words[:1].isupper() and not countries.mentions(words):
            return match.end(), match.end() + len(words)
    return None


def _goes_on(words: str) -> bool:
    """Whether what comes last says whose: "Administration, U.S. Department of Housing"."""
    at = re.search(r"\b(?:at|in)\s+(?:the\s+)?(?=[A-Z])", words)
    if at and (_BODY.search(words, at.end()) or _has_acronym(words[at.end() :])):
        return True
    return any(
        (body := _BODY.search(words, comma.end()) or _HOUSE.search(words, comma.end()))
        and (body.start() == comma.end() or countries.mentions(words[comma.end() : body.start()]))
        for comma in re.finditer(r",\s+(?=[A-Z])", words)
    )


def _cut(words: str) -> str:
    """The name at the front, without what the officer does there and other offices."""
    words = words[: end.start()] if (end := _ELSE.search(words)) else words
    for part in _PART.finditer(words):
        held = words[: part.start()]
        own = part.group().strip().lower() in ("for", "on") and _OF_A_SUBJECT.search(held)
        if not own and (_BODY.search(held) or _has_acronym(held)):
            words = held
            break
    return _RANK.sub("", words).rstrip(_END)


def _has_acronym(words: str) -> bool:
    return any(not _is_state(one.group()) for one in _ACRONYM.finditer(words))


def _is_state(name: str) -> bool:
    return name in ("US", "UK") or countries.canonical(name) not in (None, "European Union")
