"""Write a corpus's papers as a project of ours, and as plain pages for the peers."""

import datetime as dt
import json
import lzma
import shutil
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generator.core import permalinks
from generator.core.model import Paper
from generator.library import entry_file as entry
from generator.library import schema, taxonomy
from generator.library.tagging import Tagger
from generator.library.taxonomy import Taxonomy
from generator.render.markup.markdown import escape
from generator.storage import files
from generator.text.strings import clean, match_key, one_line, slugify

ROOT = Path(__file__).parents[2]
DIGEST_DAYS = (10, 20, 28)
"""The days of a month on which papers published since the previous one are featured."""

_MAX_TAGS = 3


@dataclass(frozen=True)
class PaperText:
    """A paper and the text of its entry."""

    paper: Paper
    entry: str


def load_taxonomy() -> Taxonomy:
    """Return this repository's taxonomy."""
    return taxonomy.parse((ROOT / "taxonomy.yml").read_text(encoding="utf-8"), "taxonomy.yml")


def read(corpus: Path, count: int) -> list[PaperText]:
    """Return the first papers of a corpus that are valid entries.

    Args:
        corpus: The corpus.
        count: The number of papers.

    Raises:
        SystemExit: The corpus has fewer valid papers.
    """
    texts = list(islice(valid_papers(corpus), count))
    if len(texts) < count:
        raise SystemExit(f"{corpus} has only {len(texts):,} valid papers, not {count:,}")
    return texts


def valid_papers(corpus: Path) -> Iterator[PaperText]:
    """Yield the papers of a corpus that are valid entries, each title once."""
    titles: set[str] = set()
    slugs: Counter[str] = Counter()
    tagger = Tagger(tags := load_taxonomy())
    for record in _records(corpus):
        text = _text(record, tagger, tags, slugs)
        if text and (key := match_key(text.paper.title)) not in titles:
            titles.add(key)
            yield text


def write_project(texts: list[PaperText], folder: Path) -> None:
    """Create a project with this repository's theme, settings and taxonomy."""
    for text in texts:
        write_entry(text, folder)
    for name in ("taxonomy.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder)
    shutil.rmtree(folder / "generator", ignore_errors=True)
    shutil.copytree(ROOT / "generator" / "theme", folder / "generator" / "theme")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=_generated_names, dirs_exist_ok=True)


def _generated_names(folder: str, names: list[str]) -> list[str]:
    generated = {*permalinks.GENERATED_FOLDERS, *permalinks.GENERATED_FILES, permalinks.MANIFEST}
    return [name for name in names if name in generated] if Path(folder) == ROOT / "docs" else []


def write_entry(text: PaperText, folder: Path) -> None:
    """Write a paper's entry to a project."""
    path = folder / text.paper.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.entry, encoding="utf-8")


def write_plain(papers: list[Paper], folder: Path) -> None:
    """Write one page per paper, as a plain MkDocs site has it: title, authors, abstract, tags.

    Tags are part of the text. In the front matter, Material's search would give them a boost of a
    million, and a title of common words would find papers with such a tag.
    """
    labels = {slug: tag.label for slug, tag in load_taxonomy().tags.items()}
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "docs" / "index.md").write_text("# Papers\n", encoding="utf-8")
    for paper in papers:
        paragraphs = (
            f"# {escape(paper.title)}",
            escape(", ".join(author.name for author in paper.authors)),
            escape(paper.abstract),
            escape(", ".join(labels[tag] for tag in paper.tags)),
        )
        path = folder / "docs" / f"{paper.slug}.md"
        path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")


def _records(corpus: Path) -> Iterator[dict[str, object]]:
    opened = lzma.open if corpus.suffix == ".xz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _text(
    record: dict[str, object], tagger: Tagger, tags: Taxonomy, slugs: Counter[str]
) -> PaperText | None:
    """Return a record as the entry that an import proposes; None if it is not valid."""
    title, abstract = one_line(clean(str(record["title"]))), clean(str(record["abstract"]))
    year, key = int(str(record["year"])), zlib.crc32(title.encode())
    published = dt.date(year, 1 + key % 12, 1 + key // 12 % 28)
    slug = slugify(title) or "untitled"
    slugs[slug] += 1
    path = f"papers/{year}/{slug}{f'-{slugs[slug]}' if slugs[slug] > 1 else ''}.md"
    authors = record["authors"] if isinstance(record["authors"], list) else []
    fields = {
        "title": title,
        "date": published.replace(day=next(day for day in DIGEST_DAYS if day >= published.day)),
        "authors": [one_line(clean(str(author))) for author in authors],
        "published": published,
        "venue": f"{str(record['venue']).upper()} {year}",
        "tags": tagger.suggest(title, abstract)[:_MAX_TAGS] or _arbitrary_tags(key, tags),
        "source": "A corpus of real papers, for measurements only",
    }
    text = entry.render(fields, abstract)
    if len(text.encode()) > files.MAX_ENTRY_BYTES:
        return None
    paper, problems = schema.check(entry.parse(text, path))
    return None if problems else PaperText(paper, text)


def _arbitrary_tags(key: int, tags: Taxonomy) -> list[str]:
    topics = [tag.slug for tag in tags.tags.values() if tag.parent]
    return list({topics[(key >> shift) % len(topics)]: None for shift in (0, 8, 16)})
