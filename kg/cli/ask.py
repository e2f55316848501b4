"""The commands of analysts besides query: queries, find, show, conflicts, info."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    complete_queries,
    complete_things,
    destination,
    format_option,
    note,
    output_option,
    pass_landscape,
    write,
)
from kg.landscape import Landscape

if TYPE_CHECKING:
    from kg.compare.judgement_file import Judgement


@click.command()
@click.argument("name", required=False, shell_complete=complete_queries)
@format_option("text", "md", "json")
@output_option
@pass_landscape
def queries(
    landscape: Landscape, name: str | None, output_format: str, output: Path | None
) -> None:
    """List the questions that are ready to be asked; with NAME, show one whole.

    Example: kg queries projects-by-fund
    """
    from kg.ask import catalogue_text

    chosen = [landscape.catalogue.find(name)] if name else landscape.catalogue.queries()
    if output_format == "json":
        write(
            _json([catalogue_text.as_json(one) for one in chosen]),
            output,
        )
    elif output_format == "md":
        write(catalogue_text.as_markdown(chosen), output)
    else:
        write(catalogue_text.one(chosen[0]) if name else catalogue_text.listing(chosen), output)


@click.command()
@click.argument("text")
@format_option("text", "json")
@click.option(
    "--top", type=click.IntRange(min=1), default=20, show_default=True, help="How many to show."
)
@click.option("--type", "kind", metavar="CLASS", default="", help="Only things of a class.")
@output_option
@pass_landscape
def find(
    landscape: Landscape, text: str, output_format: str, top: int, kind: str, output: Path | None
) -> None:
    """Find things whose names or descriptions match TEXT, best first.

    Example: kg find radicalisation --type project
    """
    from kg.ask.search import as_json, as_text

    hits = landscape.find(text, kind)
    if output_format == "json":
        write(_json(as_json(hits[:top])), output)
        return
    if hits:
        write(as_text(hits[:top], _width()), output)
    if len(hits) > top:
        note(f"{top} of {len(hits)} shown; --top {len(hits)} shows all.")
    if not hits:
        note(f"Nothing matches '{text}'.")


@click.command()
@click.argument("thing", shell_complete=complete_things)
@format_option("text", "md", "json", "ttl")
@output_option
@pass_landscape
def show(landscape: Landscape, thing: str, output_format: str, output: Path | None) -> None:
    """Show everything the graph says of THING, each fact with its source.

    THING is an IRI, a compact IRI, or any name: label, acronym or alias.

    Example: kg show pactesur
    """
    from kg.ask import card_text

    if output_format == "ttl":
        with destination(output) as out:
            landscape.describe(thing).write("text/turtle", out)
        return
    card = landscape.show(thing)
    judged = _judged(landscape, card.iri)
    if output_format == "json":
        judgements = [vars(one) for one in judged]
        write(_json(card_text.as_json(card) | {"judgements": judgements}), output)
        return
    markdown = output_format == "md"
    text = card_text.as_markdown(card) if markdown else card_text.as_text(card, _width())
    if judged:
        from kg.compare.judgement_text import on_a_card

        text += on_a_card(judged, card.iri, markdown=markdown)
    write(text, output)


def _judged(landscape: Landscape, thing: str) -> "tuple[Judgement, ...]":
    """Return what people judged on a thing; a damaged file is told, and the card still shown."""
    if not (landscape.home / "judgements.trig").is_file():
        return ()
    from kg.compare.judgements import about, read_judgements
    from kg.errors import BadInput

    try:
        return about(read_judgements(landscape.home), thing)
    except BadInput as problem:
        note(f"What was judged is not shown: {problem}")
        return ()


@click.command()
@click.argument("thing", required=False, shell_complete=complete_things)
@format_option("text", "json")
@output_option
@pass_landscape
def conflicts(
    landscape: Landscape, thing: str | None, output_format: str, output: Path | None
) -> None:
    """Show what sources say differently: the readings, the one followed, and why.

    Without THING, everything on which they contradict each other or themselves.

    Example: kg conflicts pactesur
    """
    from kg.ask import conflicts

    found = landscape.conflicts(thing)
    if output_format == "json":
        shown = [conflicts.as_json(discrepancy) for discrepancy in found]
        write(_json(shown), output)
    else:
        width = _width()
        write(conflicts.as_text(found, width), output)
    note(f"{len(found)} {'matter' if len(found) == 1 else 'matters'} on which sources disagree")


@click.command()
@format_option("text", "json")
@output_option
@pass_landscape
def info(landscape: Landscape, output_format: str, output: Path | None) -> None:
    """Say what is in the graph: counts by class, sources, versions, and where the store is.

    Example: kg info
    """
    from kg.ask.overview import as_text, read_overview

    overview = read_overview(landscape.store, landscape.origin)
    write(
        _json(overview.as_json()) if output_format == "json" else as_text(overview),
        output,
    )


def _json(value: object) -> str:
    import json  # late: it and shutil cost a tenth of a cold query

    return json.dumps(value, indent=2, ensure_ascii=False)


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
