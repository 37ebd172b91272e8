"""COinS: metadata of each paper in a list, for Zotero. A page's head can describe only one paper.

The formats and their keys: https://www.zotero.org/support/dev/exposing_metadata/coins and
ANSI/NISO Z39.88-2004.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from generator.render.citations.csl_json import family_name_first
from generator.render.markup.html import Html

_FORMATS = {"article-journal": "journal", "paper-conference": "book", "article": "dc"}
_UNQUOTED = ":/,;()'"


def span(item: Mapping[str, Any]) -> Html:
    """Return the invisible element that describes a paper.

    Args:
        item: The paper as a CSL-JSON item.
    """
    pairs = ((key, quote(str(value), safe=_UNQUOTED)) for key, value in _pairs(item) if value)
    query = "&".join(map("=".join, pairs))
    return Html(f'<span class="Z3988" title="{escape(query)}"></span>\n')


def _pairs(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{_FORMATS[item['type']]}"
    yield from _titles(item)
    for name in item.get("author", ()):
        yield "rft.au", family_name_first(name)
    for date_parts in item.get("issued", {}).get("date-parts", ()):
        yield "rft.date", "-".join(f"{number:02}" for number in date_parts)
    if doi := item.get("DOI"):
        yield "rft_id", f"info:doi/{doi}"
    elif url := item.get("URL"):
        yield "rft.identifier" if item["type"] == "article" else "rft_id", url


def _titles(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the genre, the title and the container's title, with the keys of the item's format."""
    title, container = item["title"], item.get("container-title", "")
    if item["type"] == "article-journal":
        yield from (("rft.genre", "article"), ("rft.atitle", title), ("rft.jtitle", container))
    elif item["type"] == "paper-conference":
        yield from (("rft.genre", "proceeding"), ("rft.atitle", title), ("rft.btitle", container))
    else:
        yield from (("rft.type", "preprint"), ("rft.title", title))
