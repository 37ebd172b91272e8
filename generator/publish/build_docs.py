"""Write ``docs/``: load the library, render it, and write the files that changed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

import mkdocs

from generator.core import permalinks
from generator.core.config import Config
from generator.core.errors import ContentError
from generator.library import load
from generator.library.site import Site
from generator.publish import docs_writer
from generator.publish.docs_writer import WriteResult
from generator.related.archive import ArchiveFacts
from generator.related.neighbours import RecentPapers, Related
from generator.render.artifact import Artifact
from generator.render.citations import formats as citation_formats
from generator.render.citations.formats import Citations
from generator.render.lists import authors, dates, home, tags
from generator.render.lists.cards import Cards
from generator.render.paper import page as paper_page
from generator.render.search.files import FileDigests, Search, SearchCache
from generator.render.search.index_tier import TierFacts
from generator.storage import git_tracked_files, parallel, two_tier_cache

LUNR_JS = Path(mkdocs.__file__).parent / "contrib/search/templates/search/lunr.js"
"""The path of lunr.js, which is part of MkDocs."""

_SEARCH_CACHE, _RELATED_CACHE = "search", "related"
_SEARCH_FILES = ("search/", permalinks.OPENSEARCH)


def build(config: Config, *, search_later: bool = False) -> tuple[Site, WriteResult]:
    """Write ``docs/`` from the entries of ``papers/``.

    Args:
        config: The project.
        search_later: Whether to keep the previous search index if a new one takes seconds.

    Returns:
        The site, and the changes in ``docs/``.

    Raises:
        ContentError: The papers or the tags have problems; nothing is written.
        CannotRun: The disk refuses to read or write a file.
    """
    site, cache_entries = load.load_with_cache(config)
    related, cache_related = _related(site, config)
    cached = two_tier_cache.load(config.root, _SEARCH_CACHE, TierFacts, FileDigests)
    search = Search(site, lunr_js(), cached)
    pages = _pages(site, config, related)
    with parallel.background_call(lambda: (cache_entries(), cache_related())):
        if search.is_archive_cached:
            result = docs_writer.write(config.docs, pages, search.artifacts)
            to_cache = search.to_cache
        elif search_later and (config.docs / permalinks.SEARCH).exists():
            return site, docs_writer.write(config.docs, pages, untouched_prefixes=_SEARCH_FILES)
        else:
            with parallel.background_call(partial(_render_search, search)) as rendered:
                result = docs_writer.write(config.docs, pages, lambda: rendered.result()[0])
                to_cache = rendered.result()[1]
        two_tier_cache.save(config.root, _SEARCH_CACHE, to_cache, cached)
    return site, result


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield every generated file in ``docs/``, rendered without the cache.

    Args:
        site: The papers, tags and authors.
        config: The project.
    """
    pages = _pages(site, config, Related(site.papers))
    return chain(pages, Search(site, lunr_js()).artifacts())


def lunr_js() -> str:
    """Return the source of lunr.js."""
    return LUNR_JS.read_text(encoding="utf-8")


def clear(config: Config) -> WriteResult:
    """Remove every generated file from ``docs/``.

    Args:
        config: The project.

    Returns:
        The changes in ``docs/``.

    Raises:
        ContentError: Git tracks generated files, or some were edited by hand; nothing is removed.
    """
    if problems := git_tracked_files.find_problems(config.root):
        raise ContentError(problems)
    return docs_writer.write(config.docs, [])


def _pages(site: Site, config: Config, related: Related) -> Iterator[Artifact]:
    cards, cited = Cards(site), Citations(site)
    return chain(
        home.artifacts(cards, config),
        paper_page.artifacts(site, config, related, cited),
        citation_formats.artifacts(cited),
        tags.artifacts(cards, config),
        dates.artifacts(cards, config),
        authors.artifacts(cards, config),
    )


def _related(site: Site, config: Config) -> tuple[Related, Callable[[], None]]:
    """Return the related papers, and a function that writes them to the cache."""
    cached = two_tier_cache.load(config.root, _RELATED_CACHE, ArchiveFacts, RecentPapers)
    related = Related(site.papers, cached)
    to_cache = related.to_cache  # computed here: pages are rendered from it
    return related, lambda: two_tier_cache.save(config.root, _RELATED_CACHE, to_cache, cached)


def _render_search(search: Search) -> tuple[list[Artifact], SearchCache]:
    """Return the rendered search files, which can be pickled, and the cache."""
    files = [
        replace(artifact, render=partial(bytes, artifact.content))
        for artifact in search.artifacts()
    ]
    return files, search.to_cache
