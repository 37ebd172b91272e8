"""Generate the sections of the reference: commands, settings and make targets."""

import ast
import dataclasses
import inspect
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main
from generator.core.config import DIGEST_SETTINGS, Config

_ROOT = Path(__file__).parent.parent
_WIDTH = 80
_LOCATIONS: Mapping[str, str] = {
    "site_name": "site_name",
    "site_description": "site_description",
    "site_url": "site_url",
    "language": "theme.language",
    "theme": "theme.custom_dir",
    "excluded": "exclude_docs, draft_docs",
    **{name: f"extra.digest.{name}" for name in DIGEST_SETTINGS},
}
"""The location in ``mkdocs.yml`` of each field of ``Config``."""

_DERIVED = frozenset({"root", "has_unlisted_inputs"})
"""Fields of ``Config`` that are not settings."""


def commands() -> str:
    """Return the help text of each command as Markdown."""
    names = ["", *main.commands]
    return "\n".join(f"### `{_full_name(name)}`\n\n```text\n{_help(name)}```\n" for name in names)


def settings() -> str:
    """Return the settings as a Markdown table.

    Raises:
        KeyError: A field of ``Config`` is not in ``_LOCATIONS``, or has no docstring.
    """
    descriptions = _attribute_docstrings(Config)
    rows = [
        f"| `{_LOCATIONS[field.name]}` | {_default(field)} | {descriptions[field.name]} |"
        for field in dataclasses.fields(Config)
        if field.name not in _DERIVED
    ]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *sorted(rows), ""])


def targets() -> str:
    """Return the make targets as a Markdown table."""
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")
    matches = re.findall(r"^([a-z-]+):.*?## (.*)$", makefile, re.MULTILINE)
    rows = [f"| `make {name}` | {meaning} |" for name, meaning in matches]
    return "\n".join(["| command | description |", "|---|---|", *rows, ""])


def _full_name(command: str) -> str:
    return f"paper-digest {command}".rstrip()


def _help(command: str) -> str:
    arguments = [*filter(None, [command]), "--help"]
    result = CliRunner().invoke(
        main, arguments, prog_name="paper-digest", terminal_width=_WIDTH, catch_exceptions=False
    )
    return result.output


def _default(setting: "dataclasses.Field[object]") -> str:
    if setting.default_factory is not dataclasses.MISSING:
        return ", ".join(f"`{name}`" for name in setting.default_factory())  # type: ignore[attr-defined]
    is_missing = setting.default is dataclasses.MISSING
    return "" if is_missing or setting.default in ("", (), None) else f"`{setting.default}`"


def _attribute_docstrings(class_: type) -> Mapping[str, str]:
    """Return the string literal after each attribute of a class, on one line, by its name."""
    (definition,) = ast.parse(inspect.getsource(class_)).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    return {
        attribute.target.id: " ".join(text.value.value.split()).replace("``", "`")
        for attribute, text in pairwise(body)
        if isinstance(attribute, ast.AnnAssign)
        and isinstance(attribute.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
