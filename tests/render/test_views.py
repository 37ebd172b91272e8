"""Links and facts that pages show about papers and authors."""

from generator.core import permalinks
from generator.core.model import Link
from tests.support.pages import Page, pages
from tests.support.papers import TAXONOMY, make_authors, make_paper


def test_an_author_without_a_page_links_to_a_search() -> None:
    names = ["Ada Lovelace", "D'Arcy O_Neil & Co", "王小明"]
    links = _page(authors=make_authors(*names)).links
    assert [links[permalinks.search(author=name)] for name in names] == names


def test_a_rare_spelling_links_to_a_search_for_the_common_one() -> None:
    papers = [
        make_paper(slug="a", title="A", authors=make_authors("Jose Garcia")),
        make_paper(slug="b", title="B", authors=make_authors("José García", "José García")),
    ]
    assert pages(papers, TAXONOMY)["papers/a.md"].links["authors/jose-garcia/index.md"]
    paper = make_paper(authors=make_authors("Jose Garcia", "José García", "José García"))
    links = pages([paper], TAXONOMY)["papers/2402.07197.md"].links
    assert permalinks.search(author="José García") in links
    assert permalinks.search(author="Jose Garcia") not in links


def test_it_links_to_outside_pages_by_identifier_and_link() -> None:
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


def test_the_description_is_the_key_sentence_cut_to_length() -> None:
    page = _page(abstract="One. Two. We propose a third. " + "Very " * 60 + "long.")
    assert page.description == "We propose a third."
    long = _page(abstract="One. We propose " + "very " * 60 + "long.").description
    assert long.startswith("We propose very")
    assert long.endswith("very…")
    assert 100 < len(long) <= 155


def _page(**changes: object) -> Page:
    return pages([make_paper(**changes)], TAXONOMY)["papers/2402.07197.md"]
