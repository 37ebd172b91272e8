"""Requests to Crossref's API.

Reference: https://api.crossref.org/swagger-ui
"""

import datetime as dt
from urllib.parse import quote

from generator.fetch.client import HttpClient
from generator.fetch.response_cache import ServiceResponse

SERVICE = "crossref"
MAX_AGE = dt.timedelta(days=1)
MAX_SEARCH_AGE = dt.timedelta(days=7)
_MAX_RESULTS = "5"


def fetch_work(client: HttpClient, doi: str) -> ServiceResponse | None:
    """Fetch the record of a DOI.

    Args:
        client: The client.
        doi: The DOI.

    Returns:
        The record as JSON, or None if Crossref does not know the DOI.

    Raises:
        CannotRun: See ``HttpClient.get``.
    """
    return client.get(SERVICE, f"/works/{quote(doi, safe='')}", {}, max_age=MAX_AGE)


def search_by_title(client: HttpClient, title: str, author: str = "") -> ServiceResponse:
    """Search for works by title.

    Args:
        client: The client.
        title: The title.
        author: The name of an author, if known.

    Returns:
        The five best matches as JSON.

    Raises:
        CannotRun: See ``HttpClient.get_required``.
    """
    params = {"query.bibliographic": title, "query.author": author, "rows": _MAX_RESULTS}
    nonempty = {name: value for name, value in params.items() if value}
    return client.get_required(SERVICE, "/works", nonempty, max_age=MAX_SEARCH_AGE)
