"""Work shared out over threads."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator

import pytest
import torch

from briefwright.nn.threads import Left, give_back, keep_freed, settle, side_by_side


@pytest.fixture
def two_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("two_threads")
def test_parts_come_back_in_order_and_each_is_multiplied_by_one_thread() -> None:
    met = threading.Barrier(2, timeout=20)

    def work(part: int) -> tuple[int, int]:
        met.wait()
        return part, torch.get_num_threads()

    assert side_by_side(work, [3, 1]) == [(3, 1), (1, 1)]
    assert torch.get_num_threads() == 2


@pytest.mark.usefixtures("two_threads")
def test_one_part_has_all_threads() -> None:
    def work(part: int) -> tuple[int, str]:
        return torch.get_num_threads() + part, threading.current_thread().name

    assert side_by_side(work, [0]) == [(2, threading.current_thread().name)]


@pytest.mark.usefixtures("two_threads")
def test_a_part_that_fails_is_told_and_the_threads_are_as_before() -> None:
    def work(part: int) -> int:
        return 1 // part

    asked = sys.getswitchinterval()
    with pytest.raises(ZeroDivisionError):
        side_by_side(work, [1, 0, 2])
    assert sys.getswitchinterval() == asked
    found: list[int] = []
    later = threading.Thread(target=lambda: found.append(torch.get_num_threads()))
    later.start()
    later.join()
    assert found == [2]


def test_memory_is_kept_and_given_back_on_any_system(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_freed()
    give_back()
    monkeypatch.setattr("os.name", "nt")
    keep_freed()
    give_back()


@pytest.mark.parametrize(("threads", "at_once"), [(1, 1), (2, 1), (3, 1), (8, 4)])
def test_half_of_the_threads_are_at_what_is_left_and_the_others_leave_theirs(
    threads: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefwright.nn.threads.cores", lambda: threads)
    begun, go_on = threading.Semaphore(0), threading.Event()
    done: list[tuple[int, str]] = []

    def work(part: int) -> None:
        begun.release()
        assert go_on.wait(10)
        done.append((part, threading.current_thread().name))

    left = Left(work)
    others = [
        threading.Thread(target=left.bring, args=([number],), name=f"busy {number}")
        for number in range(at_once)
    ]
    for other in others:
        other.start()
        assert begun.acquire(timeout=10)
    left.bring([100, 101])
    assert not done
    go_on.set()
    for other in others:
        other.join()
    assert sorted(part for part, _ in done) == [*range(at_once), 100, 101]
    assert all(name.startswith("busy") for _, name in done)


def test_who_brings_when_much_is_left_waits_until_it_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("briefwright.nn.threads.cores", lambda: 2)
    begun, go_on = threading.Event(), threading.Event()
    done: list[int] = []

    def work(part: int) -> None:
        begun.set()
        assert go_on.wait(10)
        done.append(part)

    left = Left(work)
    busy = threading.Thread(target=left.bring, args=([0],))
    busy.start()
    assert begun.wait(10)
    left.bring([1])
    left.bring([2])
    waiting = threading.Thread(target=left.bring, args=([3],))
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive()
    go_on.set()
    waiting.join(10)
    busy.join(10)
    assert done == [0, 1, 2, 3]


def test_all_that_is_left_is_done_once_when_all_have_come_back() -> None:
    done: list[int] = []
    left = Left(done.append)
    bringing = [
        threading.Thread(target=left.bring, args=(range(start, start + 50),))
        for start in range(0, 1000, 50)
    ]
    for one in bringing:
        one.start()
    for one in bringing:
        one.join()
    assert sorted(done) == list(range(1000))


def test_what_the_work_raises_is_raised_and_others_may_go_on() -> None:
    done: list[int] = []

    def work(part: int) -> None:
        if part == 1:
            raise ValueError("one")
        done.append(part)

    left = Left(work)
    with pytest.raises(ValueError, match="one"):
        left.bring([0, 1, 2])
    left.bring([3])
    assert done == [0, 3]


def test_what_has_settled_is_no_more_looked_at() -> None:
    try:
        settle()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
