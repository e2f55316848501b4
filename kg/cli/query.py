"""The command `query`, in a module of its own: it is the one that scripts call again and again."""

import sys
from pathlib import Path

import click

from kg.cli.options import (
    allow_service_option,
    complete_queries,
    destination,
    note,
    output_option,
    pass_landscape,
)
from kg.cli.parameters import QueryCommand, complete_parameters, read_parameters
from kg.landscape import Landscape


@click.command(cls=QueryCommand)
@click.argument("source", shell_complete=complete_queries)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    callback=read_parameters,
    shell_complete=complete_parameters,
    help="A value for a query of the catalogue; repeatable.",
)
@click.option(
    "-f",
    "--format",
    "output_format",
    type=click.Choice(
        ["table", "csv", "tsv", "json", "xml", "md", "ttl", "nt", "jsonld", "rdfxml"]
    ),
    help="Form of the answer. [default: table in a terminal, csv in a pipe; ttl for triples]",
)
@click.option("--iris", is_flag=True, help="Show IRIs instead of labels in a table.")
@click.option(
    "--raw",
    is_flag=True,
    help="Leave CSV cells as they are, even those a spreadsheet would run as formulas.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Also say how many matches each triple pattern has alone: why an answer is empty.",
)
@allow_service_option
@output_option
@pass_landscape
def query(
    landscape: Landscape,
    source: str,
    parameters: dict[str, str],
    output_format: str | None,
    iris: bool,
    raw: bool,
    explain: bool,
    output: Path | None,
) -> None:
    """Run SPARQL: SOURCE is a catalogue name, a .rq file, - for standard input.

    Or the query itself. The prefixes of the project and of the common vocabularies need no
    declaration.

    Example: kg query projects-by-fund -p fund=isf
    """
    from kg.ask import answer
    from kg.ask.question import prepare, prepare_text

    asked = (
        prepare_text(sys.stdin.read(), "standard input", lambda: landscape.names, parameters)
        if source == "-"
        else prepare(landscape.catalogue, lambda: landscape.names, source, parameters)
    )
    form = answer.Form(
        output_format=output_format,
        width=_width() if not output and sys.stdout.isatty() else None,
        iris=iris,
        raw=raw,
    )
    if explain:  # before the answer, which may take too long
        from kg.ask.explain import as_text
        from kg.ask.explain import explain as count_patterns

        note(as_text(count_patterns(landscape.store, asked)))
    with destination(output) as out:
        told = answer.write(landscape.store, asked, form, out, lambda: landscape.names)
    for remark in told:
        note(remark)


def _width() -> int:
    import shutil  # late: only a terminal needs it

    return shutil.get_terminal_size((100, 24)).columns
