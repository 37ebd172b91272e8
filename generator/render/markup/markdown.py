"""Text to Markdown: the one place where text from outside is escaped, and the page templates."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache

import jinja2

from generator.core import permalinks
from generator.render.markup.html import ROOT, Html
from generator.render.markup.mathml import html_pieces
from generator.render.markup.protocol import Safe

LISTS_BEGIN, LISTS_END = '<div class="lists">', "</div>"
"""What stands around the lists of a page. Nothing below it is Markdown."""

_MEANT = re.compile(r"[\\`*_{}\[\]#&<>|~\0\1\2\3\n]|^[-+=\d\s]|\s$")
_SPECIAL = re.compile(r"[\\`*_{}\[\]#]")
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;"}
    | dict.fromkeys("\0\1\2\3", "")  # marks of places: ours, and Python-Markdown's
)
_IN_TARGET = str.maketrans(
    {"(": "%28", ")": "%29", "*": "%2A", "'": "%27", "&": "&amp;", "_": r"\_"}
)
_LIST_NUMBER = re.compile(r"^(\d+)\.", re.MULTILINE)
_LIST_MARK = re.compile(r"^([-+])", re.MULTILINE)
_UNDERLINE = re.compile(r"^=", re.MULTILINE)
_PLACE = "\ufdd0"
"""Stands for a tag while the text around it is escaped: a character that is none."""

_INDENT = re.compile(r"^[^\S\n]+|[^\S\n]+$", re.MULTILINE)


class Markdown(Safe):
    """Text that is Markdown already: templates print it as it is, all other text escaped."""

    __slots__ = ()


def escape(text: str) -> Markdown:
    r"""Return Markdown that shows exactly the characters of a text.

    >>> escape("1. *Not* a list, <b> & a $x<y$")
    '1\\. \\*Not\\* a list, &lt;b&gt; &amp; a $x&lt;y$'
    """
    if not _MEANT.search(text):  # as most names and many titles
        return Markdown(text)
    safe = text.translate(_ENTITIES).replace("]:", "]&#58;")  # in a link, else a reference
    safe = _SPECIAL.sub(r"\\\g<0>", safe.replace("&#", "\0"))
    safe = _INDENT.sub("", safe.replace("\0", "&#"))
    safe = _LIST_NUMBER.sub(r"\1\\.", safe)
    return Markdown(_UNDERLINE.sub("&#61;", _LIST_MARK.sub(r"\\\1", safe)))


def rich(text: str) -> Markdown:
    r"""Return Markdown that shows a text with its TeX: formulas as MathML, styles as elements.

    Text is escaped as a whole: what has a meaning only at the begin of a line is seen there.

    >>> rich(r"\emph{a} & *b*")
    '<em>a</em> &amp; \\*b\\*'
    """
    if _PLACE in text:  # no text that the schema accepts
        return escape(text)
    parts = list(html_pieces(text))
    tags = iter([part for part, is_tag in parts if is_tag])
    marked = escape("".join(_PLACE if is_tag else part for part, is_tag in parts))
    return Markdown(re.sub(_PLACE, lambda _: next(tags), marked)) if _PLACE in marked else marked


def link(label: str, target: str) -> Markdown:
    """Return a link to a relative path or an address; a label that is no Markdown is escaped."""
    return Markdown(f"[{_finalize(label)}]({target.translate(_IN_TARGET)})")


def link_to(label: str, source: str, target: str) -> Markdown:
    """Return a link from one path to another; a label that is no Markdown is escaped."""
    path, _, query = target.partition("?")
    return link(label, permalinks.relative_link(source, path) + (f"?{query}" if query else ""))


def join(parts: Iterable[str], between: str = " · ") -> Markdown:
    """Return parts, those that are no Markdown escaped, with something between them."""
    return Markdown(between.join(map(_finalize, parts)))


def render_page(
    path: str,
    template: str,
    *,
    source: str,
    front_matter: Mapping[str, object],
    lists: Html | None = None,
    **values: object,
) -> bytes:
    """Return the page that a template makes.

    Args:
        path: the page's path in ``docs/``.
        template: the name of a template in ``render/templates``, without its ending.
        source: the file that a reader of the page should edit instead.
        front_matter: what the site builder and the theme read; texts that are no HTML are
            escaped for it here, as themes print them as they are.
        lists: what stands below it, as one block of HTML.
        values: what the template shows.
    """
    head = "".join(f"{name}: {_yaml(value)}\n" for name, value in front_matter.items())
    note = f"# Made by paper-digest from {source}: edit that, not this.\n"
    body = _without_blank_runs(_template(template).render(values))
    if lists is not None:
        body += (
            f"\n\n{LISTS_BEGIN}\n{lists.replace(ROOT, permalinks.path_to_root(path))}{LISTS_END}"
        )
    return f"---\n{note}{head}---\n\n{body}\n".encode()


@cache
def _template(name: str) -> jinja2.Template:
    return _environment().get_template(f"{name}.md.jinja")


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(  # noqa: S701 (what is printed is Markdown: see finalize)
        loader=jinja2.PackageLoader("generator.render.markup"),
        finalize=_finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["joined"] = join
    return environment


def _finalize(value: object) -> Markdown:
    return value if isinstance(value, Markdown) else escape(str(value))


def _yaml(value: object) -> str:
    """Return a value as YAML: JSON is YAML, but for three characters that JSON leaves bare."""
    if isinstance(value, str) and not isinstance(value, Html):
        value = html.escape(value)
    elif isinstance(value, list):
        value = [html.escape(each) for each in value]
    written = json.dumps(value, ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        written,
    )


def _without_blank_runs(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip()
