"""A paper's page says all we know of it, and leads on."""

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html
import pytest
from conftest import TAXONOMY, make_authors, make_paper
from site_fixtures import Page, artifacts, folded, pages

from generator import permalinks
from generator.config import Config
from generator.model import Link, Paper


def test_it_shows_title_authors_day_venue_and_every_paragraph_of_the_abstract() -> None:
    page = _page(venue="WWW 2024", abstract="First\nline.\n\nSecond.")
    assert page.headings[:2] == ["On the Use of Tests", "Abstract"]
    for text in ("Ada Lovelace, Blaise Pascal", "11 March 2025", "WWW 2024"):
        assert text in page.text
    paragraphs = [folded(each.text_content()) for each in page.body.xpath("//h2/following::p")]
    assert paragraphs[:2] == ["First line.", "Second."]


def test_one_click_leads_to_its_tags_its_day_its_month_of_publication_and_all_its_authors() -> None:
    names = [f"Author {letter}" for letter in "ABCDEFGHIJ"]
    authors = make_authors(*names)
    paper = make_paper(authors=authors, published=dt.date(2024, 2, 11))
    made = pages([paper, make_paper(slug="b", title="B", authors=authors)], TAXONOMY)
    links = made["papers/2402.07197.md"].links
    assert links["tags/testing/index.md"] == "Testing"
    assert links["dates/2025/03/11/index.md"] == "11 March 2025"
    assert links["published/2024/02/index.md"] == "11 February 2024"
    assert [links[f"authors/author-{letter}/index.md"] for letter in "abcdefghij"] == names


def test_an_author_of_this_paper_alone_is_searched_for() -> None:
    names = ["Ada Lovelace", "D'Arcy O_Neil & Co", "王小明"]
    links = _page(authors=make_authors(*names)).links
    assert [links[permalinks.search(author=name)] for name in names] == names


def test_a_spelling_of_few_papers_is_searched_for_as_most_papers_write_it() -> None:
    papers = [
        make_paper(slug="a", title="A", authors=make_authors("Jose Garcia")),
        make_paper(slug="b", title="B", authors=make_authors("José García", "José García")),
    ]
    assert pages(papers, TAXONOMY)["papers/a.md"].links["authors/jose-garcia/index.md"]
    alone = make_paper(authors=make_authors("Jose Garcia", "José García", "José García"))
    links = pages([alone], TAXONOMY)["papers/2402.07197.md"].links
    assert permalinks.search(author="José García") in links
    assert permalinks.search(author="Jose Garcia") not in links


def test_it_leads_outside_to_its_identifiers_and_links() -> None:
    links = _page(
        arxiv="2402.07197",
        doi="10.1145/3589334.3645682",
        acl="2023.acl-long.1",
        openreview="rJl-b3RcF7",
        links=(Link("code", "https://github.com/a/b_c"), Link("project", "https://a.org/(x)")),
    ).links
    assert links["https://arxiv.org/abs/2402.07197"] == "arXiv"
    assert links["https://doi.org/10.1145/3589334.3645682"] == "DOI"
    assert links["https://aclanthology.org/2023.acl-long.1"] == "ACL Anthology"
    assert links["https://openreview.net/forum?id=rJl-b3RcF7"] == "OpenReview"
    assert links["https://arxiv.org/pdf/2402.07197"] == "PDF"
    assert links["https://github.com/a/b_c"] == "Code"
    assert "Project" in links.values()


def test_it_leads_to_the_previous_and_the_next_paper_of_its_day_only() -> None:
    day, other = dt.date(2025, 3, 11), dt.date(2025, 3, 10)
    papers = [
        make_paper(slug=slug, title=f"Paper {slug}", date=date)
        for slug, date in (("a", day), ("b", day), ("c", day), ("z", other))
    ]
    made = pages(papers, TAXONOMY)
    assert _papers_linked(made["papers/a.md"]) == {"papers/b.md"}
    assert _papers_linked(made["papers/b.md"]) == {"papers/a.md", "papers/c.md"}
    assert _papers_linked(made["papers/c.md"]) == {"papers/b.md"}
    assert _papers_linked(made["papers/z.md"]) == set()


def test_previous_comes_before_next() -> None:
    papers = [make_paper(slug=slug, title=f"Paper {slug}") for slug in "abc"]
    text = pages(papers, TAXONOMY)["papers/b.md"].text
    assert text.index("Previous: Paper a") < text.index("Next: Paper c")


@pytest.mark.parametrize("field", ["authors", "tags"])
def test_a_paper_without_authors_or_tags_has_a_page(field: str) -> None:
    page = _page(**{field: ()})
    assert page.headings[0] == "On the Use of Tests"
    assert not any(target.startswith(field) for target in page.links)


def test_the_address_of_a_renamed_paper_leads_to_its_page() -> None:
    moved = _moved(make_paper(slug="new", aliases=("old",)))
    (link,) = moved.xpath("//a")
    assert (link.get("href"), link.text) == ("../../papers/new/", "On the Use of Tests")
    assert moved.xpath("//link[@rel='canonical']/@href") == ["../../papers/new/"]
    assert moved.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../papers/new/"]


def test_the_old_address_of_a_nasty_paper_shows_its_title_and_leads_to_it_exactly() -> None:
    title = '</title><script>window.hacked=1</script> {0} & "q"'
    moved = _moved(make_paper(slug="Über (a)", title=title, aliases=("old",)))
    assert moved.xpath("string(//title)") == f"{title} - Digest"
    (link,) = moved.xpath("//a")
    assert link.text == title
    assert unquote(link.get("href")) == "../../papers/Über (a)/"
    assert not moved.xpath("//script")


def test_the_description_is_whole_sentences_of_the_abstract_where_they_fit() -> None:
    page = _page(abstract="One. Two. " + "Very " * 60 + "long.")
    assert page.description == "One. Two."


def test_the_generated_markdown_reads_well_as_text() -> None:
    from generator.render import pages as rendering
    from generator.site import assemble
    from generator.taxonomy import parse

    config = Config(Path(), "Digest", "What to read.")
    (artifact,) = rendering.artifacts(assemble([make_paper()], parse(TAXONOMY, "t.yml")), config)
    lines = artifact.content.decode().split("---\n", 2)[2].strip().splitlines()
    assert lines[0] == "# On the Use of Tests"
    assert "We test what we build. It helps." in lines
    assert "\n\n\n" not in artifact.content.decode()


def _moved(paper: Paper) -> Any:
    """Return the page at a paper's first alias, which is HTML."""
    path = permalinks.moved(paper.aliases[0])
    (moved,) = [each for each in artifacts([paper], TAXONOMY) if each.path == path]
    return lxml.html.document_fromstring(moved.content)


def _page(**changes: object) -> Page:
    return pages([make_paper(**changes)], TAXONOMY)["papers/2402.07197.md"]


def _papers_linked(page: Page) -> set[str]:
    return {target for target in page.links if target.startswith("papers/")}
