"""Convert personal names from citation files to the form that entries use."""

import re
from collections.abc import Mapping

from generator.readers.shared.json_list import Json, as_text
from generator.text.names import Name
from generator.text.strings import clean, one_line

_DBLP_NUMBER = re.compile(r"(?<=\S)\s+0[0-9]{3}(?=\s*(?:,|\Z))")
_NAME_FIELDS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def csl_name(author: Mapping[str, Json]) -> str:
    """Return the full name of an author in CSL-JSON or Crossref's JSON, given name first.

    >>> csl_name({"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"})
    'Ludwig van Beethoven'
    """
    given, dropping, particle, family, suffix = (
        one_line(clean(as_text(author.get(name, "")))) for name in _NAME_FIELDS
    )
    if not family:
        return one_line(clean(as_text(author.get("literal", author.get("name", given)))))
    return Name(given, f"{dropping} {particle}".strip(), family, suffix).text


def without_dblp_number(name: str) -> str:
    """Return a name without the number that DBLP appends to tell namesakes apart.

    >>> without_dblp_number("Jürgen Müller 0001"), without_dblp_number("Müller 0001, Jürgen")
    ('Jürgen Müller', 'Müller, Jürgen')
    """
    return _DBLP_NUMBER.sub("", name)
