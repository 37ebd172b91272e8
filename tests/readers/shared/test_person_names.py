"""Test the names of persons in citation files."""

import pytest

from generator.readers import bibtex, ris


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Jürgen Müller 0001", "Jürgen Müller"),
        ("Müller 0001, Jürgen", "Jürgen Müller"),
        ("Müller, Jürgen 0012", "Jürgen Müller"),
        ("{Team 0001}", "Team 0001"),
        ("Expedition 1984", "Expedition 1984"),
    ],
)
def test_dblp_s_number_for_namesakes_is_not_in_a_bibtex_name(written: str, name: str) -> None:
    text = f"@misc{{a, title={{T}}, author={{{written} and Bo}}, abstract={{We.}}}}"
    assert bibtex.read(text).entries[0].fields["authors"] == [name, "Bo"]


@pytest.mark.parametrize(
    "written", ["Jürgen Müller 0001", "Müller 0001, Jürgen", "Müller, Jürgen 0012"]
)
def test_dblp_s_number_for_namesakes_is_not_in_an_ris_name(written: str) -> None:
    text = f"TY  - JOUR\nTI  - T\nAU  - {written}\nAB  - We.\nER  - "
    assert ris.read(text).entries[0].fields["authors"] == ["Jürgen Müller"]
