"""Where a command asks, and how long: the options that stand before every command."""

import re
from collections.abc import Callable
from typing import Any

import click

from kg.errors import KgError


def check_url(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Check the address of a server where it is given."""
    if not value:
        return None
    from kg.store.exchange import check_address  # late: few commands ask a server

    try:
        return check_address(value)
    except KgError as problem:
        raise click.BadParameter(str(problem), ctx, param) from problem


def check_iri(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Check an IRI where it is given."""
    if value and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", value):
        raise click.BadParameter(f"'{value}' is not an IRI", ctx, param)
    return value or None


def _option(name: str, says: str, **settings: Any) -> Callable[[Callable[..., Any]], Any]:
    """Return an option that an environment variable of the same name stands in for."""
    variable = f"KG_{name.upper().replace('-', '_')}"
    return click.option(f"--{name}", envvar=variable, help=f"{says} ({variable}).", **settings)


_OPTIONS = (
    _option(
        "endpoint",
        "Ask this SPARQL endpoint instead, as KG_ENDPOINT_USER with KG_ENDPOINT_PASSWORD, or as"
        " ~/.netrc says",
        metavar="URL",
        callback=check_url,
    ),
    _option(
        "default-graph",
        "The graph that is the default graph of an endpoint which would take all together",
        metavar="IRI",
        callback=check_iri,
    ),
    _option(
        "timeout",
        "How long a query may take; 0 for any time",
        metavar="SECONDS",
        type=click.FloatRange(min=0),
        default=30,
        show_default=True,
    ),
    _option(
        "memory",
        "How much memory a query may make kg take; 0 for any",
        metavar="MB",
        type=click.IntRange(min=0),
        default=4096,
        show_default=True,
    ),
)


def where_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--endpoint`, `--default-graph`, `--timeout` and `--memory`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
