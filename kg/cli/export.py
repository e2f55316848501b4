"""The command `export`: the graph as a file of RDF."""

from pathlib import Path

import click

from kg.cli.options import destination, format_option, output_option, pass_landscape
from kg.landscape import Landscape


@click.command()
@format_option("ttl", "nt", "nq", "trig", "jsonld", help_text="Form of the file.")
@click.option(
    "--graph",
    type=click.Choice(["default", "passages", "all"]),
    help="What is stated and what follows, once; each passage by itself; or all graphs."
    " [default: default for ttl and nt, all for the others]",
)
@click.option(
    "--description/--no-description",
    default=True,
    show_default=True,
    help="Add a description of the data set in VoID.",
)
@output_option
@pass_landscape
def export(
    landscape: Landscape,
    output_format: str,
    graph: str | None,
    description: bool,
    output: Path | None,
) -> None:
    """Write the graph as a file of RDF: sorted, the same bytes every time.

    Example: kg export -f trig -o landscape.trig
    """
    from kg.ask.export import export as write_export

    chosen = graph or ("default" if output_format in ("ttl", "nt") else "all")
    with destination(output) as out:
        write_export(landscape.store, output_format, chosen, out, described=description)
