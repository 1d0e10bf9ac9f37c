from __future__ import annotations

from briefwright.writer import Job, Writer, Written
from briefwright.writer.fake import EchoWriter


def test_echo_gives_the_first_words_and_nothing_for_nothing() -> None:
    writer: Writer = EchoWriter()
    jobs = [
        Job(kind="summary", evidence="One two three four.", max_words=3),
        Job(kind="summary", evidence=" ", max_words=3),
    ]
    assert writer.write(jobs) == [Written(text="One two three"), None]
