"""A file of ``docs/`` before it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from generator.storage.digests import fingerprint


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file for ``docs/``: its path there, with ``/``, and how its content is made.

    Two of one path and one key have one content, so that what was made need not be made again.
    An artifact without a key is made each time.
    """

    path: str
    make: Callable[[], bytes]
    key: str = ""

    @classmethod
    def of(cls, path: str, content: bytes) -> "Artifact":
        """Return an artifact of a content that is there."""
        return cls(path, partial(bytes, content))

    @classmethod
    def made_of(cls, path: str, inputs: object, make: Callable[[], bytes]) -> "Artifact":
        """Return an artifact whose content hangs on some texts and numbers alone."""
        return cls(path, make, fingerprint(inputs))

    @property
    def content(self) -> bytes:
        """The file's content."""
        return self.make()
