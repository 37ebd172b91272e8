"""A venue has the kind of its paper, and its title, year, volume, issue and pages."""

import pytest

from generator.render.citations.venues import Venue, parse_venue
from tests.support.papers import make_paper

VENUES = {
    "WWW 2024": Venue("conference", "WWW", 2024),
    "ICLR 2025 (Oral)": Venue("conference", "ICLR", 2025),
    "ICLR 2025 (Best Paper)": Venue("conference", "ICLR", 2025),
    "ICML": Venue("conference", "ICML"),
    "Findings of EMNLP 2021": Venue("conference", "Findings of EMNLP", 2021),
    "ALA 2023 (Learning Agents Workshop)": Venue(
        "conference", "ALA (Learning Agents Workshop)", 2023
    ),
    "Annual Meeting of Reviews 2020": Venue("conference", "Annual Meeting of Reviews", 2020),
    f"A {' ' * 900} B": Venue("conference", "A B"),
    "2024": Venue("conference", "2024"),
    "Journal of Examples 2026": Venue("journal", "Journal of Examples", 2026),
    "Nature 620, 1-5 (2023)": Venue("journal", "Nature", 2023, "620", "", "1-5"),
    "Science 380(6650), 1123–1130, 2023": Venue(
        "journal", "Science", 2023, "380", "6650", "1123-1130"
    ),
    "Physical Review Letters 131, 2023": Venue("journal", "Physical Review Letters", 2023, "131"),
    "Acta Numerica vol. 12, no. 3, pp. 4-5": Venue(
        "journal", "Acta Numerica", None, "12", "3", "4-5"
    ),
    "Some Periodical 7(2)": Venue("journal", "Some Periodical", None, "7", "2"),
    "Proceedings of the National Academy of Sciences": Venue(
        "journal", "Proceedings of the National Academy of Sciences"
    ),
    "IEEE Transactions on Tests": Venue("journal", "IEEE Transactions on Tests"),
    "bioRxiv 2024": Venue("preprint", "bioRxiv", 2024),
    "arXiv preprint arXiv:2402.07197": Venue("preprint", "arXiv preprint arXiv:2402.07197"),
}


@pytest.mark.parametrize(("text", "expected"), VENUES.items())
def test_a_venue_is_parsed(text: str, expected: Venue) -> None:
    assert parse_venue(make_paper(venue=text)) == expected


def test_a_paper_without_a_venue_is_a_preprint() -> None:
    assert parse_venue(make_paper()) == Venue("preprint")
    assert parse_venue(make_paper(arxiv="2402.07197")) == Venue("preprint", "arXiv")


@pytest.mark.parametrize("kind", ["preprint", "conference", "journal"])
def test_the_type_of_an_entry_has_precedence(kind: str) -> None:
    assert parse_venue(make_paper(type=kind, venue="Journal of Conferences 2024")).kind == kind


@pytest.mark.parametrize(
    "text", ["Under review", "Under double-blind review at ICLR 2026", "Submitted to Nature",
             "In submission", "under submission to KDD 2026"],
)  # fmt: skip
def test_a_venue_of_submission_does_not_count(text: str) -> None:
    assert parse_venue(make_paper(venue=text)) == Venue("preprint")
    assert parse_venue(make_paper(venue=text, arxiv="2402.07197")) == Venue("preprint", "arXiv")
