"""Test which comments and abstracts say that a paper was withdrawn."""

import pytest

from generator.readers.shared.withdrawal_statements import is_withdrawn, possible_withdrawal


@pytest.mark.parametrize(
    "statement",
    [
        "This paper has been withdrawn by the author due to a sign error in equation 1",
        "This article has been withdrawn.",
        "This submission has been withdrawn by arXiv administrators due to disputed authorship",
        "This paper is now withdrawn", "This manuscript was temporarily withdrawn",
        "The paper has been withdrawn since it is superseded", "Paper withdrawn", "Withdrawn",
        "WITHDRAWN: an error in Theorem 2", "withdrawn by the authors", "Withdrawn by arXiv admin",
        "The authors have withdrawn this paper because of an error", "We withdraw this preprint",
        "arXiv admin note: This version has been removed by arXiv administrators",
        "This work has been retracted by its authors", "Withdrawn from arXiv",
        "This paper has been withdrawn from the arXiv", "We withdraw this paper from arXiv",
        "This paper was withdrawn by its author as version 1 has an error",
        "This paper has been withdrawn at the authors' request",
    ],
)  # fmt: skip
def test_a_statement_in_comment_or_abstract_is_recognized(statement: str) -> None:
    assert is_withdrawn(statement, "We test.")
    assert is_withdrawn(f"12 pages. {statement}", "We test.")
    assert is_withdrawn("", statement)


@pytest.mark.parametrize(
    "comment",
    [
        "Withdrawn due to an error in Lemma 2",
        "12 pages, withdrawn by the authors",
        "4 pages (withdrawn)",
        "LaTeX 12 pages, withdrawn",
        "Paper withdrawn because of an error",
        "Withdrawn by the authors, who submitted to ICLR 2025 what is right",
    ],
)
def test_a_short_statement_in_a_comment_is_recognized(comment: str) -> None:
    assert is_withdrawn(comment, "We test.")


@pytest.mark.parametrize(
    "comment",
    [
        "This paper was withdrawn from ICLR 2025 and is now under review elsewhere",
        "Our submission was withdrawn from CVPR", "Withdrawn from NeurIPS",
        "This paper was withdrawn by the authors from ICLR 2025",
        "We have withdrawn this paper from the journal",
        "The document is retracted in part; see v3", "This paper is partially retracted",
        "Withdrawn: v1 due to an error, v2 is right", "Withdrawn due to an error in v1",
        "a previous version was withdrawn", "The first version, withdrawn, had an error",
        "CVPR25, withdrawn", "ICLR 2025 (withdrawn)", "Submitted to a journal, withdrawn",
        "NeurIPS'24, withdrawn",
    ],
)  # fmt: skip
def test_an_ambiguous_comment_is_only_a_possible_withdrawal(comment: str) -> None:
    assert not is_withdrawn(comment, "We test.")
    assert possible_withdrawal(comment, "We test.") == comment


@pytest.mark.parametrize(
    "abstract",
    [
        "This paper studies patients who have withdrawn their consent.",
        "Withdrawn from the market in 2004, the drug is studied.",
        "Withdrawn patients were replaced. We count them.",
        "We study how papers are retracted. The paper is a study of withdrawn papers.",
        "Users have withdrawn this consent. We retract the paper's old claim by a proof.",
        "Requests may be withdrawn by the author of a message.",
        "A previous version of this paper has been withdrawn from a journal.",
        "Withdrawn due to safety concerns, the drug came back.",
    ],
)
def test_an_abstract_about_withdrawals_is_not_a_statement(abstract: str) -> None:
    assert not is_withdrawn("Withdrawn from ICLR 2024", abstract)
