"""Sections below a paper's abstract: citation, related papers, same day, authors and details."""

from collections.abc import Mapping, Sequence
from html import escape

from generator.core import permalinks
from generator.core.model import Paper
from generator.related.neighbours import Neighbour
from generator.render.citations.formats import FORMATS
from generator.render.markup import html
from generator.render.markup.html import ROOT, Html, element
from generator.render.views import View

FIRST_AUTHORS = 50
"""The number of authors at the top of a page; a few papers have a thousand."""

_LONG_BIBTEX = 3_000
"""The length of BibTeX, in characters, above which it scrolls in a box."""


def citation(paper: Paper, references: Mapping[str, str], bibtex: str) -> Html:
    """Return a paper's formatted references, its BibTeX entry, and links to citation files.

    Args:
        paper: The paper.
        references: The reference in each style, as HTML.
        bibtex: The BibTeX entry, as text.
    """
    blocks = [_copyable(style, f"<p>{text}</p>") for style, text in references.items()]
    # The tabindex makes the box scrollable by keyboard.
    attributes = ' class="long" tabindex="0"' if len(bibtex) > _LONG_BIBTEX else ""
    blocks.append(_copyable("BibTeX", f"<pre{attributes}>{html.escape(bibtex.strip())}</pre>"))
    files = html.join(_download_link(paper.slug, extension) for extension in FORMATS)
    heading = '<h2 id="cite">Cite</h2>\n'
    return Html(heading + "".join(blocks) + element("p", files, "pills"))


def related(view: View, papers: Sequence[tuple[Paper, Neighbour]]) -> Html:
    """Return links to related papers, each with the words that the two papers share.

    Args:
        view: The view of the page.
        papers: The related papers, nearest first.
    """
    if not papers:
        return Html("")
    items = "".join(
        f"<li>{view.paper_link(paper)}<br><small>Shared words: {_words(neighbour)}</small></li>\n"
        for paper, neighbour in papers
    )
    heading = '<h2 id="related" class="related">Related papers</h2>'
    return Html(f"{heading}\n<ul>\n{items}</ul>\n")


def same_day(view: View, paper: Paper, previous: Paper | None, following: Paper | None) -> Html:
    """Return links to the papers before and after a paper in the list of its day.

    Args:
        view: The view of the page.
        paper: The paper.
        previous: The paper before it, if there is one.
        following: The paper after it, if there is one.
    """
    items = [
        f"<li>{label}: {view.paper_link(other)}</li>\n"
        for label, other in (("Previous", previous), ("Next", following))
        if other
    ]
    if not items:
        return Html("")
    heading = html.join(["More from", view.day_link(paper.date)], " ")
    return Html(element("h2", heading, "turn") + f"<ul>\n{''.join(items)}</ul>\n")


def all_authors(view: View, paper: Paper) -> Html:
    """Return all authors of a paper, unless all of them are at the top of its page."""
    if len(paper.authors) <= FIRST_AUTHORS:
        return Html("")
    heading = f'<h2 id="authors">All {len(paper.authors):,} authors</h2>\n'
    return Html(heading + element("p", view.author_links(paper.authors), "by"))


def details(view: View, paper: Paper, edit_url: str) -> Html:
    """Return a paper's remaining facts with their sources, and a link to edit its entry.

    Args:
        view: The view of the page.
        paper: The paper.
        edit_url: The URL to which the path of the entry is appended, or an empty string.
    """
    items = list(view.details(paper))
    if edit_url:
        url = edit_url + permalinks.quote_path(paper.path)
        items.append(Html(f'<a href="{escape(url)}">Edit this entry</a>'))
    return element("p", html.join(items), "record") if items else Html("")


def _words(neighbour: Neighbour) -> Html:
    return html.join(neighbour.words, ", ")


def _copyable(label: str, content: str) -> Html:
    """Return a citation in one style; a script adds a button to copy it."""
    return Html(f'<div class="cite">\n<h3>{label}</h3>\n{content}\n</div>\n')


def _download_link(slug: str, extension: str) -> Html:
    target = ROOT + permalinks.url_path(permalinks.citation(slug, extension))
    return Html(f'<a href="{target}" download>{FORMATS[extension][0]} file</a>')
