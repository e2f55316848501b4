"""The commands of curators: build, validate."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import folders
from kg.cli.options import format_option, note, output_option, write

if TYPE_CHECKING:
    from kg.curate.validate import Progress


@click.command()
@click.option(
    "--force", is_flag=True, help="Build anew even when a store of the same files is there."
)
@click.pass_obj
def build(home: Path | None, force: bool) -> None:
    """Build the store now, from the landscape's files and your imports; print its folder.

    Example: kg build
    """
    from kg.landscape import build_store

    directory = build_store(folders.home(home), force=force, announce=note)
    write(str(directory), None)


@click.command()
@click.argument(
    "files",
    nargs=-1,
    metavar="[FILE]...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@format_option("text", "json", "junit", help_text="Form of the findings.")
@click.option(
    "--list",
    "list_checks",
    is_flag=True,
    help="Print what is checked, as Markdown, and check nothing.",
)
@output_option
@click.pass_context
def validate(
    ctx: click.Context,
    files: tuple[Path, ...],
    output_format: str,
    list_checks: bool,
    output: Path | None,
) -> None:
    """Find faults in the ontology and the data, each with its file, line and remedy.

    Without FILE, the shipped landscape is checked. A FILE (.trig, .nq, or .ttl for the ontology) is
    checked together with it, in the place of a shipped file of the same name, and only its own
    faults are told. Warnings pass; a violation exits with 1.

    Example: kg validate
    """
    from kg import findings
    from kg.curate import checks_text
    from kg.curate import validate as validation
    from kg.curate.build import gather

    queries, ontology = folders.shipped("queries"), folders.shipped("ontology")
    rulebook = validation.Rulebook(queries / "checks", ontology / "shapes")
    if list_checks:
        write(checks_text.as_markdown(rulebook), output)
        return
    inputs = gather(ontology, folders.shipped("data"), queries / "rules")
    report = validation.validate(inputs, rulebook, files, _progress())
    if output_format == "text":
        text = findings.as_text(report.findings)
    elif output_format == "junit":
        text = findings.as_junit(report)
    else:
        text = json.dumps(findings.as_json(report), indent=2, ensure_ascii=False)
    if text or output:
        write(text, output)
    note(report.summary())
    ctx.exit(0 if report.passed else 1)


def _progress() -> "Progress":
    """Return what shows, on a terminal and after a second, how far the work is."""
    begun = time.monotonic()

    def show(done: int, total: int, name: str) -> None:
        if sys.stderr.isatty() and (time.monotonic() - begun > 1 or done == total):
            step = f"{done} of {total}: {name}" if done < total else ""
            click.echo(f"\r\x1b[K{step}", nl=False, err=True)

    return show
