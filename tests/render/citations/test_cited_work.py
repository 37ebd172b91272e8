"""A cited work's date and authors come from the facts about the paper, not from the digest."""

from tests.support.citations import citations
from tests.support.papers import make_paper


def test_the_digest_s_day_is_not_the_paper_s_day() -> None:
    assert "issued" not in citations(paper := make_paper()).item(paper)
    paper = make_paper(arxiv="2102.07197")
    assert citations(paper).item(paper)["issued"] == {"date-parts": [[2021]]}
