"""The tags: ``taxonomy.yml`` to a tree of areas and their topics, checked."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.core import identifiers, yaml_with_lines
from generator.core.errors import ContentError, Problem
from generator.core.model import Tag
from generator.core.yaml_with_lines import ParsedYaml
from generator.text import terms
from generator.text.plain import escape_invisible, find_invisible_character, quoted_choices

FIELDS = ("label", "description", "parent", "aliases")


@dataclass(frozen=True)
class Taxonomy:
    """The tags in the order of their file, which is the order in which pages show them."""

    tags: Mapping[str, Tag]

    @cached_property
    def areas(self) -> tuple[Tag, ...]:
        """The tags without a parent."""
        return tuple(tag for tag in self.tags.values() if tag.parent is None)

    def topics(self, area: str) -> tuple[Tag, ...]:
        """Return the tags below an area."""
        return tuple(tag for tag in self.tags.values() if tag.parent == area)

    def with_area(self, slug: str) -> tuple[str, ...]:
        """Return a tag and, for a topic, the area it implies."""
        parent = self.tags[slug].parent
        return (slug,) if parent is None else (slug, parent)

    def nearest(self, word: str) -> list[str]:
        """Return up to three tags whose slug, label or alias looks like a word, nearest first."""
        spellings = {
            spelling.casefold(): tag.slug
            for tag in self.tags.values()
            for spelling in (*tag.aliases, tag.label, tag.slug)
        }
        close = difflib.get_close_matches(word.casefold(), spellings, n=9, cutoff=0.6)
        return list(dict.fromkeys(spellings[spelling] for spelling in close))[:3]


def parse(text: str, path: str) -> Taxonomy:
    """Return the taxonomy that a YAML text holds: a map of slug to label, description, ….

    Raises:
        ContentError: every tag that is incomplete, every unknown field and parent, every
            alias that two tags claim.
    """
    marked = yaml_with_lines.load(text, path)
    if not isinstance(marked.value, dict) or not marked.value:
        raise ContentError(
            [Problem(path, 1, "holds no tags; write 'slug:' with label and description")]
        )
    problems: list[Problem] = []
    tags = {}
    for slug, value in marked.value.items():
        try:
            tags[slug] = _tag(slug, value)
        except ValueError as error:
            problems.append(
                Problem(path, marked.lines[(slug,)], f"tag '{escape_invisible(slug)}': {error}")
            )
    problems += _wrong_parents(tags, marked, path)
    problems += _shared_spellings(tags, marked, path)
    if problems:
        raise ContentError(problems)
    return Taxonomy(tags)


def spelling_key(phrase: str) -> tuple[str, ...]:
    """Return the form in which two spellings of a tag are the same."""
    return tuple(map(terms.fold, terms.words(phrase)))


def _tag(slug: str, value: yaml_with_lines.YamlValue) -> Tag:
    identifiers.check_slug(slug)
    if not isinstance(value, dict):
        raise ValueError("has no fields; write label and description below it")
    if unknown := [name for name in value if name not in FIELDS]:
        raise ValueError(f"unknown field '{unknown[0]}'; write {quoted_choices(FIELDS)}")
    texts = {name: value.get(name, "") for name in ("label", "description")}
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip() or find_invisible_character(text):
            raise ValueError(f"'{name}' is missing or not one line; write one line of text")
    aliases, parent = value.get("aliases", []), value.get("parent")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ValueError("'aliases' is no list of words; write [one, two]")
    if mute := [alias for alias in aliases if not spelling_key(str(alias))]:
        raise ValueError(f"alias '{mute[0]}' has no letter or digit to be found by; remove it")
    if not (parent is None or isinstance(parent, str)):
        raise ValueError("'parent' is no tag; write the slug of an area")
    return Tag(
        slug, str(texts["label"]), str(texts["description"]), parent, tuple(map(str, aliases))
    )


def _wrong_parents(tags: Mapping[str, Tag], marked: ParsedYaml, path: str) -> Iterator[Problem]:
    areas = [tag.slug for tag in tags.values() if tag.parent is None]
    unsure = marked.value if isinstance(marked.value, dict) else {}  # those with problems too
    for tag in tags.values():
        known = tag.parent in areas or (tag.parent in unsure and tag.parent not in tags)
        if tag.parent is not None and not known:
            near = difflib.get_close_matches(tag.parent, areas, n=3, cutoff=0.0)
            line = marked.lines[tag.slug, "parent"]
            yield Problem(
                path, line, f"parent '{tag.parent}' is no area; write {quoted_choices(near)}"
            )


def _shared_spellings(tags: Mapping[str, Tag], marked: ParsedYaml, path: str) -> Iterator[Problem]:
    owners: dict[tuple[str, ...], str] = {}
    for tag in tags.values():
        for number, phrase in enumerate((tag.label, *tag.aliases)):
            owner = owners.setdefault(spelling_key(phrase), tag.slug)
            if owner != tag.slug:
                place = (tag.slug, "aliases", number - 1) if number else (tag.slug, "label")
                message = f"'{phrase}' already leads to '{owner}'; leave it to one of the two"
                yield Problem(path, marked.lines[place], message)
