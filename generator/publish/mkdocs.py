"""MkDocs' own steps, one page at a time, so that only what changed is built, and on all cores.

``mkdocs build`` of MkDocs 1.6 builds whole sites in one process. Here the functions that it
consists of (``mkdocs/commands/build.py``) are called for the pages that are wanted, and each
comes out as it would write it, less the blanks around its text. A site with plugins or hooks,
which may look at all pages at once, is for MkDocs itself: see ``Site.is_plain``.
"""

import gzip
import io
import logging
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, cast

import jinja2
import markdown
from mkdocs.commands.build import _build_template, get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents, get_toc
from mkdocs.utils import get_build_timestamp

from generator import cache, permalinks
from generator.config import Config
from generator.errors import CannotRun

SITEMAP = "sitemap.xml"
_NEVER_WRITTEN = (
    "reference",
    "image_link",
    "image_reference",
    "short_reference",
    "short_image_ref",
    "autolink",
    "automail",
    "linebreak",
    "html",
    "not_strong",
    "em_strong",
    "em_strong2",
)
"""What Python-Markdown knows between words and paper-digest escapes or does not use."""

_ALL_PAGES = re.compile(rb"\bpages\b")
"""What a template says that looks at all pages: a new one may change all that it makes."""

_INHERITS = re.compile(r"^INHERIT\s*:\s*['\"]?([^'\"\s]+)", re.MULTILINE)
_SHOWN_IN_NAVIGATION = ("icon", "status", "subtitle")
"""What the theme's own navigation shows of a page's front matter, besides its title."""

_CONFLICT = "Excluding '%s' from the site because it conflicts with '%s'."

_BLANKS = re.compile(r"\s*\n\s*")
_LISTS = '\n<div class="lists">\n'
"""What begins the HTML below which a page has no Markdown, where paper-digest made the page."""


class Site:
    """A project as MkDocs sees it: its settings, its files and its navigation.

    A file that paper-digest made becomes an object of MkDocs only when it is built or linked to;
    for twenty thousand of them that alone takes a second.
    """

    def __init__(self, root: Path, made: Iterable[str]) -> None:
        """Read the settings, find the hand-written files and read the navigation.

        Args:
            root: the project's folder.
            made: the paths in ``docs/`` that paper-digest made.

        Raises:
            CannotRun: MkDocs refuses the settings.
        """
        self.warnings = _Warnings()
        os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's advertisement
        self.settings = _settings(root / "mkdocs.yml")  # first: it may be saved meanwhile
        try:
            self.config: MkDocsConfig = load_config(str(root / "mkdocs.yml"))
        except MkDocsException as error:
            raise self.warnings.stop(str(error)) from None
        self.env = self.config.theme.get_env()
        self.env.auto_reload = False
        self.files = _Files(self.config, made)
        self.nav: Navigation = get_navigation(self._files_of_nav(), self.config)

    @property
    def is_plain(self) -> bool:
        """Return whether each page hangs on its own text, the settings and the theme alone."""
        config = self.config
        return not config.plugins and not config.hooks and config.use_directory_urls

    @cached_property
    def own(self) -> list[File]:
        """The pages that are built each time: those of the navigation, and the hand-written."""
        hand_written = (file for file in self.files.own if file.is_documentation_page())
        in_nav = (page.file for page in self.nav.pages)
        return [*{file.src_uri: file for file in (*hand_written, *in_nav)}.values()]

    @property
    def copied(self) -> list[File]:
        """The hand-written files that are no pages."""
        return [file for file in self.files.own if not file.is_documentation_page()]

    @cached_property
    def theme_files(self) -> dict[str, File]:
        """The theme's assets by their paths."""
        assets = Files([])
        assets.add_files_from_theme(self.env, self.config)
        set_exclusions(assets, self.config)
        return {file.dest_uri: file for file in assets if _is_on_site(file)}

    def is_on_site(self, path: str) -> bool:
        """Return whether the settings leave a file that paper-digest made on the site."""
        return path not in self.config.extra_templates and (
            not self.files.some_are_excluded or _is_on_site(self.files[path])
        )

    @property
    def theme(self) -> bytes:
        """What the project's own templates and assets are; what they show of all pages, too."""
        if not self.config.theme.custom_dir:
            return b""
        folder = Path(self.config.theme.custom_dir)
        held = []
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = path.read_bytes()
            held.append(os.fsencode(path.relative_to(folder)) + cache.digest(content).encode())
            if path.suffix == ".html" and _ALL_PAGES.search(content):
                held.extend(map(os.fsencode, sorted(self.files.made)))
        return b"\n".join(held)

    @property
    def navigation(self) -> bytes:
        """The titles and addresses of the navigation, for which its pages are read."""
        for page in self.nav.pages:
            self._populate(page)
        shown = [page.meta.get(name) for page in self.nav.pages for name in _SHOWN_IN_NAVIGATION]
        return f"{self.nav}{shown}".encode("utf-8", "surrogateescape")

    @property
    def template_sources(self) -> str:
        """What the templates among the files of ``docs/`` are."""
        found = (self.files.get_file_from_path(name) for name in self.config.extra_templates)
        return "".join(cache.digest(file.content_bytes) for file in found if file)

    @property
    def template_names(self) -> list[str]:
        """The paths of the files that the theme makes of the whole site."""
        names = [*sorted(self.config.theme.static_templates), *self.config.extra_templates]
        return [*names, *(f"{name}.gz" for name in names if name == SITEMAP)]

    def links_to_places(self, path: str) -> list[tuple[str, str, str]]:
        """Return the links from a page that was built to places on pages, for check_anchors."""
        page = self.files[path].page
        links = (page and page.links_to_anchors) or {}
        return [
            (path, target.src_uri, link) for target, held in links.items() for link in held.values()
        ]

    def page(self, file: File) -> bytes:
        """Return the HTML of a page.

        Raises:
            CannotRun: a template or an extension failed.
        """
        page = file.page or Page(None, file, self.config)
        self._populate(page)
        page.active = True  # tells the theme that this is the page
        try:
            context = get_context(self.nav, self.files.pages, self.config, page)
            template = self.env.get_template(str(page.meta.get("template", "main.html")))
            html = template.render(context)
        except Exception as error:
            raise CannotRun(f"docs/{file.src_uri}: its template failed: {_said(error)}") from error
        finally:
            page.active = False
        if not self._is_in_nav(file):
            # ten thousand of them would take their room
            page.markdown, page.content, page.toc = "", None, TableOfContents([])
        return _tidy(html).encode("utf-8", "xmlcharrefreplace")

    def templates(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files that the theme makes of the whole site, by their paths."""
        _ = self.navigation  # whose titles they show
        for name in (*sorted(self.config.theme.static_templates), *self.config.extra_templates):
            text = self._template(name)
            if text.strip():
                yield name, text.encode()
            if name == SITEMAP:
                yield f"{name}.gz", _gzipped(text.encode())

    def _template(self, name: str) -> str:
        try:
            template, files = self._get_template(name), cast("Files", self.files.pages)
            return _build_template(name, template, files, self.config, self.nav)
        except Exception as error:
            raise CannotRun(f"the template {name} failed: {_said(error)}") from error

    def _get_template(self, name: str) -> jinja2.Template:
        if name not in self.config.extra_templates:
            return self.env.get_template(name)
        template: jinja2.Template = jinja2.Template(self.files[name].content_string)
        return template

    def check_anchors(self, links: Iterable[tuple[str, str, str]]) -> None:
        """Warn of links to places that are on no page.

        Args:
            links: the path of the page with the link, that of the other page, and the link.
        """
        if self.config.validation.links.anchors < logging.WARNING:
            return
        for source, target, link in links:
            anchors = self._anchors(target)
            if link.partition("#")[2] not in anchors:
                self.warnings.add(
                    f"docs/{source}: a link to '{link}', but 'docs/{target}' has no such place"
                )

    def _anchors(self, path: str) -> set[str]:
        file = self.files[path]
        page = file.page or Page(None, file, self.config)
        if page.present_anchor_ids is None:
            self._populate(page)
        return page.present_anchor_ids or set()

    def _files_of_nav(self) -> Files:
        """Return the files that the navigation may name: of those made here only the first ones."""
        named = (self.files.get_file_from_path(path) for path in self._named_in_nav())
        return Files([*self.files.own, *filter(None, named)])

    def _named_in_nav(self) -> Iterable[str]:
        return permalinks.FIRST_PAGES if self.config.nav is None else _texts(self.config.nav)

    def _is_in_nav(self, file: File) -> bool:
        return file.src_uri in self._in_nav

    @cached_property
    def _in_nav(self) -> set[str]:
        return {page.file.src_uri for page in self.nav.pages}

    def _populate(self, page: Page) -> None:
        """Convert a page's Markdown, if that was not done yet."""
        if page.content is not None:
            return
        try:
            page.read_source(self.config)
            if page.file.src_uri in self.files.made:
                self._convert_made(page)
            else:
                page.render(self.config, self.files)
        except Exception as error:
            raise CannotRun(f"docs/{page.file.src_uri}: cannot be read: {error!r}") from error

    def _convert_made(self, page: Page) -> None:
        """Convert a page of paper-digest: with one converter for all, and its lists as they are.

        What ``Page.render`` does, less what the lists, which are one block of HTML, do not need.
        """
        head, begin, lists = (page.markdown or "").partition(_LISTS)
        converter = self._converter
        converter.reset()
        anchors = pages._ExtractAnchorsTreeprocessor(page.file, self.files, self.config)
        anchors._register(converter)
        paths = pages._RelativePathTreeprocessor(page.file, self.files, self.config)
        paths._register(converter)
        title = pages._ExtractTitleTreeprocessor()
        title._register(converter)
        page.content = converter.convert(head) + begin + lists.rstrip("\n")
        page.toc = get_toc(getattr(converter, "toc_tokens", []))
        page._title_from_render = title.title
        page.present_anchor_ids = anchors.present_anchor_ids
        page.links_to_anchors = paths.links_to_anchors

    @cached_property
    def _converter(self) -> markdown.Markdown:
        """A converter without what paper-digest never writes: looking for it is half the work."""
        settings: Any = self.config
        converter = markdown.Markdown(
            extensions=settings["markdown_extensions"],
            extension_configs=settings["mdx_configs"] or {},
        )
        for name in _NEVER_WRITTEN:
            if name in converter.inlinePatterns:
                converter.inlinePatterns.deregister(name)
        converter.preprocessors.deregister("html_block")
        return converter


class _Files(Files):
    """The files of ``docs/`` in MkDocs' order; one that was made, when it is asked for."""

    def __init__(self, config: MkDocsConfig, made: Iterable[str]) -> None:
        super().__init__([])
        self.config, self.made = config, {*made}
        self.some_are_excluded = bool(config.exclude_docs or config.draft_docs)
        self.own = list(self._hand_written())
        for file in self.own:
            self.append(file)

    def __getitem__(self, path: str) -> File:
        file = self.get_file_from_path(path)
        if file is None:
            raise KeyError(path)
        return file

    def get_file_from_path(self, path: str) -> File | None:
        found = self._src_uris.get(path) or super().get_file_from_path(path)
        if found is None and (path := PurePosixPath(path).as_posix()) in self.made:
            found = self._src_uris[path] = _made(path, self.config)
            if self.some_are_excluded:
                set_exclusions([found], self.config)
        return found

    def __iter__(self) -> Iterator[File]:
        paths = {*self.made, *(file.src_uri for file in self.own)}
        return iter([self[path] for path in sorted(paths, key=_place)])

    @cached_property
    def pages(self) -> "_Pages":
        """The pages, as templates see them."""
        return _Pages(self)

    def _hand_written(self) -> Iterator[File]:
        for parent, folders, names in os.walk(self.config.docs_dir, followlinks=True):
            inside = Path(parent).relative_to(self.config.docs_dir)
            if inside == Path():
                folders[:] = {*folders} - {*permalinks.GENERATED_FOLDERS}
            paths = [(inside / name).as_posix() for name in names]
            taken = {self._file(path).dest_uri for path in self.made & {*paths}}
            for path in sorted({*paths} - self.made, key=_place):
                file = self._file(path)
                set_exclusions([file], self.config)
                if not _is_on_site(file):
                    continue
                if file.dest_uri in taken:  # README.md beside index.md
                    logging.getLogger("mkdocs").warning(_CONFLICT, path, file.dest_uri)
                    continue
                taken.add(file.dest_uri)
                yield file

    def _file(self, path: str) -> File:
        config = self.config
        return File(path, config.docs_dir, config.site_dir, config.use_directory_urls)


class _Pages(Sequence[File]):
    """All pages of a site, found when a template looks at them; most look at none."""

    def __init__(self, files: _Files) -> None:
        self._files = files

    @cached_property
    def _found(self) -> Sequence[File]:
        return [file for file in self._files if file.is_documentation_page() and _is_on_site(file)]

    def __getitem__(self, place: Any) -> Any:
        return self._found[place]

    def __len__(self) -> int:
        return len(self._found)


def _made(path: str, config: MkDocsConfig) -> File:
    """Return a file that paper-digest made; MkDocs would find out by itself what is said here."""
    file = File.__new__(File)
    file.src_uri, file.use_directory_urls = path, True
    file.src_dir, file.dest_dir = config.docs_dir, config.site_dir
    if path.endswith(".md"):
        file.dest_uri, file.url = permalinks.built(path), permalinks.address(path) or "./"
    return file


def _is_on_site(file: File) -> bool:
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


def _place(path: str) -> tuple[list[str], bool, str]:
    """Return what sorts paths as MkDocs does: folders after files, an index first."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return folder.split("/") if folder else [], stem not in {"index", "README"}, name


def _texts(nav: object) -> Iterator[str]:
    """Yield the texts of a navigation as the settings have it: paths, titles and addresses."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        yield from (text for value in nav.values() for text in _texts(value))
    elif isinstance(nav, Sequence):
        yield from (text for value in nav for text in _texts(value))


def build_whole(config: Config) -> int:
    """Build the site by ``mkdocs build``, strictly, and return its number of pages.

    Raises:
        CannotRun: it found something wrong, with what it said.
    """
    ended = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"],
        cwd=config.root,
        close_fds=False,  # as long as it works, the project is locked
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        said = filter(None, ended.stdout.splitlines())
        words = "\n".join(line for line in said if not line.startswith("INFO"))
        raise CannotRun(f"the site builder stopped:\n{words}")
    return sum(path.is_file() for path in config.site.rglob("*.html"))


def _settings(path: Path) -> bytes:
    """Return the settings, those they inherit, and what they may take from the environment."""
    if not path.is_file():
        return b""
    text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
    named = sorted({*re.findall(r"\w+", text)} & os.environ.keys())
    held = [text, *(f"{name}={os.environ[name]}" for name in named)]
    above = [_settings(path.parent / name) for name in _INHERITS.findall(text)]
    return b"\n".join(["\n".join(held).encode("utf-8", "surrogateescape"), *above])


class _Warnings(logging.Handler):
    """What MkDocs warned of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        logger = logging.getLogger("mkdocs")
        logger.handlers = [self]

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())

    def add(self, text: str) -> None:
        self.said.append(text)

    def stop(self, error: str) -> CannotRun:
        """Return the error that says all that was said."""
        return CannotRun("\n".join(["the site builder stopped:", *self.said, error]))


def _said(error: Exception) -> str:
    """Return what a template's error is, with the template and the line where it is known."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [(each.filename, each.lineno) for each in frames if not each.filename.endswith(".py")]
    if isinstance(error, jinja2.TemplateSyntaxError):
        places.append((error.filename or error.name or "", error.lineno))
    where = "".join(f"{Path(name).name}:{line}: " for name, line in places[-1:])
    return f"{where}{error or type(error).__name__}"


def _tidy(html: str) -> str:
    """Return a page without the blanks that templates leave around its text."""
    before, begin, text = html.partition("<article")
    text, end, after = text.rpartition("</article>")
    if not end:  # a template without our frame
        return html
    return _BLANKS.sub("\n", before).lstrip() + begin + text + end + _BLANKS.sub("\n", after)


def _gzipped(content: bytes) -> bytes:
    """Return a file gzipped; its time is that of ``SOURCE_DATE_EPOCH``, or none."""
    time = get_build_timestamp() if "SOURCE_DATE_EPOCH" in os.environ else 0
    written = io.BytesIO()
    with gzip.GzipFile(SITEMAP, "wb", fileobj=written, mtime=time) as file:
        file.write(content)
    return written.getvalue()
