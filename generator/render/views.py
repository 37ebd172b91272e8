"""What pages show of a paper, a person, a day: pieces of Markdown, linked from one page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from generator import permalinks
from generator.model import Author, Paper
from generator.render.markdown import Markdown, escape, joined, link
from generator.site import Site
from generator.text import excerpt, quantity

EXCERPT_LENGTH = 280
"""Characters of an abstract that a list shows: its first sentences."""

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


@dataclass(frozen=True, slots=True)
class Card:
    """A paper in a list."""

    heading: Markdown
    authors: Markdown
    facts: Markdown
    tags: Markdown
    excerpt: Markdown


@dataclass(frozen=True)
class View:
    """The page at a path: links from it, and what it says of papers."""

    site: Site
    path: str

    def link(self, label: str, target: str) -> Markdown:
        """Return a link to the page at another path."""
        return link(label, permalinks.relative(self.path, target))

    def paper(self, paper: Paper) -> Markdown:
        """Return a link to a paper's page."""
        return self.link(paper.title, permalinks.paper(paper.slug))

    def day(self, date: dt.date) -> Markdown:
        """Return a link to a day's digest."""
        return self.link(long_date(date), permalinks.day(date))

    def author(self, author: Author) -> Markdown:
        """Return a link to an author's page, under the name that the paper gives."""
        return self.link(author.name, permalinks.author(author.slug))

    def tag(self, slug: str) -> Markdown:
        """Return a link to a tag's page."""
        return self.link(self.site.taxonomy.tags[slug].label, permalinks.tag(slug))

    def tags(self, paper: Paper) -> Markdown:
        """Return a paper's tags, the most specific first."""
        return joined(map(self.tag, paper.tags))

    def authors(self, paper: Paper) -> Markdown:
        """Return all authors of a paper, in its order."""
        return joined(map(self.author, paper.authors), ", ")

    def first_authors(self, paper: Paper) -> Markdown:
        """Return the first authors of a paper; many others are a number that leads to them."""
        hidden = len(paper.authors) - _AUTHORS_IN_LIST
        if hidden <= 1:
            return self.authors(paper)
        shown = joined(map(self.author, paper.authors[:_AUTHORS_IN_LIST]), ", ")
        others = self.link(f"{hidden} more authors", permalinks.paper(paper.slug))
        return joined([shown, others], " and ")

    def facts(self, paper: Paper) -> Markdown:
        """Return the day a paper was featured, its venue and when it was first published."""
        parts: list[str] = [self.day(paper.date)]
        if paper.published:
            month = self.link(
                long_date(paper.published), permalinks.published_month(paper.published)
            )
            parts.append(joined(["first published", month], " "))
        return joined([*parts, *filter(None, [paper.venue])])

    def record(self, paper: Paper) -> Markdown:
        """Return what else is known of a paper: where it stands with others, and the source."""
        parts = [
            paper.updated and f"updated {long_date(paper.updated)}",
            paper.categories and f"arXiv subjects: {', '.join(paper.categories)}",
            paper.upvotes is not None and quantity(paper.upvotes, "upvote"),
            paper.submitted_by and f"put forward by {paper.submitted_by}",
            paper.source and f"record: {paper.source}",
        ]
        return joined(str(part) for part in parts if part)

    def outside_links(self, paper: Paper) -> Mapping[str, str]:
        """Return the addresses outside that a paper's page leads to, by their labels."""
        identifiers = {name: getattr(paper, name) for name in ("arxiv", "doi", "openreview", "acl")}
        links = permalinks.outside(identifiers)
        if paper.arxiv:
            links["pdf"] = permalinks.arxiv_pdf(paper.arxiv)
        links |= {link.kind: link.url for link in paper.links}
        return {_LINK_LABELS.get(kind, kind.capitalize()): url for kind, url in links.items()}

    def card(self, paper: Paper) -> Card:
        """Return a paper as lists show it."""
        return Card(
            heading=self.paper(paper),
            authors=self.first_authors(paper),
            facts=self.facts(paper),
            tags=self.tags(paper),
            excerpt=_excerpt(paper.abstract),
        )

    def counted(self, label: str, target: str, papers: int) -> Markdown:
        """Return a link with the number of papers behind it."""
        return self.link(f"{label} ({papers:,})", target)

    def leading_tags(self, papers: Iterable[Paper], most: int) -> list[Markdown]:
        """Return the tags that most of some papers have, with how many of them do."""
        counts = Counter(slug for paper in papers for slug in paper.tags)
        leading = sorted(counts, key=lambda slug: (-counts[slug], slug))[:most]
        labels = self.site.taxonomy.tags
        return [
            self.counted(labels[slug].label, permalinks.tag(slug), counts[slug]) for slug in leading
        ]


@cache  # a paper stands in a dozen lists
def _excerpt(abstract: str) -> Markdown:
    return escape(excerpt(abstract, EXCERPT_LENGTH))


def long_date(date: dt.date) -> str:
    """Return a date in words: ``11 March 2025``."""
    return f"{date.day} {date:%B %Y}"
