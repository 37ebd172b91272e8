"""Papers by their identifiers: asked for, merged, made entries for review."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.core import urls
from generator.core.errors import ContentError, Problem
from generator.core.model import Paper
from generator.core.services import LABELS
from generator.fetch.client import Web
from generator.intake import lookup
from generator.intake.lookup import Said
from generator.intake.matching import Refused
from generator.intake.staging import Progress, Shelf
from generator.text.plain import visible

_ACL_DOI = "10.18653/v1/"  # https://aclanthology.org/info/ids/ and the anthology's DOIs


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper to add: the file and line of its identifier, its field and its value.

    The path of an argument is empty, and its line is 0.
    """

    path: str
    line: int
    name: str
    value: str

    def problem(self, message: str) -> Problem:
        """Return a problem with its identifier."""
        return _problem(self.path, self.line, self.value, message)


@dataclass(frozen=True, slots=True)
class Added:
    """A paper that was asked for: its entry's path, and what each source says of it."""

    path: str
    said: Sequence[Said]


def wanted(texts: Iterable[tuple[str, int, str]]) -> list[Wanted]:
    """Return the papers that some texts name, each once.

    Args:
        texts: a path, a line and an identifier or an address; ``""`` and 0 for an argument.

    Raises:
        ContentError: every text that names none.
    """
    found: dict[tuple[str, str], Wanted] = {}
    problems: list[Problem] = []
    for path, line, text in texts:
        try:
            name, value = urls.named(text)
            if name == "openreview":
                raise ValueError("OpenReview is not asked; write the paper's arXiv id or its DOI")
        except ValueError as error:
            problems.append(_problem(path, line, text, str(error)))
            continue
        found.setdefault((name, value.casefold()), Wanted(path, line, name, value))
    if problems:
        raise ContentError(problems)
    return list(found.values())


def add(
    web: Web, shelf: Shelf, papers: Sequence[Wanted], day: dt.date, progress: Progress[Wanted]
) -> list[Added]:
    """Put papers on a shelf with all that the services say of them.

    Args:
        web: the services.
        shelf: where they are put; nothing is written.
        papers: which.
        day: the digest's day that features them.
        progress: shows how far the run is.

    Raises:
        ContentError: every paper that no service knows, or that cannot be placed.
        CannotRun: a service did not answer, or not to the question.
    """
    arxiv = lookup.of_arxiv(web, [each.value for each in papers if each.name == "arxiv"])
    added: dict[str, list[Said]] = {}
    problems: list[Problem] = []
    for each in progress(papers):
        try:
            said = list(_said_of(web, each, arxiv))
            added.setdefault(_place(shelf, said, day).path, []).extend(said)
        except Refused as refused:
            problems.append(each.problem(str(refused)))
    if problems:
        raise ContentError(problems)
    return [Added(path, said) for path, said in added.items()]


def _problem(path: str, line: int, text: str, message: str) -> Problem:
    if not path:
        return Problem(f"argument '{visible(text)}'", line, message)
    return Problem(path, line, f"{visible(text)}: {message}")


def _said_of(web: Web, paper: Wanted, arxiv: Mapping[str, Said]) -> Iterable[Said]:
    """Return what all services say of a paper, arXiv first.

    Raises:
        Refused: none knows it.
    """
    if paper.name == "arxiv":
        if not (first := arxiv.get(paper.value)):
            raise Refused("arXiv knows no such paper; correct the id")
        doi = first.entry.fields.get("doi")
        published = list(lookup.of_doi(web, str(doi))) if doi else []
    else:
        published = _published(web, _ACL_DOI + paper.value if paper.name == "acl" else paper.value)
        ids = (each.entry.fields.get("arxiv") for each in published)
        arxiv_id = str(next(filter(None, ids), ""))
        if arxiv_id and arxiv_id not in arxiv and web.has("arxiv"):
            arxiv = lookup.of_arxiv(web, [arxiv_id])
        first = arxiv.get(arxiv_id)
    listed = lookup.of_huggingface(web, str(first.entry.fields["arxiv"])) if first else None
    return filter(None, chain([first, listed], published))


def _published(web: Web, doi: str) -> list[Said]:
    """Return what is said of a DOI.

    Raises:
        Refused: none of the services that may be asked knows it.
    """
    asked = [LABELS[name] for name in ("crossref", "openalex") if web.has(name)]
    if not asked:
        raise Refused("Crossref and OpenAlex are off in mkdocs.yml; let one be asked")
    if not (published := list(lookup.of_doi(web, doi))):
        nobody = f"neither {' nor '.join(asked)} knows it" if asked[1:] else f"not in {asked[0]}"
        raise Refused(f"{nobody}; correct it, or write the entry")
    return published


def _place(shelf: Shelf, said: Sequence[Said], day: dt.date) -> Paper:
    """Add a paper to the shelf, or what its sources say to the paper that is there.

    Raises:
        Refused: the sources contradict the library, or say too little for an entry.
    """
    known = next(filter(None, (shelf.find(each.entry) for each in said)), None)
    if known is None:
        if not any(each.entry.abstract for each in said):
            raise Refused("no service has its abstract; write the entry by hand")
        return shelf.create([(each.entry, each.origin) for each in said], day)
    for each in said:
        shelf.merge(shelf.papers[known.path], each.entry, each.origin)
    return shelf.papers[known.path]
