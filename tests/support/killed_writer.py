"""Kills the writer before its every step on the disk; not a test, test_writer.py runs it.

Prints how many kills there were. After each the writer runs again, unharmed, with the same input
or with another, and must leave exactly what it leaves where it was never killed.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

from generator.publish import docs_writer
from generator.render.artifact import Artifact
from generator.storage import files

State = dict[str, bytes]

STEPS = {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
BEFORE: State = {f"papers/{name}.md": b"old " * 9 for name in "abc"} | {"tags/x/1.md": b"1"}
OTHER = {f"papers/{name}.md": b"other" for name in "ade"}
AFTER = {f"papers/{name}.md": b"new " * 9 for name in "bcd"} | {"dates/2025/03.md": b"3"}


def main(folder: Path) -> None:
    """Kill at each step from nothing to one state, and from that to another."""
    kills = 0
    for start, end in (({}, BEFORE), (BEFORE, AFTER), (AFTER, {})):
        for then, hook in product((end, OTHER), (before_a_step, within_a_file)):
            kills += kill_at_every_step(folder, (start, end, then), hook)
    sys.stdout.write(f"{kills}\n")


def kill_at_every_step(
    folder: Path, states: tuple[State, State, State], hook: Callable[[int], None]
) -> int:
    """Return after how many steps from one state to a second there is nothing left to kill."""
    start, end, then = states
    whole = tree(written(folder / "whole" / "docs", then))
    for number in range(1, 1000):
        docs = written(folder / "killed" / "docs", start)
        if not killed(docs, end, hook, number):
            assert number > 1 or not end, f"{hook.__name__}: never reached"
            return number - 1
        docs_writer.write(docs, artifacts(then))
        assert tree(docs) == whole, f"{hook.__name__} {number}: {tree(docs)}"
        assert docs_writer.write(docs, artifacts(then)).written == 0
    raise AssertionError("no end")


def written(docs: Path, state: State) -> Path:
    shutil.rmtree(docs.parent, ignore_errors=True)
    docs.mkdir(parents=True)
    docs_writer.write(docs, artifacts(state))
    return docs


def killed(docs: Path, state: State, hook: Callable[[int], None], number: int) -> bool:
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        assert status in {0, signal.SIGKILL}, status
        return status != 0
    hook(number)
    docs_writer.write(docs, artifacts(state))
    os._exit(0)


def before_a_step(number: int) -> None:
    """Kill this process just before it changes the disk for the n-th time."""
    left = [number]

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        reads = event == "open" and not _writes(arguments)
        if event in STEPS and not reads:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(audit)


def within_a_file(number: int) -> None:
    """Kill this process when half of the n-th file is written."""
    left = [number]

    def put_half(path: str, content: bytes) -> None:
        left[0] -= 1
        Path(path).write_bytes(content if left[0] else content[: len(content) // 2])
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    files.write_bytes = put_half


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def artifacts(state: State) -> list[Artifact]:
    return [Artifact.from_bytes(path, content) for path, content in state.items()]


def tree(docs: Path) -> dict[str, bytes]:
    return {
        path.relative_to(docs).as_posix(): path.read_bytes() if path.is_file() else b"folder"
        for path in docs.rglob("*")
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
