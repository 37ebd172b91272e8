"""This repository's own entries, taxonomy, settings and pages build a complete site."""

from generator.core.config import Config
from generator.library import load
from tests.support.sites import find_broken_links, find_missing_paragraphs, parse_site


def test_this_repository_s_site_shows_every_abstract_without_broken_links(
    live: Config,
) -> None:
    pages = parse_site(live.site)
    assert find_missing_paragraphs(load.load(live).papers, pages) == []
    assert find_broken_links(live.site, pages) == []
