"""The search files: records of results, facets, and names that change with the content."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from generator.core.model import HandWrittenPage, Paper
from generator.library import people, taxonomy
from generator.library.site import assemble
from generator.publish import build_docs
from generator.render.search import documents
from generator.render.search.files import FileDigests, Search, SearchCache
from generator.render.search.index_tier import TierFacts
from generator.render.search.shards import ARCHIVE_STEP
from generator.storage.two_tier_cache import Tiers, check_shape
from tests.support.papers import TAXONOMY, make_authors, make_paper

LUNR_JS = build_docs.lunr_js()


def make_files(papers: Iterable[Paper], *hand_written_pages: HandWrittenPage) -> dict[str, bytes]:
    """Return the contents of the search files by path."""
    site = assemble(papers, taxonomy.parse(TAXONOMY, "t.yml"), hand_written_pages)
    return {file.path: file.content for file in Search(site, LUNR_JS).artifacts()}


def from_disk(search: Search) -> SearchCache:
    """Return the cached data of a search as read back from JSON."""
    archive, recent = json.loads(json.dumps([search.to_cache.archive, search.to_cache.recent]))
    return Tiers(check_shape(archive, TierFacts), check_shape(recent, FileDigests))


def manifest(files: dict[str, bytes]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files["search/index.json"])
    return content


def read_kind(files: dict[str, bytes], kind: str) -> list[Any]:
    """Return the contents of the files of a kind, in the order of the manifest."""
    digests = manifest(files)["files"][kind].split()
    names = [f"search/{kind}/{number}.{digest}.json" for number, digest in enumerate(digests)]
    assert sorted(names) == sorted(path for path in files if path.startswith(f"search/{kind}/"))
    return [json.loads(files[name]) for name in names]


def numbered(count: int) -> list[Paper]:
    """Return one paper per day, oldest first."""
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


def test_a_record_has_everything_that_a_result_shows() -> None:
    paper = make_paper(venue="WWW 2024", authors=make_authors(*"ABCDEFG"), title="A <b> & B")
    (block,) = read_kind(make_files([paper]), "records")
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


def test_hand_written_pages_come_first_without_facets() -> None:
    files = make_files([make_paper()], HandWrittenPage("guides/how-to.md", "How to", "Read."))
    (block,) = read_kind(files, "records")
    assert block[0] == {"path": "guides/how-to/", "title": "How to", "excerpt": "Read."}
    (facets,) = read_kind(files, "facets")
    assert (facets["year"], facets["day"]) == ([0, 2025], ["", "2025-03-11"])
    assert facets["tag"] == {"values": ["methods", "testing"], "rows": [[], [1, 0]]}
    (authors,) = read_kind(files, "authors")
    assert authors["author"] == {"values": ["Ada Lovelace", "Blaise Pascal"], "rows": [[], [0, 1]]}


def test_papers_are_numbered_oldest_first() -> None:
    papers = numbered(20)
    blocks = read_kind(make_files(reversed(papers)), "records")
    titles = [record["title"] for block in blocks for record in block]
    assert titles == [paper.title for paper in papers]
    assert [len(block) for block in blocks] == [8, 8, 4]


def test_the_order_of_papers_does_not_change_the_files() -> None:
    papers = numbered(30)
    assert make_files(papers) == make_files(reversed(papers))


@pytest.mark.parametrize("count", [30, ARCHIVE_STEP + 30])
def test_a_new_paper_changes_no_archive_file(count: int) -> None:
    papers = numbered(count + 1)
    before, after = make_files(papers[:-1]), make_files(papers)
    new = [path.split("/")[1] for path in after if after[path] != before.get(path)]
    removed = [path.split("/")[1] for path in before if path not in after]
    assert "archive" not in [*new, *removed]
    assert (new.count("records"), new.count("facets"), new.count("authors")) == (1, 1, 1)
    assert bool(read_kind(after, "archive")) == (count > ARCHIVE_STEP)
    assert "lunr.js" not in new


def test_a_file_with_new_content_has_a_new_name() -> None:
    first, second = make_files([make_paper(title="One")]), make_files([make_paper(title="Other")])
    for path in first.keys() & second.keys():
        if path not in {"search/index.json", "search/index.md"}:
            assert first[path] == second[path]
    assert first.keys() != second.keys()


def test_the_vocabulary_counts_papers_per_word() -> None:
    papers = [
        make_paper(slug=f"p{number}", abstract="Pretraining ﬁnds words.") for number in (1, 2)
    ]
    papers.append(make_paper(slug="p3", abstract="Alone it stands: x2y, of 2024."))
    ((ones, twos),) = read_kind(make_files(papers), "vocabulary")
    assert "pretraining" in twos.split()
    assert "finds" in twos.split()
    assert "stands" in ones.split()
    assert not {"2024", "x2y", "of", "ada-lovelace_"} & {*ones.split(), *twos.split()}


def test_a_site_without_papers_has_an_empty_search() -> None:
    files = make_files([])
    assert manifest(files)["documents"] == 0
    assert read_kind(files, "records") == []
    assert read_kind(files, "vocabulary") == [[]]


def test_the_manifest_has_the_labels_of_used_tags() -> None:
    assert manifest(make_files([make_paper()]))["tags"] == {
        "testing": "Testing",
        "methods": "Methods",
    }


Change = Callable[[list[Paper]], tuple[list[Paper], str, list[HandWrittenPage]]]


def test_a_person_is_indexed_by_recorded_and_printed_name() -> None:
    paper = make_paper(authors=make_authors("Y. LeCun", "Ada Lovelace"))
    records = people.parse("lecun:\n  name: Yann LeCun\n  also: [Y. LeCun]\n", "a.yml")
    site = assemble([paper], taxonomy.parse(TAXONOMY, "t.yml"), people=records)
    files = {file.path: file.content for file in Search(site, LUNR_JS).artifacts()}
    (block,) = read_kind(files, "authors")
    assert block["author"]["values"] == ["Ada Lovelace", "Yann LeCun"]
    (record,) = read_kind(files, "records")[0]
    assert record["authors"] == ["Y. LeCun", "Ada Lovelace"]
    words = documents.document(site.papers[0], site)["authors"]
    assert {"yann-lecun_", "y-lecun_", "yann", "lecun"} <= set(words)


@pytest.mark.parametrize("records", ["p-1:\n  name: Ada L.\n  also: [Ada Lovelace]\n", ""])
def test_a_changed_authors_file_invalidates_the_cache(records: str) -> None:
    """The archive contains the names in ``authors.yml``."""
    papers, tags = numbered(ARCHIVE_STEP + 9), taxonomy.parse(TAXONOMY, "t.yml")
    earlier_records = "p-1:\n  name: Ada of L.\n  also: [Ada Lovelace]\n"
    before, after = (
        replace(
            assemble(papers, tags, people=people.parse(text, "a.yml")),
            digests={paper.path: paper.slug for paper in papers},
        )
        for text in (earlier_records, records)
    )
    earlier = Search(before, LUNR_JS)
    list(earlier.artifacts())
    cached = Search(after, LUNR_JS, from_disk(earlier))
    clean = {file.path: file.content for file in Search(after, LUNR_JS).artifacts()}
    assert {file.path: file.content for file in cached.artifacts()} == clean
    assert not cached.is_archive_cached


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
        [replace(paper, authors=make_authors("Adá Lovelace")) for paper in papers[:400]]
        + papers[400:],
        TAXONOMY,
        [],
    ),
    "a label": lambda papers: (papers, TAXONOMY.replace("label: Testing", "label: Trying"), []),
    "a page": lambda papers: (papers, TAXONOMY, [HandWrittenPage("about.md", "About", "We read.")]),
    "no papers": lambda _: ([], TAXONOMY, []),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("count", [30, ARCHIVE_STEP, ARCHIVE_STEP + 30])
def test_cached_and_fresh_search_files_are_equal(count: int, change: str) -> None:
    before = numbered(count)
    earlier = Search(assemble(before, taxonomy.parse(TAXONOMY, "t.yml")), LUNR_JS)
    assert list(earlier.artifacts())
    from_cache = from_disk(earlier)
    papers, tags, hand_written_pages = CHANGES[change](before)
    site = assemble(papers, taxonomy.parse(tags, "t.yml"), hand_written_pages)
    fresh, cached = Search(site, LUNR_JS), Search(site, LUNR_JS, from_cache)
    expected = {file.path: file.content for file in fresh.artifacts()}
    assert {file.path: file.content for file in cached.artifacts()} == expected
    assert cached.to_cache == fresh.to_cache
    if change in {"nothing", "a new paper"} and count != ARCHIVE_STEP:
        assert cached.is_archive_cached


def test_digests_of_removed_files_are_not_cached() -> None:
    earlier = Search(assemble(numbered(30), taxonomy.parse(TAXONOMY, "t.yml")), LUNR_JS)
    assert list(earlier.artifacts())
    site = assemble(numbered(9), taxonomy.parse(TAXONOMY, "t.yml"))
    later = Search(site, LUNR_JS, earlier.to_cache)
    assert list(later.artifacts())
    assert later.to_cache.recent
    assert len(later.to_cache.recent["digests"]) == 2 + 1 + 1
