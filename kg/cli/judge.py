"""The commands by which people judge pairs: judge, judgements."""

import json
from pathlib import Path

import click

from kg import folders
from kg.cli.options import (
    complete_things,
    format_option,
    note,
    output_option,
    pass_landscape,
    write,
)
from kg.landscape import Landscape

_VERDICTS = ("same", "different", "overlapping", "complementary", "successor", "unsure")


@click.command()
@click.argument("one", metavar="A", shell_complete=complete_things)
@click.argument("other", metavar="B", shell_complete=complete_things)
@click.argument("verdict", type=click.Choice(_VERDICTS))
@click.option("--by", required=True, help="Who judges.")
@click.option("--why", required=True, help="The reason, for those who come later.")
@pass_landscape
def judge(landscape: Landscape, one: str, other: str, verdict: str, by: str, why: str) -> None:
    """Record what a person decides on two things A and B; it is shown wherever they meet.

    A or B may also be the file of a proposal. `successor` says that A follows B. The judgement is
    kept in judgements.trig in your home folder, never in the shipped data.

    Example: kg judge pactesur safeci complementary --by "A. Person" --why "Cities; police"
    """
    from kg.compare import judgements

    made = judgements.judge(
        landscape.home, _thing(landscape, one), _thing(landscape, other), verdict, by, why
    )
    write(made.id[:8], None)
    note(f"{made.one_label} / {made.other_label}: {verdict}. `kg judgements` lists all.")


def _thing(landscape: Landscape, typed: str) -> tuple[str, str]:
    """Return the IRI and label of a thing, or of the proposal in a file."""
    path = Path(typed)
    if path.is_file():
        from kg.compare.proposal import read_proposal

        proposal = read_proposal(path, {})
        return proposal.iri, proposal.title or path.name
    iri = landscape.names.find(typed).value
    return iri, landscape.names.label(iri)


@click.command()
@click.option("--undo", metavar="ID", help="Withdraw this judgement; its history stays.")
@click.option("--by", default="", help="Who withdraws it. [default: who made it]")
@click.option(
    "--export",
    "exported",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all judgements to a file for somebody else.",
)
@click.option(
    "--import",
    "imported",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Add the judgements of such a file; conflicts are listed.",
)
@format_option("text", "json")
@output_option
@click.pass_obj
def judgements(
    home: Path | None,
    undo: str | None,
    by: str,
    exported: Path | None,
    imported: Path | None,
    output_format: str,
    output: Path | None,
) -> None:
    """List what people judged, withdraw a judgement, or exchange judgements with others.

    Example: kg judgements
    """
    from kg.compare import judgements
    from kg.compare.judgement_file import write_file
    from kg.compare.judgement_text import as_text

    where = folders.home(home)
    if undo:
        ended = judgements.undo(where, undo, by)
        note(f"Withdrawn: {ended.one_label} / {ended.other_label}, {ended.verdict}.")
    if imported:
        new, conflicts = judgements.take_in(where, imported)
        note(f"{new} new {'judgement' if new == 1 else 'judgements'}.")
        for mine, theirs in conflicts:
            note(
                f"Conflict on {mine.one_label} / {mine.other_label}:"
                f" {mine.verdict} ({mine.by}), {theirs.verdict} ({theirs.by})."
            )
    known = judgements.read_judgements(where)
    if exported:
        write_file(exported, known)
        note(f"{len(known)} written to {exported}.")
        return
    shown = [vars(one) for one in known]
    write(
        json.dumps(shown, indent=2, ensure_ascii=False)
        if output_format == "json"
        else as_text(known),
        output,
    )
