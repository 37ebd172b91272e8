"""How much of a corpus's TeX is shown as mathematics.

Reads a corpus (JSON Lines, plain or .xz, each line with ``title`` and ``abstract``) and takes each
title and abstract that holds a dollar or a backslash:

    .venv/bin/python benchmarks/tex.py CORPUS
"""

import re
import sys
import time
from collections import Counter
from pathlib import Path

from capture import read

from generator.text import tex
from generator.text.tex import formula_to_mathml

REASONS_SHOWN = 12
_AMOUNT = re.compile(r"\$\d")
_COMMAND = re.compile(r"(?<!\\)\\[A-Za-z]+")


def main(corpus: Path) -> None:
    """Print how many formulas convert, why others do not, and what else of TeX is left."""
    texts = [text for paper in read(corpus) for text in paper if "$" in text or "\\" in text]
    start = time.process_time()
    parsed = [tex.parse(text) for text in texts]
    found = [[node for node in nodes if isinstance(node, tex.Math)] for nodes in parsed]
    problems = Counter[str]()
    whole = 0
    for each in found:
        said = [
            formula_to_mathml.convert(node.source, display=node.display).problem for node in each
        ]
        problems.update(filter(None, said))
        whole += bool(said) and not any(said)
    seconds = time.process_time() - start
    formulas_found, failed = sum(map(len, found)), problems.total()
    print(
        f"{len(texts):,} titles and abstracts with a dollar sign or a backslash, in {seconds:.2f} s"
    )
    print(f"{formulas_found:,} formulas; {formulas_found - failed:,} convert", end=" ")
    print(f"({1 - failed / formulas_found:.1%}); {failed:,} are shown as source")
    print(f"{whole:,} of {sum(map(bool, found)):,} texts with formulas convert completely")
    shown = ["".join(node.text for node in nodes if isinstance(node, tex.Text)) for nodes in parsed]
    print(
        f"{sum(len(_AMOUNT.findall(text)) for text in shown):,} amounts of money are text",
        end=", ",
    )
    print(f"{sum(text.count('$') for text in shown):,} dollar signs in total")
    left = Counter(command for text in shown for command in _COMMAND.findall(text))
    print(f"{left.total():,} commands are in text: {_most(left)}")
    print(f"Why formulas do not convert: {_most(problems)}")


def _most(counts: Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in counts.most_common(REASONS_SHOWN))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
