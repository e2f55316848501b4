"""The commands of the secretariat: check, duplicates, judge, judgements, gaps."""

import json
import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import __version__
from kg.cli.options import (
    format_option,
    note,
    output_option,
    pass_landscape,
    write,
)
from kg.landscape import Landscape

if TYPE_CHECKING:
    from kg.compare.check import Check

_EVERY = 0.1  # seconds between two signs of progress
_SUGGESTIONS = ("same", "part", "purpose", "different")

_model_option = click.option(
    "--model",
    metavar="multilingual|DIR",
    envvar="KG_MODEL",
    help="Compare meaning too (KG_MODEL): with the model of the extra [semantic], or a directory"
    " with a sentence-transformers model in ONNX.",
)


@click.command()
@click.argument("proposal", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--title", help="The proposal's title.")
@click.option("--text", help="The proposal's text, instead of a file.")
@click.option("--theme", "themes", multiple=True, help="A theme of it; repeatable.")
@click.option("--partner", "partners", multiple=True, help="A partner; repeatable.")
@click.option("--city", "cities", multiple=True, help="A city or country; repeatable.")
@click.option("--fund", "funds", multiple=True, help="A fund or call; repeatable.")
@click.option("--from", "start", metavar="DATE", help="Its start: a year, month or day.")
@click.option("--to", "end", metavar="DATE", help="Its end: a year, month or day.")
@click.option(
    "--top",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="How many initiatives to show.",
)
@_model_option
@format_option("text", "md", "html", "json")
@output_option
@pass_landscape
def check(
    landscape: Landscape,
    proposal: Path | None,
    top: int,
    model: str | None,
    output_format: str,
    output: Path | None,
    **given: Any,
) -> None:
    """Check whether PROPOSAL exists already: what is near, on which axes, with the evidence.

    PROPOSAL is a text, Markdown (front matter: title, themes, partners, cities, fund, start, end,
    amount), JSON, .docx or .pdf file, or - for standard input. Options add to it. html and md are
    dossiers for the file.

    Example: kg check --text "A network of cities that protect squares against vehicle attacks"
    """
    from kg.compare.proposal import read_proposal

    dashed = proposal is not None and str(proposal) == "-"
    piped = sys.stdin.buffer.read() if dashed else b""
    if proposal is None and not given["text"] and not given["title"]:
        raise click.UsageError("Name a file with the proposal, - for standard input, or --text.")
    asked = read_proposal(None if dashed else proposal, given, piped)
    found = landscape.checker(model, note).check(asked, top)
    write(_rendered(found, output_format), output)


def _rendered(found: "Check", output_format: str) -> str:
    if output_format == "json":
        from kg.compare.answer_json import as_json

        return json.dumps(as_json(found), indent=2, ensure_ascii=False)
    from kg.compare.answer_text import as_markdown, as_text

    if output_format == "text":
        return as_text(found, shutil.get_terminal_size((100, 24)).columns)
    today = datetime.now(UTC).date().isoformat()
    made = f"Made on {today} with kg {__version__}; landscape {found.searched.landscape}."
    if output_format == "md":
        return as_markdown(found, made)
    from kg.compare.dossier import draw_dossier

    return draw_dossier(found, made)


@click.command()
@click.option("--type", "kind", metavar="CLASS", help="Only things of this class, as Project.")
@click.option(
    "--against",
    type=click.Choice(["imports"]),
    help="Only pairs of which one comes from your imports.",
)
@click.option(
    "--min",
    "least",
    type=click.Choice(_SUGGESTIONS),
    default="different",
    show_default=True,
    help="How much: same only, also parts and versions, also one purpose, or all.",
)
@click.option("--judged", is_flag=True, help="Also show pairs that a person has judged.")
@format_option("text", "json")
@output_option
@pass_landscape
def duplicates(
    landscape: Landscape,
    kind: str | None,
    against: str | None,
    least: str,
    judged: bool,
    output_format: str,
    output: Path | None,
) -> None:
    """Find pairs that may be one thing, and names that stand for two. Nothing is merged.

    What a person has judged is not asked again.

    Example: kg duplicates --type Project
    """
    from kg.compare import identity, identity_text
    from kg.compare import things as things_of
    from kg.compare.imported import read_imported
    from kg.compare.judgements import read_judgements

    index = landscape.checker().index
    things = things_of.read_things(index, landscape.store)
    chosen = set(things)
    if kind:
        chosen &= set(_members(landscape, kind))
    imported = read_imported(landscape.home) if against else set()
    facts, known = things_of.read_facts(landscape.store), read_judgements(landscape.home)
    if index.total > things_of.MANY:
        note(f"Looking for alike texts among {index.total:,} …")
    pairs = [
        pair
        for pair in identity.find_pairs(index, things, facts, known, _progress())
        if identity.SUGGESTIONS.index(pair.suggestion) <= _SUGGESTIONS.index(least)
        and (judged or not pair.judgements)
        and {pair.one.iri, pair.other.iri} <= chosen
        and (not against or len({pair.one.iri, pair.other.iri} & imported) == 1)
    ]
    pairs = identity_text.in_order(pairs)
    if output_format == "json":
        shown = [identity_text.as_json(pair) for pair in pairs]
        write(json.dumps(shown, indent=2, ensure_ascii=False), output)
    elif pairs or output:
        width = shutil.get_terminal_size((100, 24)).columns
        write(identity_text.as_text(pairs, width), output)
    note(
        f"{len(pairs)} {'pair' if len(pairs) == 1 else 'pairs'}; `kg judge` records what they are."
    )


def _progress() -> Callable[[int, int], None]:
    """Return what shows, on a terminal and after a second, how many pairs are compared."""
    begun = shown = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if not sys.stderr.isatty() or now - begun < 1 or (now - shown < _EVERY and done < total):
            return
        shown = now
        step = f"{done:,} of {total:,} pairs" if done < total else ""
        click.echo(f"\r\x1b[K{step}", nl=False, err=True)

    return show


def _members(landscape: Landscape, kind: str) -> list[str]:
    """Return the things of a class, by the class's own name or its label."""
    from kg.ask.names import normalise
    from kg.errors import NotFound
    from kg.vocabulary import USK

    names = landscape.names
    known = {of for classes in names.classes.values() for of in classes if of.startswith(USK)}
    wanted = normalise(kind).replace(" ", "")
    found = {of for of in known if of.removeprefix(USK).casefold() == wanted}
    found |= {of for of in known if normalise(names.label(of)).replace(" ", "") == wanted}
    if not found:
        raise NotFound(f"--type {kind}: nothing is of such a class; `kg info` lists the classes")
    return [thing for thing, classes in names.classes.items() if found & classes]


@click.command()
@click.option("--city", metavar="PLACE", help="Only what is tied to this city, region or country.")
@click.option(
    "--on",
    "today",
    metavar="DATE",
    help="The day for which running and ended are told. [default: today]",
)
@click.option("--empty", is_flag=True, help="Only themes that have a gap.")
@format_option("text", "md", "json", "csv")
@output_option
@pass_landscape
def gaps(
    landscape: Landscape,
    city: str | None,
    today: str | None,
    empty: bool,
    output_format: str,
    output: Path | None,
) -> None:
    """Show where a proposal would be the first: each theme by kind of instrument.

    `-` is nothing, `ended 2` two things that are over; otherwise how many run, and in brackets how
    many state no end. A call without an end of its own is over once another programme took the
    place of its own.

    Example: kg gaps --city Italy
    """
    from kg.compare import gaps, gaps_text
    from kg.compare.period import read_day

    day = read_day(today, "--on") if today else datetime.now(UTC).date().isoformat()
    place = landscape.names.find(city, "Place").value if city else ""
    closed = gaps.read_closed(landscape.store)
    rows = gaps.find_gaps(landscape.checker().index, day, place, closed=closed)
    if empty:
        rows = [row for row in rows if any(not c.running for c in row.cells.values())]
    write(gaps_text.render(rows, output_format), output)
    where = f" tied to {landscape.names.label(place)}" if place else ""
    note(f"{len(rows)} themes on {day}{where}; what the landscape lacks is not a gap of the world.")
