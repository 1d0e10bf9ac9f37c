"""The words beside a quotation that name who says it: the subject of its verb of saying."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefwright.reader.patterns.bodies import NEWS
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.words import CUES
from briefwright.spans import Span

# Characters beside a quotation within which it is told whose it is.
NEAR = 300
# Characters of "said on Monday, adding".
BESIDE = 30
# Words of an office or a name, with "and".
FEW = 7
_VERB = "|".join(sorted(CUES, key=len)[::-1])
_ADVERBS = (
    r"(?:(?:also|further|then|later|earlier|has|had|have|again|even|once|thus|thereafter|therefore"
    r"|however|reportedly|recently|previously|repeatedly|clearly|strongly|went on to"
    r"|in turn|on \w+day|in response|separately|meanwhile|likewise|similarly)\s+){0,3}"
)
# A point after a capital or a form of address ends no sentence.
_WORDS = r"(?:[^,.;:“”\"\n]|(?<=[A-Z])\.|(?<=Mr|Ms|Dr|St)\.|(?<=Mrs|Gen|Col)\.)"
_AFTER = re.compile(
    rf"[\s,]*(?P<who>{_WORDS}{{2,110}}?)(?:\s*,\s[^“”\"\n;:]{{2,140}}?,)?"
    rf"\s+{_ADVERBS}(?P<verb>{_VERB})\b"
)
# Where what follows a name tells when and where they spoke.
_TOLD_THERE = (
    r"(?:\s+(?:during|in|on|at|after|before|while|when|as|who|whose|late|earlier|following|upon"
    r"|about|ahead|amid|with|through)\b|[,.;:“”\"\n]|\Z)"
)
_INVERTED = re.compile(rf"[\s,]*(?P<verb>{_VERB})\s+(?P<who>{_WORDS}{{2,110}}?)(?={_TOLD_THERE})")
_ACCORDING = re.compile(
    rf"[\s,]*(?P<verb>according) to (?P<who>{_WORDS}{{2,110}}?)(?={_TOLD_THERE})"
)
_QUOTED = re.compile(
    rf"[\s,]*(?P<who>{_WORDS}{{2,110}}?)\s+(?:was|were|is|has been)\s+(?:\w+\s+)?"
    r"(?P<verb>quoted|cited)\b"
)
_SAYING = re.compile(
    rf"\b(?P<verb>quoted|cited|quotes|quoting|citing)\s+(?!by\b)(?P<who>{_WORDS}{{2,110}}?)"
    r"\s+as\s+(?:saying|telling|writing|having|reading|stating)\b"
)
_TRAILING = re.compile(
    rf"[,”’\"]\s+(?P<who>{_WORDS}{{2,110}}?)(?:\s*,\s[^“”\"\n;:]{{2,140}}?,)?\s+{_ADVERBS}"
    r"(?P<verb>said|added|stated|explained|reported|announced|remarked|noted|stressed|continued"
    r"|pointed out|told\s+\w[\w\s]{0,30})\b[^,“”\"]{0,60}\Z"
)
_TELLS = re.compile(rf"\s+{_ADVERBS}(?:{_VERB}|invited|sought|renewed|reaffirmed|pointed)\b")
# What goes on with the sentence that the quotation is a part of.
_GOES_ON = re.compile(
    r"[\s,]*(?:and|but|or|nor|that|which|who|whom|whose|in|on|at|for|with|by|as|of|to|from|during"
    r"|when|while|after|before|if|because|where|amid|against|between|among|is|was|were|are|has"
    r"|had|have|will|would|should|could|can|may|through|under|over|about|since|than|so"
    r"|\w+ing)\b",
    re.I,
)
_STOP = re.compile(r"[.!?](?=\s+[A-Z“\"]|\s*\Z)|\n")
_CUE = re.compile(rf"(?<=\s)(?:{_VERB})\b")
# Verbs that lead in what is said of somebody, which may be another's words.
_OF_OTHERS = re.compile(
    r"(?:congratulat|thank|condemn|slamm?|blast|prais|hail|welcom|criti[cs]i[sz])\w*"
)
_LAST_ADVERBS = re.compile(rf"\s+{_ADVERBS}\Z")
_LETTER = re.compile(r"[^\W\d_]")
# "X after talks with Y said" is X's.
_WITH = re.compile(
    r"(?<=\w)\s+(?:after|before|during|following|with|while|upon|in an?|at an?|on \w+day)\s"
)
_ACTS = re.compile(rf"\b(?:{_VERB}|[a-z]{{2,}}ed|met|made|is|was|are|were|has|had|will|would)\b")
_MARKS = frozenset(".,!?-–—")
_AND = re.compile(r"(?:\A|\s)and\Z")
_PART = re.compile(r"\s+(?:for (?:his|her|its) part|\w+ly)\Z")
# Where the clause of a verb begins.
_CLAUSE = re.compile(
    r"[;:“”\"]\s*|\b(?:that|but|while|whereas|where|when|because|although|though|as|and"
    r"|after(?!\s+(?:his|her|their|its|an?|\w+ing|\w+ hours|talks)\b))\s"
)
_OPENED = re.compile(
    r"\s*(?:(?:(?i:in|on|at|during|after|before|speaking|referring|asked|as|addressing|regarding"
    r"|commenting|pointing|touching|citing|quoting|noting|with|for|from|by|to|responding|reacting"
    r"|upon|following|amid|meanwhile|elsewhere|also|however|moreover|furthermore|earlier|later"
    r"|separately|likewise|stressing|describing|calling|criticizing|recalling|according)\b"
    r"[^,“”\"\n]{0,160}),\s+)"
)
_OPENER = re.compile(
    rf"\s*(?P<who>{_WORDS}{{2,110}}?)\s+{_ADVERBS}"
    rf"(?P<verb>{_VERB}|(?!based|related)[a-z]{{2,}}ed|met|made|spoke|gave|took|drew|put|sent)\b"
)


@dataclass(frozen=True)
class Sayer:
    """Who speaks, as the words beside the quotation have it."""

    span: Span
    """The subject of the verb of saying, with what may stand before it in its clause."""
    verb: Span
    of_others: bool = False
    """The verb may lead in another's words: "she praised X for “...”"."""


def sayer(page: Page, outer: Span, *, before: int, after: int) -> Sayer | None:
    """Of the quotation at `outer`, between the one that ends at `before` and that from `after` on.

    None where no verb of saying beside it has a subject.
    """
    behind = _behind(page, outer, after)
    ahead = _ahead(page, outer, before) if behind is None else None
    if behind is not None or (ahead is not None and not ahead.of_others):
        return behind or ahead
    start = outer.end
    source = _ACCORDING.match(page.text, start, _stop(page.text, start, min(after, start + NEAR)))
    # Whoever only reported it did not say it.
    reported = source is not None and NEWS.search(source.group("who").title())
    return _of(source) if source and not reported else ahead


def stater(page: Page, sentence: Span) -> Span | None:
    """Who says the sentence, as it has it: "..., X said."; "X warned that ..."."""
    text, start, end = page.text, sentence.start, sentence.end
    told = _TRAILING.search(text[max(start, end - NEAR) : end])
    named = _of(told, max(start, end - NEAR)).span if told else None
    # "X announced that ..., the agency reported" is X's.
    if named is not None and not NEWS.search(named.of(text)):
        return named
    opener = _opener(text, start, min(end, start + NEAR))
    if opener is None or not _TELLS.match(text, opener.span.end, end):
        return named
    return opener.span


def _behind(page: Page, outer: Span, after: int) -> Sayer | None:
    """“...,” the minister said; “...,” said X; “...,” ISNA quoted X as saying."""
    text, start = page.text, outer.end
    end = _stop(text, start, min(after, start + NEAR))
    words = text[start:end].lstrip()
    last = outer.of(text).rstrip("”\"’' \xa0")[-1:]
    joined = words.startswith(",")
    if not words.strip(" ,") or not (joined or last in _MARKS):
        return None
    letter = _LETTER.search(words)
    if last in ".!?" and (letter is None or letter.group().isupper()):
        return None
    found = (
        _QUOTED.match(text, start, end)
        or _SAYING.search(text, start, end)
        or _INVERTED.match(text, start, end)
    )
    if found is None and not _GOES_ON.match(text, start, end):
        found = _AFTER.match(text, start, end)
    return _of(found) if found else None


def _stop(text: str, start: int, end: int) -> int:
    for stop in _STOP.finditer(text, start, end):
        if not re.search(
            r"(?:\b[A-Z]|\bMr|\bMs|\bMrs|\bDr|\bSt|\bGen)\Z", text[start : stop.start()]
        ):
            return stop.start()
    return end


def _ahead(page: Page, outer: Span, before: int) -> Sayer | None:
    """X said: “...”; X praised Y, adding, “...”; the statement said it was “...”."""
    text, end = page.text, outer.start
    place = page.sentence_of(end)
    if place is None:
        return None
    start = page.segments.sentences[place].span.start
    lead = text[max(0, start - 3) : start].rstrip()
    if end - start < 3 and place and lead.endswith((":", ",")):
        start = page.segments.sentences[place - 1].span.start
    start = max(start, before, end - NEAR)
    cues = list(_CUE.finditer(text, start, end))
    if not cues:
        return None
    quoted = _SAYING.search(text, start, end)
    if quoted is not None and quoted.end() >= cues[-1].end():
        return _of(quoted)
    last = cues[-1]
    told = next((one for one in reversed(cues) if not one.group().endswith("ing")), None)
    # "He said on Monday, adding"; else whoever opens the sentence goes on "..., saying".
    if told is None or last.start() - told.end() > BESIDE:
        opener = _opener(text, start, last.start())
        if opener is not None or told is None:
            return opener
    span = _subject(text, start, told.start())
    if span is None or _AND.search(span.of(text)):
        return _opener(text, start, told.start())
    of_others = _OF_OTHERS.fullmatch(last.group()) is not None
    return Sayer(span, Span(start=told.start(), end=told.end()), of_others)


def _opener(text: str, start: int, end: int) -> Sayer | None:
    """The subject that opens the sentence, after phrases of time and place."""
    for _ in range(2):
        opened = _OPENED.match(text, start, end)
        if opened:
            start = opened.end()
    match = _OPENER.match(text, start, end)
    return _of(match) if match else None


def _subject(text: str, start: int, end: int) -> Span | None:
    """What stands right before a verb: "the minister", and not whom another clause is about."""
    words = _LAST_ADVERBS.sub("", text[start:end])
    if words.endswith(","):
        # "X, the minister of Y, said".
        comma = words.rfind(",", 0, len(words) - 1)
        words = words[:comma] if comma > 0 else words
    words = _PART.sub("", words.rstrip(" ,"))
    ends = [match.end() for match in _CLAUSE.finditer(words)]
    opened = max(*ends, words.rfind(", ") + 2 if ", " in words else 0, 0)
    earlier = max((end for end in ends if end < opened), default=0)
    first = words[earlier:opened]
    # "The president and the minister said" is both's; with a verb before it another clause ends.
    if first.endswith("and ") and len(first.split()) <= FEW and not _ACTS.search(first):
        opened = earlier
    opened += len(words[opened:]) - len(words[opened:].lstrip())
    met = _WITH.search(words, opened)
    words = words[: met.start()] if met else words
    return Span(start=start + opened, end=start + len(words)) if opened < len(words) else None


def _of(match: re.Match[str], moved: int = 0) -> Sayer:
    words = match.group("who")
    met = _WITH.search(words)
    words = words[: met.start()] if met else words
    start = moved + match.start("who") + len(words) - len(words.lstrip())
    end = max(start + 1, moved + match.start("who") + len(words.rstrip()))
    verb = Span(start=moved + match.start("verb"), end=moved + match.end("verb"))
    return Sayer(Span(start=start, end=end), verb)
