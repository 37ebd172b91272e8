"""Read a paper-digest project from Python.

``load(path)`` returns a ``Site`` of papers, authors and tags; ``docs/guide/python.md`` has
examples.
"""

from os import PathLike
from pathlib import Path

from generator.core import config
from generator.core.errors import CannotRun, ContentError
from generator.core.model import Author, Paper, Tag
from generator.library import load as library
from generator.library.site import Site

__all__ = ["Author", "CannotRun", "ContentError", "Paper", "Site", "Tag", "load"]


def load(path: str | PathLike[str] = ".") -> Site:
    """Read and check a project.

    Args:
        path: The project's folder, which holds ``mkdocs.yml``.

    Returns:
        The checked papers with their authors and tags.

    Raises:
        CannotRun: The folder is not a project or cannot be read.
        ContentError: The settings, entries, taxonomy or authors have problems; the error
            lists all of them.
    """
    return library.load(config.load(Path(path).resolve()))
