"""Texts of the site builder: its settings, what it says, and what pages and sitemap become."""

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
_INHERITS = re.compile(r"^INHERIT\s*:\s*['\"]?([^'\"\s]+)", re.MULTILINE)
_BLANKS = re.compile(r"\s*\n\s*")
_SWITCH = re.compile(r'(<input [^>]*type="checkbox"[^>]*) autocomplete="off"')
"""What the theme writes and HTML does not know: nothing completes what a box is ticked for."""


def said(error: Exception) -> str:
    """Return what a template's error is, with the template and the line where it is known."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [(each.filename, each.lineno) for each in frames if not each.filename.endswith(".py")]
    if isinstance(error, jinja2.TemplateSyntaxError):
        places.append((error.filename or error.name or "", error.lineno))
    where = "".join(f"{Path(name).name}:{line}: " for name, line in places[-1:])
    return f"{where}{error or type(error).__name__}"


def tidy(html: str) -> str:
    """Return a page without the blanks that templates leave around its text, in valid HTML."""
    before, begin, text = html.partition("<article")
    text, end, after = text.rpartition("</article>")
    if not end:  # a template without our frame
        return html
    before = _SWITCH.sub(r"\1", _BLANKS.sub("\n", before).lstrip())
    return before + begin + text + end + _BLANKS.sub("\n", after)


def parted(source: str) -> tuple[str, dict[str, object]]:
    """Return the text and the front matter of a page of paper-digest, whose lines are JSON.

    MkDocs reads it as YAML: a millisecond for each thousand characters.
    """
    _, head, text = source.split("---\n", 2)
    lines = (line.partition(": ") for line in head.splitlines()[1:])
    return text.lstrip("\n"), {name: json.loads(value) for name, _, value in lines}


def gzipped(content: bytes) -> bytes:
    """Return a file gzipped; its time is that of ``SOURCE_DATE_EPOCH``, or none."""
    time = get_build_timestamp() if "SOURCE_DATE_EPOCH" in os.environ else 0
    written = io.BytesIO()
    with gzip.GzipFile(SITEMAP, "wb", fileobj=written, mtime=time) as file:
        file.write(content)
    return written.getvalue()


def settings(path: Path) -> bytes:
    """Return the settings, those they inherit, and what they may take from the environment."""
    if not path.is_file():
        return b""
    text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
    named = sorted({*re.findall(r"\w+", text)} & os.environ.keys())
    held = [text, *(f"{name}={os.environ[name]}" for name in named)]
    above = [settings(path.parent / name) for name in _INHERITS.findall(text)]
    return b"\n".join(["\n".join(held).encode("utf-8", "surrogateescape"), *above])
