"""Whatever comes, it ends as articles or as typed reasons, in time and within memory.

The readers are called as they are: an exception that `sources` would report as a fault of ours
fails here. `BRIEFWRIGHT_FUZZ=N` sets how many inputs of a kind the slow test takes.
"""

from __future__ import annotations

import io
import os
import sys
import time

import pytest
from ingest_fuzz import mutated, seeds

from briefwright.article import Article
from briefwright.errors import SourceError
from briefwright.ingest import formats
from briefwright.ingest.failed import Failed
from briefwright.ingest.feed import Linked
from briefwright.ingest.fetch import Fetched
from briefwright.ingest.formats import FORMATS, Item, sniffed

KINDS = [*seeds(), "stdin", "address"]
LONGEST = 5.0
MOST_MEMORY = 1_000_000_000
"""Of the process, in bytes, above what it had before."""
FEW = 100
MANY = int(os.environ.get("BRIEFWRIGHT_FUZZ", "10000"))
_TYPES = ("text/html", "text/plain", "application/xml", "application/pdf", "")
_CHARSETS = (None, "utf-8", "iso-8859-1", "utf-16", "no-such")


def items(kind: str, number: int) -> list[Item]:
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


def ended(kind: str, number: int) -> list[Item] | SourceError:
    try:
        return items(kind, number)
    except SourceError as error:
        return error


def check(kind: str, count: int) -> None:
    before = memory()
    articles = 0
    for number in range(count):
        started, busy = time.monotonic(), time.process_time()
        found = ended(kind, number)
        if isinstance(found, SourceError):
            assert str(found).strip(), (kind, number)
            assert type(found) is not SourceError, (kind, number)
        else:
            assert found, (kind, number, "success, and nothing in it")
            for item in found:
                articles += isinstance(item, Article)
                assert_sound(item)
        # The processor's time, as the machine may have other work; the reading process, which has
        # a limit of its own, shows in the wall clock.
        assert time.process_time() - busy < LONGEST, (kind, number)
        assert time.monotonic() - started < 20 * LONGEST, (kind, number)
    assert memory() - before < MOST_MEMORY, kind
    # If nothing came through, the inputs would test nothing but the doors.
    assert articles > count / 10, kind


def assert_sound(item: Item) -> None:
    if isinstance(item, Failed):
        assert item.message
        assert item.code != "internal-error"
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


def memory() -> int:
    """The most that the process had, in bytes."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_inputs_end_as_articles_or_reasons(kind: str) -> None:
    check(kind, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_mutated_inputs_end_as_articles_or_reasons(kind: str) -> None:
    check(kind, MANY)
