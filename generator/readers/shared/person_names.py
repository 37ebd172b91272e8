"""Names of people as files of citations write them."""

import re
from collections.abc import Mapping

from generator.readers.shared.json_list import Json, text_of
from generator.text.names import Name
from generator.text.plain import clean, one_line

_HOMONYM = re.compile(r"(?<=\S)\s+0[0-9]{3}(?=\s*(?:,|\Z))")


def cited_name(author: Mapping[str, Json]) -> str:
    """Return the name of a person of CSL or Crossref as people write it.

    >>> cited_name({"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"})
    'Ludwig van Beethoven'
    """
    parts = [
        one_line(clean(text_of(author.get(part, ""))))
        for part in ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    ]
    given, dropping, particle, family, suffix = parts
    if not family:
        return one_line(clean(text_of(author.get("literal", author.get("name", given)))))
    return Name(given, f"{dropping} {particle}".strip(), family, suffix).text


def unnumbered(name: str) -> str:
    """Return a name without the number by which DBLP tells people of one name apart.

    >>> unnumbered("Jürgen Müller 0001"), unnumbered("Müller 0001, Jürgen")
    ('Jürgen Müller', 'Müller, Jürgen')
    """
    return _HOMONYM.sub("", name)
