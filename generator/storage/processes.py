"""Work on all cores: calls in forked processes, which see everything that this process has."""

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from generator.core.errors import CannotRun, ContentError

_GRACE = 5.0
"""Seconds that an interrupted process has to finish the file it writes."""

_FORK = multiprocessing.get_context("fork")  # the others would pickle every argument

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def core_count() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_in_parallel(
    work: Callable[[Iterable[_Item]], _Result], items: Sequence[_Item], *, min_items: int
) -> list[_Result]:
    """Split items into equal parts and work on all parts at the same time.

    Args:
        work: is called with every n-th item; its result is pickled.
        items: the items to split.
        fewest: the number of items that justifies the start of a process.

    Returns:
        The result of each part.

    Raises:
        ContentError: the work raised it.
        CannotRun: the work raised it, or a process ended early.
    """
    parts = max(1, min(core_count(), len(items) // min_items))
    if parts == 1:
        return [work(items)]
    with contextlib.ExitStack() as stack:
        calls = [
            stack.enter_context(
                contextlib.closing(BackgroundCall(partial(work, items[part::parts])))
            )
            for part in range(parts)
        ]
        return [call.result() for call in calls]


class BackgroundCall(Generic[_Result]):
    """A call that runs in a process of its own."""

    def __init__(self, call: Callable[[], _Result]) -> None:
        """Start the call.

        Args:
            call: its result is pickled, and so are the project's own errors.
        """
        gc.freeze()  # the process does not examine, and so does not copy, today's objects
        self._content: tuple[_Result] | None = None
        self._reader, writer = _FORK.Pipe(duplex=False)
        self._process = _FORK.Process(
            target=_answer, args=(call, self._reader, writer), daemon=True
        )
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:  # no Ctrl-C before the process has begun to handle it
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            writer.close()

    def result(self) -> _Result:
        """Wait for the call and return its result.

        Raises:
            ContentError: the call raised it.
            CannotRun: the call raised it, or the process ended early.
        """
        if self._content is None:
            try:
                error, value = self._reader.recv()
            except EOFError:
                self._process.join()
                ending = _ending(self._process.exitcode or 0)
                raise CannotRun(f"a part of the work ended with {ending}; run again") from None
            if error:
                raise error
            self._content = (value,)
        return self._content[0]

    def close(self) -> None:
        """End the process if it still runs."""
        self._reader.close()
        if self._process.is_alive():
            os.kill(self._process.pid or 0, signal.SIGINT)
            self._process.join(_GRACE)
            self._process.kill()
        self._process.join()


@contextlib.contextmanager
def background_call(call: Callable[[], _Result]) -> Iterator[BackgroundCall[_Result]]:
    """Run a call in a process of its own until the end of the block, which waits for it.

    Args:
        call: its result is pickled, and so are the project's own errors.

    Raises:
        ContentError: the call raised it.
        CannotRun: the call raised it, or the process ended early.
    """
    with contextlib.closing(BackgroundCall(call)) as running:
        yield running
        running.result()


def _answer(call: Callable[[], object], reader: Connection, writer: Connection) -> None:
    """Make the call in this process and send its error or its result; Ctrl-C ends it quietly."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        reader.close()
        threading.Thread(target=_end_with_parent, daemon=True).start()
        with contextlib.suppress(OSError):
            writer.send(_outcome(call))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        os._exit(1)


def _outcome(call: Callable[[], object]) -> tuple[Exception | None, object]:
    try:
        return None, call()
    except (ContentError, CannotRun) as error:
        return error, None
    except Exception:  # noqa: BLE001 (the parent reports it, whatever it is)
        traceback.print_exc()
        return CannotRun("an error of paper-digest itself, shown above; please report it"), None


def _end_with_parent() -> None:
    """End this process when its parent has ended, even by a kill."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _ending(code: int) -> str:
    return f"signal {-code} (out of memory?)" if code < 0 else f"exit code {code}"
