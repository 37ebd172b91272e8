"""What tests in a real browser share: a running Chromium, and readers' windows in it."""

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
OVERFLOW = """() => [...document.querySelectorAll(".md-content, .md-content *")]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 0.5)
    .map(each => each.outerHTML.slice(0, 80))"""


@dataclass
class Reader:
    """A reader's browser window, what it asked other hosts for, and what it complained of."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.on("request", lambda request: self.asked(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.said(said.type, said.text))

    def asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.elsewhere.append(url)

    def said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "status of 404" not in text:
            self.complaints.append(text)

    def opens(self, url: str) -> Page:
        self.page.goto(url, wait_until="networkidle")
        return self.page

    def fits(self) -> bool:
        """Return whether nothing on the page is wider than the window."""
        assert self.page.evaluate(OVERFLOW) == []
        root = "document.documentElement"
        return bool(self.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"))

    def hacked(self) -> bool:
        return bool(self.page.evaluate("'hacked' in window"))

    def searches(self, words: str) -> None:
        button = self.page.locator("label.md-header__button[for=__search]")
        (button if button.is_visible() else self.page.locator(".md-search__input")).click()
        self.page.locator(".md-search__input").press_sequentially(words)
        self.page.locator(".md-search-result__item").first.wait_for()


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium; without one the tests are skipped, in CI they fail."""
    with sync_playwright() as playwright:
        try:
            browser = _launched(playwright)
        except PlaywrightError as error:
            reason = f"no browser to test with ({str(error).splitlines()[0]}): install chromium"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


def _launched(playwright: Playwright) -> Browser:
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    path = next(filter(None, found), None)
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[Callable[..., Reader]]:
    contexts = []

    def opened(**options: object) -> Reader:
        contexts.append(chromium.new_context(**options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(15_000)
        return Reader(contexts[-1].new_page())

    yield opened
    for context in contexts:
        context.close()
