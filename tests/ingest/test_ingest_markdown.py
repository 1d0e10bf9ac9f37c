"""Markdown to plain text."""

from __future__ import annotations

import io

import pytest

from briefwright.article import Article
from briefwright.errors import NoText, TooLarge
from briefwright.ingest import isolated, markdown

PAGE = """# Ferry *starts* in May

The **ministers** met
in the [harbour](https://example.org) town &amp; agreed. ![a map](map.png)

## What comes next

- A second quay
- Larger ships
  for lorries

1. First
2. Then

> Nobody will wait, she said.

```
code to drop
```

<div>markup to drop</div>

| Port | Ships |
|------|-------|
| Alta | 4     |
"""


def read(content: str) -> Article:
    (article,) = markdown.read(io.BytesIO(content.encode()), "ferry.md")
    return article


def test_markup_is_reduced_to_its_words() -> None:
    article = read(PAGE)
    assert article.title == "Ferry starts in May"
    assert article.text == (
        "The ministers met in the harbour town & agreed.\n\nWhat comes next\n\n"
        "- A second quay\n- Larger ships for lorries\n1. First\n2. Then\n\n"
        "Nobody will wait, she said.\n\nPort | Ships\nAlta | 4"
    )


def test_title_of_the_front_matter_wins_and_another_heading_stays() -> None:
    article = read("---\ntitle: Ferry news\n---\n# Ferry\n\nThe ministers met in the town.\n")
    assert (article.title, article.text) == (
        "Ferry news",
        "Ferry\n\nThe ministers met in the town.",
    )


@pytest.mark.parametrize(
    "content", [">" * 5000 + "a", "[" * 5000, "```\nall code here, no text\n```"]
)
def test_hostile_nesting_is_an_article_without_text(content: str) -> None:
    with pytest.raises(NoText):
        read(content)


def test_large_texts_are_read_as_small_ones_are() -> None:
    large = read(PAGE + "\n\nThe ministers met in the town. " * 1000)
    assert large.text.startswith(read(PAGE).text)
    assert large.title == "Ferry *starts* in May".replace("*", "")


def test_brackets_that_would_take_hours_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "_BUSY", 0.1)
    with pytest.raises(TooLarge, match="takes too long"):
        read("[a" * 200_000)
