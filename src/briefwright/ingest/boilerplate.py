"""Page furniture around an article: what it is and where, never what to do about it.

By whole lines, and by what such lines say in full: a sentence of the article that mentions cookies,
sharing or a reply stays. Where a text has lost its line breaks only two patterns are certain
enough: the headline before the dateline, and the comment form at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefwright.article import Mask
from briefwright.ingest import furniture
from briefwright.spans import Span, trimmed

_FORM = re.compile(
    r"your e-?mail address will not be published|required fields are marked|post comment"
    r"|cancel reply|\b(?:name|e-?mail|comment) \*|\bsays:\Z|\A(?:name|website|comment)\W*\Z",
    re.I,
)
_LOST_FORM = re.compile(
    r"\bLeave a (?:Reply|Comment)\W+(?:Cancel reply\W+)?Your email address will not be published\b"
)
_DATELINE = re.compile(r"\s+[A-Z]{4,}(?:[A-Z ,]{0,30})\s*(?:[–—,(-]|\()")
_ENDS_SENTENCE = re.compile(r"""[.!?:;…]["'”’»)\]]*\Z""")
_FOLD = re.compile(r"[\W_]+")

TEASER_WORDS = 20
PARAGRAPH_WORDS = 40
LEAST_LEFT = 40
_FORM_LENGTH = 600


def masks(text: str, title: str | None) -> tuple[Mask, ...]:
    """What of a cleaned text is not the article, in text order, without overlaps.

    Reasons: repeated-headline, related, comments, share, cookies, subscribe, advertisement,
    navigation, tags, copyright. The masks never take the whole text.
    """
    lines = _lines(text)
    words = [line.of(text) for line in lines]
    single = [_reason(line, title, inside=len(lines) > 1) for line in words]
    whole = list(single)
    _spread(words, whole)
    if _left(words, whole) < min(LEAST_LEFT, _left(words, single)):
        whole = single
    found = _merged(lines, whole)
    found += _lost(text, title, found)
    if not _remains(text, found):
        return ()
    return tuple(sorted(found, key=lambda mask: mask.span.start))


def _lines(text: str) -> list[Span]:
    found: list[Span] = []
    at = 0
    for line in text.split("\n"):
        span = trimmed(text, at, at + len(line))
        if span.end > span.start:
            found.append(span)
        at += len(line) + 1
    return found


def _reason(line: str, title: str | None, *, inside: bool) -> str | None:
    if title and inside and _repeats(line, title):
        return "repeated-headline"
    return furniture.reason(line)


def _repeats(line: str, title: str) -> bool:
    """Whether the line is the headline, once or twice, the site's name perhaps after it."""
    headline, said = _folded(title), _folded(line)
    if not headline or len(line) > 3 * len(title) + 60:
        return False
    if said in {headline, f"{headline} {headline}"}:
        return True
    site = re.split(r"\s+[|–—-]\s+", line)
    return len(site) == 2 and _folded(site[0]) == headline and len(site[1].split()) <= 5


def _folded(text: str) -> str:
    return _FOLD.sub(" ", text.casefold()).strip()


def _spread(words: Sequence[str], reasons: list[str | None]) -> None:
    """Give the lines after a heading such as "Similar Posts" or "Leave a Reply" its reason."""
    last_cue = max((index for index, line in enumerate(words) if _FORM.search(line)), default=-1)
    for index, line in enumerate(words):
        if reasons[index] in {None, "related"} and furniture.heads_related(line):
            end = _teasers_end(words, reasons, index + 1)
            if end > index + 1:
                reasons[index:end] = [reasons[one] or "related" for one in range(index, end)]
        elif furniture.heads_comments(line) and _ends_in_comments(words, index, last_cue):
            reasons[index:] = ["comments"] * (len(words) - index)
            return


def _teasers_end(words: Sequence[str], reasons: Sequence[str | None], start: int) -> int:
    """The index after the last teaser: headlines, dates, and what stands among them at the end."""
    stop = start
    while stop < len(words) and not (furniture.heads_related(words[stop]) or reasons[stop]):
        stop += 1
    tail = words[start:stop]
    # A single sentence among headlines may be where the article goes on; several are their blurbs.
    blurbs = sum(bool(_ENDS_SENTENCE.search(line)) for line in tail)
    more = next((one for one in range(stop, len(words)) if reasons[one] is None), None)
    at_the_end = more is None or (more == stop and furniture.heads_related(words[stop]))
    longest = max((len(line.split()) for line in tail), default=0)
    if at_the_end and longest <= PARAGRAPH_WORDS and blurbs != 1 and blurbs * 2 <= len(tail):
        return stop
    end = start
    while end < stop and _is_teaser(words[end]):
        end += 1
    return end


def _is_teaser(line: str) -> bool:
    return len(line.split()) <= TEASER_WORDS and not _ENDS_SENTENCE.search(line)


def _ends_in_comments(words: Sequence[str], heading: int, last_cue: int) -> bool:
    """Whether what follows a comments heading is comments or a form, to the end of the text."""
    if last_cue > heading:
        return True
    return len(words) - heading <= 3 and all(
        len(line.split()) <= PARAGRAPH_WORDS for line in words[heading:]
    )


def _left(words: Sequence[str], reasons: Sequence[str | None]) -> int:
    return sum(
        len(line.split()) for line, reason in zip(words, reasons, strict=True) if reason is None
    )


def _merged(lines: Sequence[Span], reasons: Sequence[str | None]) -> list[Mask]:
    """One mask for each run of lines with the same reason."""
    found: list[Mask] = []
    before: str | None = None
    for line, reason in zip(lines, reasons, strict=True):
        if reason and reason == before:
            last = found.pop()
            found.append(Mask(span=Span(start=last.span.start, end=line.end), reason=reason))
        elif reason:
            found.append(Mask(span=line, reason=reason))
        before = reason
    return found


def _lost(text: str, title: str | None, found: Sequence[Mask]) -> Iterator[Mask]:
    """Furniture inside lines, where the breaks between paragraphs were lost."""
    if title and len(title.split()) >= 5 and text.startswith(title):
        rest = len(title)
        while text.startswith(title, rest + 1) and text[rest].isspace():
            rest += 1 + len(title)
        if rest > len(title) or _DATELINE.match(text, rest):
            mask = Mask(span=Span(start=0, end=rest), reason="repeated-headline")
            if not _overlaps(mask, found):
                yield mask
    for match in _LOST_FORM.finditer(text):
        if len(text) - match.start() <= _FORM_LENGTH:
            mask = Mask(span=trimmed(text, match.start(), len(text)), reason="comments")
            if not _overlaps(mask, found):
                yield mask
            return


def _overlaps(mask: Mask, others: Sequence[Mask]) -> bool:
    return any(mask.span.overlaps(other.span) for other in others)


def _remains(text: str, found: Sequence[Mask]) -> bool:
    """Whether any letter stays outside the masks."""
    at = 0
    for mask in sorted(found, key=lambda mask: mask.span.start):
        if any(map(str.isalpha, text[at : mask.span.start])):
            return True
        at = mask.span.end
    return any(map(str.isalpha, text[at:]))
