"""The project's folders and settings, read from ``mkdocs.yml``."""

from dataclasses import dataclass
from pathlib import Path

from generator import marked_yaml
from generator.errors import CannotRun, ContentError, Problem

SETTINGS = "mkdocs.yml"
PAPERS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Config:
    """Where things are, and the site's own words and sizes."""

    root: Path
    site_name: str
    site_description: str
    papers_per_page: int = PAPERS_PER_PAGE

    @property
    def papers(self) -> Path:
        """The folder of the entries."""
        return self.root / "papers"

    @property
    def taxonomy(self) -> Path:
        """The file of the tags."""
        return self.root / "taxonomy.yml"

    @property
    def docs(self) -> Path:
        """The folder that the site builder reads."""
        return self.root / "docs"

    @property
    def site(self) -> Path:
        """The folder that the site builder writes."""
        return self.root / "site"


def load(root: Path) -> Config:
    """Return the settings of the project in a folder.

    Raises:
        CannotRun: the folder is no project.
        ContentError: ``mkdocs.yml`` or its ``extra.digest`` is wrong.
    """
    path = root / SETTINGS
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(
            f"{path}: {error}; run this in the project's folder, or name it with -C"
        ) from None
    marked = marked_yaml.load(text, SETTINGS, tags=True)
    value = marked.value if isinstance(marked.value, dict) else {}
    extra = value.get("extra")
    digest = extra.get("digest") if isinstance(extra, dict) else None
    return Config(
        root=root,
        site_name=str(value.get("site_name", "Paper digest")),
        site_description=str(value.get("site_description", "")),
        papers_per_page=_papers_per_page(digest or {}, marked),
    )


def _papers_per_page(digest: marked_yaml.Plain, marked: marked_yaml.Marked) -> int:
    line = marked.lines.get(("extra", "digest"), 1)
    if not isinstance(digest, dict) or digest.keys() - {"papers_per_page"}:
        message = "'extra.digest' knows one setting; write papers_per_page: 50"
        raise ContentError([Problem(SETTINGS, line, message)])
    value = str(digest.get("papers_per_page", PAPERS_PER_PAGE))
    if not value.isdecimal() or int(value) < 1:
        message = f"'papers_per_page' is '{value}'; write a number from 1, such as 50"
        raise ContentError([Problem(SETTINGS, line + 1, message)])
    return int(value)
