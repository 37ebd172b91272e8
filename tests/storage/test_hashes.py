"""Tests of the digests of bytes and of values."""

import datetime as dt

import pytest

from generator.storage import hashes


def test_digests_are_the_same_in_every_run() -> None:
    assert hashes.digest(b"") == "cae66941d9efbd404e4d88758ea67670"
    assert hashes.fingerprint("") == hashes.fingerprint("")
    assert len(hashes.fingerprint("")) == 24


@pytest.mark.parametrize(
    ("first", "second"),
    [(("a", "b"), ("ab",)), (1, "1"), (dt.date(2025, 3, 11), "2025-03-11"), ((), None)],
)
def test_different_values_have_different_fingerprints(first: object, second: object) -> None:
    assert hashes.fingerprint(first) != hashes.fingerprint(second)


def test_a_value_may_contain_a_lone_surrogate() -> None:
    assert hashes.fingerprint("\ud800") != hashes.fingerprint("?")
