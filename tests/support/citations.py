"""Citations of papers, awkward texts, and other projects' parsers that read citations."""

import json
from typing import Any

import rispy
from bibtexparser.entrypoint import parse_string as parse_blocks
from hypothesis import strategies as st
from pybtex.database import Entry, Person, parse_string
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from generator.core.model import Paper
from generator.library import site, taxonomy
from generator.library.site import Site
from generator.render.citations.formats import Citations
from generator.text import tex
from generator.text.names import Name
from generator.text.strings import find_invisible_character, slugify
from tests.support.papers import TAXONOMY

AWKWARD_TITLES = (
    "A",
    "!?",
    "x" * 400,
    "Many words " * 36,
    r"\def\x{\x}\x",
    r"\input{/etc/passwd} $\input{x}$ \write18{ls}",
    "{" * 10_000,
    "}" * 10_000,
    "{}" * 5_000,
    "}{",
    "Half {open",
    r"Ends in a backslash \ ".strip(),
    "100% of $5 & #1_a^b~c",
    "$\\frac{a}{b$",
    "$x_1 % y$ and more",
    r"Open $\{x_1$ sets",
    "@article{x, title={y}},",
    "Quotes \"a\" ``b'' and --- dashes -- all",
    "王小明的图 on Graphs",
    "مقدمة في الرسوم",
    "Ends in a stop.",
    "Is it? Yes!",
    "TY  - JOUR",
    "ER  - ",
    "<b>&amp; {{ x }} <script>",
)
AWKWARD_NAMES = (
    "Plato",
    "Ludwig van Beethoven",
    "Charles-Jean de La Vallée Poussin",
    "Martin Luther King Jr.",
    "Jean-Pierre Serre",
    "Cathy O'Neil",
    "王小明",
    "김철수",
    "山田 太郎",
    "نجيب محفوظ",
    "محمد بن سلمان",
    "José Ortega y Gasset",
    "Gerard 't Hooft",
    "Jean d'Alembert",
    "The ATLAS Collaboration",
    "Simon and Garfunkel",
    "Garfunkel, Simon and",
    "And, Ada",
    "Others",
    "others",
    "Muhammad ibn Musa al-Khwarizmi",
    "bell hooks",
    "J. R. R. Tolkien",
    "R. {Curly} Brace}",
    "A & B Co%pany_$1",
    "Van der Berg, Jan",
    "Smith, John, Paul, George",
)


def is_title(text: str) -> bool:
    """Return whether the schema accepts a text as a title; YAML's words for null are not titles."""
    return (
        text not in {"null", "NULL", "~"}
        and 0 < len(text.strip()) <= 1_000
        and text == text.strip()
        and not find_invisible_character(text)
    )


TITLES = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"])
    | st.sampled_from(" -'`?!{}%&$\\~^_#\"@,:."),
    min_size=1,
    max_size=40,
).filter(is_title)
"""Titles that the schema accepts, with characters that have a meaning in a format."""

NAMES = (TITLES | st.sampled_from(AWKWARD_NAMES)).filter(
    lambda name: slugify(tex.to_plain_text(name))  # TeX such as \textasciicircum is not a name
)


def site_of(*papers: Paper) -> Site:
    """Return a site with some papers."""
    return site.assemble(papers, taxonomy.parse(TAXONOMY, "taxonomy.yml"))


def citations(*papers: Paper) -> Citations:
    """Return the citations of some papers."""
    return Citations(site_of(*papers))


def read_bibtex(text: str) -> Entry:
    """Read a text with one entry with pybtex, and check that bibtexparser reads the same."""
    library = parse_blocks(text)
    assert not library.failed_blocks
    assert len(library.blocks) == len(library.entries) == 1
    [(key, entry)] = parse_string(text, "bibtex").entries.items()
    [parsed_block] = library.entries
    assert (parsed_block.key, parsed_block.entry_type) == (key, entry.type)
    names = {name.lower() for name in [*entry.fields, *entry.persons]}
    assert set(parsed_block.fields_dict) == names
    for name, value in entry.fields.items():
        if name != "month":  # pybtex replaces the macro
            assert " ".join(str(parsed_block[name]).split()) == " ".join(value.split())
    return entry


def latex_to_text(text: str) -> str:
    """Return the text that LaTeX renders, according to pylatexenc; formulas stay LaTeX."""
    context = get_default_latex_context_db()
    replacements = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    macros = [MacroTextSpec(name, simplify_repl=char) for name, char in replacements.items()]
    context.add_context_category("ours", macros=macros, prepend=True)
    reader = LatexNodes2Text(context, math_mode="verbatim", strict_latex_spaces=True)
    return str(reader.latex_to_text(text))


def to_name(person: Person) -> Name:
    """Convert a name that pybtex read."""
    given_names = [*person.first_names, *person.middle_names]
    parts = (given_names, person.prelast_names, person.last_names, person.lineage_names)
    return Name(*(latex_to_text(" ".join(words)) for words in parts))


def read_ris(text: str) -> dict[str, Any]:
    """Read a text with one record with rispy."""
    [record] = rispy.loads(text)
    return dict(record)


def read_csl(text: str) -> dict[str, Any]:
    """Read a text with one CSL-JSON item."""
    [item] = json.loads(text)
    return dict(item)
