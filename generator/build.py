"""The site's sources: load the library, render it, write ``docs/``."""

from collections.abc import Iterator
from itertools import chain

from generator import library, writer
from generator.config import Config
from generator.model import Artifact
from generator.render import authors, dates, home, pages, search, tags
from generator.site import Site
from generator.writer import Outcome


def build(config: Config) -> tuple[Site, Outcome]:
    """Make ``docs/`` show what ``papers/`` holds.

    Raises:
        ContentError: the papers or the tags have problems; then nothing is written.
    """
    site = library.load(config)
    return site, writer.write(config.docs, artifacts(site, config))


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield every generated file."""
    return chain(
        home.artifacts(site, config),
        pages.artifacts(site),
        tags.artifacts(site, config),
        dates.artifacts(site, config),
        authors.artifacts(site, config),
        search.artifacts(site, library.lunr_js()),
    )


def clear(config: Config) -> Outcome:
    """Remove every file that ``build`` made."""
    return writer.write(config.docs, [])
