"""What stands below a paper's abstract: how to cite it, what is near it, whence its record is."""

from collections.abc import Mapping, Sequence
from html import escape

from generator.core import permalinks
from generator.core.model import Paper
from generator.related.neighbours import Neighbour
from generator.render.citations import FORMATS
from generator.render.markup import html
from generator.render.markup.html import ROOT, Html, element
from generator.render.views import View

_LONG = 3_000
"""Characters of BibTeX that a page shows at once."""

FIRST_AUTHORS = 50
"""Authors that the top of a page has room for; a few papers have a thousand."""


def citation(paper: Paper, references: Mapping[str, str], bibtex: str) -> Html:
    """Return how to cite a paper: formatted references, BibTeX, and files to load.

    Args:
        paper: the one to cite.
        references: the reference in each style, as HTML.
        bibtex: the entry that a bibliography takes.
    """
    shown = [_copied(style, f"<p>{text}</p>") for style, text in references.items()]
    kind = ' class="long" tabindex="0"' if len(bibtex) > _LONG else ""  # it scrolls, by keys too
    shown.append(_copied("BibTeX", f"<pre{kind}>{html.escape(bibtex.strip())}</pre>"))
    files = html.join(_download(paper.slug, ending) for ending in FORMATS)
    return Html('<h2 id="cite">Cite</h2>\n' + "".join(shown) + element("p", files, "pills"))


def related(view: View, near: Sequence[tuple[Paper, Neighbour]]) -> Html:
    """Return the related papers of one, each with the words that the two share."""
    if not near:
        return Html("")
    items = "".join(
        f"<li>{view.paper(paper)}<br><small>Shares: {_words(neighbour)}</small></li>\n"
        for paper, neighbour in near
    )
    heading = '<h2 id="related" class="related">Related papers</h2>'
    return Html(f"{heading}\n<ul>\n{items}</ul>\n")


def neighbours(view: View, paper: Paper, before: Paper | None, after: Paper | None) -> Html:
    """Return the ways to the papers before and after one on its day."""
    ways = [
        Html(f"<li>{label}: {view.paper(other)}</li>\n")
        for label, other in (("Previous", before), ("Next", after))
        if other
    ]
    if not ways:
        return Html("")
    heading = html.join(["More of", view.day(paper.date)], " ")
    return Html(element("h2", heading, "turn") + f"<ul>\n{''.join(ways)}</ul>\n")


def authors(view: View, paper: Paper) -> Html:
    """Return all authors of a paper, where the top of its page has not room for them."""
    if len(paper.authors) <= FIRST_AUTHORS:
        return Html("")
    heading = f'<h2 id="authors">All {len(paper.authors):,} authors</h2>\n'
    return Html(heading + element("p", view.authors(paper.authors), "by"))


def record(view: View, paper: Paper, edit_url: str) -> Html:
    """Return where a paper's record comes from, and the way to mend it."""
    said = list(view.details(paper))
    if edit_url:
        address = edit_url + permalinks.quote_path(paper.path)
        said.append(Html(f'<a href="{escape(address)}">Edit this entry</a>'))
    return element("p", html.join(said), "record") if said else Html("")


def _words(neighbour: Neighbour) -> Html:
    return html.join(neighbour.words, ", ")


def _copied(label: str, content: str) -> Html:
    """Return a text of a style, which a script in the page gives a button to copy it."""
    return Html(f'<div class="cite">\n<h3>{label}</h3>\n{content}\n</div>\n')


def _download(slug: str, ending: str) -> Html:
    target = ROOT + permalinks.url_path(permalinks.citation(slug, ending))
    return Html(f'<a href="{target}" download>{FORMATS[ending][0]} file</a>')
