"""Phrases that a sentence can do without and still be a sentence.

They are found by their commas, brackets and first words; no grammar is parsed. Whether leaving one
out is worth it, and whether what stays says what the evidence says, is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from briefwright.spans import Value

Kind = Literal["aside", "inset", "tail", "opening", "clause", "adjunct", "adverb"]

_RELATIVE = "who|whom|whose|which|where|when"
_SAID = (
    "said|says|added|adds|noted|notes|stressed|stated|told|announced|reported|explained|emphasized"
    "|emphasised|continued|pointed|warned|concluded|underlined|underscored|highlighted|remarked"
    "|reiterated|asserted|argued|declared|insisted|claimed|urged|wrote|tweeted|asked"
)
_AUXILIARIES = (
    "is|are|was|were|be|been|has|have|had|will|would|can|could|should|may|might|must|did|does|do"
    "|cannot"
)
# After a comma they open what hangs on the sentence and does not carry it.
_STRONG = re.compile(
    rf"\s(?:{_RELATIVE}|including|accompanied|along with|together with|such as|especially"
    # "saying that", and not "trade, banking and mining".
    r"|as well as|[a-z]+ing(?!\s+(?:and|or)\b|,))\b"
)
# After these a list may come, whose commas end nothing.
_ENUMERATES = re.compile(
    r"\s(?:including|along with|together with|such as|especially|as well as)\b"
)
_WEAK = re.compile(
    r"\s(?:as|while|with|following|amid|during|after|in|on|at|thus|thereby|also|for|part|based"
    r"|located|aimed|known|held|signed|named|led|headed|dubbed|worth|particularly|notably)\b"
)
_APPOSITION = re.compile(r"\s(?:(?:a|an|the|his|her|its|one)\b|[A-Z])")
_LAST_APPOSITION = re.compile(r"\s(?:a|an|the)\b")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_OCCASION = (
    r"meeting|conversation|call|conference|statement|interview|session|briefing|visit|trip|stay"
    r"|ceremony|talks|speech|tweet|post|message|letter|remarks|event|forum|summit|gathering|sidelines"
    r"|report|article|program|debate|address|encounter|presser|comments"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
# What opens a sentence, and may go: a day, an occasion, a word that only joins.
_OPENING = re.compile(
    rf"(?:On {_WEEKDAY}|Earlier|Later|Last (?:week|month)|Today|Yesterday|Meanwhile|Also|Moreover"
    r"|Furthermore|Additionally|Separately|Elsewhere|Besides|For (?:his|her|its|their) part"
    r"|(?:Also )?(?:In|During|At|After|Following|Speaking|Addressing)\b"
    rf"(?:[^,;:]*\b(?:{_OCCASION})\b))"
)
_OPENS = re.compile(
    r"(?:In|On|At|During|After|Following|Speaking|Addressing|Meanwhile|Also|Moreover|However|Earlier"
    r"|Later|For|As|Referring|Elsewhere|While|Since|Upon|With|Despite|Amid|Besides|Asked|To|If"
    r"|Although|Once|When|[A-Z][a-z]+ing)\b"
)
_SUBJECT = re.compile(
    r"\s(?:[A-Z\[“\"]|(?:the|he|she|they|it|both|a|an|his|her|its|their|two|all|some|this|these"
    r"|we|i)\b)"
)
_GOES_ON = re.compile(rf"\s(?:{_RELATIVE}|{_SAID}|he|she|[A-Z]\w+ (?:{_SAID})|[a-z]+ing)\b")
_OF_THE_LAST = re.compile(rf"\s(?:{_RELATIVE}|including)\b")
# Only what tells the occasion: what else stands "in" or "on" something narrows what is said.
_ADJUNCTS = re.compile(
    rf"(?<=[\w\]])\s(?:(?:late |early )?on {_WEEKDAY}(?: (?:morning|afternoon|evening|night))?"
    rf"|(?:in|during|at|after|on|following) (?:a|an|the|his|her|their|its|this)(?: [\w’'-]+){{0,2}}"
    # With whom the meeting was goes with it, or neither does.
    rf" (?:{_OCCASION})(?: (?:with|between|of|by|to|in|at) [^,.;:“”\"]{{1,60}}?)?"
    rf"|in (?:various|different|all|other) (?:fields|areas|spheres|sectors))(?: on {_WEEKDAY})?"
    rf"(?=\s(?:that|(?:late |early )?on {_WEEKDAY})\b|[.,;:](?:\s|\Z)|\Z)"
)
# What is left of "published on Saturday" says nothing.
_DATED = frozenset(
    "published released issued held posted dated made aired broadcast delivered scheduled set due "
    "begin begins began start starts started".split()
)
_JOINED_VERBS = (
    f"{_SAID}|expressed|called|discussed|exchanged|reviewed|agreed|voiced|described|praised|hailed"
    "|thanked|wished|invited|welcomed|condemned|criticized|criticised|congratulated|emphasized"
    "|offered|vowed|pledged|met|held"
)
_JOINED = re.compile(rf"(?<=\w)\sand\s(?:also\s)?(?=(?:he|she|they|it|{_JOINED_VERBS})\b)")
_JOINED_BEHIND_COMMA = re.compile(rf"\sand\s(?:also\s)?(?:he|she|they|it|{_JOINED_VERBS})\b")
_FINITE = re.compile(rf"\b(?:{_AUXILIARIES}|{_SAID})\b")
_VERB = re.compile(rf"\b(?:{_AUXILIARIES}|{_SAID}|[a-z]{{3,}}ed)\b")
_SPEAKS = re.compile(rf"\b(?:{_SAID})\b")
_KEPT = re.compile(
    # Whose claim it is, when it was, and what it is not.
    r"\b(?:according to|at th(?:e|at) time|quoted|cited|citing|not|no|never|nor|without|cannot"
    rf"|meaning|describing|warning|unless|{_MONTH}|\d{{4}})\b|n[’']t\b"
)
# What is left would point to what is gone.
_POINTS = re.compile(
    r"\b(?:the two|both|bilateral|mutual|this|these|such|still|mentioned|counterpart|each other"
    r"|the country|the bloc|the latter)\b"
)
_CARRIES = re.compile(
    rf"\b(?:{_AUXILIARIES}|{_SAID}|[a-z]{{3,}}ed|met|held|took|made|gave|went|left|came|spoke|sent|put"
    r"|began|won|saw|paid)\b"
)
_VERB_NEXT = re.compile(
    rf"\s(?:on {_WEEKDAY}\s)?(?:(?:also|further|then|later|again)\s)?"
    rf"(?:{_AUXILIARIES}|{_SAID}|[a-z]{{3,}}ed|met|held|took"
    r"|made|gave|went|left|came|spoke|sent)\b"
)
_NAMES = re.compile(r"\b[A-Z][\w’'-]*")
_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_OF_RELATIVE = re.compile(
    rf"\b(?:{_AUXILIARIES}|{_SAID}|[a-z]{{3,}}ed|met|held|took|made|gave|went|left|came|led|won|sits)\b"
    r"|\b(?:who|which)\s[a-z]+s\b"
)
_OFFICE = re.compile(
    r"\b(?:minister|president|premier|ambassador|envoy|spokes\w+|official|director|head|chief|leader"
    r"|secretary|chair\w*|speaker|governor|commander|general|advis[eo]r|lawmaker|negotiator|deputy"
    r"|representative|member|expert|professor|analyst|nominee|aide|mayor|king|emir|prince)s?\b",
    re.IGNORECASE,
)
_SAYING = re.compile(r"\s(?:saying|adding|noting|stressing|stating|telling|asking)\b")
_SERIES = re.compile(r"\band (?:\w+ly )?\w+ing\b")
_ADVERBS = re.compile(
    r"(?<=\w)(?<!\bto)\s(?:also|further|moreover|meanwhile|additionally|furthermore|separately"
    r"|respectively)(?=\s)"
    r"|,\s(?:also|too|meanwhile|moreover|in turn|for (?:his|her|its) part|of course|as well),"
    r"|,?\s(?:too|as well)(?=\.)"
)
_BRACKETED = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_DASHED = re.compile(r"\([^()]*\)|[–—][^–—]*[–—]")
_ASIDES = re.compile(r"\s\([^()\[\]]*\)|\s[–—]\s?[^–—]{3,}?\s?[–—](?=\s)")
INSET_WORDS = 15
APPOSITION_WORDS = 12
"""A longer one holds more than what hangs on its noun."""
LIST_ITEM_WORDS = 6
NAME_WORDS = 7
LEAST = 4
"""Characters worth leaving out."""


class Phrase(Value):
    """Characters of a sentence, half-open, with the comma or space that goes with them."""

    start: int
    end: int
    kind: Kind


def removable(sentence: str) -> list[Phrase]:
    """Every phrase that may be left out by itself; they may overlap."""
    if sentence.count("“") != sentence.count("”") or sentence.count('"') % 2:
        return []  # part of a longer quotation, whose words nobody may cut
    marked = _Marked(sentence)
    found = {
        (start, end): kind
        for kind, start, end in marked.phrases()
        if end - start >= LEAST and marked.may_go(start, end, kind)
    }
    return [Phrase(start=start, end=end, kind=kind) for (start, end), kind in sorted(found.items())]


def without(sentence: str, phrases: list[Phrase]) -> str:
    """The sentence with the phrases left out, its points and first capital set right."""
    kept: list[str] = []
    at = 0
    for phrase in sorted(phrases, key=lambda one: one.start):
        kept.append(sentence[at : phrase.start])
        at = phrase.end
    text = " ".join(" ".join([*kept, sentence[at:]]).split())
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r",\s*([,.;])", r"\1", text)
    if text[-1:] not in set(".!?”\"'’") and sentence[-1:] in set('.”"'):
        text += "."
    return text[:1].upper() + text[1:]


def _tells_occasion(words: str) -> bool:
    """ "after" and "in" may open a condition too: only with a day or an occasion do they not."""
    if not _WEAK.match(words):
        return False
    narrows = re.match(r"\s(?:as|while|with|following|amid|during|after|in|on|at|for)\b", words)
    return narrows is None or re.search(rf"\b(?:{_OCCASION}|{_WEEKDAY})\b", words) is not None


class _Marked:
    """A sentence with its quotations and commas known."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        self.end = len(sentence.rstrip(".!?"))

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        opened: int | None = None
        for at, character in enumerate(self.sentence):
            if character == "“" or (character == '"' and opened is None):
                opened = at
            elif character in '”"' and opened is not None:
                found.append((opened, at + 1))
                opened = None
        if opened is not None:
            found.append((opened, len(self.sentence)))
        return found

    @cached_property
    def commas(self) -> list[int]:
        """Those outside quotations and asides."""
        closed = [*self.quoted, *(match.span() for match in _DASHED.finditer(self.sentence))]
        return [
            match.start()
            for match in re.finditer(r",(?!\d)", self.sentence)
            if not any(start <= match.start() < end for start, end in closed)
        ]

    def behind(self, comma: int) -> str:
        return self.sentence[comma + 1 :]

    def phrases(self) -> Iterator[tuple[Kind, int, int]]:
        dashes = len(re.findall("[–—]", self.sentence))
        for match in _ASIDES.finditer(self.sentence):
            # A figure in brackets dates or counts what stands before it.
            if re.search(r"\d", match.group()) or ("(" not in match.group() and dashes != 2):
                continue
            yield "aside", match.start(), match.end()
        for place, comma in enumerate(self.commas):
            yield from self._hanging(place, comma)
        yield from self._openings()
        yield from self._clauses()
        yield from self._adjuncts()
        for match in _ADVERBS.finditer(self.sentence):
            yield "adverb", match.start(), match.end()

    def may_go(self, start: int, end: int, kind: Kind) -> bool:
        """Whether no quotation or bracket is torn, nobody's claim is left without its owner, and
        the rest does not run into a quotation."""
        gone = self.sentence[start:end]
        closed = [*self.quoted, *(match.span() for match in _BRACKETED.finditer(self.sentence))]
        torn = any(
            start < after and end > before and not (start <= before and end >= after)
            for before, after in closed
        )
        owner = _KEPT.search(gone) or (kind in ("inset", "adjunct") and _SPEAKS.search(gone))
        runs_in = kind in ("inset", "adjunct", "adverb") and re.match(
            r'\s*[“"]', self.sentence[end:]
        )
        return not torn and not owner and not runs_in

    def _hanging(self, place: int, comma: int) -> Iterator[tuple[Kind, int, int]]:
        """What hangs on the sentence between two commas, or behind the last."""
        behind = self.behind(comma)
        if self._lists(place) or (re.match(r"\s[a-z]+ing\b", behind) and _SERIES.search(behind)):
            return
        opened = place == 0 and _OPENS.match(self.sentence) is not None
        if place + 1 < len(self.commas):
            other = self.commas[place + 1]
            words = self.sentence[comma + 1 : other]
            # What stands behind an opening is no apposition to it.
            fits = self._is_inset(words) and not (opened and _APPOSITION.match(words))
            if fits and self._inset_ends(place + 1):
                # Between subject and verb both commas go; elsewhere one parts what stood apart.
                both = _VERB_NEXT.match(self.behind(other)) is not None
                both = both and not opened and not self._inside_apposition(place)
                yield "inset", comma, other + 1 if both else other
        # What stands before must be a sentence, and no mere opening of one.
        carried = _CARRIES.search(self.sentence[:comma]) is not None
        goes_on = any(_VERB_NEXT.match(self.behind(later)) for later in self.commas[place + 1 :])
        if carried and not opened and not goes_on and self._is_tail(behind):
            yield "tail", comma, self.end
        if _JOINED_BEHIND_COMMA.match(behind):
            yield "clause", comma, self.end

    def _is_inset(self, words: str) -> bool:
        count = len(words.split())
        if count < 2 or _SAYING.match(words):
            return False
        if re.match(rf"\s(?:{_RELATIVE})\b", words):
            # "who, for his part," goes on behind the comma.
            return count <= INSET_WORDS and _OF_RELATIVE.search(words) is not None
        if _VERB.search(words) or re.match(r"\s[a-z]+ing that\b", words):
            return False
        if _STRONG.match(words) or _tells_occasion(words):
            return count <= INSET_WORDS
        nouns = re.search(r"\s[a-z][\w’'-]{3,}", words)
        listed = re.search(r"\b(?:and|or|to)\b", words)
        # An office tells who somebody is, and may be told nowhere else.
        fits = _APPOSITION.match(words) and nouns and not listed and not _OFFICE.search(words)
        return bool(fits) and count <= APPOSITION_WORDS

    def _inside_apposition(self, place: int) -> bool:
        """ "The aide, Bo Lind, who was there, told": the comma closes the name's own."""
        if place == 0:
            return False
        before = self.sentence[self.commas[place - 1] + 1 : self.commas[place]]
        return len(before.split()) <= NAME_WORDS and not _VERB.search(before)

    def _inset_ends(self, place: int) -> bool:
        """Whether the comma closes what the one before it opened."""
        behind = self.behind(self.commas[place])
        # "the fund, including a grant, which grows": what would "which" be?
        if self._lists(place) or re.match(rf"\s(?:and|or|{_RELATIVE})\b", behind):
            return False
        before = self.behind(self.commas[place - 1])
        return not _ENUMERATES.match(before) or _GOES_ON.match(behind) is not None

    def _is_tail(self, behind: str) -> bool:
        if _STRONG.match(behind):
            # "especially Kenya, costly" is no tail, nor is the last of a list.
            alone = "," not in behind and len(self.commas) == 1
            return alone or not re.match(
                r"\s(?:especially|such as|as well as|along|together)\b", behind
            )
        if _VERB.search(behind):
            return False
        office = _OFFICE.search(behind)
        return bool(_tells_occasion(behind) or (_LAST_APPOSITION.match(behind) and not office))

    def _lists(self, place: int) -> bool:
        """Whether the comma stands in a series: "A, B and C"."""
        comma = self.commas[place]
        behind = self.behind(comma)
        last = place + 1 == len(self.commas)
        stop = re.search(r"[.;:](?:\s|$)", behind) if last else None
        item = (
            behind[: stop.start() if stop else len(behind)]
            if last
            else self.sentence[comma + 1 : self.commas[place + 1]]
        )
        if re.match(rf"\s(?:{_SAID}|{_AUXILIARIES}|[a-z]+ed)\b", behind):
            return False
        if _STRONG.match(behind) or re.match(r"\s(?:he|she|they|it)\b", behind):
            return False
        if re.match(r"\s(?:and|or|as well as)\b", behind):
            return True
        if re.search(r"\b(?:and|or|as well as)\b", item) and not _WEAK.match(behind):
            return len(item.split()) <= LIST_ITEM_WORDS + 2 or not _VERB.search(item)
        if not last and len(item.split()) <= LIST_ITEM_WORDS:
            return self._lists(place + 1)
        return False

    def _openings(self) -> Iterator[tuple[Kind, int, int]]:
        """What stands before the subject: "On Monday, in Geneva, the two sides ..."."""
        if not _OPENING.match(self.sentence):
            return
        for place, comma in enumerate(self.commas[:3]):
            if not _SUBJECT.match(self.behind(comma)) or self._lists(place):
                continue
            if place + 1 < len(self.commas):
                next_part = self.sentence[comma + 1 : self.commas[place + 1]]
                # "After a call with the chairman, Bo Lind, the minister said": a name, no subject.
                if len(next_part.split()) <= NAME_WORDS and not _VERB.search(next_part):
                    return
            # Whom it was said to, and where, is no mere opening.
            names = set(_NAMES.findall(self.sentence[:comma])[1:]) - _DAYS
            if not names and not _POINTS.search(self.behind(comma)):
                yield "opening", 0, comma + 1
            return

    def _clauses(self) -> Iterator[tuple[Kind, int, int]]:
        """A second thing that the subject did: "and called for peace"."""
        for match in _JOINED.finditer(self.sentence):
            yield "clause", match.start(), self.end
            for comma in self.commas:
                behind = self.behind(comma)
                if comma > match.start() and _GOES_ON.match(behind):
                    # "and discussed aid, including grain": of the aid, not of who discussed it.
                    if not _OF_THE_LAST.match(behind):
                        yield "clause", match.start(), comma
                    break

    def _adjuncts(self) -> Iterator[tuple[Kind, int, int]]:
        """On what day, or on what occasion."""
        for match in _ADJUNCTS.finditer(self.sentence):
            before = re.findall(r"[\w’'-]+", self.sentence[: match.start()])
            # "Talking in an interview, he": all that is left would be "Talking".
            if len(before) < 3 or before[-1].lower() in _DATED:
                continue
            said = _SPEAKS.fullmatch(before[-1]) is not None
            behind = self.sentence[match.end() :]
            # "on a visit that": of the visit, unless something was said.
            of_occasion = (
                not said and behind.startswith(" that") and " on " not in match.group()[:4]
            )
            if not (said and behind.startswith(",")) and not of_occasion:
                yield "adjunct", match.start(), match.end()
