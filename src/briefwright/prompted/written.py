"""The lines of a draft from texts that a model wrote, each on the sentences that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefwright import countries
from briefwright.condense.choice import Choice
from briefwright.draft import Extract, Line, Refused, Wording
from briefwright.ground.folding import fold
from briefwright.ground.tokens import STOPWORDS, keys, stem, tokens
from briefwright.prompted.asking import Heard
from briefwright.prompted.listing import Listing, one_line
from briefwright.prompted.people import named
from briefwright.prompted.said import FIELDS, SaidOutlook, Section
from briefwright.writer.parse import one_sentence

RUN = 5
"""Words in a row that, if a prompt has them, an article would have to have too."""
_ANY = 1000
_CAPITALISED = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")
# "[3]", "[3, 5]", "(S3)"; "(2030)" is a year.
_NUMBERS = r"S?\d{1,4}(?:\s*[,;–-]\s*S?\d{1,4})*"
_REFERENCE = re.compile(rf"\s*(?:\[{_NUMBERS}\]|\((?=S){_NUMBERS}\))")

# Digits alone are no time: "120 engineers" and "2,000 tonnes" have them too.
_NUMBERED = re.compile(
    r"(?<![\d.,])(?:1[5-9]|2[01])\d\d(?:[-–/]\d\d(?:\d\d)?)?s?(?![\d.,]\d|\d|%)"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}:\d\d\b|\b\d{1,2}\s?[ap]\.?m\b|\b[QH][1-4]\b"
    r"|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\bMay\b"
)
_TIME = re.compile(
    r"\b(?:today|tomorrow|tonight|yesterday|soon|later|now|once|until|when|after|before|during"
    r"|while|next|coming|end|beginning|early|late|mid|spring|summer|autumn|fall|winter|morning"
    r"|afternoon|evening|night|hours?|days?|weeks?|weekends?|months?|years?|decades?|quarters?"
    r"|centur(?:y|ies)|future|term|shortly|immediately|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|ramadan|christmas|easter|nowruz|season|deadline|annual\w*|date|time|moment)\b",
    re.IGNORECASE,
)


class Written:
    """One article's evidence by number, as it is read, and what was refused on the way."""

    def __init__(
        self, listing: Listing, choice: Choice, heard: Heard, refused: list[Refused]
    ) -> None:
        self.listing = listing
        self.choice = choice
        self.refused = refused
        article = f"{listing.article.text}\n{listing.article.title or ''}"
        self._strange = _words(heard.examples) - {_root(key) for key in keys(article)}
        self._told = _runs(heard.told) - _runs(article)

    def evidence(self, number: int) -> Line:
        """The sentence as a line, as every judge and writer reads it."""
        return self.choice.line(number - 1)

    def line(self, numbers: Sequence[int], text: str, section: Section) -> Line | None:
        """The text as a wording of the sentences; without it where it cannot be one sentence.

        None where no sentence can stand in a note, since nobody is known to say it, and where the
        text is of the prompt: then the numbers are likely to be the example's too.
        """
        fit = [number for number in numbers if self.choice.usable(number - 1)]
        if not fit:
            self.refuse(section, text, "no-evidence", "nobody is known to say its evidence")
            return None
        sentence = self._sentence(text, section)
        reason = self._of_prompt(sentence or text)
        if reason is not None:
            self.refuse(section, text, "from-the-prompt", reason, replaced=False)
            return None
        lines = [self.evidence(number) for number in fit]
        mixed = _mixed(sentence, lines) if sentence is not None else None
        if mixed is not None:
            reason = f"no sentence of its evidence has {mixed!r}: one has the title, one the name"
            self.refuse(section, text, "title-of-another", reason)
            sentence = None
        return Line(
            wordings=(Wording(text=sentence),) if sentence is not None else (),
            evidence=tuple(span for line in lines for span in line.evidence),
            resolved=tuple(words for line in lines for words in line.resolved),
            known=tuple(dict.fromkeys(name for line in lines for name in line.known)),
            names=lines[0].names,
            speaker=lines[0].speaker,
        )

    def _of_prompt(self, text: str) -> str | None:
        """Why the text is the prompt's and not the article's, if it is."""
        strange = sorted(_words(text) & self._strange)
        if strange:
            words = ", ".join(repr(_spelt(text, one)) for one in strange)
            return f"it has words of the prompt’s example: {words}"
        told = sorted(_runs(text) & self._told)
        return f"it says what the prompt says: {told[0]!r}" if told else None

    def _sentence(self, text: str, section: Section) -> str | None:
        bare = _REFERENCE.sub("", text).strip()
        whole = bare if bare.endswith((".", "!", "?", "”", '"')) else f"{bare}."
        sentence = one_sentence(whole, max_words=_ANY)
        if sentence is None:
            self.refuse(section, text, "not-a-sentence", "it is not one whole sentence")
            return None
        return sentence

    def by(self, said: SaidOutlook) -> str | None:
        """Who says it, if the evidence names them or stands for them."""
        if said.by is None:
            return None
        name = named(said.by, self.listing)
        span = self.listing.sentence(said.sentence)
        line = self.evidence(said.sentence)
        known = {fold(one) for one in (*line.known, line.speaker or "")}
        if any(span.contains(one) for one in name.mentions) or fold(name.text) in known:
            return name.text
        self.refuse(
            "outlook",
            f"{name.text}: {said.text}",
            "speaker-elsewhere",
            "the evidence does not name who is said to say it; it is kept without",
        )
        return None

    def when(self, said: SaidOutlook) -> Extract | None:
        """The time that the evidence itself gives."""
        if said.when is None:
            return None
        words = said.when.strip(" ,.;:")
        span = self.listing.find(words, said.sentence)
        if span is None or not (_TIME.search(words) or _NUMBERED.search(words)):
            self.refuse(
                "outlook",
                said.when,
                "time-not-in-evidence",
                "it is no time that stands in the evidence; the statement is kept without",
            )
            return None
        return Extract(text=span.of(self.listing.article.text), span=span)

    def is_time(self, text: str) -> bool:
        """Whether the words are a date and the like, and nothing else: no title, no field."""
        own = [token.key for token in tokens(text) if token.key not in STOPWORDS]
        return all(_TIME.fullmatch(key) or key.isdecimal() or key == "may" for key in own)

    def refuse(
        self, section: Section, text: str, code: str, reason: str, *, replaced: bool = True
    ) -> None:
        """List what was said and is not in the draft."""
        self.refused.append(
            Refused(
                field=FIELDS[section],
                text=one_line(text),
                code=code,
                reason=reason,
                replaced=replaced,
            )
        )


def _mixed(sentence: str, lines: Sequence[Line]) -> str | None:
    """Words like a name and its title, which several sentences have between them and none has.

    Each check and the judge read the evidence as one text, in which everybody's title stands.
    """
    known = [keys(" ".join((*line.resolved, *line.known))) for line in lines]
    if len(known) < 2:
        return None
    for match in _CAPITALISED.finditer(sentence):
        own = {token.key for token in tokens(match.group()) if token.key not in STOPWORDS}
        own -= {
            key
            for one in countries.mentions(match.group())
            for key in keys(one.span.of(match.group()))
        }
        if own <= frozenset().union(*known) and not any(own <= one for one in known):
            return match.group()
    return None


def _runs(text: str) -> frozenset[str]:
    """Every few words that follow each other."""
    own = [token.key for token in tokens(text)]
    return frozenset(" ".join(own[at : at + RUN]) for at in range(len(own) - RUN + 1))


def _words(text: str) -> frozenset[str]:
    """The roots of all words that carry meaning."""
    own = (token.key for token in tokens(text))
    return frozenset(_root(key) for key in own if key not in STOPWORDS and not key.isdecimal())


def _root(key: str) -> str:
    """Its stem, the same of "adore" and "adores"."""
    return stem(key).rstrip("e")


def _spelt(sentence: str, wanted: str) -> str:
    return next((one.text for one in tokens(sentence) if _root(one.key) == wanted), wanted)
