"""What commands have in common: the open landscape, `--format`, `--output` and completion."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, update_wrapper
from pathlib import Path
from typing import Any, BinaryIO

import click

from kg.errors import BadInput
from kg.landscape import Endpoint, open_landscape
from kg.store import deadline

_Command = Callable[..., Any]


def pass_landscape(command: _Command) -> _Command:
    """Give a command the open landscape as its first argument.

    A query that passes its limits ends the whole process, which costs nothing while it does not. A
    command that lives on, such as a shell, takes `pass_lasting_landscape`. Both take the flag of
    `allow_service_option` for themselves.
    """

    @click.pass_context
    def opened(
        ctx: click.Context, /, *args: Any, allow_service: bool = False, **kwargs: Any
    ) -> Any:
        limits = limits_of(ctx)
        watch = deadline.Watch(limits, partial(deadline.end_command, limits))
        ctx.call_on_close(watch.close)
        landscape = open_landscape(
            ctx.obj,
            note,
            endpoint=_endpoint(ctx),
            limits=limits,
            watch=watch,
            allow_service=allow_service,
        )
        return ctx.invoke(command, landscape, *args, **kwargs)

    return update_wrapper(opened, command)


def pass_lasting_landscape(command: _Command) -> _Command:
    """Give a command a landscape in which a query that passes its limits raises TooLong."""

    @click.pass_context
    def opened(
        ctx: click.Context, /, *args: Any, allow_service: bool = False, **kwargs: Any
    ) -> Any:
        landscape = open_landscape(
            ctx.obj,
            note,
            endpoint=_endpoint(ctx),
            limits=limits_of(ctx),
            allow_service=allow_service,
        )
        return ctx.invoke(command, landscape, *args, **kwargs)

    return update_wrapper(opened, command)


def allow_service_option(command: _Command) -> _Command:
    """Add `--allow-service`, for the landscape that the command is given."""
    add: Callable[[_Command], _Command] = click.option(
        "--allow-service",
        is_flag=True,
        help="Let SERVICE ask other servers on the network.",
    )
    return add(command)


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
    deadline.unfinished.add(unfinished)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(output)
    except OSError as problem:
        raise BadInput(f"{output}: cannot be written ({problem.strerror})") from problem
    finally:
        unfinished.unlink(missing_ok=True)
        deadline.unfinished.discard(unfinished)


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
    if _endpoint(ctx) is not None:
        return []  # a person who types does not wait for a server
    names = open_landscape(home).names
    begun = normalise(incomplete)
    return sorted(
        label
        for iri, label in names.labels.items()
        if "/id/" in iri and normalise(label).startswith(begun)
    )


def _endpoint(ctx: click.Context) -> Endpoint | None:
    given = ctx.find_root().params
    return Endpoint(given["endpoint"], given["default_graph"]) if given.get("endpoint") else None


def limits_of(ctx: click.Context) -> deadline.Limits:
    """Return what --timeout and --memory allow."""
    given = ctx.find_root().params
    return deadline.Limits(given.get("timeout") or None, given.get("memory") or None)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
