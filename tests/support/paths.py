"""Paths of this repository and of the test data."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
CAPTURE = DATA / "digest-2025-03-11.txt"
LIBRARY = DATA / "library"
"""A copy of the first digest. Tests use it because ``papers/`` changes."""
