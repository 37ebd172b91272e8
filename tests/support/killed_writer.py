"""Kill the docs writer before each of its steps on disk; test_docs_writer.py runs this script.

After each kill the writer runs again, with the same or with other artifacts, and must leave the
same files as a run that was never killed. The script prints the number of kills.
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
OTHER_STATE = {f"papers/{name}.md": b"other" for name in "ade"}
AFTER = {f"papers/{name}.md": b"new " * 9 for name in "bcd"} | {"dates/2025/03.md": b"3"}


def main(folder: Path) -> None:
    """Kill at each step of three runs: a first one, a change, and the removal of all files."""
    kills = 0
    for start, end in (({}, BEFORE), (BEFORE, AFTER), (AFTER, {})):
        for then, hook in product((end, OTHER_STATE), (before_a_step, within_a_file)):
            kills += kill_at_every_step(folder, (start, end, then), hook)
    sys.stdout.write(f"{kills}\n")


def kill_at_every_step(
    folder: Path, states: tuple[State, State, State], hook: Callable[[int], None]
) -> int:
    """Kill a run from ``start`` to ``end`` at each step; return the number of kills."""
    start, end, then = states
    expected = tree(write_new(folder / "undisturbed" / "docs", then))
    for number in range(1, 1000):
        docs = write_new(folder / "killed" / "docs", start)
        if not is_killed(docs, end, hook, number):
            assert number > 1 or not end, f"{hook.__name__}: never reached"
            return number - 1
        docs_writer.write(docs, artifacts(then))
        assert tree(docs) == expected, f"{hook.__name__} {number}: {tree(docs)}"
        assert docs_writer.write(docs, artifacts(then)).written == 0
    raise AssertionError("the run never ends")


def write_new(docs: Path, state: State) -> Path:
    shutil.rmtree(docs.parent, ignore_errors=True)
    docs.mkdir(parents=True)
    docs_writer.write(docs, artifacts(state))
    return docs


def is_killed(docs: Path, state: State, hook: Callable[[int], None], number: int) -> bool:
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        assert status in {0, signal.SIGKILL}, status
        return status != 0
    hook(number)
    docs_writer.write(docs, artifacts(state))
    os._exit(0)


def before_a_step(number: int) -> None:
    """Kill this process just before it changes the disk for the nth time."""
    remaining = [number]

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        is_read = event == "open" and not _is_write(arguments)
        if event in STEPS and not is_read:
            remaining[0] -= 1
            if not remaining[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(audit)


def within_a_file(number: int) -> None:
    """Kill this process when half of the nth file is written."""
    remaining = [number]

    def write_half(path: str, content: bytes) -> None:
        remaining[0] -= 1
        Path(path).write_bytes(content if remaining[0] else content[: len(content) // 2])
        if not remaining[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    files.write_bytes = write_half


def _is_write(arguments: tuple[object, ...]) -> bool:
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
