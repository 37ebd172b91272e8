"""Tests of accented and special letters."""

import pytest

from generator.text import tex


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"Sch\"olkopf, Erd\H{o}s, P\'{o}lya, Fran\c{c}ois", "Schölkopf, Erdős, Pólya, François"),
        (
            r"{\"O}zg{\"u}r, Dvo\v{r}\'ak, \'{\i}, \^{\i}le, l'h\^opital",
            "Özgür, Dvořák, í, île, l'hôpital",
        ),
        (
            r"Stra\ss e, Stra{\ss}e, \O{}rsted, {\L}ukasz, Bj\o rn",
            "Straße, Straße, Ørsted, Łukasz, Bjørn",
        ),
    ],
)
def test_accents_and_special_letters_become_characters(written: str, shown: str) -> None:
    assert tex.to_plain_text(written) == shown
