"""CSL-JSON, what citation processors, Zotero and pandoc read (version 1.0.2 of its schema)."""

import json
from collections.abc import Mapping

from generator.render.citations.cited_work import CitedWork
from generator.text import csl_markup
from generator.text.names import Name

_TYPES = {
    "preprint": "article",
    "conference": "paper-conference",
    "journal": "article-journal",
}
_TITLES = ("title", "container-title")


def format_csl_json(work: CitedWork) -> str:
    """Return a file of one item, where what looks like markup in a title is text."""
    known = to_item(work)
    known |= {name: csl_markup.escape_markup(str(known[name])) for name in _TITLES if name in known}
    return json.dumps([known], ensure_ascii=False, indent=2) + "\n"


def to_item(work: CitedWork) -> dict[str, object]:
    """Return a paper as an item, without what is not known of it.

    The arXiv id of what was published elsewhere is a custom field: ``archive`` would show in its
    reference.
    """
    paper, venue = work.paper, work.venue
    arxiv = f"arXiv:{paper.arxiv}" if paper.arxiv else ""
    is_preprint = venue.kind == "preprint"
    known = {
        "id": work.key,
        "type": _TYPES[venue.kind],
        "title": work.title,
        "author": [csl_name(name) for name in work.names],
        "issued": {"date-parts": [list(work.issued)]} if work.issued else {},
        "publisher" if is_preprint else "container-title": venue.title,
        "volume": venue.volume,
        "issue": venue.issue,
        "page": venue.pages,
        "number": arxiv if is_preprint else "",
        "DOI": paper.doi,
        "URL": work.url,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "custom": {"arXiv": paper.arxiv} if arxiv and not is_preprint else {},
    }
    return {name: value for name, value in known.items() if value}


def csl_name(name: Name) -> Mapping[str, str]:
    """Return the parts of a name as CSL calls them."""
    if name.is_unsplit:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def family_name_first(name: Mapping[str, str]) -> str:
    """Return an item's name with the family name first, which leaves programs nothing to guess.

    >>> turned({"family": "King", "given": "Martin Luther", "suffix": "Jr."})
    'King, Martin Luther Jr.'
    """
    if literal := name.get("literal"):
        return literal
    family = Name(particle=name.get("non-dropping-particle", ""), family=name["family"]).surname
    given = " ".join(filter(None, [name.get("given"), name.get("suffix")]))  # no third part is read
    return ", ".join(filter(None, [family, given]))
