"""The site in a real browser: on a phone, in the dark, searched, and not to be hacked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from generator.core.config import Config
from generator.library import load
from generator.text.tex import to_plain_text
from tests.support.awkward_papers import LONG_WORD, NASTY_TITLES
from tests.support.browser import PHONE, Window
from tests.support.pages import fold_whitespace
from tests.support.projects import SITE_NAME
from tests.support.sites import build_site, serve_folder

pytestmark = pytest.mark.browser

KINDS = {
    "home": "",
    "paper": "papers/2402.07197/",
    "tags": "tags/",
    "area": "tags/language-models/",
    "topic": "tags/instruction-tuning/",
    "days": "dates/",
    "year": "dates/2025/",
    "month": "dates/2025/03/",
    "day": "dates/2025/03/11/",
    "published": "published/",
    "published year": "published/2024/",
    "published month": "published/2024/02/",
    "authors": "authors/",
    "letter": "authors/letter/z/",
    "author": "authors/adrien-ecoffet/",
    "about": "about/",
    "error page": "no/such/page/",
}
NASTY_KINDS = {
    **{slug: f"papers/{slug}/" for slug in NASTY_TITLES},
    "home": "",
    "tags": "tags/",
    "topic": "tags/nasty/",
    "month": "dates/2025/03/",
    "day": "dates/2025/03/11/",
    "published year": "published/2024/",
    "author": "authors/bobby-b-tables/",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_self_contained_page_logs_no_error_and_fits_phones(
    open_window: Callable[..., Window], address: str, kind: str
) -> None:
    reader = open_window(viewport=PHONE)
    page = reader.open(address + KINDS[kind])
    assert page.locator("h1").is_visible()
    assert ("not found" in page.title()) == (kind == "error page")
    assert reader.fits_screen()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert reader.fits_screen()
    assert (reader.external_requests, reader.page_errors) == ([], [])


@pytest.mark.parametrize("kind", NASTY_KINDS)
def test_nasty_texts_are_not_run_and_fit_a_phone(
    open_window: Callable[..., Window], nasty_address: str, kind: str
) -> None:
    reader = open_window(viewport=PHONE)
    page = reader.open(nasty_address + NASTY_KINDS[kind])
    assert page.locator("h1").is_visible()
    assert not reader.was_hacked()
    assert reader.fits_screen()
    assert (reader.external_requests, reader.page_errors) == ([], [])


def test_a_request_to_another_host_is_noticed(
    open_window: Callable[..., Window], address: str
) -> None:
    reader = open_window()
    reader.open(address)
    reader.page.evaluate("fetch('http://localhost:9/x.js').catch(() => 0)")
    reader.page.evaluate("document.querySelector('article').style.width = '3000px'")
    assert reader.external_requests == ["http://localhost:9/x.js"]
    assert reader.page_errors
    with pytest.raises(AssertionError):
        reader.fits_screen()


@pytest.mark.parametrize("slug", NASTY_TITLES)
def test_a_nasty_title_is_the_windows_title_exactly(
    open_window: Callable[..., Window], nasty_address: str, slug: str
) -> None:
    page = open_window().open(f"{nasty_address}papers/{slug}/")
    assert page.title() == f"{to_plain_text(NASTY_TITLES[slug])} - {SITE_NAME}"


@pytest.mark.parametrize("words", ["zebras", "quaggas", "über", LONG_WORD])
def test_search_shows_nasty_titles_exactly_and_runs_none(
    open_window: Callable[..., Window], nasty_address: str, words: str
) -> None:
    reader = open_window()
    reader.open(nasty_address)
    reader.search(words)
    *shown, _all = reader.page.locator(".md-search-result__item h1").all_text_contents()
    assert {fold_whitespace(title) for title in shown} <= {
        fold_whitespace(to_plain_text(title)) for title in NASTY_TITLES.values()
    }
    assert not reader.page.locator(".md-search-result img, .md-search-result script").count()
    reader.page.wait_for_timeout(200)
    assert not reader.was_hacked()
    assert reader.page_errors == []


def test_search_finds_abstracts_and_enter_opens_the_paper(
    open_window: Callable[..., Window], address: str, built: Config
) -> None:
    papers = load.load(built).papers
    (paper,) = [paper for paper in papers if "GraphTranslator" in paper.title]
    reader = open_window()
    reader.open(address)
    reader.search("standalone predictor enhancer")
    first = reader.page.locator(".md-search-result__item").first
    expect(first).to_contain_text(paper.title)
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(f"**/papers/{paper.slug}/**")
    assert reader.page.locator("h1").inner_text() == paper.title
    assert (reader.external_requests, reader.page_errors) == ([], [])


def test_search_works_on_a_phone(open_window: Callable[..., Window], address: str) -> None:
    reader = open_window(viewport=PHONE)
    reader.open(address + "tags/")
    reader.search("graph")
    reader.page.wait_for_timeout(500)  # the results slide in
    assert reader.page.locator(".md-search-result__item").count() >= 1
    assert reader.fits_screen()


def test_both_palettes_follow_the_system_and_can_be_read(
    open_window: Callable[..., Window], address: str
) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        page = open_window(color_scheme=scheme).open(address)
        colours[scheme] = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor,"
            " getComputedStyle(document.querySelector('article p')).color].map(each =>"
            " each.match(/[\\d.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) / 3)"
        )
    assert colours["light"][0] > 200
    assert colours["dark"][0] < 90
    assert colours["light"][0] - colours["light"][1] > 90
    assert colours["dark"][1] - colours["dark"][0] > 90


def test_a_switched_palette_stays_on_the_next_page(
    open_window: Callable[..., Window], address: str
) -> None:
    page = open_window(color_scheme="light").open(address)
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    seen = {page.evaluate(scheme)}
    for _ in range(2):
        page.locator("[data-md-component=palette] label:visible").click()
        seen.add(page.evaluate(scheme))
    assert seen == {"default", "slate"}
    page.goto(address + "tags/")
    assert page.evaluate(scheme) == "slate"


def test_the_navigation_is_a_working_row_on_a_phone(
    open_window: Callable[..., Window], address: str
) -> None:
    reader = open_window(viewport=PHONE)
    page = reader.open(address)
    row = page.locator("nav.tabs")
    names = ["Latest", "Tags", "Days", "Published", "Authors", "About"]
    assert row.get_by_role("link").all_inner_texts() == names
    assert not page.locator("[for=__drawer]:visible, .md-sidebar:visible").count()
    row.get_by_role("link", name="Tags").click()
    page.wait_for_url("**/tags/")
    assert page.locator("h1").inner_text() == "Tags"
    assert row.locator("[aria-current=page]").all_inner_texts() == ["Tags"]
    assert reader.page_errors == []


def test_on_a_narrow_phone_only_the_navigation_row_scrolls_sideways(
    open_window: Callable[..., Window], address: str
) -> None:
    reader = open_window(viewport={"width": 240, "height": 500})
    page = reader.open(address)
    row, last = page.locator("nav.tabs"), page.locator("nav.tabs a").last
    assert row.evaluate("row => row.scrollWidth > row.clientWidth")
    assert reader.fits_screen()
    expect(last).not_to_be_in_viewport()
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    assert page.evaluate("scrollX") == 0
    last.click()
    page.wait_for_url("**/about/")


def test_without_scripts_a_page_can_be_read_and_left(
    open_window: Callable[..., Window], address: str
) -> None:
    page = open_window(java_script_enabled=False).open(address)
    page.locator("article .card a").first.click()
    page.wait_for_url("**/papers/**")
    assert page.locator("h1").is_visible()


def test_the_links_of_the_error_page_work_from_any_depth(
    open_window: Callable[..., Window], address: str
) -> None:
    page = open_window().open(address + "a/b/c/d")
    page.locator("article a", has_text="tags").click()
    page.wait_for_url(address + "tags/")
    assert page.locator("h1").inner_text() == "Tags"


def test_the_old_address_of_a_paper_leads_to_its_page(
    open_window: Callable[..., Window], project: Config, add_entry: Callable[..., object]
) -> None:
    text = "---\ntitle: Moved\ndate: 2025-03-11\naliases: [old]\n---\nWe moved.\n"
    add_entry(text, "2025/new.md")
    build_site(project)
    with serve_folder(project.site) as address:
        reader = open_window()
        reader.page.goto(address + "papers/old/")
        reader.page.wait_for_url(address + "papers/new/")
        assert reader.page.locator("h1").inner_text() == "Moved"
        assert reader.external_requests == []
