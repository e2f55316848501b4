"""The Urban Security Policy Knowledge Graph.

Ask, draw and compare what is done for security in public spaces.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pathlib import Path

    from kg.landscape import Landscape


# `kg.open()` is the name that users expect.
def open(  # noqa: A001
    home: "Path | None" = None,
    *,
    endpoint: str | None = None,
    default_graph: str | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    allow_service: bool = False,
) -> "Landscape":
    """Open the landscape, building its store at first use; or one behind a SPARQL endpoint.

    `home` defaults to `KG_HOME` or the user data folder. A query that takes more than `timeout`
    seconds, or its process more than `memory` megabytes, raises `kg.errors.TooLong`; without
    limits, queries run in this process, which is quicker by some milliseconds. `default_graph` is
    the graph that stands for the default graph of an endpoint that would take all together.
    `allow_service` lets queries ask other servers by SERVICE; give them a `timeout` then.
    """
    from kg.landscape import Endpoint, open_landscape  # late: importing kg must cost nothing
    from kg.store.deadline import Limits

    remote = Endpoint(endpoint, default_graph) if endpoint else None
    limits = Limits(timeout, memory)
    return open_landscape(home, endpoint=remote, limits=limits, allow_service=allow_service)
