"""The command line: the only code that prints, prompts, shows progress and exits."""

from generator.cli import building, importing
from generator.cli.app import main

for _command in (*building.COMMANDS, *importing.COMMANDS):
    main.add_command(_command)

__all__ = ["main"]
