"""Measure how much of a corpus's TeX is shown as mathematics.

Reads a corpus (JSON Lines, plain or .xz, each line with ``title`` and ``abstract``) and converts
each title and abstract with a dollar sign or a backslash:

    .venv/bin/python benchmarks/tex.py CORPUS
"""

import argparse
import re
import time
from collections import Counter
from pathlib import Path

from capture import read

from generator.text import tex
from generator.text.tex import formula_to_mathml

MAX_REASONS = 12
_AMOUNT = re.compile(r"\$\d")
_COMMAND = re.compile(r"(?<!\\)\\[A-Za-z]+")


def main(corpus: Path) -> None:
    """Print how many formulas convert, why others do not, and what other TeX remains."""
    texts = [text for paper in read(corpus) for text in paper if "$" in text or "\\" in text]
    start = time.process_time()
    parsed = [tex.parse(text) for text in texts]
    formulas = [[node for node in nodes if isinstance(node, tex.Math)] for nodes in parsed]
    problems = Counter[str]()
    complete = 0
    for text_formulas in formulas:
        text_problems = [
            formula_to_mathml.convert(node.source, display=node.display).problem
            for node in text_formulas
        ]
        problems.update(filter(None, text_problems))
        complete += bool(text_problems) and not any(text_problems)
    seconds = time.process_time() - start
    total, failed = sum(map(len, formulas)), problems.total()
    print(
        f"{len(texts):,} titles and abstracts with a dollar sign or a backslash, in {seconds:.2f} s"
    )
    print(f"{total:,} formulas; {total - failed:,} convert", end=" ")
    print(f"({1 - failed / max(total, 1):.1%}); {failed:,} are shown as source")
    print(f"{complete:,} of {sum(map(bool, formulas)):,} texts with formulas convert completely")
    plain_texts = [
        "".join(node.text for node in nodes if isinstance(node, tex.Text)) for nodes in parsed
    ]
    print(
        f"{sum(len(_AMOUNT.findall(text)) for text in plain_texts):,} amounts of money are text",
        end=", ",
    )
    print(f"{sum(text.count('$') for text in plain_texts):,} dollar signs in total")
    commands = Counter(command for text in plain_texts for command in _COMMAND.findall(text))
    print(f"{commands.total():,} commands are in text: {_most_common(commands)}")
    print(f"Why formulas do not convert: {_most_common(problems)}")


def _most_common(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common(MAX_REASONS))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="the papers: JSON Lines, plain or .xz")
    main(parser.parse_args().corpus)
