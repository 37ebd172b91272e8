"""This repository's own entries, tags, settings and pages: whatever they are, they make a site."""

from generator.core.config import Config
from generator.library import load
from tests.support.sites import broken, missing, parsed


def test_this_repository_s_site_shows_every_abstract_without_broken_links(
    live: Config,
) -> None:
    pages = parsed(live.site)
    assert missing(load.load(live).papers, pages) == []
    assert broken(live.site, pages) == []
