"""Requests to arXiv's API.

Reference: https://info.arxiv.org/help/api/user-manual.html
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from generator.core.errors import CannotRun
from generator.fetch.client import HttpClient
from generator.fetch.response_cache import ServiceResponse

SERVICE = "arxiv"
IDS_PER_REQUEST = 100
MAX_AGE = dt.timedelta(days=1)
MAX_SEARCH_AGE = dt.timedelta(days=7)
_MAX_RESULTS = 10
_NOT_WORDS = re.compile(r"[\W_]+")


def fetch_by_ids(client: HttpClient, ids: Iterable[str]) -> Iterator[ServiceResponse]:
    """Fetch the Atom feeds of papers by id.

    Args:
        client: The client.
        ids: Valid arXiv ids, old or new, with or without a version: ``2402.07197v1``.

    Yields:
        Feeds of up to 100 papers. Unknown ids have no entry.

    Raises:
        CannotRun: See ``HttpClient.get_required``.
    """
    unique_ids = list(dict.fromkeys(ids))
    for start in range(0, len(unique_ids), IDS_PER_REQUEST):
        batch = unique_ids[start : start + IDS_PER_REQUEST]
        yield _query(client, MAX_AGE, id_list=",".join(batch), max_results=str(len(batch)))


def search_by_title(client: HttpClient, title: str) -> ServiceResponse:
    """Search for papers whose titles contain the words of a title in the same order.

    Args:
        client: The client.
        title: The title.

    Returns:
        An Atom feed of at most ten papers.

    Raises:
        CannotRun: See ``HttpClient.get_required``; or the title has no words.
    """
    words = _NOT_WORDS.sub(" ", title).strip()
    if not words:
        raise CannotRun("cannot search for a title without words; give the paper's id instead")
    query = f'ti:"{words}"'
    return _query(client, MAX_SEARCH_AGE, search_query=query, max_results=str(_MAX_RESULTS))


def _query(client: HttpClient, max_age: dt.timedelta, **params: str) -> ServiceResponse:
    return client.get_required(SERVICE, "/api/query", params, max_age=max_age)
