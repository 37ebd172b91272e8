"""Problems: where the content is wrong, what it is, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to mend: its file, its line (counted from 1) and a message.

    A problem outside files, such as in an argument of a command, names its place and has line 0.

    >>> print(Problem("papers/x.md", 7, "'date' is 'soon'; write it as YYYY-MM-DD"))
    papers/x.md:7: error: 'date' is 'soon'; write it as YYYY-MM-DD
    >>> print(Problem("argument 'foo'", 0, "not a DOI; write one"))
    argument 'foo': error: not a DOI; write one
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return the problem as compilers write theirs, so that editors find the line."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: error: {self.message}"


class ContentError(Exception):
    """The content has problems: exit 1, with all of them, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep each problem once, in the order of files and lines."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class CannotRun(Exception):  # noqa: N818 (its name is what the user reads about it: exit 2)
    """The run itself is impossible, whatever the content: exit 2."""
