"""A small project, and random changes of its sources and of its generated files.

A change of the sources edits a ``Draft``; ``Draft.write`` writes a draft to a folder without
touching files that are up to date. A change on disk does to generated files what people and tools
do.
"""

import os
import re
import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import yaml

from generator.library import entry_file
from generator.text.strings import slugify
from tests.support.projects import make_project

AUTHORS = [
    "Ada Lovelace",
    "Ada LOVELACE",
    "Blaise Pascal",
    "Sofja Kowalewskaja",
    "Émilie du Châtelet",
    "王小明",
    "Bob <b> & *co*",
    "Charles Babbage Jr.",
]
WORDS = ["graphs", "tests", "measures", "agents", "proofs", "tokens", "*stars*", "<tags> & such"]
DAYS = ["2025-03-11", "2025-03-12", "2025-04-01", "2024-12-31"]
MONTHS = ["2024-02-11", "2024-02-28", "2025-03-01", None]
VENUES = ["WWW 2024", "ICML & co", None]
TAGS = {
    "methods": {"label": "Methods", "description": "How it is done."},
    "testing": {"label": "Testing", "description": "Trying it.", "parent": "methods"},
    "measuring": {"label": "Measuring", "description": "Numbers.", "parent": "methods"},
    "subjects": {"label": "Subjects", "description": "What it is about."},
    "rare": {"label": "Rare", "description": "No paper has it yet.", "parent": "subjects"},
    "people": {"label": "People", "description": "Who.", "parent": "subjects"},
}
NAV = [
    "Latest: index.md",
    "Tags: tags/index.md",
    "Days: dates/index.md",
    "About: about.md",
]
HAND_WRITTEN = {
    "about.md": "# About\n\n[Tags](tags/index.md), ![us](img/us.svg).\n\n## Whose words\n\nOurs.\n",
    "guide.md": "---\ntitle: A guide\n---\n\n[Whose](about.md#whose-words), [us](about.md)\n",
    "img/us.svg": "<svg/>",
    "img/them.svg": "<svg> </svg>",
    "files/list": "a list",
}
SITE_WORDS = {
    "site_name": "Paper Digest",
    "site_description": "What to read.",
    "copyright": "Theirs.",
}


@dataclass(repr=False)
class DigestDraft:
    """The sources of a project, in a form that is easy to change."""

    settings_text: str
    theme: dict[str, bytes]
    papers: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=lambda: deepcopy(TAGS))
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    docs: dict[str, str] = field(default_factory=lambda: dict(HAND_WRITTEN))
    words: dict[str, str] = field(default_factory=lambda: dict(SITE_WORDS))
    nav: list[str] = field(default_factory=lambda: list(NAV))
    papers_per_page: int = 2
    environment: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def __repr__(self) -> str:
        return f"<Draft with {len(self.papers)} papers>"

    def next(self) -> int:
        """Return a new number; it keeps titles apart, which must differ."""
        self.number += 1
        return self.number

    def copy(self) -> "DigestDraft":
        return deepcopy(self)

    def files(self) -> dict[str, bytes]:
        """Return the content of each source file by its path."""
        texts = {f"papers/{path}.md": _entry(fields) for path, fields in self.papers.items()}
        texts["taxonomy.yml"] = yaml.safe_dump(self.tags, sort_keys=False, allow_unicode=True)
        if self.people:
            texts["authors.yml"] = yaml.safe_dump(self.people, allow_unicode=True)
        texts["mkdocs.yml"] = self._settings()
        texts |= {f"docs/{path}": text for path, text in self.docs.items()}
        return {path: text.encode() for path, text in texts.items()} | self.theme

    def write(self, root: Path, before: "DigestDraft | None" = None) -> None:
        """Write the sources to a folder, without touching files that are up to date."""
        files = self.files()
        for path in before.files() if before else ():
            if path not in files:
                (root / path).unlink()
                _prune(root, (root / path).parent)
        for path, content in files.items():
            if not (root / path).is_file() or (root / path).read_bytes() != content:
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(content)

    def _settings(self) -> str:
        nav = "".join(f"  - {line}\n" for line in self.nav)
        text = re.sub(r"^nav:\n(?: .*\n)+", f"nav:\n{nav}", self.settings_text, flags=re.MULTILINE)
        text = re.sub(r"papers_per_page: \d+", f"papers_per_page: {self.papers_per_page}", text)
        return yaml.safe_dump(self.words, allow_unicode=True) + text


def small_draft(folder: Path, papers: int = 10) -> DigestDraft:
    """Return a small project whose lists have several pages.

    Args:
        folder: a folder for temporary use.
        papers: the number of papers.
    """
    make_project(folder)
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    theme = folder / "generator" / "theme"
    files = [path for path in theme.rglob("*") if path.is_file()]
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    words = "|".join(SITE_WORDS)
    draft = DigestDraft(re.sub(rf"^(?:{words}):.*\n", "", settings, flags=re.MULTILINE), contents)
    rng = Random(1)
    for _ in range(papers):
        add_a_paper(draft, rng)
    shutil.rmtree(folder)
    return draft


def _entry(fields: dict[str, Any]) -> str:
    front_matter = {name: value for name, value in fields.items() if name != "abstract" and value}
    return entry_file.render(front_matter, fields["abstract"])


def _prune(root: Path, folder: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


# ---- Changes of the sources ----


def add_a_paper(draft: DigestDraft, rng: Random) -> None:
    number, tags = draft.next(), [tag for tag in draft.tags if tag != "rare"]
    draft.papers[f"{rng.choice(['2024', '2025', '2025/03'])}/p{number}"] = {
        "title": f"On {rng.choice(WORDS)} {number}",
        "date": rng.choice(DAYS),
        "authors": rng.sample(AUTHORS, rng.randint(0, 3)),
        "published": rng.choice(MONTHS),
        "venue": rng.choice(VENUES),
        "tags": rng.sample(tags, min(len(tags), rng.randint(0, 2))),
        "upvotes": rng.randint(0, 3),
        "abstract": f"We do {rng.choice(WORDS)} and {rng.choice(WORDS)}. It helps.",
    }


def remove_a_paper(draft: DigestDraft, rng: Random) -> None:
    if draft.papers:
        del draft.papers[_paper(draft, rng)]


def change_a_title(draft: DigestDraft, rng: Random) -> None:
    _change(draft, rng, "title", f"Of {rng.choice(WORDS)} {draft.next()}")


def change_an_abstract(draft: DigestDraft, rng: Random) -> None:
    _change(draft, rng, "abstract", f"We {rng.choice(WORDS)} {draft.next()} times.")


def change_a_date(draft: DigestDraft, rng: Random) -> None:
    _change(draft, rng, "date", rng.choice(DAYS))


def change_authors(draft: DigestDraft, rng: Random) -> None:
    _change(draft, rng, "authors", rng.sample(AUTHORS, rng.randint(0, 3)))


def change_many_authors(draft: DigestDraft, rng: Random) -> None:
    """Set seven or more authors; lists show the first five and the number of the others."""
    _change(draft, rng, "authors", [*rng.sample(AUTHORS, 4), *AUTHORS[4:]])


def change_upvotes(draft: DigestDraft, rng: Random) -> None:
    _change(draft, rng, "upvotes", rng.randint(0, 5))


def change_the_publication(draft: DigestDraft, rng: Random) -> None:
    _change(draft, rng, "published", rng.choice(MONTHS))


def change_a_venue(draft: DigestDraft, rng: Random) -> None:
    _change(draft, rng, "venue", rng.choice(VENUES))


def retag(draft: DigestDraft, rng: Random) -> None:
    number = min(len(draft.tags), rng.randint(0, 3))
    _change(draft, rng, "tags", rng.sample([*draft.tags], number))


def rename_a_paper(draft: DigestDraft, rng: Random) -> None:
    """Give a paper another address, usually with the old one as an alias."""
    if draft.papers:
        path = _paper(draft, rng)
        fields = draft.papers.pop(path)
        folder, _, slug = path.rpartition("/")
        if rng.randint(0, 2):
            fields["aliases"] = [*fields.get("aliases", []), slug]
        draft.papers[f"{folder}/r{draft.next()}"] = fields


def take_an_old_address_back(draft: DigestDraft, rng: Random) -> None:
    """Rename a paper to an address that it had before."""
    renamed = [path for path, fields in draft.papers.items() if fields.get("aliases")]
    if renamed:
        path = rng.choice(sorted(renamed))
        fields = draft.papers.pop(path)
        fields["aliases"], slug = fields["aliases"][:-1], fields["aliases"][-1]
        draft.papers[f"{path.rpartition('/')[0]}/{slug}"] = fields


def exchange_two_papers(draft: DigestDraft, rng: Random) -> None:
    """Swap the files of two papers."""
    first, second = _paper(draft, rng), _paper(draft, rng)
    papers = draft.papers
    papers[first], papers[second] = papers[second], papers[first]


def move_a_paper(draft: DigestDraft, rng: Random) -> None:
    """Move a paper to another folder, which does not change its address."""
    if draft.papers:
        path = _paper(draft, rng)
        fields = draft.papers.pop(path)
        draft.papers[f"moved{draft.next()}/{path.rpartition('/')[2]}"] = fields


def add_a_tag(draft: DigestDraft, rng: Random) -> None:
    number = draft.next()
    new_tag = {"label": f"Tag {number}", "description": "A new one."}
    if rng.randint(0, 1):
        new_tag["parent"] = rng.choice([name for name, tag in draft.tags.items() if _is_area(tag)])
    draft.tags[f"tag{number}"] = new_tag


def remove_a_tag(draft: DigestDraft, rng: Random) -> None:
    """Remove a tag that has no children, also from the papers."""
    parents = {tag.get("parent") for tag in draft.tags.values()}
    leaves = [name for name in draft.tags if name not in parents]
    if len(leaves) > 1:
        removed = rng.choice(leaves)
        del draft.tags[removed]
        for fields in draft.papers.values():
            fields["tags"] = [tag for tag in fields["tags"] if tag != removed]


def change_a_label(draft: DigestDraft, rng: Random) -> None:
    draft.tags[rng.choice([*draft.tags])]["label"] = f"Label & {draft.next()}"


def change_a_description(draft: DigestDraft, rng: Random) -> None:
    """Change the description of a tag, often of one that no paper has."""
    names = ["rare"] if "rare" in draft.tags and rng.randint(0, 1) else [*draft.tags]
    draft.tags[rng.choice(names)]["description"] = f"About <it> {draft.next()}."


def change_a_parent(draft: DigestDraft, rng: Random) -> None:
    topics = [tag for tag in draft.tags.values() if not _is_area(tag)]
    if topics:
        areas = [name for name, tag in draft.tags.items() if _is_area(tag)]
        rng.choice(topics)["parent"] = rng.choice(areas)


def make_a_topic_an_area(draft: DigestDraft, rng: Random) -> None:
    topics = [tag for tag in draft.tags.values() if not _is_area(tag)]
    if topics:
        del rng.choice(topics)["parent"]


def change_the_order_of_tags(draft: DigestDraft, rng: Random) -> None:
    names = [*draft.tags]
    rng.shuffle(names)
    draft.tags = {name: draft.tags[name] for name in names}


def change_the_sites_words(draft: DigestDraft, rng: Random) -> None:
    draft.words[rng.choice(sorted(draft.words))] = f"Words & {draft.next()}"


def change_papers_per_page(draft: DigestDraft, rng: Random) -> None:
    draft.papers_per_page = rng.choice([1, 2, 3, 5])


def change_the_navigation(draft: DigestDraft, rng: Random) -> None:
    draft.nav = rng.choice(
        [
            NAV,
            NAV[:-1],
            [*NAV, "A guide: guide.md"],
            [*NAV[:-1], "about.md"],
            [*NAV[:-1], "Ours: [about.md, guide.md]"],
        ]
    )


def change_the_address(draft: DigestDraft, rng: Random) -> None:
    draft.environment["SITE_URL"] = f"https://example.org/{rng.randint(0, 2)}/"


def change_the_day_of_the_build(draft: DigestDraft, rng: Random) -> None:
    draft.environment["SOURCE_DATE_EPOCH"] = str(rng.randint(10**9, 10**9 + 2))


def change_a_template(draft: DigestDraft, rng: Random) -> None:
    name = rng.choice(["404.html", "main.html", "frame.html", "partials/top.html"])
    draft.theme[f"generator/theme/{name}"] += b"<!-- %d -->" % draft.next()


def empty_a_template(draft: DigestDraft, _chance: Random) -> None:
    """Empty the template of the page for missing addresses."""
    draft.theme["generator/theme/404.html"] = b"{# none #}"


def change_a_style_sheet(draft: DigestDraft, _chance: Random) -> None:
    draft.theme["generator/theme/assets/digest.css"] += b"\n/* %d */\n" % draft.next()


def add_or_remove_an_asset(draft: DigestDraft, _chance: Random) -> None:
    if not draft.theme.pop("generator/theme/assets/more.css", None):
        draft.theme["generator/theme/assets/more.css"] = b"p {}"


def add_a_page(draft: DigestDraft, rng: Random) -> None:
    """Add a hand-written page, perhaps with a link to a paper."""
    number, text = draft.next(), "# Page {n}\n\nWords and [us](about.md).\n"
    if draft.papers and rng.randint(0, 1):
        text += f"\n[paper](papers/{_paper(draft, rng).rpartition('/')[2]}.md)\n"
    draft.docs[f"page{number}.md"] = text.replace("{n}", str(number))


def change_a_page(draft: DigestDraft, rng: Random) -> None:
    draft.docs[rng.choice(_pages(draft))] += f"\nMore words {draft.next()}.\n"


def change_a_heading(draft: DigestDraft, _chance: Random) -> None:
    """Change a heading that another page links to."""
    about = draft.docs.get("about.md", "")
    draft.docs["about.md"] = about.replace("## Whose words", f"## Words {draft.next()}")


def retitle_a_page(draft: DigestDraft, _chance: Random) -> None:
    """Change the title and status of a page, which the navigation may show."""
    number = draft.next()
    draft.docs["about.md"] = f"---\ntitle: Us {number}\nstatus: new\n---\n\n# Us {number}\n\nNew.\n"


def mark_a_page(draft: DigestDraft, _chance: Random) -> None:
    """Give a page a status, which the navigation may show."""
    text = draft.docs.get("guide.md", "")
    draft.docs["guide.md"] = text.replace("---\n", "---\nstatus: new\n", 1)


def remove_a_page(draft: DigestDraft, rng: Random) -> None:
    del draft.docs[rng.choice(_pages(draft))]


def move_a_page(draft: DigestDraft, rng: Random) -> None:
    """Move a page to a folder of its name: its address stays, the targets of its links change."""
    path = rng.choice(_pages(draft))
    if not path.endswith("/index.md"):
        text = draft.docs.pop(path)
        draft.docs[f"{path.removesuffix('.md')}/index.md"] = text


def change_an_image(draft: DigestDraft, _chance: Random) -> None:
    draft.docs["img/us.svg"] = f"<svg>{draft.next()}</svg>"


def remove_images(draft: DigestDraft, rng: Random) -> None:
    images = [path for path in draft.docs if path.startswith("img/")]
    if "img/us.svg" in draft.docs and rng.randint(0, 1):
        draft.docs["about.md"] = "# About\n\n## Whose words\n\nNo image.\n"
    for path in images:
        del draft.docs[path]


def make_a_folder_of_a_file(draft: DigestDraft, _chance: Random) -> None:
    """Replace a file by a folder, or the folder by the file."""
    if draft.docs.pop("files/list", None):
        draft.docs["files/list/all.txt"] = "a list"
    elif draft.docs.pop("files/list/all.txt", None):
        draft.docs["files/list"] = "a list"


def replace_an_asset(draft: DigestDraft, _chance: Random) -> None:
    """Add a file to docs/ that replaces an asset of the theme, or remove it."""
    if not draft.docs.pop("assets/digest.css", None):
        draft.docs["assets/digest.css"] = "p {}"


def add_an_author_record(draft: DigestDraft, rng: Random) -> None:
    """Give an author a record, at the address of the name or at another one."""
    name, number = _author(draft, rng), draft.next()
    slug = rng.choice([slugify(name), f"person-{number}"])
    draft.people[slug] = {"name": rng.choice([name, f"{name} (Dr)"]), "also": [name]}


def join_two_authors(draft: DigestDraft, rng: Random) -> None:
    name, spelling = _author(draft, rng), _author(draft, rng)
    draft.people[slugify(name)] = {"name": name, "also": [spelling]}


def split_an_author(draft: DigestDraft, rng: Random) -> None:
    """Assign one paper of an author to another person of the same name."""
    signed = [path for path, fields in draft.papers.items() if fields["authors"]]
    if signed:
        path = rng.choice(sorted(signed))
        name = rng.choice(draft.papers[path]["authors"])
        record = {"name": name, "papers": [path.rpartition("/")[2]]}
        draft.people[f"other-{draft.next()}"] = record


def change_a_persons_name(draft: DigestDraft, rng: Random) -> None:
    """Change the name that pages show of a person, or the family name in citations."""
    if draft.people:
        person = draft.people[rng.choice(sorted(draft.people))]
        if rng.randint(0, 1):
            person["also"] = [*person.get("also", []), person["name"]]
            person["name"] = f"Person & <b> {draft.next()}"
        else:
            person["family"] = person["name"].split()[0]


def forget_a_person(draft: DigestDraft, rng: Random) -> None:
    if draft.people:
        del draft.people[rng.choice(sorted(draft.people))]


SOURCE_EDITS: list[Callable[[DigestDraft, Random], None]] = [
    add_a_paper,
    remove_a_paper,
    change_a_title,
    change_an_abstract,
    change_a_date,
    change_authors,
    change_many_authors,
    change_upvotes,
    change_the_publication,
    change_a_venue,
    retag,
    rename_a_paper,
    take_an_old_address_back,
    exchange_two_papers,
    move_a_paper,
    add_an_author_record,
    join_two_authors,
    split_an_author,
    change_a_persons_name,
    forget_a_person,
    add_a_tag,
    remove_a_tag,
    change_a_label,
    change_a_description,
    change_a_parent,
    make_a_topic_an_area,
    change_the_order_of_tags,
    change_the_sites_words,
    change_papers_per_page,
    change_the_navigation,
    change_the_address,
    change_the_day_of_the_build,
    change_a_template,
    empty_a_template,
    change_a_style_sheet,
    add_or_remove_an_asset,
    add_a_page,
    change_a_page,
    change_a_heading,
    retitle_a_page,
    mark_a_page,
    remove_a_page,
    move_a_page,
    change_an_image,
    remove_images,
    make_a_folder_of_a_file,
    replace_an_asset,
]


# ---- Changes on disk ----


def delete_a_generated_page(root: Path, draft: DigestDraft, rng: Random) -> None:
    for path in _any_file(root / "docs", rng, exclude=draft):
        path.unlink()


def delete_a_generated_folder(root: Path, _draft: DigestDraft, rng: Random) -> None:
    shutil.rmtree(
        root / "docs" / rng.choice(["tags", "papers", "search", "dates"]), ignore_errors=True
    )


def delete_a_file_of_the_site(root: Path, _draft: DigestDraft, rng: Random) -> None:
    for path in _any_file(root / "site", rng):
        path.unlink()


def delete_a_folder_of_the_site(root: Path, _draft: DigestDraft, rng: Random) -> None:
    shutil.rmtree(
        root / "site" / rng.choice(["tags", "papers", "search", "assets"]), ignore_errors=True
    )


def delete_the_site(root: Path, _draft: DigestDraft, _chance: Random) -> None:
    shutil.rmtree(root / "site", ignore_errors=True)


def change_a_file_of_the_site(root: Path, _draft: DigestDraft, rng: Random) -> None:
    for path in _any_file(root / "site", rng):
        path.write_bytes(path.read_bytes() + b"by hand")


def empty_a_file_of_the_site(root: Path, _draft: DigestDraft, rng: Random) -> None:
    for path in _any_file(root / "site", rng):
        path.write_bytes(b"")


def add_a_file_to_the_site(root: Path, _draft: DigestDraft, rng: Random) -> None:
    folder = root / "site" / rng.choice(["papers", "strange/deep", "."])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "strange.html").write_bytes(b"by hand")


def touch_a_file(root: Path, _draft: DigestDraft, rng: Random) -> None:
    folder = rng.choice(["docs", "site", "papers", "generator"])
    for path in _any_file(root / folder, rng):
        os.utime(path)


def touch_all_files(root: Path, _draft: DigestDraft, rng: Random) -> None:
    for path in (root / rng.choice(["docs", "site", "papers"])).rglob("*"):
        os.utime(path)


def delete_the_cache(root: Path, _draft: DigestDraft, _chance: Random) -> None:
    shutil.rmtree(root / ".cache", ignore_errors=True)


def delete_a_file_of_the_cache(root: Path, _draft: DigestDraft, rng: Random) -> None:
    paths = sorted((root / ".cache").glob("[!.]*"))
    if paths:
        rng.choice(paths).unlink()


def restore_an_older_state(root: Path, _draft: DigestDraft, rng: Random) -> None:
    """Restore the output or the cache of the first build, as a CI cache may."""
    name = rng.choice([".cache", "docs", "site"])
    shutil.rmtree(root / name, ignore_errors=True)
    shutil.copytree(older_state(root) / name, root / name)


def copy_everything(root: Path, _draft: DigestDraft, _chance: Random) -> None:
    """Copy the project, as a move to another disk does."""
    original = root.with_name(f"{root.name}-original")
    root.rename(original)
    shutil.copytree(original, root)
    shutil.rmtree(original)


def older_state(root: Path) -> Path:
    """Return the folder with the state of a project after its first build."""
    return root.with_name(f"{root.name}-older")


DISK_EDITS: list[Callable[[Path, DigestDraft, Random], None]] = [
    delete_a_generated_page,
    delete_a_generated_folder,
    delete_a_file_of_the_site,
    delete_a_folder_of_the_site,
    delete_the_site,
    change_a_file_of_the_site,
    empty_a_file_of_the_site,
    add_a_file_to_the_site,
    touch_a_file,
    touch_all_files,
    delete_the_cache,
    delete_a_file_of_the_cache,
    restore_an_older_state,
    copy_everything,
]


def _any_file(folder: Path, rng: Random, exclude: DigestDraft | None = None) -> list[Path]:
    """Return one visible file below a folder, not one of the sources; none if there is none."""
    sources = exclude.files() if exclude else {}
    paths = sorted(
        path
        for path in folder.rglob("[!.]*")
        if path.is_file() and f"docs/{path.relative_to(folder).as_posix()}" not in sources
    )
    return [rng.choice(paths)] if paths else []


def _paper(draft: DigestDraft, rng: Random) -> str:
    return rng.choice(sorted(draft.papers))


def _author(draft: DigestDraft, rng: Random) -> str:
    names: set[str] = {name for fields in draft.papers.values() for name in fields["authors"]}
    return rng.choice(sorted(names) or AUTHORS)


def _change(draft: DigestDraft, rng: Random, name: str, value: object) -> None:
    if draft.papers:
        draft.papers[_paper(draft, rng)][name] = value


def _is_area(tag: dict[str, str]) -> bool:
    return "parent" not in tag


def _pages(draft: DigestDraft) -> list[str]:
    return sorted(path for path in draft.docs if path.endswith(".md"))
