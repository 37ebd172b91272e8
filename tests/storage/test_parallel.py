"""Tests of parallel work: the results of one process, and all of its errors."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator

import pytest

from generator.core.errors import CannotRun, ContentError, Problem
from generator.storage import parallel
from tests.support.paths import ROOT

PROBLEM = Problem("papers/a.md", 3, "is wrong; write it right")


def squares(numbers: Iterable[int]) -> tuple[int, dict[int, int]]:
    """Return the id of the process that does the work, and the squares of its numbers."""
    return os.getpid(), {number: number * number for number in numbers}


def child_processes() -> set[str]:
    """Return the ids of this process's children that nothing has waited for yet."""
    path = f"/proc/self/task/{os.getpid()}/children"
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 (a file of the kernel)
        return {*file.read().split()}


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    """Check that a test has waited for every process that it started.

    Other processes may exist before the test, like the driver of the shared browser.
    """
    before = child_processes()
    yield
    assert child_processes() <= before


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that this machine has two cores."""
    monkeypatch.setattr(parallel, "core_count", lambda: 2)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize(
    ("count", "processes"), [(0, 1), (1, 1), (9, 1), (19, 1), (20, 2), (101, 2)]
)
def test_each_item_is_processed_once_in_as_few_processes(count: int, processes: int) -> None:
    parts = parallel.run_in_parallel(squares, range(count), min_items=10)
    done = [number for _, part in parts for number in part]
    assert sorted(done) == list(range(count))
    assert all(part[number] == number * number for _, part in parts for number in part)
    assert len({process for process, _ in parts}) == processes
    assert ({process for process, _ in parts} == {os.getpid()}) == (processes == 1)


def test_there_is_one_process_per_core() -> None:
    parts = parallel.run_in_parallel(squares, range(100), min_items=1)
    assert len(parts) == parallel.core_count() == len(os.sched_getaffinity(0))


def fails_at_seven(error: Exception) -> Callable[[Iterable[int]], None]:
    """Return work that raises an error at the number 7."""

    def work(numbers: Iterable[int]) -> None:
        for number in numbers:
            if number == 7:
                raise error

    return work


@pytest.mark.usefixtures("two_cores")
def test_content_problems_are_passed_on() -> None:
    with pytest.raises(ContentError) as caught:
        parallel.run_in_parallel(fails_at_seven(ContentError([PROBLEM])), range(40), min_items=1)
    assert list(caught.value.problems) == [PROBLEM]


@pytest.mark.usefixtures("two_cores")
def test_a_reason_not_to_run_is_passed_on() -> None:
    with pytest.raises(CannotRun, match=r"^no room$"):
        parallel.run_in_parallel(fails_at_seven(CannotRun("no room")), range(40), min_items=1)


@pytest.mark.usefixtures("two_cores")
def test_another_error_is_reported_as_internal_with_its_traceback(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(CannotRun, match="internal error in paper-digest"):
        parallel.run_in_parallel(fails_at_seven(KeyError("seven")), range(40), min_items=1)
    assert "KeyError: 'seven'" in capfd.readouterr().err


def kills_itself(numbers: Iterable[int]) -> None:
    for number in numbers:
        if number == 7:
            os.kill(os.getpid(), signal.SIGKILL)


def exits(numbers: Iterable[int]) -> None:
    for number in numbers:
        if number == 7:
            os._exit(5)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize(
    ("work", "message"),
    [(kills_itself, r"ended with signal 9 \(out of memory\?\)"), (exits, "code 5")],
)
def test_a_process_that_ends_early_is_reported(
    work: Callable[[Iterable[int]], None], message: str
) -> None:
    with pytest.raises(CannotRun, match=f"{message}.*; run again"):
        parallel.run_in_parallel(work, range(40), min_items=1)


@pytest.mark.usefixtures("two_cores")
def test_an_error_in_one_process_ends_the_others() -> None:
    def work(numbers: Iterable[int]) -> None:
        if 1 in {*numbers}:
            time.sleep(60)
        raise CannotRun("no room")

    start = time.monotonic()
    with pytest.raises(CannotRun, match="no room"):
        parallel.run_in_parallel(work, range(40), min_items=1)
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("value", [None, 0, "", [], "x" * 1_000_000])
def test_a_result_can_be_requested_repeatedly(value: object) -> None:
    running = parallel.BackgroundCall(lambda: value)
    assert running.result() == value
    assert running.result() == value
    running.close()


def test_closing_a_call_ends_it() -> None:
    running = parallel.BackgroundCall(lambda: time.sleep(60))
    running.close()
    running.close()


def test_a_block_waits_for_its_call_and_raises_its_error() -> None:
    def fails() -> None:
        raise ContentError([PROBLEM])

    with parallel.background_call(lambda: 3) as running:
        pass
    assert running.result() == 3
    with pytest.raises(ContentError), parallel.background_call(fails):
        pass
    with (
        pytest.raises(ZeroDivisionError),
        parallel.background_call(lambda: time.sleep(60)),
    ):
        raise ZeroDivisionError


ORPHANS = r"""
import os, time
from generator.storage import parallel
parallel.core_count = lambda: 2
def work(numbers):
    os.write(1, b"started\n")
    for number in numbers:
        time.sleep(0.05)
parallel.run_in_parallel(work, range(10_000), min_items=1)
"""


def test_the_processes_of_a_killed_run_end() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHANS], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    ) as run:
        assert run.stdout
        assert [run.stdout.readline() for _ in range(2)] == ["started\n"] * 2
        run.kill()
        start = time.monotonic()
        assert run.stdout.read() == ""  # the end of the output: all processes have ended
    assert time.monotonic() - start < 20
