"""A paper's document has the words of every field, and one word for each full name."""

from generator.library import taxonomy
from generator.library.site import assemble
from tests.support.papers import TAXONOMY, make_paper
from tests.support.sites import documents_of


def test_a_paper_is_indexed_by_every_field_and_full_names() -> None:
    paper = make_paper(venue="WWW 2024", categories=("cs.AI",))
    (document,) = documents_of(assemble([paper], taxonomy.parse(TAXONOMY, "t.yml")))
    assert document["title"] == ["on", "the", "use", "of", "tests"]
    assert document["authors"][:4] == ["ada", "lovelace", "blaise", "pascal"]
    assert document["authors"][4:] == ["ada-lovelace_", "blaise-pascal_"]
    assert document["tags"] == ["testing", "methods", "testing_", "methods_"]
    assert (document["venue"], document["category"]) == (
        ["www", "2024", "www-2024_"],
        ["cs", "ai", "cs-ai_"],
    )
    assert document["identifier"] == ["2402", "07197", "2402-07197_"]
    assert (document["year"], document["day"]) == (
        ["2025"],
        ["2025", "03", "11", "march", "2025-03_", "2025-03-11_"],
    )
