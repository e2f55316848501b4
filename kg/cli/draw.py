"""The command of researchers: view."""

import webbrowser
from pathlib import Path

import click

from kg.cli.options import complete_things, destination, note, pass_landscape
from kg.landscape import Landscape

_VIEWS = ("landscape",)


@click.command()
@click.argument("name", type=click.Choice(_VIEWS), default=_VIEWS[0])
@click.option(
    "--focus",
    metavar="THING",
    shell_complete=complete_things,
    help="Draw this thing and what is linked to it: an IRI or any name.",
)
@click.option(
    "--steps",
    type=click.IntRange(1, 4),
    default=2,
    show_default=True,
    help="How many links away from --focus.",
)
@click.option(
    "--top",
    type=click.IntRange(min=2),
    default=170,
    show_default=True,
    help="How many things to draw, those with most links.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, whole or not at all. [default: NAME.html in this folder]",
)
@click.option(
    "--open", "open_it", is_flag=True, help="Open the page in your browser when it is written."
)
@pass_landscape
def view(
    landscape: Landscape,
    name: str,
    focus: str | None,
    steps: int,
    top: int,
    output: Path | None,
    open_it: bool,
) -> None:
    """Draw the landscape as one page that needs no network: who funds or participates in what.

    The page searches, filters, and shows for each thing every fact with its source.

    Example: kg view landscape --focus pactesur -o pactesur.html
    """
    from kg.draw.view import draw_landscape

    path = output or Path(f"{name}.html")
    thing = landscape.names.find(focus).value if focus else None
    drawn = draw_landscape(
        landscape.store, landscape.names, landscape.directory, top=top, focus=thing, steps=steps
    )
    for remark in drawn.remarks:
        note(remark)
    with destination(path) as out:
        out.write(drawn.html.encode("utf-8"))
    click.echo(path)
    if open_it:
        webbrowser.open(path.resolve().as_uri())
