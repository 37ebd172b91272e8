"""HTML of lists: text is escaped exactly once, and links are valid on every page."""

from urllib.parse import parse_qs, unquote, urljoin

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import permalinks
from generator.render.artifact import Artifact
from generator.render.markup import html, markdown
from generator.render.markup.html import ROOT, Html
from tests.support.awkward_papers import FRAGMENTS

RICH = "<>&\"'*_`{}[]#;=/?% " + "ab1" + "é王\u0301"
TEXTS = st.one_of(st.sampled_from(FRAGMENTS), st.text(RICH, max_size=8), st.text(max_size=5)).map(
    lambda text: "".join(char for char in text if char.isprintable())
)


def parse(markup: str) -> lxml.html.HtmlElement:
    """Return an element with a piece of HTML in it."""
    return lxml.html.fragment_fromstring(markup, create_parent="div")


@given(TEXTS)
def test_text_is_shown_verbatim_and_creates_no_element(text: str) -> None:
    element = parse(f"({html.escape(text)})")
    assert (element.text, len(element)) == (f"({text})", 0)


@pytest.mark.parametrize("placeholder", ["\0", "\1", "\2", "\3"])
def test_placeholders_are_removed_from_text(placeholder: str) -> None:
    assert html.escape(f"a{placeholder}b") == "ab"
    assert html.link_to(f"a{placeholder}b", "", "index.md").count(ROOT) == 1


@given(TEXTS, st.text("ab éß王.-_~()'&", min_size=1).filter(lambda text: text.strip(".")))
def test_a_link_is_valid_on_every_page(label: str, slug: str) -> None:
    markup = html.link_to(label, "", permalinks.paper(slug))
    for path in ("index.md", "tags/index.md", "tags/a/2/index.md"):
        (link,) = parse(markup.replace(ROOT, permalinks.path_to_root(path)))
        page_url = f"https://x.org/{permalinks.url_path(path)}"
        assert unquote(urljoin(page_url, link.get("href"))) == f"https://x.org/papers/{slug}/"
        assert (link.text or "", len(link)) == (label, 0)


@given(TEXTS.filter(str.strip))
def test_a_link_to_the_search_contains_the_exact_name(name: str) -> None:
    (link,) = parse(html.link_to("x", "", permalinks.search(author=name, tag="a-b")))
    path, _, query = link.get("href").partition("?")
    assert path == f"{ROOT}search/"
    assert parse_qs(query) == {"author": [name], "tag": ["a-b"]}


def test_only_text_that_is_not_html_is_escaped() -> None:
    link = html.link_to("<a>", "", "index.md")
    assert html.join([link, "<b>"]) == f"{link} · &lt;b&gt;"
    assert html.element("p", link, "by") == f'<p class="by">{link}</p>\n'
    assert html.element("p", "a & b") == "<p>a &amp; b</p>\n"
    assert html.elements("li", [Html("<i></i>"), "<b>"]) == "<li><i></i></li>\n<li>&lt;b&gt;</li>\n"


def test_html_and_markdown_escape_each_other() -> None:
    assert html.escape_unless_html(markdown.escape("<b>")) == "&amp;lt;b&amp;gt;"
    assert markdown.join([html.escape("<b>")]) == "&amp;lt;b&amp;gt;"


def test_the_root_placeholder_is_replaced_in_a_page() -> None:
    lists = html.element("p", html.link_to("a", "", "papers/a.md"))
    content = markdown.render_page(
        "tags/x/index.md", "search", source="b", front_matter={}, lists=lists, tags="", days=""
    )
    text = Artifact.from_bytes("tags/x/index.md", content).content.decode()
    assert '<p><a href="../../papers/a/">a</a></p>' in text
    assert ROOT not in text
