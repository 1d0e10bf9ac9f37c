"""Lines of type to paragraphs: pure, and without knowledge of PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefwright.ingest.pdf_glyphs import Line, Page, Printed

_ENDS_SENTENCE = re.compile(r"""[.!?:;…]["'”’»)\]]*\Z""")
# Word processors take bullets from symbol fonts, whose letters have no meaning outside of them.
_SYMBOL = re.compile(r"\A[\uf000-\uf0ff]\s+")
_BULLET = re.compile(r"(?:[-*•·▪‣◦●–—\uf000-\uf0ff]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S")
_DIGITS = re.compile(r"\d+")
_BROKEN = re.compile(r"(\w+)[-\u2010]\Z")
_LONGEST_WORD = 80
_EDGE = 0.12
"""Of a page's height: where headers and footers stand."""
_OFTEN = 0.5
_LARGER = 1.15
_SAME_SIZE = 0.25
"""Lines of one paragraph differ in their middle size where small type is mixed in."""


def text(paragraphs: Sequence[str]) -> str:
    """Paragraphs with a blank line between them, items of a list each on its line."""
    parts: list[str] = []
    for index, one in enumerate(paragraphs):
        if index:
            items = _BULLET.match(one) and _BULLET.match(paragraphs[index - 1])
            parts.append("\n" if items else "\n\n")
        parts.append(one)
    return "".join(parts)


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The text in paragraphs; what most pages repeat at their edges is left out."""
    repeated = _repeated(pages)
    words = Counter(
        one for page in pages for line in page.lines for one in line.words.lower().split()
    )
    found: list[list[Line]] = []
    for page in pages:
        lines = [line for line in page.lines if _edge_key(line, page) not in repeated]
        own = list(_groups(lines))
        if found and own and _goes_on(found[-1], own[0]):
            found[-1] += own.pop(0)
        found += own
    return [_joined(group, words) for group in found]


def title(printed: Printed) -> str | None:
    """What is set in the largest type on the first page, if that is larger than the rest."""
    lines = printed.pages[0].lines if printed.pages else ()
    if not lines:
        return None
    sizes = Counter[float]()
    for page in printed.pages:
        for line in page.lines:
            sizes[line.size] += len(line.words)
    body = sizes.most_common(1)[0][0]
    largest = max(line.size for line in lines)
    if largest < body * _LARGER:
        return printed.title if printed.title and _stands_in(printed.title, lines) else None
    found = " ".join(line.words for line in lines if line.size == largest)
    return found if len(found.split()) <= 40 else None


def _stands_in(title: str, lines: Sequence[Line]) -> bool:
    """Whether the file's own title is printed: many are the name of a draft."""
    text = " ".join(line.words for line in lines)
    return len(title.split()) > 2 and title.lower() in text.lower()


def _edge_key(line: Line, page: Page) -> tuple[str, int] | None:
    """A line at an edge of its page by its words, numbers apart, and about its height."""
    if page.height * _EDGE < line.y < page.height * (1 - _EDGE):
        return None
    return _DIGITS.sub("#", line.words), round(line.y / 4)


def _repeated(pages: Sequence[Page]) -> set[tuple[str, int] | None]:
    """The headers and footers; None, which no line in the middle has, is never among them."""
    if len(pages) < 2:
        return set()
    counts = Counter(
        key for page in pages for key in {_edge_key(line, page) for line in page.lines} if key
    )
    return {key for key, count in counts.items() if count > max(1, len(pages) * _OFTEN)}


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each paragraph."""
    gap = _usual_gap(lines)
    group: list[Line] = []
    for line in lines:
        if group and _begins(group, line, gap):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _usual_gap(lines: Sequence[Line]) -> float:
    """From one line to the next, as a part of the size of its type."""
    gaps = Counter(
        round((above.y - below.y) / below.size, 1)
        for above, below in pairwise(lines)
        if below.size and 0.8 <= (above.y - below.y) / below.size <= 2.5
    )
    return gaps.most_common(1)[0][0] if gaps else 1.2


def _begins(group: Sequence[Line], line: Line, gap: float) -> bool:
    """Whether the line begins a new paragraph after those of the group."""
    last = group[-1]
    size = max(line.size, 1.0)
    step = (last.y - line.y) / size
    if abs(line.size - last.size) > _SAME_SIZE * size or _BULLET.match(line.words):
        return True
    if not 0 < step < gap * 1.25 + 0.1:
        # A new column goes on with the sentence; all else of that kind is a new paragraph.
        return step > 0 or bool(_ENDS_SENTENCE.search(last.words)) or " | " in line.words
    if " | " in line.words or " | " in last.words:
        return True
    margin = min(one.x0 for one in group[1:]) if len(group) > 1 else last.x0
    if line.x0 > margin + size and not _BULLET.match(group[0].words):
        return True
    if _BROKEN.search(last.words):
        return False
    # A line that had room for the next word was not broken by the margin.
    right = max(one.x1 for one in (*group, line))
    first_word = (line.x1 - line.x0) / max(1, len(line.words)) * len(line.words.split()[0])
    return last.x1 + first_word + size < right


def _joined(group: Sequence[Line], words: Counter[str]) -> str:
    text = ""
    for line in group:
        broken = _BROKEN.search(text[-_LONGEST_WORD:])
        if not broken:
            text = f"{text} {line.words}" if text else line.words
            continue
        rest = re.match(r"\w+", line.words)
        whole = (broken[1] + rest[0]).lower() if rest else ""
        if rest and line.words[:1].islower() and whole in words:
            # The whole word stands elsewhere, so the hyphen is the typesetter's.
            text = text[:-1] + line.words
        else:
            text += line.words
    return _SYMBOL.sub("- ", text)


def _goes_on(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether a paragraph was broken by the end of a page."""
    last, first = above[-1], below[0]
    if _ENDS_SENTENCE.search(last.words) or abs(last.size - first.size) > 0.1 * last.size:
        return False
    if _BULLET.match(first.words) or " | " in last.words + first.words:
        return False
    margin = max(line.x1 for line in above)
    full = len(above) > 1 and last.x1 > margin - 4 * last.size
    return full or (first.words[:1].islower() and len(last.words) > 40)
