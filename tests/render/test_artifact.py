"""Tests of generated files that are rendered when their content is needed."""

from generator.render.artifact import Artifact


def test_the_key_depends_on_the_inputs_alone() -> None:
    first, second = (Artifact.from_inputs("a.md", ("A", 1), content) for content in (bytes, bytes))
    assert first.key == second.key != Artifact.from_inputs("a.md", ("A", 2), bytes).key


def test_content_is_rendered_only_when_it_is_needed() -> None:
    renderings: list[str] = []

    def render() -> bytes:
        renderings.append("a.md")
        return b"A"

    artifact = Artifact.from_inputs("a.md", "A", render)
    assert renderings == []
    assert (artifact.content, renderings) == (b"A", ["a.md"])


def test_rendered_content_has_no_key() -> None:
    artifact = Artifact.from_bytes("a.md", b"A")
    assert (artifact.content, artifact.key) == (b"A", "")
