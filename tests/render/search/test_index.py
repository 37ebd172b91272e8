"""The index has the terms and the counts of lunr's own index."""

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
from generator.text.tokens import stem
from tests.support.paths import LIBRARY
from tests.support.sites import documents_of

Counts = dict[tuple[str, str, int], int]
"""The number of occurrences of each term in each field of each document."""


def lunr_index(documents: Sequence[Document]) -> dict[str, object]:
    """Return lunr's index of documents, serialized."""
    numbered = [{"id": number, **document} for number, document in enumerate(documents)]
    fields = [{"field_name": field, "boost": boost} for field, boost in BOOSTS.items()]
    serialized: dict[str, object] = lunr.lunr(
        ref="id", fields=fields, documents=numbered
    ).serialize()
    return serialized


def lunr_counts(documents: Sequence[Document]) -> Counts:
    """Return the counts of lunr's builder."""
    builder = lunr.get_default_builder()
    builder.ref("id")
    for field in BOOSTS:
        builder.field(field)
    for number, document in enumerate(documents):
        builder.add({"id": number, **document})
    return {
        (term, field, int(number)): count
        for reference, terms in builder.field_term_frequencies.items()
        for field, number in [reference.split("/")]
        for term, count in terms.items()
    }


def our_counts(built: index.Index) -> Counts:
    return {
        (term, field, postings[start]): postings[start + 1]
        for term, fields in built.postings.items()
        for field, postings in fields.items()
        for start in range(0, len(postings), 3)
    }


@pytest.fixture(scope="module")
def library_documents() -> list[Document]:
    return documents_of(load.load(Config(LIBRARY, "", "")))


def test_terms_and_counts_equal_lunr_s(library_documents: list[Document]) -> None:
    built = index.build(library_documents)
    assert built.documents == 42
    assert our_counts(built) == lunr_counts(library_documents)


WORDS = st.lists(st.sampled_from(["graph", "graphs", "the", "a", "𝒳", "￼", "agents_", "2024"]))


@given(st.lists(st.dictionaries(st.sampled_from(sorted(BOOSTS)), WORDS), max_size=6))
def test_any_documents_are_indexed_like_lunr_does(
    words: list[Mapping[str, Sequence[str]]],
) -> None:
    documents = [{field: fields.get(field, []) for field in BOOSTS} for fields in words]
    built = index.build(documents)
    assert our_counts(built) == lunr_counts(documents)
    assert built.lengths == {
        field: sum(len(list(filter(None, map(stem, document[field])))) for document in documents)
        for field in BOOSTS
    }


def test_terms_are_sorted_by_utf_16() -> None:
    document = {**dict.fromkeys(BOOSTS, ()), "title": ["￼", "𝒳", "z"]}
    assert list(index.build([document]).postings) == ["z", "𝒳", "￼"]


def test_lunr_has_every_term_of_the_index(library_documents: list[Document]) -> None:
    """lunr's serialized index contains our terms, so its trimmer cuts none of them."""
    serialized = json.dumps(lunr_index(library_documents))
    assert all(json.dumps(term) in serialized for term in index.build(library_documents).postings)
