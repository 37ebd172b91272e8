"""The commands that check the entries and build the site."""

import click

from generator.cli.output import handle_errors, load_config, project_lock, select_papers
from generator.core.config import Config
from generator.library import duplicate_authors, load, tagging
from generator.library.tagging import Tagger
from generator.publish import build_docs, pipeline, preview
from generator.publish.docs_writer import WriteResult
from generator.publish.incremental import BuildResult
from generator.publish.no_change import Counts
from generator.publish.pipeline import BUILDERS
from generator.text.strings import quantity


@click.command()
@handle_errors
def check() -> None:
    """Check all entries, the taxonomy and the authors."""
    site = load.load(load_config())
    papers, days = quantity(len(site.papers), "paper"), quantity(len(site.by_day), "day")
    click.echo(f"{papers} on {days}: no problems")


@click.command()
@handle_errors
def build() -> None:
    """Generate the pages in docs/, without building site/."""
    config = load_config()
    with project_lock(config):
        _, result = build_docs.build(config)
    click.echo(_describe_docs(result))


@click.command()
@click.option(
    "--builder",
    default=BUILDERS[0],
    show_default=True,
    type=click.Choice(BUILDERS),
    help="Site builder. Zensical must be installed separately and always rebuilds everything.",
)
@click.option("--search-later", is_flag=True, hidden=True)  # for a fast start of the preview
@handle_errors
def site(builder: str, search_later: bool) -> None:
    """Build the website in site/; rebuild only what changed.

    Generates the pages in docs/ from the entries, then site/ from docs/.
    """
    _build_site(load_config(), builder, search_later=search_later)
    click.echo(f"To view it, run 'make serve' and open http://{preview.HOST}:{preview.PORT}/")


@click.command()
@click.option(
    "--port",
    default=preview.PORT,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port of the preview.",
)
@handle_errors
def serve(port: int) -> None:
    """Preview the website; the browser reloads on every change."""
    config = load_config()
    preview.serve(config, lambda: _build_site(config), click.echo, port)


@click.command()
@handle_errors
def clean() -> None:
    """Delete the generated pages in docs/."""
    config = load_config()
    with project_lock(config):
        result = build_docs.clear(config)
    click.echo(f"docs/: {quantity(result.removed, 'file')} removed")


@click.command()
@click.argument("entries", nargs=-1, metavar="[ENTRY]...")
@handle_errors
def tags(entries: tuple[str, ...]) -> None:
    """Show which words in entries suggest which tags.

    ENTRY is a slug or a file, such as 2402.07197 or papers/2025/2402.07197.md; the default is all
    entries. Each suggested tag is marked with + if the entry has it, otherwise with -. Tags of the
    entry that no word suggests are marked with *.
    """
    site = load.load(load_config())
    tagger = Tagger(site.taxonomy)
    for paper in select_papers(site.papers, entries):
        click.echo(f"{paper.path}: {paper.title}")
        for line in tagging.explain(paper.tags, tagger.find_evidence(paper.title, paper.abstract)):
            click.echo(f"  {line}")


@click.command()
@click.option(
    "--most",
    default=20,
    show_default=True,
    type=click.IntRange(1),
    help="Maximum number of groups to show.",
)
@handle_errors
def authors(most: int) -> None:
    """Suggest names that may belong to the same person.

    Each group of names is printed with the reasons and with lines for authors.yml that merge
    them. Copy the correct lines. If two names belong to different people, write 'not: [OTHER
    NAME]' in the record of one of them. This command writes nothing.
    """
    site = load.load(load_config())
    groups = duplicate_authors.find_duplicates(site)
    for group in groups[:most]:
        click.echo(duplicate_authors.format_proposal(group, site))
    rest = f"; showing the first {most:,}" if len(groups) > most else ""
    count = quantity(len(groups), "group")
    click.echo(f"# {count} of names that may belong to the same person{rest}")


def _build_site(config: Config, builder: str = BUILDERS[0], *, search_later: bool = False) -> None:
    with project_lock(config):
        result = pipeline.run(
            config,
            builder,
            lambda written: click.echo(_describe_docs(written)),
            search_later=search_later,
        )
    click.echo(f"{_describe_site(result.counts)}; {_describe_build(result.site)}")


def _describe_site(counts: Counts) -> str:
    return f"site/: {quantity(counts.pages, 'page')} for {quantity(counts.papers, 'paper')}"


def _describe_docs(result: WriteResult) -> str:
    written = quantity(result.written, "file")
    return f"docs/: {written} written, {result.unchanged:,} unchanged, {result.removed:,} removed"


def _describe_build(result: BuildResult | None) -> str:
    if result is None or not (result.full_build_reason or result.built or result.removed):
        return "nothing to build"
    if result.full_build_reason:
        return f"everything rebuilt ({result.full_build_reason})"
    return f"{quantity(result.built, 'file')} built, {result.removed:,} removed"


COMMANDS = (check, build, site, serve, clean, tags, authors)
