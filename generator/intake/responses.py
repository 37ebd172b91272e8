"""Read the responses of services into records; reject those that do not answer the request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.core.errors import CannotRun, ContentError
from generator.core.model import Entry, Origin, Paper
from generator.core.services import SERVICE_NAMES
from generator.fetch.client import Web
from generator.fetch.response_cache import Answer
from generator.readers.openalex import RETRACTED
from generator.readers.reading import Passage, Reading
from generator.readers.shared.record import NO_PLACE, UNTITLED
from generator.text.plain import escape_invisible, one_line, truncate

_MAX_EXCERPT, _MAX_URL = 60, 200
"""Lengths, in characters, to which messages shorten a text and an address."""


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A service's record of a paper.

    Attributes:
        entry: The record, unchecked.
        origin: The service and the day on which it responded.
        remarks: Parts of the record that have no field in an entry.
    """

    entry: Entry
    origin: Origin
    remarks: tuple[Passage, ...] = ()

    def to_review(self, paper: Paper) -> Iterator[Passage]:
        """Yield the remarks that are news for a paper: not a retraction that its entry records."""
        for remark in self.remarks:
            if not (paper.withdrawn and remark.remark == RETRACTED):
                yield remark


def parse(web: Web, answer: Answer, read: Callable[[str], Reading]) -> Reading:
    """Read a response that may contain items which are not papers.

    Args:
        web: The services; a rejected response leaves their cache.
        answer: The response.
        read: The reader of its format.

    Raises:
        CannotRun: The response is not in the reader's format.
    """
    try:
        return read(answer.text)
    except ContentError as error:
        raise rejection(web, answer, f"it cannot be read: {error.problems[0].message}") from None


def parse_strictly(web: Web, answer: Answer, read: Callable[[str], Reading]) -> Reading:
    """Read a response all of whose items must be papers; skip records without a title.

    Args:
        web: The services; a rejected response leaves their cache.
        answer: The response.
        read: The reader of its format.

    Raises:
        CannotRun: The response, or an item in it, is not in the reader's format.
    """
    reading = parse(web, answer, read)
    for passage in reading.unplaced:
        if passage.remark != UNTITLED:
            raise unreadable(web, answer, passage)
    return reading


def records(answer: Answer, reading: Reading) -> Iterator[ServiceRecord]:
    """Yield the papers of a response, each with the remarks on it."""
    origin = Origin(answer.service, answer.when.date())
    for entry in reading.entries:
        remarks = (
            passage
            for passage in reading.remarks
            if passage.line == entry.line("title") and not passage.remark.startswith(NO_PLACE)
        )
        yield ServiceRecord(entry, origin, tuple(remarks))


def reject_other_paper(web: Web, answer: Answer, entry: Entry, *, is_requested: bool) -> None:
    """Reject a response with a paper that was not requested.

    Raises:
        CannotRun: The paper was not requested.
    """
    if not is_requested:
        title = excerpt(str(entry.fields.get("title")))
        raise rejection(web, answer, f"it is about another paper, '{title}'")


def unreadable(web: Web, answer: Answer, passage: Passage) -> CannotRun:
    """Return the error for a response with an item that the reader could not read."""
    fault = f"part of it cannot be read: {passage.remark}: '{excerpt(passage.text)}'"
    return rejection(web, answer, fault)


def rejection(web: Web, answer: Answer, fault: str) -> CannotRun:
    """Return the error for a response that does not answer the request; remove it from the cache.

    Args:
        web: The services.
        answer: The response.
        fault: What is wrong with it, as a clause such as ``it contains no paper``.
    """
    web.forget(answer)
    url = escape_invisible(truncate(answer.url, _MAX_URL))
    return CannotRun(
        f"{SERVICE_NAMES[answer.service]}: unexpected response to {url}: {fault}; "
        "nothing was written; try again later"
    )


def excerpt(text: str) -> str:
    """Return the beginning of a text on one line, for a message."""
    return escape_invisible(truncate(one_line(text), _MAX_EXCERPT))
