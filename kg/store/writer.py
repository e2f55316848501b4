"""Graphs put on a server: by the Graph Store Protocol, or by SPARQL Update where there is none."""

import urllib.request
from collections.abc import Iterable, Iterator
from typing import Final, Protocol
from urllib.parse import quote

from kg.store.exchange import AGENT, Exchange
from kg.store.interface import Iri, as_sparql

# A body that any server takes; SPARQL 1.1 Graph Store HTTP Protocol, 5.3 to 5.6.
_BODY: Final = 8_000_000
# Virtuoso 7.2.5 compiles an update to SQL of at most 10,000 lines.
_UPDATE: Final = 200_000
_TRIPLES: Final = 1000


class Writer(Protocol):
    """A server that takes graphs; None is its default graph."""

    def replace(self, graph: str | None, lines: Iterable[str]) -> None:
        """Put a graph in the place of what it was: its triples, as lines of N-Triples."""
        ...

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        ...


class GraphStore:
    """A server with the SPARQL 1.1 Graph Store HTTP Protocol."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        exchange.introduce()

    def replace(self, graph: str | None, lines: Iterable[str]) -> None:
        """Put a graph: the first part replaces what was there, the others are added to it."""
        method = "PUT"
        for text in in_parts(lines, _BODY):
            self._send(method, graph, text.encode())
            method = "POST"

    def remove(self, graph: str) -> None:
        """Remove a graph that is there."""
        self._send("DELETE", graph, None)

    def _send(self, method: str, graph: str | None, body: bytes | None) -> None:
        of = "default" if graph is None else f"graph={quote(graph, safe='')}"
        sign = "&" if "?" in self._exchange.url else "?"
        headers = {"User-Agent": AGENT, "Content-Type": "application/n-triples"}
        request = urllib.request.Request(  # noqa: S310 # the exchange has checked the address
            f"{self._exchange.url}{sign}{of}", body, headers, method=method
        )
        self._exchange.send(request).drain()


class Updates:
    """A server that takes SPARQL Update, such as Virtuoso at /sparql-auth."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        exchange.introduce()

    def replace(self, graph: str | None, lines: Iterable[str]) -> None:
        """Put a graph: clear it, and insert its triples in parts."""
        name = None if graph is None else f"GRAPH {as_sparql(Iri(graph))}"
        self._send(f"CLEAR SILENT {name or 'DEFAULT'}")
        for text in in_parts(lines, _UPDATE, _TRIPLES):
            self._send(
                f"INSERT DATA {{ {f'{name} {{' if name else ''}\n{text}}}{' }' * bool(name)}"
            )

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        self._send(f"DROP SILENT GRAPH {as_sparql(Iri(graph))}")

    def _send(self, update: str) -> None:
        headers = {"User-Agent": AGENT, "Content-Type": "application/sparql-update"}
        request = urllib.request.Request(  # noqa: S310 # the exchange has checked the address
            self._exchange.url, update.encode(), headers, method="POST"
        )
        self._exchange.send(request).drain()


def in_parts(lines: Iterable[str], characters: int, most: int | None = None) -> Iterator[str]:
    """Give lines together, as many as fit, at least one part."""
    part: list[str] = []
    size = 0
    for line in lines:
        if part and (size + len(line) > characters or len(part) == most):
            yield "".join(part)
            part, size = [], 0
        part.append(f"{line}\n")
        size += len(line) + 1
    yield "".join(part)
