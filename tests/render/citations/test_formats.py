"""Citation files of a site, and the changes after which they are rendered again."""

from dataclasses import replace

from generator.core import config
from generator.library import load
from generator.library.people import People, Person
from generator.library.site import Site
from generator.render.citations import cited_work
from generator.render.citations.formats import Citations, artifacts
from generator.text import names, tex
from generator.text.strings import one_line
from tests.support.citations import (
    citations,
    latex_to_text,
    read_bibtex,
    read_csl,
    read_ris,
    site_of,
    to_name,
)
from tests.support.papers import make_authors, make_paper
from tests.support.paths import ROOT


def contents_by_path(site: Site) -> dict[str, str]:
    return {file.path: file.content.decode() for file in artifacts(Citations(site))}


def test_each_paper_has_three_files() -> None:
    first, second = make_paper(), make_paper(slug="2402.07198")
    contents = contents_by_path(site_of(first, second))
    assert list(contents) == [
        f"papers/{slug}.{ending}"
        for slug in ("2402.07197", "2402.07198")
        for ending in ("bib", "ris", "json")
    ]
    cited = citations(first, second)
    assert contents["papers/2402.07198.bib"] == cited.bibtex(second, abstract=True)
    assert contents["papers/2402.07198.ris"] == cited.ris(second)
    assert contents["papers/2402.07198.json"] == cited.csl_json(second)
    assert all(text.endswith("\n") for text in contents.values())


def cache_keys_by_path(site: Site) -> dict[str, str]:
    return {file.path: file.key for file in artifacts(Citations(site))}


def test_a_changed_entry_or_citation_key_changes_cache_keys() -> None:
    first, second = make_paper(), make_paper(slug="2402.07198", title="Else")
    before = cache_keys_by_path(site_of(first, second))
    after = cache_keys_by_path(site_of(first, replace(second, abstract="Else.")))
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {f"papers/2402.07198.{ending}" for ending in ("bib", "ris", "json")}
    earlier = make_paper(slug="2402.07196", date=first.date.replace(day=1))
    after = cache_keys_by_path(site_of(first, second, earlier))
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {f"papers/2402.07197.{ending}" for ending in ("bib", "ris", "json")}


def test_a_recorded_family_name_is_cited_and_changes_files() -> None:
    paper = make_paper(authors=make_authors("Gabriel García Márquez"))
    person = Person("gabriel-garcia-marquez", "Gabriel García Márquez", family="García Márquez")
    before, after = site_of(paper), replace(site_of(paper), people=People({person.slug: person}))
    assert Citations(before).key(paper) == "marquez2025use"
    assert Citations(after).key(paper) == "garciamarquez2025use"
    assert "author = {García Márquez, Gabriel}" in Citations(after).bibtex(paper, abstract=False)
    assert set(cache_keys_by_path(before).values()).isdisjoint(cache_keys_by_path(after).values())


def test_every_paper_is_read_back_from_every_format() -> None:
    site = load.load(config.load(ROOT))
    cited = Citations(site)
    assert len({cited.key(paper) for paper in site.papers}) == len(site.papers) > 0
    for paper in site.papers:
        title, abstract = (
            one_line(tex.to_plain_text(paper.title)),
            one_line(tex.to_plain_text(paper.abstract)),
        )
        people = [cited_work.author_name(author, site) for author in paper.authors]
        entry = read_bibtex(cited.bibtex(paper, abstract=True))
        record, item = read_ris(cited.ris(paper)), read_csl(cited.csl_json(paper))
        assert entry.key == record["id"] == item["id"] == cited.key(paper)
        assert one_line(record["title"]) == one_line(item["title"]) == title
        assert one_line(record["abstract"]) == one_line(item["abstract"]) == abstract
        assert "$" in paper.title or one_line(latex_to_text(entry.fields["title"])) == title
        assert list(map(to_name, entry.persons["author"])) == people
        assert [names.parse(name) for name in record["authors"]] == people
        assert len(item["author"]) == len(people)
        year = str(item["issued"]["date-parts"][0][0]) if "issued" in item else None
        assert entry.fields.get("year") == record.get("year") == year
        assert set(cited.references(paper)) == {"APA", "IEEE"}
