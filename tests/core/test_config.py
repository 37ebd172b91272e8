"""Tests of the settings in mkdocs.yml."""

from pathlib import Path

import pytest
from mkdocs.config import load_config

from generator.core import config, external_services
from generator.core.errors import CannotRun, ContentError, Problem
from tests.support.paths import ROOT


def load(folder: Path, text: str) -> config.Config:
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return config.load(folder)


def test_the_settings_of_this_project_are_read() -> None:
    settings = config.load(ROOT)
    assert (settings.papers, settings.docs, settings.site) == (
        ROOT / "papers",
        ROOT / "docs",
        ROOT / "site",
    )
    mkdocs_settings = load_config(str(ROOT / "mkdocs.yml"))
    assert settings.site_name == mkdocs_settings["site_name"]
    assert settings.site_description == (mkdocs_settings["site_description"] or "")


def test_the_number_of_papers_per_page_is_a_setting(tmp_path: Path) -> None:
    assert load(tmp_path, "extra: {digest: {papers_per_page: 7}}").papers_per_page == 7


def test_settings_have_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, "theme: {name: material}")
    assert (settings.site_name, settings.site_description) == ("Paper digest", "")
    assert settings.papers_per_page == config.DEFAULT_PAPERS_PER_PAGE
    assert (settings.author_pages_from, settings.cards) == (2, "full")


def test_settings_can_limit_author_pages_and_list_details(
    tmp_path: Path,
) -> None:
    settings = load(tmp_path, "extra: {digest: {author_pages_from: 5, cards: titles}}")
    assert (settings.author_pages_from, settings.cards) == (5, "titles")


@pytest.mark.parametrize("size", ["0", "-1", "many", "²", "٧", "1.5", "''", "9" * 5000])
def test_a_page_size_that_is_not_a_number_is_reported(tmp_path: Path, size: str) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path, f"site_name: A\nextra:\n  digest:\n\n    papers_per_page: {size}")
    shown = size.strip("'")
    message = f"'papers_per_page' is '{shown}'; write a number from 1 to 9999, such as 50"
    assert caught.value.problems == (Problem("mkdocs.yml", 5, message),)


URL_ADVICE = "write a URL that starts with https:// or http://, without spaces or quotes"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- a", 1, "no settings found; write each setting as 'name: value'"),
        (
            "a: b\nsite_name: [c]",
            2,
            "'site_name' must be one line of text; write it in quotes on one line",
        ),
        (
            "extra:\n  digest:\n    per_page: 5",
            2,
            (
                "'extra.digest' accepts only 'papers_per_page', 'author_pages_from', 'cards', "
                "'edit_url', 'contact' or 'services'; "
                "write, for example, papers_per_page: 50"
            ),
        ),
        (
            "extra:\n  digest:\n    author_pages_from: 0",
            3,
            "'author_pages_from' is '0'; write a number from 1 to 9999, such as 2",
        ),
        ("extra:\n  digest:\n    cards: some", 3, "'cards' is 'some'; write 'full' or 'titles'"),
        (
            "site_url: here",
            1,
            f"'site_url' is 'here'; {URL_ADVICE}",
        ),
        (
            "extra:\n  digest:\n    edit_url: [a, 'javascript:x']",
            3,
            f"'edit_url' is 'javascript:x'; {URL_ADVICE}",
        ),
        (
            "site_name: A: B",
            1,
            "not YAML: a colon and a space inside a value; put the value in quotes",
        ),
    ],
)
def test_a_wrong_setting_is_reported_with_advice(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path, text)
    assert caught.value.problems == (Problem("mkdocs.yml", line, message),)


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://a.org", "https://a.org/"),
        ("https://a.org/b/", "https://a.org/b/"),
        ("!ENV [NO_SUCH, SITE_URL, 'https://a.org']", "https://env.org/"),
        ("!ENV [NO_SUCH, 'https://a.org']", "https://a.org/"),
        ("!ENV SITE_URL", "https://env.org/"),
        ("!ENV NO_SUCH", ""),
        ("!ENV [NO_SUCH, '']", ""),
        ("", ""),
        ("null", ""),
    ],
)
def test_the_environment_may_define_the_site_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, url: str
) -> None:
    monkeypatch.setenv("SITE_URL", "https://env.org")
    monkeypatch.delenv("NO_SUCH", raising=False)
    assert load(tmp_path, f"site_url: {value}").site_url == url


@pytest.mark.parametrize(("theme", "language"), [("de", "de"), ("pt-BR", "pt"), ("[a]", "en")])
def test_the_language_is_taken_from_the_theme(tmp_path: Path, theme: str, language: str) -> None:
    assert load(tmp_path, f"theme:\n  language: {theme}").language == language


def test_a_folder_without_settings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        CannotRun, match="run this in the project's folder, or pass the folder with -C"
    ):
        config.load(tmp_path)


def test_the_official_services_are_the_default(tmp_path: Path) -> None:
    assert load(tmp_path, "site_name: A").services == external_services.SERVICE_URLS
    assert config.Config(tmp_path, "A", "").services == external_services.SERVICE_URLS
    assert load(tmp_path, "site_name: A").contact == ""


def test_a_service_may_have_another_url_or_be_off(tmp_path: Path) -> None:
    text = "extra: {digest: {services: {arxiv: 'http://127.0.0.1:80/x/', crossref: off}}}"
    changed = {"arxiv": "http://127.0.0.1:80/x", "crossref": ""}
    assert load(tmp_path, text).services == external_services.SERVICE_URLS | changed


@pytest.mark.parametrize("contact", ["", "ada.l+papers@mail.example.org", "https://a.org/us"])
def test_the_contact_is_an_email_address_or_a_url(tmp_path: Path, contact: str) -> None:
    assert load(tmp_path, f"extra: {{digest: {{contact: '{contact}'}}}}").contact == contact


CONTACT = "write an email address or a URL"


@pytest.mark.parametrize(
    ("setting", "line", "message"),
    [
        ("contact: me", 3, f"'contact' is 'me'; {CONTACT}"),
        ("contact: [a@b.org]", 3, f"'contact' is '['a@b.org']'; {CONTACT}"),
        ('contact: "a@b.org\\nX: y"', 3, f"'contact' is 'a@b.org\\nX: y'; {CONTACT}"),
        ('services: {arxiv: "a\\nb"}', 3, "'arxiv' is 'a\\nb'; write a URL such as {}, or off"),
        ("services: off", 3, "'services' accepts only {}; write, for example, crossref: off"),
        (
            "services: {dblp: off}",
            3,
            "'services' accepts only {}; write, for example, crossref: off",
        ),
        ("services:\n      arxiv: no", 4, "'arxiv' is 'no'; write a URL such as {}, or off"),
        ("services:\n      arxiv: [a]", 4, "'arxiv' is '['a']'; write a URL such as {}, or off"),
        (
            "services: {arxiv: 'ftp://a.b'}",
            3,
            "'arxiv' is 'ftp://a.b'; write a URL such as {}, or off",
        ),
        (
            "services: {arxiv: 'https://a.b?k=s'}",
            3,
            "'arxiv' is 'https://a.b?k=s'; write a URL such as {}, or off",
        ),
        (
            "services: {arxiv: 'https://u:p@a.b'}",
            3,
            "'arxiv' is 'https://u:p@a.b'; write a URL such as {}, or off",
        ),
    ],
)
def test_a_wrong_service_or_contact_is_reported_with_advice(
    tmp_path: Path, setting: str, line: int, message: str
) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path, f"extra:\n  digest:\n    {setting}")
    if "'services'" in message:
        message = message.format("'arxiv', 'huggingface', 'crossref' or 'openalex'")
    else:
        message = message.format("https://export.arxiv.org")
    assert caught.value.problems == (Problem("mkdocs.yml", line, message),)
