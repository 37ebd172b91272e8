"""A generated file in ``docs/``, rendered when its content is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from generator.storage.hashes import fingerprint


@dataclass(frozen=True, slots=True)
class Artifact:
    """A generated file in ``docs/``.

    Two artifacts with the same path and the same key have the same content, so the writer can
    keep the file that it wrote earlier.

    Attributes:
        path: The path below ``docs/``, with forward slashes.
        render: Returns the file's content.
        key: The cache key; an artifact without a key is rendered in every build.
    """

    path: str
    render: Callable[[], bytes]
    key: str = ""

    @classmethod
    def from_bytes(cls, path: str, content: bytes) -> "Artifact":
        """Return an artifact with rendered content and no key."""
        return cls(path, partial(bytes, content))

    @classmethod
    def from_inputs(cls, path: str, inputs: object, render: Callable[[], bytes]) -> "Artifact":
        """Return an artifact whose key is a fingerprint of its inputs.

        Args:
            path: The path below ``docs/``.
            inputs: Everything that the content depends on, as text, numbers, dates and tuples.
            render: Returns the content.
        """
        return cls(path, render, fingerprint(inputs))

    @property
    def content(self) -> bytes:
        """The file's content, rendered on each access."""
        return self.render()
