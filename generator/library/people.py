"""The authors that a curator has settled: ``authors.yml`` to who is behind which names."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.core import yaml_with_lines
from generator.core.errors import ContentError, Problem
from generator.core.model import Author, Paper
from generator.core.yaml_with_lines import KeyPath, ParsedYaml, YamlValue
from generator.text.plain import (
    escape_invisible,
    find_invisible_character,
    match_key,
    quoted_choices,
    slugify,
)

FIELDS = ("name", "also", "family", "papers", "not")
"""The fields of a record."""

_ALL = ""
"""Stands for all papers that nobody else claims, in the place of a paper's slug."""


@dataclass(frozen=True, slots=True)
class Person:
    """A record: an address, the name that pages show, and what else is known of the person.

    ``papers`` are the slugs of those papers, of all signed with these names, that are this
    person's; without any, all are that no other record names. ``apart`` are the slugs of names
    that look like this person's and are not.
    """

    slug: str
    name: str
    also: tuple[str, ...] = ()
    family: str = ""
    papers: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def spellings(self) -> dict[str, KeyPath]:
        """The slugs of the names in entries that are this person's, each with its place."""
        places: dict[str, KeyPath] = {slugify(self.name): (self.slug, "name")}
        for number, name in enumerate(self.also):
            places.setdefault(slugify(name), (self.slug, "also", number))
        return places


@dataclass(frozen=True)
class People:
    """The records of ``authors.yml``, by their slugs; authors without one go by their names."""

    persons: Mapping[str, Person] = field(default_factory=dict)
    path: str = "authors.yml"
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def __contains__(self, slug: str) -> bool:
        return slug in self.persons

    def settle(self, paper: Paper) -> Paper:
        """Return a paper whose authors have the slugs of the persons behind their names."""
        if self._claims.keys().isdisjoint([author.slug for author in paper.authors]):
            return paper
        authors = (
            Author(author.name, self.owner(author.slug, paper.slug)) for author in paper.authors
        )
        return replace(paper, authors=tuple(authors))

    def owner(self, name: str, paper: str = _ALL) -> str:
        """Return whose a name's slug is in a paper, or else where no record names the paper."""
        claims = self._claims.get(name, {})
        return claims.get(paper) or claims.get(_ALL) or name

    def family(self, slug: str) -> str:
        """Return the family name that a person's record states, or nothing."""
        person = self.persons.get(slug)
        return person.family if person else ""

    def names(self, authors: Sequence[Author]) -> list[str]:
        """Return the names of records that some authors of a paper have and do not sign with."""
        if not self.persons:
            return []
        known = (self.persons.get(author.slug) for author in authors)
        signed = {author.name for author in authors}
        return list(dict.fromkeys(each.name for each in known if each and each.name not in signed))

    def moved(self) -> Iterator[tuple[str, list[Person]]]:
        """Yield the slugs of spellings, and the persons at other addresses that papers go to."""
        for name, claims in self._claims.items():
            slugs = dict.fromkeys(slug for slug in claims.values() if slug != name)
            if slugs:
                yield name, [self.persons[slug] for slug in slugs]

    def are_apart(self, one: str, other: str) -> bool:
        """Return whether a curator has said of two authors' slugs that they are two people."""
        refused = (self.owner(one), self.owner(other))
        known = [self.persons.get(slug) for slug in refused]
        return all(known) or any(
            self.owner(name) in refused for person in known if person for name in person.apart
        )

    @cached_property
    def _claims(self) -> Mapping[str, Mapping[str, str]]:
        """Whose each spelling is: the person's slug by the paper's, or for all others."""
        claims: dict[str, dict[str, str]] = {}
        for person in self.persons.values():
            for spelling in person.spellings:
                for paper in person.papers or [_ALL]:
                    claims.setdefault(spelling, {})[paper] = person.slug
        return claims


NOBODY = People()


def parse(text: str, path: str) -> People:
    """Return the people that a YAML text holds: a map of slug to name, other spellings, ….

    Raises:
        ContentError: every record that is wrong in itself, and every name that two claim.
    """
    marked = yaml_with_lines.load(text, path)
    records = marked.value or {}
    if not isinstance(records, dict):
        message = "is no map; write 'yann-lecun:', and below it 'name: Yann LeCun'"
        raise ContentError([Problem(path, 1, message)])
    problems: list[Problem] = []
    persons = {}
    for slug, record in records.items():
        try:
            persons[slug] = _person(slug, record)
        except _WrongError as error:
            line = _line(marked.lines, slug, *error.where)
            problems.append(Problem(path, line, f"author '{escape_invisible(slug)}': {error}"))
    problems += _shared_names(persons, marked, path)
    if problems:
        raise ContentError(problems)
    return People(persons, path, marked.lines)


def problems(
    people: People, by_author: Mapping[str, Sequence[Paper]], papers: Mapping[str, Paper]
) -> Iterator[Problem]:
    """Yield what does not hold of the papers: names that none has, papers that are not there.

    Args:
        people: the records.
        by_author: the settled papers of each author's slug.
        papers: all papers, by their slugs.
    """
    for person in people.persons.values():
        own = by_author.get(person.slug, ())
        signed = [
            (author.name, slugify(author.name), paper)
            for paper in own
            for author in paper.authors
            if author.slug == person.slug
        ]
        found = list(_wrong_papers(person, own, papers)) or [  # what follows may hang on them
            *_unused_names(person, {name for _, name, _ in signed}, by_author),
            *_foreign(person, signed),
        ]
        for where, message in found:
            yield Problem(people.path, _line(people.lines, person.slug, *where), message)


def undecided(people: People, paper: Paper) -> str:
    """Return which author of a paper the records must settle before the paper can be added.

    Args:
        people: the records.
        paper: one with the slugs of its authors' names.

    Returns:
        A message, or an empty text if the records fit the paper.
    """
    for author in people.settle(paper).authors:
        person = people.persons.get(author.slug)
        signed = [(author.name, slugify(author.name), paper)]
        if person and any(_foreign(person, signed)):
            asked = f"whether its author '{author.name}' is '{person.slug}'"
            return f"{people.path} does not say {asked}"
    return ""


class _WrongError(ValueError):
    """What is wrong with a record, and where in it."""

    def __init__(self, message: str, *where: str | int) -> None:
        super().__init__(message)
        self.where = where


def _person(slug: str, record: YamlValue) -> Person:
    if slugify(slug) != slug:
        advice = slugify(slug) or "yann-lecun"
        raise _WrongError(f"no name of an address under /authors/; write such as '{advice}'")
    if not isinstance(record, dict):
        raise _WrongError("has no fields; write 'name: …' below it")
    if unknown := [name for name in record if name not in FIELDS]:
        near = difflib.get_close_matches(unknown[0], FIELDS, n=1)
        advice = f"did you mean '{near[0]}'?" if near else f"write {quoted_choices(FIELDS)}"
        raise _WrongError(f"unknown field '{escape_invisible(unknown[0])}'; {advice}", unknown[0])
    if "name" not in record:
        raise _WrongError("no 'name'; write the name that pages are to show")
    person = Person(
        slug,
        _name(record["name"], "name"),
        _names(record, "also"),
        _name(record["family"], "family") if "family" in record else "",
        _texts(record, "papers"),
        tuple(map(slugify, _names(record, "not"))),
    )
    if own := [number for number, name in enumerate(person.apart) if name in person.spellings]:
        raise _WrongError("'not' names the person's own name; write another's", "not", own[0])
    if match_key(person.family or person.name) not in match_key(person.name):
        message = f"'{person.family}' is no part of '{person.name}'; write the family name in it"
        raise _WrongError(message, "family")
    return person


def _name(value: YamlValue, *where: str | int) -> str:
    if not isinstance(value, str) or find_invisible_character(value) or not slugify(value):
        raise _WrongError(f"'{where[0]}' is no name; write one line with a letter in it", *where)
    return value.strip()


def _names(record: Mapping[str, YamlValue], field: str) -> tuple[str, ...]:
    texts = enumerate(_texts(record, field))
    return tuple(_name(text, field, number) for number, text in texts)


def _texts(record: Mapping[str, YamlValue], field: str) -> tuple[str, ...]:
    values = record.get(field, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _WrongError(f"'{field}' is no list; write [one, two]", field)
    return tuple(map(str, values))


def _shared_names(
    persons: Mapping[str, Person], marked: ParsedYaml, path: str
) -> Iterator[Problem]:
    """Yield the names that two records claim for the same papers, and claimed addresses."""
    owners: dict[tuple[str, str], str] = {}
    for person in persons.values():
        for spelling, where in person.spellings.items():
            claimed = [(spelling, paper) for paper in person.papers or [_ALL]]
            taken = {owners.setdefault(each, person.slug) for each in claimed} - {person.slug}
            if taken:
                both = [paper for paper in person.papers if paper in persons[min(taken)].papers]
                what = f"'{both[0]}' under the 'papers' of one" if both else "it to one of the two"
                more = "" if both else ", or name the papers of one under 'papers'"
                said = f"'{_value(marked, where)}' already leads to '{min(taken)}'"
                message = f"{said}; leave {what}{more}"
                yield Problem(path, _line(marked.lines, *where), message)
    for person in persons.values():
        owner = owners.get((person.slug, _ALL), person.slug)
        if owner != person.slug:
            message = f"'{person.slug}' is a name of '{owner}'; write another slug, or one record"
            yield Problem(path, _line(marked.lines, person.slug), message)


def _value(marked: ParsedYaml, where: KeyPath) -> str:
    value: object = marked.value
    for place in where:
        value = value[place]  # type: ignore[index]
    return str(value)


def _unused_names(
    person: Person, signed: set[str], by_author: Mapping[str, Sequence[Paper]]
) -> Iterator[tuple[KeyPath, str]]:
    for spelling, where in person.spellings.items():
        # Pages may show a name that no paper has, if the papers have another of the record.
        if spelling in signed or (where[1] == "name" and signed):
            continue
        name = person.name if where[1] == "name" else person.also[int(where[2])]
        near = difflib.get_close_matches(spelling, _alike(spelling, by_author), n=1)
        names = {a.name for slug in near for a in by_author[slug][0].authors if a.slug == slug}
        nearest = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0)
        advice = f"write {quoted_choices(nearest)}, or remove it" if nearest else "remove it"
        yield where[1:], f"no paper of '{person.slug}' has the author '{name}'; {advice}"


def _alike(spelling: str, slugs: Mapping[str, object]) -> list[str]:
    """Return the slugs that begin or end with the same word, as comparing all takes seconds."""
    words = spelling.split("-")
    return [slug for slug in slugs if slug.startswith(words[0]) or slug.endswith(words[-1])]


def _wrong_papers(
    person: Person, own: Sequence[Paper], papers: Mapping[str, Paper]
) -> Iterator[tuple[KeyPath, str]]:
    theirs = {paper.slug for paper in own}
    for number, slug in enumerate(person.papers):
        if slug not in papers:
            renamed = [paper.slug for paper in papers.values() if slug in paper.aliases]
            advice = f"write '{renamed[0]}'" if renamed else "write the name of a file in papers/"
            yield ("papers", number), f"no paper '{slug}'; {advice}"
        elif slug not in theirs:
            names = quoted_choices([person.name, *person.also])
            yield ("papers", number), f"'{slug}' has no author {names}; write the paper of one"


def _foreign(
    person: Person, signed: Sequence[tuple[str, str, Paper]]
) -> Iterator[tuple[KeyPath, str]]:
    """Yield the first author whose own address the record takes without claiming the name."""
    claimed = person.slug in person.spellings
    if claimed and not person.papers:
        return
    own = person.papers if claimed else ()
    for name, spelling, paper in signed:
        if spelling == person.slug and paper.slug not in own:
            advice = f"'{paper.slug}' under 'papers'" if claimed else f"'{name}' under 'also'"
            place = f"'{name}' of {paper.path}"
            message = f"'{person.slug}' is also the address of {place}; write another, or {advice}"
            yield (), message
            return


def _line(lines: Mapping[KeyPath, int], *where: str | int) -> int:
    places = [where[:size] for size in range(len(where), 0, -1)]
    return next((lines[place] for place in places if place in lines), 1)
