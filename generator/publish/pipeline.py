"""The build pipeline: skip it if nothing changed; otherwise write ``docs/``, then ``site/``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.core.config import Config
from generator.publish import build_docs, incremental, mkdocs_pages, whole_site
from generator.publish.docs_writer import WriteResult
from generator.publish.incremental import BuildResult
from generator.publish.no_change import ChangeDetector, Counts
from generator.storage.files import explain_disk_errors

BUILDERS = ("mkdocs", "zensical")
"""The site builders. The first one is the default."""


@dataclass(frozen=True, slots=True)
class PipelineResult:
    """The result of a build.

    Attributes:
        counts: The number of generated files, pages and papers.
        site: The changes in ``site/``, or None if there was nothing to build.
    """

    counts: Counts
    site: BuildResult | None


def run(
    config: Config,
    builder: str,
    report_docs: Callable[[WriteResult], object],
    *,
    search_later: bool = False,
) -> PipelineResult:
    """Build ``docs/`` from the entries, and ``site/`` from ``docs/``.

    Args:
        config: The project.
        builder: One of ``BUILDERS``.
        report_docs: Called with the changes in ``docs/``, before ``site/`` is built.
        search_later: Whether to keep the previous search index if a new one takes seconds.

    Returns:
        The counts, and the changes in ``site/``.

    Raises:
        ContentError: The papers or the tags have problems; nothing is written.
        CannotRun: The site builder is missing or reports a problem, or the disk refuses.
    """
    if builder == "zensical":
        whole_site.require_zensical()  # before anything is written
    changes = ChangeDetector(config)
    if builder == BUILDERS[0] and (counts := changes.counts_if_unchanged()):
        report_docs(WriteResult(0, counts.files, 0))
        return PipelineResult(counts, None)
    library, written = build_docs.build(config, search_later=search_later)
    report_docs(written)
    built = build_site(config, written.digests, builder)
    pages = built.pages - library.uncounted_pages
    counts = Counts(len(written.digests), pages, len(library.papers))
    if built.states is not None and not search_later:
        changes.record_build(written.states, built.states, counts)
    return PipelineResult(counts, built)


def build_site(
    config: Config, digests: Mapping[str, str], builder: str = BUILDERS[0]
) -> BuildResult:
    """Build ``site/`` from ``docs/``, incrementally if the builder and the settings allow it.

    Args:
        config: The project.
        digests: The digest of each generated file, by its path in ``docs/``.
        builder: One of ``BUILDERS``.

    Returns:
        The changes in ``site/``.

    Raises:
        CannotRun: The site builder reports a problem, or the disk refuses.
    """
    with explain_disk_errors(config.site):
        if builder == "zensical":
            build, reason = whole_site.build_with_zensical, "Zensical is not incremental"
        else:
            project = mkdocs_pages.MkDocsProject(config.root, digests)
            if project.supports_incremental:
                return incremental.build(config, digests, project)
            build = whole_site.build_with_mkdocs
            reason = "the settings contain plugins, hooks or use_directory_urls: false"
        incremental.forget_previous_build(config)
        pages = build(config)
        return BuildResult(pages, pages, 0, reason)
