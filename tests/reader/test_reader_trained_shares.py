"""Which articles are read together, and in which order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefwright.article import Article
from briefwright.reader.trained import CHARACTERS, WINDOWS, _shared_out
from briefwright.segments import Segments


@given(st.lists(st.integers(0, 40_000), max_size=12))
def test_shares_have_every_article_once_the_longest_first(lengths: list[int]) -> None:
    articles = [
        (
            Article(id=str(place), source="-", text="a" * length),
            Segments(paragraphs=(), sentences=(), quotations=()),
        )
        for place, length in enumerate(lengths)
    ]
    shares = _shared_out(articles)
    places = [place for share in shares for place in share]
    assert sorted(places) == list(range(len(lengths)))
    windows = [1 + lengths[place] // CHARACTERS for place in places]
    assert windows == sorted(windows, reverse=True)
    for share in shares:
        read = [1 + lengths[place] // CHARACTERS for place in share]
        assert len(share) == 1 or sum(read) <= WINDOWS
