"""Requests to the Hugging Face API: the list of a day, week or month, and single papers."""

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


def fetch_list(client: HttpClient, **period: str) -> Iterator[ServiceResponse]:
    """Fetch the pages of a list of papers.

    Args:
        client: The client.
        period: ``date="2025-03-11"``, ``week="2025-W11"`` or ``month="2025-03"``.

    Yields:
        The pages as JSON; the last one is empty. A list without papers has no pages.

    Raises:
        CannotRun: See ``HttpClient.get_required``; or a page repeats an earlier page.
    """
    earlier_pages: set[tuple[str, ...]] = set()
    for page in count():
        params = {**period, "p": str(page), "limit": str(PAPERS_PER_PAGE)}
        response = client.get_required(SERVICE, "/api/daily_papers", params, max_age=MAX_LIST_AGE)
        if is_empty(response):
            if page == 0:
                client.discard(response)  # the list may not be published yet
            else:
                yield response
            return
        ids = tuple(_ID.findall(response.text))
        if ids in earlier_pages:
            client.discard(response)
            fault = f"Hugging Face sent an earlier page again as page {page}"
            raise CannotRun(
                f"{fault}; the API may have changed; report this on paper-digest's issue tracker"
            )
        earlier_pages.add(ids)
        yield response


def is_empty(response: ServiceResponse) -> bool:
    """Return whether a page of a list has no papers, which marks the end of the list."""
    return bool(_EMPTY.fullmatch(response.text))


def fetch_paper(client: HttpClient, arxiv_id: str) -> ServiceResponse | None:
    """Fetch the record of a paper.

    Args:
        client: The client.
        arxiv_id: The paper's arXiv id.

    Returns:
        The record as JSON, or None if Hugging Face does not know the paper.

    Raises:
        CannotRun: See ``HttpClient.get``.
    """
    return client.get(SERVICE, f"/api/papers/{quote(arxiv_id, safe='')}", {}, max_age=MAX_AGE)
