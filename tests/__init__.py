"""The tests, packages like those of ``generator`` that they test."""

import pytest

pytest.register_assert_rewrite("tests.support")
