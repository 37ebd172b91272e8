"""The command itself: its name, its help, and the project it is for."""

from importlib.metadata import version
from pathlib import Path

import click

_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 96}


@click.group(context_settings=_HELP)
@click.version_option(version("paper-digest"), prog_name="paper-digest")
@click.option(
    "-C",
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    metavar="FOLDER",
    help="The project's folder, with mkdocs.yml; this one if not named.",
)
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Make a website of research-paper digests from the entries in papers/.

    \b
    A first tour:
      paper-digest import capture.txt --date 2025-03-11   entries from a saved list of papers
      paper-digest check                                  is everything in papers/ right?
      paper-digest site                                   build the site into site/
      paper-digest serve                                  look at it while you edit

    \b
    Exit codes: 0 done, 1 something in the content is to be mended (each problem is printed
    as file:line: error: what it is; what to write), 2 the run itself was not possible,
    130 stopped by Ctrl-C.
    """  # noqa: D301 (\b keeps lines apart in click's help)
    context.obj = project.resolve()
