"""Outside text is escaped: no character of it has a meaning in Markdown or HTML.

Only TeX in titles and abstracts is rendered.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library import site, taxonomy
from generator.related.neighbours import Related
from generator.render.artifact import Artifact
from generator.render.citations.formats import Citations
from generator.render.lists import dates
from generator.render.lists.cards import Cards
from generator.render.markup import html, markdown
from generator.render.paper import page as paper_page
from generator.render.views import View, description
from generator.text import tex
from generator.text.strings import slugify
from tests.support.awkward_papers import FRAGMENTS
from tests.support.pages import (
    Page,
    fold_whitespace,
    parse_fragment,
    parse_page,
    text_of,
    visible_text,
)
from tests.support.papers import TAXONOMY, make_authors, make_paper

RICH = "<>&*_`{}[]()#+-.!|~=:$\\\"'/^%@;, " + "ab1" + "é王\u0301"
TEXT_PIECES = st.one_of(st.sampled_from(FRAGMENTS), st.text(RICH, max_size=6), st.text(max_size=3))
TEXTS = st.lists(TEXT_PIECES, min_size=1, max_size=6).map("".join)


def _line(text: str) -> str:
    return fold_whitespace("".join(char if char.isprintable() else " " for char in text)) or "x"


def _lines(text: str) -> str:
    printable = "".join(char if char.isprintable() or char == "\n" else " " for char in text)
    return "\n".join(filter(str.strip, printable.split("\n"))).strip() or "x"


LINES = TEXTS.map(_line)
NAMES = LINES.map(lambda line: line if slugify(line) else line + "x")
PARAGRAPHS = st.lists(TEXTS.map(_lines), min_size=1, max_size=4)


TAGS = taxonomy.parse(TAXONOMY, "taxonomy.yml")
CONFIG = Config(Path(), "Digest", "What to read.")


def _paper(title: str, name: str, venue: str, paragraphs: list[str]) -> Paper:
    return make_paper(
        title=title, authors=make_authors(name), venue=venue, abstract="\n\n".join(paragraphs)
    )


def _pages(paper: Paper) -> dict[str, Page]:
    """Return the paper's page without the sections below the abstract, and the list of its day.

    These sections are HTML, and BibTeX is escaped differently.
    """
    assembled = site.assemble([paper], TAGS)
    related = Related(assembled.papers)
    papers = paper_page.artifacts(assembled, CONFIG, related, Citations(assembled))
    artifacts = chain(papers, dates.artifacts(Cards(assembled), CONFIG))
    paths = {permalinks.paper(paper.slug), permalinks.day(paper.date)}
    by_path = {
        artifact.path: parse_page(artifact) for artifact in artifacts if artifact.path in paths
    }
    (lists,) = by_path[permalinks.paper(paper.slug)].body.xpath("./div[@class='lists']")
    lists.drop_tree()
    return by_path


def _key_sentence(paper: Paper) -> str:
    """Return the sentence of the abstract that a card shows, as HTML."""
    return View(site.assemble([paper], TAGS), markup=html).key_sentence(paper)


def _shapes(page: Page, *texts: str) -> Counter[tuple[str, str | None]]:
    """Return the elements of a page and of further pieces of HTML, each with its classes."""
    inside = (element for text in texts for element in parse_fragment(text).iterdescendants())
    return Counter([*page.shape, *((element.tag, element.get("class")) for element in inside)])


def _has_tex(texts: Iterable[str]) -> bool:
    return any(html.rich(text) != html.escape(text) for text in texts)


@cache
def _plain(paragraphs: int) -> dict[str, Page]:
    words = [f"plainparagraph{number}" for number in range(paragraphs)]
    return _pages(_paper("plaintitle", "plainname", "plainvenue", words))


def _with_texts(plain: Page, texts: dict[str, str]) -> str:
    return fold_whitespace(" ".join(texts.get(word, word) for word in plain.text.split()))


@settings(max_examples=250, deadline=None)
@given(LINES, NAMES, LINES, PARAGRAPHS)
@example("# 1. <b>", "{: .x }x", "[TOC]", ["1. a\n2. b", "===", "a\n---", "| a |\n|---|\n| b |"])
@example(r"\emph{a} $n$", "x", "$y$", [r"# $x<y$ \textbf{*b*} -- & <i>", "1. $$z$$", "$a"])
@example(r"\emph{# a}", "x", "v", [r"\emph{- a}", r"\emph{1.} b", "$x$\n===", "    $x$"])
@example("{{ x }}", "]:x", "[a]: b", ["$x<y$\n# h\n- a\n+ b\n= c\n~~~", "a\n===", "a  \n    b"])
def test_a_paper_shows_its_exact_characters_and_only_tex_elements(
    title: str, name: str, venue: str, paragraphs: list[str]
) -> None:
    paper = _paper(title, name, venue, paragraphs)
    by_path, plain = _pages(paper), _plain(len(paragraphs))
    has_tex = _has_tex([title, *paragraphs])
    if not has_tex:
        assert [visible_text(text) for text in (title, *paragraphs)] == [
            fold_whitespace(text) for text in (title, *paragraphs)
        ]
    texts = {"plaintitle": visible_text(title), "plainname": name, "plainvenue": venue}
    paragraph_texts = {
        f"plainparagraph{n}": visible_text(text) for n, text in enumerate(paragraphs)
    }
    page, like = by_path[permalinks.paper(paper.slug)], plain[permalinks.paper(paper.slug)]
    assert page.text == _with_texts(like, texts | paragraph_texts)
    assert has_tex or page.shape == like.shape
    assert _shapes(page) == _shapes(like, html.rich(title), *map(html.rich, paragraphs))
    assert permalinks.search(author=name) in page.links
    assert (page.title, page.description) == (tex.to_plain_text(title), description(paper))
    page, like = by_path[permalinks.day(paper.date)], plain[permalinks.day(paper.date)]
    card = dict.fromkeys(paragraph_texts, "") | {"plainparagraph0": text_of(_key_sentence(paper))}
    assert page.text == _with_texts(like, texts | card)
    assert has_tex or page.shape == like.shape
    assert _shapes(page) == _shapes(like, html.rich(title), _key_sentence(paper))


URLS = st.lists(
    st.one_of(st.text("()[]*_!'~;:@&=+$,?#%.-/aé", min_size=1, max_size=5)), max_size=5
).map(lambda parts: "https://x.org/" + "".join(parts))


@settings(max_examples=250, deadline=None)
@given(URLS, LINES)
@example("https://x.org/(a)_b_*c*'d' 'e'&lt;#~f".replace(" ", ""), "code")
@example("https://x.org/a?b=(c&copy=1", "]")
def test_a_link_has_exactly_its_target(url: str, label: str) -> None:
    page = parse_page(
        Artifact.from_bytes("a.md", f"---\ntitle: a\n---\n{markdown.link(label, url)}\n".encode())
    )
    (link,) = page.body.iter("a")
    assert unquote(link.get("href")) == unquote(url)
    assert fold_whitespace(link.text_content()) == label
    assert page.text == label


@pytest.mark.parametrize("mark", ["\0", "\x02", "\x03", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_a_control_character_gives_no_markup_a_meaning(mark: str) -> None:
    paragraphs = [f"{mark}1. a", f"{mark}# b", f"{mark}60;b>", f"x{mark}\n{mark}- y\n{mark}=== "]
    paper = _paper("t", "n", "v", paragraphs)
    page = _pages(paper)[permalinks.paper(paper.slug)]
    spaced = "" if mark in "\0\x02\x03" else " "
    assert page.shape == _plain(len(paragraphs))[page.path].shape
    for paragraph in paragraphs:
        assert fold_whitespace(paragraph.replace(mark, spaced)) in page.text


def test_markdown_is_joined_and_other_text_is_escaped() -> None:
    assert markdown.join([markdown.link("a", "b.md"), "*c*"]) == r"[a](b.md) · \*c\*"


def test_front_matter_preserves_every_character() -> None:
    text = "---\n: # \u2028 \x7f \ud83d\ude00 'a' \"b\" <c> & \\".replace("\ud83d\ude00", "😀")
    content = _page_of(front_matter={"title": text})
    assert parse_page(Artifact.from_bytes("a.md", content)).title == text


def test_a_page_names_the_file_to_edit_instead() -> None:
    content = _page_of(source="papers/b.md")
    assert "papers/b.md" in content.decode().split("---")[1]


def _page_of(source: str = "b", front_matter: Mapping[str, object] | None = None) -> bytes:
    return markdown.render_page(
        "a.md", "search", source=source, front_matter=front_matter or {}, tags="x", days="y"
    )
