"""The search: the files that its part in the browser reads piece by piece, and its page."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

from generator.core import permalinks
from generator.core.model import HandWrittenPage, Paper
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.search import documents, shards, tier
from generator.render.search import page as search_page
from generator.render.search.documents import BOOSTS
from generator.render.search.tier import Said, Tier, digest
from generator.render.views import EXCERPT_LENGTH, long_date
from generator.storage.digests import fingerprint
from generator.text.key_sentence import find_key_sentence
from generator.text.plain import excerpt, one_line
from generator.text.tex import plain

FORMAT = 1
"""Raised when these files change their form, so that a page that is still open can tell."""

RECORDS_IN_BLOCK = 8
"""Results' records that are loaded together: ten results want up to ten blocks."""

FACETS_IN_BLOCK = 2048
"""Documents whose facets are loaded together."""

_AUTHORS_SHOWN = 5
_VOCABULARY = 30_000
_FEW_DOCUMENTS = 1000
"""Up to so many, the vocabulary holds the words of one document too."""

_Source = HandWrittenPage | Paper
_Files = Sequence[Artifact]


@dataclass(frozen=True)
class Kept:
    """What is known of the search of an earlier site."""

    archive: Said | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> "Kept":
        """Return what the cache kept, or raise ``ValueError`` where it is none."""
        if not found:
            return cls()
        names = {str(key): str(name) for key, name in found["names"].items()}
        return cls(tier.read(found["archive"]), names)


class Search:
    """The files of the search; what they were made of before is not made again.

    Args:
        site: the papers.
        lunr_js: the source of lunr.js.
        kept: what ``keep`` returned for an earlier site.
    """

    def __init__(self, site: Site, lunr_js: str, kept: Kept = Kept()) -> None:
        """Find out what of an earlier site still holds."""
        self.site, self.lunr_js = site, lunr_js
        self.names: dict[str, str] = {}
        self._names_before = kept.names
        self.sources = documents.sources(site)
        self.archived = shards.archived(len(self.sources))
        tags = fingerprint(tuple(site.taxonomy.tags.values()))
        self._read = [
            (tags, each.path, site.digests.get(each.path) or each, *self._people(each))
            for each in self.sources
        ]
        self.archive = self._tier(0, self.archived, kept.archive)
        self.recent = self._tier(self.archived, len(self.sources), None)

    @property
    def is_quick(self) -> bool:
        """Return whether the archive, which is most of the work, is known from before."""
        return not self.archived or self.archive.is_known

    @property
    def keep(self) -> Kept:
        """What is to be kept for the next site."""
        return Kept(self.archive.said, self.names)

    def artifacts(self) -> Iterator[Artifact]:
        """Yield the search page, lunr.js as a module, and the index with what results show."""
        made: Mapping[str, _Files] = {
            "archive": self._shards("archive", self.archive),
            "recent": self._shards("recent", self.recent),
            "records": self._blocks("records", RECORDS_IN_BLOCK, _records),
            "facets": self._blocks("facets", FACETS_IN_BLOCK, _facets),
            "authors": self._blocks("authors", FACETS_IN_BLOCK, _authors),
            "vocabulary": [_named("vocabulary", 0, _json(self._vocabulary()))],
        }
        yield search_page.page(self.site)
        yield Artifact.of(permalinks.OPENSEARCH, search_page.opensearch())
        yield Artifact.of("search/lunr.js", _module(self.lunr_js).encode())
        yield Artifact.of("search/index.json", _json(self._manifest(made)))
        yield from chain.from_iterable(made.values())

    def _tier(self, start: int, stop: int, kept: Said | None) -> Tier:
        sources, site = self.sources[start:stop], self.site
        key = fingerprint((start, self._read[start:stop]))
        return Tier(key, start, lambda: [documents.document(each, site) for each in sources], kept)

    def _manifest(self, made: Mapping[str, _Files]) -> object:
        site, tiers = self.site, {"archive": self.archive, "recent": self.recent}
        return {
            "format": FORMAT,
            "documents": len(self.sources),
            "recordsInBlock": RECORDS_IN_BLOCK,
            "facetsInBlock": FACETS_IN_BLOCK,
            "fields": {
                field: {
                    "boost": boost,
                    "length": sum(tier.said["lengths"][field] for tier in tiers.values()),
                }
                for field, boost in BOOSTS.items()
            },
            "firstTerms": {kind: tier.said["first_terms"] for kind, tier in tiers.items()},
            "tags": {slug: site.taxonomy.tags[slug].label for slug in site.by_tag},
            "files": {kind: " ".join(each.key for each in held) for kind, held in made.items()},
        }

    def _shards(self, kind: str, tier: Tier) -> _Files:
        return [
            _file(kind, number, name, partial(tier.content, number))
            for number, name in enumerate(tier.said["digests"])
        ]

    def _blocks(
        self, kind: str, size: int, make: Callable[[Sequence[_Source], Site], object]
    ) -> _Files:
        """Return the files of a kind, each of so many documents; names are known from before."""
        found = []
        for number, start in enumerate(range(0, len(self.sources), size)):
            sources = self.sources[start : start + size]
            names = [self._shown_names(each) for each in sources] if kind == "authors" else ()
            key = fingerprint((kind, self._read[start : start + size], names))
            content = partial(_content, make, sources, self.site)
            if not (name := self._names_before.get(key)):
                content = partial(bytes, content())
                name = digest(content())
            self.names[key] = name
            found.append(_file(kind, number, name, content))
        return found

    def _people(self, source: _Source) -> list[str]:
        return self.site.people.names(source.authors) if isinstance(source, Paper) else []

    def _shown_names(self, source: _Source) -> list[str]:
        authors = source.authors if isinstance(source, Paper) else ()
        return [self.site.authors[author.slug].name for author in authors]

    def _vocabulary(self) -> list[str]:
        """Return the words to correct a query with, by the bits of how many documents have them."""
        counts = Counter(self.archive.said["words"])
        counts.update(self.recent.said["words"])
        fewest = 1 if len(self.sources) <= _FEW_DOCUMENTS else 2
        known = [word for word, count in counts.items() if count >= fewest]
        common = sorted(known, key=lambda word: (-counts[word], word))[:_VOCABULARY]
        groups: dict[int, list[str]] = {}
        for word in sorted(common):
            groups.setdefault(counts[word].bit_length() - 1, []).append(word)
        return [" ".join(groups.get(bits, [])) for bits in range(max(groups, default=-1) + 1)]


def _module(lunr_js: str) -> str:
    """Return lunr.js as an ES module: it looks for CommonJS, and finds it."""
    before = "const module = { exports: {} }, exports = module.exports;\n"
    return f"{before}{lunr_js}\nexport default module.exports;\n"


def _named(kind: str, number: int, content: bytes) -> Artifact:
    return _file(kind, number, digest(content), partial(bytes, content))


def _file(kind: str, number: int, name: str, content: Callable[[], bytes]) -> Artifact:
    """Return a file with its digest in its name, so that a browser may keep it for ever."""
    return Artifact(f"search/{kind}/{number}.{name}.json", content, name)


def _content(
    make: Callable[[Sequence[_Source], Site], object], sources: Sequence[_Source], site: Site
) -> bytes:
    return _json(make(sources, site))


def _records(sources: Sequence[_Source], _site: Site) -> list[dict[str, object]]:
    return [
        _page_record(each) if isinstance(each, HandWrittenPage) else _paper_record(each)
        for each in sources
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
        "title": plain(paper.title),
        "excerpt": one_line(find_key_sentence(plain(paper.abstract), EXCERPT_LENGTH)),
        "authors": [author.name for author in paper.authors[:_AUTHORS_SHOWN]],
        "others": len(paper.authors[_AUTHORS_SHOWN:]),
        "day": long_date(paper.date),
        "venue": paper.venue or "",
        "tags": paper.tags,
    }


def _papers(sources: Sequence[_Source]) -> list[Paper | None]:
    """Return the paper of each document; a hand-written page, which has no facets, is none."""
    return [each if isinstance(each, Paper) else None for each in sources]


def _facets(sources: Sequence[_Source], site: Site) -> dict[str, object]:
    papers = _papers(sources)
    return {
        "year": [paper.year if paper else 0 for paper in papers],
        "day": [paper.date.isoformat() if paper else "" for paper in papers],
        "venue": _column([[paper.venue] if paper and paper.venue else [] for paper in papers]),
        "tag": _column([list(site.tags_with_areas(paper)) if paper else [] for paper in papers]),
    }


def _authors(sources: Sequence[_Source], site: Site) -> dict[str, object]:
    authors = [paper.authors if paper else () for paper in _papers(sources)]
    return {"author": _column([[site.authors[each.slug].name for each in of] for of in authors])}


def _column(held: Sequence[Sequence[str]]) -> dict[str, object]:
    """Return which of some values each document has: the values once, then their places."""
    values = sorted(set(chain.from_iterable(held)))
    places = {value: place for place, value in enumerate(values)}
    return {"values": values, "rows": [[places[value] for value in row] for row in held]}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
