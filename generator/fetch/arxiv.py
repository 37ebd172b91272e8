"""Questions to arXiv's API (info.arxiv.org/help/api/user-manual.html)."""

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
_TITLES = 10
_NO_WORD = re.compile(r"[\W_]+")


def fetch_by_ids(web: HttpClient, ids: Iterable[str]) -> Iterator[ServiceResponse]:
    """Yield the feeds of papers with these ids, a hundred papers in each.

    Args:
        web: the services.
        ids: checked, old or new; a version (``2402.07197v1``) may stand behind one. An id that
            arXiv does not know has no entry in its feed.

    Raises:
        CannotRun: see ``Web.get``.
    """
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), IDS_PER_REQUEST):
        part = wanted[start : start + IDS_PER_REQUEST]
        yield _query(web, MAX_AGE, id_list=",".join(part), max_results=str(len(part)))


def search_by_title(web: HttpClient, title: str) -> ServiceResponse:
    """Return the feed of the papers whose title holds these words in this order, ten at most.

    Raises:
        CannotRun: see ``Web.get``; or the title has no word.
    """
    words = _NO_WORD.sub(" ", title).strip()
    if not words:
        raise CannotRun("a title without a word cannot be asked for; give the paper's id instead")
    return _query(web, MAX_SEARCH_AGE, search_query=f'ti:"{words}"', max_results=str(_TITLES))


def _query(web: HttpClient, age: dt.timedelta, **params: str) -> ServiceResponse:
    return web.get_required(SERVICE, "/api/query", params, age=age)
