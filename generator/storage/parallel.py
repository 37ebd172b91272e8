"""Use all cores: run calls in forked processes, which share this process's memory."""

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

_GRACE_SECONDS = 5.0
"""How long an interrupted process may take to finish writing a file."""

_FORK = multiprocessing.get_context("fork")  # other start methods pickle every argument

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
    """Split items into equal shares and process all shares at the same time.

    Args:
        work: Called once per process, with every n-th item. Its result is pickled.
        items: The items to process.
        min_items: The minimum number of items per process.

    Returns:
        The result of each call. If there are too few items for two processes, ``work`` is called
        once, in this process.

    Raises:
        ContentError: The work raised it.
        CannotRun: The work raised it, or a process ended early.
    """
    count = max(1, min(core_count(), len(items) // min_items))
    if count == 1:
        return [work(items)]
    with contextlib.ExitStack() as stack:
        calls = [
            stack.enter_context(
                contextlib.closing(BackgroundCall(partial(work, items[start::count])))
            )
            for start in range(count)
        ]
        return [call.result() for call in calls]


@contextlib.contextmanager
def background_call(call: Callable[[], _Result]) -> Iterator["BackgroundCall[_Result]"]:
    """Run a call in another process during the block, and wait for it at the end of the block.

    Args:
        call: The call. Its result is pickled, and so are the errors named below.

    Raises:
        ContentError: The call raised it.
        CannotRun: The call raised it, or the process ended early.
    """
    with contextlib.closing(BackgroundCall(call)) as running:
        yield running
        running.result()


class BackgroundCall(Generic[_Result]):
    """A call that runs in another process."""

    def __init__(self, call: Callable[[], _Result]) -> None:
        """Start the call.

        Args:
            call: The call. Its result is pickled, and so are the errors that ``result`` names.
        """
        gc.freeze()  # the child's garbage collector would otherwise copy shared memory
        self._received: tuple[_Result] | None = None
        self._reader, writer = _FORK.Pipe(duplex=False)
        self._process = _FORK.Process(
            target=_run_and_send, args=(call, self._reader, writer), daemon=True
        )
        previous_mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:  # Ctrl-C is blocked until the new process can handle it
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, previous_mask)
            writer.close()

    def result(self) -> _Result:
        """Wait for the call and return its result.

        Raises:
            ContentError: The call raised it.
            CannotRun: The call raised it, or the process ended early.
        """
        if self._received is None:
            try:
                error, value = self._reader.recv()
            except EOFError:
                self._process.join()
                ending = _describe_exit(self._process.exitcode or 0)
                raise CannotRun(f"a worker process ended with {ending}; run again") from None
            if error:
                raise error
            self._received = (value,)
        return self._received[0]

    def close(self) -> None:
        """End the process if it is still running."""
        self._reader.close()
        if self._process.is_alive():
            os.kill(self._process.pid or 0, signal.SIGINT)
            self._process.join(_GRACE_SECONDS)
            self._process.kill()
        self._process.join()


def _run_and_send(call: Callable[[], object], reader: Connection, writer: Connection) -> None:
    """Run a call in this process and send its error or its result; Ctrl-C ends it quietly."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        reader.close()
        threading.Thread(target=_end_with_parent, daemon=True).start()
        with contextlib.suppress(OSError):
            writer.send(_error_and_result(call))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        os._exit(1)


def _end_with_parent() -> None:
    """End this process when its parent has ended, even if the parent was killed."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _error_and_result(call: Callable[[], object]) -> tuple[Exception | None, object]:
    try:
        return None, call()
    except (ContentError, CannotRun) as error:
        return error, None
    except Exception:  # noqa: BLE001 (the parent reports any error)
        traceback.print_exc()
        return CannotRun("internal error in paper-digest, shown above; please report it"), None


def _describe_exit(code: int) -> str:
    return f"signal {-code} (out of memory?)" if code < 0 else f"exit code {code}"
