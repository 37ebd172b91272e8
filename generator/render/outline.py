"""Pages that lead to lists: a heading, and sections of counted links or of first papers."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import Artifact
from generator.render import markdown
from generator.render.listings import NOT_SEARCHED
from generator.render.markdown import Markdown
from generator.render.views import Card


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an outline: links and their style, or some papers and a link to the rest."""

    heading: str
    links: Sequence[Markdown] = ()
    form: str = "papers"
    about: str = ""
    tags: Sequence[Markdown] = ()
    cards: Sequence[Card] = ()
    rest: str = ""


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
