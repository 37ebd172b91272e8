"""Run the command line: ``python -m generator``."""

import gc

from generator.cli import main as command

_SELDOM = 100_000


def main() -> None:
    """Run the command line. A run makes much and drops little, so garbage is seldom looked for."""
    gc.set_threshold(_SELDOM, 20, 100)
    command()


if __name__ == "__main__":
    main()
