"""Search in a real browser: the bytes loaded and the time until results are shown."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from searching.server import CountingServer

BOX = "input.md-search__input"
TEN = 10

_ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
_TIMEOUT = 60_000  # milliseconds
_SEARCH_ONLY = (
    "/search/", "/assets/search/", "/assets/javascripts/workers/", "/pagefind/", "/lunr.js",
    "/index.json",
)  # fmt: skip
"""The start of paths that only a search requests."""

_WATCH = """() => {
    const input = document.querySelector("input.md-search__input");
    const list = document.querySelector("[data-md-component=search-result]");
    const bench = window.bench = { started: 0, results: 0, ended: 0, pressed: 0, updated: 0 };
    input.addEventListener("input", () => { bench.started ||= performance.now(); });
    input.addEventListener("keydown", event => {
        bench.pressed = event.timeStamp;
        bench.updated = 0;
    }, true);
    new MutationObserver(() => {  // the theme adds the first ten at once
        const now = performance.now();
        bench.updated ||= bench.pressed && now;
        const links = [...list.querySelectorAll("li a.md-search-result__link")];
        const papers = links.filter(link => !link.href.includes("/search/?"));
        const isComplete = links.length || /^No/.test(list.innerText);
        if (!bench.ended && input.value && isComplete) {
            bench.results = papers.length;
            bench.ended = now;
        }
    }).observe(list, { childList: true, subtree: true, characterData: true });
}"""
"""Records when text is entered, when results are shown, and the same for each key."""

PAGEFIND = """async query => {
    const start = performance.now();
    const { search } = await import("/pagefind/pagefind.js");
    const results = (await search(query)).results.slice(0, 10);
    const records = await Promise.all(results.map(result => result.data()));
    document.querySelector("article").append(...records.map(record => {
        const item = document.createElement("li");
        item.innerHTML = `<a href="${record.url}">${record.meta.title}</a> ${record.excerpt}`;
        return item;
    }));
    return [performance.now() - start, records.length];
}"""

LUNR = """async query => {
    const start = performance.now();
    const index = await window.loaded;
    const results = index.search(query.replace(/[-+*:~^]/g, " ")).slice(0, 10);
    document.body.append(...results.map(result => {
        const item = document.createElement("li");
        item.textContent = result.ref;
        return item;
    }));
    return [performance.now() - start, results.length];
}"""


@dataclass(frozen=True)
class FirstSearch:
    """The first search on a newly opened page.

    Attributes:
        size: The bytes loaded for search.
        milliseconds: The time until results were shown.
        results: The number of results shown.
    """

    size: int
    milliseconds: float
    results: int


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run the Chromium of this machine, otherwise Playwright's own."""
    with sync_playwright() as playwright:
        paths = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
        path = next(filter(None, paths), None)
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def open_page(
    browser: Browser, site: CountingServer, until: Literal["load", "networkidle"] = "load"
) -> Iterator[Page]:
    """Open the home page with an empty browser cache, and reset the server's count."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(_TIMEOUT)
    page = context.new_page()
    site.reset()
    page.goto(site.address, wait_until=until)
    try:
        yield page
    finally:
        context.close()


def page_load(browser: Browser, site: CountingServer) -> tuple[int, frozenset[str]]:
    """Return the bytes that a page load needs for search, and the paths of all other files."""
    with open_page(browser, site, "networkidle"):
        others = frozenset(path for path in site.paths() if not path.startswith(_SEARCH_ONLY))
        return site.total(exclude=others), others


def search_at_once(
    browser: Browser, site: CountingServer, query: str, others: frozenset[str], pause: float = 0
) -> FirstSearch:
    """Enter a complete query in the search box of a newly opened page.

    Args:
        browser: The browser.
        site: The site.
        query: The query.
        others: The paths that do not count, from ``page_load``.
        pause: The milliseconds between focusing the box and entering the query.
    """
    with open_page(browser, site) as page:
        page.evaluate(_WATCH)
        page.focus(BOX)
        page.wait_for_timeout(pause)
        page.keyboard.insert_text(query)
        page.keyboard.press("End")  # the theme reads the box when a key is released
        page.wait_for_function("bench.ended")
        size = site.total(exclude=others)
        bench = page.evaluate("bench")
        return FirstSearch(size, bench["ended"] - bench["started"], bench["results"])


def search_by_script(
    script: str,
) -> Callable[[Browser, CountingServer, str, frozenset[str]], FirstSearch]:
    """Return a function that runs a query with a script on a newly opened page."""

    def run(
        browser: Browser, site: CountingServer, query: str, others: frozenset[str]
    ) -> FirstSearch:
        with open_page(browser, site) as page:
            milliseconds, results = page.evaluate(script, query)
            return FirstSearch(site.total(exclude=others), milliseconds, results)

    return run


def letter_by_letter(
    browser: Browser, site: CountingServer, query: str, others: frozenset[str]
) -> tuple[int, list[float]]:
    """Type a query in the search box, each key after the results of the previous one.

    Returns:
        The bytes loaded for search, and the milliseconds from each key except the first to its
        results. A space has no results of its own.
    """
    waits: list[float] = []
    with open_page(browser, site) as page:
        page.evaluate(_WATCH)
        page.focus(BOX)
        for letter in query:
            page.keyboard.press(letter)
            if letter != " ":
                page.wait_for_function("bench.updated")
                waits.append(page.evaluate("bench.updated - bench.pressed"))
        return site.total(exclude=others), waits[1:]
