"""MkDocs' own steps, one page at a time, so that only what changed is built, and on all cores.

``mkdocs build`` of MkDocs 1.6 builds whole sites in one process. Here the functions that it
consists of (``mkdocs/commands/build.py``) are called for the pages that are wanted, and each
comes out as it would write it, less the blanks around its text. A site with plugins or hooks,
which may look at all pages at once, is for MkDocs itself: see ``Site.is_plain``.
"""

import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import cast

import jinja2
import markdown
from mkdocs.commands.build import _build_template, get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents, get_toc

from generator.core import permalinks
from generator.core.errors import CannotRun
from generator.publish.mkdocs_files import DocsFiles, is_on_site
from generator.publish.mkdocs_markdown import converter
from generator.publish.mkdocs_text import SITEMAP, gzipped, parted, said, settings, tidy
from generator.storage import digests

_ALL_PAGES = re.compile(rb"\bpages\b")
"""What a template says that looks at all pages: a new one may change all that it makes."""

_SHOWN_IN_NAVIGATION = ("icon", "status", "subtitle")
"""What the theme's own navigation shows of a page's front matter, besides its title."""

_LISTS = '\n<div class="lists">\n'
"""What begins the HTML below which a page has no Markdown, where paper-digest made the page."""

_ID = re.compile(r'<\w+ id="([^"]+)"')
"""A place in these lists that a link leads to."""


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
        self.settings = settings(root / "mkdocs.yml")  # first: it may be saved meanwhile
        try:
            self.config: MkDocsConfig = load_config(str(root / "mkdocs.yml"))
        except MkDocsException as error:
            raise self.warnings.stop(str(error)) from None
        self.env = self.config.theme.get_env()
        self.env.auto_reload = False
        self.files = DocsFiles(self.config, made)
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
        return {file.dest_uri: file for file in assets if is_on_site(file)}

    def is_on_site(self, path: str) -> bool:
        """Return whether the settings leave a file that paper-digest made on the site."""
        return path not in self.config.extra_templates and (
            not self.files.some_are_excluded or is_on_site(self.files[path])
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
            held.append(os.fsencode(path.relative_to(folder)) + digests.digest(content).encode())
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
        return "".join(digests.digest(file.content_bytes) for file in found if file)

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
            raise CannotRun(f"docs/{file.src_uri}: its template failed: {said(error)}") from error
        finally:
            page.active = False
        if not self._is_in_nav(file):
            # ten thousand of them would take their room
            page.markdown, page.content, page.toc = "", None, TableOfContents([])
        return tidy(html).encode("utf-8", "xmlcharrefreplace")

    def templates(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files that the theme makes of the whole site, by their paths."""
        _ = self.navigation  # whose titles they show
        for name in (*sorted(self.config.theme.static_templates), *self.config.extra_templates):
            text = self._template(name)
            if text.strip():
                yield name, text.encode()
            if name == SITEMAP:
                yield f"{name}.gz", gzipped(text.encode())

    def _template(self, name: str) -> str:
        try:
            template, files = self._get_template(name), cast("Files", self.files.pages)
            return tidy(_build_template(name, template, files, self.config, self.nav))
        except Exception as error:
            raise CannotRun(f"the template {name} failed: {said(error)}") from error

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
        return permalinks.TOP_PAGES if self.config.nav is None else _texts(self.config.nav)

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
            if page.file.src_uri in self.files.made:
                page.markdown, page.meta = parted(page.file.content_string)
                self._convert_made(page)
            else:
                page.read_source(self.config)
                page.render(self.config, self.files)
        except Exception as error:
            raise CannotRun(f"docs/{page.file.src_uri}: cannot be read: {error!r}") from error

    def _convert_made(self, page: Page) -> None:
        """Convert a page of paper-digest: with one converter for all, and its lists as they are.

        What ``Page.render`` does, less what the lists, which are one block of HTML, do not need.
        """
        head, begin, lists = (page.markdown or "").partition(_LISTS)
        convert = self._converter
        convert.reset()
        anchors = pages._ExtractAnchorsTreeprocessor(page.file, self.files, self.config)
        anchors._register(convert)
        paths = pages._RelativePathTreeprocessor(page.file, self.files, self.config)
        paths._register(convert)
        title = pages._ExtractTitleTreeprocessor()
        title._register(convert)
        page.content = convert.convert(head) + begin + lists.rstrip("\n")
        page.toc = get_toc(getattr(convert, "toc_tokens", []))
        page._title_from_render = title.title
        page.present_anchor_ids = anchors.present_anchor_ids | {*_ID.findall(lists)}
        page.links_to_anchors = paths.links_to_anchors

    @cached_property
    def _converter(self) -> markdown.Markdown:
        return converter(self.config)


def _texts(nav: object) -> Iterator[str]:
    """Yield the texts of a navigation as the settings have it: paths, titles and addresses."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        yield from (text for value in nav.values() for text in _texts(value))
    elif isinstance(nav, Sequence):
        yield from (text for value in nav for text in _texts(value))


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
