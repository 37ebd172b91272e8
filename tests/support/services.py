"""Invented papers, and the responses of the four services for them."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from textwrap import fill
from typing import Any
from xml.sax.saxutils import escape

DAY = "2025-03-11"
"""The day whose list has most of the papers."""

NEXT_DAY = "2025-03-12"
MONTH_BEFORE = "2025-02-28"
_LIST_DELAY_HOURS = 4  # between the two dates of an item in the list


@dataclass(frozen=True, slots=True)
class ServicePaper:
    """A paper in the services' databases; each text is on one line."""

    arxiv: str
    title: str
    authors: tuple[str, ...]
    abstract: str
    published: str
    updated: str
    categories: tuple[str, ...] = ("cs.CL", "cs.AI")
    featured: str = ""
    """The day of the Hugging Face list that has the paper; empty if none has."""

    version: int = 1
    doi: str = ""
    journal_ref: str = ""
    comment: str = ""
    venue: str = ""
    """The venue's name at Crossref and OpenAlex."""

    is_retracted: bool = False
    upvotes: int = 0
    submitter: str = "ada-example"
    code: str = ""
    project: str = ""
    organisation: str = ""


_NAMES = (
    "Ada Exampla",
    "Bo Specimen",
    "José Ñandú",
    "王小明",
    "Sofja Probst",
    "Chidi Mustermann",
    "Émilie du Test",
    "Ludwig van Beispiel",
    "Ngô Thí Dụ",
    "Aylin Örnek",
    "Per Prøve",
    "J. Doe Jr.",
)
_TITLES = (
    "Lanterns: Lighting the Long Context of Small Models",
    "Why Do Agents Forget Their Keys?",
    "Counting Sheep Is All Sleepers Need",
    "A Survey of Umbrellas in Reinforcement Weather",
    "Teapot-7B: An Open Model That Pours",
    "Measuring the $\\ell_2$ Distance Between Two Cups",
    "Few-Shot Baking with Retrieval-Augmented Recipes",
    "GardenBench: Do Language Models Know When to Water?",
    "On the Use of Tests",
    "Learning to Fold Maps without Supervision",
    'The "Missing Sock" Problem & Its Solutions',
    "Whispering Graphs: Message Passing at Low Volume",
    "Faster Than a Snail: Efficient Decoding on Slow Machines",
    "ClockDiff: Diffusion of Clock Faces under Time Pressure",
    "Do Large Models Dream of Small Ones?",
    "Cross-Lingual Knitting Patterns",
    "TinyOrchestra: Many Models, One Conductor",
    "Reading between the Pixels",
    "Stairs or Lifts? Choosing the Depth of a Network",
    "Weighing Feathers: Quantisation below One Bit",
    "A Map of Maps for Visual Navigation",
    "Honest Thermometers: Calibrated Uncertainty for Soup",
    "Rivers Run Backwards: Inverting Generative Flows",
    "Patchwork: Stitching Tokens from Video Quilts",
    "Mirror, Mirror: Self-Play for Modest Agents",
    "One Door at a Time: Curriculum Learning in Corridors",
    "Spilled Milk: Recovering from Errors in Long Plans",
    "Postcards: Compressing Trajectories to One Sentence",
    "The Grammar of Doorbells",
    "Kites in the Wind Tunnel: Robust Control from Toys",
    "Bread Crumbs: Tracing the Steps of Reasoning Models",
    "Half a Bridge: Aligning Modalities with Few Pairs",
    "Noisy Neighbours: Retrieval among Loud Documents",
    "Alphabet Soup: Tokenisers That Taste Alike",
    "What the Lighthouse Saw: Detection in Fog",
    "Two Left Shoes: Detecting Near-Duplicate Data",
    "Sandcastles: Benchmarks That the Tide Takes",
    "Ink and Echo: Speech from Handwriting",
)


def _invented(index: int, title: str) -> ServicePaper:
    """Return a paper; its id, day, authors and other fields depend on its index."""
    subject = title.partition(":")[0].rstrip("?")
    day = dt.date(2025, 3, 10) - dt.timedelta(days=index % 5)
    return ServicePaper(
        arxiv=f"2503.{8001 + 37 * index:05}",
        title=title,
        authors=tuple(_NAMES[(index + step) % len(_NAMES)] for step in range(1 + index % 5)),
        abstract=(
            f"{subject} has long been studied in {index + 2} rooms. In this work we propose a way "
            f"to try it out of doors, with $n = {index}$ helpers and no umbrella. It costs "
            f"{index + 3} % less than before, and what is lost is found again in most cases. "
            "All of it is invented: no one has measured anything."
        ),
        published=f"{day}T17:{index % 60:02}:58Z",
        updated=f"{day}T17:{index % 60:02}:58Z",
        featured=DAY if index < 32 else NEXT_DAY,
        upvotes=3 * index % 41,
        code=f"https://github.com/example/paper-{index}" if index % 3 == 0 else "",
        project=f"https://paper-{index}.example.org" if index % 7 == 0 else "",
        organisation="Example Labs" if index % 4 == 0 else "",
    )


_SPECIAL: Mapping[str, dict[str, Any]] = {
    "On the Use of Tests": {
        "doi": "10.5555/3589334.3645682",
        "journal_ref": "Proceedings of the Example Conference 2025, pages 1-12",
        "venue": "Proceedings of the Example Conference 2025",
        "version": 2,
        "updated": "2025-06-03T09:00:00Z",
        "comment": "Accepted at EXC 2025. 12 pages",
    },
    "Why Do Agents Forget Their Keys?": {
        "doi": "10.5555/keys.2025(1)",
        "venue": "Journal of Invented Results",
        "is_retracted": True,
    },
    "Learning to Fold Maps without Supervision": {
        "doi": "10.5555/Maps.Fold",
        "venue": "Transactions on Examples",
        "version": 3,
        "updated": "2025-04-21T08:30:00Z",
    },
    "The Grammar of Doorbells": {
        "version": 2,
        "updated": "2025-03-20T12:00:00Z",
        "comment": "This paper has been withdrawn by the authors due to an error in Lemma 2",
    },
}
_OTHERS = (
    ServicePaper(
        arxiv="hep-th/9901042",
        title="Strings before Their Theory",
        authors=("Blaise Beispiel", "Ada Exampla"),
        abstract="We tie strings of finite length. The knots are counted, and none is new.",
        published="1999-01-09T20:08:29Z",
        updated="1999-01-09T20:08:29Z",
        categories=("hep-th", "math.GT"),
        doi="10.5555/S0550-9901(99)00042-1",
        journal_ref="Nucl.Ex. B1 (1999) 1-9",
        venue="Nuclear Examples B",
    ),
    ServicePaper(
        arxiv="2502.19999",
        title="A Month Ago: Lists That End Early",
        authors=("Per Prøve",),
        abstract="February is short. We show that lists of its last day are not.",
        published="2025-02-27T18:00:00Z",
        updated="2025-02-27T18:00:00Z",
        featured=MONTH_BEFORE,
        upvotes=7,
    ),
)
PAPERS: tuple[ServicePaper, ...] = (
    *(
        replace(_invented(index, title), **_SPECIAL.get(title, {}))
        for index, title in enumerate(_TITLES)
    ),
    *_OTHERS,
)
"""All papers, in the order in which lists show them."""


def find_paper(title_or_id: str) -> ServicePaper:
    """Return the paper with an arXiv id or with a title that starts with a text."""
    return next(
        paper
        for paper in PAPERS
        if paper.arxiv == title_or_id or paper.title.startswith(title_or_id)
    )


def with_change(
    papers: Iterable[ServicePaper], title_start: str, /, **changes: Any
) -> tuple[ServicePaper, ...]:
    """Return the papers, with fields of one changed: its title starts with a text."""
    after = tuple(replace(p, **changes) if p.title.startswith(title_start) else p for p in papers)
    assert after != tuple(papers), f"no field of '{title_start}' changes"
    return after


def feed(papers: Iterable[ServicePaper]) -> str:
    """Return arXiv's response with these papers."""
    return _feed("".join(map(_entry, papers)))


def error_feed(message: str) -> str:
    """Return arXiv's response for a failed query: an entry with the title 'Error'."""
    where = f"http://arxiv.org/api/errors#{escape(message.replace(' ', '_'))}"
    return _feed(
        f"  <entry>\n    <id>{where}</id>\n    <title>Error</title>\n"
        f"    <summary>{escape(message)}</summary>\n"
        "    <updated>2026-11-23T00:00:00-05:00</updated>\n"
        f'    <link href="{where}" rel="alternate" type="text/html"/>\n'
        "    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n"
    )


def _feed(entries: str) -> str:
    count = entries.count("<entry>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        '  <link href="http://arxiv.org/api/query?id_list=" rel="self" type="application/atom+xml"'
        f'/>\n  <title type="html">ArXiv Query: search_query={"&amp;id_list=" * 20}</title>\n'
        "  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>\n"
        "  <updated>2026-11-23T00:00:00-05:00</updated>\n"
        '  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"{count}</opensearch:totalResults>\n{entries}</feed>\n"
    )


def _entry(paper: ServicePaper) -> str:
    address = f"http://arxiv.org/%s/{paper.arxiv}v{paper.version}"
    authors = "".join(
        f"    <author>\n      <name>{escape(name)}</name>\n    </author>\n"
        for name in paper.authors
    )
    more = "".join(
        f'    <arxiv:{name} xmlns:arxiv="http://arxiv.org/schemas/atom">{escape(value)}'
        f"</arxiv:{name}>\n"
        for name, value in (
            ("comment", paper.comment),
            ("journal_ref", paper.journal_ref),
            ("doi", paper.doi),
        )
        if value
    )
    doi = f'    <link title="doi" href="http://dx.doi.org/{escape(paper.doi)}" rel="related"/>\n'
    return (
        f"  <entry>\n    <id>{address % 'abs'}</id>\n    <updated>{paper.updated}</updated>\n"
        f"    <published>{paper.published}</published>\n"
        f"    <title>{escape(fill(paper.title, 60, subsequent_indent='  '))}</title>\n"
        f"    <summary>  {escape(fill(paper.abstract, 78))}\n</summary>\n{authors}{more}"
        f"{doi if paper.doi else ''}"
        f'    <link href="{address % "abs"}" rel="alternate" type="text/html"/>\n'
        f'    <link title="pdf" href="{address % "pdf"}" rel="related" type="application/pdf"/>\n'
        f'    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" '
        f'term="{paper.categories[0]}" scheme="http://arxiv.org/schemas/atom"/>\n'
        + "".join(
            f'    <category term="{category}" scheme="http://arxiv.org/schemas/atom"/>\n'
            for category in paper.categories
        )
        + "  </entry>\n"
    )


def daily_papers_item(paper: ServicePaper) -> dict[str, Any]:
    """Return an item of Hugging Face's list of a day."""
    published = dt.datetime.fromisoformat(paper.published)
    outer = published - dt.timedelta(hours=_LIST_DELAY_HOURS)
    inner = huggingface_paper(paper)
    inner.pop("comments")
    return {
        "paper": inner,
        "publishedAt": _milliseconds(outer),
        "title": inner["title"],
        "summary": inner["summary"],
        "thumbnail": f"https://cdn-thumbnails.example.org/social/papers/{paper.arxiv}.png",
        "numComments": 1,
        "submittedBy": inner["submittedOnDailyBy"],
        "isAuthorParticipating": False,
    }


def huggingface_paper(paper: ServicePaper) -> dict[str, Any]:
    """Return Hugging Face's record of a paper."""
    optional = {
        "projectPage": paper.project,
        "githubRepo": paper.code,
        "githubStars": len(paper.title) if paper.code else 0,
        "organization": {"_id": "66", "name": "example-labs", "fullname": paper.organisation}
        if paper.organisation
        else None,
    }
    return {
        "id": paper.arxiv,
        "authors": [
            {"_id": f"67cf{index:020}", "name": name, "hidden": False}
            for index, name in enumerate(paper.authors)
        ],
        "publishedAt": _milliseconds(dt.datetime.fromisoformat(paper.published)),
        "submittedOnDailyAt": f"{paper.featured}T00:38:37.123Z",
        "title": fill(paper.title, 60, subsequent_indent="  "),
        "submittedOnDailyBy": {
            "_id": "60f1",
            "fullname": "Ada Exampla",
            "name": paper.submitter,
            "type": "user",
            "isPro": False,
        },
        "summary": fill(paper.abstract, 78),
        "upvotes": paper.upvotes,
        "discussionId": f"67cfa{paper.arxiv}",
        **{name: value for name, value in optional.items() if value},
        "ai_summary": "A machine's words, which are not the authors'.",
        "ai_keywords": ["umbrellas"],
        "comments": [],
    }


def _milliseconds(time: dt.datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%S}.000Z"


def crossref_response(message_type: str, message: object) -> str:
    """Return a response of Crossref's API."""
    envelope = {"status": "ok", "message-type": message_type, "message-version": "1.0.0"}
    return json.dumps({**envelope, "message": message})


def crossref_work(paper: ServicePaper) -> dict[str, Any]:
    """Return Crossref's record of a paper that has a DOI."""
    year, month, day = map(int, paper.updated[:10].split("-"))
    date = {"date-parts": [[year, month, day]]}
    abstract = f"<jats:title>Abstract</jats:title><jats:p>{escape(paper.abstract)}</jats:p>"
    retraction = {
        "DOI": f"{paper.doi}.r",
        "type": "retraction",
        "label": "Retraction",
        "source": "publisher",
        "updated": {"date-parts": [[year + 1, 1, 2]]},
    }
    return {
        "DOI": paper.doi.lower(),
        "URL": f"https://doi.org/{paper.doi.lower()}",
        "type": "proceedings-article" if "Proceedings" in paper.venue else "journal-article",
        "title": [paper.title],
        "author": [
            {**_person(name), "sequence": "additional" if index else "first", "affiliation": []}
            for index, name in enumerate(paper.authors)
        ],
        "container-title": [paper.venue],
        "publisher": "Example Press",
        "published": date,
        "issued": date,
        "page": "1-12",
        "indexed": {"date-time": f"{paper.updated[:10]}T00:00:00Z"},
        "score": 1.0,
        **({"updated-by": [retraction]} if paper.is_retracted else {}),
        **({"abstract": abstract} if paper.abstract else {}),
    }


def _person(name: str) -> dict[str, str]:
    given, _, family = name.rpartition(" ")
    return {"given": given, "family": family} if given else {"name": family}


def openalex_work(paper: ServicePaper) -> dict[str, Any]:
    """Return OpenAlex's record of a paper."""
    doi = paper.doi or f"10.48550/arXiv.{paper.arxiv}"
    positions: dict[str, list[int]] = {}
    for position, word in enumerate(paper.abstract.split()):
        positions.setdefault(word, []).append(position)
    return {
        "id": f"https://openalex.org/W{re.sub('[^0-9]', '', paper.arxiv)}",
        "doi": f"https://doi.org/{doi.lower()}",
        "title": paper.title,
        "display_name": paper.title,
        "publication_year": int(paper.published[:4]),
        "publication_date": paper.published[:10],
        "language": "en",
        "type": "article" if paper.doi else "preprint",
        "primary_location": {
            "is_oa": True,
            "landing_page_url": f"https://doi.org/{doi.lower()}",
            "pdf_url": f"https://arxiv.org/pdf/{paper.arxiv}",
            "source": {
                "id": "https://openalex.org/S1",
                "display_name": paper.venue or "arXiv (Cornell University)",
                "type": "journal" if paper.venue else "repository",
            },
            "version": "publishedVersion" if paper.doi else "submittedVersion",
        },
        "authorships": [
            {
                "author_position": "middle" if index else "first",
                "author": {
                    "id": f"https://openalex.org/A{index}",
                    "display_name": name,
                    "orcid": None,
                },
                "raw_author_name": name,
            }
            for index, name in enumerate(paper.authors)
        ],
        "is_retracted": paper.is_retracted,
        "abstract_inverted_index": positions,
    }
