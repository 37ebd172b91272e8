"""A reader copies a reference and loads a file to cite a paper, without a server."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from generator.core.config import Config
from tests.support.browser import Window

pytestmark = pytest.mark.browser

PAPER = "papers/2402.07197/"
STYLES = ("APA", "IEEE", "BibTeX")


@pytest.mark.parametrize("style", STYLES)
def test_a_button_copies_the_reference_as_it_is_shown(
    open_window: Callable[..., Window], address: str, style: str
) -> None:
    reader = open_window(permissions=["clipboard-read", "clipboard-write"])
    page = reader.open(address + PAPER)
    cite = page.locator(".cite").filter(has=page.get_by_role("heading", name=style))
    button = cite.get_by_role("button", name=f"Copy {style}")
    button.click()
    expect(cite.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == cite.locator("p, pre").inner_text().strip()
    assert "GraphTranslator" in copied
    expect(button).to_have_text("Copy", timeout=10_000)
    assert (reader.external_requests, reader.page_errors) == ([], [])


def test_where_a_page_may_not_copy_the_reference_is_selected(
    open_window: Callable[..., Window], address: str
) -> None:
    reader = open_window()
    reader.page.add_init_script("delete Navigator.prototype.clipboard")
    page = reader.open(address + PAPER)
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_role("button", name="Selected")).to_be_visible()
    assert "@inproceedings{zhang2024graphtranslator," in page.evaluate("`${getSelection()}`")


@pytest.mark.parametrize(("label", "ending"), [("BibTeX", "bib"), ("RIS", "ris"), ("CSL", "json")])
def test_a_link_loads_the_file(
    open_window: Callable[..., Window],
    address: str,
    built: Config,
    label: str,
    ending: str,
) -> None:
    page = open_window().open(address + PAPER)
    with page.expect_download() as started:
        page.get_by_role("link", name=label).click()
    assert started.value.suggested_filename == f"2402.07197.{ending}"
    loaded = Path(started.value.path()).read_bytes()
    assert loaded == (built.site / "papers" / f"2402.07197.{ending}").read_bytes()


def test_references_are_readable_without_scripts_and_show_no_dead_button(
    open_window: Callable[..., Window], address: str
) -> None:
    page = open_window(java_script_enabled=False).open(address + PAPER)
    assert page.locator(".cite").count() == len(STYLES)
    assert page.locator(".cite button").count() == 0
