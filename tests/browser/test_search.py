"""The search box and the search page in a real browser, as readers and as the unlucky use them."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from generator.core.config import Config
from generator.library import load
from generator.library.site import Site
from generator.text.tex import to_plain_text
from tests.support.awkward_papers import NASTY_TITLES
from tests.support.browser import PHONE, Window, find_violations
from tests.support.pages import fold_whitespace

pytestmark = pytest.mark.browser

Open = Callable[..., Window]


@pytest.fixture(scope="module")
def site(built: Config) -> Site:
    return load.load(built)


def titles(page: Page) -> list[str]:
    """Return the titles that the box shows, without what leads to the search page."""
    shown = page.locator(".md-search-result__item h1").all_inner_texts()
    return [title for title in shown if not title.startswith(("Show ", "Did you mean"))]


# ---- The box in the header ----


def typed(reader: Window, url: str, words: str) -> Page:
    """Return the page with words typed into its box, and their results."""
    page = reader.open(url)
    types(page, words)
    return page


def types(page: Page, words: str) -> None:
    """Put words into the box at once, and wait for what it shows."""
    page.locator("label.md-header__button[for=__search]:visible, .md-search__input:visible").click()
    page.locator(".md-search__input").fill(words)
    page.keyboard.press("End")
    page.locator(".md-search-result__item").first.wait_for()


def waits(page: Page, come: Callable[[], bool]) -> None:
    """Wait until something came that no part of the page shows."""
    for _ in range(300):
        if come():
            return
        page.wait_for_timeout(50)
    assert come()


def test_search_files_load_with_the_box_not_with_the_page(open_window: Open, address: str) -> None:
    reader = open_window()
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    reader.open(address)
    assert asked
    assert [path for path in asked if "search" in path] == []
    wanted = {"/search/index.json", "/search/lunr.js", "/assets/search/header_box.js"}
    reader.page.locator(".md-search__input").click()
    waits(reader.page, lambda: wanted <= {*asked})
    reader.page.wait_for_timeout(200)  # if it is to fetch more, it does so now
    assert [path for path in asked if "/recent/" in path or "/records/" in path] == []
    reader.page.keyboard.type("graph")
    reader.page.locator(".md-search-result__item").first.wait_for()
    assert [path for path in asked if "/recent/" in path]
    assert reader.page_errors == []


def test_an_open_box_requests_its_modules_before_the_first_one_arrives(
    open_window: Open, address: str, built: Config
) -> None:
    scripts = built.site / "assets" / "search"
    modules = ["header_box.js"]
    for name in modules:
        text = (scripts / name).read_text(encoding="utf-8")
        imported = re.findall(r'^import .* from "\./([^"]+)"', text, re.MULTILINE)
        modules += [each for each in imported if each not in modules]
    reader = open_window()
    page = reader.open(address)
    gate = Held()
    page.context.route("**/assets/search/*.js", gate.handle)
    page.locator(".md-search__input").click()
    waits(page, lambda: len(gate.routes) >= len(modules))
    assert len(modules) > 5
    assert {route.request.url.rpartition("/")[2] for route in gate.routes} == {*modules}


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("graphtranslator", "GraphTranslator"),
        ("graphtransl", "GraphTranslator"),
        ("pretraini", "Pretraining Language Models"),
        ("emmanuel candès", "Synthetic continued pretraining"),
        ("emmanuel candes", "Synthetic continued pretraining"),
        ('author:"Danqi Chen"', "Metadata Conditioning"),
        ("title:graph neural", "When to Pre-Train Graph Neural Networks"),
        ("tag:graph-neural-networks pre", "When to Pre-Train Graph Neural Networks"),
        ("year:2021 ernie", "ERNIE 3.0"),
        ("icml-2025 metadata", "Metadata Conditioning"),
        ("2025-03-11 ernie", "ERNIE 3.0"),
        ("11 march 2025 ernie", "ERNIE 3.0"),
        ("who writes this site", "About"),
        ("2402.07197", "GraphTranslator"),
        ("category:cs.CL ernie", "ERNIE 3.0"),
        ("finetuning adapting", "Adapting Language Models for Zero-shot"),
        ("fine-tuning adapting", "Adapting Language Models for Zero-shot"),
    ],
)
def test_the_box_finds_papers_by_every_field_and_own_pages(
    open_window: Open, address: str, words: str, title: str
) -> None:
    page = typed(open_window(), address, words)
    assert [found for found in titles(page)[:3] if found.startswith(title)]


def test_a_word_with_a_minus_keeps_papers_away(open_window: Open, address: str, site: Site) -> None:
    page = typed(open_window(), address, "graph -survey ")
    assert titles(page)
    surveys = {p.title for p in site.papers if "survey" in f"{p.title} {p.abstract}".lower()}
    assert surveys
    assert not surveys & set(titles(page))


def test_query_words_are_highlighted_in_title_and_excerpt(open_window: Open, address: str) -> None:
    page = typed(open_window(), address, "graphs dilemm")
    first = page.locator(".md-search-result__item").first
    assert first.locator("h1 mark").all_inner_texts() == ["Graph"]
    assert "dilemma" in first.locator("p mark").all_inner_texts()


def test_all_words_come_first_and_papers_with_some_follow(open_window: Open, address: str) -> None:
    page = typed(open_window(), address, "graphtranslator reinforcement ")
    assert len(titles(page)) == 10
    assert "only some words" in page.locator(".md-search-result__item").first.inner_text()


def test_a_near_miss_offers_the_likely_word(open_window: Open, address: str) -> None:
    reader = open_window()
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page = typed(reader, address, "graph ")
    assert not [path for path in asked if "vocabulary" in path]
    page.locator(".md-search__input").fill("")
    types(page, "reinforcemnet ")
    hint = page.locator(".md-search-result__item h1", has_text="Did you mean")
    expect(hint).to_have_text("Did you mean reinforcement?")
    assert [path for path in asked if "vocabulary" in path]
    hint.click()
    page.wait_for_url("**/search/?q=reinforcement")


def test_arrow_keys_select_in_the_box_and_enter_opens(open_window: Open, address: str) -> None:
    page = typed(open_window(), address, "graph ")
    second = titles(page)[1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("article h1")).to_have_text(second)


def test_the_box_links_to_the_search_page_with_its_query(open_window: Open, address: str) -> None:
    page = typed(open_window(), address + "tags/", "language")
    page.locator(".md-search-result__item").last.scroll_into_view_if_needed()
    page.locator(".md-search-result__item a", has_text="with filters").click()
    page.wait_for_url("**/search/?q=language")
    expect(page.locator(".result").nth(9)).to_be_visible()


def test_what_was_typed_last_is_what_is_shown(open_window: Open, address: str) -> None:
    reader = open_window()
    page = reader.open(address)
    page.locator(".md-search__input").click()
    page.keyboard.type("robot manipulation", delay=0)
    page.keyboard.press("Control+A")
    page.keyboard.type("graphtranslator", delay=0)
    expect(page.locator(".md-search-result__item h1").first).to_contain_text("GraphTranslator")
    page.wait_for_timeout(300)
    assert titles(page)[0].startswith("GraphTranslator")


@dataclass
class Held:
    """A gate that keeps requests waiting as long as it is closed."""

    closed: bool = True
    routes: list[Route] = field(default_factory=list)

    def handle(self, route: Route) -> None:
        if self.closed:
            self.routes.append(route)
        else:
            route.continue_()


def test_the_box_ignores_a_late_answer(open_window: Open, address: str) -> None:
    reader = open_window()
    page = reader.open(address)
    types(page, "language ")
    held = Held()
    page.context.route("**/search/recent/*.json", held.handle)
    page.locator(".md-search__input").fill("graphtranslator")
    page.keyboard.press("End")
    waits(page, lambda: bool(held.routes))
    held.closed = False
    page.locator(".md-search__input").fill("zero-shot")
    page.keyboard.press("End")
    first = page.locator(".md-search-result__item h1").first
    expect(first).to_contain_text("zero-shot", ignore_case=True)
    for route in held.routes:
        route.continue_()
    page.wait_for_timeout(300)
    assert "zero-shot" in first.inner_text().lower()


def test_the_box_reports_being_offline_and_recovers(open_window: Open, address: str) -> None:
    reader = open_window()
    page = reader.open(address)
    page.context.set_offline(offline=True)
    reader.search("graphtranslator")
    first = page.locator(".md-search-result__item h1").first
    expect(first).to_have_text("Search could not be loaded")
    page.context.set_offline(offline=False)
    expect(first).to_contain_text("GraphTranslator")


def test_a_failed_shard_is_not_shown_as_no_results(open_window: Open, address: str) -> None:
    reader = open_window()
    page = reader.open(address)
    broken = "**/search/recent/*.json"
    page.context.route(broken, lambda route: route.abort())
    reader.search("graphtranslator")
    first = page.locator(".md-search-result__item h1").first
    expect(first).to_have_text("Search could not be loaded")
    page.context.unroute(broken)
    expect(first).to_contain_text("GraphTranslator")


def test_a_nasty_tag_is_shown_as_text_in_the_box(open_window: Open, nasty_address: str) -> None:
    reader = open_window()
    page = typed(reader, nasty_address, "zebras")
    tag = page.locator(".md-search-result__item .md-tag").first
    expect(tag).to_have_text("C++ & <T> {{ x }} *y* <script>window.hacked=1</script>")
    assert not reader.was_hacked()


# ---- The search page ----


@dataclass
class Searching:
    """A search page and what it shows."""

    page: Page

    @property
    def titles(self) -> list[str]:
        return self.page.locator(".result-title").all_inner_texts()

    @property
    def asked(self) -> dict[str, list[str]]:
        """What its address asks for."""
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def count(self) -> str:
        return self.page.locator(".results-count").inner_text()

    @property
    def chips(self) -> list[str]:
        return [chip.rstrip(" ×") for chip in self.page.locator(".chips a").all_inner_texts()]

    def facet(self, name: str) -> Locator:
        return self.page.locator(f"details[data-facet={name}]")

    def counts(self, name: str) -> dict[str, int]:
        """Return the values of a facet with their counts, all of them."""
        for button in self.facet(name).locator("button").all():
            button.click()
        shown = self.facet(name).locator("li").all_inner_texts()
        pairs = [re.split(r"\s+(?=[\d,]+$)", text.strip()) for text in shown]
        return {value: int(count) for value, count in pairs}

    def settle(self) -> "Searching":
        self.page.locator(".results-panel[aria-busy=false]").wait_for()
        return self


def searching(reader: Window, url: str) -> Searching:
    """Return the search page at an address, with its results."""
    return Searching(reader.open(url)).settle()


@pytest.fixture
def find(open_window: Open, address: str) -> Callable[..., Searching]:
    def opened(query: str = "", **options: Any) -> Searching:
        return searching(open_window(**options), f"{address}search/{query}")

    return opened


def test_the_address_says_what_is_shown(find: Callable[..., Searching], site: Site) -> None:
    shown = find("?q=language+model&tag=pretraining&year=2023&sort=date")
    assert shown.page.locator("#search-input").input_value() == "language model"
    assert shown.chips == ["Tag: Pretraining", "Year: 2023"]
    assert shown.page.locator("select[name=sort]").input_value() == "date"
    papers = {paper.title: paper for paper in site.papers}
    found = [papers[fold_whitespace(title)] for title in shown.titles]
    assert found
    for paper in found:
        assert "pretraining" in site.tags_with_areas(paper)
        assert (paper.published or paper.date).year == 2023


def test_facets_count_the_papers_found(find: Callable[..., Searching], site: Site) -> None:
    shown = find()
    labels = site.taxonomy.tags
    assert shown.counts("tag") == {labels[tag].label: len(of) for tag, of in site.by_tag.items()}
    years = Counter(str((paper.published or paper.date).year) for paper in site.papers)
    assert shown.counts("year") == years
    shown.facet("author").locator("summary").click()
    shown.settle().facet("author").locator("li").first.wait_for()
    busiest = max(site.by_author, key=lambda slug: len(site.by_author[slug]))
    most = len(site.by_author[busiest])
    assert next(iter(shown.counts("author").values())) == most
    shown.facet("venue").locator("summary").click()
    shown.facet("venue").locator("li").first.wait_for()
    assert shown.settle().counts("venue") == Counter(p.venue for p in site.papers if p.venue)


def test_facets_filter_chips_clear_and_the_history_works(
    find: Callable[..., Searching],
) -> None:
    shown = find("?q=reinforcement")
    everything = shown.titles
    shown.facet("tag").locator("a", has_text="AI agents").click()
    expect(shown.page.locator(".chips a")).to_have_count(1)
    filtered = shown.settle().titles
    assert shown.asked == {"q": ["reinforcement"], "tag": ["agents"]}
    assert 0 < len(filtered) < len(everything)
    assert set(filtered) < set(everything)
    assert shown.count == f"{len(filtered)} results"
    shown.page.go_back()
    expect(shown.page.locator(".chips a")).to_have_count(0)
    assert shown.settle().titles == everything
    shown.page.go_forward()
    expect(shown.page.locator(".chips a")).to_have_count(1)
    assert shown.settle().titles == filtered
    shown.page.locator(".chips a").click()
    expect(shown.page.locator(".chips a")).to_have_count(0)
    assert shown.settle().titles == everything
    assert shown.asked == {"q": ["reinforcement"]}


def test_typing_shows_results_and_enter_makes_them_an_address(
    find: Callable[..., Searching],
) -> None:
    shown = find()
    shown.page.keyboard.type("graphtransl")
    shown.page.wait_for_url("**/search/?q=graphtransl")
    expect(shown.page.locator(".result-title").first).to_contain_text("GraphTranslator")
    shown.page.keyboard.type("ator")
    shown.page.keyboard.press("Enter")
    shown.page.wait_for_url("**/search/?q=graphtranslator")
    assert shown.settle().titles[0].startswith("GraphTranslator")
    assert shown.page.title().startswith("graphtranslator - Search")


@pytest.mark.parametrize("word", ["langua", "transfor", "know", "bench", "reinforceme"])
def test_box_and_page_find_the_same_for_an_unfinished_word(
    find: Callable[..., Searching], open_window: Open, address: str, word: str
) -> None:
    shown = find()
    shown.page.keyboard.type(word)
    shown.page.wait_for_url(f"**/search/?q={word}")
    typed_count = shown.settle().count
    shown.page.keyboard.press("Enter")
    assert shown.settle().count == typed_count
    value, count = next(iter(shown.counts("year").items()))
    shown.facet("year").locator("a", has_text=value).click()
    expect(shown.page.locator(".chips a")).to_have_count(1)
    assert shown.settle().count.split()[0] == str(count)
    shown.page.go_back()
    expect(shown.page.locator(".chips a")).to_have_count(0)
    assert shown.settle().count == typed_count
    shown.page.reload()
    assert shown.settle().count == typed_count
    box = typed(open_window(), address, word)
    box.locator(".md-search-result__item").last.scroll_into_view_if_needed()
    link = box.locator(".md-search-result__item h1", has_text="with filters")
    assert link.inner_text().split()[1] == typed_count.split()[0]


@pytest.mark.parametrize("word", ["planetary", "graphite", "worldview", "gamete", "2024x"])
def test_a_word_that_only_begins_like_another_finds_nothing(
    find: Callable[..., Searching], word: str
) -> None:
    shown = find(f"?q={word}")
    assert shown.count == "0 results"
    expect(shown.page.locator(".results-messages")).to_contain_text(f"No paper contains “{word}”")


def test_a_facets_count_is_how_many_papers_its_filter_leaves(
    find: Callable[..., Searching],
) -> None:
    shown = find("?q=large+language+models")
    counts = shown.counts("tag")
    for value in [*counts][:3]:
        shown.facet("tag").locator("a", has_text=value).first.click()
        expect(shown.page.locator(".chips a")).to_have_count(1)
        assert shown.settle().count.split()[0] == str(counts[value])
        shown.page.locator(".chips a").click()
        expect(shown.page.locator(".chips a")).to_have_count(0)
        shown.settle()


def test_partial_matches_come_after_full_matches_in_every_order(
    find: Callable[..., Searching],
) -> None:
    for sort in ("relevance", "date"):
        shown = find(f"?q=graph+neural+networks&sort={sort}")
        facts = shown.page.locator(".result .facts").all_inner_texts()
        partial = ["only some" in fact for fact in facts]
        assert partial == sorted(partial)
        assert shown.count.endswith(
            f"{partial.count(False)} with all words, then papers with some of them"
        )


def test_the_back_button_returns_search_by_search(
    find: Callable[..., Searching],
) -> None:
    shown = find("?q=graph")
    first = shown.count
    shown.page.keyboard.press("/")
    shown.page.keyboard.type("robot")
    shown.page.wait_for_url("**/search/?q=robot")
    shown.page.keyboard.press("Enter")
    shown.page.keyboard.press("Enter")
    assert shown.settle().asked == {"q": ["robot"]}
    shown.page.go_back()
    expect(shown.page.locator("#search-input")).to_have_value("graph")
    assert shown.settle().count == first


def test_the_windows_title_is_the_query_and_the_pages_name(
    find: Callable[..., Searching],
) -> None:
    shown = find()
    for query in ("Search engines $& Search", "graph"):
        shown.page.locator("#search-input").fill(query)
        assert shown.page.title() == f"{query} - Search - Paper Digest"


def test_a_minus_with_a_star_excludes_words_by_prefix(
    find: Callable[..., Searching],
) -> None:
    some = find("?q=graph*").count.split()[0]
    others = find("?q=-graph*").count.split()[0]
    assert int(some) + int(others) == 42


def test_a_word_missing_from_a_field_is_reported(
    find: Callable[..., Searching],
) -> None:
    note = find("?q=title:minecraft").page.locator(".results-messages")
    expect(note).to_contain_text("No paper contains “minecraft” in its title")


def test_a_query_of_common_words_is_explained_and_not_searched(
    find: Callable[..., Searching],
) -> None:
    shown = find('?q="of+the"')
    expect(shown.page.locator(".results-messages")).to_contain_text("too common to search for")


def test_results_are_sorted_by_date_or_relevance(
    find: Callable[..., Searching], site: Site
) -> None:
    shown = find("?q=language+model")
    by_relevance = shown.titles
    shown.page.locator("select[name=sort]").select_option("date")
    shown.page.wait_for_url("**sort=date")
    by_date = shown.settle().titles
    assert by_date != by_relevance
    order = sorted(site.papers, key=lambda paper: (paper.date, paper.slug), reverse=True)
    places = {paper.title: place for place, paper in enumerate(order)}
    assert [places[fold_whitespace(title)] for title in by_date] == sorted(
        places[fold_whitespace(title)] for title in by_date
    )


def test_the_search_page_ignores_a_late_answer(
    find: Callable[..., Searching],
) -> None:
    shown = find("?q=language")
    held = Held()
    shown.page.context.route("**/search/recent/*.json", held.handle)
    shown.page.locator("#search-input").fill("graphtranslator")
    waits(shown.page, lambda: bool(held.routes))
    held.closed = False
    shown.page.locator("#search-input").fill("zero-shot")
    first = shown.page.locator(".result-title").first
    expect(first).to_contain_text("zero-shot", ignore_case=True)
    for route in held.routes:
        route.continue_()
    shown.page.wait_for_timeout(300)
    assert "zero-shot" in first.inner_text().lower()


def test_results_match_all_requested_tags_and_any_requested_year(
    find: Callable[..., Searching], site: Site
) -> None:
    both = {
        paper.title
        for paper in site.papers
        if {"pretraining", "data-curation"} <= set(site.tags_with_areas(paper))
    }
    shown = find("?tag=pretraining&tag=data-curation")
    assert both
    assert set(map(fold_whitespace, shown.titles)) == both
    years = Counter((paper.published or paper.date).year for paper in site.papers)
    either = find("?year=2021&year=2025")
    assert int(either.count.split()[0]) == years[2021] + years[2025]
    assert either.counts("year") == {str(year): count for year, count in years.items()}


def test_a_filter_leads_to_the_first_page(find: Callable[..., Searching]) -> None:
    shown = find("?page=2")
    shown.facet("tag").locator("a", has_text="Language models").first.click()
    expect(shown.page.locator(".chips a")).to_have_count(1)
    assert "page" not in shown.asked


def test_one_letter_is_too_short_and_the_page_says_so(find: Callable[..., Searching]) -> None:
    note = find("?q=j").page.locator(".results-messages")
    expect(note).to_contain_text("Keep typing")
    expect(find("?q=quaxlotl+j").page.locator(".results-messages")).to_contain_text("“quaxlotl”")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("day:2025-03-11", "41"),
        ("day:2025-03", "41"),
        ("day:2025", "41"),
        ("day:2025-11-03", "0"),
        ("year:2025+quaxlotl+zebra", "0"),
        ("author:jie", "4"),
    ],
)
def test_days_are_whole_and_names_are_found_by_their_words(
    find: Callable[..., Searching], query: str, count: str
) -> None:
    assert find(f"?q={query}").count.split()[0] == count


def test_results_come_twenty_to_a_page(find: Callable[..., Searching]) -> None:
    shown = find()
    first = shown.titles
    assert (len(first), shown.count) == (20, "42 results")
    shown.page.locator(".pagination a", has_text="3").click()
    shown.page.wait_for_url("**/search/?page=3")
    expect(shown.page.locator(".result")).to_have_count(2)
    shown.page.locator(".pagination a", has_text="2").click()
    expect(shown.page.locator(".result")).to_have_count(20)
    assert not set(first) & set(shown.settle().titles)


def test_the_page_is_used_by_keys_alone(find: Callable[..., Searching]) -> None:
    shown = find("?q=graph")
    page = shown.page
    page.keyboard.press("/")
    expect(page.locator("#search-input")).to_be_focused()
    second = shown.titles[1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".result a").filter(has_text=second).first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search-input")).to_be_focused()
    shown.facet("year").locator("a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chips a")).to_have_count(1)
    assert page.evaluate("document.activeElement.closest('details').dataset.facet") == "year"


@pytest.mark.parametrize(
    ("start", "asked"),
    [
        ("tags/pretraining/", {"tag": ["pretraining"]}),
        ("dates/2025/03/11/", {"day": ["2025-03-11"]}),
        ("authors/jie-tang/", {"author": ["Jie Tang"]}),
    ],
)
def test_lists_lead_into_the_search_among_their_papers(
    open_window: Open, address: str, start: str, asked: dict[str, list[str]]
) -> None:
    reader = open_window()
    page = reader.open(address + start)
    papers = page.locator("article .lead").inner_text().split()[0]
    page.locator("article a", has_text="Search these papers").click()
    page.wait_for_url("**/search/?*")
    shown = Searching(page).settle()
    assert shown.asked == asked
    assert shown.count == f"{papers} results"


def test_an_empty_result_explains_why_and_what_to_try(
    find: Callable[..., Searching],
) -> None:
    shown = find("?q=quaxlotl&tag=pretraining")
    assert shown.titles == []
    note = shown.page.locator(".results-messages")
    expect(note).to_contain_text("No paper contains “quaxlotl”")
    note.locator("a", has_text="without filters").click()
    expect(shown.page.locator(".chips a")).to_have_count(0)
    assert shown.asked == {"q": ["quaxlotl"]}


def test_without_javascript_the_page_leads_to_tags_and_days(
    open_window: Open, address: str
) -> None:
    page = open_window(java_script_enabled=False).open(address + "search/")
    line = page.locator(".no-javascript")
    assert line.is_visible()
    links = [link.get_attribute("href") for link in line.locator("a").all()]
    assert links == ["../tags/", "../dates/"]
    assert not page.locator("form.search-form").is_visible()


BAD_QUERIES = {
    "long": "word " * 2000,
    "a long word": "x" * 10_000,
    "operators": '- + : " * -- "" -"" author: -tag: :: ~1 ^2 \\ / ? &',
    "emoji": "👩‍🔬 🚀🚀",
    "quotes": '"""graph"" "',
    "stars": "*** g*** *graph",
    "markup": '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>',
    "stop words": "the of and",
    "a prototype's names": "__proto__ constructor toString hasOwnProperty valueOf",
    "nothing but blanks": "   ",
    "a field with no value": "title:",
    "an unknown field": "doi:10.1/x",
}


@pytest.mark.parametrize("name", BAD_QUERIES)
def test_a_bad_query_is_answered_quickly_and_breaks_nothing(
    open_window: Open, address: str, name: str
) -> None:
    reader = open_window()
    shown = searching(reader, f"{address}search/")
    shown.page.locator("#search-input").fill(BAD_QUERIES[name])
    shown.page.keyboard.press("Enter")
    shown.settle()
    expect(shown.page.locator(".results-messages [role=alert]")).to_have_count(0)
    assert re.search(r"\d+ result", shown.count)
    shown.page.locator("#search-input").fill("graphtranslator")
    expect(shown.page.locator(".result-title").first).to_contain_text("GraphTranslator")
    assert not reader.was_hacked()
    assert reader.page_errors == []
    box = reader.open(address)
    box.locator(".md-search__input").fill(BAD_QUERIES[name])
    box.keyboard.press("End")
    box.wait_for_timeout(300)
    box.locator(".md-search__input").fill("graphtranslator")
    box.keyboard.press("End")
    expect(box.locator(".md-search-result__item h1").first).to_contain_text("GraphTranslator")
    assert reader.page_errors == []


def test_half_a_character_is_answered(open_window: Open, address: str) -> None:
    reader = open_window()
    page = reader.open(address)
    page.locator(".md-search__input").click()
    page.evaluate("document.querySelector('.md-search__input').value = 'graph \\ud800'")
    page.keyboard.press("End")
    expect(page.locator(".md-search-result__item h1").first).to_contain_text("Graph")
    assert reader.page_errors == []


def test_a_long_query_is_cut_and_the_page_says_so(find: Callable[..., Searching]) -> None:
    shown = find(f"?q={quote('graph ' * 100)}")
    assert "Only its first words" in shown.page.locator(".results-messages").inner_text()
    assert shown.titles


def test_an_address_that_asks_for_nonsense_is_answered(find: Callable[..., Searching]) -> None:
    shown = find("?q=graph&tag=none&year=soon&page=-1&sort=up&colour=red")
    assert shown.count == "0 results"
    last = find("?page=999&sort=up")
    assert (len(last.titles), last.page.locator(".pagination [aria-current]").inner_text()) == (
        2,
        "3",
    )


def test_the_search_page_reports_being_offline_and_recovers(
    open_window: Open, address: str
) -> None:
    reader = open_window()
    shown = searching(reader, f"{address}search/?q=graph")
    shown.page.context.set_offline(offline=True)
    shown.page.locator("#search-input").fill("quantile zebra")
    alert = shown.page.locator("[role=alert]")
    expect(alert).to_contain_text("Are you offline?")
    assert "0 results" not in shown.count
    shown.page.context.set_offline(offline=False)
    expect(alert).to_have_count(0)
    assert "result" in shown.settle().count


def test_a_file_that_failed_is_tried_again_by_hand(open_window: Open, address: str) -> None:
    reader = open_window()
    broken = "**/search/records/*.json"
    reader.page.context.route(broken, lambda route: route.fulfill(status=503))
    shown = Searching(reader.open(f"{address}search/?q=graph"))
    expect(shown.page.locator("[role=alert]")).to_contain_text("could not be loaded")
    reader.page.context.unroute(broken)
    shown.page.locator("button", has_text="Try again").click()
    expect(shown.page.locator(".result").first).to_be_visible()


@pytest.mark.parametrize(
    "script", ["assets/search/worker.js", "assets/search/engine.js", "search/lunr.js"]
)
def test_scripts_that_failed_to_load_are_loaded_again(
    open_window: Open, address: str, script: str
) -> None:
    reader = open_window()
    context = reader.page.context
    context.route(f"**/{script}", lambda route: route.abort())
    reader.page.goto(f"{address}search/?q=graphtranslator")
    shown = Searching(reader.page)
    expect(shown.page.locator("[role=alert]")).to_contain_text("could not be loaded")
    context.unroute(f"**/{script}")
    expect(shown.page.locator(".result-title").first).to_contain_text("GraphTranslator")


def test_a_file_that_failed_is_tried_again_by_itself(open_window: Open, address: str) -> None:
    reader = open_window()
    broken = "**/search/records/*.json"
    reader.page.context.route(broken, lambda route: route.abort())
    reader.page.goto(f"{address}search/?q=graph")
    expect(reader.page.locator("[role=alert]")).to_contain_text("could not be loaded")
    reader.page.context.unroute(broken)
    expect(reader.page.locator(".result").first).to_be_visible()


def test_without_its_vocabulary_a_search_shows_what_it_found(
    open_window: Open, address: str
) -> None:
    reader = open_window()
    reader.page.context.route("**/search/vocabulary/*", lambda route: route.fulfill(status=503))
    shown = searching(reader, f"{address}search/?q=graph+quaxlotl")
    assert shown.titles


def test_deleted_files_of_an_older_index_cause_no_error(
    open_window: Open, address: str, built: Config
) -> None:
    """The page is open, or its copy of index.json kept, while the site is published anew."""
    manifest = json.loads((built.site / "search" / "index.json").read_text(encoding="utf-8"))
    old = manifest | {
        "files": {kind: "000000 " * len(names.split()) for kind, names in manifest["files"].items()}
    }
    served_once: list[Route] = []

    def once_old(route: Route) -> None:
        served_once.append(route)
        if len(served_once) == 1:
            route.fulfill(json=old)
        else:
            route.continue_()

    reader = open_window()
    reader.page.context.route("**/search/index.json", once_old)
    shown = searching(reader, f"{address}search/?q=graphtranslator")
    assert shown.titles[0].startswith("GraphTranslator")
    assert len(served_once) == 2


def test_a_newer_index_format_asks_the_reader_to_reload(open_window: Open, address: str) -> None:
    reader = open_window()
    reader.page.context.route(
        "**/search/index.json", lambda route: route.fulfill(json={"format": 9})
    )
    shown = Searching(reader.open(f"{address}search/?q=graph"))
    expect(shown.page.locator("[role=alert]")).to_contain_text("has been updated since")
    box = reader.open(address)
    reader.search("graph")
    expect(box.locator(".md-search-result__item h1").first).to_have_text("Search again")


@pytest.mark.parametrize("width", [360, 1280])
def test_nasty_titles_are_shown_as_text(open_window: Open, nasty_address: str, width: int) -> None:
    reader = open_window(viewport={"width": width, "height": 800})
    shown = searching(reader, f"{nasty_address}search/?q=zebras+quaggas")
    shown.facet("author").locator("summary").click() if width > 700 else None
    assert set(map(fold_whitespace, shown.settle().titles)) <= {
        fold_whitespace(to_plain_text(title)) for title in NASTY_TITLES.values()
    }
    assert not shown.page.locator(".results img, .results script, .facets script").count()
    assert not reader.was_hacked()
    assert reader.fits_screen()
    assert (reader.external_requests, reader.page_errors) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["?q=graph+model&tag=pretraining", "?q=graph+quaxlotl", ""])
@pytest.mark.parametrize("window", [PHONE, {"width": 1280, "height": 900}])
def test_axe_finds_nothing_on_the_search_page(
    find: Callable[..., Searching], query: str, scheme: str, window: dict[str, int]
) -> None:
    shown = find(query, color_scheme=scheme, viewport=window)
    for folded_up in ("details.search-help", "details.facets", "[data-facet=author]"):
        if shown.page.locator(folded_up).get_attribute("open") is None:
            shown.page.locator(f"{folded_up} > summary").click()
    shown.page.locator("[data-facet=author] :is(li, p)").first.wait_for()
    assert find_violations(shown.page) == []


def test_axe_would_find_a_fault(find: Callable[..., Searching]) -> None:
    shown = find()
    shown.page.evaluate("document.querySelector('.search-label').remove()")
    assert [each for each in find_violations(shown.page) if each.startswith("label")]


def test_scripts_are_whole_modules_and_none_is_left_over(built: Config) -> None:
    scripts = built.site / "assets" / "search"
    imported = {
        (path.parent / name).resolve()
        for path in scripts.glob("*.js")
        for name in re.findall(r'from "(\./[^"]+)"', path.read_text(encoding="utf-8"))
    }
    roots = {scripts / name for name in ("header_box.js", "search_page.js", "worker.js")}
    assert {Path(path) for path in scripts.glob("*.js")} == imported | roots
