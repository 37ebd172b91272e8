"""Work in several processes gives what it gives in one, and passes on what went wrong."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator

import pytest

from generator.core.errors import CannotRun, ContentError, Problem
from generator.storage import processes as storage_processes
from tests.support.paths import ROOT

PROBLEM = Problem("papers/a.md", 3, "is wrong; write it right")


def squares(numbers: Iterable[int]) -> tuple[int, dict[int, int]]:
    """Return the process that does the work, and what comes of it."""
    return os.getpid(), {number: number * number for number in numbers}


def children() -> set[str]:
    """Return the processes that this one has begun and that were not waited for."""
    own = f"/proc/self/task/{os.getpid()}/children"
    with open(own, encoding="utf-8") as listed:  # noqa: PTH123 (no path: the system's own file)
        return {*listed.read().split()}


@pytest.fixture(autouse=True)
def nothing_is_left_running() -> Iterator[None]:
    """Each test has waited for every process that it began.

    Others may be there before it: the driver of the browser that tests share is one.
    """
    before = children()
    yield
    assert children() <= before


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with two cores, whichever this is."""
    monkeypatch.setattr(storage_processes, "core_count", lambda: 2)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize(
    ("count", "processes"), [(0, 1), (1, 1), (9, 1), (19, 1), (20, 2), (101, 2)]
)
def test_each_item_is_processed_once_in_as_few_processes(count: int, processes: int) -> None:
    parts = storage_processes.run_in_parallel(squares, range(count), min_items=10)
    done = [number for _, part in parts for number in part]
    assert sorted(done) == list(range(count))
    assert all(part[number] == number * number for _, part in parts for number in part)
    assert len({process for process, _ in parts}) == processes
    assert ({process for process, _ in parts} == {os.getpid()}) == (processes == 1)


def test_there_are_as_many_processes_as_this_one_may_have() -> None:
    parts = storage_processes.run_in_parallel(squares, range(100), min_items=1)
    assert len(parts) == storage_processes.core_count() == len(os.sched_getaffinity(0))


def refuses(error: Exception) -> Callable[[Iterable[int]], None]:
    """Return work that raises an error at number 7."""

    def work(numbers: Iterable[int]) -> None:
        for number in numbers:
            if number == 7:
                raise error

    return work


@pytest.mark.usefixtures("two_cores")
def test_problems_with_the_content_are_passed_on_whole() -> None:
    with pytest.raises(ContentError) as caught:
        storage_processes.run_in_parallel(refuses(ContentError([PROBLEM])), range(40), min_items=1)
    assert list(caught.value.problems) == [PROBLEM]


@pytest.mark.usefixtures("two_cores")
def test_that_the_run_is_not_possible_is_passed_on() -> None:
    with pytest.raises(CannotRun, match=r"^no room$"):
        storage_processes.run_in_parallel(refuses(CannotRun("no room")), range(40), min_items=1)


@pytest.mark.usefixtures("two_cores")
def test_another_error_shows_its_traceback_and_is_called_ours(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(CannotRun, match="internal error in paper-digest"):
        storage_processes.run_in_parallel(refuses(KeyError("seven")), range(40), min_items=1)
    assert "KeyError: 'seven'" in capfd.readouterr().err


def kills_itself(numbers: Iterable[int]) -> None:
    for number in numbers:
        if number == 7:
            os.kill(os.getpid(), signal.SIGKILL)


def leaves(numbers: Iterable[int]) -> None:
    for number in numbers:
        if number == 7:
            os._exit(5)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize(
    ("work", "said"),
    [(kills_itself, r"ended with signal 9 \(out of memory\?\)"), (leaves, "code 5")],
)
def test_that_a_process_was_killed_is_said(
    work: Callable[[Iterable[int]], None], said: str
) -> None:
    with pytest.raises(CannotRun, match=f"{said}.*; run again"):
        storage_processes.run_in_parallel(work, range(40), min_items=1)


@pytest.mark.usefixtures("two_cores")
def test_with_an_error_in_one_part_the_other_is_ended() -> None:
    def work(numbers: Iterable[int]) -> None:
        if 1 in {*numbers}:
            time.sleep(60)
        raise CannotRun("no room")

    began = time.monotonic()
    with pytest.raises(CannotRun, match="no room"):
        storage_processes.run_in_parallel(work, range(40), min_items=1)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("value", [None, 0, "", [], "x" * 1_000_000])
def test_a_call_begun_is_answered_as_often_as_asked(value: object) -> None:
    running = storage_processes.BackgroundCall(lambda: value)
    assert running.result() == value
    assert running.result() == value
    running.close()


def test_a_call_that_is_not_wanted_any_more_is_ended() -> None:
    running = storage_processes.BackgroundCall(lambda: time.sleep(60))
    running.close()
    running.close()


def test_a_block_waits_for_its_work_and_raises_its_error() -> None:
    def fails() -> None:
        raise ContentError([PROBLEM])

    with storage_processes.background_call(lambda: 3) as running:
        pass
    assert running.result() == 3
    with pytest.raises(ContentError), storage_processes.background_call(fails):
        pass
    with (
        pytest.raises(ZeroDivisionError),
        storage_processes.background_call(lambda: time.sleep(60)),
    ):
        raise ZeroDivisionError


ORPHANS = r"""
import os, time
from generator.storage import processes
processes.core_count = lambda: 2
def work(numbers):
    os.write(1, b"begun\n")
    for number in numbers:
        time.sleep(0.05)
processes.run_in_parallel(work, range(10_000), min_items=1)
"""


def test_the_processes_of_a_killed_run_end() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHANS], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    ) as run:
        assert run.stdout
        assert [run.stdout.readline() for _ in range(2)] == ["begun\n"] * 2
        run.kill()
        began = time.monotonic()
        assert run.stdout.read() == ""  # which ends when the last of them has
    assert time.monotonic() - began < 20
