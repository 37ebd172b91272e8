"""The search page, and the index files that the browser loads on demand."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TypeAlias

from generator.core import permalinks
from generator.core.model import HandWrittenPage, Paper
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.search import documents, shards
from generator.render.search import page as search_page
from generator.render.search.documents import BOOSTS
from generator.render.search.index_tier import Tier, TierFacts, digest
from generator.render.views import EXCERPT_LENGTH, long_date
from generator.storage.hashes import fingerprint
from generator.storage.two_tier_cache import KeyedData, Tiers
from generator.text.key_sentence import find_key_sentence
from generator.text.strings import excerpt, one_line
from generator.text.tex import to_plain_text

FORMAT = 1
"""The version of the index files' format; a page that is already open detects a change."""

RECORDS_IN_BLOCK = 8
"""The number of records per file; ten results need up to ten files."""

FACETS_IN_BLOCK = 2048
"""The number of documents whose facets are in one file."""

_MAX_AUTHORS = 5
_VOCABULARY_SIZE = 30_000
_MAX_DOCUMENTS_FOR_RARE_WORDS = 1000
"""Up to this many documents, the vocabulary has words that occur in one document only."""

_Source: TypeAlias = HandWrittenPage | Paper
_Files: TypeAlias = Sequence[Artifact]


class FileDigests(KeyedData):
    """The digests of the files with records, facets and authors, as the cache stores them.

    Attributes:
        digests: The digest of each file's content, by a fingerprint of the file's sources.
    """

    digests: dict[str, str]


SearchCache: TypeAlias = Tiers[TierFacts, FileDigests]
"""What the cache stores: the facts about the archive, and the digests of the other files."""


class Search:
    """The search files of a site. A file is rendered only if the cache lacks its digest."""

    def __init__(self, site: Site, lunr_js: str, cached: SearchCache | None = None) -> None:
        """Compare the site with the one from which the cached data was derived.

        Args:
            site: The papers and hand-written pages.
            lunr_js: The source code of lunr.js.
            cached: The value of ``to_cache`` for an earlier site.
        """
        cached = cached or Tiers()
        self._site, self._lunr_js = site, lunr_js
        self._digests: dict[str, str] = {}
        self._cached_digests = cached.recent["digests"] if cached.recent else {}
        self._sources = documents.sources(site)
        tags = fingerprint(tuple(site.taxonomy.tags.values()))
        self._source_keys = [
            (
                tags,
                source.path,
                site.digests.get(source.path) or source,
                *self._recorded_names(source),
            )
            for source in self._sources
        ]
        archived = shards.archive_size(len(self._sources))
        self._archive = self._tier(0, archived, cached.archive)
        self._recent = self._tier(archived, len(self._sources), None)
        self.is_archive_cached = not archived or self._archive.is_cached
        """Whether the archive, the largest part of the index, is taken from the cache."""

    @property
    def to_cache(self) -> SearchCache:
        """The data to cache for the next site; complete after ``artifacts`` is exhausted."""
        return Tiers(self._archive.facts, {"key": "", "digests": self._digests})

    def artifacts(self) -> Iterator[Artifact]:
        """Yield the files that the search needs.

        Yields:
            The search page, its OpenSearch description, lunr.js as a module, the manifest, and
            the files that the manifest names.
        """
        files: Mapping[str, _Files] = {
            "archive": self._shards("archive", self._archive),
            "recent": self._shards("recent", self._recent),
            "records": self._blocks("records", RECORDS_IN_BLOCK, _records),
            "facets": self._blocks("facets", FACETS_IN_BLOCK, _facets),
            "authors": self._blocks("authors", FACETS_IN_BLOCK, _authors),
            "vocabulary": [_vocabulary_file(self._vocabulary())],
        }
        yield search_page.page(self._site)
        yield Artifact.from_bytes(permalinks.OPENSEARCH, search_page.opensearch())
        yield Artifact.from_bytes("search/lunr.js", _module(self._lunr_js).encode())
        yield Artifact.from_bytes("search/index.json", _json(self._manifest(files)))
        yield from chain.from_iterable(files.values())

    def _tier(self, start: int, stop: int, cached: TierFacts | None) -> Tier:
        sources, site = self._sources[start:stop], self._site
        key = fingerprint((start, self._source_keys[start:stop]))
        return Tier(
            key, start, lambda: [documents.document(source, site) for source in sources], cached
        )

    def _manifest(self, files: Mapping[str, _Files]) -> object:
        site = self._site
        tiers = {"archive": self._archive.facts, "recent": self._recent.facts}
        return {
            "format": FORMAT,
            "documents": len(self._sources),
            "recordsInBlock": RECORDS_IN_BLOCK,
            "facetsInBlock": FACETS_IN_BLOCK,
            "fields": {
                field: {
                    "boost": boost,
                    "length": sum(facts["lengths"][field] for facts in tiers.values()),
                }
                for field, boost in BOOSTS.items()
            },
            "firstTerms": {kind: facts["first_terms"] for kind, facts in tiers.items()},
            "tags": {slug: site.taxonomy.tags[slug].label for slug in site.by_tag},
            "files": {kind: " ".join(file.key for file in group) for kind, group in files.items()},
        }

    def _shards(self, kind: str, tier: Tier) -> _Files:
        return [
            _file(kind, number, name, partial(tier.content, number))
            for number, name in enumerate(tier.facts["digests"])
        ]

    def _blocks(
        self, kind: str, size: int, derive: Callable[[Sequence[_Source], Site], object]
    ) -> _Files:
        """Return the files of a kind.

        Args:
            kind: The folder of the files.
            size: The number of documents per file.
            derive: Returns a file's content, to be written as JSON.
        """
        files = []
        for number, start in enumerate(range(0, len(self._sources), size)):
            sources = self._sources[start : start + size]
            names = (
                [self._displayed_names(source) for source in sources] if kind == "authors" else ()
            )
            key = fingerprint((kind, self._source_keys[start : start + size], names))
            content = partial(_content, derive, sources, self._site)
            if not (name := self._cached_digests.get(key)):
                content = partial(bytes, content())
                name = digest(content())
            self._digests[key] = name
            files.append(_file(kind, number, name, content))
        return files

    def _recorded_names(self, source: _Source) -> list[str]:
        """Return the names in ``authors.yml`` of a paper's authors."""
        return (
            self._site.people.preferred_names(source.authors) if isinstance(source, Paper) else []
        )

    def _displayed_names(self, source: _Source) -> list[str]:
        """Return the names that pages show for a paper's authors."""
        authors = source.authors if isinstance(source, Paper) else ()
        return [self._site.authors[author.slug].name for author in authors]

    def _vocabulary(self) -> list[str]:
        """Return the words that a misspelt query may be corrected to.

        Returns:
            Strings of words separated by spaces. The words of string n occur in at least 2**n, but
            fewer than 2**(n + 1) documents.
        """
        counts = Counter(self._archive.facts["words"])
        counts.update(self._recent.facts["words"])
        min_count = 1 if len(self._sources) <= _MAX_DOCUMENTS_FOR_RARE_WORDS else 2
        frequent = [word for word, count in counts.items() if count >= min_count]
        chosen = sorted(frequent, key=lambda word: (-counts[word], word))[:_VOCABULARY_SIZE]
        groups: dict[int, list[str]] = {}
        for word in sorted(chosen):
            groups.setdefault(counts[word].bit_length() - 1, []).append(word)
        return [" ".join(groups.get(bits, [])) for bits in range(max(groups, default=-1) + 1)]


def _module(lunr_js: str) -> str:
    """Return lunr.js as an ES module; it exports to CommonJS if ``module`` exists."""
    before = "const module = { exports: {} }, exports = module.exports;\n"
    return f"{before}{lunr_js}\nexport default module.exports;\n"


def _vocabulary_file(vocabulary: list[str]) -> Artifact:
    content = _json(vocabulary)
    return _file("vocabulary", 0, digest(content), partial(bytes, content))


def _file(kind: str, number: int, name: str, content: Callable[[], bytes]) -> Artifact:
    """Return a file with its digest in its name, so that browsers may cache it forever."""
    return Artifact(f"search/{kind}/{number}.{name}.json", content, name)


def _content(
    derive: Callable[[Sequence[_Source], Site], object], sources: Sequence[_Source], site: Site
) -> bytes:
    return _json(derive(sources, site))


def _records(sources: Sequence[_Source], _site: Site) -> list[dict[str, object]]:
    return [
        _page_record(source) if isinstance(source, HandWrittenPage) else _paper_record(source)
        for source in sources
    ]


def _page_record(page: HandWrittenPage) -> dict[str, object]:
    return {
        "path": permalinks.url_path(page.path),
        "title": page.title,
        "excerpt": excerpt(page.text, EXCERPT_LENGTH) if page.text else "",
    }


def _paper_record(paper: Paper) -> dict[str, object]:
    return {
        "path": permalinks.url_path(permalinks.paper(paper.slug)),
        "title": to_plain_text(paper.title),
        "excerpt": one_line(find_key_sentence(to_plain_text(paper.abstract), EXCERPT_LENGTH)),
        "authors": [author.name for author in paper.authors[:_MAX_AUTHORS]],
        "others": len(paper.authors[_MAX_AUTHORS:]),
        "day": long_date(paper.date),
        "venue": paper.venue or "",
        "tags": paper.tags,
    }


def _papers(sources: Sequence[_Source]) -> list[Paper | None]:
    """Return each document's paper, or None for a hand-written page, which has no facets."""
    return [source if isinstance(source, Paper) else None for source in sources]


def _facets(sources: Sequence[_Source], site: Site) -> dict[str, object]:
    papers = _papers(sources)
    return {
        "year": [paper.year if paper else 0 for paper in papers],
        "day": [paper.date.isoformat() if paper else "" for paper in papers],
        "venue": _column([[paper.venue] if paper and paper.venue else [] for paper in papers]),
        "tag": _column([list(site.tags_with_areas(paper)) if paper else [] for paper in papers]),
    }


def _authors(sources: Sequence[_Source], site: Site) -> dict[str, object]:
    groups = [paper.authors if paper else () for paper in _papers(sources)]
    names = [[site.authors[author.slug].name for author in authors] for authors in groups]
    return {"author": _column(names)}


def _column(rows: Sequence[Sequence[str]]) -> dict[str, object]:
    """Encode the values of each document as indices into a list of all values.

    Args:
        rows: The values of each document.

    Returns:
        ``values``: the distinct values, sorted; ``rows``: indices into ``values`` per document.
    """
    values = sorted(set(chain.from_iterable(rows)))
    indices = {value: index for index, value in enumerate(values)}
    return {"values": values, "rows": [[indices[value] for value in row] for row in rows]}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
