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


_OPTIONS = (
    click.option(
        "--endpoint",
        metavar="URL",
        envvar="KG_ENDPOINT",
        callback=check_url,
        help="Ask this SPARQL endpoint instead (KG_ENDPOINT). Who asks: KG_ENDPOINT_USER and"
        " KG_ENDPOINT_PASSWORD, or ~/.netrc.",
    ),
    click.option(
        "--default-graph",
        metavar="IRI",
        envvar="KG_DEFAULT_GRAPH",
        callback=check_iri,
        help="The graph that is the default graph of an endpoint which would take all together"
        " (KG_DEFAULT_GRAPH).",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0),
        default=30,
        show_default=True,
        metavar="SECONDS",
        envvar="KG_TIMEOUT",
        help="How long a query may take; 0 for any time (KG_TIMEOUT).",
    ),
    click.option(
        "--memory",
        type=click.IntRange(min=0),
        default=4096,
        show_default=True,
        metavar="MB",
        envvar="KG_MEMORY",
        help="How much memory a query may make kg take; 0 for any (KG_MEMORY).",
    ),
)


def where_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--endpoint`, `--default-graph`, `--timeout` and `--memory`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
