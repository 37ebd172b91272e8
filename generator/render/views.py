"""Links and facts about papers, authors, tags and days, as Markdown or HTML for one page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import permalinks
from generator.core.external_services import SERVICE_NAMES
from generator.core.identifiers import IDENTIFIER_FIELDS
from generator.core.model import Author, Origin, Paper
from generator.library import provenance
from generator.library.site import Site
from generator.render.markup import markdown
from generator.render.markup.interface import Markup, Safe
from generator.text.key_sentence import find_key_sentence
from generator.text.strings import one_line, quantity
from generator.text.tex import to_plain_text

EXCERPT_LENGTH = 280
"""The maximum length of an abstract's excerpt in a list, in characters."""

DESCRIPTION_LENGTH = 155
"""The maximum length of a page's description, which search engines show, in characters."""

_AUTHORS_IN_LIST = 5
_LINK_LABELS = {
    "arxiv": "arXiv",
    "doi": "DOI",
    "acl": "ACL Anthology",
    "openreview": "OpenReview",
    "pdf": "PDF",
    "huggingface": "Hugging Face",
}
_FIELD_LABELS = {
    "arxiv": "arXiv id",
    "doi": "DOI",
    "openreview": "OpenReview id",
    "acl": "ACL id",
    "published": "publication date",
    "updated": "date of last update",
    "withdrawn": "withdrawal",
    "submitted_by": "submitter",
}


class PageLink(NamedTuple):
    """A link to a page of the site.

    Attributes:
        label: The link's text.
        target: The path of the page below ``docs/``; a query may follow.
        description: The text after the link, in lists that have one.
    """

    label: str
    target: str
    description: str = ""


def counted_link(label: str, target: str, papers: int, description: str = "") -> PageLink:
    """Return a link whose label ends with the number of papers on the target page."""
    return PageLink(f"{label} ({papers:,})", target, description)


@dataclass(frozen=True)
class View:
    """Renders the links and facts of one page.

    Attributes:
        site: The papers, authors and tags.
        path: The path of the page below ``docs/``; relative links start from it.
        markup: The module that writes the text: ``markup.markdown`` or ``markup.html``.
    """

    site: Site
    path: str = ""
    markup: Markup = markdown

    def link(self, label: str, target: str) -> Safe:
        """Return a link to another page.

        Args:
            label: The link's text.
            target: The path of the other page below ``docs/``; a query may follow.
        """
        return self.markup.link_to(label, self.path, target)

    def links(self, links: Iterable[PageLink]) -> list[Safe]:
        """Return links without their descriptions."""
        return [self.link(link.label, link.target) for link in links]

    def paper_link(self, paper: Paper) -> Safe:
        """Return a link to a paper's page, labelled with its title."""
        return self.link(self.markup.rich(paper.title), permalinks.paper(paper.slug))

    def key_sentence(self, paper: Paper) -> Safe:
        """Return the sentence of the abstract that states the paper's claim."""
        sentence = one_line(find_key_sentence(paper.abstract, EXCERPT_LENGTH))
        if to_plain_text(sentence) in one_line(to_plain_text(paper.abstract)):
            return self.markup.rich(sentence)
        # The sentence was cut inside a formula: cut the abstract without TeX instead.
        without_tex = one_line(find_key_sentence(to_plain_text(paper.abstract), EXCERPT_LENGTH))
        return self.markup.join([without_tex])

    def day_link(self, date: dt.date) -> Safe:
        """Return a link to the papers featured on a day."""
        return self.link(long_date(date), permalinks.day(date))

    def author_link(self, author: Author) -> Safe:
        """Return a link to an author's papers, labelled with the name printed on the paper."""
        return self.link(author.name, author_target(self.site, author.slug))

    def author_links(self, authors: Iterable[Author]) -> Safe:
        """Return links to the papers of each author, separated by commas."""
        return self.markup.join(map(self.author_link, authors), ", ")

    def first_authors(self, paper: Paper) -> Safe:
        """Return a paper's first authors, and the number of the others as a link to its page.

        Only authors with a page of their own are links.
        """
        hidden = len(paper.authors) - _AUTHORS_IN_LIST
        displayed = paper.authors if hidden <= 1 else paper.authors[:_AUTHORS_IN_LIST]
        names = self.markup.join(map(self._name, displayed), ", ")
        if hidden <= 1:
            return names
        more = self.link(f"{hidden} more authors", permalinks.paper(paper.slug))
        return self.markup.join([names, more], " and ")

    def _name(self, author: Author) -> str:
        return self.author_link(author) if self.site.has_page(author.slug) else author.name

    def tag_links(self, paper: Paper) -> Safe:
        """Return links to a paper's tags, the most specific first."""
        tags = self.site.taxonomy.tags
        return self.markup.join(
            self.link(tags[slug].label, permalinks.tag(slug)) for slug in paper.tags
        )

    def facts(self, paper: Paper) -> Safe:
        """Return a paper's withdrawal, day, date of first publication and venue, if known."""
        facts: list[str] = [self.day_link(paper.date)]
        if paper.withdrawn:
            facts.insert(0, f"withdrawn on {long_date(paper.withdrawn)}")
        if paper.published:
            month = permalinks.published_month(paper.published)
            link = self.link(long_date(paper.published), month)
            facts.append(self.markup.join(["first published", link], " "))
        return self.markup.join([*facts, *filter(None, [paper.venue])])

    def details(self, paper: Paper) -> list[str]:
        """Return a paper's remaining facts, and the source of each value, as plain text."""
        details = [
            paper.updated and f"updated {long_date(paper.updated)}",
            paper.categories and f"arXiv categories: {', '.join(paper.categories)}",
            paper.upvotes is not None and quantity(paper.upvotes, "upvote"),
            paper.submitted_by and f"submitted by {paper.submitted_by}",
            paper.organization and f"organization: {paper.organization}",
            paper.source and f"source: {paper.source}",
            *map(_describe_origin, provenance.current_origins(paper)),
        ]
        return [str(detail) for detail in details if detail]

    def external_links(self, paper: Paper) -> Mapping[str, str]:
        """Return the external URLs that a paper's page links to, by label."""
        urls = permalinks.external_urls(identifiers(paper))
        if url := pdf_url(paper):
            urls["pdf"] = url
        urls |= {link.kind: link.url for link in paper.links}
        return {_LINK_LABELS.get(kind, kind.capitalize()): url for kind, url in urls.items()}


def _describe_origin(origin: Origin) -> str:
    """Describe the origin of fields: ``title, abstract from arXiv, 11 March 2025``."""
    fields = (name for name, _ in origin.fingerprints)
    labels = (_FIELD_LABELS.get(name, name.removeprefix("links.")) for name in fields)
    source = SERVICE_NAMES.get(origin.source, origin.source)
    return f"{', '.join(labels)} from {source}, {long_date(origin.date)}"


def author_target(site: Site, slug: str) -> str:
    """Return the path of an author's page, or of a search for the name if there is no page."""
    if site.has_page(slug):
        return permalinks.author(slug)
    return permalinks.search(author=site.authors[slug].name)


def pdf_url(paper: Paper) -> str:
    """Return the URL of a paper's PDF: its own link, or otherwise a URL derived from an identifier.

    Returns:
        The URL, or an empty string if neither exists.
    """
    own_links = (link.url for link in paper.links if link.kind == "pdf")
    return next(own_links, permalinks.pdf_url(identifiers(paper)))


def identifiers(paper: Paper) -> dict[str, str | None]:
    """Return a paper's identifiers by field name; missing identifiers are ``None``."""
    return {field: getattr(paper, field) for field in IDENTIFIER_FIELDS}


def top_tags(site: Site, papers: Iterable[Paper], limit: int) -> list[PageLink]:
    """Return links to the most frequent tags of some papers, with their counts.

    Args:
        site: The site, for the labels of tags.
        papers: The papers whose tags are counted.
        limit: The maximum number of tags.
    """
    counts = Counter(slug for paper in papers for slug in paper.tags)
    slugs = sorted(counts, key=lambda slug: (-counts[slug], slug))[:limit]
    tags = site.taxonomy.tags
    return [counted_link(tags[slug].label, permalinks.tag(slug), counts[slug]) for slug in slugs]


def long_date(date: dt.date) -> str:
    """Return a date in words: ``11 March 2025``."""
    return f"{date.day} {date:%B %Y}"


def description(paper: Paper) -> str:
    """Return a paper's description for search engines and link previews, as plain text."""
    return one_line(find_key_sentence(to_plain_text(paper.abstract), DESCRIPTION_LENGTH))
