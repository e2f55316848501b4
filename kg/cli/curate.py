"""The commands of curators: build."""

from pathlib import Path

import click

from kg import folders
from kg.cli.options import note, write


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
