"""Valid papers that are hard to render: markup in texts, odd names, very long texts."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.library import entry_file
from tests.support.projects import copy_project, make_project

FRAGMENTS = (
    "{{", "}}", "{% raw %}", "$x<y$", "\\(x_1\\)", "# ", "## H", "1. ", "12. one", "1) ", "- ",
    "+ a", "* a", "> q", "| a | b |", "|---|---|", "```", "~~~", "```python", "    code", "&amp;",
    "&lt;b&gt;", "&#60;", "&copy;", "https://x.org/a_b?c=d&e=f", "<https://x.org>", "http://x",
    "me@x.org", "===", "---", "***", "___", "- - -", "{: .x }", "{: #x onclick=alert(1) }", "{:",
    "<!-- c -->", "-->", "<script>window.hacked=1</script>", "<b>", "</h1>", "</p>", "<br>",
    "<![CDATA[", "<?php ?>", "[a](javascript:alert(1))", "![i](x.png)", "[a]: http://x", "[^1]",
    "[^1]: note", "*[HTML]: h", "[TOC]", "**b**", "__b__", "*i*", "_i_", "`c`", "``", "a  ", "\\",
    "\\\\", "\\*", "++a++", "~~s~~", "==m==", "^2^", ":smile:", ": def", "!!! note", "??? x",
    '=== "tab"', '--8<-- "x"', "%%", "@x", '"q"', "'s'", "...", "--", "(c)", "...\n",
    "title: x", "klzzwxh:0001", "wzxhzdk:0", "é", "王",
)  # fmt: skip
"""Texts that have a meaning in Markdown, its extensions, HTML or Jinja."""

NASTY_TAGS = """\
nasty:
  label: "C++ & <T> {{ x }} *y* <script>window.hacked=1</script>"
  description: "# 1. <b> `c` </p><script>window.hacked=1</script>"
"""
LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis" + "electrodynamics"
NASTY_TITLES = {
    "script": '<script>window.hacked=1</script> Zebras & <img src=x onerror="window.hacked=1">',
    "title": "</title></h1></a><script>window.hacked=1</script> {{ config }} {% raw %} $x<y$",
    "link": "[a](javascript:window.hacked=1) {: .x onclick=window.hacked=1 } `c` **b** _i_ <b>",
    "marks": r"""1. # | a | b | ~~~ ``` === --- &amp; &lt;b&gt; \ "q" 's' <!-- c \*""",
    "word": f"On {LONG_WORD} and other words",
    "long": f"A title of many words: {'all of them count, ' * 20}"[:400].strip(),
    "Über-王小明": "王小明 <b>和</b> his Über-paper",
}
NASTY_ABSTRACT = """\
# 1. Quaggas <script>window.hacked=1</script> have $x<y$ & &amp; `code` *stars* _under_ {{ x }}.
- a list? | a | table | [and](javascript:window.hacked=1) a link {: .x }
===

<img src=x onerror="window.hacked=1"> ~~~ ``` --- <!-- not hidden --> </p></article>

[TOC]

    indented \\* [^1]: note"""


def make_nasty_project(folder: Path) -> None:
    """Create a project with nothing but nasty entries."""
    add_nasty_entries(make_project(folder, NASTY_TAGS).papers)


def make_odd_project(folder: Path) -> None:
    """Create a project with nothing but odd entries."""
    add_odd_entries(make_project(folder).papers)


def make_various_project(folder: Path) -> None:
    """Create a project with every kind of page: long lists, awkward texts, a renamed paper."""
    copy_project(folder)
    _alter(folder / "mkdocs.yml", r"papers_per_page: \d+", "papers_per_page: 3")
    _alter(folder / "taxonomy.yml", r"\Z", "\n" + NASTY_TAGS)
    _alter(folder / "papers" / "2025" / "2402.07197.md", "tags:", "aliases: [old]\ntags:")
    add_nasty_entries(folder / "papers")
    add_odd_entries(folder / "papers", CROWD[:120])  # axe takes a minute for 1200 links


def add_nasty_entries(papers: Path) -> None:
    """Write entries whose texts look like Markdown, HTML or Jinja, or are very long."""
    for slug, title in NASTY_TITLES.items():
        fields = {
            "title": title,
            "date": dt.date(2025, 3, 11),
            "authors": ['Bobby "<b>" Tables', "R'); DROP {{ x }} <script>window.hacked=1</script>"],
            "venue": "<i>ICML</i> & *co* </p><script>window.hacked=1</script>",
            "published": dt.date(2024, 2, 11),
            "tags": ["nasty"],
            "links": {"code": "https://x.org/(a)_b_*c*'d'?e=f&copy=1#g"},
            "source": "<script>window.hacked=1</script> {{ x }}",
        }
        (papers / f"{slug}.md").write_text(
            entry_file.render(fields, NASTY_ABSTRACT), encoding="utf-8"
        )


CROWD = [f"{initial} Author{number}" for number in range(300) for initial in ("A", "B", "C", "D")]
ODD_NAMES = [
    "王小明",
    "محمد بن سلمان",
    "Seán O'Casey",
    "Plato",
    "Ludwig van Beethoven",
    "I. Ünal Jr.",
]
ODD_TEXTS = {
    "define": r"\def\x{\x\x}\x $\def\y{\y\y}\y$ $\frac{$ \emph{never closed $\sqrt{x$",
    "braces": "{" * 10_000,
    "closing": "$" + "}" * 10_000 + "$",
    "nested": r"\emph{" * 2500 + "x" + "}" * 2500,
    "script": r"$\text{</math><script>window.hacked=1</script>}$ $\href{javascript:alert(1)}{x}$",
    "amounts": "It costs $5 to $10, or US$100-$200, and never a_b or *c*.",
    "formulas": r"For $x_1 < \alpha^2$ and \(\mathcal{O}(n \log n)\): "
    r"$$\sum_{i=1}^n \frac{1}{i}$$ holds.",
    "word": "Short",
}
"""Odd abstracts by slug."""

ODD_SLUGS = ["crowd", "names", "nobody", "long-link", "titled", *ODD_TEXTS]


def add_odd_entries(papers: Path, crowd: Sequence[str] = CROWD) -> None:
    """Write entries that are valid but unusual: crowds of authors, odd names, TeX."""
    odd: dict[str, tuple[dict[str, Any], str]] = {
        "crowd": ({"authors": [*crowd]}, "Many did this."),
        "names": ({"authors": ODD_NAMES}, "Names of many kinds."),
        "nobody": ({}, "Nobody did this."),
        "long-link": ({"links": {"code": "https://x.org/" + "a" * 1900}}, "A long link."),
        **{name: ({"authors": ["Ada Lovelace"]}, text) for name, text in ODD_TEXTS.items()},
    }
    for slug, (more_fields, abstract) in odd.items():
        fields = {"title": f"The {slug} paper", "date": dt.date(2025, 3, 11), **more_fields}
        (papers / f"{slug}.md").write_text(entry_file.render(fields, abstract), encoding="utf-8")
    title = r"Learning $\alpha$-Stable Laws in $O(n^2)$ after Schr\"odinger -- \emph{Again}"
    fields = {"title": title, "date": dt.date(2025, 3, 11), "venue": "Annals of Examples 2024"}
    (papers / "titled.md").write_text(entry_file.render(fields, "We test it."), encoding="utf-8")


def _alter(path: Path, old: str, new: str) -> None:
    text, count = re.subn(old, new, path.read_text(encoding="utf-8"), count=1)
    assert count == 1
    path.write_text(text, encoding="utf-8")
