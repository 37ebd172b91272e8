"""The search's scripts in a real browser: the words, weights and scores of lunr's whole index."""

import contextlib
import datetime as dt
import json
import math
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lunr
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from generator.core.config import Config
from generator.core.model import HandWrittenPage, Paper
from generator.library import load
from generator.library.site import Site, assemble
from generator.publish import build_docs
from generator.render.search.documents import BOOSTS
from generator.render.search.files import Search
from generator.render.search.shards import ARCHIVE_STEP
from generator.text import tokens
from generator.text.tokens import tokenize
from tests.support.papers import make_authors, make_paper
from tests.support.paths import LIBRARY, ROOT
from tests.support.sites import documents_of, serve_folder

pytestmark = pytest.mark.browser

SCRIPT = """async ([module, name, given]) => {
    const made = await import(new URL(`assets/search/${module}.js`, document.baseURI));
    return given.map((each) => made[name](each));
}"""
WEIGHTS = """async () => {
    const here = (path) => import(new URL(`assets/search/${path}.js`, document.baseURI));
    const { IndexFiles } = await here("index_files");
    const { termWeight } = await here("ranking");
    const files = await IndexFiles.open(new URL("search/", document.baseURI));
    const weights = {};
    for (const [term, postings] of await files.postingsBetween("", "\\uffff"))
        for (const [field, { documents, counts, lengths }] of postings) {
            const weight = termWeight(files.manifest, postings, field);
            documents.forEach((document, at) => {
                (weights[`${field}/${document}`] ??= {})[term] = weight(counts[at], lengths[at]);
            });
        }
    return weights;
}"""
SCORES = """async (queries) => {
    const here = (path) => import(new URL(`assets/search/${path}.js`, document.baseURI));
    const { default: lunr } = await import(new URL("search/lunr.js", document.baseURI));
    const { IndexFiles } = await here("index_files");
    const { plan } = await here("plan");
    const { rank } = await here("ranking");
    const whole = lunr.Index.load(await (await fetch("whole.json")).json());
    const files = await IndexFiles.open(new URL("search/", document.baseURI));
    const asked = (clauses) => new Map(whole.query((query) => {
        for (const { terms, fields, presence } of clauses)
            for (const { term, boost } of terms)
                query.clause({
                    term,
                    fields,
                    boost,
                    usePipeline: false,
                    wildcard: lunr.Query.wildcard.NONE,
                    presence: lunr.Query.presence[presence.toUpperCase()],
                });
    }).map(({ ref, score }) => [Number(ref), score]));
    const several = ({ presence, terms }) => presence === "required" && terms.length > 1;
    const optional = (clause) => ({ ...clause, presence: "optional" });
    const found = [];
    for (const text of queries) {
        const { clauses: strict, looseClauses } = await plan(files, text);
        for (const clauses of [strict, looseClauses]) {
            const ours = clauses.length > 0 ? rank(files.manifest, clauses) : [];
            // lunr cannot require any one of several terms.
            const made = clauses.map((each) => several(each) ? optional(each) : each);
            const required = clauses.filter(several).map((each) => asked([optional(each)]));
            const theirs = clauses.length === 0 ? [] : [...asked(made)];
            found.push([
                ours.map(({ document, score }) => [document, score]),
                theirs.filter(([document]) => required.every((has) => has.has(document))),
            ]);
        }
    }
    return found;
}"""

SEARCH = """async (text) => {
    const { Engine } = await import(new URL("assets/search/engine.js", document.baseURI));
    const { results } = await new Engine(new URL("search/", document.baseURI)).search({ text });
    return results.map(({ record, score }) => [record.title, score]);
}"""


def many_papers() -> Site:
    """Return more papers than the archive's first step: the library's, cut and mixed anew."""
    site = load.load(Config(LIBRARY, "", ""))
    dice = random.Random(1)
    sentences = [part for paper in site.papers for part in paper.abstract.split(". ")]
    papers = [_mixed(number, site.papers, sentences, dice) for number in range(ARCHIVE_STEP + 40)]
    return assemble(
        papers, site.taxonomy, [HandWrittenPage("about.md", "About graphs", "We read ﬁne 𝒳.")]
    )


def _mixed(
    number: int, papers: tuple[Paper, ...], sentences: list[str], dice: random.Random
) -> Paper:
    one, other = dice.sample(papers, 2)
    return Paper(
        slug=f"p{number}",
        path=f"papers/p{number}.md",
        title=" ".join(one.title.split()[:4] + other.title.split()[-3:]),
        date=dt.date(2020, 1, 1) + dt.timedelta(days=number),
        abstract=". ".join(dice.sample(sentences, 3)),
        authors=make_authors(*(author.name for author in (*one.authors[:2], *other.authors[:2]))),
        venue=one.venue,
        categories=("cs.LG",),
        tags=one.tags,
    )


@pytest.fixture(scope="module")
def many() -> Site:
    return many_papers()


@pytest.fixture(scope="module")
def page(many: Site, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of the site of many papers."""
    with site_page(many, chromium, tmp_path_factory.mktemp("many")) as page:
        yield page


@contextlib.contextmanager
def site_page(site: Site, chromium: Browser, folder: Path) -> Iterator[Page]:
    """Open a page of a site that has only the search files, the scripts and lunr's index."""
    for artifact in Search(site, build_docs.lunr_js()).artifacts():
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    shutil.copytree(ROOT / "generator" / "theme" / "assets", folder / "assets")
    (folder / "index.html").write_text("<!doctype html><title>Many</title>", encoding="utf-8")
    (folder / "404.html").write_text("none", encoding="utf-8")
    (folder / "whole.json").write_text(json.dumps(whole(site)), encoding="utf-8")
    with serve_folder(folder) as address:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(address)
        yield page
        context.close()


def whole(site: Site) -> dict[str, Any]:
    """Return the index that lunr makes of a site's documents, as its own scripts would load it."""
    fields = [{"field_name": field, "boost": boost} for field, boost in BOOSTS.items()]
    numbered = [{"id": str(n), **made} for n, made in enumerate(documents_of(site))]
    serialised: dict[str, Any] = lunr.lunr(ref="id", fields=fields, documents=numbered).serialize()
    serialised["invertedIndex"].sort(key=lambda pair: pair[0].encode("utf-16-be"))
    return serialised


def called(page: Page, module: str, name: str, given: list[str]) -> Any:
    """Return what a function of the scripts returns for each of some texts."""
    return page.evaluate(SCRIPT, [module, name, given])


ODD = "array arrays try cries crying eed eeds sses ways plays enjoying wzy ey y yy"
MORE = "Schölkopf's İstanbul ŁÓDŹ ﬁne ΣΊΣΥΦΟΣ ᾳ ß ẞ x² ½ 知识 がぎ 한국어 हिन्दी שָׁלוֹם don’t 𝒳 👩‍🔬 Ⅳ"


def test_a_browser_finds_the_words_that_the_index_has(page: Page, many: Site) -> None:
    papers = many.papers
    texts = [ODD, MORE, *(f"{paper.title} {paper.abstract}" for paper in papers)]
    assert called(page, "tokens", "tokenize", texts) == list(map(tokenize, texts))
    names = [author.name for paper in papers for author in paper.authors]
    assert called(page, "tokens", "nameToken", names) == list(map(tokens.name_token, names))
    words = sorted({word for text in texts for word in tokenize(text)})
    assert called(page, "tokens", "termOf", words) == list(map(tokens.stem, words))


KNOWN = st.characters(exclude_categories=["Cn", "Co", "Cs"])  # browsers know newer ones


@given(st.text(KNOWN), st.text("aB'’sé-_ ß知ー1ﬁ\u0301\u3099"))
def test_any_text_has_the_same_words_in_a_browser(page: Page, one: str, other: str) -> None:
    assert called(page, "tokens", "tokenize", [one, other]) == [tokenize(one), tokenize(other)]


def test_every_weight_is_that_of_lunrs_whole_index(page: Page, many: Site) -> None:
    serialised = whole(many)
    tokens = {entry["_index"]: term for term, entry in serialised["invertedIndex"]}
    theirs = {
        name: {tokens[int(at)]: weight for at, weight in zip(row[::2], row[1::2], strict=True)}
        for name, row in serialised["fieldVectors"]
        if row
    }
    assert len(theirs) > 4000
    assert page.evaluate(WEIGHTS) == theirs


def queries(site: Site) -> list[str]:
    """Return queries of one to six words, prefixes, fields, names and negations."""
    dice = random.Random(2)
    words = sorted({word for paper in site.papers for word in tokenize(paper.title)})
    names = sorted({author.name for paper in site.papers for author in paper.authors})
    made = []
    for _ in range(400):
        parts = dice.sample(words, dice.randint(1, 6))
        parts[0] = dice.choice([parts[0], parts[0][:4] + "*", f"title:{parts[0]}", f"-{parts[0]}"])
        if dice.random() < 0.3:
            author = f'author:"{dice.choice(names)}"'
            parts.append(dice.choice([author, "year:2020", "tag:pretraining"]))
        made.append(" ".join(parts) + dice.choice(["", " "]))
    return [
        *made,
        "-graph",
        "-graph*",
        "the",
        "𝒳",
        '"language models"',
        "pre-trained",
        "graph quaxlotl title:language ",
    ]


def test_papers_and_scores_equal_those_of_lunr_js(page: Page, many: Site) -> None:
    asked = queries(many)
    found = page.evaluate(SCORES, asked)
    results = 0
    strict_and_loose = [query for query in asked for _ in range(2)]
    for query, (ours, theirs) in zip(strict_and_loose, found, strict=True):
        newest_first = sorted(theirs, key=lambda match: (-match[1], -match[0]))
        assert dict(ours) == pytest.approx(dict(theirs), abs=1e-9), query
        assert [score for _, score in ours] == pytest.approx([score for _, score in newest_first])
        results += bool(ours)
    assert results > 300


def test_among_equals_the_newest_is_first(page: Page, many: Site) -> None:
    ((ours, _), _) = page.evaluate(SCORES, ["-graph"])
    assert [document for document, _ in ours] == sorted((d for d, _ in ours), reverse=True)
    assert {score for _, score in ours} == {0}
    assert len(ours) > len(many.papers) / 2


SIMILAR_TITLES = [
    "A language model",
    "Language and sliding mode control",
    "Modelling language",
    "Modelica, a language",
    "Fin design",
    "Statistics",
]


@pytest.fixture(scope="module")
def similar_words(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of a site whose papers have words with a common beginning."""
    papers = [
        make_paper(slug=f"p{number}", path=f"papers/p{number}.md", title=title, tags=())
        for number, title in enumerate(SIMILAR_TITLES)
    ]
    authors = make_authors("Chelsea Finn", "Mikko Finnish")
    papers += [
        replace(papers[0], slug=title.lower(), title=title, authors=(author,))
        for author, title in zip(authors, ["Robots", "Saunas"], strict=True)
    ]
    site = assemble(papers, load.load(Config(LIBRARY, "", "")).taxonomy)
    with site_page(site, chromium, tmp_path_factory.mktemp("similar")) as page:
        yield page


def scores_by_title(page: Page, query: str) -> dict[str, float]:
    """Return the titles that a query finds, best first, with their scores."""
    return dict(page.evaluate(SEARCH, query))


def test_a_last_word_in_the_vocabulary_is_not_completed_to_other_stems(
    similar_words: Page,
) -> None:
    assert set(scores_by_title(similar_words, "mode")) >= {SIMILAR_TITLES[1]}
    assert SIMILAR_TITLES[1] not in scores_by_title(similar_words, "model")
    assert SIMILAR_TITLES[4] not in scores_by_title(similar_words, "finn")
    assert [*scores_by_title(similar_words, "statis")] == ["Statistics"]


def test_a_last_word_in_the_vocabulary_weighs_as_much_as_the_others(similar_words: Page) -> None:
    finished = scores_by_title(similar_words, "language control ")
    assert scores_by_title(similar_words, "language control") == pytest.approx(finished)


BOOSTS_OF_TERMS = """async (text) => {
    const here = (path) => import(new URL(`assets/search/${path}.js`, document.baseURI));
    const { IndexFiles } = await here("index_files");
    const { plan } = await here("plan");
    const files = await IndexFiles.open(new URL("search/", document.baseURI));
    const { clauses } = await plan(files, text);
    return clauses.map(({ terms }) => terms.map(({ term, boost }) => [term, boost]));
}"""


def test_a_word_that_begins_with_the_last_one_counts_a_quarter(similar_words: Page) -> None:
    (chelsea, (finn, finnish)) = similar_words.evaluate(BOOSTS_OF_TERMS, "chelsea finn")
    assert (chelsea, finn) == ([["chelsea", 1]], ["finn", 1])
    assert finnish == ["finnish", pytest.approx(0.25 * rarity(2) / rarity(1))]
    assert similar_words.evaluate(BOOSTS_OF_TERMS, "langua") == [[["languag", 0.25]]]


def rarity(postings: int) -> float:
    """Return the weight of a term's rarity in the eight papers of similar words."""
    return math.log(1 + (8 - postings + 0.5) / (postings + 0.5))


def test_papers_with_a_rare_longer_word_follow_those_with_the_last_word(
    similar_words: Page,
) -> None:
    assert [*scores_by_title(similar_words, "finn")] == ["Robots", "Saunas"]
    assert [*scores_by_title(similar_words, "language model")][:3] == [
        "Modelling language",
        "A language model",
        "Modelica, a language",
    ]


VIEWS = st.fixed_dictionaries(
    {
        "text": st.text(KNOWN),
        "filters": st.fixed_dictionaries(
            {
                facet: st.lists(st.text(KNOWN, min_size=1), unique=True, max_size=3)
                for facet in ("tag", "year", "author", "venue", "day")
            }
        ),
        "sort": st.sampled_from(["relevance", "date"]),
        "page": st.integers(1, 999),
    }
)


@given(VIEWS)
def test_an_address_says_all_that_a_view_is(page: Page, view: dict[str, Any]) -> None:
    script = """async (view) => {
        const { parseView, viewUrl } = await import(
            new URL("assets/search/url_state.js", document.baseURI));
        return parseView(new URL(viewUrl(view), location).search);
    }"""
    assert page.evaluate(script, view) == view


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("graph networks ", ["graph", "networks"]),
        ("graph networks", ["graph", "networks*"]),
        ('"graph networks" -survey', ['"graph networks"', "-survey"]),
        ('author:"percy liang" TITLE:x', ['authors:"percy liang"', "title:x*"]),
        ("doi:10.1/x pre-training", ["identifier:10 1 x", "pre training*"]),
        ('- : "" ** + -"" tag: "open', ['"open"']),
        ("graph*", ["graph*"]),
    ],
)
def test_a_query_is_read_as_its_reader_means_it(page: Page, query: str, parts: list[str]) -> None:
    ((read, cut),) = page.evaluate(
        """async (query) => {
            const { parse } = await import(new URL("assets/search/query.js", document.baseURI));
            const { parts, truncated } = parse(query);
            const mark = (part) => part.quoted ? '"' : "";
            return [[parts.map((part) => [
                part.prohibited ? "-" : "", part.field ? part.field + ":" : "",
                mark(part), part.words.join(" "), mark(part), part.open ? "*" : "",
            ].join("")), truncated]];
        }""",
        query,
    )
    assert (read, cut) == (parts, False)


def test_a_query_with_too_many_words_is_cut(page: Page) -> None:
    script = """async (query) => {
        const { parse } = await import(new URL("assets/search/query.js", document.baseURI));
        const { parts, truncated } = parse(query);
        return [parts.flatMap((part) => part.words).length, truncated];
    }"""
    for query in ("图" * 40, "a " * 40, "a-b-" * 20, f'"{"a " * 40}"'):
        assert page.evaluate(script, query) == [32, True]
    assert page.evaluate(script, "a " * 32) == [32, False]


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("abc", "abc", 0), ("abcd", "abdc", 1), ("pretrainnig", "pretraining", 1), ("a", "abcd", 3)],
)
def test_a_swap_of_neighbours_is_one_change(
    page: Page, one: str, other: str, distance: int
) -> None:
    script = """async ([one, other]) => {
        const made = await import(new URL("assets/search/spelling.js", document.baseURI));
        return [made.editDistance(one, other, 3), made.editDistance(other, one, 3)];
    }"""
    assert page.evaluate(script, [one, other]) == [distance, distance]
