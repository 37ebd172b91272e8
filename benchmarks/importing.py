"""Measure a large import: a corpus's papers as CSL-JSON, imported twice.

    python benchmarks/importing.py corpus.jsonl.xz --papers 10000

Each import runs in a process of its own, as on the command line. The times are wall times.
"""

import argparse
import json
import lzma
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="the papers: JSON Lines, plain or .xz")
    parser.add_argument("--papers", type=int, default=10_000, help="number of papers")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch)
        (project / "papers").mkdir()
        (project / "docs").mkdir()
        for name in ("mkdocs.yml", "taxonomy.yml"):
            shutil.copy(ROOT / name, project)
        capture = project / "corpus.json"
        items = list(map(_item, islice(_rows(arguments.corpus), arguments.papers)))
        capture.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
        print(f"{len(items):,} papers, {capture.stat().st_size / 1e6:.1f} MB of CSL-JSON")
        for label in ("imported", "imported again"):
            start = time.perf_counter()
            last = _import(project, capture)
            print(f"{label}: {time.perf_counter() - start:.1f} s; {last}")


def _rows(corpus: Path) -> Iterator[dict[str, object]]:
    opened = lzma.open if corpus.suffix == ".xz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _item(row: dict[str, object]) -> dict[str, object]:
    authors, keywords = row["authors"], row["keywords"]
    return {
        "type": "paper-conference",
        "title": row["title"],
        "author": [{"literal": name} for name in authors] if isinstance(authors, list) else [],
        "container-title": str(row["venue"]).upper(),
        "issued": {"date-parts": [[row["year"]]]},
        "abstract": row["abstract"],
        "keyword": ", ".join(map(str, keywords)) if isinstance(keywords, list) else "",
    }


def _import(project: Path, capture: Path) -> str:
    """Run an import and return the last line of its output."""
    command = [sys.executable, "-m", "generator", "-C", str(project), "import", str(capture)]
    command += ["--date", "2025-03-11"]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return (process.stdout.strip() or process.stderr).splitlines()[-1]


if __name__ == "__main__":
    main()
