"""The cases: a first build, no change, one more paper, and one paper with other tags."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from searching import papers as corpus
from searching.papers import PaperText
from searching.table import log_progress

from generator.library import entry_file, schema
from scaling import costs, generated
from scaling.costs import BuildFailed, Cost, Files, Size
from scaling.systems import Sources, System

COLD = "first build"
UNCHANGED = "no change"
ADDED = "one more paper"
RETAGGED = "one old paper retagged"

_MIN_PAPERS = 2


@dataclass(frozen=True)
class Papers:
    """The papers of a benchmark, and two papers that are added or changed later."""

    first: list[PaperText]
    added: PaperText
    """Another paper, of the newest day."""

    retagged: PaperText
    """The oldest paper, with other tags."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The cost of a build, the files of the site, and those that the build changed."""

    cost: Cost
    site: Size
    changed: Size


Measures = Mapping[tuple[str, str], Sequence[Measure]]
"""The measures of all runs, by case and system."""


@dataclass
class Bench:
    """Builds the same papers with several systems and measures each build."""

    sources: Sources
    papers: Papers
    systems: list[System]
    measures: dict[tuple[str, str], list[Measure]] = field(
        default_factory=lambda: defaultdict(list)
    )
    failures: dict[str, str] = field(default_factory=dict)
    """The error of each system that failed; it is not built again."""

    sites: dict[str, Files] = field(default_factory=dict)

    def round(self, cases: Sequence[str]) -> None:
        """Measure some cases, each with all systems in turn, and restore the sources."""
        self.sites.clear()
        for case in cases:
            self._change(case)
            for system in self.systems:
                if system.name not in self.failures:
                    self._build(case, system)
        self._restore()

    def _change(self, case: str) -> None:
        if case == ADDED:
            self.sources.write(self.papers.added)
        elif case == RETAGGED:
            self.sources.write(self.papers.retagged)

    def _restore(self) -> None:
        self.sources.remove(self.papers.added)
        slug = self.papers.retagged.paper.slug
        original = next(text for text in self.papers.first if text.paper.slug == slug)
        self.sources.write(original)

    def _build(self, case: str, system: System) -> None:
        command = system.command
        if case == COLD:
            system.clear()
        elif case != UNCHANGED:
            command += system.after_a_change
        log_progress(f"{system.name}, {case}")
        try:
            cost = costs.run(command, system.folder, system.environment)
        except BuildFailed as error:
            self.failures[system.name] = f"{system.name}, {case}: {error}"
            return
        site, before = costs.digests(system.site), self.sites.get(system.name, {})
        changed = costs.size(costs.changed(before, site))
        self.measures[case, system.name].append(Measure(cost, costs.size(site), changed))
        self.sites[system.name] = site


def read(source: Path | None, count: int) -> list[PaperText]:
    """Return some papers and one more.

    Args:
        source: The corpus; without one, the papers are generated.
        count: The number of papers. A corpus may have fewer.

    Raises:
        SystemExit: The corpus has fewer than two valid papers.
    """
    texts = list(islice(corpus.valid_papers(source) if source else generated.papers(), count + 1))
    if len(texts) < _MIN_PAPERS:
        raise SystemExit(f"{source} has fewer than {_MIN_PAPERS} valid papers")
    if len(texts) <= count:
        log_progress(f"only {len(texts):,} valid papers were found")
    return texts


def choose_papers(texts: Sequence[PaperText], count: int) -> Papers:
    """Choose the papers of the first build, the one to add and the one to change."""
    first = list(texts[: min(count, len(texts) - 1)])
    newest = max(text.paper.date for text in first)
    oldest = min(first, key=lambda text: (text.paper.date, text.paper.slug))
    topics = [tag.slug for tag in corpus.load_taxonomy().tags.values() if tag.parent]
    others = [topic for topic in topics if topic not in oldest.paper.tags]
    return Papers(
        first,
        _with(texts[len(first)], date=newest),
        _with(oldest, tags=others[: max(1, len(oldest.paper.tags))]),
    )


def _with(text: PaperText, **fields: object) -> PaperText:
    """Return a paper with some fields replaced."""
    path = text.paper.path
    entry = entry_file.parse(text.entry, path)
    changed = entry_file.render({**entry.fields, **fields}, entry.abstract)
    return PaperText(schema.check(entry_file.parse(changed, path))[0], changed)
