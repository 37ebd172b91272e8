"""Test the conversion of publishers' markup to text, also where readers apply it."""

import pytest

from generator.readers.shared import jats
from tests.support.readings import read_crossref_work, read_openalex_work


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("if a < b and c > d", "if a < b and c > d"),
        ("<b>bold</b> &lt;eos&gt; token", "bold <eos> token"),
        ("Abstract Meaning Representations", "Abstract Meaning Representations"),
        ("<jats:sec><jats:title>Aims</jats:title><jats:p>We.</jats:p></jats:sec>", "Aims\n\nWe."),
        ("<tex-math>$x$</tex-math> and <tex-math></tex-math>", "$x$ and"),
        ("<tex-math>never closed", "<tex-math>never closed".replace("<tex-math>", "")),
        ("1<sup>st</sup> of 2<sup>-3</sup>", "1st of 2^-3"),
    ],
)
def test_publishers_markup_is_not_text(markup: str, text: str) -> None:
    assert jats.to_text(markup) == text


NOT_HEADINGS = [
    "The Abstraction and Reasoning Corpus",
    "We abstract: first words, then lines.",
    "A survey of abstract—and concrete—nouns",
    "On AbstractWorlds",
    "Abstraction helps. Abstract words do not.",
    "Abstract Meaning Representations",
    "Abstract. and concrete. words",
    "Abstract–concrete pairs differ.",
    "abstract: a keyword of Java",
]


@pytest.mark.parametrize(
    "text", [*NOT_HEADINGS, "Abstract: a Language", "AbstractNet", "Summary", "Abstract"]
)
def test_no_word_of_a_title_is_removed(text: str) -> None:
    for reading in (read_crossref_work(title=[text]), read_openalex_work(title=text)):
        assert reading.entries[0].fields["title"] == text


def inverted_index(text: str) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for position, word in enumerate(text.split()):
        index.setdefault(word, []).append(position)
    return index


def abstracts(text: str) -> list[str]:
    """Return the abstract that each service's reader takes from a text."""
    readings = (
        read_crossref_work(abstract=text),
        read_openalex_work(abstract_inverted_index=inverted_index(text)),
    )
    return [reading.entries[0].abstract for reading in readings]


@pytest.mark.parametrize(
    "text",
    [
        *NOT_HEADINGS,
        "AbstractBench is new. We try AbstractBench.",
        "AbstractNet improves on all of them.",
        "Abstract–Concrete pairs matter.",
        "Abstract.NET is a library.",
        "We test. Abstract: no.",
    ],
)
def test_no_word_of_an_abstract_without_a_heading_is_removed(text: str) -> None:
    assert abstracts(text) == [text, text]


@pytest.mark.parametrize(
    "heading",
    ["Abstract: ", "ABSTRACT: ", "Abstract. ", "Abstract—", "Abstract – ", "Abstract - ",
     "Abstract", "ABSTRACT"],
)  # fmt: skip
def test_a_heading_before_an_abstract_is_removed(heading: str) -> None:
    assert abstracts(f"{heading}We test abstract: words.") == ["We test abstract: words."] * 2


@pytest.mark.parametrize("heading", ["Abstract", "ABSTRACT.", "Abstract:", "Summary"])
def test_a_heading_alone_is_not_an_abstract(heading: str) -> None:
    assert abstracts(heading) == ["", ""]


def test_a_heading_in_its_own_paragraph_is_removed() -> None:
    text = "<jats:title>abstract</jats:title><jats:p>We test Abstraction.</jats:p>"
    assert read_crossref_work(abstract=text).entries[0].abstract == "We test Abstraction."
