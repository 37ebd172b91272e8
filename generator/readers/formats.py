"""The formats that an import reads: their names, how to detect them, and their readers."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from generator.core.errors import ContentError, Problem
from generator.readers import arxiv_atom, bibtex, crossref, csl_json, openalex, paperlists, ris
from generator.readers.huggingface import api_json, linked_text, plain_text, saved_page
from generator.readers.reading import Reading


@dataclass(frozen=True, slots=True)
class Format:
    """A format that an import can read.

    Attributes:
        name: Its name as a value of ``--format``.
        label: Its name in messages.
        looks_like: Returns whether a text appears to be in this format.
        read: Reads a text; the second argument is its path, for problems.
    """

    name: str
    label: str
    looks_like: Callable[[str], bool]
    read: Callable[[str, str], Reading]


def read(text: str, path: str, format_name: str | None = None) -> Reading:
    """Read a text in the named format, or in the first format that it looks like.

    Args:
        text: The text.
        path: Its file, for problems.
        format_name: A name from ``FORMAT_NAMES``, or None to detect the format.

    Raises:
        ContentError: No format matches, or the text is not valid in its format.
    """
    for text_format in FORMATS:
        if text_format.name == format_name or (not format_name and text_format.looks_like(text)):
            return text_format.read(text, path)
    labels = ", ".join(text_format.label for text_format in FORMATS)
    message = f"unknown format; save it as one of {labels}, or pass --format"
    raise ContentError([Problem(path, 1, message)])


def _without_path(read_citations: Callable[[str], Reading]) -> Callable[[str, str], Reading]:
    """Adapt a citation reader, which returns its problems and raises no ``ContentError``."""
    return lambda text, _path: read_citations(text)


def _is_plain_text(text: str) -> bool:
    """Return whether a text is neither XML nor HTML nor JSON."""
    start = text[:1000].lstrip("\ufeff \t\r\n")
    if start.startswith(("<", "{", "[{")):
        return False
    return not (start.startswith("[") and _is_json(text))


def _is_json(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except ValueError:
        return False
    except RecursionError:
        return True
    return True


FORMATS = (
    Format("arxiv", "arXiv Atom", arxiv_atom.looks_like, _without_path(arxiv_atom.read)),
    Format("hf-json", "Hugging Face JSON", api_json.looks_like, api_json.read),
    Format("hf-html", "Hugging Face HTML", saved_page.looks_like, saved_page.read),
    Format("crossref", "Crossref JSON", crossref.looks_like, _without_path(crossref.read)),
    Format("openalex", "OpenAlex JSON", openalex.looks_like, _without_path(openalex.read)),
    Format("csl-json", "CSL-JSON", csl_json.looks_like, _without_path(csl_json.read)),
    Format("paperlists", "paperlists JSON", paperlists.looks_like, _without_path(paperlists.read)),
    Format("bibtex", "BibTeX", bibtex.looks_like, _without_path(bibtex.read)),
    Format("ris", "RIS", ris.looks_like, _without_path(ris.read)),
    Format("capture", "page text with links", linked_text.looks_like, linked_text.read),
    Format("text", "plain page text", _is_plain_text, plain_text.read),
)
"""All formats, in the order of detection: the most distinctive first, plain text last."""

FORMAT_NAMES = tuple(text_format.name for text_format in FORMATS)
"""The values of ``--format``."""
