"""The pages of valid but unusual papers fit a phone and run nothing."""

from collections.abc import Callable

import pytest

from tests.support.awkward_papers import ODD_SLUGS
from tests.support.browser import PHONE, Reader

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("slug", ODD_SLUGS)
def test_an_odd_page_fits_a_phone_and_runs_nothing(
    open_window: Callable[..., Reader], odd_address: str, slug: str
) -> None:
    reader = open_window(viewport=PHONE)
    page = reader.opens(f"{odd_address}papers/{slug}/")
    assert page.locator("h1").is_visible()
    assert reader.fits()
    assert not reader.hacked()
    assert (reader.elsewhere, reader.complaints) == ([], [])
