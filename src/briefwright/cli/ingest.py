"""briefwright ingest: the articles as they were read, for people to check and programs to reuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import network, output

if TYPE_CHECKING:
    from briefwright.article import Article


def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help=output.SOURCES)],
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", metavar="FILE", help="Write one article a line here."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line on standard output.")
    ] = False,
    offline: network.OfflineOption = False,
    store: network.StoreOption = None,
) -> None:
    """Show the articles as they were read: what the models see, and what was cut."""
    from briefwright import ingest as library
    from briefwright.cli.lines import Lines

    for path in (jsonl, jsonl.with_name(f"{jsonl.name}.part")) if jsonl else ():
        output.refuse_sources(path, "--jsonl", sources)
    if sources.count("-") > 1:
        output.usage("standard input can be read once; give - once")
    stdin = output.stdin() if "-" in sources else None
    done = failed = 0
    # The network outermost: what was read of feeds is remembered when the lines are in place.
    with network.network(offline=offline, store=store) as web, Lines(jsonl) as lines:
        for item in library.sources(sources, stdin=stdin, network=web):
            if isinstance(item, library.Failed):
                failed += 1
                output.say(f"briefwright: {item.message}")
                continue
            lines.add(library.row(item))
            if as_json:
                print(library.row(item), flush=True)
            elif jsonl is None:
                print("\n".join([*([_RULE] if done else []), *_shown(item)]), flush=True)
            done += 1
    if failed:
        output.say(f"briefwright: {done} of {done + failed} articles read, {failed} not")
        raise typer.Exit(1)


_RULE = "\n" + "=" * 72 + "\n"


def _shown(article: Article) -> Iterator[str]:
    from briefwright.article import count_words

    facts = {
        "id": article.id,
        "title": article.title,
        "byline": article.byline,
        "publisher": article.publisher,
        "published": article.published,
        "retrieved": article.retrieved,
        "address": article.url,
        "language": article.language,
        "source": article.source,
        "words": f"{count_words(article.text):,}{_share(article)}",
        "sha256": article.sha256,
    }
    for name, value in facts.items():
        yield f"{name:10} {value if value is not None else '(not found)'}"
    for remark in article.remarks:
        yield f"{'remark':10} {remark.text} [{remark.code}]"
    for mask in article.masked:
        words = " ".join(mask.span.of(article.text).split())
        beginning = words if len(words) <= 60 else words[:57] + "..."
        place = f"characters {mask.span.start}–{mask.span.end}"
        yield f"{'cut':10} {mask.reason}: {beginning!r} ({place})"
    yield ""
    yield article.text


def _share(article: Article) -> str:
    if article.visible_share is None:
        return ""
    return f", {100 * article.visible_share:.0f}% of the words that the page shows"
