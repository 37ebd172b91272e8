"""The citation formats of a site's papers: files to download and references to copy."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product

from generator.core import permalinks
from generator.core.model import Paper
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.citations import bibtex, csl_json, references, ris
from generator.render.citations.cited_work import CitedWork, cite
from generator.render.citations.keys import citation_keys
from generator.render.markup.html import Html
from generator.storage.hashes import fingerprint

FORMATS = {
    "bib": ("BibTeX", "application/x-bibtex"),
    "ris": ("RIS", "application/x-research-info-systems"),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json"),
}
"""The name and media type of each citation format, by file extension."""


class Citations:
    """Renders citations of a site's papers.

    Attributes:
        site: The site.
    """

    def __init__(self, site: Site) -> None:
        """Assign a citation key to each paper of a site."""
        self.site = site
        self._keys = citation_keys(site)

    def key(self, paper: Paper) -> str:
        """Return a paper's citation key, which is unique in the site."""
        return self._keys[paper.slug]

    def item(self, paper: Paper) -> dict[str, object]:
        """Return a paper as a CSL-JSON item."""
        return csl_json.to_item(self._work(paper))

    def bibtex(self, paper: Paper, *, abstract: bool) -> str:
        """Return a paper's BibTeX entry.

        Args:
            paper: The paper.
            abstract: Whether to include the abstract and the keywords.
        """
        return bibtex.format_bibtex(self._work(paper), abstract=abstract)

    def ris(self, paper: Paper) -> str:
        """Return a paper's RIS record with CRLF line endings."""
        return ris.format_ris(self._work(paper))

    def csl_json(self, paper: Paper) -> str:
        """Return a CSL-JSON file with one paper."""
        return csl_json.format_csl_json(self._work(paper))

    def references(self, paper: Paper) -> Mapping[str, Html]:
        """Return a paper's references by style, ``APA`` and ``IEEE``; their only tag is ``<i>``."""
        return references.format_references(self._work(paper))

    def _work(self, paper: Paper) -> CitedWork:
        return cite(paper, self.site, self.key(paper))


def artifacts(citations: Citations) -> Iterator[Artifact]:
    """Yield the citation files of each paper, at its current and former addresses."""
    site = citations.site
    for paper in site.papers:
        cache_key = fingerprint((site.paper_fingerprints[paper.slug], citations.key(paper)))
        for slug, extension in product((paper.slug, *paper.aliases), FORMATS):
            render = partial(_file, citations, paper, extension)
            yield Artifact(permalinks.citation(slug, extension), render, cache_key)


def _file(citations: Citations, paper: Paper, extension: str) -> bytes:
    match extension:
        case "bib":
            text = citations.bibtex(paper, abstract=True)
        case "ris":
            text = citations.ris(paper)
        case _:
            text = citations.csl_json(paper)
    return text.encode()
