"""The command ``paper-digest``, to which the other modules add their subcommands."""

from importlib.metadata import version
from pathlib import Path

import click

_CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 96}


@click.group(context_settings=_CONTEXT_SETTINGS)
@click.version_option(version("paper-digest"), prog_name="paper-digest")
@click.option(
    "-C",
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    metavar="FOLDER",
    help="Project folder, which contains mkdocs.yml; by default the current folder.",
)
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Build a website from the entries in papers/.

    \b
    First steps:
      paper-digest import capture.txt --date 2025-03-11   import a list
      paper-digest check                                  check all entries
      paper-digest site                                   build the website
      paper-digest serve                                  preview it

    \b
    Exit codes:
      0    success
      1    content problems, printed as FILE:LINE: error: PROBLEM; HOW TO FIX IT
      2    the command could not run
      130  interrupted with Ctrl-C
    """  # noqa: D301 (click keeps the line breaks of a paragraph that begins with \b)
    context.obj = project.resolve()
