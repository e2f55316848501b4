"""The command of whoever keeps a server: publish."""

import sys

import click

from kg.cli.options import limits_of, note
from kg.cli.where import check_url
from kg.landscape import open_landscape


@click.command()
@click.option(
    "--endpoint",
    "url",
    metavar="URL",
    callback=check_url,
    help="Where the server is asked. [default: kg --endpoint]",
)
@click.option(
    "--update",
    "update_url",
    metavar="URL",
    callback=check_url,
    help="Where it takes SPARQL Update. [default: --endpoint]",
)
@click.option(
    "--graph-store",
    "store_url",
    metavar="URL",
    callback=check_url,
    help="Where it takes graphs; used instead of --update.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.pass_context
def publish(
    ctx: click.Context,
    url: str | None,
    update_url: str | None,
    store_url: str | None,
    dry_run: bool,
) -> None:
    """Put the landscape on a server, in the place of what was there of it.

    Every passage is a named graph. The default graph of the server, or the graph that
    kg --default-graph names, gets everything that is stated and derived. The server is told who you
    are from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or from ~/.netrc.

    Example: kg publish --dry-run --endpoint http://localhost:7878/query
    """
    from kg.curate import publish as publishing
    from kg.store.endpoint import EndpointStore
    from kg.store.exchange import Exchange
    from kg.store.writer import GraphStore, Updates

    given = ctx.find_root().params
    asked, timeout = url or given["endpoint"], limits_of(ctx).seconds
    if asked is None:
        raise click.UsageError("Where to? Name the server with --endpoint URL.", ctx)
    landscape = open_landscape(ctx.obj, note)
    exchange = Exchange(store_url or update_url or asked, timeout)
    done = publishing.publish(
        landscape.embedded(),
        EndpointStore(asked, given["default_graph"], timeout),
        None if dry_run else (GraphStore if store_url else Updates)(exchange),
        given["default_graph"],
        exchange.url,
        _progress,
    )
    note(str(done))


def _progress(graph: str) -> None:
    """Show, on a terminal, which graph is being put."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{graph[:100]}\r", nl=False, err=True)
