"""Questions to Crossref's API (api.crossref.org/swagger-ui)."""

import datetime as dt
from urllib.parse import quote

from generator.fetch.client import HttpClient
from generator.fetch.response_cache import ServiceResponse

SERVICE = "crossref"
MAX_AGE = dt.timedelta(days=1)
MAX_SEARCH_AGE = dt.timedelta(days=7)
_TITLES = "5"


def fetch_work(web: HttpClient, doi: str) -> ServiceResponse | None:
    """Return what is registered of a DOI; nothing if Crossref does not know it.

    Raises:
        CannotRun: see ``Web.get``.
    """
    return web.get(SERVICE, f"/works/{quote(doi, safe='')}", {}, age=MAX_AGE)


def search_by_title(web: HttpClient, title: str, author: str = "") -> ServiceResponse:
    """Return the five works that are likest to a title and, where known, an author.

    Raises:
        CannotRun: see ``Web.get``.
    """
    asked = {"query.bibliographic": title, "query.author": author, "rows": _TITLES}
    known = {name: value for name, value in asked.items() if value}
    return web.get_required(SERVICE, "/works", known, age=MAX_SEARCH_AGE)
