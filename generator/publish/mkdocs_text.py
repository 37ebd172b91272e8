"""Read the texts that MkDocs works with, and tidy those that it produces."""

import gzip
import io
import json
import os
import re
import traceback
from pathlib import Path

import jinja2
from mkdocs.utils import get_build_timestamp

SITEMAP = "sitemap.xml"
_INHERIT = re.compile(r"^INHERIT\s*:\s*['\"]?([^'\"\s]+)", re.MULTILINE)
_BLANK_LINES = re.compile(r"\s*\n\s*")
_CHECKBOX = re.compile(r'(<input [^>]*type="checkbox"[^>]*) autocomplete="off"')
"""Material's checkboxes have an attribute that HTML does not allow on them."""


def read_settings(path: Path) -> bytes:
    """Return everything that MkDocs' configuration depends on.

    Args:
        path: The settings file. A missing file has no settings.

    Returns:
        The settings, the settings they inherit, and the environment variables whose names occur in
        them.
    """
    if not path.is_file():
        return b""
    text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
    names = sorted({*re.findall(r"\w+", text)} & os.environ.keys())
    lines = [text, *(f"{name}={os.environ[name]}" for name in names)]
    inherited = [read_settings(path.parent / name) for name in _INHERIT.findall(text)]
    return b"\n".join(["\n".join(lines).encode("utf-8", "surrogateescape"), *inherited])


def split_front_matter(source: str) -> tuple[str, dict[str, object]]:
    """Return the text and the front matter of a generated page.

    The values in a generated page are JSON, which parses faster than YAML: PyYAML takes a
    millisecond per thousand characters.
    """
    _, front_matter, text = source.split("---\n", 2)
    lines = (line.partition(": ") for line in front_matter.splitlines()[1:])
    return text.lstrip("\n"), {name: json.loads(value) for name, _, value in lines}


def tidy_html(html: str) -> str:
    """Return a page as valid HTML without the blank lines that templates leave outside the article.

    A page of another template, which has no article, is returned as it is.
    """
    before, start, rest = html.partition("<article")
    article, end, after = rest.rpartition("</article>")
    if not end:
        return html
    before = _CHECKBOX.sub(r"\1", _BLANK_LINES.sub("\n", before).lstrip())
    return before + start + article + end + _BLANK_LINES.sub("\n", after)


def gzip_reproducibly(content: bytes) -> bytes:
    """Return the gzipped sitemap, with ``SOURCE_DATE_EPOCH`` as its time, or no time."""
    time = get_build_timestamp() if "SOURCE_DATE_EPOCH" in os.environ else 0
    buffer = io.BytesIO()
    with gzip.GzipFile(SITEMAP, "wb", fileobj=buffer, mtime=time) as file:
        file.write(content)
    return buffer.getvalue()


def describe_template_error(error: Exception) -> str:
    """Return an error's message, preceded by the template and the line if they are known."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [
        (frame.filename, frame.lineno) for frame in frames if not frame.filename.endswith(".py")
    ]
    if isinstance(error, jinja2.TemplateSyntaxError):
        places.append((error.filename or error.name or "", error.lineno))
    prefix = "".join(f"{Path(name).name}:{line}: " for name, line in places[-1:])
    return f"{prefix}{error or type(error).__name__}"
