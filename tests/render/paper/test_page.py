"""A paper's page says all we know of it, and leads on."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html
import pytest

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Link, Origin, Paper
from generator.library import provenance
from generator.library.site import SiteSettings, assemble
from generator.library.taxonomy import parse
from generator.related.neighbours import Related
from generator.render.artifact import Artifact
from generator.render.citations import Citations
from generator.render.paper import page as rendering
from tests.support.pages import Page, artifacts, fold_whitespace, pages, parse_page
from tests.support.papers import TAXONOMY, make_authors, make_paper

UNNAMED = SiteSettings()
RELATED = "//h2[@class='related']/following-sibling::ul[1]"


def test_it_shows_title_authors_day_venue_and_the_full_abstract() -> None:
    page = _page(venue="WWW 2024", abstract="First\nline.\n\nSecond.")
    assert page.headings[:2] == ["On the Use of Tests", "Abstract"]
    for text in ("Ada Lovelace, Blaise Pascal", "11 March 2025", "WWW 2024"):
        assert text in page.text
    paragraphs = [fold_whitespace(each.text_content()) for each in page.body.xpath("//h2/following::p")]
    assert paragraphs[:2] == ["First line.", "Second."]


def test_it_links_to_tags_day_month_and_all_authors() -> None:
    names = [f"Author {letter}" for letter in "ABCDEFGHIJ"]
    authors = make_authors(*names)
    paper = make_paper(authors=authors, published=dt.date(2024, 2, 11))
    made = pages([paper, make_paper(slug="b", title="B", authors=authors)], TAXONOMY)
    links = made["papers/2402.07197.md"].links
    assert links["tags/testing/index.md"] == "Testing"
    assert links["dates/2025/03/11/index.md"] == "11 March 2025"
    assert links["published/2024/02/index.md"] == "11 February 2024"
    assert [links[f"authors/author-{letter}/index.md"] for letter in "abcdefghij"] == names


def test_a_withdrawn_paper_says_so_before_all_else() -> None:
    page = _page(withdrawn=dt.date(2025, 4, 1))
    notice, facts = page.body.xpath("//p[@class='withdrawn'] | //p[@class='facts']")
    assert notice.text_content().startswith("This paper has been withdrawn: ")
    assert facts.text_content().startswith("withdrawn on 1 April 2025 · 11 March 2025")
    assert "withdrawn" not in _page().text


def test_the_record_says_which_source_gave_what_is_there_now() -> None:
    origins = (
        Origin(
            "arxiv",
            dt.date(2025, 3, 11),
            (("title", provenance.value_fingerprint("On the Use of Tests")),),
        ),
        Origin(
            "a.txt",
            dt.date(2025, 3, 12),
            (("title", "0000"), ("venue", provenance.value_fingerprint("V"))),
        ),
        Origin("b.txt", dt.date(2025, 3, 12), (("venue", "0000"),)),
    )
    page = _page(venue="V", organization="A Lab", provenance=origins)
    [record] = page.body.xpath("//p[@class='record']")
    assert record.text_content() == (
        "organization: A Lab · title from arXiv, 11 March 2025 · venue from a.txt, 12 March 2025"
    )


def test_an_author_of_this_paper_alone_is_searched_for() -> None:
    names = ["Ada Lovelace", "D'Arcy O_Neil & Co", "王小明"]
    links = _page(authors=make_authors(*names)).links
    assert [links[permalinks.search(author=name)] for name in names] == names


def test_a_rare_spelling_is_searched_by_the_common_one() -> None:
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


def test_it_links_to_its_neighbours_of_the_same_day() -> None:
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
    page = pages(papers, TAXONOMY)["papers/b.md"]
    assert page.text.index("Previous: Paper a") < page.text.index("Next: Paper c")
    assert "More of 11 March 2025" in page.headings


def test_it_shows_references_and_links_to_citation_files() -> None:
    page = _page(venue="WWW 2024")
    cited = {each.xpath("string(h3)"): each for each in page.body.xpath("//*[@class='cite']")}
    assert {style: fold_whitespace(each.xpath("string(p)")) for style, each in cited.items()} == {
        "APA": "Lovelace, A., & Pascal, B. (2024). On the Use of Tests. WWW.",
        "IEEE": "A. Lovelace and B. Pascal, “On the Use of Tests,” in WWW, 2024.",
        "BibTeX": "",
    }
    assert cited["APA"].xpath("p/i/text()") == ["WWW"]
    assert cited["BibTeX"].xpath("string(pre)").splitlines() == [
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
    (written,) = page.body.xpath("//*[@class='cite']/pre")
    assert not list(written.iterdescendants())
    assert r"  title = {A <b> \& </pre> {C}}," in written.text.splitlines()
    assert r"  author = {{Ada <i> \& Lovelace}}" in written.text.splitlines()


def test_it_links_to_related_papers_with_their_shared_words() -> None:
    made = pages(_some_related(), TAXONOMY)
    for slug, other, title in (("a", "b", "Tactile Arms"), ("b", "a", "Grasping Robots")):
        page = made[f"papers/{slug}.md"]
        assert page.links_in(f"{RELATED}//a") == {f"papers/{other}.md": title}
        (said,) = page.body.xpath(f"{RELATED}//small/text()")
        shares, _, words = said.partition(": ")
        assert shares == "Shares"
        assert {"robot", "tactile"} <= set(words.split(", "))
        assert "speech" not in words


def test_a_paper_with_unique_words_has_no_related_papers() -> None:
    page = pages(_some_related(), TAXONOMY)["papers/c.md"]
    assert "Cite" in page.headings
    assert "Related papers" not in page.headings
    assert not page.body.xpath(RELATED)


def test_the_record_shows_further_facts_and_their_sources() -> None:
    page = _page(
        updated=dt.date(2024, 3, 1),
        categories=("cs.CL", "cs.LG"),
        upvotes=7,
        submitted_by="A & B",
        source="A list of *papers*, 11 March 2025",
    )
    (record,) = page.body.xpath("//p[@class='record']")
    assert fold_whitespace(record.text_content()) == (
        "updated 1 March 2024 · arXiv subjects: cs.CL, cs.LG · 7 upvotes · put forward by A & B"
        " · record: A list of *papers*, 11 March 2025"
    )
    assert not _page().body.xpath("//p[@class='record']")


def test_the_record_links_to_the_entry_s_editor_if_configured() -> None:
    paper = make_paper(path="papers/2025/Ü &.md", source="A list")
    address = "https://example.org/edit/?a=b&file="
    (link,) = parse_page(_artifact([paper], edit_url=address)).body.xpath("//p[@class='record']/a")
    assert link.text == "Edit this entry"
    assert unquote(link.get("href")) == f"{address}papers/2025/Ü &.md"
    assert link.getparent().text == "record: A list · "
    assert "Edit this entry" not in parse_page(_artifact([paper])).text


def test_facts_a_page_shows_renew_it_when_they_change() -> None:
    papers = _some_related()
    known = _artifact(papers)
    assert known.key
    a, b, c = papers
    respelled = [a, replace(b, title="Tactile: Arms"), c]
    assert Related(respelled).of("a") == Related(papers).of("a")
    _expect_new(known, _artifact(respelled))
    _expect_new(known, _artifact([a, replace(b, abstract="It transcribes."), c]))
    _expect_new(known, _artifact(papers, edit_url="https://example.org/edit/"))
    _expect_new(known, _artifact(papers, settings=SiteSettings(url="https://example.org/")))
    _expect_new(known, _artifact(papers, settings=SiteSettings(language="de")))
    _expect_new(known, _artifact(papers, settings=SiteSettings(name="Another Digest")))


def test_another_citation_key_makes_a_page_anew() -> None:
    papers = _some_related()
    earlier = make_paper(
        slug="d",
        title="Grasping",
        abstract="Unlike texts have unlike words.",
        date=papers[0].date - dt.timedelta(days=9),
    )
    assert Related(papers).of("a") == Related([*papers, earlier]).of("a")
    before, after = _artifact(papers), _artifact([*papers, earlier])
    assert b"lovelace2025grasping," in before.content
    assert b"lovelace2025graspinga," in after.content
    assert before.key != after.key


def test_facts_a_page_does_not_show_leave_it_unchanged() -> None:
    papers = _some_related()
    known = _artifact(papers)
    a, b, c = papers
    for others in (
        [a, b, replace(c, title="Spoken Words")],
        [a, b, replace(c, venue="WWW 2024", tags=())],
        [a, replace(b, venue="WWW 2024", source="A list", tags=("measuring",)), c],
        [c, b, a],
    ):
        made = _artifact(others)
        assert (made.key, made.content) == (known.key, known.content)


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


def test_a_nasty_paper_s_old_address_redirects_to_it_exactly() -> None:
    title = '</title><script>window.hacked=1</script> {0} & "q"'
    moved = _moved(make_paper(slug="Über (a)", title=title, aliases=("old",)))
    assert moved.xpath("string(//title)") == f"{title} - Digest"
    (link,) = moved.xpath("//a")
    assert link.text == title
    assert unquote(link.get("href")) == "../../papers/Über (a)/"
    assert not moved.xpath("//script")


def test_the_description_is_the_claim_cut_to_length() -> None:
    page = _page(abstract="One. Two. We propose a third. " + "Very " * 60 + "long.")
    assert page.description == "We propose a third."
    long = _page(abstract="One. We propose " + "very " * 60 + "long.").description
    assert long.startswith("We propose very")
    assert long.endswith("very…")
    assert 100 < len(long) <= 155


def test_the_generated_markdown_reads_well_as_text() -> None:
    artifact = _artifact([make_paper()], slug="2402.07197")
    lines = artifact.content.decode().split("---\n", 2)[2].strip().splitlines()
    assert lines[0] == "# On the Use of Tests"
    assert "We test what we build. It helps." in lines
    assert "\n\n\n" not in artifact.content.decode()


def _moved(paper: Paper) -> Any:
    """Return the page at a paper's first alias, which is HTML."""
    path = permalinks.former_paper(paper.aliases[0])
    (moved,) = [each for each in artifacts([paper], TAXONOMY) if each.path == path]
    return lxml.html.document_fromstring(moved.content)


def _page(**changes: object) -> Page:
    return pages([make_paper(**changes)], TAXONOMY)["papers/2402.07197.md"]


def _papers_linked(page: Page) -> set[str]:
    """Return the papers of its day that a page leads to."""
    return set(page.links_in("//h2[@class='turn']/following-sibling::ul[1]//a"))


def _some_related() -> list[Paper]:
    """Return two papers that share rare words, and one that shares none, each of its own day."""
    texts = (
        ("Grasping Robots", "A robot arm grasps objects with tactile sensing."),
        ("Tactile Arms", "Tactile sensing helps a robot arm."),
        ("Speech", "Acoustic models transcribe language."),
    )
    return [
        make_paper(slug=slug, title=title, abstract=abstract, date=dt.date(2025, 3, day))
        for slug, day, (title, abstract) in zip("abc", (11, 12, 13), texts, strict=True)
    ]


def _artifact(
    papers: list[Paper],
    *,
    slug: str = "",
    edit_url: str = "",
    settings: SiteSettings = UNNAMED,
) -> Artifact:
    """Return the page of one of some papers, by default the first by slug, as an artifact."""
    whole = assemble(papers, parse(TAXONOMY, "t.yml"), settings=settings)
    config = Config(Path(), "Digest", "What to read.", edit_url=edit_url)
    path = permalinks.paper(slug or min(paper.slug for paper in papers))
    made = rendering.artifacts(whole, config, Related(whole.papers), Citations(whole))
    return next(each for each in made if each.path == path)


def _expect_new(before: Artifact, after: Artifact) -> None:
    """Check that a page says another thing than before, and that its key knows it."""
    assert before.content != after.content
    assert before.key != after.key
