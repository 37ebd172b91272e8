"""Questions to OpenAlex's API (developers.openalex.org)."""

import datetime as dt
from urllib.parse import quote

from generator.fetch.client import Web
from generator.fetch.response_cache import Answer

SERVICE = "openalex"
AGE = dt.timedelta(days=1)
_REFUSED = frozenset(",&")  # "illegal" in an id: it answers 403, quoted or not


def work(web: Web, doi: str) -> Answer | None:
    """Return what is known of a DOI; nothing if OpenAlex does not know it, or cannot be asked.

    Raises:
        CannotRun: see ``Web.get``.
    """
    if _REFUSED & set(doi):
        return None
    return web.get(SERVICE, f"/works/doi:{quote(doi, safe='/')}", {}, age=AGE)
