"""The tree of tags, and the lists of areas and topics."""

from tests.support.pages import pages
from tests.support.papers import TAXONOMY, make_paper


def test_the_tree_counts_each_paper_once_per_topic_and_area() -> None:
    papers = [
        make_paper(slug="a", title="A", tags=("testing", "measuring")),
        make_paper(slug="b", title="B", tags=("testing",)),
    ]
    text = pages(papers, TAXONOMY)["tags/index.md"].text
    for label in ("Methods (2)", "Testing (2)", "Measuring (1)", "2 papers"):
        assert label in text


def test_the_tree_describes_every_tag_in_taxonomy_order() -> None:
    text = pages([make_paper()], TAXONOMY)["tags/index.md"].text
    described = ("How it is done.", "Trying whether it works.", "Putting numbers to it.")
    places = [text.index(text_of_tag) for text_of_tag in described]
    assert places == sorted(places)


def test_the_tree_links_to_every_tag() -> None:
    links = pages([make_paper()], TAXONOMY)["tags/index.md"].links
    assert {
        "tags/methods/index.md",
        "tags/testing/index.md",
        "tags/measuring/index.md",
    } <= links.keys()


def test_an_area_lists_the_papers_of_its_topics() -> None:
    area = pages([make_paper(tags=("testing",))], TAXONOMY)["tags/methods/index.md"]
    assert "papers/2402.07197.md" in area.links
    assert "Testing (1)" in area.text
    assert "Measuring" not in area.text


def test_a_topic_has_a_description_and_links_up() -> None:
    topic = pages([make_paper()], TAXONOMY)["tags/testing/index.md"]
    assert "Trying whether it works." in topic.text
    assert {"tags/methods/index.md", "tags/index.md"} <= topic.links.keys()


def test_a_paper_is_listed_only_by_its_tags() -> None:
    by_path = pages([make_paper(tags=("testing",))], TAXONOMY)
    assert "papers/2402.07197.md" not in by_path["tags/measuring/index.md"].links


def test_the_label_and_description_of_a_tag_are_text() -> None:
    tags = "a-b:\n  label: '*A* <b> & {{B}}'\n  description: '# 1. `x` [y](z) {: .c }'\n"
    by_path = pages([make_paper(tags=("a-b",))], tags)
    assert by_path["tags/a-b/index.md"].headings[0] == "*A* <b> & {{B}}"
    assert "# 1. `x` [y](z) {: .c }" in by_path["tags/a-b/index.md"].text
    assert "*A* <b> & {{B}} (1)" in by_path["tags/index.md"].text
