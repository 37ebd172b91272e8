"""What tests of citations share: a site of some papers, awkward texts, and foreign parsers."""

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
from generator.render.citations import Citations
from generator.text.names import Name
from generator.text.plain import find_invisible_character, slugify
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
    """Return whether a text may be a title; YAML's words for no value are none."""
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
"""What schema takes for a title, with all that formats give a meaning to."""

NAMES = (TITLES | st.sampled_from(AWKWARD_NAMES)).filter(slugify)


def site_of(*papers: Paper) -> Site:
    """Return a site of some papers."""
    return site.assemble(papers, taxonomy.parse(TAXONOMY, "taxonomy.yml"))


def citations(*papers: Paper) -> Citations:
    """Return how some papers are cited."""
    return Citations(site_of(*papers))


def read_bibtex(text: str) -> Entry:
    """Return the one entry of a text, as pybtex reads it; bibtexparser must read the same."""
    library = parse_blocks(text)
    assert not library.failed_blocks
    assert len(library.blocks) == len(library.entries) == 1
    [(key, entry)] = parse_string(text, "bibtex").entries.items()
    [other] = library.entries
    assert (other.key, other.entry_type) == (key, entry.type)
    names = {name.lower() for name in [*entry.fields, *entry.persons]}
    assert set(other.fields_dict) == names
    for name, value in entry.fields.items():
        if name != "month":  # pybtex writes the macro out
            assert " ".join(str(other[name]).split()) == " ".join(value.split())
    return entry


def latex_to_text(text: str) -> str:
    """Return what LaTeX shows of a text, as pylatexenc knows it; formulas stay."""
    context = get_default_latex_context_db()
    known = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    macros = [MacroTextSpec(name, simplify_repl=char) for name, char in known.items()]
    context.add_context_category("ours", macros=macros, prepend=True)
    reader = LatexNodes2Text(context, math_mode="verbatim", strict_latex_spaces=True)
    return str(reader.latex_to_text(text))


def to_name(read: Person) -> Name:
    """Return the parts of a name as pybtex read it."""
    given = [*read.first_names, *read.middle_names]
    parts = (given, read.prelast_names, read.last_names, read.lineage_names)
    return Name(*(latex_to_text(" ".join(words)) for words in parts))


def read_ris(text: str) -> dict[str, Any]:
    """Return the one record of a text, as rispy reads it."""
    [record] = rispy.loads(text)
    return dict(record)


def read_csl(text: str) -> dict[str, Any]:
    """Return the one item of a text."""
    [item] = json.loads(text)
    return dict(item)
