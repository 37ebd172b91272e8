"""TeX on a page: valid MathML, no active content, and the same in Markdown and HTML."""

import re
from functools import cache

import lxml.html
import markdown as python_markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from generator.publish.mkdocs_markdown import make_converter
from generator.render.markup import html, markdown
from tests.support.awkward_papers import FRAGMENTS as FRAGMENTS_OF_MARKDOWN
from tests.support.paths import ROOT
from tests.support.tex import FRAGMENTS as FRAGMENTS_OF_TEX
from tests.support.tex import HOSTILE

FORMULAS = [
    *[
        "$n^2$",
        r"$$\sum_{i=1}^n \frac{a}{b}$$",
        r"$\{a\}$",
        r"$\backslash$",
        "$a<b$",
        r"\(x_i * y_j\)",
    ],
    *[
        r"$[a](b)$",
        r"$\unknown{_a_}$",
        r"$\text{*a* `b`}$",
        r"$\begin{pmatrix}a&b\\c\end{pmatrix}$",
    ],
]
TEXTS = st.lists(
    st.sampled_from([*FORMULAS, *FRAGMENTS_OF_TEX, *FRAGMENTS_OF_MARKDOWN, " ", "\n", "a"]),
    max_size=8,
).map(lambda parts: re.sub(r"\n\s*", "\n", "".join(parts)).strip())

STYLES = frozenset(["div", "em", "strong", "code", "u", "sup", "sub", "span", "b", "i"])
MATHML = re.compile(
    "m(ath|row|i|n|o|s|text|space|sup|sub|subsup|sqrt|root|frac|over|under|underover|table|tr|td"
    "|padded|phantom|style|enclose|multiscripts|prescripts)"
)


def parse(markup: str) -> HtmlElement:
    return lxml.html.fragment_fromstring(markup, create_parent="div")


def normalize(markup: str) -> str:
    return " ".join(lxml.html.tostring(parse(markup), encoding="unicode").split())


@cache
def config() -> MkDocsConfig:
    return load_config(str(ROOT / "mkdocs.yml"))


@cache
def converters() -> list[python_markdown.Markdown]:
    """Return Python-Markdown as configured by MkDocs and by paper-digest."""
    settings = config()
    mkdocs = python_markdown.Markdown(
        extensions=settings.markdown_extensions, extension_configs=settings.mdx_configs
    )
    return [mkdocs, make_converter(settings)]


@pytest.mark.parametrize("source", ["n", r"\frac{a}{b}", r"\sum_{i=1}^n x_i", r"\log x", "a<b"])
def test_a_formula_is_mathml_in_a_span(source: str) -> None:
    (span,) = parse(html.rich(f"${source}$"))
    assert (span.tag, span.get("class")) == ("span", "math")
    assert [element.tag for element in span] == ["math"]


def test_html_characters_in_a_formula_are_escaped_once() -> None:
    assert parse(html.rich(r"$a<b \& c$")).text_content() == "a<b&c"


@pytest.mark.parametrize("around", ["# {}", "[{}](a.md)", "- {}", "{}\n{{: .x }}"])
def test_headings_links_and_lists_can_have_formulas(around: str) -> None:
    source = around.format(markdown.rich(r"A $n^2$ \emph{b}"))
    for convert in converters():
        page = parse(convert.reset().convert(source))
        assert [child.tag for child in page.iter("math", "em")] == ["math", "em"]
        assert page.text_content().strip() == "A n2 b"


def test_a_display_formula_is_a_block() -> None:
    (span,) = parse(html.rich("$$n$$"))
    assert span.get("class") == "math display"
    assert span[0].get("display") == "block"


@pytest.mark.parametrize("source", [r"\unknown{<b>}", r"\href{javascript:a}{x}", r"\frac{a}"])
def test_a_formula_that_cannot_be_converted_shows_its_source(source: str) -> None:
    (code,) = parse(html.rich(f"a ${source}$."))
    assert (code.tag, code.text, code.tail) == ("code", f"${source}$", ".")


def test_styles_are_elements() -> None:
    assert html.rich(r"\emph{a & b} {\bf c}") == "<em>a &amp; b</em> <strong>c</strong>"
    assert markdown.rich(r"\texttt{a_b} *c*") == r"<code>a\_b</code> \*c\*"


@settings(deadline=None)
@given(TEXTS)
@example("<script>$x$</script>")
def test_no_text_creates_an_active_element(text: str) -> None:
    for element in parse(html.rich(text)).iter():
        assert element.tag in STYLES or MATHML.fullmatch(element.tag)
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"href", "src", "id"}
            assert not re.search(r"[():;]", value if name != "style" else "")


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("$x$\n- a\n$y$\n1. b\n=\n# c")
@example(r"$x$: {: .a } \emph{{: #b }} [$y$](http://x) ]: $z$")
@example(r"\emph{- a} $\&$ `$x$` _$y$_ \texttt{a\_b} <b>$n$</b> & &amp; $a \lt b$")
def test_markdown_and_html_show_the_same(text: str) -> None:
    expected = normalize(f"<p>{html.rich(text)}</p>" if text else "")
    for convert in converters():
        assert normalize(convert.reset().convert(markdown.rich(text))) == expected


@given(st.text().filter(lambda text: not re.search(r"[\\$~]|--|``", text)))
def test_a_text_without_tex_is_only_escaped(text: str) -> None:
    assert html.rich(text) == html.escape(text)
    assert markdown.rich(text) == markdown.escape(text)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_hostile_text_makes_a_readable_page(text: str) -> None:
    markup = html.rich(text)
    assert len(markup) <= 10 * len(text)
    assert max(len(list(element.iterancestors())) for element in parse(markup).iter()) < 64


def test_a_placeholder_in_a_text_is_not_a_tag() -> None:
    assert markdown.rich("\ufdd0 $x$") == markdown.escape("\ufdd0 $x$")
