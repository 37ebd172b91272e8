"""A cited work's date and authors come from the facts about the paper, not from the digest."""

from tests.support.citations import citations
from tests.support.papers import make_paper


def test_the_day_of_the_digest_is_not_cited() -> None:
    assert "issued" not in citations(paper := make_paper()).item(paper)
    paper = make_paper(arxiv="2102.07197")
    assert citations(paper).item(paper)["issued"] == {"date-parts": [[2021]]}
