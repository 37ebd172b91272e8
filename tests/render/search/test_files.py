"""The files of the search: what results show, what papers are filtered by, names that last."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from generator.core.model import HandWrittenPage, Paper
from generator.library import people, taxonomy
from generator.library.site import assemble
from generator.publish import docs
from generator.render.search import documents
from generator.render.search.files import FileDigests, Search, SearchCache
from generator.render.search.shards import ARCHIVE_STEP
from generator.render.search.tier import TierFacts
from generator.storage.two_tier_cache import Tiers, check_shape
from tests.support.papers import TAXONOMY, make_authors, make_paper

LUNR_JS = docs.lunr_js()


def made(papers: Iterable[Paper], *own_pages: HandWrittenPage) -> dict[str, bytes]:
    """Return the files of the search, by their paths."""
    site = assemble(papers, taxonomy.parse(TAXONOMY, "t.yml"), own_pages)
    return {each.path: each.content for each in Search(site, LUNR_JS).artifacts()}


def from_disk(search: Search) -> SearchCache:
    """Return what a search caches, after it was written as JSON and read again."""
    archive, recent = json.loads(json.dumps([search.to_cache.archive, search.to_cache.recent]))
    return Tiers(check_shape(archive, TierFacts), check_shape(recent, FileDigests))


def manifest(files: dict[str, bytes]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files["search/index.json"])
    return read


def parts(files: dict[str, bytes], kind: str) -> list[Any]:
    """Return what the files of a kind hold, in their order, by the names the manifest gives."""
    digests = manifest(files)["files"][kind].split()
    names = [f"search/{kind}/{number}.{digest}.json" for number, digest in enumerate(digests)]
    assert sorted(names) == sorted(path for path in files if path.startswith(f"search/{kind}/"))
    return [json.loads(files[name]) for name in names]


def numbered(count: int) -> list[Paper]:
    """Return papers of a day each, from the oldest to the newest."""
    return [
        make_paper(
            slug=f"p{number}",
            path=f"papers/p{number}.md",
            title=f"Paper {number}",
            date=dt.date(2020, 1, 1) + dt.timedelta(days=number),
            abstract=f"We test number{number}x and word{number % 60}.",
        )
        for number in range(count)
    ]


def test_a_record_holds_what_a_result_shows() -> None:
    paper = make_paper(venue="WWW 2024", authors=make_authors(*"ABCDEFG"), title="A <b> & B")
    (block,) = parts(made([paper]), "records")
    assert block == [
        {
            "path": "papers/2402.07197/",
            "title": "A <b> & B",
            "excerpt": "We test what we build.",
            "authors": ["A", "B", "C", "D", "E"],
            "others": 2,
            "day": "11 March 2025",
            "venue": "WWW 2024",
            "tags": ["testing"],
        }
    ]


def test_own_pages_come_first_and_have_no_facets() -> None:
    files = made([make_paper()], HandWrittenPage("guides/how-to.md", "How to", "Read."))
    (block,) = parts(files, "records")
    assert block[0] == {"path": "guides/how-to/", "title": "How to", "excerpt": "Read."}
    (facets,) = parts(files, "facets")
    assert (facets["year"], facets["day"]) == ([0, 2025], ["", "2025-03-11"])
    assert facets["tag"] == {"values": ["methods", "testing"], "rows": [[], [1, 0]]}
    (authors,) = parts(files, "authors")
    assert authors["author"] == {"values": ["Ada Lovelace", "Blaise Pascal"], "rows": [[], [0, 1]]}


def test_papers_stand_oldest_first_whatever_their_order() -> None:
    papers = numbered(20)
    blocks = parts(made(reversed(papers)), "records")
    titles = [record["title"] for block in blocks for record in block]
    assert titles == [paper.title for paper in papers]
    assert [len(block) for block in blocks] == [8, 8, 4]


def test_the_same_papers_make_the_same_bytes_in_any_order() -> None:
    papers = numbered(30)
    assert made(papers) == made(reversed(papers))


@pytest.mark.parametrize("count", [30, ARCHIVE_STEP + 30])
def test_a_new_paper_changes_no_archive_file(count: int) -> None:
    papers = numbered(count + 1)
    before, after = made(papers[:-1]), made(papers)
    new = [path.split("/")[1] for path in after if after[path] != before.get(path)]
    gone = [path.split("/")[1] for path in before if path not in after]
    assert "archive" not in [*new, *gone]
    assert (new.count("records"), new.count("facets"), new.count("authors")) == (1, 1, 1)
    assert bool(parts(after, "archive")) == (count > ARCHIVE_STEP)
    assert "lunr.js" not in new


def test_a_file_of_another_content_has_another_name() -> None:
    one, other = made([make_paper(title="One")]), made([make_paper(title="Other")])
    for path in one.keys() & other.keys():
        if path not in {"search/index.json", "search/index.md"}:
            assert one[path] == other[path]
    assert one.keys() != other.keys()


def test_the_vocabulary_counts_papers_per_written_word() -> None:
    papers = [
        make_paper(slug=f"p{number}", abstract="Pretraining ﬁnds words.") for number in (1, 2)
    ]
    papers.append(make_paper(slug="p3", abstract="Alone it stands: x2y, of 2024."))
    ((ones, twos),) = parts(made(papers), "vocabulary")
    assert "pretraining" in twos.split()
    assert "finds" in twos.split()
    assert "stands" in ones.split()
    assert not {"2024", "x2y", "of", "ada-lovelace_"} & {*ones.split(), *twos.split()}


def test_a_site_without_papers_has_a_search_that_finds_nothing() -> None:
    files = made([])
    assert manifest(files)["documents"] == 0
    assert parts(files, "records") == []
    assert parts(files, "vocabulary") == [[]]


def test_the_manifest_names_the_tags_in_use() -> None:
    assert manifest(made([make_paper()]))["tags"] == {"testing": "Testing", "methods": "Methods"}


Change = Callable[[list[Paper]], tuple[list[Paper], str, list[HandWrittenPage]]]


def test_a_person_is_found_by_displayed_and_signed_name() -> None:
    paper = make_paper(authors=make_authors("Y. LeCun", "Ada Lovelace"))
    known = people.parse("lecun:\n  name: Yann LeCun\n  also: [Y. LeCun]\n", "a.yml")
    site = assemble([paper], taxonomy.parse(TAXONOMY, "t.yml"), people=known)
    files = {each.path: each.content for each in Search(site, LUNR_JS).artifacts()}
    (block,) = parts(files, "authors")
    assert block["author"]["values"] == ["Ada Lovelace", "Yann LeCun"]
    (record,) = parts(files, "records")[0]
    assert record["authors"] == ["Y. LeCun", "Ada Lovelace"]
    found = documents.document(site.papers[0], site)["authors"]
    assert {"yann-lecun_", "y-lecun_", "yann", "lecun"} <= set(found)


@pytest.mark.parametrize("records", ["p-1:\n  name: Ada L.\n  also: [Ada Lovelace]\n", ""])
def test_a_changed_authors_file_invalidates_the_cache(records: str) -> None:
    """The archive contains the names of the people."""
    papers, tags = numbered(ARCHIVE_STEP + 9), taxonomy.parse(TAXONOMY, "t.yml")
    other = "p-1:\n  name: Ada of L.\n  also: [Ada Lovelace]\n"
    before, after = (
        replace(
            assemble(papers, tags, people=people.parse(text, "a.yml")),
            digests={paper.path: paper.slug for paper in papers},
        )
        for text in (other, records)
    )
    earlier = Search(before, LUNR_JS)
    list(earlier.artifacts())
    again = Search(after, LUNR_JS, from_disk(earlier))
    clean = {each.path: each.content for each in Search(after, LUNR_JS).artifacts()}
    assert {each.path: each.content for each in again.artifacts()} == clean
    assert not again.is_archive_cached


def with_another_day(papers: list[Paper]) -> list[Paper]:
    return [*papers, make_paper(slug="new", title="New", date=dt.date(2030, 1, 1))]


CHANGES: dict[str, Change] = {
    "nothing": lambda papers: (papers, TAXONOMY, []),
    "a new paper": lambda papers: (with_another_day(papers), TAXONOMY, []),
    "a removed paper": lambda papers: (papers[:-1], TAXONOMY, []),
    "an old paper changed": lambda papers: (
        [replace(papers[0], title="Another"), *papers[1:]],
        TAXONOMY,
        [],
    ),
    "an author's commoner spelling": lambda papers: (
        [replace(each, authors=make_authors("Adá Lovelace")) for each in papers[:400]]
        + papers[400:],
        TAXONOMY,
        [],
    ),
    "a label": lambda papers: (papers, TAXONOMY.replace("label: Testing", "label: Trying"), []),
    "a page": lambda papers: (papers, TAXONOMY, [HandWrittenPage("about.md", "About", "We read.")]),
    "all papers gone": lambda _: ([], TAXONOMY, []),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("count", [30, ARCHIVE_STEP, ARCHIVE_STEP + 30])
def test_cached_and_fresh_search_files_are_equal(count: int, change: str) -> None:
    before = numbered(count)
    earlier = Search(assemble(before, taxonomy.parse(TAXONOMY, "t.yml")), LUNR_JS)
    assert list(earlier.artifacts())
    cached = from_disk(earlier)
    papers, tags, own_pages = CHANGES[change](before)
    site = assemble(papers, taxonomy.parse(tags, "t.yml"), own_pages)
    fresh, again = Search(site, LUNR_JS), Search(site, LUNR_JS, cached)
    expected = {each.path: each.content for each in fresh.artifacts()}
    assert {each.path: each.content for each in again.artifacts()} == expected
    assert again.to_cache == fresh.to_cache
    if change in {"nothing", "a new paper"} and count != ARCHIVE_STEP:
        assert again.is_archive_cached


def test_digests_of_files_that_are_gone_are_not_cached() -> None:
    earlier = Search(assemble(numbered(30), taxonomy.parse(TAXONOMY, "t.yml")), LUNR_JS)
    assert list(earlier.artifacts())
    site = assemble(numbered(9), taxonomy.parse(TAXONOMY, "t.yml"))
    later = Search(site, LUNR_JS, earlier.to_cache)
    assert list(later.artifacts())
    assert later.to_cache.recent
    assert len(later.to_cache.recent["digests"]) == 2 + 1 + 1
