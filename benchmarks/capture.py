"""Measure how many papers are read back unchanged from a plain-text capture.

Reads a corpus (JSON Lines, plain or .xz, each line with ``title`` and ``abstract``), writes its
papers as captures of 50 titles and abstracts each, and reads the captures:

    .venv/bin/python benchmarks/capture.py CORPUS
"""

import argparse
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from generator.readers.huggingface import plain_text
from generator.text.strings import clean, match_key, one_line

PAPERS_PER_CAPTURE = 50


def main(corpus: Path) -> None:
    """Print how many papers are read unchanged, and how many entries are wrong."""
    papers = list(read(corpus))
    exact = wrong = 0
    for start in range(0, len(papers), PAPERS_PER_CAPTURE):
        captured = dict(papers[start : start + PAPERS_PER_CAPTURE])
        text = "\n\n".join(["Mar 11", *(text for paper in captured.items() for text in paper)])
        entries = plain_text.read(text, "capture.txt").entries
        unchanged = sum(
            captured.get(str(entry.fields["title"])) == entry.abstract for entry in entries
        )
        exact += unchanged
        wrong += len(entries) - unchanged
    print(f"{exact:,} of {len(papers):,} papers unchanged; {wrong} entries differ from the capture")


def read(corpus: Path) -> Iterator[tuple[str, str]]:
    """Yield the title and abstract of each paper that has both, each title once.

    Args:
        corpus: the corpus.
    """
    seen: set[str] = set()
    opened = lzma.open if corpus.suffix == ".xz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            paper = json.loads(line)
            title, abstract = one_line(clean(paper["title"])), one_line(clean(paper["abstract"]))
            if title and abstract and match_key(title) not in seen:
                seen.add(match_key(title))
                yield title, abstract


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="the papers: JSON Lines, plain or .xz")
    main(parser.parse_args().corpus)
