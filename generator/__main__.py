"""Run the command line: ``python -m generator``."""

import gc

from generator.cli import main as command

_GC_THRESHOLD = 100_000


def main() -> None:
    """Run the command line.

    A run allocates many objects and frees few, so the garbage collector runs less often.
    """
    gc.set_threshold(_GC_THRESHOLD, 20, 100)
    command()


if __name__ == "__main__":
    main()
