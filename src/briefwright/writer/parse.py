"""From what a small model said to one sentence fit to be grounded, or to nothing."""

from __future__ import annotations

import re
from collections import Counter

from briefwright.article import count_words
from briefwright.datelines import DATELINE

_CONTROL = re.compile(r"<\|[a-z_]+\|>")
_MARKS = re.compile(r"^(?:#{1,6}\s+|>\s*|[-*•–—]\s+|\(?\d{1,2}[.)]\s+|[a-z][.)]\s+)+")
_LABEL = re.compile(
    r"^(?:(?:sure|certainly|of course|okay|ok)\s*[,!.:]\s*)?"
    r"(?:(?:here(?:['’]s| is| are)|below is|this is|the (?:one )?(?:short |main |key )*"
    r"(?:sentence|summary|point|answer|statement|text|headline|bottom line)"
    r"(?: (?:is|reads|says))?)\b[^:\n]{0,80}:"
    r"|(?:one[- ]sentence |short |main |key )*"
    r"(?:summary|sentence|answer|bottom line|output|note|headline|point|text|response|rewritten)"
    r"\s*(?:\d+\s*)?[:–—]|in (?:summary|short|conclusion|one sentence)\s*[,:])\s*",
    re.IGNORECASE,
)
# What an annotator writes where the article itself makes a claim; a note says it all the same.
_SELF = re.compile(
    r"^(?:the|this) (?:article|report|story|text) (?:also )?(?:says|notes|states|adds|claims)"
    r"(?: that)? (?=\w)",
    re.IGNORECASE,
)
_REFUSAL = re.compile(r"^(?:i['’]m sorry|i am sorry|sorry|as an ai|i cannot|i can['’]t)\b", re.I)
_CLOSED = re.compile(r"(?<!\.)[.!?]['\"”’)\]]*$")
_PAIRS = {'"': '"', "“": "”", "«": "»", "'": "'", "‘": "’"}


def one_sentence(answer: str, *, max_words: int) -> str | None:
    """The first sentence of a model's answer, bare of labels, quotes and markup.

    None if nothing usable came: an empty or unfinished sentence, one of more than `max_words`
    words, one that repeats itself, one with a quotation left open, or a refusal.
    """
    text = _bare(answer)
    if not text or _REFUSAL.match(text):
        return None
    text = _first(text)
    if own := _SELF.match(text):
        text = text[own.end() :]
        text = text[:1].upper() + text[1:]
    if not _CLOSED.search(text) or not _balanced(text) or _repeats(text):
        return None
    return text if 0 < count_words(text) <= max_words else None


def phrase(answer: str, *, max_words: int) -> str | None:
    """A noun phrase of at most `max_words` words, bare of labels, quotes and a full stop."""
    text = _bare(answer).rstrip(".").strip()
    if not text or _REFUSAL.match(text) or not _balanced(text):
        return None
    return text if 0 < count_words(text) <= max_words else None


def _bare(answer: str) -> str:
    """The first line that says something, without label, list mark, quotes and dateline."""
    # Whatever follows a control token was meant for another turn of the chat.
    for line in _CONTROL.split(answer, maxsplit=1)[0].splitlines():
        text = re.sub(r"\*\*|__|`+", "", line).strip()
        before = None
        while text != before:
            before = text
            text = _LABEL.sub("", _MARKS.sub("", text)).strip()
            text = _unquoted(text)
        text = DATELINE.sub("", text).strip()
        if text and not text.endswith(":"):
            return " ".join(text.split())
    return ""


def _unquoted(text: str) -> str:
    """`text` without quotation marks that hold the whole of it."""
    close = _PAIRS.get(text[:1])
    if close is None or len(text) < 2 or not text.endswith(close):
        return text
    inner = text[1:-1]
    return text if text[0] in inner or close in inner.replace("’s", "") else inner.strip()


def _first(text: str) -> str:
    from sentencex import segment

    for sentence in segment("en", text):
        if sentence.strip():
            return str(sentence).strip()
    return ""


def _balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and text.count("“") == text.count("”")


def _repeats(text: str) -> bool:
    """Whether the same four words come three times, as when a model runs in a circle."""
    words = text.casefold().split()
    runs = Counter(tuple(words[at : at + 4]) for at in range(len(words) - 3))
    return max(runs.values(), default=0) >= 3
