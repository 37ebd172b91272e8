"""Citations of papers: BibTeX, RIS and CSL-JSON as files, references as APA and IEEE want them."""

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
from generator.storage.digests import fingerprint

FORMATS = {
    "bib": ("BibTeX", "application/x-bibtex"),
    "ris": ("RIS", "application/x-research-info-systems"),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json"),
}
"""The files of a paper's citation by their endings: what each is called, and its media type."""


class Citations:
    """How the papers of a site are cited.

    Attributes:
        site: the papers.
    """

    def __init__(self, site: Site) -> None:
        """Give each paper of a site its citation key."""
        self.site = site
        self._keys = citation_keys(site)

    def key(self, paper: Paper) -> str:
        """Return a paper's citation key, which no other paper of the site has."""
        return self._keys[paper.slug]

    def item(self, paper: Paper) -> dict[str, object]:
        """Return a paper as an item of CSL-JSON."""
        return csl_json.to_item(self._work(paper))

    def bibtex(self, paper: Paper, *, abstract: bool) -> str:
        """Return a paper's entry of BibTeX, with the abstract and the tags if they are wanted."""
        return bibtex.format_bibtex(self._work(paper), abstract=abstract)

    def ris(self, paper: Paper) -> str:
        """Return a paper's record of RIS, whose lines end with CR and LF."""
        return ris.format_ris(self._work(paper))

    def csl_json(self, paper: Paper) -> str:
        """Return a file of CSL-JSON that holds a paper."""
        return csl_json.format_csl_json(self._work(paper))

    def references(self, paper: Paper) -> Mapping[str, Html]:
        """Return a paper's reference by style, ``APA`` and ``IEEE``: HTML with ``<i>`` only."""
        return references.format_references(self._work(paper))

    def _work(self, paper: Paper) -> CitedWork:
        return cite(paper, self.site, self.key(paper))


def artifacts(citations: Citations) -> Iterator[Artifact]:
    """Yield the citation files of each paper, at its present and its former addresses."""
    site = citations.site
    for paper in site.papers:
        key = fingerprint((site.paper_fingerprints[paper.slug], citations.key(paper)))
        for slug, ending in product((paper.slug, *paper.aliases), FORMATS):
            file = partial(_file, citations, paper, ending)
            yield Artifact(permalinks.citation(slug, ending), file, key)


def _file(citations: Citations, paper: Paper, ending: str) -> bytes:
    match ending:
        case "bib":
            text = citations.bibtex(paper, abstract=True)
        case "ris":
            text = citations.ris(paper)
        case _:
            text = citations.csl_json(paper)
    return text.encode()
