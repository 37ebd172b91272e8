"""Papers of a corpus as a project of this generator, and as the plain pages that peers index."""

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
"""A paper is featured on the next of these days of the month in which it was published."""

_TAGS_A_PAPER = 3


@dataclass(frozen=True)
class Text:
    """A paper and the text of its entry."""

    paper: Paper
    entry: str


def tags() -> Taxonomy:
    """Return this project's own tags."""
    return taxonomy.parse((ROOT / "taxonomy.yml").read_text(encoding="utf-8"), "taxonomy.yml")


def read(corpus: Path, count: int) -> list[Text]:
    """Return the corpus's first papers that are entries without a problem.

    Raises:
        SystemExit: the corpus has fewer.
    """
    texts = list(islice(accepted(corpus), count))
    if len(texts) < count:
        only = f"only {len(texts):,} papers without a problem, not {count:,}"
        raise SystemExit(f"{corpus} has {only}")
    return texts


def accepted(corpus: Path) -> Iterator[Text]:
    """Yield the corpus's papers that are entries without a problem, each title once."""
    titles: set[str] = set()
    slugs: Counter[str] = Counter()
    tagger = Tagger(known := tags())
    for record in _records(corpus):
        text = _text(record, tagger, known, slugs)
        if text and (key := match_key(text.paper.title)) not in titles:
            titles.add(key)
            yield text


def write_project(texts: list[Text], folder: Path) -> None:
    """Make a project of this generator, with the repository's own theme, settings and tags."""
    for text in texts:
        write_entry(text, folder)
    for name in ("taxonomy.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder)
    shutil.rmtree(folder / "generator", ignore_errors=True)
    shutil.copytree(ROOT / "generator" / "theme", folder / "generator" / "theme")
    (folder / "docs").mkdir(exist_ok=True)
    for page in (ROOT / "docs").glob("*.md"):
        if page.name != permalinks.HOME:  # that one is made
            shutil.copy(page, folder / "docs")


def write_entry(text: Text, folder: Path) -> None:
    """Write the entry of a paper into a project."""
    path = folder / text.paper.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.entry, encoding="utf-8")


def write_plain(papers: list[Paper], folder: Path) -> None:
    """Make a page a paper as a plain MkDocs site has it: title, authors, abstract, tags.

    Tags are words of the page. As front matter the theme's search would weigh them a million
    times, and a title of common words would find papers with such a tag instead.
    """
    labels = {slug: tag.label for slug, tag in tags().tags.items()}
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "docs" / "index.md").write_text("# Papers\n", encoding="utf-8")
    for paper in papers:
        parts = (
            f"# {escape(paper.title)}",
            escape(", ".join(author.name for author in paper.authors)),
            escape(paper.abstract),
            escape(", ".join(labels[tag] for tag in paper.tags)),
        )
        path = folder / "docs" / f"{paper.slug}.md"
        path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _records(corpus: Path) -> Iterator[dict[str, object]]:
    opened = lzma.open if corpus.suffix == ".xz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _text(
    record: dict[str, object], tagger: Tagger, known: Taxonomy, slugs: Counter[str]
) -> Text | None:
    """Return a record as the entry that an import would propose; None if the schema refuses it."""
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
        "tags": tagger.suggest(title, abstract)[:_TAGS_A_PAPER] or _any_tags(key, known),
        "source": "A corpus of real papers, for measurements only",
    }
    text = entry.render(fields, abstract)
    if len(text.encode()) > files.MAX_ENTRY_BYTES:
        return None
    paper, problems = schema.check(entry.parse(text, path))
    return None if problems else Text(paper, text)


def _any_tags(key: int, known: Taxonomy) -> list[str]:
    topics = [tag.slug for tag in known.tags.values() if tag.parent]
    return list({topics[(key >> shift) % len(topics)]: None for shift in (0, 8, 16)})
