"""The cases: a first build, one without a change, one paper more, one with other tags."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from searching import papers as corpus
from searching.papers import Text
from searching.table import log_progress

from generator.library import entry_file, schema
from scaling import costs, invented
from scaling.costs import BuildFailed, Cost, Files, Size
from scaling.systems import Sources, System

COLD = "first build"
UNCHANGED = "no change"
ADDED = "one more paper"
RETAGGED = "one old paper retagged"

_FEWEST = 2


@dataclass(frozen=True)
class Papers:
    """The papers of a benchmark, and the two that come later."""

    first: list[Text]
    added: Text
    """A further one, of the newest day."""

    retagged: Text
    """The oldest one, with other tags."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one build cost, the files of its site, and those of them that it changed."""

    cost: Cost
    site: Size
    changed: Size


Measures = Mapping[tuple[str, str], Sequence[Measure]]
"""The measures of all runs, by case and system."""


@dataclass
class Bench:
    """The systems at work: their sources, what they made last, and what was measured."""

    sources: Sources
    papers: Papers
    systems: list[System]
    measures: dict[tuple[str, str], list[Measure]] = field(
        default_factory=lambda: defaultdict(list)
    )
    failures: dict[str, str] = field(default_factory=dict)
    """What the builds that failed said; a system that failed takes no further part."""

    sites: dict[str, Files] = field(default_factory=dict)

    def round(self, cases: Sequence[str]) -> None:
        """Go through some cases, in each all systems in turn, and leave the sources as before."""
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
        self.sources.write(next(each for each in self.papers.first if each.paper.slug == slug))

    def _build(self, case: str, system: System) -> None:
        command = system.command
        if case == COLD:
            system.forget()
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


def read(source: Path | None, count: int) -> list[Text]:
    """Return some papers and one more, of a corpus or else invented; all that a corpus has.

    Raises:
        SystemExit: the corpus has none to build and one to add.
    """
    texts = list(islice(corpus.accepted(source) if source else invented.papers(), count + 1))
    if len(texts) < _FEWEST:
        raise SystemExit(f"{source} has fewer than {_FEWEST} papers without a problem")
    if len(texts) <= count:
        log_progress(f"only {len(texts):,} papers without a problem are there")
    return texts


def chosen(texts: Sequence[Text], count: int) -> Papers:
    """Return the first of some papers, or all but one, and what comes later."""
    first = list(texts[: min(count, len(texts) - 1)])
    newest = max(text.paper.date for text in first)
    oldest = min(first, key=lambda text: (text.paper.date, text.paper.slug))
    topics = [tag.slug for tag in corpus.tags().tags.values() if tag.parent]
    others = [topic for topic in topics if topic not in oldest.paper.tags]
    return Papers(
        first,
        _with(texts[len(first)], date=newest),
        _with(oldest, tags=others[: max(1, len(oldest.paper.tags))]),
    )


def _with(text: Text, **fields: object) -> Text:
    """Return a paper with other fields."""
    path = text.paper.path
    before = entry_file.parse(text.entry, path)
    written = entry_file.render({**before.fields, **fields}, before.abstract)
    return Text(schema.check(entry_file.parse(written, path))[0], written)
