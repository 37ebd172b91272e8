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
    help="Folder of the project, with mkdocs.yml; by default the current folder.",
)
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Build a website of research-paper digests from the entries in papers/.

    \b
    First steps:
      paper-digest import capture.txt --date 2025-03-11   import a list
      paper-digest check                                  check all entries
      paper-digest site                                   build the website
      paper-digest serve                                  preview it

    \b
    Exit codes:
      0    done
      1    problems in the content, printed as FILE:LINE: error: FAULT; REMEDY
      2    the command cannot run
      130  interrupted with Ctrl-C
    """  # noqa: D301 (click keeps the line breaks of a paragraph that begins with \b)
    context.obj = project.resolve()
