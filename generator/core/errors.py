"""Errors: problems in the content, and reasons why a command cannot run."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault in the content: its place, and a message that describes the fault and its remedy.

    >>> print(Problem("papers/x.md", 7, "'date' is 'soon'; write a valid date as YYYY-MM-DD"))
    papers/x.md:7: error: 'date' is 'soon'; write a valid date as YYYY-MM-DD
    >>> print(Problem("argument 'foo'", 0, "not a DOI; write one"))
    argument 'foo': error: not a DOI; write one
    """

    path: str
    """The file, relative to the project's folder, or another place such as a command's argument."""

    line: int
    """The line, counted from 1; 0 if the place is not a file."""

    message: str
    """The fault and its remedy: ``'date' is 'soon'; write a valid date as YYYY-MM-DD``."""

    def __str__(self) -> str:
        """Return the problem in the format of compiler errors, which editors can parse."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: error: {self.message}"


class ContentError(Exception):
    """The content has problems (exit code 1).

    Attributes:
        problems: Every problem once, sorted by path and line.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems and remove duplicates.

        Args:
            problems: At least one problem, in any order.
        """
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class CannotRun(Exception):  # noqa: N818 (reads better without the suffix "Error")
    """The command cannot run, regardless of the content (exit code 2)."""
