"""The commands that check the entries and build the site."""

import click

from generator.cli.output import alone, chosen_of, exits, project
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
@exits
def check() -> None:
    """Check all entries, the tags and the authors."""
    site = load.load(project())
    click.echo(
        f"{quantity(len(site.papers), 'paper')} on {quantity(len(site.by_day), 'day')}: no problems"
    )


@click.command()
@exits
def build() -> None:
    """Write the pages of docs/ from the entries, without site/."""
    config = project()
    with alone(config):
        _, outcome = sources.build(config)
    click.echo(_summary(outcome))


@click.command()
@click.option(
    "--builder",
    default=BUILDERS[0],
    show_default=True,
    type=click.Choice(BUILDERS),
    help="What makes site/ of docs/; Zensical, if it is installed, always builds all of it.",
)
@click.option("--search-later", is_flag=True, hidden=True)  # for the preview's first look
@exits
def site(builder: str, search_later: bool) -> None:
    """Build the site: docs/ from the entries, site/ from docs/; only what changed."""
    _build_site(project(), builder, search_later=search_later)
    click.echo(f"To look at them: make serve, then open http://{preview.HOST}:{preview.PORT}/")


@click.command()
@click.option("--port", default=preview.PORT, show_default=True, type=click.IntRange(1, 65535))
@exits
def serve(port: int) -> None:
    """Show the site here; saved changes appear by themselves."""
    config = project()
    preview.serve(config, lambda: _build_site(config), click.echo, port)


@click.command()
@exits
def clean() -> None:
    """Remove the pages made in docs/, and nothing else."""
    config = project()
    with alone(config):
        outcome = sources.clear(config)
    click.echo(f"docs/: {quantity(outcome.removed, 'file')} removed")


@click.command()
@click.argument("entries", nargs=-1, metavar="[ENTRY]...")
@exits
def tags(entries: tuple[str, ...]) -> None:
    """Show which words of entries lead to which tags.

    ENTRY is a slug or a file, such as 2402.07197 or papers/2025/2402.07197.md; all entries if
    none is named. A tag marked + is in the entry, - is not; * has no word that leads to it.
    """
    whole = load.load(project())
    tagger = Tagger(whole.taxonomy)
    for paper in chosen_of(whole.papers, entries):
        click.echo(f"{paper.path}: {paper.title}")
        for line in tagging.lines(paper.tags, tagger.evidence(paper.title, paper.abstract)):
            click.echo(f"  {line}")


@click.command()
@click.option("--most", default=20, show_default=True, type=click.IntRange(1), help="Groups shown.")
@exits
def authors(most: int) -> None:
    """Propose names that are likely one person's; write nothing.

    Each group of names is printed with what speaks for it and the lines that make it one person in
    authors.yml; copy those that are right. Of two people write 'not: [the other's name]' below
    the name of one.
    """
    whole = load.load(project())
    found = duplicate_authors.doubles(whole)
    for double in found[:most]:
        click.echo(duplicate_authors.proposal(double, whole))
    shown = f"; these are the first {most:,}" if len(found) > most else ""
    click.echo(f"# likely one person's: {quantity(len(found), 'group')} of names{shown}")


def _build_site(config: Config, builder: str = BUILDERS[0], *, search_later: bool = False) -> None:
    require(builder)
    with alone(config):
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
