"""Captures of invented papers in every form in which people save the list's page."""

import html
import json
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from generator.readers.huggingface.blocks import split_blocks
from generator.readers.reading import Passage, Reading
from generator.text.strings import clean, match_key

ADDED = "added to the abstract of the paper on line"
HUB = "https://huggingface.co"
NOUNS = ("Models", "Graphs", "Agents", "Tokens", "Robots", "Benchmarks", "Planning", "Memory")
ODD = (
    "[MASK]", "(Almost)", "A|B", "C*", "snake_case", "R&D", "O(n^2)", "[0, 1)", "(0, 1]", "β-VAE",
    "#1", "大模型", "🤗", "<eos>", "1.5x", "`code`", "can't", "“quoted”", "x < y", "$k$-NN",
)  # fmt: skip
WORDS = (
    "we", "measure", "what", "models", "learn", "from", "few", "samples", "and", "show", "that",
    "training", "with", "less", "helps", "more", "than", "long-context", "search", "over", "trees",
)  # fmt: skip
IN_TEXT = (*ODD, "https://github.com/a-b/c_d", "SAP^{2}", "97.1%", "i.e.", "e.g.,", "5 × 3", "—")
MENU = ("Models", "Datasets", "Spaces", "Docs", "Enterprise", "Pricing", "Log In", "Sign Up")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Invented:
    """A paper as the list shows it; empty values are not shown."""

    arxiv: str
    title: str
    abstract: str
    upvotes: int | None
    submitter: str
    organization: str
    published: tuple[int, int, int]
    comments: int
    code: str
    wrapped: bool

    @property
    def date(self) -> str:
        year, month, day = self.published
        return f"{MONTHS[month - 1]} {day}, {year}"

    @property
    def iso(self) -> str:
        return "{:04}-{:02}-{:02}".format(*self.published)

    @property
    def url(self) -> str:
        return f"{HUB}/papers/{self.arxiv}"

    @property
    def login(self) -> str:
        return f"{HUB}/login?next=%2Fpapers%2F{self.arxiv}"


@st.composite
def _titles(draw: st.DrawFn) -> str:
    nouns = draw(st.lists(st.sampled_from((*NOUNS, *ODD)), min_size=1, max_size=9))
    name = draw(st.sampled_from(["On", "MURAL:", "Are We There?", "GPT-7:", "Learning", "面向"]))
    return f"{name} {' '.join(nouns)} {draw(st.integers(1, 99999))}" + draw(
        st.sampled_from(["", "?", "!", " (v2)", " [Extended]"])
    )


@st.composite
def _abstracts(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from((*WORDS, *IN_TEXT)), min_size=9, max_size=120))
    end = draw(st.sampled_from([".", "", " at https://a-b.github.io/", " (see [3])."]))
    return f"We {' '.join(words)} so{end}"


INVENTED = st.builds(
    Invented,
    arxiv=st.integers(0, 99999).map(lambda number: f"25{number % 12 + 1:02}.{number:05}"),
    title=_titles(),
    abstract=_abstracts(),
    upvotes=st.none() | st.integers(0, 2000),
    submitter=st.sampled_from(["", "taes-iri", "Ada L.", "user_7", "王小明"]),
    organization=st.sampled_from(["", "Example Lab", "U of X & Y", "研究院"]),
    published=st.tuples(st.integers(2023, 2026), st.integers(1, 12), st.integers(1, 28)),
    comments=st.integers(0, 30),
    code=st.sampled_from(["", "https://github.com/ex-ample/code_1"]),
    wrapped=st.booleans(),
)
LISTS = st.lists(
    INVENTED,
    min_size=1,
    max_size=6,
    unique_by=(lambda paper: paper.arxiv, lambda paper: match_key(paper.title)),
)


def escaped(text: str) -> str:
    """Return text as converters to Markdown write it."""
    text = re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)
    return text.replace("&", "&amp;")


def wrap(text: str, width: int, ending: str = "\n") -> str:
    """Return text hard-wrapped between words."""
    return ending.join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))


def markdown(papers: Sequence[Invented], *, linked: bool = True, menu: bool = True) -> str:
    """Return a search or day page as Markdown, with abstracts as links or as plain text."""
    out = ["---", f"url: {HUB}/papers", "---"] if menu else []
    out += ["new", f"[Subscribe]({HUB}/login?next=%2Fpapers)", "# Daily Papers"]
    out += [f"## by [![]({HUB}/x.png)AK]({HUB}/akhaliq) and the research community"]
    out += ["- Daily\n- Weekly\n- Monthly", f"[Trending Papers]({HUB}/papers/trending)", "Oct 2"]
    for paper in papers:
        if paper.upvotes is not None:
            out.append(f"[{paper.upvotes or '-'}]({paper.login})")
        title = wrap(escaped(paper.title), 60, "\\  ") if paper.wrapped else escaped(paper.title)
        out.append(f"### [{title}]({paper.url})")
        text = escaped(paper.abstract)
        text = wrap(text, 80, "\\\\\n" if linked else "\n") if paper.wrapped else text
        out.append(f"[{text}]({paper.url})" if linked else text)
        out += [_owner(paper), "·"]
        comments = f"[{paper.comments}]({paper.url}#community)" if paper.comments else ""
        out.append(paper.date + comments)
    return "\n\n".join([*out, "[Previous](/papers/date/2025-01-01)", "© Example Hub", "TOS"])


def _owner(paper: Invented) -> str:
    if paper.organization:
        name = escaped(paper.organization)
        return f"[![lab]({HUB}/a.png){name}]({HUB}/lab-1)"
    return f"[- ![]({HUB}/a.svg)\\\\\n- ![]({HUB}/b.svg)\\\\\n- 3 authors]({paper.url})"


def trending(papers: Sequence[Invented]) -> str:
    """Return a trending page as Markdown, which shows every paper twice."""
    out = ["new", "# Trending Papers", "-", "-", "Trending Papers"]
    for number, paper in enumerate([paper for paper in papers for _ in range(2)]):
        out.append(f"[[image: none]]({paper.url})")
        if paper.submitter:
            out += ["Submitted by", "[image: none]", paper.submitter]
        out.append(f'<a id="section-{number}"></a>')
        title = wrap(escaped(paper.title), 60) if paper.wrapped else escaped(paper.title)
        out.append(f"### [{title}]({paper.url})")
        out.append(wrap(escaped(paper.abstract), 79) if paper.wrapped else escaped(paper.abstract))
        label = "" if number % 2 else "Published on "
        if paper.organization:
            out.append(f"[[image: lab] {paper.organization}]({HUB}/lab) · {label}{paper.date}")
        else:
            out += ["-", "- [image: none]", "- 9 authors", f"· {label}{paper.date}"]
        if paper.upvotes is not None:
            out.append(f"[Upvote\n\n{paper.upvotes or '-'}]({paper.login})")
        links = f"[GitHub 1.54k]({paper.code}) " if paper.code else ""
        out.append(f"{links}[arXiv Page](https://arxiv.org/abs/{paper.arxiv})")
    return "\n\n\n".join(out)


def numbered(papers: Sequence[Invented], *, references: bool = True) -> str:
    """Return a page as text with numbered links, and their addresses at its end."""
    links: list[str] = []

    def link(text: str, url: str) -> str:
        links.append(url)
        return f"[{text}][{len(links)}]"

    out = [link("[Hub's logo] Hugging Face", HUB), f"* {link(' Models ', HUB + '/models')}"]
    out += ["* * Website", f"    * {link(' Tasks', HUB + '/tasks')}", "new", ""]
    out += [f"# Daily Papers\n\n## by{link('AK', HUB + '/akhaliq')} and the research community"]
    out += ["* Daily", "* Weekly", "", "Jun 29"]
    for paper in papers:
        if paper.upvotes is not None:
            out.append(link(f"\n{paper.upvotes or '-'}\n", paper.login))
        out += ["", f"### {link(paper.title, paper.url)}", ""]
        text = wrap(paper.abstract, 120) if paper.wrapped else paper.abstract
        out.append(link(f"\n\n{text}\n\n", paper.url))
        if paper.organization:
            out.append(link(f"[lab] {paper.organization}", f"{HUB}/lab"))
        else:
            out.append(link("\n* 3 authors\n", paper.url))
        comments = " " + link(f" {paper.comments}", f"{paper.url}#community")
        out += ["·", paper.date + (comments if paper.comments else "")]
    if references:
        out += ["", *(f"[{number}]: {url}" for number, url in enumerate(links, start=1))]
    return "\n".join(out)


def addresses(papers: Sequence[Invented]) -> str:
    """Return a page as text with the address of each link below its words."""
    out = ["Hugging Face", HUB]
    out += [text for name in MENU for text in (name, f"{HUB}/{name.lower().replace(' ', '')}")]
    out += ["new", "Daily Papers", "by ", "AK", f"{HUB}/akhaliq", " and the research community"]
    out += ["Daily", "Weekly", "Monthly ", f"{HUB}/papers/trending", " "]
    out += [f"{HUB}/papers/date/2026-03-24", "Mar 25"]
    for paper in papers:
        if paper.upvotes is not None:
            out += [f" [-] {paper.upvotes or '-'}", paper.login]
        out += [paper.title, paper.url, paper.abstract, paper.url]
        if paper.organization:
            out += [" ", paper.url, f" {paper.organization}", f"{HUB}/lab"]
        else:
            out.append(f"[\n\n3 authors]({paper.url})")
        out += ["·", f"{paper.date} "]
        if paper.comments:
            out += [str(paper.comments), f"{paper.url}#community"]
    out += ["Previous", f"{HUB}/papers/date/2026-03-24", "TOS", f"{HUB}/terms-of-service"]
    return "\n\n".join(out)


def unlinked(papers: Sequence[Invented]) -> str:
    """Return a trending page as headings without links."""
    out = ["# What is this?\n**URL:** https://example.org\n--------", "## Trending Papers"]
    for paper in papers:
        title = wrap(paper.title, 70, "\n  ") if paper.wrapped else paper.title
        card = f"{wrap(paper.abstract, 79) if paper.wrapped else paper.abstract}\n- 8 authors"
        if paper.code:
            card += f"\n[LINK: GitHub 11.3k]({paper.code})"
        out += [f"### {title}\n\n{card}"] * 2
    return "\n\n".join([*out, "--------"])


def trending_text(papers: Sequence[Invented], *, above: bool = True) -> list[str]:
    """Return the paragraphs of a trending page as text without links."""
    out = ["Hugging Face", *MENU, "Trending Papers", "byAK and the research community", "Oct 5"]
    for paper in papers:
        submitter = ["Submitted by", paper.submitter] if paper.submitter else []
        out += submitter if above else []
        out += [f"{paper.upvotes:,}" if paper.upvotes else "-", paper.title, paper.abstract]
        label = "Published on " if paper.comments % 2 else ""
        out += [paper.organization or "9 authors", "·", f"{label}{paper.date}"]
        out += [] if above else submitter
        out += [str(paper.comments)] if paper.comments else []
        out += ["GitHub", "1.54k"] if paper.code else []
        out.append("arXiv Page")
    return [*out, "Previous", "© Example Hub", "TOS"]


def items(papers: Sequence[Invented]) -> list[dict[str, object]]:
    """Return the response of the list's API."""
    return [
        {
            "paper": {
                "id": paper.arxiv,
                "authors": [{"name": "Ada Example", "hidden": False}],
                "publishedAt": f"{paper.iso}T02:00:00.000Z",
                "submittedOnDailyAt": "2025-03-11T00:38:37.000Z",
                "title": wrap(paper.title, 40) if paper.wrapped else paper.title,
                "summary": wrap(paper.abstract, 79) if paper.wrapped else paper.abstract,
                "upvotes": paper.upvotes or 0,
                **({"githubRepo": paper.code} if paper.code else {"githubRepo": None}),
                "organization": {"name": "lab", "fullname": paper.organization},
                "unheard_of": [1, {"a": None}],
            },
            "publishedAt": "2020-01-01T22:00:00.000Z",
            "submittedBy": {"name": paper.submitter, "fullname": "Somebody"},
        }
        for paper in papers
    ]


def api(papers: Sequence[Invented]) -> str:
    """Return the response of the list's API as text."""
    return json.dumps(items(papers), ensure_ascii=False)


def saved_page(papers: Sequence[Invented]) -> str:
    """Return the saved web page with its embedded JSON."""
    props_value = {"periodType": "day", "dateString": "2025-03-11", "dailyPapers": items(papers)}
    props = html.escape(json.dumps(props_value))
    return (
        "<!doctype html>\n<html><head><title>Daily Papers - Hugging Face</title></head><body>"
        f'<div class="S" data-target="DailyPapers" data-props="{props}"><h3>x</h3></div></body>'
    )


def page_without_json(papers: Sequence[Invented]) -> str:
    """Return the saved web page without its JSON."""
    out = ["<!doctype html><html><head><title>Hugging Face</title><style>a</style></head><body>"]
    out += [f'<nav><a href="/{name.lower()}">{name}</a></nav>' for name in MENU]
    for paper in papers:
        out.append(f'<article><a href="/papers/{paper.arxiv}"><img src="x"></a>')
        if paper.submitter:
            out.append(f"<div>Submitted by<img> {html.escape(paper.submitter)}</div>")
        if paper.upvotes is not None:
            login = f"/login?next=%2Fpapers%2F{paper.arxiv}"
            out.append(f'<a href="{login}"><svg><path/></svg><div>{paper.upvotes or "-"}</div></a>')
        title, text = html.escape(paper.title), html.escape(paper.abstract)
        title = re.sub(r"(\w)(\w)$", r"<b>\1</b>\2", title)
        out.append(f'<h3><a href="/papers/{paper.arxiv}">{title}</a></h3>')
        out.append(f'<a href="/papers/{paper.arxiv}"><p>{text}</p></a>')
        out.append(f'<a href="/papers/{paper.arxiv}"><ul><li>3 authors</li></ul></a>')
        out.append(f"<span>·</span> <span>{paper.date}</span></article>")
    return "\n".join([*out, "<footer><a href='/terms-of-service'>TOS</a></footer></body></html>"])


SHAPES: dict[str, Callable[[Sequence[Invented]], str]] = {
    "linked": markdown,
    "plain": lambda papers: markdown(papers, linked=False, menu=False),
    "trending": trending,
    "numbered": numbered,
    "unnumbered": lambda papers: numbered(papers, references=False),
    "addresses": addresses,
    "unlinked": unlinked,
}


def passages_outside_entries(reading: Reading) -> list[Passage]:
    """Return the passages of a reading whose text is not part of an entry."""
    remarks = [passage for passage in reading.remarks if not passage.remark.startswith(ADDED)]
    return [*reading.boilerplate, *reading.unplaced, *remarks]


def assert_nothing_is_lost(reading: Reading, capture: str) -> None:
    """Check that entries and passages, by line, make up the capture except for white space."""
    placed = [(passage.line, passage.text) for passage in passages_outside_entries(reading)]
    for entry in reading.entries:
        placed.append((entry.line("title"), str(entry.fields["title"])))
        placed.append((entry.abstract_line, entry.abstract))
    assert len({line for line, _ in placed}) == len(placed)
    text = "".join(text for _, text in sorted(placed))
    assert "".join(text.split()) == "".join(clean(capture).split())


def assert_every_line_is_placed(reading: Reading, text: str) -> None:
    """Check that each line with words is in a block, and each block in an entry or passage."""
    blocks = split_blocks(text)
    passages = (*reading.boilerplate, *reading.unplaced, *reading.remarks)
    placed = {passage.line for passage in passages}
    for entry in reading.entries:
        placed |= {*entry.lines.values(), entry.abstract_line}
    abstracts = " ".join(entry.abstract for entry in reading.entries)
    for block in blocks:
        assert block.line in placed or block.text in abstracts, block
    covered = {line for block in blocks for line in range(block.line, block.end + 1)}
    for number, line in enumerate(clean(text).split("\n"), start=1):
        bare = re.sub(r"!?\[[^\]\n]*\]\([^)\n]*\)|\]\([^)\n]*\)|\]\[\d+\]|\W", "", line)
        assert not bare or number in covered or "![" in line, line
