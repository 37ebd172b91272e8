"""axe finds nothing on any kind of page that shuts a reader out."""

from collections.abc import Callable

import pytest

from generator.core.config import Config
from tests.support.browser import PHONE, Window, find_violations
from tests.support.page_kinds import KINDS, MOVED, SEARCHES, examples

pytestmark = pytest.mark.browser

SEEN = [kind.name for kind in KINDS if kind.name != MOVED] + list(SEARCHES)
"""The kinds of pages that readers come to see; an old address leads on before they do."""


@pytest.mark.parametrize("kind", SEEN)
def test_axe_accepts_every_kind_of_page_in_every_scheme(
    open_window: Callable[..., Window], various: Config, various_address: str, kind: str
) -> None:
    page = open_window().page
    for scheme, dark in (("light", False), ("dark", True)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        page.goto(various_address + examples(various.site)[kind])
        if kind in SEARCHES:
            page.locator("[aria-busy=false]").wait_for()
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (background != "rgb(255, 255, 255)") == dark
        assert find_violations(page) == [], scheme
        page.set_viewport_size({"width": 1280, "height": 900})
        assert find_violations(page) == [], f"{scheme}, wide"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE["width"], 1280])
def test_axe_finds_nothing_in_the_open_search_box(
    open_window: Callable[..., Window], various_address: str, scheme: str, width: int
) -> None:
    reader = open_window(color_scheme=scheme, viewport={"width": width, "height": 900})
    reader.open(various_address)
    reader.search("graph")
    reader.page.wait_for_timeout(500)  # the results slide in
    assert find_violations(reader.page) == []
