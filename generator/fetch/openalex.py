"""Requests to OpenAlex's API.

Reference: https://developers.openalex.org
"""

import datetime as dt
from urllib.parse import quote

from generator.fetch.client import HttpClient
from generator.fetch.response_cache import ServiceResponse

SERVICE = "openalex"
MAX_AGE = dt.timedelta(days=1)
_REJECTED = frozenset(",&")  # OpenAlex returns 403 for an id with these characters, even if quoted


def fetch_work(client: HttpClient, doi: str) -> ServiceResponse | None:
    """Fetch the record of a DOI.

    Args:
        client: The client.
        doi: The DOI.

    Returns:
        The record as JSON, or None if OpenAlex does not know the DOI or does not accept it.

    Raises:
        CannotRun: See ``HttpClient.get``.
    """
    if _REJECTED & set(doi):
        return None
    return client.get(SERVICE, f"/works/doi:{quote(doi, safe='/')}", {}, max_age=MAX_AGE)
