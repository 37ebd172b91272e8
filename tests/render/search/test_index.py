"""The index is lunr's: the same terms, and what its weights are made of."""

import json
from collections.abc import Mapping, Sequence

import lunr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.config import Config
from generator.library import load
from generator.render.search import index
from generator.render.search.documents import BOOSTS, Document
from generator.text.terms import stem
from tests.support.paths import LIBRARY
from tests.support.sites import documents_of

Counts = dict[tuple[str, str, int], int]
"""How often each term stands in each field of each document."""


def lunr_index(made: Sequence[Document]) -> dict[str, object]:
    """Return the index that lunr makes of documents, serialised."""
    numbered = [{"id": number, **document} for number, document in enumerate(made)]
    fields = [{"field_name": field, "boost": boost} for field, boost in BOOSTS.items()]
    serialised: dict[str, object] = lunr.lunr(
        ref="id", fields=fields, documents=numbered
    ).serialize()
    return serialised


def lunr_counts(made: Sequence[Document]) -> Counts:
    """Return what lunr's builder counted in documents."""
    builder = lunr.get_default_builder()
    builder.ref("id")
    for field in BOOSTS:
        builder.field(field)
    for number, document in enumerate(made):
        builder.add({"id": number, **document})
    return {
        (term, field, int(number)): count
        for reference, terms in builder.field_term_frequencies.items()
        for field, number in [reference.split("/")]
        for term, count in terms.items()
    }


def our_counts(made: index.Index) -> Counts:
    return {
        (term, field, postings[place]): postings[place + 1]
        for term, fields in made.postings.items()
        for field, postings in fields.items()
        for place in range(0, len(postings), 3)
    }


@pytest.fixture(scope="module")
def library_documents() -> list[Document]:
    return documents_of(load.load(Config(LIBRARY, "", "")))


def test_the_terms_and_their_counts_are_those_of_lunr(library_documents: list[Document]) -> None:
    made = index.build(library_documents)
    assert made.documents == 42
    assert our_counts(made) == lunr_counts(library_documents)


WORDS = st.lists(st.sampled_from(["graph", "graphs", "the", "a", "𝒳", "￼", "agents_", "2024"]))


@given(st.lists(st.dictionaries(st.sampled_from(sorted(BOOSTS)), WORDS), max_size=6))
def test_any_documents_are_indexed_as_lunr_indexes_them(
    words: list[Mapping[str, Sequence[str]]],
) -> None:
    made = [{field: of.get(field, []) for field in BOOSTS} for of in words]
    ours = index.build(made)
    assert our_counts(ours) == lunr_counts(made)
    assert ours.lengths == {
        field: sum(len(list(filter(None, map(stem, of[field])))) for of in made) for field in BOOSTS
    }


def test_terms_stand_in_the_order_of_utf_16() -> None:
    one = {**dict.fromkeys(BOOSTS, ()), "title": ["￼", "𝒳", "z"]}
    assert list(index.build([one]).postings) == ["z", "𝒳", "￼"]


def test_lunr_would_keep_the_words_of_an_index(library_documents: list[Document]) -> None:
    """What lunr serialises holds our terms: none of them is cut by its trimmer."""
    whole = json.dumps(lunr_index(library_documents))
    assert all(json.dumps(term) in whole for term in index.build(library_documents).postings)
