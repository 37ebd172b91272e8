"""The search: its page, and the files that its part in the browser reads piece by piece."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from generator import permalinks
from generator.model import Artifact, OwnPage, Paper
from generator.render import markdown
from generator.render.listings import NOT_SEARCHED
from generator.render.views import EXCERPT_LENGTH, View, long_date
from generator.search import documents, index, shards
from generator.search.documents import BOOSTS, Document
from generator.search.index import Index
from generator.site import Site
from generator.terms import searched
from generator.text import excerpt, quantity

FORMAT = 1
"""Raised when these files change their form, so that a page that is still open can tell."""

RECORDS_IN_BLOCK = 8
"""Results' records that are loaded together: ten results want up to ten blocks."""

FACETS_IN_BLOCK = 2048
"""Documents whose facets are loaded together."""

_AUTHORS_SHOWN = 5
_VOCABULARY = 30_000
_SHORTEST_WORD = 4
_FEW_DOCUMENTS = 1000
"""Up to so many, the vocabulary holds the words of one document too."""

_T = TypeVar("_T")
_Files = Mapping[str, Sequence[bytes]]
"""The contents of the files of each kind, in their order."""


def artifacts(site: Site, lunr_js: str) -> Iterator[Artifact]:
    """Yield the search page, lunr.js as a module, and the index with what results show."""
    found = documents.documents(site)
    made = index.build(found)
    archive, recent = shards.tiers(made)
    blocks = _cut(_papers(site), FACETS_IN_BLOCK)
    files: _Files = {
        "archive": [shard.content for shard in archive],
        "recent": [shard.content for shard in recent],
        "records": list(map(_json, _cut(list(_records(site)), RECORDS_IN_BLOCK))),
        "facets": [_json(_facets(papers, site)) for papers in blocks],
        "authors": [_json(_authors(papers, site)) for papers in blocks],
        "vocabulary": [_json(_vocabulary(found))],
    }
    yield _page(site)
    yield Artifact("search/lunr.js", _module(lunr_js).encode())
    yield Artifact(
        "search/index.json",
        _json(
            {
                "format": FORMAT,
                "documents": made.documents,
                "recordsInBlock": RECORDS_IN_BLOCK,
                "facetsInBlock": FACETS_IN_BLOCK,
                "fields": _fields(made),
                "firstTerms": {
                    "archive": [shard.first for shard in archive],
                    "recent": [shard.first for shard in recent],
                },
                "tags": {slug: site.taxonomy.tags[slug].label for slug in site.by_tag},
                "files": {kind: " ".join(map(_digest, held)) for kind, held in files.items()},
            }
        ),
    )
    yield from chain.from_iterable(_named(kind, held) for kind, held in files.items())


def _page(site: Site) -> Artifact:
    view = View(site, permalinks.SEARCH)
    return markdown.page(
        permalinks.SEARCH,
        "search",
        source="papers/",
        front_matter={
            "title": "Search",
            "description": f"Search {quantity(len(site.papers), 'paper')} by word, author, tag, "
            "year and venue.",
            "template": "search.html",
            **_examples(site),
            **NOT_SEARCHED,
        },
        tags=view.link("tags", permalinks.TAGS),
        days=view.link("days", permalinks.DATES),
    )


def _examples(site: Site) -> dict[str, object]:
    """Return words and fields to search for that some paper here has."""
    counts = Counter(word for paper in site.papers for word in set(searched(paper.title)))
    words = [word for word in counts if len(word) > _SHORTEST_WORD and index.term(word)]
    words.sort(key=lambda word: (-counts[word], word))
    word, other_word = [*words, "word", "other"][:2]
    return {"word": word, "other_word": other_word, "fields": list(_example_fields(site))}


def _example_fields(site: Site) -> Iterator[str]:
    if site.by_author:
        busiest = min(site.by_author, key=lambda slug: (-len(site.by_author[slug]), slug))
        yield f'author:"{_quotable(site.authors[busiest].name)}"'
    if site.by_tag:
        yield f"tag:{min(site.by_tag, key=lambda tag: (-len(site.by_tag[tag]), tag))}"
    for paper in site.papers[:1]:
        yield f"year:{documents.year(paper)}"
        yield f"day:{paper.date}"
    for paper in [each for each in site.papers if each.venue and each.categories][:1]:
        yield f'venue:"{_quotable(paper.venue or "")}"'
        yield f"category:{paper.categories[0]}"


def _quotable(name: str) -> str:
    return name.lower().replace('"', "")


def _module(lunr_js: str) -> str:
    """Return lunr.js as an ES module: it looks for CommonJS, and finds it."""
    before = "const module = { exports: {} }, exports = module.exports;\n"
    return f"{before}{lunr_js}\nexport default module.exports;\n"


def _named(kind: str, contents: Iterable[bytes]) -> Iterator[Artifact]:
    """Yield files with their digests in their names, so that a browser may keep them for ever."""
    for number, content in enumerate(contents):
        yield Artifact(f"search/{kind}/{number}.{_digest(content)}.json", content)


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=3).hexdigest()


def _fields(made: Index) -> dict[str, object]:
    return {
        field: {"boost": boost, "length": made.lengths[field]} for field, boost in BOOSTS.items()
    }


def _records(site: Site) -> Iterator[dict[str, object]]:
    yield from map(_page_record, site.own_pages)
    for paper in documents.papers(site):
        yield _paper_record(paper)


def _page_record(page: OwnPage) -> dict[str, object]:
    return {
        "path": permalinks.address(page.path),
        "title": page.title,
        "excerpt": excerpt(page.text, EXCERPT_LENGTH) if page.text else "",
    }


def _paper_record(paper: Paper) -> dict[str, object]:
    return {
        "path": permalinks.address(permalinks.paper(paper.slug)),
        "title": paper.title,
        "excerpt": excerpt(paper.abstract, EXCERPT_LENGTH),
        "authors": [author.name for author in paper.authors[:_AUTHORS_SHOWN]],
        "others": len(paper.authors[_AUTHORS_SHOWN:]),
        "day": long_date(paper.date),
        "venue": paper.venue or "",
        "tags": paper.tags,
    }


def _papers(site: Site) -> list[Paper | None]:
    """Return the paper of each document; a hand-written page, which has no facets, is none."""
    return [*(None for _ in site.own_pages), *documents.papers(site)]


def _facets(papers: Sequence[Paper | None], site: Site) -> dict[str, object]:
    return {
        "year": [documents.year(paper) if paper else 0 for paper in papers],
        "day": [paper.date.isoformat() if paper else "" for paper in papers],
        "venue": _column([[paper.venue] if paper and paper.venue else [] for paper in papers]),
        "tag": _column([list(site.tags_with_areas(paper)) if paper else [] for paper in papers]),
    }


def _authors(papers: Sequence[Paper | None], site: Site) -> dict[str, object]:
    authors = [paper.authors if paper else () for paper in papers]
    return {"author": _column([[site.authors[each.slug].name for each in of] for of in authors])}


def _column(held: Sequence[Sequence[str]]) -> dict[str, object]:
    """Return which of some values each document has: the values once, then their places."""
    values = sorted(set(chain.from_iterable(held)))
    places = {value: place for place, value in enumerate(values)}
    return {"values": values, "rows": [[places[value] for value in row] for row in held]}


def _vocabulary(found: Sequence[Document]) -> list[str]:
    """Return the words to correct a query with, by the bits of how many documents have them."""
    counts = Counter(
        word
        for document in found
        for word in {*document["title"], *document["authors"], *document["abstract"]}
    )
    fewest = 1 if len(found) <= _FEW_DOCUMENTS else 2
    known = [
        word
        for word, count in counts.items()
        if count >= fewest and len(word) >= _SHORTEST_WORD and word.isalpha()
    ]
    common = sorted(known, key=lambda word: (-counts[word], word))[:_VOCABULARY]
    groups: dict[int, list[str]] = {}
    for word in sorted(common):
        groups.setdefault(counts[word].bit_length() - 1, []).append(word)
    return [" ".join(groups.get(bits, [])) for bits in range(max(groups, default=-1) + 1)]


def _cut(rows: Sequence[_T], size: int) -> list[Sequence[_T]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
