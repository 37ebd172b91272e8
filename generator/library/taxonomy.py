"""Read ``taxonomy.yml``: a tree of areas and their topics."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.core import identifiers, yaml_with_lines
from generator.core.errors import ContentError, Problem
from generator.core.model import Tag
from generator.core.yaml_with_lines import ParsedYaml
from generator.text import tokens
from generator.text.strings import escape_invisible, find_invisible_character, quoted_choices

FIELDS = ("label", "description", "parent", "aliases")
"""The fields of a tag in ``taxonomy.yml``."""


@dataclass(frozen=True)
class Taxonomy:
    """The tags of a project.

    Attributes:
        tags: The tags by slug, in the order of the file; pages use the same order.
    """

    tags: Mapping[str, Tag]

    @cached_property
    def areas(self) -> tuple[Tag, ...]:
        """The tags without a parent."""
        return tuple(tag for tag in self.tags.values() if tag.parent is None)

    def topics(self, area: str) -> tuple[Tag, ...]:
        """Return the topics of the area with this slug."""
        return tuple(tag for tag in self.tags.values() if tag.parent == area)

    def with_area(self, slug: str) -> tuple[str, ...]:
        """Return a tag's slug and, for a topic, the slug of its area."""
        parent = self.tags[slug].parent
        return (slug,) if parent is None else (slug, parent)

    def nearest(self, word: str) -> list[str]:
        """Return up to three slugs of tags with a similar slug, label or alias, nearest first."""
        spellings = {
            spelling.casefold(): tag.slug
            for tag in self.tags.values()
            for spelling in (*tag.aliases, tag.label, tag.slug)
        }
        close = difflib.get_close_matches(word.casefold(), spellings, n=9, cutoff=0.6)
        return list(dict.fromkeys(spellings[spelling] for spelling in close))[:3]


def parse(text: str, path: str) -> Taxonomy:
    """Parse a taxonomy.

    Args:
        text: YAML that maps each slug to the fields of a tag.
        path: The file to name in problems.

    Raises:
        ContentError: The text is not such a map, or tags have problems. The error lists all
            problems.
    """
    parsed = yaml_with_lines.load(text, path)
    if not isinstance(parsed.value, dict) or not parsed.value:
        message = "no tags; write 'slug:', with a label and a description below it"
        raise ContentError([Problem(path, 1, message)])
    problems: list[Problem] = []
    tags = {}
    for slug, value in parsed.value.items():
        try:
            tags[slug] = _tag(slug, value)
        except ValueError as error:
            message = f"tag '{escape_invisible(slug)}': {error}"
            problems.append(Problem(path, parsed.lines[(slug,)], message))
    problems += _unknown_parents(tags, parsed, path)
    problems += _ambiguous_spellings(tags, parsed, path)
    if problems:
        raise ContentError(problems)
    return Taxonomy(tags)


def spelling_key(phrase: str) -> tuple[str, ...]:
    """Return a key that is the same for spellings that differ only in case, hyphens or plurals."""
    return tuple(map(tokens.fold, tokens.words(phrase)))


def _tag(slug: str, value: yaml_with_lines.YamlValue) -> Tag:
    identifiers.check_slug(slug)
    if not isinstance(value, dict):
        raise ValueError("has no fields; write a label and a description below it")
    if unknown := [name for name in value if name not in FIELDS]:
        raise ValueError(f"unknown field '{unknown[0]}'; write {quoted_choices(FIELDS)}")
    texts = {name: value.get(name, "") for name in ("label", "description")}
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip() or find_invisible_character(text):
            raise ValueError(f"'{name}' is missing or is not one line of text; write one line")
    aliases, parent = value.get("aliases", []), value.get("parent")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ValueError("'aliases' must be a list, such as [language model, LLM]")
    if empty := [alias for alias in aliases if not spelling_key(str(alias))]:
        raise ValueError(f"alias '{empty[0]}' has no letter or digit; remove it")
    if not (parent is None or isinstance(parent, str)):
        raise ValueError("'parent' is not a slug; write the slug of one area")
    return Tag(
        slug, str(texts["label"]), str(texts["description"]), parent, tuple(map(str, aliases))
    )


def _unknown_parents(tags: Mapping[str, Tag], parsed: ParsedYaml, path: str) -> Iterator[Problem]:
    areas = [tag.slug for tag in tags.values() if tag.parent is None]
    written = parsed.value if isinstance(parsed.value, dict) else {}
    for tag in tags.values():
        is_invalid = tag.parent in written and tag.parent not in tags  # reported separately
        if tag.parent is not None and tag.parent not in areas and not is_invalid:
            nearest = difflib.get_close_matches(tag.parent, areas, n=3, cutoff=0.0)
            line = parsed.lines[tag.slug, "parent"]
            message = f"parent '{tag.parent}' is not an area; write {quoted_choices(nearest)}"
            yield Problem(path, line, message)


def _ambiguous_spellings(
    tags: Mapping[str, Tag], parsed: ParsedYaml, path: str
) -> Iterator[Problem]:
    owners: dict[tuple[str, ...], str] = {}
    for tag in tags.values():
        for number, phrase in enumerate((tag.label, *tag.aliases)):
            owner = owners.setdefault(spelling_key(phrase), tag.slug)
            if owner != tag.slug:
                keys = (tag.slug, "aliases", number - 1) if number else (tag.slug, "label")
                fault = f"'{phrase}' is already the label or an alias of the tag '{owner}'"
                message = f"{fault}; remove it from one of them"
                yield Problem(path, parsed.lines[keys], message)
