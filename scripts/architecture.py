"""Generate the sections of the architecture page: packages and rules, from ``pyproject.toml``."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parent.parent


def packages() -> str:
    """Return the layers as a diagram, and the purpose of each package as a list, in Markdown."""
    (contract,) = (contract for contract in _contracts() if contract["type"] == "layers")
    layers = contract["layers"]
    names = [name for layer in layers for name in re.findall(r"\w+", layer)]
    purposes = [f"- `generator.{name}`: {_purpose(name)}" for name in names]
    return "\n".join(["```text", *layers, "```", "", *purposes, ""])


def rules() -> str:
    """Return the names of all contracts as a Markdown list."""
    return "\n".join([*(f"- {contract['name']}" for contract in _contracts()), ""])


def _contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return contracts


def _purpose(name: str) -> str:
    """Return the first paragraph of the docstring of a package or module, on one line."""
    package = _ROOT / "generator" / name / "__init__.py"
    source = package if package.exists() else package.parent.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split()).replace("``", "`")
