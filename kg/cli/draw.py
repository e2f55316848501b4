"""The command of researchers that draws: view; and the options that select a part."""

import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    complete_queries,
    complete_things,
    destination,
    note,
    pass_landscape,
)
from kg.landscape import Landscape

if TYPE_CHECKING:
    from kg.draw.picture import Form
    from kg.draw.selection import Wanted

_VIEWS = ("landscape", "participation", "funding", "matrix", "timeline", "map", "index")
_PICTURES: "dict[str, Form]" = {".svg": "svg", ".png": "png", ".pdf": "pdf"}
_YEAR = click.IntRange(1000, 9999)
_SELECTION: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("--focus",),
        {
            "metavar": "THING",
            "shell_complete": complete_things,
            "help": "This thing and what is linked to it: an IRI or any name.",
        },
    ),
    (
        ("--steps",),
        {
            "type": click.IntRange(1, 4),
            "default": 2,
            "show_default": True,
            "help": "How many links away from --focus.",
        },
    ),
    (("--theme",), {"help": "What addresses this theme or one below it, and what is linked."}),
    (
        ("--type", "kind"),
        {"metavar": "CLASS", "help": "What is of this class, and what is linked: project, fund …"},
    ),
    (
        ("--from", "first"),
        {"type": _YEAR, "metavar": "YEAR", "help": "What is there in this year or later."},
    ),
    (("--to", "last"), {"type": _YEAR, "metavar": "YEAR", "help": "What had begun by this year."}),
    (
        ("--query",),
        {
            "metavar": "SOURCE",
            "shell_complete": complete_queries,
            "help": "Instead of the landscape, the answer to a query: a catalogue name, a .rq file"
            " or SPARQL, a SELECT of subject, relation and object or a CONSTRUCT.",
        },
    ),
)


def selection_options(top: int | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options that select a part of the landscape; `top` is the default of `--top`."""

    def added(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option(
            "--top",
            type=click.IntRange(min=2),
            default=top,
            show_default=str(top) if top else "all",
            help="How many things, those with most links.",
        )(command)
        for names, settings in reversed(_SELECTION):
            command = click.option(*names, **settings)(command)
        return command

    return added


def wanted(landscape: Landscape, asked: dict[str, Any]) -> "Wanted":
    """Return what the options of a selection ask for."""
    from kg.ask.question import prepare
    from kg.draw.selection import Wanted

    if asked["query"] is not None:
        text = prepare(landscape.catalogue, lambda: landscape.names, asked["query"], {})
        return Wanted(**{**asked, "query": text})
    return Wanted(**asked)


@click.command()
@click.argument("name", type=click.Choice(_VIEWS), default=_VIEWS[0])
@selection_options(top=300)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, whole or not at all: a page, or a picture for a paper if the name ends in"
    " .svg, .png or .pdf. [default: NAME.html in this folder]",
)
@click.option(
    "--open", "open_it", is_flag=True, help="Open the page in your browser when it is written."
)
@pass_landscape
def view(landscape: Landscape, name: str, output: Path | None, open_it: bool, **asked: Any) -> None:
    """Draw a page that needs no network: `landscape` shows who funds or participates in what.

    Others are `participation`, `funding` (from funds to themes), `matrix` (what there is on which
    theme), `timeline`, `map`, and `index`, which writes all of them side by side and links them.
    Each page searches, filters, and shows for each thing every fact with its source.

    Example: kg view landscape --focus pactesur -o pactesur.html
    """
    from kg.draw import views

    path = output or Path(f"{name}.html")
    part = wanted(landscape, asked)
    form = _PICTURES.get(path.suffix.lower())
    graph = landscape.store, landscape.names, landscape.origin
    for file, drawn in views.draw(name, *graph, part, path.name, form).items():
        for remark in drawn.remarks:
            note(remark)
        with destination(path.with_name(file)) as out:
            out.write(drawn.content)
        click.echo(path.with_name(file))
    if open_it:
        webbrowser.open(path.resolve().as_uri())
