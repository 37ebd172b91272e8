"""Sections below a paper's abstract: citation, related papers, same day and details."""

import datetime as dt
from urllib.parse import unquote

from generator.core.model import Origin
from generator.library import provenance, taxonomy
from generator.library.site import assemble
from generator.render.markup import html
from generator.render.paper import sections
from generator.render.views import View
from tests.support.pages import Page, fold_whitespace, pages, parse_fragment
from tests.support.papers import TAXONOMY, make_authors, make_paper, make_related_papers

RELATED = "//h2[@class='related']/following-sibling::ul[1]"


def test_it_shows_references_and_links_to_citation_files() -> None:
    page = _page(venue="WWW 2024")
    blocks = {block.xpath("string(h3)"): block for block in page.body.xpath("//*[@class='cite']")}
    texts = {style: fold_whitespace(block.xpath("string(p)")) for style, block in blocks.items()}
    assert texts == {
        "APA": "Lovelace, A., & Pascal, B. (2024). On the Use of Tests. WWW.",
        "IEEE": "A. Lovelace and B. Pascal, “On the Use of Tests,” in WWW, 2024.",
        "BibTeX": "",
    }
    assert blocks["APA"].xpath("p/i/text()") == ["WWW"]
    assert blocks["BibTeX"].xpath("string(pre)").splitlines() == [
        "@inproceedings{lovelace2024use,",
        "  title = {On the Use of Tests},",
        "  author = {Lovelace, Ada and Pascal, Blaise},",
        "  booktitle = {WWW},",
        "  year = {2024}",
        "}",
    ]
    assert page.links_in("//a[@download]") == {
        "papers/2402.07197.bib": "BibTeX file",
        "papers/2402.07197.ris": "RIS file",
        "papers/2402.07197.json": "CSL-JSON file",
    }


def test_html_characters_in_a_name_are_text_in_bibtex() -> None:
    page = _page(title="A <b> & </pre> C", authors=make_authors("Ada <i> & Lovelace"))
    (bibtex,) = page.body.xpath("//*[@class='cite']/pre")
    assert not list(bibtex.iterdescendants())
    assert r"  title = {A <b> \& </pre> {C}}," in bibtex.text.splitlines()
    assert r"  author = {{Ada <i> \& Lovelace}}" in bibtex.text.splitlines()


def test_it_links_to_related_papers_with_their_shared_words() -> None:
    by_path = pages(make_related_papers(), TAXONOMY)
    for slug, related, title in (("a", "b", "Tactile Arms"), ("b", "a", "Grasping Robots")):
        page = by_path[f"papers/{slug}.md"]
        assert page.links_in(f"{RELATED}//a") == {f"papers/{related}.md": title}
        (text,) = page.body.xpath(f"{RELATED}//small/text()")
        label, _, words = text.partition(": ")
        assert label == "Shared words"
        assert {"robot", "tactile"} <= set(words.split(", "))
        assert "speech" not in words


def test_a_paper_with_unique_words_has_no_related_papers() -> None:
    page = pages(make_related_papers(), TAXONOMY)["papers/c.md"]
    assert "Cite" in page.headings
    assert "Related papers" not in page.headings
    assert not page.body.xpath(RELATED)


def test_it_links_to_its_neighbours_of_the_same_day() -> None:
    day, day_before = dt.date(2025, 3, 11), dt.date(2025, 3, 10)
    papers = [
        make_paper(slug=slug, title=f"Paper {slug}", date=date)
        for slug, date in (("a", day), ("b", day), ("c", day), ("z", day_before))
    ]
    by_path = pages(papers, TAXONOMY)
    assert _linked_neighbours(by_path["papers/a.md"]) == {"papers/b.md"}
    assert _linked_neighbours(by_path["papers/b.md"]) == {"papers/a.md", "papers/c.md"}
    assert _linked_neighbours(by_path["papers/c.md"]) == {"papers/b.md"}
    assert _linked_neighbours(by_path["papers/z.md"]) == set()


def test_previous_comes_before_next() -> None:
    papers = [make_paper(slug=slug, title=f"Paper {slug}") for slug in "abc"]
    page = pages(papers, TAXONOMY)["papers/b.md"]
    assert page.text.index("Previous: Paper a") < page.text.index("Next: Paper c")
    assert "More from 11 March 2025" in page.headings


def test_details_name_the_source_of_each_current_value() -> None:
    title, venue = map(provenance.value_fingerprint, ("On the Use of Tests", "V"))
    origins = (
        Origin("arxiv", dt.date(2025, 3, 11), (("title", title),)),
        Origin("a.txt", dt.date(2025, 3, 12), (("title", "0000"), ("venue", venue))),
        Origin("b.txt", dt.date(2025, 3, 12), (("venue", "0000"),)),
    )
    page = _page(venue="V", organization="A Lab", provenance=origins)
    (details,) = page.body.xpath("//p[@class='record']")
    assert details.text_content() == (
        "organization: A Lab · title from arXiv, 11 March 2025 · venue from a.txt, 12 March 2025"
    )


def test_details_show_further_facts_and_the_entry_s_source() -> None:
    page = _page(
        updated=dt.date(2024, 3, 1),
        categories=("cs.CL", "cs.LG"),
        upvotes=7,
        submitted_by="A & B",
        source="A list of *papers*, 11 March 2025",
    )
    (details,) = page.body.xpath("//p[@class='record']")
    assert fold_whitespace(details.text_content()) == (
        "updated 1 March 2024 · arXiv categories: cs.CL, cs.LG · 7 upvotes · submitted by A & B"
        " · source: A list of *papers*, 11 March 2025"
    )
    assert not _page().body.xpath("//p[@class='record']")


def test_details_link_to_the_entry_s_editor_if_configured() -> None:
    paper = make_paper(path="papers/2025/Ü &.md", source="A list")
    view = View(assemble([paper], taxonomy.parse(TAXONOMY, "t.yml")), markup=html)
    edit_url = "https://example.org/edit/?a=b&file="
    (link,) = parse_fragment(sections.details(view, paper, edit_url)).xpath("p/a")
    assert link.text == "Edit this entry"
    assert unquote(link.get("href")) == f"{edit_url}papers/2025/Ü &.md"
    assert link.getparent().text == "source: A list · "
    assert "Edit this entry" not in sections.details(view, paper, "")


def _page(**changes: object) -> Page:
    return pages([make_paper(**changes)], TAXONOMY)["papers/2402.07197.md"]


def _linked_neighbours(page: Page) -> set[str]:
    """Return the papers of the same day that a page links to."""
    return set(page.links_in("//h2[@class='turn']/following-sibling::ul[1]//a"))
