"""Chromium for tests, and windows that record errors and requests to other hosts."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.support.paths import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
PHONE = {"width": 360, "height": 740}
WIDE_ELEMENTS_SCRIPT = """() => [...document.querySelectorAll(".md-content, .md-content *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 0.5)
    .map(element => element.outerHTML.slice(0, 80))"""


@dataclass
class Window:
    """A browser window.

    Attributes:
        page: Playwright's page.
        external_requests: the addresses requested from other hosts.
        page_errors: exceptions, and console messages of errors and warnings.
    """

    page: Page
    external_requests: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.on("request", lambda request: self._record_request(request.url))
        self.page.on("pageerror", lambda error: self.page_errors.append(str(error)))
        self.page.on("console", lambda message: self._record_message(message.type, message.text))

    def open(self, url: str) -> Page:
        self.page.goto(url, wait_until="networkidle")
        return self.page

    def fits_screen(self) -> bool:
        """Return whether the page needs no horizontal scrolling."""
        assert self.page.evaluate(WIDE_ELEMENTS_SCRIPT) == []
        root = "document.documentElement"
        return bool(self.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"))

    def was_hacked(self) -> bool:
        """Return whether a script in a paper's texts ran."""
        return bool(self.page.evaluate("'hacked' in window"))

    def search(self, words: str) -> None:
        """Type words into the search box of the header and wait for a result."""
        button = self.page.locator("label.md-header__button[for=__search]")
        (button if button.is_visible() else self.page.locator(".md-search__input")).click()
        self.page.locator(".md-search__input").press_sequentially(words)
        self.page.locator(".md-search-result__item").first.wait_for()

    def _record_request(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in {"data", "blob"} and address.hostname != "127.0.0.1":
            self.external_requests.append(url)

    def _record_message(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "status of 404" not in text:
            self.page_errors.append(text)


def find_violations(page: Page) -> list[str]:
    """Return the accessibility problems that axe finds on a page."""
    page.add_script_tag(path=AXE)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in page.evaluate("axe.run()")["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium; if there is none, tests are skipped, and fail in CI."""
    with sync_playwright() as playwright:
        try:
            browser = _launch(playwright)
        except PlaywrightError as error:
            reason = f"no browser to test with ({str(error).splitlines()[0]}): install chromium"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


def _launch(playwright: Playwright) -> Browser:
    paths = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    path = next(filter(None, paths), None)
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[Callable[..., Window]]:
    """Opens windows, with options of Playwright's ``new_context``."""
    contexts = []

    def open_one(**options: object) -> Window:
        contexts.append(chromium.new_context(**options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(15_000)
        return Window(contexts[-1].new_page())

    yield open_one
    for context in contexts:
        context.close()
