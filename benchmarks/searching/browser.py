"""Searches in a real browser: what they load, and how long a reader waits."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from searching.server import Served

BOX = "input.md-search__input"
TEN = 10

_ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
_LONGEST = 60_000
_SEARCH_ONLY = (
    "/search/", "/assets/search/", "/assets/javascripts/workers/", "/pagefind/", "/lunr.js",
    "/index.json",
)  # fmt: skip
"""What only a search asks for, of all that a page load may."""

_WATCH = """() => {
    const input = document.querySelector("input.md-search__input");
    const shown = document.querySelector("[data-md-component=search-result]");
    const bench = window.bench = { begun: 0, results: 0, ended: 0, pressed: 0, updated: 0 };
    input.addEventListener("input", () => { bench.begun ||= performance.now(); });
    input.addEventListener("keydown", event => {
        bench.pressed = event.timeStamp;
        bench.updated = 0;
    }, true);
    new MutationObserver(() => {  // the theme puts the first ten into the page in one go
        const now = performance.now();
        bench.updated ||= bench.pressed && now;
        const links = [...shown.querySelectorAll("li a.md-search-result__link")];
        const papers = links.filter(link => !link.href.includes("/search/?"));
        const answered = links.length || /^No/.test(shown.innerText);
        if (!bench.ended && input.value && answered) {
            bench.results = papers.length;
            bench.ended = now;
        }
    }).observe(shown, { childList: true, subtree: true, characterData: true });
}"""
"""Notes when letters come in, when results stand in the page, and each key with its results."""

PAGEFIND = """async query => {
    const begun = performance.now();
    const { search } = await import("/pagefind/pagefind.js");
    const found = (await search(query)).results.slice(0, 10);
    const records = await Promise.all(found.map(each => each.data()));
    document.querySelector("article").append(...records.map(each => {
        const item = document.createElement("li");
        item.innerHTML = `<a href="${each.url}">${each.meta.title}</a> ${each.excerpt}`;
        return item;
    }));
    return [performance.now() - begun, records.length];
}"""

LUNR = """async query => {
    const begun = performance.now();
    const index = await window.loaded;
    const found = index.search(query.replace(/[-+*:~^]/g, " ")).slice(0, 10);
    document.body.append(...found.map(each => {
        const item = document.createElement("li");
        item.textContent = each.ref;
        return item;
    }));
    return [performance.now() - begun, found.length];
}"""


@dataclass(frozen=True)
class First:
    """A first query on a page just opened: bytes for search, milliseconds, results shown."""

    size: int
    milliseconds: float
    results: int


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium, that of this machine or else Playwright's own."""
    with sync_playwright() as playwright:
        found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
        path = next(filter(None, found), None)
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(
    browser: Browser, site: Served, until: Literal["load", "networkidle"] = "load"
) -> Iterator[Page]:
    """Open the site's first page as a reader who was never there; the count begins anew."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(_LONGEST)
    page = context.new_page()
    site.forget()
    page.goto(site.address, wait_until=until)
    try:
        yield page
    finally:
        context.close()


def page_load(browser: Browser, site: Served) -> tuple[int, frozenset[str]]:
    """Return the bytes that a page load spends on search, and what else it loads."""
    with opened(browser, site, "networkidle"):
        others = frozenset(path for path in site.paths() if not path.startswith(_SEARCH_ONLY))
        return site.total(besides=others), others


def pasted(
    browser: Browser, site: Served, query: str, others: frozenset[str], pause: float = 0
) -> First:
    """Enter a whole query in the box of a page just opened, some milliseconds after opening it."""
    with opened(browser, site) as page:
        page.evaluate(_WATCH)
        page.focus(BOX)
        page.wait_for_timeout(pause)
        page.keyboard.insert_text(query)
        page.keyboard.press("End")  # the theme looks at the box when a key goes up
        page.wait_for_function("bench.ended")
        size = site.total(besides=others)
        bench = page.evaluate("bench")
        return First(size, bench["ended"] - bench["begun"], bench["results"])


def by_script(script: str) -> Callable[[Browser, Served, str, frozenset[str]], First]:
    """Return what runs a query by a script in a page just opened."""

    def run(browser: Browser, site: Served, query: str, others: frozenset[str]) -> First:
        with opened(browser, site) as page:
            milliseconds, results = page.evaluate(script, query)
            return First(site.total(besides=others), milliseconds, results)

    return run


def letter_by_letter(
    browser: Browser, site: Served, query: str, others: frozenset[str]
) -> tuple[int, list[float]]:
    """Type a query in an open box, each key after the last one's results.

    Returns the bytes for search of all of them, and the milliseconds from each key but the
    first to its results; a space asks for none.
    """
    waits: list[float] = []
    with opened(browser, site) as page:
        page.evaluate(_WATCH)
        page.focus(BOX)
        for letter in query:
            page.keyboard.press(letter)
            if letter != " ":
                page.wait_for_function("bench.updated")
                waits.append(page.evaluate("bench.updated - bench.pressed"))
        return site.total(besides=others), waits[1:]
