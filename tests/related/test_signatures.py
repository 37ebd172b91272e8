"""The terms of papers, and their counts."""

from generator.related import signatures
from tests.support.papers import make_paper


def test_a_term_of_the_title_counts_more() -> None:
    counted = signatures.count_terms(make_paper(title="Graphs", abstract="A node and a graph."))
    assert dict(zip(counted.terms.split(), counted.counts, strict=True)) == {
        "node": 1,
        "graph": 1 + signatures.TITLE_COUNT,
    }
