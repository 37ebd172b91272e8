"""Pages that lead to lists: a heading, and sections of counted links."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import Artifact
from generator.render import markdown
from generator.render.listings import NOT_SEARCHED
from generator.render.markdown import Markdown


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an outline: its heading, its links and their style, what to say of it, its tags."""

    heading: str
    links: Sequence[Markdown]
    form: str = "titles"
    about: str = ""
    tags: Sequence[Markdown] = ()


def page(
    path: str,
    title: str,
    *,
    source: str,
    summary: str,
    sections: Sequence[Section],
    trail: Sequence[Markdown] = (),
) -> Artifact:
    """Return the outline page at a path; its summary is also its description."""
    return markdown.page(
        path,
        "outline",
        source=source,
        front_matter={"title": title, "description": summary, **NOT_SEARCHED},
        heading=title,
        trail=trail,
        summary=summary,
        sections=sections,
    )
