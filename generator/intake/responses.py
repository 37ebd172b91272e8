"""Read the responses of services into records, and reject unexpected responses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.core.errors import CannotRun, ContentError
from generator.core.external_services import SERVICE_NAMES
from generator.core.model import Entry, Origin, Paper
from generator.fetch.client import HttpClient
from generator.fetch.response_cache import ServiceResponse
from generator.readers.openalex import RETRACTED
from generator.readers.reading import Passage, Reading
from generator.readers.shared.entry_builder import NO_TITLE, NOT_STORED
from generator.text.strings import escape_invisible, one_line, truncate

_MAX_EXCERPT, _MAX_URL = 60, 200
"""The maximum length of a text and a URL in a message, in characters."""


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A service's record of a paper.

    Attributes:
        entry: The record as an unchecked entry.
        origin: The service and the day on which it responded.
        remarks: Remarks on values that have no field in an entry.
    """

    entry: Entry
    origin: Origin
    remarks: tuple[Passage, ...] = ()

    def to_review(self, paper: Paper) -> Iterator[Passage]:
        """Yield the remarks, except a retraction that the paper's entry already records."""
        for remark in self.remarks:
            if not (paper.withdrawn and remark.remark == RETRACTED):
                yield remark


def parse(client: HttpClient, response: ServiceResponse, read: Callable[[str], Reading]) -> Reading:
    """Read a response that may contain items other than papers.

    Args:
        client: The HTTP client; a rejected response is removed from its cache.
        response: The response.
        read: The reader of its format.

    Raises:
        CannotRun: The response is not in the reader's format.
    """
    try:
        return read(response.text)
    except ContentError as error:
        raise rejection(
            client, response, f"it cannot be read: {error.problems[0].message}"
        ) from None


def parse_strictly(
    client: HttpClient, response: ServiceResponse, read: Callable[[str], Reading]
) -> Reading:
    """Read a response in which every item must be a paper; skip records without a title.

    Args:
        client: The HTTP client; a rejected response is removed from its cache.
        response: The response.
        read: The reader of its format.

    Raises:
        CannotRun: The response, or an item in it, is not in the reader's format.
    """
    reading = parse(client, response, read)
    for passage in reading.unplaced:
        if passage.remark != NO_TITLE:
            raise unreadable(client, response, passage)
    return reading


def records(response: ServiceResponse, reading: Reading) -> Iterator[ServiceRecord]:
    """Yield the records of a response, each with the remarks on its paper."""
    origin = Origin(response.service, response.when.date())
    for entry in reading.entries:
        remarks = (
            passage
            for passage in reading.remarks
            if passage.line == entry.line("title") and not passage.remark.startswith(NOT_STORED)
        )
        yield ServiceRecord(entry, origin, tuple(remarks))


def reject_other_paper(
    client: HttpClient, response: ServiceResponse, entry: Entry, *, is_requested: bool
) -> None:
    """Reject a response with a paper that was not requested.

    Raises:
        CannotRun: The paper was not requested.
    """
    if not is_requested:
        title = excerpt(str(entry.fields.get("title")))
        raise rejection(client, response, f"it is about another paper, '{title}'")


def unreadable(client: HttpClient, response: ServiceResponse, passage: Passage) -> CannotRun:
    """Remove a response with an unreadable item from the cache, and return the error for it."""
    fault = f"part of it cannot be read: {passage.remark}: '{excerpt(passage.text)}'"
    return rejection(client, response, fault)


def rejection(client: HttpClient, response: ServiceResponse, fault: str) -> CannotRun:
    """Remove an unexpected response from the cache, and return the error for it.

    Args:
        client: The HTTP client.
        response: The response.
        fault: The fault, as a clause such as ``it contains no paper``.
    """
    client.discard(response)
    url = escape_invisible(truncate(response.url, _MAX_URL))
    return CannotRun(
        f"{SERVICE_NAMES[response.service]}: unexpected response to {url}: {fault}; "
        "nothing was written; run the command again later"
    )


def excerpt(text: str) -> str:
    """Return the beginning of a text on one line, for a message."""
    return escape_invisible(truncate(one_line(text), _MAX_EXCERPT))
