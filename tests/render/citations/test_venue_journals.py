"""Journals are recognized by words in their titles, by volumes, or by a list of titles."""

import pytest

from generator.render.citations.venues import parse_venue
from tests.support.papers import make_paper

JOURNALS = (
    "EMBO J", "JMLR", "TMLR 2024", "JAIR", "TACL", "TPAMI 2023", "IJCV", "IEEE Access", "BMJ",
    "Proceedings of the VLDB Endowment", "JAMA Oncology", "NEJM", "Lancet Oncology", "Cell",
    "The Lancet", "eLife", "PNAS", "MNRAS", "Isis", "Past & Present", "Neurocomputing",
    "Computational Linguistics", "Artificial Intelligence", "ACM Computing Surveys",
    "Briefings in Bioinformatics", "Journal of School Psychology", "Bull. Tests", "Phys. Rev. D",
)  # fmt: skip


@pytest.mark.parametrize("text", JOURNALS)
def test_a_journal_is_recognized_by_its_words_or_title(text: str) -> None:
    assert parse_venue(make_paper(venue=text)).kind == "journal"
