"""Read citation files, and list what their readings report."""

import json

from hypothesis import strategies as st

from generator.core.model import Entry
from generator.readers import crossref, formats, openalex
from generator.readers.reading import Reading
from tests.support.paths import DATA

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)
NO_ABSTRACT = "the record has no abstract; add one"


def read_file(name: str) -> Reading:
    """Read a file of ``tests/data/citations`` in the format that it looks like."""
    return formats.read((DATA / "citations" / name).read_text(encoding="utf-8"), name)


def read_crossref_work(**work: object) -> Reading:
    """Read a response of Crossref with one work, which has a DOI and a title by default."""
    message = {"DOI": "10.1000/a", "title": ["On Tests"], **work}
    return crossref.read(json.dumps({"status": "ok", "message-type": "work", "message": message}))


def read_openalex_work(**work: object) -> Reading:
    """Read a response of OpenAlex with one work, which has a title by default."""
    return openalex.read(json.dumps({"id": "https://openalex.org/W1", "title": "On Tests", **work}))


def entries_by_title(reading: Reading) -> dict[str, Entry]:
    """Return the entries of a reading by title."""
    return {str(entry.fields["title"]): entry for entry in reading.entries}


def unplaced(reading: Reading) -> list[tuple[int, str]]:
    """Return line and reason of each passage that is in no entry."""
    return [(passage.line, passage.remark) for passage in reading.unplaced]


def remarks(reading: Reading) -> list[tuple[int, str, str]]:
    """Return line, text and remark of each passage to review."""
    return [(passage.line, passage.text, passage.remark) for passage in reading.remarks]
