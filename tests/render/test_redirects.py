"""Pages at former addresses redirect to the current ones."""

from typing import Any
from urllib.parse import unquote

import lxml.html

from generator.core import permalinks
from generator.core.model import Paper
from tests.support.pages import artifacts
from tests.support.papers import TAXONOMY, make_paper


def test_the_address_of_a_renamed_paper_redirects_to_its_page() -> None:
    page = _redirect(make_paper(slug="new", aliases=("old",)))
    (link,) = page.xpath("//a")
    assert (link.get("href"), link.text) == ("../../papers/new/", "On the Use of Tests")
    assert page.xpath("//link[@rel='canonical']/@href") == ["../../papers/new/"]
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../papers/new/"]


def test_a_nasty_paper_s_former_address_redirects_to_it_exactly() -> None:
    title = '</title><script>window.hacked=1</script> {0} & "q"'
    page = _redirect(make_paper(slug="Über (a)", title=title, aliases=("old",)))
    assert page.xpath("string(//title)") == f"{title} - Digest"
    (link,) = page.xpath("//a")
    assert link.text == title
    assert unquote(link.get("href")) == "../../papers/Über (a)/"
    assert not page.xpath("//script")


def _redirect(paper: Paper) -> Any:
    """Return the parsed page at a paper's first alias."""
    path = permalinks.former_paper(paper.aliases[0])
    by_path = {artifact.path: artifact for artifact in artifacts([paper], TAXONOMY)}
    return lxml.html.document_fromstring(by_path[path].content)
