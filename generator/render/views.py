"""What pages show of a paper, a person, a day: pieces of Markdown, linked from one page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import permalinks
from generator.core.identifiers import IDENTIFIER_FIELDS
from generator.core.model import Author, Origin, Paper
from generator.core.services import SERVICE_NAMES
from generator.library import provenance
from generator.library.site import Site
from generator.render.markup import markdown
from generator.render.markup.protocol import Markup, Safe
from generator.text.key_sentence import find_key_sentence
from generator.text.plain import one_line, quantity
from generator.text.tex import plain

EXCERPT_LENGTH = 280
"""Characters of an abstract that a list shows, at most: the sentence with its claim."""

DESCRIPTION_LENGTH = 155
"""Characters of a page's description: what search engines show of it."""

_AUTHORS_IN_LIST = 5
_LINK_LABELS = {
    "arxiv": "arXiv",
    "doi": "DOI",
    "acl": "ACL Anthology",
    "openreview": "OpenReview",
    "pdf": "PDF",
    "huggingface": "Hugging Face",
}
_PARTS = {
    "arxiv": "arXiv id",
    "doi": "DOI",
    "openreview": "OpenReview id",
    "acl": "ACL id",
    "published": "date of publication",
    "updated": "last change",
    "withdrawn": "withdrawal",
    "submitted_by": "submitter",
}


class Way(NamedTuple):
    """A link that a page shows: its label, the path it leads to, and what is said of it."""

    label: str
    target: str
    about: str = ""


def counted(label: str, target: str, papers: int, about: str = "") -> Way:
    """Return a link with the number of papers behind it."""
    return Way(f"{label} ({papers:,})", target, about)


@dataclass(frozen=True)
class View:
    """The page at a path: links from it, and what it says of papers, as Markdown or HTML."""

    site: Site
    path: str = ""
    markup: Markup = markdown

    def link(self, label: str, target: str) -> Safe:
        """Return a link to the page at another path."""
        return self.markup.link_to(label, self.path, target)

    def links(self, ways: Iterable[Way]) -> list[Safe]:
        """Return links."""
        return [self.link(way.label, way.target) for way in ways]

    def paper(self, paper: Paper) -> Safe:
        """Return a link to a paper's page."""
        return self.markup.link_to(
            self.markup.rich(paper.title), self.path, permalinks.paper(paper.slug)
        )

    def claim(self, paper: Paper) -> Safe:
        """Return the sentence of the abstract that says what a paper claims."""
        sentence = one_line(find_key_sentence(paper.abstract, EXCERPT_LENGTH))
        if plain(sentence) in one_line(plain(paper.abstract)):
            return self.markup.rich(sentence)
        shown = one_line(
            find_key_sentence(plain(paper.abstract), EXCERPT_LENGTH)
        )  # its end parted a formula
        return self.markup.joined([shown])

    def day(self, date: dt.date) -> Safe:
        """Return a link to a day's digest."""
        return self.link(long_date(date), permalinks.day(date))

    def author(self, author: Author) -> Safe:
        """Return a link to all papers of an author, under the name that the paper gives."""
        return self.link(author.name, self.author_target(author))

    def author_target(self, author: Author) -> str:
        """Return the path of an author's page; one without is searched for."""
        if self.site.has_page(author.slug):
            return permalinks.author(author.slug)
        return permalinks.search(author=self.site.authors[author.slug].name)

    def tag(self, slug: str) -> Safe:
        """Return a link to a tag's page."""
        return self.link(self.site.taxonomy.tags[slug].label, permalinks.tag(slug))

    def tags(self, paper: Paper) -> Safe:
        """Return a paper's tags, the most specific first."""
        return self.markup.joined(map(self.tag, paper.tags))

    def authors(self, authors: Iterable[Author]) -> Safe:
        """Return authors, each a link to all their papers."""
        return self.markup.joined(map(self.author, authors), ", ")

    def first_authors(self, paper: Paper) -> Safe:
        """Return the first authors of a paper, those linked that have more papers here.

        Many others are a number that leads to them.
        """
        hidden = len(paper.authors) - _AUTHORS_IN_LIST
        shown = paper.authors if hidden <= 1 else paper.authors[:_AUTHORS_IN_LIST]
        names = self.markup.joined(map(self._name, shown), ", ")
        if hidden <= 1:
            return names
        others = self.link(f"{hidden} more authors", permalinks.paper(paper.slug))
        return self.markup.joined([names, others], " and ")

    def _name(self, author: Author) -> str:
        return self.author(author) if self.site.has_page(author.slug) else author.name

    def facts(self, paper: Paper) -> Safe:
        """Return the day a paper was featured, its venue and when it was first published."""
        parts: list[str] = [self.day(paper.date)]
        if paper.withdrawn:
            parts.insert(0, f"withdrawn on {long_date(paper.withdrawn)}")
        if paper.published:
            month = self.link(
                long_date(paper.published), permalinks.published_month(paper.published)
            )
            parts.append(self.markup.joined(["first published", month], " "))
        return self.markup.joined([*parts, *filter(None, [paper.venue])])

    def record(self, paper: Paper) -> list[str]:
        """Return what else is known of a paper: where it stands with others, and the source."""
        parts = [
            paper.updated and f"updated {long_date(paper.updated)}",
            paper.categories and f"arXiv subjects: {', '.join(paper.categories)}",
            paper.upvotes is not None and quantity(paper.upvotes, "upvote"),
            paper.submitted_by and f"put forward by {paper.submitted_by}",
            paper.organization and f"organization: {paper.organization}",
            paper.source and f"record: {paper.source}",
            *map(_origin, provenance.origins(paper)),
        ]
        return [str(part) for part in parts if part]

    def outside_links(self, paper: Paper) -> Mapping[str, str]:
        """Return the addresses outside that a paper's page leads to, by their labels."""
        links = permalinks.external_urls(identifiers(paper))
        if address := pdf(paper):
            links["pdf"] = address
        links |= {link.kind: link.url for link in paper.links}
        return {_LINK_LABELS.get(kind, kind.capitalize()): url for kind, url in links.items()}


def _origin(origin: Origin) -> str:
    """Return in words what a source gave: ``title, abstract from arXiv, 11 March 2025``."""
    parts = (_PARTS.get(part, part.removeprefix("links.")) for part, _ in origin.fingerprints)
    source = SERVICE_NAMES.get(origin.source, origin.source)
    return f"{', '.join(parts)} from {source}, {long_date(origin.date)}"


def pdf(paper: Paper) -> str:
    """Return the address of a paper's PDF, or nothing where none is known."""
    own = (link.url for link in paper.links if link.kind == "pdf")
    return next(own, permalinks.pdf_url(identifiers(paper)))


def identifiers(paper: Paper) -> dict[str, str | None]:
    """Return a paper's identifiers by their kinds."""
    return {kind: getattr(paper, kind) for kind in IDENTIFIER_FIELDS}


def leading_tags(site: Site, papers: Iterable[Paper], most: int) -> list[Way]:
    """Return the tags that most of some papers have, with how many of them do."""
    counts = Counter(slug for paper in papers for slug in paper.tags)
    leading = sorted(counts, key=lambda slug: (-counts[slug], slug))[:most]
    labels = site.taxonomy.tags
    return [counted(labels[slug].label, permalinks.tag(slug), counts[slug]) for slug in leading]


def long_date(date: dt.date) -> str:
    """Return a date in words: ``11 March 2025``."""
    return f"{date.day} {date:%B %Y}"


def description(paper: Paper) -> str:
    """Return what search engines and link previews say of a paper, as text."""
    return one_line(find_key_sentence(plain(paper.abstract), DESCRIPTION_LENGTH))
