"""Format CSL-JSON 1.0.2, which citation processors, Zotero and pandoc read."""

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
    """Return a CSL-JSON file with one item; markup in its titles is escaped."""
    item = to_item(work)
    item |= {name: csl_markup.escape_markup(str(item[name])) for name in _TITLES if name in item}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def to_item(work: CitedWork) -> dict[str, object]:
    """Return a paper as a CSL-JSON item with plain-text titles and without empty fields.

    The arXiv id of a paper published elsewhere is a custom field, since references would
    include ``archive``.
    """
    paper, venue = work.paper, work.venue
    arxiv = f"arXiv:{paper.arxiv}" if paper.arxiv else ""
    is_preprint = venue.kind == "preprint"
    fields = {
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
    return {name: value for name, value in fields.items() if value}


def csl_name(name: Name) -> Mapping[str, str]:
    """Return a name as a CSL-JSON name."""
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
    """Return a CSL-JSON name with the family name first, so programs need not guess its parts.

    >>> family_name_first({"family": "King", "given": "Martin Luther", "suffix": "Jr."})
    'King, Martin Luther Jr.'
    """
    if literal := name.get("literal"):
        return literal
    family = Name(particle=name.get("non-dropping-particle", ""), family=name["family"]).surname
    # Programs read only two parts, so the suffix is appended to the second.
    given = " ".join(filter(None, [name.get("given"), name.get("suffix")]))
    return ", ".join(filter(None, [family, given]))
