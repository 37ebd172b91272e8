"""The site's sources: load the library, render it, write ``docs/``."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
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
from generator.publish.docs_writer import Outcome
from generator.related import archive
from generator.related.neighbours import Kept as KeptNear
from generator.related.neighbours import Related, read_recent
from generator.render import citations
from generator.render.artifact import Artifact
from generator.render.citations import Citations
from generator.render.lists import authors, dates, home, tags
from generator.render.lists.cards import Cards
from generator.render.paper import page as paper_page
from generator.render.search.files import Kept, Search
from generator.storage import cache, processes, tracked

LUNR_JS = Path(mkdocs.__file__).parent / "contrib/search/templates/search/lunr.js"
"""The path of lunr.js, which MkDocs ships."""

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
    site, keep_entries = load.load_and_keep(config)
    related, keep_related = _related(site, config)
    kept = cache.load(config.root, _SEARCHED, Kept.read)
    made = Search(site, lunr_js(), kept)
    paper_page = _pages(site, config, related)
    with processes.begun(lambda: (keep_entries(), keep_related())):
        if made.is_quick:
            outcome = docs_writer.write(config.docs, paper_page, made.artifacts)
            found = made.keep
        elif search_later and (config.docs / permalinks.SEARCH).exists():
            return site, docs_writer.write(config.docs, paper_page, leave=_OF_SEARCH)
        else:
            with processes.begun(partial(_made_whole, made)) as whole:
                outcome = docs_writer.write(config.docs, paper_page, lambda: whole.result()[0])
                found = whole.result()[1]
        if found != kept:
            cache.save(config.root, _SEARCHED, asdict(found))
    return site, outcome


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield every generated file."""
    paper_page = _pages(site, config, Related(site.papers))
    return chain(paper_page, Search(site, lunr_js()).artifacts())


def lunr_js() -> str:
    """Return the source of lunr.js."""
    return LUNR_JS.read_text(encoding="utf-8")


def clear(config: Config) -> Outcome:
    """Remove every file that ``build`` made.

    Raises:
        ContentError: git tracks generated files, or some were changed by hand; then nothing is
            removed.
    """
    if problems := tracked.problems(config.root):
        raise ContentError(problems)
    return docs_writer.write(config.docs, [])


def _pages(site: Site, config: Config, related: Related) -> Iterator[Artifact]:
    cards, cited = Cards(site), Citations(site)
    return chain(
        home.artifacts(cards, config),
        paper_page.artifacts(site, config, related, cited),
        citations.artifacts(cited),
        tags.artifacts(cards, config),
        dates.artifacts(cards, config),
        authors.artifacts(cards, config),
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
