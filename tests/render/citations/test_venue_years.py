"""The year of a venue is distinguished from its volume, issue and pages."""

import pytest

from generator.render.citations.venues import Venue, parse_venue
from tests.support.papers import make_paper

JOURNALS = {
    "Nature Medicine 29(8), 1930–1940, 2023": ("Nature Medicine", 2023, "29", "8", "1930-1940"),
    "Journal of X 12, 1801-1810 (2015)": ("Journal of X", 2015, "12", "", "1801-1810"),
    "PNAS 117(48), 1801-1810 (2020)": ("PNAS", 2020, "117", "48", "1801-1810"),
    "JHEP 05 (2019) 123": ("JHEP", 2019, "05", "", "123"),
    "Physics Letters B 716 (2012) 1-29": ("Physics Letters B", 2012, "716", "", "1-29"),
    "Annals of Tests 141 (1995), 443-551": ("Annals of Tests", 1995, "141", "", "443-551"),
    "Journal of High Energy Physics 2019(5), 123": (
        "Journal of High Energy Physics", 2019, "2019", "5", "123"
    ),
    "Phil. Trans. A 369(1951), 4701–4717, 2011": (
        "Phil. Trans. A", 2011, "369", "1951", "4701-4717"
    ),
    "Phil. Trans. A 369(1951), 4701–4717": ("Phil. Trans. A", None, "369", "1951", "4701-4717"),
    "Nature Communications 11, 1801": ("Nature Communications", None, "11", "", "1801"),
    "Journal of X 12, 1801-1810": ("Journal of X", None, "12", "", "1801-1810"),
    "Journal of X 12, 2081": ("Journal of X", None, "12", "", "2081"),
    "N Engl J Med 2020; 383:2603-2615": ("N Engl J Med", 2020, "383", "", "2603-2615"),
    "Phys. Rev. Lett. 131, 123401": ("Phys. Rev. Lett.", None, "131", "", "123401"),
    "Oikos, June 1973": ("Oikos", 1973, "", "", ""),
    "Science (June 1973)": ("Science", 1973, "", "", ""),
    "Some Periodical 12:e34": ("Some Periodical", None, "12", "", "e34"),
    "PVLDB 16(3): 345-358": ("PVLDB", None, "16", "3", "345-358"),
    "Accepted for publication in Nature": ("Nature", None, "", "", ""),
}  # fmt: skip


CONFERENCES = {
    "Advances in Neural Information Processing Systems 36 (NeurIPS 2023)": (
        "Advances in Neural Information Processing Systems 36 (NeurIPS)", 2023
    ),
    "2023 IEEE/CVF Conference on Vision (CVPR)": ("IEEE/CVF Conference on Vision (CVPR)", 2023),
    "2023 Conference on Vision (CVPR 2023)": ("Conference on Vision (CVPR)", 2023),
    "Proceedings of the 2023 Conference on Tests": ("Proceedings of the Conference on Tests", 2023),
    "ICLR 2024 Spotlight": ("ICLR", 2024),
    "CVPR 2024, Highlight": ("CVPR", 2024),
    "CoRL 2022 - Oral": ("CoRL", 2022),
    "CoRL 2022 Best Paper Award": ("CoRL", 2022),
    "EMNLP 2021 Findings": ("EMNLP Findings", 2021),
    "NeurIPS 2023 Workshop on Robot Learning": ("NeurIPS Workshop on Robot Learning", 2023),
    "KDD '17": ("KDD", 2017),
    "CHI ’23": ("CHI", 2023),
    "SIGMOD'98": ("SIGMOD", 1998),
    "CVPR2024": ("CVPR", 2024),
    "Accepted at ICML 2024": ("ICML", 2024),
    "To appear in KDD 2025": ("KDD", 2025),
    "KDD 2025 (to appear)": ("KDD", 2025),
    "In Proceedings of Tests, 2020.": ("Proceedings of Tests", 2020),
    "Letters track, KDD 2020": ("Letters track, KDD", 2020),
    "Late-Breaking Reports": ("Late-Breaking Reports", None),
    "Journal track of ECML": ("Journal track of ECML", None),
    "Association for Computational Linguistics": (
        "Association for Computational Linguistics", None
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), JOURNALS.items())
def test_a_journal_s_numbers_are_not_its_year(
    text: str, expected: tuple[str, int | None, str, str, str]
) -> None:
    assert parse_venue(make_paper(venue=text)) == Venue("journal", *expected)


@pytest.mark.parametrize(("text", "expected"), CONFERENCES.items())
def test_a_conference_s_year_is_found_anywhere(text: str, expected: tuple[str, int | None]) -> None:
    assert parse_venue(make_paper(venue=text)) == Venue("conference", *expected)
