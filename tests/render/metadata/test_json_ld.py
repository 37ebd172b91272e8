"""JSON-LD of pages, for papers unlike those of the built sites."""

import datetime as dt
import json
from typing import Any

import lxml.html
import pytest

from generator.library import taxonomy
from generator.library.site import Site, SiteSettings, assemble
from generator.render.citations.formats import Citations
from generator.render.metadata import json_ld
from generator.render.views import PageLink
from tests.support.papers import TAXONOMY, make_authors, make_paper

URL = "https://example.org/digest/"


def make_article(**changes: object) -> Any:
    """Return the description of a paper's page."""
    paper = make_paper(**changes)
    site = make_site(paper)
    return read(json_ld.article(site, paper, Citations(site).item(paper)))[0]


def make_site(*papers: Any, url: str = URL) -> Site:
    return assemble(papers, taxonomy.parse(TAXONOMY, "t.yml"), settings=SiteSettings(url=url))


def read(markup: str) -> list[Any]:
    """Return the graph of a script element, and check that nothing follows the element."""
    page = lxml.html.document_fromstring(f"<!doctype html><head>{markup}</head><body>")
    (script,) = page.xpath("//script")
    assert not page.find("body").text_content().strip()
    json_ld_text = json.loads(script.text)
    assert json_ld_text["@context"] == "https://schema.org"
    graph: list[Any] = json_ld_text["@graph"]
    return graph


@pytest.mark.parametrize(
    ("venue", "container"),
    [
        ("Journal of Examples 12", {"@type": "Periodical", "name": "Journal of Examples"}),
        ("WWW 2024", {"@type": "CreativeWork", "name": "WWW"}),
        ("arXiv preprint", None),
        (None, None),
    ],
)
def test_a_paper_is_part_of_its_journal_or_proceedings(
    venue: str | None, container: dict[str, str] | None
) -> None:
    assert make_article(venue=venue).get("isPartOf") == container


def test_unknown_values_are_left_out() -> None:
    assert make_article(authors=(), tags=()).keys() == {
        *("@type", "@id", "url", "headline", "abstract"),
    }


def test_dates_identifiers_and_the_pdf_are_included() -> None:
    article = make_article(
        arxiv="2402.07197", doi="10.1/a", published=dt.date(2024, 2, 1), updated=dt.date(2024, 3, 5)
    )
    assert (article["datePublished"], article["dateModified"]) == ("2024-02-01", "2024-03-05")
    assert [(item["propertyID"], item["value"]) for item in article["identifier"]] == [
        ("arxiv", "2402.07197"),
        ("doi", "10.1/a"),
    ]
    assert article["encoding"]["contentUrl"] == "https://arxiv.org/pdf/2402.07197"
    assert set(article["sameAs"]) == {"https://arxiv.org/abs/2402.07197", "https://doi.org/10.1/a"}


def test_only_an_author_with_a_page_has_a_url() -> None:
    first = make_paper(slug="a", title="A", authors=make_authors("Ada Lovelace", "Blaise Pascal"))
    second = make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace"))
    site = make_site(first, second)
    graph = read(json_ld.article(site, first, Citations(site).item(first)))
    assert graph[0]["author"] == [
        {"@type": "Person", "name": "Ada Lovelace", "url": f"{URL}authors/ada-lovelace/"},
        {"@type": "Person", "name": "Blaise Pascal"},
    ]
    crumbs = [(item["name"], item["item"]) for item in graph[1]["itemListElement"]]
    assert crumbs == [("2025-03-11", f"{URL}dates/2025/03/11/"), ("A", f"{URL}papers/a/")]


@pytest.mark.parametrize(
    "title",
    ["</script><script>alert(1)</script>", "<!-- <script>", 'a "b" \\ c', "a\u2028b\u2029c"],
)
def test_no_title_ends_the_script_element(title: str) -> None:
    assert make_article(title=title)["headline"] == " ".join(title.split())


def test_a_site_without_url_has_no_json_ld() -> None:
    paper = make_paper()
    site = make_site(paper, url="")
    assert json_ld.article(site, paper, Citations(site).item(paper)) == ""
    assert json_ld.collection(site, "tags/index.md", "Tags", [], []) == ""


def test_a_list_names_its_items_in_order_and_its_breadcrumbs() -> None:
    breadcrumbs = [PageLink("Home", "index.md")]
    papers = [make_paper(slug="b", title="B </script>"), make_paper(slug="a", title="A")]
    described, crumbs = read(
        json_ld.collection(
            make_site(*papers), "tags/x/index.md", "X </script>", breadcrumbs, papers
        )
    )
    assert (described["name"], described["url"]) == ("X </script>", f"{URL}tags/x/")
    assert described["mainEntity"]["numberOfItems"] == 2
    listed = described["mainEntity"]["itemListElement"]
    assert [(item["position"], item["url"]) for item in listed] == [
        (1, f"{URL}papers/b/"),
        (2, f"{URL}papers/a/"),
    ]
    assert [(item["position"], item["item"]) for item in crumbs["itemListElement"]] == [
        (1, URL),
        (2, f"{URL}tags/x/"),
    ]
