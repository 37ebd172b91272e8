"""A paper's document has the words of every field, and one word for each full name."""

from generator.library import taxonomy
from generator.library.site import assemble
from tests.support.papers import TAXONOMY, make_paper
from tests.support.sites import documents_of


def test_a_paper_is_found_by_every_field_and_full_names() -> None:
    paper = make_paper(venue="WWW 2024", categories=("cs.AI",))
    (found,) = documents_of(assemble([paper], taxonomy.parse(TAXONOMY, "t.yml")))
    assert found["title"] == ["on", "the", "use", "of", "tests"]
    assert found["authors"][:4] == ["ada", "lovelace", "blaise", "pascal"]
    assert found["authors"][4:] == ["ada-lovelace_", "blaise-pascal_"]
    assert found["tags"] == ["testing", "methods", "testing_", "methods_"]
    assert (found["venue"], found["category"]) == (
        ["www", "2024", "www-2024_"],
        ["cs", "ai", "cs-ai_"],
    )
    assert found["identifier"] == ["2402", "07197", "2402-07197_"]
    assert (found["year"], found["day"]) == (
        ["2025"],
        ["2025", "03", "11", "march", "2025-03_", "2025-03-11_"],
    )
