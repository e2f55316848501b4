"""The command `kg`: which commands there are, and the one place where errors become a line."""

import atexit
import gc
import importlib
from pathlib import Path
from typing import Any

import click

from kg import __version__
from kg.cli.where import where_options
from kg.errors import KgError

# Each command and the module of its wing, loaded when the command is called.
_COMMANDS = {
    "build": "kg.cli.curate",
    "check": "kg.cli.compare",
    "conflicts": "kg.cli.ask",
    "duplicates": "kg.cli.compare",
    "export": "kg.cli.export",
    "find": "kg.cli.ask",
    "gaps": "kg.cli.compare",
    "info": "kg.cli.ask",
    "judge": "kg.cli.judge",
    "judgements": "kg.cli.judge",
    "network": "kg.cli.network",
    "publish": "kg.cli.remote",
    "queries": "kg.cli.ask",
    "query": "kg.cli.query",
    "shell": "kg.cli.shell",
    "show": "kg.cli.ask",
    "validate": "kg.cli.curate",
    "view": "kg.cli.draw",
}

_FIRST_STEPS = """\
Who funds or takes part in what for security in public spaces, each fact with its passage.

  kg info                          what is in the landscape, and from which sources
  kg find efus                     things by name, alias or description
  kg show pactesur                 everything said of one thing, with its sources
  kg queries                       the questions that are ready to be asked
  kg query projects-by-fund        one of them, as a table, CSV, JSON …
  kg query 'SELECT * WHERE { ?project a usk:Project }'     your own, in SPARQL
  kg view landscape -o landscape.html                      the picture, one file

kg COMMAND --help says more about each; kg --help lists them all."""


# What shells expect of a program that Ctrl-C has ended: 128 and the number of the signal.
_INTERRUPTED = 130


# How many new objects there may be before Python looks for circles among them. A command makes
# hardly any and ends soon: looking seldom, and not at the end, saves a fifth of a page's time.
_OBJECTS = 200_000
atexit.register(gc.freeze)


class ReportingGroup(click.Group):
    """A group that loads its commands late and turns the library's errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load and return a command of this name."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command; for an unknown one, name the nearest."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from kg.ask.nearest import nearest

            near = nearest(args[0], _COMMANDS)
            hint = f"; did you mean {' or '.join(near)}?" if near else "; kg --help lists all."
            raise click.UsageError(f"There is no command '{args[0]}'{hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error that the user can mend is its message, without a traceback."""
        try:
            return super().invoke(ctx)
        except KgError as problem:
            raise click.ClickException(problem.as_text()) from problem
        except KeyboardInterrupt:  # between two queries; within one, its watch ends the process
            click.echo("\nAborted!", err=True)
            ctx.exit(_INTERRUPTED)


@click.group(
    cls=ReportingGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="kg")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of built stores and imports (KG_HOME; default: your user data folder).",
)
@where_options
@click.pass_context
def cli(ctx: click.Context, /, home: Path | None, **_where: object) -> None:
    """Ask, draw and compare what is done for security in public spaces in Europe.

    Example: kg show pactesur
    """
    gc.set_threshold(_OBJECTS)
    ctx.obj = home
    if ctx.invoked_subcommand is None:
        click.echo(_FIRST_STEPS)
