"""Questions to OpenAlex's API (developers.openalex.org)."""

import datetime as dt
from urllib.parse import quote

from generator.fetch.client import HttpClient
from generator.fetch.response_cache import ServiceResponse

SERVICE = "openalex"
MAX_AGE = dt.timedelta(days=1)
_REFUSED = frozenset(",&")  # "illegal" in an id: it answers 403, quoted or not


def fetch_work(web: HttpClient, doi: str) -> ServiceResponse | None:
    """Return what is known of a DOI; nothing if OpenAlex does not know it, or cannot be asked.

    Raises:
        CannotRun: see ``Web.get``.
    """
    if _REFUSED & set(doi):
        return None
    return web.get(SERVICE, f"/works/doi:{quote(doi, safe='/')}", {}, age=MAX_AGE)
