"""The project's folders and settings, read from ``mkdocs.yml``."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.core import identifiers, yaml_with_lines
from generator.core.errors import CannotRun, ContentError, Problem
from generator.core.services import OFF, SERVICES
from generator.core.yaml_with_lines import Marked, Plain
from generator.text.plain import listing, unseen, visible

SETTINGS = "mkdocs.yml"
PAPERS_PER_PAGE = 50
AUTHOR_PAGES_FROM = 2
LANGUAGE = "en"
CARDS = ("full", "titles")
_DIGEST = ("extra", "digest")


DIGEST_SETTINGS = (
    "papers_per_page",
    "author_pages_from",
    "cards",
    "edit_url",
    "contact",
    "services",
)
"""The settings in ``extra.digest`` of ``mkdocs.yml``."""

_READS_MORE = re.compile(r"^INHERIT\s*:|snippets|b64|include|custom_dir:\s*!", re.MULTILINE)
_VARIABLE = re.compile("[A-Z][A-Z0-9_]*")
_SIZE = re.compile("[1-9][0-9]{0,3}")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NO_BASE = re.compile("[?#@]")  # behind a service's address stands what is asked for; no secrets


@dataclass(frozen=True, slots=True)
class Config:
    """The project's folder and settings. The reference of settings is made of these docstrings."""

    root: Path
    """The project's folder."""

    site_name: str
    """The name of the site; ``Paper digest`` if it is not set."""

    site_description: str
    """One sentence about the site, for the home page and link previews."""

    papers_per_page: int = PAPERS_PER_PAGE
    """The number of papers on each page of a long list."""

    author_pages_from: int = AUTHOR_PAGES_FROM
    """The number of papers from which an author has a page; other names link to a search."""

    cards: str = CARDS[0]
    """What lists show of a paper: ``full`` for authors, dates, tags and claim, or ``titles``."""

    site_url: str = ""
    """The address at which the site is published."""

    edit_url: str = ""
    """The address before ``papers/…`` in links for editing an entry; without it, there are none."""

    language: str = LANGUAGE
    """The language of the papers and the site, as an ISO 639-1 code."""

    excluded: tuple[str, ...] = ()
    """Files in ``docs/`` that are not published, as ``.gitignore`` patterns."""

    theme: Path | None = None
    """The folder of the project's own templates, styles and scripts."""

    reads_more: bool = False
    """Whether pages may depend on files that no setting names, such as Markdown snippets."""

    contact: str = ""
    """A mail or web address that is sent to services with every request."""

    services: Mapping[str, str] = field(default_factory=SERVICES.copy, hash=False)
    """The base address of each service; ``off`` (stored as an empty string) disables it."""

    @property
    def papers(self) -> Path:
        """The folder of the entries."""
        return self.root / "papers"

    @property
    def taxonomy(self) -> Path:
        """The file of the tags."""
        return self.root / "taxonomy.yml"

    @property
    def authors(self) -> Path:
        """The file of the authors that a curator has settled; it may be missing."""
        return self.root / "authors.yml"

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
    except OSError as error:
        advice = "run this in the project's folder, or name it with -C"
        raise CannotRun(f"{path}: {error.strerror}; {advice}") from None
    except UnicodeDecodeError:
        raise _problem(1, "is not UTF-8; save the file as UTF-8") from None
    marked = yaml_with_lines.load(text, SETTINGS, tags=True)
    if not isinstance(value := marked.value, dict):
        raise _problem(1, "holds no settings; write each as 'name: value'")
    for name in ("docs_dir", "site_dir"):
        if name in value:
            raise _problem(marked.lines[(name,)], f"'{name}' cannot be set; remove it")
    digest = _digest(value.get("extra"), marked)
    return Config(
        root=root,
        site_name=_text(marked, value, "site_name", "Paper digest"),
        site_description=_text(marked, value, "site_description", ""),
        site_url=_address(marked, value, "site_url"),
        edit_url=_address(marked, digest, "edit_url", *_DIGEST),
        papers_per_page=_number(digest, "papers_per_page", PAPERS_PER_PAGE, marked),
        author_pages_from=_number(digest, "author_pages_from", AUTHOR_PAGES_FROM, marked),
        cards=_cards(digest, marked),
        language=_language(value.get("theme")),
        excluded=(*_lines(value, "exclude_docs"), *_lines(value, "draft_docs")),
        theme=_theme(root, value.get("theme")),
        reads_more=bool(_READS_MORE.search(text)),
        contact=_contact(digest, marked),
        services=_services(digest, marked),
    )


def _theme(root: Path, settings: object) -> Path | None:
    name = settings.get("custom_dir") if isinstance(settings, dict) else None
    folder = root / name if isinstance(name, str) and name else None
    return folder if folder and folder.is_dir() else None


def _language(theme: object) -> str:
    given = theme.get("language") if isinstance(theme, dict) else None
    language = given.partition("-")[0] if isinstance(given, str) else ""  # the theme has pt-BR
    return language if language.isascii() and language.isalpha() else LANGUAGE


def _lines(value: Mapping[str, Plain], name: str) -> list[str]:
    text = value.get(name)
    return text.splitlines() if isinstance(text, str) else []


def _text(marked: Marked, value: Mapping[str, Plain], name: str, otherwise: str) -> str:
    text = value.get(name, otherwise)
    if not isinstance(text, str) or unseen(text):
        raise _problem(marked.lines[(name,)], f"'{name}' is not one line of text; write it so")
    return text


def _address(marked: Marked, value: Mapping[str, Plain], name: str, *where: str) -> str:
    """Return an address with a slash at its end, or nothing; the environment may hold it.

    ``!ENV [SITE_URL, "http://…"]`` is the first of some variables that is set, else the last text:
    https://www.mkdocs.org/user-guide/configuration/#environment-variables
    """
    given = value.get(name, "")
    if isinstance(given, str) and _VARIABLE.fullmatch(given):
        given = [given, ""]
    names, otherwise = (given[:-1], given[-1]) if isinstance(given, list) and given else ([], given)
    held = (os.environ[each] for each in names if isinstance(each, str) and each in os.environ)
    address = next(held, otherwise)
    if address in ("", "null", "~"):
        return ""
    try:
        return identifiers.web_url(address if isinstance(address, str) else "").rstrip("/") + "/"
    except ValueError as error:
        raise _problem(marked.lines[*where, name], f"'{name}' is '{address}'; {error}") from None


def _number(digest: Mapping[str, Plain], name: str, otherwise: int, marked: Marked) -> int:
    value = digest.get(name, str(otherwise))
    if not isinstance(value, str) or not _SIZE.fullmatch(value):
        message = f"'{name}' is '{value}'; write a number from 1 to 9999, such as {otherwise}"
        raise _problem(marked.lines[*_DIGEST, name], message)
    return int(value)


def _cards(digest: Mapping[str, Plain], marked: Marked) -> str:
    value = digest.get("cards", CARDS[0])
    if not isinstance(value, str) or value not in CARDS:
        message = f"'cards' is '{value}'; write {listing(CARDS)}"
        raise _problem(marked.lines[*_DIGEST, "cards"], message)
    return value


def _contact(digest: Mapping[str, Plain], marked: Marked) -> str:
    given = digest.get("contact", "")
    if isinstance(given, str) and (not given or _is_address(given) or _MAIL.fullmatch(given)):
        return given
    advice = "write a mail address, or where on the web you are to be found"
    message = f"'contact' is '{visible(str(given))}'; {advice}"
    raise _problem(marked.lines[*_DIGEST, "contact"], message)


def _services(digest: Mapping[str, Plain], marked: Marked) -> dict[str, str]:
    given = digest.get("services") or {}
    if not isinstance(given, dict) or given.keys() - SERVICES.keys():
        message = f"'services' knows {listing(SERVICES)}; write such as crossref: {OFF}"
        raise _problem(marked.lines[*_DIGEST, "services"], message)
    found = dict(SERVICES)
    for name, address in given.items():
        if address != OFF and (not _is_address(address) or _NO_BASE.search(str(address))):
            shown = visible(str(address))
            message = f"'{name}' is '{shown}'; write such as {SERVICES[name]}, or {OFF}"
            raise _problem(marked.lines[*_DIGEST, "services", name], message)
        found[name] = "" if address == OFF else str(address).rstrip("/")
    return found


def _is_address(value: object) -> bool:
    try:
        return bool(identifiers.web_url(value if isinstance(value, str) else ""))
    except ValueError:
        return False


def _digest(extra: object, marked: Marked) -> Mapping[str, Plain]:
    """Return the digest's own settings."""
    digest = extra.get("digest") if isinstance(extra, dict) else None
    if digest and (not isinstance(digest, dict) or digest.keys() - {*DIGEST_SETTINGS}):
        message = (
            f"'extra.digest' knows {listing(DIGEST_SETTINGS)}; write such as papers_per_page: 50"
        )
        raise _problem(marked.lines[_DIGEST], message)
    return digest if isinstance(digest, dict) else {}


def _problem(line: int, message: str) -> ContentError:
    return ContentError([Problem(SETTINGS, line, message)])
