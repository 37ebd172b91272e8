"""Metadata of the built site, as Zotero, Google Scholar and search engines read it."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin

import pytest

from generator.core import config as settings
from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library import load
from generator.render.views import DESCRIPTION_LENGTH
from generator.text.key_sentence import find_key_sentence
from generator.text.strings import one_line
from generator.text.tex import to_plain_text
from tests.support.awkward_papers import NASTY_TITLES
from tests.support.pages import fold_whitespace
from tests.support.paths import ROOT
from tests.support.sites import LOCAL, Pages, build_site, parse_site

TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
PERSONAL = re.compile(r"(?P<family>[^,]+), (?P<given>.+)")


def test_zotero_reads_each_paper_from_its_page(built: Config, crawled: Pages) -> None:
    for paper in load.load(built).papers:
        item = zotero(crawled[_address(paper)])
        assert item["title"] == paper.title
        assert item["creators"] == [author.name for author in paper.authors]
        assert item["type"] == ("conferencePaper" if paper.venue else "preprint")
        assert item["abstract"] == one_line(to_plain_text(paper.abstract))
        assert item["pdf"] == f"https://arxiv.org/pdf/{paper.arxiv}"
        assert item["language"] == "en"


def test_scholar_accepts_each_page_and_reads_its_publication_date(
    built: Config, crawled: Pages
) -> None:
    for paper in load.load(built).papers:
        page, address = crawled[_address(paper)], _address(paper)
        contents = _names(page)
        assert contents["citation_title"] == [fold_whitespace(page.xpath("string(//h1)"))]
        assert len(contents["citation_author"]) == len(paper.authors)
        assert not [name for name in contents["citation_author"] if ";" in name]
        (date,) = contents["citation_publication_date"]
        assert re.fullmatch(r"\d{4}(/\d\d/\d\d)?", date)
        assert paper.published
        if date[:4] == str(paper.published.year):
            assert date == f"{paper.published:%Y/%m/%d}"
        else:
            assert date in (paper.venue or "")
        assert contents["citation_public_url"] == [address]
        assert contents["citation_keywords"][0].count(";") == len(paper.tags) - 1


def test_zotero_reads_every_paper_of_a_list(built: Config, crawled: Pages) -> None:
    by_title = {paper.title: paper for paper in load.load(built).papers}
    for address, page in crawled.items():
        cards = [fold_whitespace(card.text_content()) for card in page.xpath("//*[@class='card']")]
        items = [coins(title) for title in page.xpath("//span[@class='Z3988']/@title")]
        assert [title for item in items for title in item["title"]] == cards, address
        for item in items:
            paper = by_title[item["title"][0]]
            assert list(map(_given_name_first, item["rft.au"])) == [
                author.name for author in paper.authors
            ]
            assert item["rft.date"][0][:4].isdecimal()


def test_json_ld_uses_only_terms_of_schema_org(
    crawled: Pages, nasty_pages: Pages, tmp_path: Path
) -> None:
    graphs = [graph for pages in (crawled, nasty_pages) for graph in _graphs(pages)]
    assert len(graphs) > 200
    assert _schema_errors(graphs, tmp_path) == ""


@pytest.mark.parametrize(
    ("description", "fault"),
    [
        ({"@type": "ScholarlyArticle", "headlin": "A"}, "headlin"),
        ({"@type": "ScholarlyArticl", "headline": "A"}, "ScholarlyArticl"),
        ({"@type": "ScholarlyArticle", "author": [{"@type": "Persn", "name": "A"}]}, "Persn"),
    ],
)
def test_a_term_unknown_to_schema_org_is_detected(
    description: dict[str, object], fault: str, tmp_path: Path
) -> None:
    graph = json.dumps({"@context": "https://schema.org", "@graph": [description]})
    assert fault in _schema_errors([graph], tmp_path)


def test_json_ld_of_a_paper_has_its_facts(built: Config, crawled: Pages) -> None:
    for paper in load.load(built).papers:
        article, crumbs = _graph(crawled[_address(paper)])
        assert article["@id"] == article["url"] == _address(paper)
        assert article["headline"] == paper.title
        assert [item["name"] for item in article["author"]] == [a.name for a in paper.authors]
        assert paper.published
        assert article["datePublished"] == paper.published.isoformat()
        assert f"https://arxiv.org/abs/{paper.arxiv}" in article["sameAs"]
        assert [item["position"] for item in crumbs["itemListElement"]] == [1, 2]
        for author in article["author"]:
            assert author.get("url", LOCAL) in crawled


def test_json_ld_of_a_list_has_its_papers_in_order(crawled: Pages) -> None:
    for address, page in crawled.items():
        if "/papers/" in address or not page.xpath("//*[@class='lists']"):
            continue
        collection, crumbs = _graph(page)
        assert collection["@type"] == "CollectionPage"
        listed = collection.get("mainEntity", {}).get("itemListElement", [])
        cards = page.xpath("//*[@class='card']/a/@href")
        assert [item["url"] for item in listed] == [urljoin(address, href) for href in cards]
        assert {item["url"] for item in listed} <= crawled.keys()
        assert crumbs["itemListElement"][-1]["item"] == address
        assert {item["item"] for item in crumbs["itemListElement"]} <= crawled.keys()


def test_link_previews_have_title_description_and_address(crawled: Pages) -> None:
    for address, page in crawled.items():
        if address.endswith("404.html"):
            continue
        contents = _properties(page)
        (title,) = contents["og:title"]
        assert page.xpath("string(//title)").startswith(title)
        assert contents["og:url"] == [address]
        assert contents["og:description"] == page.xpath("//meta[@name='description']/@content")
        assert contents["og:site_name"] == ["Paper Digest"]
        assert contents["og:type"] == ["article" if "/papers/" in address else "website"]
        assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary"]


def test_a_paper_is_described_by_its_key_sentence(built: Config, crawled: Pages) -> None:
    for paper in load.load(built).papers:
        (description,) = crawled[_address(paper)].xpath("//meta[@name='description']/@content")
        assert description == one_line(
            find_key_sentence(to_plain_text(paper.abstract), DESCRIPTION_LENGTH)
        )
        assert description.rstrip("…") in one_line(to_plain_text(paper.abstract))


def test_alternate_formats_of_a_paper_exist(built: Config, crawled: Pages) -> None:
    for paper in load.load(built).papers:
        page, address = crawled[_address(paper)], _address(paper)
        kinds = {
            link.get("type"): urljoin(address, link.get("href"))
            for link in page.xpath("//link[contains(@rel, 'alternate')]")
        }
        assert kinds.pop("application/pdf") == f"https://arxiv.org/pdf/{paper.arxiv}"
        for target in kinds.values():
            assert (built.site / target.removeprefix(LOCAL)).is_file()
        assert len(kinds) == 3
        assert kinds["application/x-bibtex"] == f"{LOCAL}papers/{paper.slug}.bib"


def test_nasty_texts_stay_inside_the_head(nasty_pages: Pages) -> None:
    for slug, title in NASTY_TITLES.items():
        page = nasty_pages[f"{LOCAL}papers/{slug}/"]
        assert zotero(page)["title"] == to_plain_text(title)
        assert _graph(page)[0]["headline"] == to_plain_text(title)
        assert {element.tag for element in page.xpath("//head/*")} <= {
            "meta",
            "link",
            "title",
            "script",
        }
        assert [script.get("type") for script in page.xpath("//head/script[not(@src)]")] == [
            "application/ld+json"
        ]


def test_a_site_without_url_has_no_absolute_urls(
    project: Config, add_entry: Callable[..., Path]
) -> None:
    add_entry()
    words = (project.root / "mkdocs.yml").read_text("utf-8")
    unset = re.sub("^site_url:.*", "", words, flags=re.MULTILINE)
    (project.root / "mkdocs.yml").write_text(unset, encoding="utf-8")
    build_site(settings.load(project.root))
    page = parse_site(project.site)[f"{LOCAL}papers/2402.07197/"]
    assert zotero(page)["title"] == "On the Use of Tests"
    assert not page.xpath("//script[@type='application/ld+json']")
    assert "og:url" not in _properties(page)
    assert "citation_public_url" not in _names(page)


def test_a_page_links_to_the_configured_editor(
    project: Config, add_entry: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_entry(name="2025/Ü 1.md".replace(" ", "-"))
    monkeypatch.setenv("EDIT_URL", "https://example.org/me/digest/edit/main")
    build_site(settings.load(project.root))
    (page,) = [page for at, page in parse_site(project.site).items() if "/papers/" in at]
    (link,) = page.xpath("//a[text()='Edit this entry']/@href")
    assert link == "https://example.org/me/digest/edit/main/papers/2025/%C3%9C-1.md"


def zotero(page: Any) -> dict[str, Any]:
    """Return the item that Zotero's translator for embedded metadata reads from a page."""
    contents = _names(page)
    kinds = {"citation_journal_title": "journalArticle"}
    kinds |= {"citation_conference_title": "conferencePaper"}
    types = [kind for name, kind in kinds.items() if name in contents]
    return {
        "type": types[0] if types else "preprint" if "citation_arxiv_id" in contents else "webpage",
        "title": contents["citation_title"][0],
        "creators": list(map(_given_name_first, contents.get("citation_author", []))),
        "abstract": contents["citation_abstract"][0],
        "pdf": contents.get("citation_pdf_url", [""])[0],
        "language": contents["citation_language"][0],
    }


def coins(written: str) -> dict[str, list[str]]:
    """Return the values of a COinS span, with the title of its format as ``title``."""
    values: dict[str, list[str]] = {}
    for key, value in parse_qsl(written, strict_parsing=True):
        values.setdefault(key, []).append(value)
    assert values["ctx_ver"] == ["Z39.88-2004"]
    kind = values["rft_val_fmt"][0].removeprefix("info:ofi/fmt:kev:mtx:")
    values["title"] = values["rft.title" if kind == "dc" else "rft.atitle"]
    return values


def _given_name_first(name: str) -> str:
    """Return a name with the given name first, as Zotero does."""
    match = PERSONAL.fullmatch(name)
    return f"{match['given']} {match['family']}" if match else name


def _names(page: Any) -> dict[str, list[str]]:
    return _contents(page, "name")


def _properties(page: Any) -> dict[str, list[str]]:
    return _contents(page, "property")


def _contents(page: Any, attribute: str) -> dict[str, list[str]]:
    contents: dict[str, list[str]] = {}
    for element in page.xpath(f"//head/meta[@{attribute}]"):
        contents.setdefault(element.get(attribute), []).append(element.get("content"))
    return contents


def _address(paper: Paper) -> str:
    return LOCAL + permalinks.url_path(permalinks.paper(paper.slug))


def _graphs(pages: Pages) -> list[str]:
    described = "//head/script[@type='application/ld+json']/text()"
    return [text for page in pages.values() for text in page.xpath(described)]


def _graph(page: Any) -> list[Any]:
    (text,) = _graphs({"": page})
    graph: list[Any] = json.loads(text)["@graph"]
    return graph


def _schema_errors(graphs: Iterable[str], folder: Path) -> str:
    """Return TypeScript's complaints about JSON-LD, checked against the types of schema.org."""
    lines = ['import type { Graph } from "schema-dts";', "export const graphs: Graph[] = ["]
    script = "\n".join([*lines, *(f"{graph}," for graph in graphs), "];"])
    (folder / "graphs.ts").write_text(script, encoding="utf-8")
    vocabulary = {"schema-dts": [str(ROOT / "node_modules" / "schema-dts")]}
    options = {"strict": True, "noEmit": True, "module": "nodenext", "skipLibCheck": True}
    written = {
        "compilerOptions": options | {"types": [], "paths": vocabulary},
        "files": ["graphs.ts"],
    }
    (folder / "tsconfig.json").write_text(json.dumps(written), encoding="utf-8")
    node = Path(sys.executable).with_name("node")
    ended = subprocess.run(
        [node, TSC, "--pretty", "false", "-p", folder], capture_output=True, check=False, text=True
    )
    return ended.stdout + ended.stderr
