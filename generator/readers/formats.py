"""The formats that an import reads, and which of them a text is in."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from generator.core.errors import ContentError, Problem
from generator.readers import arxiv_atom, bibtex, crossref, csl_json, openalex, paperlists, ris
from generator.readers.huggingface import api_json, linked_text, plain_text, saved_page
from generator.readers.reading import Reading


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the name that ``--format`` takes, what people call it, and its reader.

    ``read`` takes a text and the path that problems name.
    """

    name: str
    label: str
    looks_like: Callable[[str], bool]
    read: Callable[[str, str], Reading]


def _citations(read: Callable[[str], Reading]) -> Callable[[str, str], Reading]:
    """Return the reader of a format of citations, which lists all problems and raises none."""
    return lambda text, _: read(text)


def _is_plain(text: str) -> bool:
    """Return whether a text is rather for people: no XML, HTML or JSON."""
    begin = text[:1000].lstrip("\ufeff \t\r\n")
    if begin.startswith(("<", "{", "[{")):
        return False
    return not (begin.startswith("[") and _is_json(text))


def _is_json(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except ValueError:
        return False
    except RecursionError:
        return True
    return True


FORMATS = (
    Format("arxiv", "arXiv's Atom", arxiv_atom.looks_like, _citations(arxiv_atom.read)),
    Format("hf-json", "Hugging Face's JSON", api_json.looks_like, api_json.read),
    Format("hf-html", "Hugging Face's page as HTML", saved_page.looks_like, saved_page.read),
    Format("crossref", "Crossref's JSON", crossref.looks_like, _citations(crossref.read)),
    Format("openalex", "OpenAlex's JSON", openalex.looks_like, _citations(openalex.read)),
    Format("csl-json", "CSL-JSON", csl_json.looks_like, _citations(csl_json.read)),
    Format("paperlists", "paperlists' JSON", paperlists.looks_like, _citations(paperlists.read)),
    Format("bibtex", "BibTeX", bibtex.looks_like, _citations(bibtex.read)),
    Format("ris", "RIS", ris.looks_like, _citations(ris.read)),
    Format("capture", "a page's text with links", linked_text.looks_like, linked_text.read),
    Format("text", "a page's text", _is_plain, plain_text.read),
)
"""In the order in which a text is tried: what is sure by its form first, plain text last."""

NAMES = tuple(each.name for each in FORMATS)


def read(text: str, shown: str, name: str | None = None) -> Reading:
    """Return what a text holds, read in the format that it looks like, or in the one named.

    Raises:
        ContentError: it looks like none of them, or is not what it looks like.
    """
    for each in FORMATS:
        if each.name == name or (not name and each.looks_like(text)):
            return each.read(text, shown)
    known = ", ".join(each.label for each in FORMATS)
    message = f"in no format that is known here ({known}); save it as one, or name it by --format"
    raise ContentError([Problem(shown, 1, message)])
