"""Build a MkDocs site page by page.

``mkdocs build`` of MkDocs 1.6 builds the whole site in one process. This module calls the same
functions (``mkdocs/commands/build.py``) for single pages. Each page has the bytes that MkDocs would
write, except for white space around the article.

Plugins and hooks may look at all pages at once, so a site that has any is built by MkDocs itself.
"""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, cast

import jinja2
import jinja2.meta
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
from generator.core.config import SETTINGS_FILE
from generator.core.errors import CannotRun
from generator.publish.mkdocs_files import DocsFiles, is_on_site
from generator.publish.mkdocs_markdown import make_converter
from generator.publish.mkdocs_text import (
    SITEMAP,
    describe_template_error,
    gzip_reproducibly,
    read_settings,
    split_front_matter,
    tidy_html,
)
from generator.storage.files import is_hidden, walk
from generator.storage.hashes import digest

_META_IN_NAVIGATION = ("icon", "status", "subtitle")
"""Front matter that the theme shows in the navigation, besides the title."""

_LISTS = '\n<div class="lists">\n'
"""The start of the HTML block at the end of a generated page; no Markdown follows it."""

_ID = re.compile(r'<\w+ id="([^"]+)"')
"""The target of a link in these lists."""


class AnchorLink(NamedTuple):
    """A link to an anchor on a page.

    Attributes:
        source: The path in ``docs/`` of the page that has the link.
        target: The path in ``docs/`` of the page that the link leads to.
        link: The link as written, such as ``about.md#licence``.
    """

    source: str
    target: str
    link: str


class MkDocsProject:
    """A project as MkDocs sees it: its settings, files and navigation.

    A generated file becomes a MkDocs object only when it is built or linked to: creating twenty
    thousand objects takes a second.

    Attributes:
        config: MkDocs' configuration.
        files: All files of ``docs/``.
        warnings: The warnings that MkDocs logged.
        settings_key: Changes whenever the settings do.
    """

    def __init__(self, root: Path, generated: Iterable[str]) -> None:
        """Read the settings, find the hand-written files and read the navigation.

        Args:
            root: The project's folder.
            generated: The paths of the generated files, relative to ``docs/``.

        Raises:
            CannotRun: MkDocs rejects the settings.
        """
        self.warnings = _WarningCollector()
        os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's advertisement
        settings = root / SETTINGS_FILE
        # Read before MkDocs does: if the file is saved in between, the next build sees a change.
        self.settings_key = digest(read_settings(settings))
        try:
            self.config: MkDocsConfig = load_config(str(settings))
        except MkDocsException as error:
            message = ["the site builder stopped:", *self.warnings.messages, str(error)]
            raise CannotRun("\n".join(message)) from None
        self._env = self.config.theme.get_env()
        self._env.auto_reload = False
        self.files = DocsFiles(self.config, generated)
        self._navigation: Navigation = get_navigation(self._navigation_files(), self.config)

    @property
    def supports_incremental(self) -> bool:
        """Whether each page depends only on its own text, the settings and the theme."""
        config = self.config
        return not config.plugins and not config.hooks and config.use_directory_urls

    @cached_property
    def always_built(self) -> list[File]:
        """The pages to build on every run: the hand-written ones and those in the navigation."""
        hand_written = (file for file in self.files.hand_written if file.is_documentation_page())
        in_navigation = (page.file for page in self._navigation.pages)
        return [*{file.src_uri: file for file in (*hand_written, *in_navigation)}.values()]

    @property
    def copied_files(self) -> list[File]:
        """The hand-written files that are not pages."""
        return [file for file in self.files.hand_written if not file.is_documentation_page()]

    @cached_property
    def theme_files(self) -> dict[str, File]:
        """The theme's assets by their paths in ``site/``."""
        assets = Files([])
        theme = cast("jinja2.Environment", _VisibleThemeFiles(self.config.theme.dirs))
        assets.add_files_from_theme(theme, self.config)
        set_exclusions(assets, self.config)
        return {file.dest_uri: file for file in assets if is_on_site(file)}

    @property
    def template_paths(self) -> list[str]:
        """The paths in ``site/`` of the files that are rendered from the whole site."""
        names = self._template_names
        return [*names, *(f"{name}.gz" for name in names if name == SITEMAP)]

    @property
    def theme_key(self) -> str:
        """A digest that changes with the project's own templates and assets."""
        custom_dir = self.config.theme.custom_dir
        return digest(self._read_theme(Path(custom_dir)) if custom_dir else b"")

    @property
    def navigation_key(self) -> str:
        """A digest that changes with the titles and addresses in the navigation."""
        self._populate_navigation()
        pages_meta = [page.meta for page in self._navigation.pages]
        meta = [values.get(name) for values in pages_meta for name in _META_IN_NAVIGATION]
        return digest(f"{self._navigation}{meta}".encode("utf-8", "surrogateescape"))

    @property
    def template_key(self) -> str:
        """A text that changes with the templates in ``docs/``."""
        files = map(self.files.get_file_from_path, self.config.extra_templates)
        return "".join(digest(file.content_bytes) for file in files if file)

    def is_on_site(self, path: str) -> bool:
        """Return whether a generated file becomes a file of the same content in ``site/``.

        Args:
            path: Its path in ``docs/``.
        """
        return path not in self.config.extra_templates and (
            not self.files.has_exclusions or is_on_site(self.files[path])
        )

    def render_page(self, file: File) -> bytes:
        """Return the HTML of a page.

        Raises:
            CannotRun: A template or a Markdown extension failed.
        """
        page = file.page or Page(None, file, self.config)
        self._populate(page)
        page.active = True  # marks it as the current page in the navigation
        try:
            context = get_context(self._navigation, self.files.pages, self.config, page)
            template = self._env.get_template(str(page.meta.get("template", "main.html")))
            html = template.render(context)
        except Exception as error:
            reason = describe_template_error(error)
            raise CannotRun(f"docs/{file.src_uri}: its template failed: {reason}") from error
        finally:
            page.active = False
        if file.src_uri not in self._paths_in_navigation:
            _free_memory(page)
        return tidy_html(html).encode("utf-8", "xmlcharrefreplace")

    def render_templates(self) -> Iterator[tuple[str, bytes]]:
        """Render the templates that show the whole site, such as the sitemap.

        Yields:
            The path in ``site/`` and the content of each file that is not empty.

        Raises:
            CannotRun: A template failed.
        """
        self._populate_navigation()  # templates show its titles
        for name in self._template_names:
            text = self._render_template(name)
            if text.strip():
                yield name, text.encode()
            if name == SITEMAP:
                yield f"{name}.gz", gzip_reproducibly(text.encode())

    def anchor_links(self, path: str) -> list[AnchorLink]:
        """Return the links from a rendered page to anchors, for ``check_anchors``.

        Args:
            path: The page's path in ``docs/``.
        """
        page = self.files[path].page
        links_by_target = (page and page.links_to_anchors) or {}
        return [
            AnchorLink(path, target.src_uri, link)
            for target, links in links_by_target.items()
            for link in links.values()
        ]

    def check_anchors(self, links: Iterable[AnchorLink]) -> None:
        """Add a warning for each link to an anchor that does not exist."""
        if self.config.validation.links.anchors < logging.WARNING:
            return
        for source, target, link in links:
            if link.partition("#")[2] not in self._anchors(target):
                self.warnings.messages.append(
                    f"docs/{source}: the link '{link}' leads to an anchor that"
                    f" docs/{target} does not have"
                )

    def _navigation_files(self) -> Files:
        """Return the files that the navigation may contain, with only a few generated files."""
        nav = self.config.nav
        paths = permalinks.TOP_PAGES if nav is None else _strings_in(nav)
        generated = map(self.files.get_file_from_path, paths)
        return Files([*self.files.hand_written, *filter(None, generated)])

    @cached_property
    def _paths_in_navigation(self) -> set[str]:
        return {page.file.src_uri for page in self._navigation.pages}

    @property
    def _template_names(self) -> list[str]:
        return [*sorted(self.config.theme.static_templates), *self.config.extra_templates]

    def _read_theme(self, folder: Path) -> bytes:
        lines = []
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = path.read_bytes()
            lines.append(os.fsencode(path.relative_to(folder)) + digest(content).encode())
            if path.suffix == ".html" and b"pages" in content and self._uses_all_pages(content):
                lines.extend(map(os.fsencode, sorted(self.files.generated)))
        return b"\n".join(lines)

    def _uses_all_pages(self, template: bytes) -> bool:
        """Return whether a template may show any page, so that it depends on all their paths."""
        try:
            syntax_tree = self._env.parse(template.decode("utf-8", "replace"))
        except jinja2.TemplateSyntaxError:
            return True
        return "pages" in jinja2.meta.find_undeclared_variables(syntax_tree)

    def _render_template(self, name: str) -> str:
        try:
            template, files = self._load_template(name), cast("Files", self.files.pages)
            return tidy_html(_build_template(name, template, files, self.config, self._navigation))
        except Exception as error:
            reason = describe_template_error(error)
            raise CannotRun(f"the template {name} failed: {reason}") from error

    def _load_template(self, name: str) -> jinja2.Template:
        if name not in self.config.extra_templates:
            return self._env.get_template(name)
        template: jinja2.Template = jinja2.Template(self.files[name].content_string)
        return template

    def _anchors(self, path: str) -> set[str]:
        file = self.files[path]
        page = file.page or Page(None, file, self.config)
        if page.present_anchor_ids is None:
            self._populate(page)
        return page.present_anchor_ids or set()

    def _populate_navigation(self) -> None:
        """Read the pages in the navigation, which then has their titles."""
        for page in self._navigation.pages:
            self._populate(page)

    def _populate(self, page: Page) -> None:
        """Convert a page's Markdown unless that is done already."""
        if page.content is not None:
            return
        try:
            if page.file.src_uri in self.files.generated:
                page.markdown, page.meta = split_front_matter(page.file.content_string)
                self._convert_generated(page)
            else:
                page.read_source(self.config)
                page.render(self.config, self.files)
        except Exception as error:
            raise CannotRun(f"docs/{page.file.src_uri}: cannot be read: {error!r}") from error

    def _convert_generated(self, page: Page) -> None:
        """Convert a generated page as ``Page.render`` does, but faster.

        All pages share one converter, and the lists, which are one block of HTML, skip it.
        """
        text, start, lists = (page.markdown or "").partition(_LISTS)
        converter = self._converter
        converter.reset()
        anchors = pages._ExtractAnchorsTreeprocessor(page.file, self.files, self.config)
        anchors._register(converter)
        paths = pages._RelativePathTreeprocessor(page.file, self.files, self.config)
        paths._register(converter)
        title = pages._ExtractTitleTreeprocessor()
        title._register(converter)
        page.content = converter.convert(text) + start + lists.rstrip("\n")
        page.toc = get_toc(getattr(converter, "toc_tokens", []))
        page._title_from_render = title.title
        page.present_anchor_ids = anchors.present_anchor_ids | {*_ID.findall(lists)}
        page.links_to_anchors = paths.links_to_anchors

    @cached_property
    def _converter(self) -> markdown.Markdown:
        return make_converter(self.config)


class _VisibleThemeFiles:
    """Lists a theme's files except those in hidden folders, where Material stores 14,000 icons."""

    def __init__(self, folders: Iterable[str]) -> None:
        self._folders = folders

    def list_templates(self, *, filter_func: Callable[[str], bool]) -> list[str]:
        """Return what jinja2's function of this name returns, as MkDocs copies no hidden file."""
        paths = {
            path
            for folder in self._folders
            for path, entry in walk(Path(folder), skip=is_hidden)
            if entry.is_file()
        }
        return sorted(filter(filter_func, paths))


def _free_memory(page: Page) -> None:
    """Drop the content of a rendered page: ten thousand pages would fill the memory."""
    page.markdown, page.content, page.toc = "", None, TableOfContents([])


def _strings_in(nav: object) -> Iterator[str]:
    """Yield all strings in the ``nav`` setting: paths, titles and addresses."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        yield from (text for value in nav.values() for text in _strings_in(value))
    elif isinstance(nav, Sequence):
        yield from (text for value in nav for text in _strings_in(value))


class _WarningCollector(logging.Handler):
    """Collects the warnings that MkDocs logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        logging.getLogger("mkdocs").handlers = [self]

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
