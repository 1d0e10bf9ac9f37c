"""Organisations that act in their own right: they sign, announce, decide."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from briefwright import countries
from briefwright.countries import CountryMention
from briefwright.reader.patterns.page import Page
from briefwright.reading import Body, Person
from briefwright.spans import Span

# A capitalised run of at most ten words with an organisation's word in it.
_RUN = re.compile(
    r"(?:(?<=\s)|(?<=\A)|(?<=[(“\"]))[A-Z][\w’'&.-]{0,30}"
    r"(?:(?:\s(?:of|for|and|the|on|&)){0,2}\s[A-Z][\w’'&-]{0,30}){0,9}"
)
_WORD = re.compile(
    r"\b(?:Ministry|Organi[sz]ation|Compan(?:y|ies)|Council|Bank|University|Institute|Chamber"
    r"|Committee|Commission|Agency|Association|Union|Corporation|Corp|Federation|Cent(?:er|re)"
    r"|Group|Department|Foundation|Fund|Party|Embassy|Railways?|Airlines?|Guards|Corps|Authority"
    r"|Congress|Senate|Court|Society|League|Administration)\b"
)
_ACTS = re.compile(
    r"\s*(?:\([^)]{1,20}\))?,?\s+(?:has |have |had |also |jointly |and [A-Z]\w+ )?"
    r"(?:signed|inked|announced|decided|agreed|approved|issued|launched|awarded|condemned|said"
    r"|warned|rejected|denied|adopted|called|declared|confirmed|imposed|suspended|plans|will)\b"
)
_PARTY = re.compile(
    r"\b(?:signed (?:between|by)|between|agreement with|memorandum of understanding with|MOU with"
    r"|contract with|deal with|organi[sz]ed by|held by|hosted by|issued by)\s+(?:the\s+)?\Z"
)
_GOVERNED = re.compile(
    r"(?<!spokesman)(?<!spokesperson)(?<!spokeswoman)"
    r"\s(?:at|of|from|in|for|with|to|on|by|including)\s+(?:the\s+)?\Z"
)
# Behind a body's name these are somebody's who has a name of his own.
_OFFICER = re.compile(
    r"\b(?:Head|Chief|President|Chair(?:man|woman)?|Director|Governor|Chancellor|Minister|Secretary"
    r"|Spokes(?:man|person|woman)|CEO|Commander|Ambassador|Speaker)\b"
)
NEWS = re.compile(r"News|Agency|Press|Times|Tribune|Television|TV|Radio|Post|Reuters|IRNA")
AGENCIES = frozenset(
    "afp anadolu ansa ap axios bbc bloomberg cnn dpa efe ilna interfax irna isna kuna kyodo mehr"
    " nhk pti qna reuters sana sputnik tasnim tass wam xinhua yonhap".split()
)
"""Names of news agencies and broadcasters that nothing in the text may tell for such."""
MOST_BODIES = 8


def bodies(page: Page, people: Sequence[Person]) -> tuple[Body, ...]:
    """In order of first mention; not news agencies, nor those that a named person speaks for."""
    spoken_for = [person.organisation.of(page.text) for person in people if person.organisation]
    starts = sorted(mention.start for person in people for mention in person.mentions)
    names: dict[str, list[Span]] = {}
    for match in _RUN.finditer(page.text):
        # A run may go on over a full stop: "on Monday. The European Commission said".
        last = page.sentence_of(match.end() - 1)
        opened = page.segments.sentences[last].span.start if last is not None else 0
        words = page.text[max(match.start(), opened) : match.end()]
        name = words.removeprefix("The ").rstrip(".’'-&")
        if not _WORD.search(name) or NEWS.search(name) or len(name.split()) < 2:
            continue
        if _is_several(name) or _OFFICER.search(name):
            continue
        start = match.end() - len(words) + words.find(name)
        # "The Pacific Bank Ana Fono said": the bank's, not the bank.
        if bisect_left(starts, start + 1) < bisect_left(starts, start + len(name)):
            continue
        names.setdefault(name, []).append(Span(start=start, end=start + len(name)))
    found = []
    for name, spans in names.items():
        if any(name in whole or whole in name for whole in spoken_for):
            continue
        acting = [span for span in spans if _is_acting(page, span)]
        if acting:
            owned = [own[0] for whole, own in names.items() if whole.endswith(f" {name}")]
            country = _country(page, spans[0], owned)
            found.append(
                Body(
                    name=acting[0],
                    mentions=tuple(spans),
                    country=country.country if country else None,
                    country_span=country.span if country else None,
                    takes_part=round(min(0.9, 0.45 + 0.15 * len(acting)), 3),
                    central=0.5 if page.sentence_of(spans[0].start) == 0 else 0.2,
                )
            )
    return tuple(sorted(found, key=lambda body: body.mentions[0].start)[:MOST_BODIES])


def _is_several(name: str) -> bool:
    """ "Fiji and the Pacific Union" are two, whichever of them does what follows."""
    parts = re.split(r",?\s(?:and|&)\s(?:the\s)?", name)
    return len(parts) > 1 and any(countries.canonical(part) for part in (parts[0], parts[-1]))


def _country(page: Page, span: Span, owned: Sequence[Span]) -> CountryMention | None:
    """The one country in the name, else that of its `owned` form: "Fiji’s Coast Guard"."""
    held = page.countries_in(span)
    if held:
        return held[0] if len({one.country for one in held}) == 1 else None
    return next((one for whole in owned for one in page.countries_in(whole)), None)


_VOICE = re.compile(
    r"(?<![\w.’'-])(?:(?:(?:[A-Z]\.){1,6}|[A-Z][\w-]{0,30}(?:[’']s?)?|of|and|the|for|prime|minister[’']s"
    r"|president[’']s)[ \xa0]){0,6}?"
    r"(?:(?i:foreign|defen[cs]e|interior|oil|energy|health|state|information|press)[ \xa0])?"
    r"(?:[Mm]inistr(?:y|ies)(?:\s+of(?:\s+(?:[A-Z]\w+|and|the)){1,4})?|[Pp]residency|[Oo]ffice"
    r"|[Mm]ission"
    r"|[Ee]mbassy|[Gg]overnment|[Dd]epartment|[Ss]ources?|[Nn]ews\s[Aa]gency|[Aa]gency"
    r"|[Nn]ewspaper|[Ww]ebsite|[Aa]rmy|[Cc]ouncil|[Cc]ommittee|[Uu]nion|White House|Kremlin"
    r"|Pentagon)\b"
    r"|\b[A-Z]{3,6}\b(?!\s+[A-Z])"
    r"|\b[A-Z]\w+\s(?:News|Times|Post|TV|Daily)\b"
)
_OPENER = re.compile(
    r"(?:(?:[Tt]he|An?|[Oo]f|[Aa]nd|[Ff]or|In|On|As|But|According|While|[Tt]heir|Its)\s+)+"
)
# "Islamic Revolution Guards Corps (IRGC)": afterwards the letters alone.
_DEFINED = re.compile(
    r"(?P<long>(?<![\w’'-])[A-Z][\w’'-]{0,30}(?:[ \xa0](?:of|and|the|for|[A-Z][\w’'-]{0,30})){1,7})"
    r"\s+\((?P<short>[A-Z]{2,8})\)"
)
MOST_VOICES = 24


def voices(page: Page, parties: Sequence[Body]) -> tuple[Body, ...]:
    """Bodies that may be quoted though they take no part: "Russian Foreign Ministry", "IRNA"."""
    known = {mention.of(page.text) for party in parties for mention in party.mentions}
    whole = {
        match.group("short"): Span(start=match.start("long"), end=match.end("long"))
        for match in _DEFINED.finditer(page.text)
    }
    names: dict[str, list[Span]] = {}
    for match in _VOICE.finditer(page.text):
        opener = _OPENER.match(match.group())
        start = match.start() + (opener.end() if opener else 0)
        words = page.text[start : match.end()]
        if len(words) > 2 and words not in known and (" " in words or words[:1].isupper()):
            names.setdefault(" ".join(words.split()), []).append(Span(start=start, end=match.end()))
    found = []
    for name, spans in list(names.items())[:MOST_VOICES]:
        full = whole.get(name, spans[0])
        mentions = sorted({(one.start, one.end): one for one in (full, *spans)}.items())
        found.append(Body(name=full, mentions=tuple(one for _, one in mentions), takes_part=0.0))
    return tuple(found)


def _is_acting(page: Page, span: Span) -> bool:
    lead = page.text[max(0, span.start - 60) : span.start]
    if _PARTY.search(lead):
        return True
    # "A researcher at the Tema University said": it was not the university.
    return bool(_ACTS.match(page.text, span.end)) and not _GOVERNED.search(lead)
