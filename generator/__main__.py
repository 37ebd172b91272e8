"""Run the command line: ``python -m generator``."""

import gc
import signal

from generator.cli import main as command

_GC_THRESHOLD = 100_000


def main() -> None:
    """Run the command line.

    A run allocates many objects and frees few, so the garbage collector runs less often. Once the
    command has ended, Ctrl-C no longer changes its exit code.
    """
    gc.set_threshold(_GC_THRESHOLD, 20, 100)
    try:
        command()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
