"""Read ``authors.yml``: which names in papers belong to which person."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.core import yaml_with_lines
from generator.core.errors import ContentError, Problem
from generator.core.model import Author, Paper
from generator.core.yaml_with_lines import KeyPath, ParsedYaml, YamlValue
from generator.text.strings import (
    escape_invisible,
    find_invisible_character,
    match_key,
    quoted_choices,
    slugify,
)

FIELDS = ("name", "also", "family", "papers", "not")
"""The fields of a record."""

_LIST_EXAMPLES = {"also": "[Y. LeCun]", "papers": "[2402.07197]", "not": "[Yan Lecun]"}

_ALL_OTHER_PAPERS = ""
"""Used instead of a paper's slug for all papers that no other record lists."""


@dataclass(frozen=True, slots=True)
class Person:
    """A record of ``authors.yml``.

    Attributes:
        slug: The person's name in URLs.
        name: The name to show on pages.
        also: Other spellings of the name in papers.
        family: The family name as it occurs in ``name``; empty to infer it.
        papers: The slugs of the person's papers, among all papers with these names. If empty, the
            person has all of these papers that no other record lists.
        distinct_from: The slugs of similar names that belong to other people.
    """

    slug: str
    name: str
    also: tuple[str, ...] = ()
    family: str = ""
    papers: tuple[str, ...] = ()
    distinct_from: tuple[str, ...] = ()

    @property
    def spellings(self) -> dict[str, KeyPath]:
        """The slugs of the person's names, each with its place in ``authors.yml``."""
        places: dict[str, KeyPath] = {slugify(self.name): (self.slug, "name")}
        for number, name in enumerate(self.also):
            places.setdefault(slugify(name), (self.slug, "also", number))
        return places


@dataclass(frozen=True)
class People:
    """The records of ``authors.yml``. Authors without a record are identified by their names.

    Attributes:
        persons: The records by slug.
        path: The file, for error messages.
        lines: The line of each value in the file, counted from 1.
    """

    persons: Mapping[str, Person] = field(default_factory=dict)
    path: str = "authors.yml"
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def __contains__(self, slug: str) -> bool:
        return slug in self.persons

    def resolve_authors(self, paper: Paper) -> Paper:
        """Return a paper whose authors have the slugs of people instead of those of their names.

        Args:
            paper: A paper whose authors have the slugs of their names.
        """
        if self._claims.keys().isdisjoint([author.slug for author in paper.authors]):
            return paper
        authors = (
            Author(author.name, self.owner(author.slug, paper.slug)) for author in paper.authors
        )
        return replace(paper, authors=tuple(authors))

    def owner(self, name: str, paper: str = _ALL_OTHER_PAPERS) -> str:
        """Return the slug of the person that a name belongs to.

        Args:
            name: The slug of the name.
            paper: The slug of a paper; by default, a paper that no record lists.

        Returns:
            The person's slug, or the name's slug if no record claims the name.
        """
        claims = self._claims.get(name, {})
        return claims.get(paper) or claims.get(_ALL_OTHER_PAPERS) or name

    def family(self, slug: str) -> str:
        """Return a person's recorded family name, or an empty string."""
        person = self.persons.get(slug)
        return person.family if person else ""

    def preferred_names(self, authors: Sequence[Author]) -> list[str]:
        """Return the recorded names of a paper's authors that the paper spells differently."""
        if not self.persons:
            return []
        persons = (self.persons.get(author.slug) for author in authors)
        printed = {author.name for author in authors}
        names = (person.name for person in persons if person and person.name not in printed)
        return list(dict.fromkeys(names))

    def redirects(self) -> Iterator[tuple[str, list[Person]]]:
        """Yield the slugs of names whose papers are on the pages of persons with other slugs.

        Yields:
            The slug of a name, and the records of the persons.
        """
        for name, claims in self._claims.items():
            slugs = dict.fromkeys(slug for slug in claims.values() if slug != name)
            if slugs:
                yield name, [self.persons[slug] for slug in slugs]

    def are_distinct(self, first: str, second: str) -> bool:
        """Return whether the records say that two authors are different people.

        Args:
            first: The slug of an author.
            second: The slug of another author.
        """
        owners = (self.owner(first), self.owner(second))
        persons = [self.persons.get(slug) for slug in owners]
        return all(persons) or any(
            self.owner(name) in owners
            for person in persons
            if person
            for name in person.distinct_from
        )

    @cached_property
    def _claims(self) -> Mapping[str, Mapping[str, str]]:
        """For each name, the slug of its person in each paper, by the paper's slug."""
        claims: dict[str, dict[str, str]] = {}
        for person in self.persons.values():
            for spelling in person.spellings:
                for paper in person.papers or [_ALL_OTHER_PAPERS]:
                    claims.setdefault(spelling, {})[paper] = person.slug
        return claims


NO_PEOPLE = People()
"""The records of a project without ``authors.yml``."""


def parse(text: str, path: str) -> People:
    """Parse the records of authors.

    Args:
        text: YAML that maps each slug to the fields of a record.
        path: The file to name in problems.

    Returns:
        The records, which ``find_problems`` compares with the papers.

    Raises:
        ContentError: The text is not such a map, a record has a problem, or two records claim a
            name. The error lists all problems.
    """
    parsed = yaml_with_lines.load(text, path)
    records = parsed.value or {}
    if not isinstance(records, dict):
        message = "not a map; write 'yann-lecun:', with 'name: Yann LeCun' below it"
        raise ContentError([Problem(path, 1, message)])
    problems: list[Problem] = []
    persons = {}
    for slug, record in records.items():
        try:
            persons[slug] = _person(slug, record)
        except _RecordError as error:
            line = _line(parsed.lines, slug, *error.keys)
            problems.append(Problem(path, line, f"author '{escape_invisible(slug)}': {error}"))
    problems += _find_shared_names(persons, parsed, path)
    if problems:
        raise ContentError(problems)
    return People(persons, path, parsed.lines)


def find_problems(
    people: People, by_author: Mapping[str, Sequence[Paper]], papers: Mapping[str, Paper]
) -> Iterator[Problem]:
    """Yield the problems of records that do not match the papers.

    Args:
        people: The records.
        by_author: The papers of each author by the author's slug, after ``resolve_authors``.
        papers: All papers by slug.
    """
    for person in people.persons.values():
        papers_of_person = by_author.get(person.slug, ())
        appearances = [
            (author.name, slugify(author.name), paper)
            for paper in papers_of_person
            for author in paper.authors
            if author.slug == person.slug
        ]
        # A wrong paper may cause the other problems.
        problems = list(_find_wrong_papers(person, papers_of_person, papers)) or [
            *_find_unused_names(person, {name for _, name, _ in appearances}, by_author),
            *_find_unclaimed_name(person, appearances),
        ]
        for keys, message in problems:
            yield Problem(people.path, _line(people.lines, person.slug, *keys), message)


def describe_undecided_author(people: People, paper: Paper) -> str:
    """Return a message about the first author of a paper whom no record claims or excludes.

    Args:
        people: The records.
        paper: A paper whose authors have the slugs of their names.

    Returns:
        The message, or an empty string if the records apply to all authors of the paper.
    """
    for author in people.resolve_authors(paper).authors:
        person = people.persons.get(author.slug)
        appearances = [(author.name, slugify(author.name), paper)]
        if person and any(_find_unclaimed_name(person, appearances)):
            question = f"whether '{author.name}', an author of this paper, is '{person.slug}'"
            return f"{people.path} does not say {question}"
    return ""


class _RecordError(ValueError):
    """A problem in a record, with the keys that lead to it."""

    def __init__(self, message: str, *keys: str | int) -> None:
        super().__init__(message)
        self.keys = keys


def _person(slug: str, record: YamlValue) -> Person:
    if slugify(slug) != slug:
        example = slugify(slug) or "yann-lecun"
        raise _RecordError(f"not a slug; write one, such as '{example}'")
    if not isinstance(record, dict):
        raise _RecordError("has no fields; write 'name: …' below it")
    if unknown := [name for name in record if name not in FIELDS]:
        nearest = difflib.get_close_matches(unknown[0], FIELDS, n=1)
        advice = f"did you mean '{nearest[0]}'?" if nearest else f"write {quoted_choices(FIELDS)}"
        raise _RecordError(f"unknown field '{escape_invisible(unknown[0])}'; {advice}", unknown[0])
    if "name" not in record:
        raise _RecordError("no 'name'; add the name to show on pages")
    person = Person(
        slug,
        _name(record["name"], "name"),
        _names(record, "also"),
        _name(record["family"], "family") if "family" in record else "",
        _texts(record, "papers"),
        tuple(map(slugify, _names(record, "not"))),
    )
    is_own_name = [name in person.spellings for name in person.distinct_from]
    if any(is_own_name):
        message = "'not' contains the person's own name; remove it"
        raise _RecordError(message, "not", is_own_name.index(True))
    if match_key(person.family or person.name) not in match_key(person.name):
        advice = "write the family name exactly as it appears in 'name'"
        message = f"'{person.family}' is not part of '{person.name}'; {advice}"
        raise _RecordError(message, "family")
    return person


def _name(value: YamlValue, *keys: str | int) -> str:
    if not isinstance(value, str) or find_invisible_character(value) or not slugify(value):
        message = f"'{keys[0]}' is not a name; write one line that contains a letter"
        raise _RecordError(message, *keys)
    return value.strip()


def _names(record: Mapping[str, YamlValue], field: str) -> tuple[str, ...]:
    texts = enumerate(_texts(record, field))
    return tuple(_name(text, field, number) for number, text in texts)


def _texts(record: Mapping[str, YamlValue], field: str) -> tuple[str, ...]:
    values = record.get(field, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _RecordError(f"'{field}' must be a list, such as {_LIST_EXAMPLES[field]}", field)
    return tuple(map(str, values))


def _find_shared_names(
    persons: Mapping[str, Person], parsed: ParsedYaml, path: str
) -> Iterator[Problem]:
    """Yield names that two records use for the same papers, and slugs that are another's name."""
    owners: dict[tuple[str, str], str] = {}
    for person in persons.values():
        for spelling, keys in person.spellings.items():
            claims = [(spelling, paper) for paper in person.papers or [_ALL_OTHER_PAPERS]]
            others = {owners.setdefault(claim, person.slug) for claim in claims} - {person.slug}
            if others:
                other = persons[min(others)]
                fault = f"'{_value(parsed, keys)}' is already a name of '{other.slug}'"
                line = _line(parsed.lines, *keys)
                yield Problem(path, line, f"{fault}; {_separation_advice(person, other)}")
    for person in persons.values():
        owner = owners.get((person.slug, _ALL_OTHER_PAPERS), person.slug)
        if owner != person.slug:
            fault = f"the slug '{person.slug}' is already used for a name of '{owner}'"
            message = f"{fault}; choose another slug, or merge the two records"
            yield Problem(path, _line(parsed.lines, person.slug), message)


def _separation_advice(person: Person, other: Person) -> str:
    """Return the remedy for two records with a name in common."""
    shared = [paper for paper in person.papers if paper in other.papers]
    if shared:
        return f"list '{shared[0]}' under 'papers' in only one of them"
    return "remove it from one of them, or list one person's papers under 'papers'"


def _value(parsed: ParsedYaml, keys: KeyPath) -> str:
    value: object = parsed.value
    for key in keys:
        value = value[key]  # type: ignore[index]
    return str(value)


def _find_wrong_papers(
    person: Person, papers_of_person: Sequence[Paper], papers: Mapping[str, Paper]
) -> Iterator[tuple[KeyPath, str]]:
    matching = {paper.slug for paper in papers_of_person}
    for number, slug in enumerate(person.papers):
        if slug not in papers:
            renamed = [paper.slug for paper in papers.values() if slug in paper.aliases]
            advice = f"write '{renamed[0]}'" if renamed else "write the name of a file in papers/"
            yield ("papers", number), f"no paper '{slug}'; {advice}"
        elif slug not in matching:
            names = quoted_choices([person.name, *person.also])
            message = (
                f"paper '{slug}' has no author {names}; remove the paper from the list, or add the "
                "spelling used in the paper under 'also'"
            )
            yield ("papers", number), message


def _find_unused_names(
    person: Person, names_in_papers: set[str], by_author: Mapping[str, Sequence[Paper]]
) -> Iterator[tuple[KeyPath, str]]:
    for spelling, keys in person.spellings.items():
        # The name to show on pages need not occur in papers if another name of the record does.
        if spelling in names_in_papers or (keys[1] == "name" and names_in_papers):
            continue
        name = person.name if keys[1] == "name" else person.also[int(keys[2])]
        similar = difflib.get_close_matches(spelling, _candidates(spelling, by_author), n=1)
        names = {a.name for slug in similar for a in by_author[slug][0].authors if a.slug == slug}
        nearest = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0)
        advice = f"write {quoted_choices(nearest)}, or remove it" if nearest else "remove it"
        yield keys[1:], f"no paper by '{person.slug}' lists the author '{name}'; {advice}"


def _candidates(spelling: str, slugs: Mapping[str, object]) -> list[str]:
    """Return the slugs with the same first or last word; comparing all would take seconds."""
    words = spelling.split("-")
    return [slug for slug in slugs if slug.startswith(words[0]) or slug.endswith(words[-1])]


def _find_unclaimed_name(
    person: Person, appearances: Sequence[tuple[str, str, Paper]]
) -> Iterator[tuple[KeyPath, str]]:
    """Yield a problem if the person's slug is also that of an author whom no record claims."""
    is_claimed = person.slug in person.spellings
    if is_claimed and not person.papers:
        return
    listed = person.papers if is_claimed else ()
    for name, spelling, paper in appearances:
        if spelling == person.slug and paper.slug not in listed:
            missing = f"'{paper.slug}' under 'papers'" if is_claimed else f"'{name}' under 'also'"
            fault = f"'{person.slug}' is also the slug of '{name}' in {paper.path}"
            yield (), f"{fault}; choose another slug, or add {missing}"
            return


def _line(lines: Mapping[KeyPath, int], *keys: str | int) -> int:
    paths = [keys[:size] for size in range(len(keys), 0, -1)]
    return next((lines[path] for path in paths if path in lines), 1)
