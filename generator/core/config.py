"""Read the project's settings from ``mkdocs.yml``."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.core import identifiers, yaml_with_lines
from generator.core.errors import CannotRun, ContentError, Problem
from generator.core.external_services import OFF, SERVICE_URLS
from generator.core.yaml_with_lines import ParsedYaml, YamlValue
from generator.text.strings import escape_invisible, find_invisible_character, quoted_choices

SETTINGS_FILE = "mkdocs.yml"
DEFAULT_SITE_NAME = "Paper digest"
DEFAULT_PAPERS_PER_PAGE = 50
DEFAULT_AUTHOR_PAGES_FROM = 2
DEFAULT_LANGUAGE = "en"
CARD_STYLES = ("full", "titles")
"""The values of the setting ``cards``; the first one is the default."""

DIGEST_SETTINGS = (
    "papers_per_page",
    "author_pages_from",
    "cards",
    "edit_url",
    "contact",
    "services",
)
"""The settings in ``extra.digest`` of ``mkdocs.yml``."""

_DIGEST_PATH = ("extra", "digest")
_READS_OTHER_FILES = re.compile(r"^INHERIT\s*:|snippets|b64|include|custom_dir:\s*!", re.MULTILINE)
_ENVIRONMENT_VARIABLE = re.compile("[A-Z][A-Z0-9_]*")
_COUNT = re.compile("[1-9][0-9]{0,3}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NOT_IN_BASE_URL = re.compile("[?#@]")  # paths are appended to the URL; secrets do not belong in it


@dataclass(frozen=True, slots=True)
class Config:
    """The project's folder and settings.

    The reference of settings (``docs/guide/reference.md``) is generated from the docstrings below.
    """

    root: Path
    """The project's folder."""

    site_name: str = DEFAULT_SITE_NAME
    """The name of the site."""

    site_description: str = ""
    """One sentence about the site, shown on the home page and in link previews."""

    papers_per_page: int = DEFAULT_PAPERS_PER_PAGE
    """The number of papers per page of a long list."""

    author_pages_from: int = DEFAULT_AUTHOR_PAGES_FROM
    """The number of papers that an author needs to have their own page. The names of other authors
    link to a search for their papers."""

    cards: str = CARD_STYLES[0]
    """The details of papers in lists: ``full`` for title, authors, dates, tags and key sentence, or
    ``titles`` for the title only."""

    site_url: str = ""
    """The URL at which the site is published."""

    edit_url: str = ""
    """The base URL of edit links. The path of the entry (``papers/…``) is appended to it. If
    empty, pages have no such links."""

    language: str = DEFAULT_LANGUAGE
    """The language of the papers and of the labels of Material for MkDocs, as an ISO 639-1 code.
    Lists, dates and search messages are always in English."""

    excluded: tuple[str, ...] = ()
    """Files in ``docs/`` that are not published, as ``.gitignore`` patterns."""

    theme: Path | None = None
    """The folder of the site's templates, styles and scripts: ``generator/theme``, or your modified
    copy of it. The pages need all of its files."""

    has_unlisted_inputs: bool = False
    """Whether pages may include files that no setting lists, such as Markdown snippets. The
    incremental build cannot see when these change."""

    contact: str = ""
    """An email address or URL that is sent with every request to a service."""

    services: Mapping[str, str] = field(default_factory=SERVICE_URLS.copy, hash=False)
    """The base URL of each service, or ``off`` to disable it."""
    # Here, the base URL of a disabled service is "".

    @property
    def papers(self) -> Path:
        """The folder of entries."""
        return self.root / "papers"

    @property
    def taxonomy(self) -> Path:
        """The file that defines the tags."""
        return self.root / "taxonomy.yml"

    @property
    def authors(self) -> Path:
        """The optional file that maps author names to people."""
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
    """Read and check the settings of a project.

    Args:
        root: The project's folder, which contains ``mkdocs.yml``.

    Raises:
        CannotRun: The folder has no readable ``mkdocs.yml``.
        ContentError: ``mkdocs.yml`` is not YAML, or one of its settings is wrong.
    """
    text = _read(root / SETTINGS_FILE)
    document = yaml_with_lines.load(text, SETTINGS_FILE, ignore_tags=True)
    if not isinstance(settings := document.value, dict):
        raise _error(1, "no settings found; write each setting as 'name: value'")
    for name in ("docs_dir", "site_dir"):
        if name in settings:
            raise _error(document.lines[(name,)], f"'{name}' cannot be changed; remove it")
    digest = _digest_settings(document, settings.get("extra"))
    return Config(
        root=root,
        site_name=_text(document, settings, "site_name", DEFAULT_SITE_NAME),
        site_description=_text(document, settings, "site_description", ""),
        site_url=_url(document, settings, "site_url"),
        edit_url=_url(document, digest, "edit_url", *_DIGEST_PATH),
        papers_per_page=_count(document, digest, "papers_per_page", DEFAULT_PAPERS_PER_PAGE),
        author_pages_from=_count(document, digest, "author_pages_from", DEFAULT_AUTHOR_PAGES_FROM),
        cards=_cards(document, digest),
        language=_language(settings.get("theme")),
        excluded=(*_lines(settings, "exclude_docs"), *_lines(settings, "draft_docs")),
        theme=_theme_folder(root, settings.get("theme")),
        has_unlisted_inputs=bool(_READS_OTHER_FILES.search(text)),
        contact=_contact(document, digest),
        services=_services(document, digest),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        advice = "run this in the project's folder, or pass the folder with -C"
        raise CannotRun(f"{path}: {error.strerror}; {advice}") from None
    except UnicodeDecodeError:
        raise _error(1, "the file is not UTF-8; save it as UTF-8") from None


def _digest_settings(document: ParsedYaml, extra: object) -> Mapping[str, YamlValue]:
    digest = extra.get("digest") if isinstance(extra, dict) else None
    if digest and (not isinstance(digest, dict) or digest.keys() - {*DIGEST_SETTINGS}):
        message = (
            f"'extra.digest' accepts only {quoted_choices(DIGEST_SETTINGS)}; "
            "write, for example, papers_per_page: 50"
        )
        raise _error(document.lines[_DIGEST_PATH], message)
    return digest if isinstance(digest, dict) else {}


def _text(document: ParsedYaml, settings: Mapping[str, YamlValue], name: str, default: str) -> str:
    text = settings.get(name, default)
    if not isinstance(text, str) or find_invisible_character(text):
        message = f"'{name}' must be one line of text; write it in quotes on one line"
        raise _error(document.lines[(name,)], message)
    return text


def _url(document: ParsedYaml, settings: Mapping[str, YamlValue], name: str, *parents: str) -> str:
    """Return a setting's URL with a trailing slash, or an empty string if the URL is not set.

    The environment may define the URL: ``!ENV [SITE_URL, "http://…"]`` resolves to the first
    variable that is set, or else to the last item of the list.
    Source: https://www.mkdocs.org/user-guide/configuration/#environment-variables
    """
    value = settings.get(name, "")
    if isinstance(value, str) and _ENVIRONMENT_VARIABLE.fullmatch(value):
        value = [value, ""]
    variables, default = (
        (value[:-1], value[-1]) if isinstance(value, list) and value else ([], value)
    )
    names = (variable for variable in variables if isinstance(variable, str))
    url = next((os.environ[variable] for variable in names if variable in os.environ), default)
    if url in ("", "null", "~"):
        return ""
    try:
        checked = identifiers.check_web_url(url if isinstance(url, str) else "")
    except ValueError as error:
        message = f"'{name}' is '{url}'; {error}"
        raise _error(document.lines[*parents, name], message) from None
    return checked.rstrip("/") + "/"


def _count(document: ParsedYaml, digest: Mapping[str, YamlValue], name: str, default: int) -> int:
    value = digest.get(name, str(default))
    if not isinstance(value, str) or not _COUNT.fullmatch(value):
        message = f"'{name}' is '{value}'; write a number from 1 to 9999, such as {default}"
        raise _error(document.lines[*_DIGEST_PATH, name], message)
    return int(value)


def _cards(document: ParsedYaml, digest: Mapping[str, YamlValue]) -> str:
    value = digest.get("cards", CARD_STYLES[0])
    if not isinstance(value, str) or value not in CARD_STYLES:
        message = f"'cards' is '{value}'; write {quoted_choices(CARD_STYLES)}"
        raise _error(document.lines[*_DIGEST_PATH, "cards"], message)
    return value


def _language(theme: object) -> str:
    value = theme.get("language") if isinstance(theme, dict) else None
    language = value.partition("-")[0] if isinstance(value, str) else ""  # Material has "pt-BR"
    return language if language.isascii() and language.isalpha() else DEFAULT_LANGUAGE


def _lines(settings: Mapping[str, YamlValue], name: str) -> list[str]:
    text = settings.get(name)
    return text.splitlines() if isinstance(text, str) else []


def _theme_folder(root: Path, theme: object) -> Path | None:
    name = theme.get("custom_dir") if isinstance(theme, dict) else None
    folder = root / name if isinstance(name, str) and name else None
    return folder if folder and folder.is_dir() else None


def _contact(document: ParsedYaml, digest: Mapping[str, YamlValue]) -> str:
    contact = digest.get("contact", "")
    if isinstance(contact, str) and (
        not contact or _is_web_url(contact) or _EMAIL.fullmatch(contact)
    ):
        return contact
    message = f"'contact' is '{escape_invisible(str(contact))}'; write an email address or a URL"
    raise _error(document.lines[*_DIGEST_PATH, "contact"], message)


def _services(document: ParsedYaml, digest: Mapping[str, YamlValue]) -> dict[str, str]:
    changes = digest.get("services") or {}
    if not isinstance(changes, dict) or changes.keys() - SERVICE_URLS.keys():
        message = (
            f"'services' accepts only {quoted_choices(SERVICE_URLS)}; "
            f"write, for example, crossref: {OFF}"
        )
        raise _error(document.lines[*_DIGEST_PATH, "services"], message)
    services = dict(SERVICE_URLS)
    for name, url in changes.items():
        if url != OFF and (not _is_web_url(url) or _NOT_IN_BASE_URL.search(str(url))):
            message = (
                f"'{name}' is '{escape_invisible(str(url))}'; "
                f"write a URL such as {SERVICE_URLS[name]}, or {OFF}"
            )
            raise _error(document.lines[*_DIGEST_PATH, "services", name], message)
        services[name] = "" if url == OFF else str(url).rstrip("/")
    return services


def _is_web_url(value: object) -> bool:
    try:
        return bool(identifiers.check_web_url(value if isinstance(value, str) else ""))
    except ValueError:
        return False


def _error(line: int, message: str) -> ContentError:
    return ContentError([Problem(SETTINGS_FILE, line, message)])
