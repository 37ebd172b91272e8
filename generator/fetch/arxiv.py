"""Questions to arXiv's API (info.arxiv.org/help/api/user-manual.html)."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from generator.core.errors import CannotRun
from generator.fetch.client import Web
from generator.fetch.response_cache import Answer

SERVICE = "arxiv"
IDS_AN_ANSWER = 100
AGE = dt.timedelta(days=1)
TITLE_AGE = dt.timedelta(days=7)
_TITLES = 10
_NO_WORD = re.compile(r"[\W_]+")


def by_ids(web: Web, ids: Iterable[str]) -> Iterator[Answer]:
    """Yield the feeds of papers with these ids, a hundred papers in each.

    Args:
        web: the services.
        ids: checked, old or new; a version (``2402.07197v1``) may stand behind one. An id that
            arXiv does not know has no entry in its feed.

    Raises:
        CannotRun: see ``Web.get``.
    """
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), IDS_AN_ANSWER):
        part = wanted[start : start + IDS_AN_ANSWER]
        yield _query(web, AGE, id_list=",".join(part), max_results=str(len(part)))


def by_title(web: Web, title: str) -> Answer:
    """Return the feed of the papers whose title holds these words in this order, ten at most.

    Raises:
        CannotRun: see ``Web.get``; or the title has no word.
    """
    words = _NO_WORD.sub(" ", title).strip()
    if not words:
        raise CannotRun("a title without a word cannot be asked for; give the paper's id instead")
    return _query(web, TITLE_AGE, search_query=f'ti:"{words}"', max_results=str(_TITLES))


def _query(web: Web, age: dt.timedelta, **params: str) -> Answer:
    return web.ask(SERVICE, "/api/query", params, age=age)
