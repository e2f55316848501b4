"""What commands have in common: the open landscape, `--format`, `--output` and completion."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from pathlib import Path
from typing import Any, BinaryIO

import click

from kg.errors import BadInput
from kg.landscape import open_landscape

_Command = Callable[..., Any]


def pass_landscape(command: _Command) -> _Command:
    """Give a command the open landscape as its first argument."""

    @click.pass_context
    def opened(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        return ctx.invoke(command, open_landscape(ctx.obj, note), *args, **kwargs)

    return update_wrapper(opened, command)


def format_option(
    *formats: str, default: str | None = None, help_text: str = "Form of the answer."
) -> Callable[[_Command], _Command]:
    """Add `-f/--format` with these choices; the first one is the default."""
    return click.option(
        "-f",
        "--format",
        "output_format",
        type=click.Choice(formats),
        default=default or formats[0],
        show_default=True,
        help=help_text,
    )


def output_option(command: _Command) -> _Command:
    """Add `-o/--output FILE`."""
    add: Callable[[_Command], _Command] = click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="File to write instead of standard output: whole or not at all.",
    )
    return add(command)


@contextmanager
def destination(output: Path | None) -> Iterator[BinaryIO]:
    """Open standard output, or a file that takes its name only when all has been written."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    import tempfile  # late: only a file needs it

    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
    except OSError as problem:
        raise BadInput(f"{output}: cannot be written here ({problem.strerror})") from problem
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(output)
    except OSError as problem:
        raise BadInput(f"{output}: cannot be written ({problem.strerror})") from problem
    finally:
        unfinished.unlink(missing_ok=True)


def write(text: str, output: Path | None) -> None:
    """Write a text, with one line end after it, to standard output or a file."""
    with destination(output) as out:
        out.write(text.rstrip("\n").encode("utf-8") + b"\n")


def note(message: str) -> None:
    """Tell the person something that is not data: on standard error."""
    click.echo(message, err=True)


def complete_queries(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the catalogue's names that begin like this."""
    from kg.ask.catalogue import Catalogue
    from kg.folders import shipped

    return [name for name in Catalogue(shipped("queries")).names() if name.startswith(incomplete)]


def complete_things(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the labels of things that begin like this, without regard to case and accents."""
    from kg.ask.names import normalise

    home = ctx.find_root().params.get("home")
    names = open_landscape(home).names
    begun = normalise(incomplete)
    return sorted(
        label
        for iri, label in names.labels.items()
        if "/id/" in iri and normalise(label).startswith(begun)
    )


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
