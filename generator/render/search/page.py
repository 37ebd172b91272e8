"""The search page and its OpenSearch description."""

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

from generator.core import permalinks
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.lists.paper_list import EXCLUDE_FROM_SEARCH
from generator.render.markup import markdown
from generator.render.metadata import head
from generator.render.views import View
from generator.text.strings import quantity
from generator.text.tokens import stem, tokenize

_MIN_WORD_LENGTH = 5
"""The minimum length of an example word, in characters."""

_MAX_PAPERS = 500
"""The number of newest papers from whose titles the example words are taken."""


def page(site: Site) -> Artifact:
    """Return the search page, with example words and fields in its front matter.

    Args:
        site: The site, for the examples.
    """
    view, title = View(site, permalinks.SEARCH), "Search"
    description = (
        f"Search {quantity(len(site.papers), 'paper')} by word, author, tag, year and venue."
    )
    content = markdown.render_page(
        permalinks.SEARCH,
        "search",
        source="papers/",
        front_matter={
            "title": title,
            "description": description,
            "head": head.link_preview(site, permalinks.SEARCH, title, description),
            "template": "search.html",
            **_examples(site),
            **EXCLUDE_FROM_SEARCH,
        },
        tags=view.link("tags", permalinks.TAGS),
        days=view.link("days", permalinks.DATES),
    )
    return Artifact.from_bytes(permalinks.SEARCH, content)


def opensearch() -> bytes:
    """Return the OpenSearch description, a template that the site builder renders."""
    return (files(__package__) / "opensearch.xml").read_bytes()


def _examples(site: Site) -> dict[str, object]:
    """Return example words and fields that occur in the site's papers."""
    newest = site.papers[:_MAX_PAPERS]
    counts = Counter(word for paper in newest for word in set(tokenize(paper.title)))
    words = [word for word in counts if len(word) >= _MIN_WORD_LENGTH and stem(word)]
    words.sort(key=lambda word: (-counts[word], word))
    word, other_word = [*words, "word", "other"][:2]
    return {"word": word, "other_word": other_word, "fields": list(_example_fields(site))}


def _example_fields(site: Site) -> Iterator[str]:
    if site.by_author:
        most_prolific = min(site.by_author, key=lambda slug: (-len(site.by_author[slug]), slug))
        yield f'author:"{_quotable(site.authors[most_prolific].name)}"'
    if site.by_tag:
        yield f"tag:{min(site.by_tag, key=lambda tag: (-len(site.by_tag[tag]), tag))}"
    for paper in site.papers[:1]:
        yield f"year:{paper.year}"
        yield f"day:{paper.date}"
    for paper in [paper for paper in site.papers if paper.venue and paper.categories][:1]:
        yield f'venue:"{_quotable(paper.venue or "")}"'
        yield f"category:{paper.categories[0]}"


def _quotable(name: str) -> str:
    return name.lower().replace('"', "")
