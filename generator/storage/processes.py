"""Work on all cores: parts of it in processes of their own, which see all that this one has."""

import contextlib
import gc
import mmap
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Generic, TypeVar

from generator.core.errors import CannotRun, ContentError

_PATIENCE = 5.0
_PAUSE = 0.005

_I = TypeVar("_I")
_R = TypeVar("_R")


def cores() -> int:
    """Return how many processes this one may run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(work: Callable[[Iterable[_I]], _R], items: Sequence[_I], *, fewest: int) -> list[_R]:
    """Return what ``work`` makes of equal parts of some items, all parts at a time.

    Args:
        work: is given every n-th of the items; its result is pickled.
        items: what to work on.
        fewest: items for which a process of its own is worth its start.
    """
    parts = max(1, min(cores(), len(items) // fewest))
    if parts == 1:
        return [work(items)]
    unwanted = mmap.mmap(-1, 1)  # a byte that the processes share
    wanted = partial(_while_wanted, os.getpid(), unwanted)
    begun: list[Begun[_R]] = []
    try:  # from the first one on: Ctrl-C may come between two of them
        begun.extend(
            Begun(partial(_part, work, items[part::parts], wanted)) for part in range(parts)
        )
        return [each.result() for each in begun]
    finally:
        unwanted[0] = 1
        for each in begun:
            each.stop(_PATIENCE)


class Begun(Generic[_R]):
    """A call that runs in a process of its own."""

    def __init__(self, call: Callable[[], _R]) -> None:
        """Begin it.

        Args:
            call: its result is pickled; of its errors only the project's own are passed on.
        """
        sys.stdout.flush()
        sys.stderr.flush()
        gc.freeze()  # what is there now is not looked through, and so not copied, in the process
        self._answers, written = os.pipe()
        self._content: tuple[_R] | None = None
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._process = os.fork()
        if self._process == 0:  # Ctrl-C ends it at once: nothing of it is to run on in here
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if self._process == 0:
            os.close(self._answers)
            _answer(call, written)
        os.close(written)

    def result(self) -> _R:
        """Return what the call returned; it waits for it.

        Raises:
            ContentError: the call did.
            CannotRun: the call did, or the process ended before its time.
        """
        if self._content:
            return self._content[0]
        answers, self._answers = self._answers, -1  # Ctrl-C may come while it is read
        with os.fdopen(answers, "rb") as pipe:
            content = pipe.read()
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        if not content:
            raise CannotRun(f"a part of the work ended with {_ending(status)}; run again")
        failure, value = pickle.loads(content)  # noqa: S301 (our own process wrote it)
        if failure:
            raise failure
        self._content = (value,)
        return self._content[0]

    def stop(self, patience: float = 0) -> None:
        """End the process, if it still runs.

        Args:
            patience: seconds in which it may end by itself, with no file written by half.
        """
        if self._answers >= 0:
            os.close(self._answers)
            self._answers = -1
        latest = time.monotonic() + patience
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            while self._process and time.monotonic() < latest:
                if os.waitpid(self._process, os.WNOHANG) != (0, 0):
                    self._process = 0
                time.sleep(_PAUSE)
            if self._process:
                os.kill(self._process, signal.SIGKILL)
                os.waitpid(self._process, 0)
        self._process = 0


@contextlib.contextmanager
def begun(call: Callable[[], _R]) -> Iterator[Begun[_R]]:
    """Run a call in a process of its own, which has ended when the block ends.

    Raises:
        ContentError: the call did.
        CannotRun: the call did, or the process ended before its time.
    """
    running = Begun(call)
    try:
        yield running
        running.result()
    finally:
        running.stop()


def _answer(call: Callable[[], object], written: int) -> None:
    """Make the call in this process, write what came of it, and end."""
    try:
        answer: tuple[Exception | None, object] = None, call()
    except (ContentError, CannotRun) as error:
        answer = error, None
    except BaseException:  # noqa: BLE001 (whatever it is, the process ends with it)
        traceback.print_exc()
        answer = CannotRun("an error of paper-digest itself, shown above; please report it"), None
    with contextlib.suppress(OSError), os.fdopen(written, "wb") as pipe:
        pipe.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
    os._exit(0)


def _part(
    work: Callable[[Iterable[_I]], _R],
    items: Sequence[_I],
    wanted: Callable[[Iterable[_I]], Iterator[_I]],
) -> _R:
    return work(wanted(items))


def _while_wanted(parent: int, unwanted: mmap.mmap, items: Iterable[_I]) -> Iterator[_I]:
    """Yield items as long as the process that waits for the answer is alive and wants it."""
    for item in items:
        if unwanted[0] or os.getppid() != parent:
            os._exit(1)
        yield item


def _ending(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)} (is there too little memory?)"
    return f"exit code {os.WEXITSTATUS(status)}"
