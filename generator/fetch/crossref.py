"""Questions to Crossref's API (api.crossref.org/swagger-ui)."""

import datetime as dt
from urllib.parse import quote

from generator.fetch.client import Web
from generator.fetch.response_cache import Answer

SERVICE = "crossref"
AGE = dt.timedelta(days=1)
TITLE_AGE = dt.timedelta(days=7)
_TITLES = "5"


def work(web: Web, doi: str) -> Answer | None:
    """Return what is registered of a DOI; nothing if Crossref does not know it.

    Raises:
        CannotRun: see ``Web.get``.
    """
    return web.get(SERVICE, f"/works/{quote(doi, safe='')}", {}, age=AGE)


def by_title(web: Web, title: str, author: str = "") -> Answer:
    """Return the five works that are likest to a title and, where known, an author.

    Raises:
        CannotRun: see ``Web.get``.
    """
    asked = {"query.bibliographic": title, "query.author": author, "rows": _TITLES}
    known = {name: value for name, value in asked.items() if value}
    return web.ask(SERVICE, "/works", known, age=TITLE_AGE)
