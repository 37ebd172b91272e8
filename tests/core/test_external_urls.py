"""Tests of URLs in text, their kinds, and the identifiers in them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.external_urls import (
    find_arxiv_id,
    find_links,
    identifier_in_url,
    link_kind,
    parse_identifier,
)
from generator.core.identifiers import check_web_url


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Code: https://github.com/a/b.", {"code": "https://github.com/a/b"}),
        ("(https://github.com/a/b_(c)).", {"code": "https://github.com/a/b_(c)"}),
        ("代码在https://github.com/a/b。", {"code": "https://github.com/a/b"}),
        ("“https://gitlab.com/a/b”, see", {"code": "https://gitlab.com/a/b"}),
        ("https://huggingface.co/a/b", {"model": "https://huggingface.co/a/b"}),
        ("https://huggingface.co/datasets/a", {"data": "https://huggingface.co/datasets/a"}),
        ("https://huggingface.co/spaces/a", {"demo": "https://huggingface.co/spaces/a"}),
        ("https://youtu.be/a", {"video": "https://youtu.be/a"}),
        ("https://a.github.io/b/", {"project": "https://a.github.io/b/"}),
        ("https://a.org and https://b.org", {"project": "https://a.org"}),
        ("https://. http://[::1 ftp://a.org", {}),
    ],
)
def test_links_in_a_text_are_found_by_kind(text: str, links: dict[str, str]) -> None:
    assert find_links(text) == links


@given(st.text() | st.text(alphabet="https:/.)[](] a"))
def test_every_link_found_in_a_text_is_a_valid_url(text: str) -> None:
    links = find_links("https://a.org/" + text)
    assert [check_web_url(url) for url in links.values()] == list(links.values())


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://arxiv.org/abs/2402.07197v2", ("arxiv", "2402.07197")),
        ("http://export.arxiv.org/pdf/hep-th/9901001v1.pdf", ("arxiv", "hep-th/9901001")),
        ("https://huggingface.co/papers/2402.07197", ("arxiv", "2402.07197")),
        ("https://dx.doi.org/10.1145/1.2_(3)", ("doi", "10.1145/1.2_(3)")),
        ("https://openreview.net/pdf?id=rJl-b3RcF7&x=1", ("openreview", "rJl-b3RcF7")),
        ("https://www.aclweb.org/anthology/P19-1001.pdf", ("acl", "P19-1001")),
        ("https://arxiv.org/abs/9999.99999", None),
        ("https://arxiv.org.evil.org/abs/2402.07197", None),
        ("https://a.org/10.1145/1", None),
    ],
)
def test_an_identifier_is_extracted_from_a_url(
    url: str, identifier: tuple[str, str] | None
) -> None:
    assert identifier_in_url(url) == identifier


@given(st.text())
def test_any_text_has_at_most_one_valid_arxiv_id(text: str) -> None:
    assert identifier_in_url(text) is None or "/" in text
    assert find_arxiv_id(text) == "" or "arxiv" in text.casefold()


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        (" 10.1145/1.2_(3), ", ("doi", "10.1145/1.2_(3)")),
        ("DOI: 10.1145/1.pdfs", ("doi", "10.1145/1.pdfs")),
        ("https://link.example.org/content/pdf/10.1007/s1-2.pdf", ("doi", "10.1007/s1-2")),
        ("dl.example.org/doi/10.1145%2F3589334", ("doi", "10.1145/3589334")),
        ("https://example.org/doi/10.1111/a.1/full?x=10.1/2", ("doi", "10.1111/a.1")),
        ("ARXIV: math.GT/0309136v2", ("arxiv", "math/0309136")),
        ("math.GT/0309136v2", ("arxiv", "math/0309136")),
        ("https://arxiv.org/abs/math.GT/0309136", ("arxiv", "math/0309136")),
        ("2402.07197V2", ("arxiv", "2402.07197")),
        ("https://huggingface.co/papers/2402.07197V2", ("arxiv", "2402.07197")),
        ("hf.co/papers/2402.07197", ("arxiv", "2402.07197")),
        ("https://www.alphaxiv.org/abs/2402.07197v1", ("arxiv", "2402.07197")),
        ("ar5iv.org/abs/2402.07197", ("arxiv", "2402.07197")),
        ("https://ar5iv.labs.arxiv.org/html/2402.07197#S1", ("arxiv", "2402.07197")),
        ("https://aclanthology.org/2023.acl-long.1.pdf", ("acl", "2023.acl-long.1")),
        ("P19-1001", ("acl", "P19-1001")),
        ("2023.acl-long.1.", ("acl", "2023.acl-long.1")),
        ("https://doi.org/10.1145/3589334?utm=x", ("doi", "10.1145/3589334")),
        ("https://doi.org/10.1145/3589334#sec1", ("doi", "10.1145/3589334")),
        ("doi:https://doi.org/10.1145/3589334", ("doi", "10.1145/3589334")),
        (
            "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
            ("doi", "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"),
        ),
        (
            "https://academic.oup.com/nar/advance-article/doi/10.1093/nar/gkaa1100/6006172",
            ("doi", "10.1093/nar/gkaa1100"),
        ),
        (
            "https://iopscience.example.org/article/10.1088/1742-6596/1234/5/052001/pdf",
            ("doi", "10.1088/1742-6596/1234/5/052001"),
        ),
        (
            "https://link.example.org/content/pdf/10.1007%2Fs10115-021-01605-0.pdf",
            ("doi", "10.1007/s10115-021-01605-0"),
        ),
        (
            "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf",
            ("doi", "10.1101/2020.01.01.123456"),
        ),
        (
            "https://www.medrxiv.org/content/10.1101/2020.01.01.20123456v3",
            ("doi", "10.1101/2020.01.01.20123456"),
        ),
    ],
)
def test_identifiers_are_parsed_in_many_forms(text: str, identifier: tuple[str, str]) -> None:
    assert parse_identifier(text) == identifier


@given(
    st.text()
    | st.text(alphabet="https:/.doi10arxv% v2-").map("https://a.org/10.1145/".__add__)
    | st.text(alphabet="10.48550/arXiv.v2 ,;").map("10.48550/".__add__)
)
def test_any_text_is_an_identifier_or_refused_with_advice(text: str) -> None:
    with contextlib.suppress(ValueError):
        name, value = parse_identifier(text)
        assert parse_identifier(value) == (name, value)


def test_a_pdf_is_its_own_kind_of_link() -> None:
    assert link_kind("https://github.com/a/b/blob/main/paper.pdf") == "pdf"
