"""The commands that check the entries and build the site."""

import click

from generator.cli.output import handle_errors, load_config, project_lock, select_papers
from generator.core.config import Config
from generator.library import duplicate_authors, load, tagging
from generator.library.tagging import Tagger
from generator.publish import docs as sources
from generator.publish import preview
from generator.publish.docs_writer import Outcome
from generator.publish.incremental import BUILDERS, Published, publish, require
from generator.publish.no_change import Counts, Look
from generator.text.plain import quantity


@click.command()
@handle_errors
def check() -> None:
    """Check all entries, the taxonomy and the authors."""
    site = load.load(load_config())
    click.echo(
        f"{quantity(len(site.papers), 'paper')} on {quantity(len(site.by_day), 'day')}: no problems"
    )


@click.command()
@handle_errors
def build() -> None:
    """Generate the pages in docs/, without building site/."""
    config = load_config()
    with project_lock(config):
        _, outcome = sources.build(config)
    click.echo(_summary(outcome))


@click.command()
@click.option(
    "--builder",
    default=BUILDERS[0],
    show_default=True,
    type=click.Choice(BUILDERS),
    help="Site builder; Zensical must be installed and always rebuilds everything.",
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
        outcome = sources.clear(config)
    click.echo(f"docs/: {quantity(outcome.removed, 'file')} removed")


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
        for line in tagging.lines(paper.tags, tagger.evidence(paper.title, paper.abstract)):
            click.echo(f"  {line}")


@click.command()
@click.option(
    "--most",
    default=20,
    show_default=True,
    type=click.IntRange(1),
    help="Number of groups to show.",
)
@handle_errors
def authors(most: int) -> None:
    """Suggest names that may belong to the same person.

    Each group of names is printed with the reasons and with lines for authors.yml that join them.
    Copy the lines that are right. If two names belong to different people, write 'not: [OTHER
    NAME]' in the record of one of them. This command writes nothing.
    """
    whole = load.load(load_config())
    found = duplicate_authors.doubles(whole)
    for double in found[:most]:
        click.echo(duplicate_authors.proposal(double, whole))
    shown = f"; these are the first {most:,}" if len(found) > most else ""
    click.echo(f"# likely one person's: {quantity(len(found), 'group')} of names{shown}")


def _build_site(config: Config, builder: str = BUILDERS[0], *, search_later: bool = False) -> None:
    require(builder)
    with project_lock(config):
        look = Look(config)
        if builder == BUILDERS[0] and (counts := look.unchanged()):
            click.echo(_summary(Outcome(0, counts.files, 0)))
            click.echo(f"{_counted(counts)}; nothing to build")
            return
        whole, outcome = sources.build(config, search_later=search_later)
        click.echo(_summary(outcome))
        published = publish(config, outcome.digests, builder)
        pages = published.pages - whole.uncounted_pages
        counts = Counts(len(outcome.digests), pages, len(whole.papers))
        click.echo(f"{_counted(counts)}; {_done(published)}")
        if published.states is not None and not search_later:
            look.keep(outcome.states, published.states, counts)


def _counted(counts: Counts) -> str:
    return f"site/: {quantity(counts.pages, 'page')} for {quantity(counts.papers, 'paper')}"


def _summary(outcome: Outcome) -> str:
    written = quantity(outcome.written, "file")
    return f"docs/: {written} written, {outcome.unchanged:,} unchanged, {outcome.removed:,} removed"


def _done(published: Published) -> str:
    if published.why:
        return f"all built ({published.why})"
    if not published.built and not published.removed:
        return "nothing to build"
    return f"{quantity(published.built, 'file')} built, {published.removed:,} removed"


COMMANDS = (check, build, site, serve, clean, tags, authors)
