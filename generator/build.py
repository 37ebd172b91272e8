"""The site's sources: load the library, render it, write ``docs/``."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import partial
from itertools import chain

from generator import cache, library, parallel, permalinks, writer
from generator.config import Config
from generator.model import Artifact
from generator.related import archive
from generator.related.papers import Kept as KeptNear
from generator.related.papers import Related, read_recent
from generator.render import authors, citations, dates, home, pages, tags
from generator.render.search import Kept, Search
from generator.site import Site
from generator.writer import Outcome

_SEARCHED = "search"
"""The name under which the cache keeps what is known of the index."""

_NEAR, _NEAR_RECENT = "related", "related-recent"
"""The names under which it keeps which papers are near which: the old ones, and the newest."""

_OF_SEARCH = ("search/", permalinks.OPENSEARCH)


def build(config: Config, *, search_later: bool = False) -> tuple[Site, Outcome]:
    """Make ``docs/`` show what ``papers/`` holds.

    Args:
        config: the project.
        search_later: whether to leave an index that takes seconds for the next build.

    Raises:
        ContentError: the papers or the tags have problems; then nothing is written.
    """
    site, keep_entries = library.load_and_keep(config)
    related, keep_related = _related(site, config)
    kept = cache.load(config.root, _SEARCHED, Kept.read)
    made = Search(site, library.lunr_js(), kept)
    pages = _pages(site, config, related)
    with parallel.begun(lambda: (keep_entries(), keep_related())):
        if made.is_quick:
            outcome = writer.write(config.docs, pages, made.artifacts)
            found = made.keep
        elif search_later and (config.docs / permalinks.SEARCH).exists():
            return site, writer.write(config.docs, pages, leave=_OF_SEARCH)
        else:
            with parallel.begun(partial(_made_whole, made)) as whole:
                outcome = writer.write(config.docs, pages, lambda: whole.result()[0])
                found = whole.result()[1]
        if found != kept:
            cache.save(config.root, _SEARCHED, asdict(found))
    return site, outcome


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield every generated file."""
    pages = _pages(site, config, Related(site.papers))
    return chain(pages, Search(site, library.lunr_js()).artifacts())


def clear(config: Config) -> Outcome:
    """Remove every file that ``build`` made."""
    return writer.write(config.docs, [])


def _pages(site: Site, config: Config, related: Related) -> Iterator[Artifact]:
    return chain(
        home.artifacts(site, config),
        pages.artifacts(site, config, related),
        citations.artifacts(site),
        tags.artifacts(site, config),
        dates.artifacts(site, config),
        authors.artifacts(site, config),
    )


def _related(site: Site, config: Config) -> tuple[Related, Callable[[], None]]:
    """Return which papers are near which, and what keeps that for the next time."""
    recent = cache.load(config.root, _NEAR_RECENT, read_recent)
    kept = KeptNear.read(cache.load(config.root, _NEAR, archive.read), recent)
    related = Related(site.papers, kept)
    found = related.keep

    def keep() -> None:
        if found.archive is not kept.archive and found.archive:
            cache.save(config.root, _NEAR, found.archive)
        if found.of_recent != recent:
            cache.save(config.root, _NEAR_RECENT, found.of_recent)

    return related, keep


def _made_whole(made: Search) -> tuple[list[Artifact], Kept]:
    """Return the files of a search with their contents, as they go from process to process."""
    return [
        replace(each, make=partial(bytes, each.content)) for each in made.artifacts()
    ], made.keep
