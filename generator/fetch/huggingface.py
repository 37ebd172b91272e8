"""Questions to the Hugging Face API: lists of a day, week or month, and single papers."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import count
from urllib.parse import quote

from generator.core.errors import CannotRun
from generator.fetch.client import HttpClient
from generator.fetch.response_cache import ServiceResponse

SERVICE = "huggingface"
MAX_AGE = dt.timedelta(days=1)
MAX_LIST_AGE = dt.timedelta(hours=1)
PAPERS_PER_PAGE = 100
_EMPTY = re.compile(r"\s*\[\s*\]\s*")
_ID = re.compile(r'"id"\s*:\s*"([^"\\]+)"')


def fetch_list(web: HttpClient, **period: str) -> Iterator[ServiceResponse]:
    """Yield the pages of a period's list, the last one empty; of a day without papers, none.

    Args:
        web: the services.
        period: ``date="2025-03-11"``, ``week="2025-W11"`` or ``month="2025-03"``.

    Raises:
        CannotRun: see ``Web.get``; or the same page comes again.
    """
    seen: set[tuple[str, ...]] = set()
    for page in count():
        asked = {**period, "p": str(page), "limit": str(PAPERS_PER_PAGE)}
        answer = web.get_required(SERVICE, "/api/daily_papers", asked, age=MAX_LIST_AGE)
        if is_empty(answer):
            if page == 0:
                web.forget(answer)  # the list may not be made yet
            else:
                yield answer
            return
        ids = tuple(_ID.findall(answer.text))
        if ids in seen:
            web.forget(answer)
            advice = "its paging has changed; report it to paper-digest"
            raise CannotRun(f"Hugging Face answers page {page} with an earlier one; {advice}")
        seen.add(ids)
        yield answer


def is_empty(answer: ServiceResponse) -> bool:
    """Return whether a page of a list has no paper: it is behind the last one."""
    return bool(_EMPTY.fullmatch(answer.text))


def fetch_paper(web: HttpClient, arxiv_id: str) -> ServiceResponse | None:
    """Return what is said of the paper with an arXiv id; nothing if it is not known.

    Raises:
        CannotRun: see ``Web.get``.
    """
    return web.get(SERVICE, f"/api/papers/{quote(arxiv_id, safe='')}", {}, age=MAX_AGE)
