"""Where the tests find this repository, their data and the first digest."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
CAPTURE = DATA / "digest-2025-03-11.txt"
LIBRARY = DATA / "library"
"""A copy of the first digest, so that tests do not depend on the live content of ``papers/``."""
