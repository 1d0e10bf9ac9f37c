"""What outlets do to agency copy, done to any article: the labelled pairs of `dedup.py`."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

# Words that editors swap without changing what is said.
SWAPS = {
    "said": "stated",
    "told": "informed",
    "also": "further",
    "agreed": "consented",
    "about": "around",
    "more": "greater",
    "many": "numerous",
    "began": "started",
    "begin": "start",
    "help": "assist",
    "country": "nation",
    "countries": "nations",
    "talks": "discussions",
    "meeting": "session",
    "plan": "scheme",
    "largest": "biggest",
    "people": "persons",
    "will": "shall",
    "but": "yet",
    "between": "among",
    "after": "following",
    "while": "as",
    "during": "in the course of",
    "against": "versus",
    "added": "went on",
    "noted": "remarked",
    "stressed": "underlined",
    "important": "significant",
    "improve": "better",
    "buy": "purchase",
    "show": "demonstrate",
}
_DATELINE = re.compile(r"^[A-Z][A-Z .,'’-]{2,40}[^–—-]{0,30}[–—-]\s*")
ADDED = (
    "Readers of this paper have followed the matter for some time, and letters to the editor show "
    "how much it occupies the town. A panel on it will be held in the city library next month; "
    "admission is free and the doors open at seven."
)
FROM = "By our own correspondent, with agency reports from several capitals."


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?”\"])\s+", text)


def cut(text: str, share: float) -> str:
    """The first sentences, about that share of the words: agencies' copy is cut from its end."""
    room = share * len(text.split())
    kept: list[str] = []
    for sentence in _sentences(text):
        if kept and sum(len(one.split()) for one in kept) + len(sentence.split()) > room:
            break
        kept.append(sentence)
    return " ".join(kept)


def dateline(text: str, _chance: random.Random) -> str:
    return "LISBON (Agencies) — " + _DATELINE.sub("", text)


def words(text: str, chance: random.Random) -> str:
    """About two in three of the words that can be swapped."""

    def swapped(match: re.Match[str]) -> str:
        return SWAPS[match[0]] if match[0] in SWAPS and chance.random() < 0.67 else match[0]

    return re.sub(r"\w+", swapped, text)


def on_top(text: str, _chance: random.Random) -> str:
    return f"{FROM} {text}"


def in_the_middle(text: str, chance: random.Random) -> str:
    sentences = _sentences(text)
    at = chance.randint(1, max(1, len(sentences) - 1))
    return " ".join([*sentences[:at], ADDED, *sentences[at:]])


def dropped(text: str, chance: random.Random) -> str:
    """One sentence in five left out, never the first."""
    first, *rest = _sentences(text)
    return " ".join([first, *(one for one in rest if chance.random() > 0.2)])


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "cut to 60%": lambda text, _: cut(text, 0.6),
    "cut to 40%": lambda text, _: cut(text, 0.4),
    "other dateline": dateline,
    "words changed": words,
    "line on top": on_top,
    "paragraph added": in_the_middle,
    "sentences dropped": dropped,
    "dateline, words, cut to 60%": lambda text, chance: cut(
        words(dateline(text, chance), chance), 0.6
    ),
    "line, words, dropped, paragraph": lambda text, chance: in_the_middle(
        on_top(dropped(words(text, chance), chance), chance), chance
    ),
}
"""Every kind of copy, by what a table calls it. Headlines are not compared, so need no change."""
