"""This repository's own entries, tags, settings and pages: whatever they are, they make a site."""

from site_fixtures import broken, missing, parsed

from generator.core.config import Config
from generator.library import load


def test_this_repository_makes_a_strict_site_that_shows_every_abstract_and_breaks_no_link(
    live: Config,
) -> None:
    pages = parsed(live.site)
    assert missing(load.load(live).papers, pages) == []
    assert broken(live.site, pages) == []
