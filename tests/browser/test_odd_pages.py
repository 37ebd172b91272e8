"""The pages of valid but unusual papers fit a phone and run nothing."""

from collections.abc import Callable

import pytest

from tests.support.awkward_papers import ODD_SLUGS
from tests.support.browser import PHONE, Window

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("slug", ODD_SLUGS)
def test_an_odd_page_fits_a_phone_and_runs_nothing(
    open_window: Callable[..., Window], odd_address: str, slug: str
) -> None:
    reader = open_window(viewport=PHONE)
    page = reader.open(f"{odd_address}papers/{slug}/")
    assert page.locator("h1").is_visible()
    assert reader.fits_screen()
    assert not reader.was_hacked()
    assert (reader.external_requests, reader.page_errors) == ([], [])
