"""A small project that changes: its sources as they are to be, edits of them and of what is made.

An edit of the sources changes a ``Draft``; ``Draft.write`` makes a folder hold it and leaves
alone what is there already. An edit on disk does to made files what people and tools do.
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
from generator.text.plain import slugify
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
OWN = {
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
class Draft:
    """The sources of a project, in parts that edits change."""

    settings_text: str
    theme: dict[str, bytes]
    papers: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=lambda: deepcopy(TAGS))
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=lambda: dict(OWN))
    words: dict[str, str] = field(default_factory=lambda: dict(SITE_WORDS))
    nav: list[str] = field(default_factory=lambda: list(NAV))
    papers_per_page: int = 2
    environment: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def next(self) -> int:
        """Return a number that was not there before: no two titles may be the same."""
        self.number += 1
        return self.number

    def copy(self) -> "Draft":
        return deepcopy(self)

    def files(self) -> dict[str, bytes]:
        """Return every file of the sources, by its path."""
        texts = {f"papers/{path}.md": _entry(fields) for path, fields in self.papers.items()}
        texts["taxonomy.yml"] = yaml.safe_dump(self.tags, sort_keys=False, allow_unicode=True)
        if self.people:
            texts["authors.yml"] = yaml.safe_dump(self.people, allow_unicode=True)
        texts["mkdocs.yml"] = self._settings()
        texts |= {f"docs/{path}": text for path, text in self.own.items()}
        return {path: text.encode() for path, text in texts.items()} | self.theme

    def write(self, root: Path, before: "Draft | None" = None) -> None:
        """Make a folder hold the sources: what is there as it is to be is not touched."""
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


def small_draft(folder: Path, papers: int = 10) -> Draft:
    """Return the sources of a small project whose lists are cut; the folder is used for a time."""
    make_project(folder)
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    theme = folder / "generator" / "theme"
    files = [path for path in theme.rglob("*") if path.is_file()]
    held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    words = "|".join(SITE_WORDS)
    draft = Draft(re.sub(rf"^(?:{words}):.*\n", "", settings, flags=re.MULTILINE), held)
    chance = Random(1)
    for _ in range(papers):
        add_a_paper(draft, chance)
    shutil.rmtree(folder)
    return draft


def _entry(fields: dict[str, Any]) -> str:
    known = {name: value for name, value in fields.items() if name != "abstract" and value}
    return entry_file.render(known, fields["abstract"])


def _prune(root: Path, folder: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


# ---- Edits of the sources ----


def add_a_paper(draft: Draft, chance: Random) -> None:
    number, tags = draft.next(), [tag for tag in draft.tags if tag != "rare"]
    draft.papers[f"{chance.choice(['2024', '2025', '2025/03'])}/p{number}"] = {
        "title": f"On {chance.choice(WORDS)} {number}",
        "date": chance.choice(DAYS),
        "authors": chance.sample(AUTHORS, chance.randint(0, 3)),
        "published": chance.choice(MONTHS),
        "venue": chance.choice(VENUES),
        "tags": chance.sample(tags, min(len(tags), chance.randint(0, 2))),
        "upvotes": chance.randint(0, 3),
        "abstract": f"We do {chance.choice(WORDS)} and {chance.choice(WORDS)}. It helps.",
    }


def remove_a_paper(draft: Draft, chance: Random) -> None:
    if draft.papers:
        del draft.papers[_paper(draft, chance)]


def change_a_title(draft: Draft, chance: Random) -> None:
    _change(draft, chance, "title", f"Of {chance.choice(WORDS)} {draft.next()}")


def change_an_abstract(draft: Draft, chance: Random) -> None:
    _change(draft, chance, "abstract", f"We {chance.choice(WORDS)} {draft.next()} times.")


def change_a_date(draft: Draft, chance: Random) -> None:
    _change(draft, chance, "date", chance.choice(DAYS))


def change_authors(draft: Draft, chance: Random) -> None:
    _change(draft, chance, "authors", chance.sample(AUTHORS, chance.randint(0, 3)))


def change_many_authors(draft: Draft, chance: Random) -> None:
    """Seven authors and more: a list shows the first five and a number."""
    _change(draft, chance, "authors", [*chance.sample(AUTHORS, 4), *AUTHORS[4:]])


def change_upvotes(draft: Draft, chance: Random) -> None:
    _change(draft, chance, "upvotes", chance.randint(0, 5))


def change_the_publication(draft: Draft, chance: Random) -> None:
    _change(draft, chance, "published", chance.choice(MONTHS))


def change_a_venue(draft: Draft, chance: Random) -> None:
    _change(draft, chance, "venue", chance.choice(VENUES))


def retag(draft: Draft, chance: Random) -> None:
    number = min(len(draft.tags), chance.randint(0, 3))
    _change(draft, chance, "tags", chance.sample([*draft.tags], number))


def rename_a_paper(draft: Draft, chance: Random) -> None:
    """Give a paper another address, and mostly keep the old one."""
    if draft.papers:
        path = _paper(draft, chance)
        fields = draft.papers.pop(path)
        folder, _, slug = path.rpartition("/")
        if chance.randint(0, 2):
            fields["aliases"] = [*fields.get("aliases", []), slug]
        draft.papers[f"{folder}/r{draft.next()}"] = fields


def take_an_old_address_back(draft: Draft, chance: Random) -> None:
    """Rename a paper to the address that it had before."""
    renamed = [path for path, fields in draft.papers.items() if fields.get("aliases")]
    if renamed:
        path = chance.choice(sorted(renamed))
        fields = draft.papers.pop(path)
        fields["aliases"], slug = fields["aliases"][:-1], fields["aliases"][-1]
        draft.papers[f"{path.rpartition('/')[0]}/{slug}"] = fields


def exchange_two_papers(draft: Draft, chance: Random) -> None:
    """Let each of two papers have the file of the other."""
    one, other = _paper(draft, chance), _paper(draft, chance)
    papers = draft.papers
    papers[one], papers[other] = papers[other], papers[one]


def move_a_paper(draft: Draft, chance: Random) -> None:
    """Put a paper into another folder; its address stays."""
    if draft.papers:
        path = _paper(draft, chance)
        fields = draft.papers.pop(path)
        draft.papers[f"moved{draft.next()}/{path.rpartition('/')[2]}"] = fields


def add_a_tag(draft: Draft, chance: Random) -> None:
    number = draft.next()
    tag = {"label": f"Tag {number}", "description": "A new one."}
    if chance.randint(0, 1):
        tag["parent"] = chance.choice([name for name, held in draft.tags.items() if _is_area(held)])
    draft.tags[f"tag{number}"] = tag


def remove_a_tag(draft: Draft, chance: Random) -> None:
    """Remove a tag without tags below it, also from the papers."""
    parents = {tag.get("parent") for tag in draft.tags.values()}
    free = [name for name in draft.tags if name not in parents]
    if len(free) > 1:
        gone = chance.choice(free)
        del draft.tags[gone]
        for fields in draft.papers.values():
            fields["tags"] = [tag for tag in fields["tags"] if tag != gone]


def change_a_label(draft: Draft, chance: Random) -> None:
    draft.tags[chance.choice([*draft.tags])]["label"] = f"Label & {draft.next()}"


def change_a_description(draft: Draft, chance: Random) -> None:
    """Change what is said of a tag, often of one that no paper has."""
    names = ["rare"] if "rare" in draft.tags and chance.randint(0, 1) else [*draft.tags]
    draft.tags[chance.choice(names)]["description"] = f"About <it> {draft.next()}."


def change_a_parent(draft: Draft, chance: Random) -> None:
    topics = [tag for tag in draft.tags.values() if not _is_area(tag)]
    if topics:
        areas = [name for name, tag in draft.tags.items() if _is_area(tag)]
        chance.choice(topics)["parent"] = chance.choice(areas)


def make_a_topic_an_area(draft: Draft, chance: Random) -> None:
    topics = [tag for tag in draft.tags.values() if not _is_area(tag)]
    if topics:
        del chance.choice(topics)["parent"]


def change_the_order_of_tags(draft: Draft, chance: Random) -> None:
    names = [*draft.tags]
    chance.shuffle(names)
    draft.tags = {name: draft.tags[name] for name in names}


def change_the_sites_words(draft: Draft, chance: Random) -> None:
    draft.words[chance.choice(sorted(draft.words))] = f"Words & {draft.next()}"


def change_papers_per_page(draft: Draft, chance: Random) -> None:
    draft.papers_per_page = chance.choice([1, 2, 3, 5])


def change_the_navigation(draft: Draft, chance: Random) -> None:
    draft.nav = chance.choice(
        [
            NAV,
            NAV[:-1],
            [*NAV, "A guide: guide.md"],
            [*NAV[:-1], "about.md"],
            [*NAV[:-1], "Ours: [about.md, guide.md]"],
        ]
    )


def change_the_address(draft: Draft, chance: Random) -> None:
    draft.environment["SITE_URL"] = f"https://example.org/{chance.randint(0, 2)}/"


def change_the_day_of_the_build(draft: Draft, chance: Random) -> None:
    draft.environment["SOURCE_DATE_EPOCH"] = str(chance.randint(10**9, 10**9 + 2))


def change_a_template(draft: Draft, chance: Random) -> None:
    name = chance.choice(["404.html", "main.html", "frame.html", "partials/top.html"])
    draft.theme[f"generator/theme/{name}"] += b"<!-- %d -->" % draft.next()


def empty_a_template(draft: Draft, _chance: Random) -> None:
    """A site without a page of its own for what is not there."""
    draft.theme["generator/theme/404.html"] = b"{# none #}"


def change_a_style_sheet(draft: Draft, _chance: Random) -> None:
    draft.theme["generator/theme/assets/digest.css"] += b"\n/* %d */\n" % draft.next()


def add_or_remove_an_asset(draft: Draft, _chance: Random) -> None:
    if not draft.theme.pop("generator/theme/assets/more.css", None):
        draft.theme["generator/theme/assets/more.css"] = b"p {}"


def add_a_page(draft: Draft, chance: Random) -> None:
    """Add a hand-written page, perhaps with a link to a paper."""
    number, text = draft.next(), "# Own {n}\n\nWords and [us](about.md).\n"
    if draft.papers and chance.randint(0, 1):
        text += f"\n[paper](papers/{_paper(draft, chance).rpartition('/')[2]}.md)\n"
    draft.own[f"own{number}.md"] = text.replace("{n}", str(number))


def change_a_page(draft: Draft, chance: Random) -> None:
    draft.own[chance.choice(_pages(draft))] += f"\nMore words {draft.next()}.\n"


def change_a_heading(draft: Draft, _chance: Random) -> None:
    """Another page has a link to this heading."""
    about = draft.own.get("about.md", "")
    draft.own["about.md"] = about.replace("## Whose words", f"## Words {draft.next()}")


def retitle_a_page(draft: Draft, _chance: Random) -> None:
    """A page whose title and mark the navigation may show."""
    number = draft.next()
    draft.own["about.md"] = f"---\ntitle: Us {number}\nstatus: new\n---\n\n# Us {number}\n\nNew.\n"


def mark_a_page(draft: Draft, _chance: Random) -> None:
    """A page gets a mark that the theme shows beside its title in the navigation."""
    text = draft.own.get("guide.md", "")
    draft.own["guide.md"] = text.replace("---\n", "---\nstatus: new\n", 1)


def remove_a_page(draft: Draft, chance: Random) -> None:
    del draft.own[chance.choice(_pages(draft))]


def move_a_page(draft: Draft, chance: Random) -> None:
    """Move a page into a folder of its name: the address stays, its links lead elsewhere."""
    path = chance.choice(_pages(draft))
    if not path.endswith("/index.md"):
        text = draft.own.pop(path)
        draft.own[f"{path.removesuffix('.md')}/index.md"] = text


def change_an_image(draft: Draft, _chance: Random) -> None:
    draft.own["img/us.svg"] = f"<svg>{draft.next()}</svg>"


def remove_images(draft: Draft, chance: Random) -> None:
    images = [path for path in draft.own if path.startswith("img/")]
    if "img/us.svg" in draft.own and chance.randint(0, 1):
        draft.own["about.md"] = "# About\n\n## Whose words\n\nNo image.\n"
    for path in images:
        del draft.own[path]


def make_a_folder_of_a_file(draft: Draft, _chance: Random) -> None:
    """Let a file become a folder, or the folder the file again."""
    if draft.own.pop("files/list", None):
        draft.own["files/list/all.txt"] = "a list"
    elif draft.own.pop("files/list/all.txt", None):
        draft.own["files/list"] = "a list"


def replace_an_asset(draft: Draft, _chance: Random) -> None:
    """Let docs/ have a file of its own in the place of one of the theme, or no longer."""
    if not draft.own.pop("assets/digest.css", None):
        draft.own["assets/digest.css"] = "p {}"


def settle_an_author(draft: Draft, chance: Random) -> None:
    """Give an author a record, at the address of the name or at another, or another record."""
    name, number = _author(draft, chance), draft.next()
    slug = chance.choice([slugify(name), f"person-{number}"])
    draft.people[slug] = {"name": chance.choice([name, f"{name} (Dr)"]), "also": [name]}


def join_two_authors(draft: Draft, chance: Random) -> None:
    one, other = _author(draft, chance), _author(draft, chance)
    draft.people[slugify(one)] = {"name": one, "also": [other]}


def part_an_author(draft: Draft, chance: Random) -> None:
    """Let one of the papers that a name signs be another person's."""
    signed = [path for path, fields in draft.papers.items() if fields["authors"]]
    if signed:
        path = chance.choice(sorted(signed))
        name = chance.choice(draft.papers[path]["authors"])
        record = {"name": name, "papers": [path.rpartition("/")[2]]}
        draft.people[f"other-{draft.next()}"] = record


def change_a_persons_name(draft: Draft, chance: Random) -> None:
    """Change what pages show of a person, or by what name citations and lists know them."""
    if draft.people:
        person = draft.people[chance.choice(sorted(draft.people))]
        if chance.randint(0, 1):
            person["also"] = [*person.get("also", []), person["name"]]
            person["name"] = f"Person & <b> {draft.next()}"
        else:
            person["family"] = person["name"].split()[0]


def forget_a_person(draft: Draft, chance: Random) -> None:
    if draft.people:
        del draft.people[chance.choice(sorted(draft.people))]


SOURCE_EDITS: list[Callable[[Draft, Random], None]] = [
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
    settle_an_author,
    join_two_authors,
    part_an_author,
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


# ---- Edits on disk ----


def delete_a_made_page(root: Path, draft: Draft, chance: Random) -> None:
    _any_file(root / "docs", chance, but=draft).unlink()


def delete_a_made_folder(root: Path, _draft: Draft, chance: Random) -> None:
    shutil.rmtree(
        root / "docs" / chance.choice(["tags", "papers", "search", "dates"]), ignore_errors=True
    )


def delete_a_file_of_the_site(root: Path, _draft: Draft, chance: Random) -> None:
    _any_file(root / "site", chance).unlink()


def delete_a_folder_of_the_site(root: Path, _draft: Draft, chance: Random) -> None:
    shutil.rmtree(
        root / "site" / chance.choice(["tags", "papers", "search", "assets"]), ignore_errors=True
    )


def delete_the_site(root: Path, _draft: Draft, _chance: Random) -> None:
    shutil.rmtree(root / "site", ignore_errors=True)


def change_a_file_of_the_site(root: Path, _draft: Draft, chance: Random) -> None:
    with _any_file(root / "site", chance).open("ab") as file:
        file.write(b"by hand")


def empty_a_file_of_the_site(root: Path, _draft: Draft, chance: Random) -> None:
    _any_file(root / "site", chance).write_bytes(b"")


def add_a_file_to_the_site(root: Path, _draft: Draft, chance: Random) -> None:
    folder = root / "site" / chance.choice(["papers", "strange/deep", "."])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "strange.html").write_bytes(b"by hand")


def touch_a_file(root: Path, _draft: Draft, chance: Random) -> None:
    folder = chance.choice(["docs", "site", "papers", "generator"])
    os.utime(_any_file(root / folder, chance))


def touch_all_files(root: Path, _draft: Draft, chance: Random) -> None:
    for path in (root / chance.choice(["docs", "site", "papers"])).rglob("*"):
        os.utime(path)


def delete_the_cache(root: Path, _draft: Draft, _chance: Random) -> None:
    shutil.rmtree(root / ".cache", ignore_errors=True)


def delete_a_file_of_the_cache(root: Path, _draft: Draft, chance: Random) -> None:
    kept = sorted((root / ".cache").glob("[!.]*"))
    if kept:
        chance.choice(kept).unlink()


def bring_something_older_back(root: Path, _draft: Draft, chance: Random) -> None:
    """Put back what the first build left, as a service that keeps caches may."""
    name = chance.choice([".cache", "docs", "site"])
    shutil.rmtree(root / name, ignore_errors=True)
    shutil.copytree(older(root) / name, root / name)


def copy_everything(root: Path, _draft: Draft, _chance: Random) -> None:
    """Move the project to another disk and back."""
    away = root.with_name(f"{root.name}-away")
    root.rename(away)
    shutil.copytree(away, root)
    shutil.rmtree(away)


def older(root: Path) -> Path:
    """Return where the state after the first build of a project is kept."""
    return root.with_name(f"{root.name}-older")


DISK_EDITS: list[Callable[[Path, Draft, Random], None]] = [
    delete_a_made_page,
    delete_a_made_folder,
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
    bring_something_older_back,
    copy_everything,
]


def _any_file(folder: Path, chance: Random, but: Draft | None = None) -> Path:
    """Return a file below a folder that is no source, nor hidden."""
    sources = but.files() if but else {}
    found = sorted(
        path
        for path in folder.rglob("[!.]*")
        if path.is_file() and f"docs/{path.relative_to(folder).as_posix()}" not in sources
    )
    return chance.choice(found)


def _paper(draft: Draft, chance: Random) -> str:
    return chance.choice(sorted(draft.papers))


def _author(draft: Draft, chance: Random) -> str:
    names: set[str] = {name for fields in draft.papers.values() for name in fields["authors"]}
    return chance.choice(sorted(names) or AUTHORS)


def _change(draft: Draft, chance: Random, name: str, value: object) -> None:
    if draft.papers:
        draft.papers[_paper(draft, chance)][name] = value


def _is_area(tag: dict[str, str]) -> bool:
    return "parent" not in tag


def _pages(draft: Draft) -> list[str]:
    return sorted(path for path in draft.own if path.endswith(".md"))
