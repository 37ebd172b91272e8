"""JSON-LD of a paper's page, as far as no paper of the built sites shows it."""

import datetime as dt
import json
from typing import Any

import lxml.html
import pytest

from generator.library import taxonomy
from generator.library.site import Site, SiteSettings, assemble
from generator.render.citations import Citations
from generator.render.metadata import json_ld
from generator.render.views import PageLink
from tests.support.papers import TAXONOMY, make_authors, make_paper

URL = "https://example.org/digest/"


def made(**changes: object) -> Any:
    """Return what the page of a paper says of it."""
    paper = make_paper(**changes)
    whole = site(paper)
    return read(json_ld.article(whole, paper, Citations(whole).item(paper)))[0]


def site(*papers: Any, url: str = URL) -> Site:
    return assemble(papers, taxonomy.parse(TAXONOMY, "t.yml"), settings=SiteSettings(url=url))


def read(markup: str) -> list[Any]:
    """Return the graph in a script element, which is all that stands there."""
    page = lxml.html.document_fromstring(f"<!doctype html><head>{markup}</head><body>")
    (script,) = page.xpath("//script")
    assert not page.find("body").text_content().strip()
    found = json.loads(script.text)
    assert found["@context"] == "https://schema.org"
    graph: list[Any] = found["@graph"]
    return graph


@pytest.mark.parametrize(
    ("venue", "part"),
    [
        ("Journal of Examples 12", {"@type": "Periodical", "name": "Journal of Examples"}),
        ("WWW 2024", {"@type": "CreativeWork", "name": "WWW"}),
        ("arXiv preprint", None),
        (None, None),
    ],
)
def test_a_paper_is_part_of_its_journal_or_its_proceedings(
    venue: str | None, part: dict[str, str] | None
) -> None:
    assert made(venue=venue).get("isPartOf") == part


def test_what_is_not_known_is_not_said() -> None:
    assert made(authors=(), tags=()).keys() == {
        *("@type", "@id", "url", "headline", "abstract"),
    }


def test_days_identifiers_and_the_pdf_are_said() -> None:
    said = made(
        arxiv="2402.07197", doi="10.1/a", published=dt.date(2024, 2, 1), updated=dt.date(2024, 3, 5)
    )
    assert (said["datePublished"], said["dateModified"]) == ("2024-02-01", "2024-03-05")
    assert [(each["propertyID"], each["value"]) for each in said["identifier"]] == [
        ("arxiv", "2402.07197"),
        ("doi", "10.1/a"),
    ]
    assert said["encoding"]["contentUrl"] == "https://arxiv.org/pdf/2402.07197"
    assert set(said["sameAs"]) == {"https://arxiv.org/abs/2402.07197", "https://doi.org/10.1/a"}


def test_only_an_author_with_a_page_has_an_address() -> None:
    first = make_paper(slug="a", title="A", authors=make_authors("Ada Lovelace", "Blaise Pascal"))
    other = make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace"))
    whole = site(first, other)
    graph = read(json_ld.article(whole, first, Citations(whole).item(first)))
    assert graph[0]["author"] == [
        {"@type": "Person", "name": "Ada Lovelace", "url": f"{URL}authors/ada-lovelace/"},
        {"@type": "Person", "name": "Blaise Pascal"},
    ]
    crumbs = [(each["name"], each["item"]) for each in graph[1]["itemListElement"]]
    assert crumbs == [("2025-03-11", f"{URL}dates/2025/03/11/"), ("A", f"{URL}papers/a/")]


@pytest.mark.parametrize(
    "title",
    ["</script><script>alert(1)</script>", "<!-- <script>", 'a "b" \\ c', "a\u2028b\u2029c"],
)
def test_no_title_ends_the_element(title: str) -> None:
    assert made(title=title)["headline"] == " ".join(title.split())


def test_a_site_that_does_not_know_its_address_says_nothing() -> None:
    paper = make_paper()
    whole = site(paper, url="")
    assert json_ld.article(whole, paper, Citations(whole).item(paper)) == ""
    assert json_ld.collection(whole, "tags/index.md", "Tags", [], []) == ""


def test_a_list_names_its_items_in_order_and_its_breadcrumbs() -> None:
    trail = [PageLink("Home", "index.md")]
    papers = [make_paper(slug="b", title="B </script>"), make_paper(slug="a", title="A")]
    described, crumbs = read(
        json_ld.collection(site(*papers), "tags/x/index.md", "X </script>", trail, papers)
    )
    assert (described["name"], described["url"]) == ("X </script>", f"{URL}tags/x/")
    assert described["mainEntity"]["numberOfItems"] == 2
    listed = described["mainEntity"]["itemListElement"]
    assert [(each["position"], each["url"]) for each in listed] == [
        (1, f"{URL}papers/b/"),
        (2, f"{URL}papers/a/"),
    ]
    assert [(each["position"], each["item"]) for each in crumbs["itemListElement"]] == [
        (1, URL),
        (2, f"{URL}tags/x/"),
    ]
