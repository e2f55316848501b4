"""The landscape as files of RDF: sorted, so that the same landscape gives the same bytes."""

import io
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from kg.ask.catalogue import command_query
from kg.errors import BadInput
from kg.store.files import Line, in_order, read_lines, write_graphs
from kg.store.interface import WholeStore
from kg.vocabulary import BASE, INFERENCE, SOURCE

FORMATS = ("ttl", "nt", "nq", "trig", "jsonld")
GRAPHS = ("default", "passages", "all")
_OF_ONE_GRAPH = ("ttl", "nt")
_VOID = f"<{BASE}void>".encode()


def export(
    store: WholeStore, output_format: str, graph: str, output: BinaryIO, *, described: bool = True
) -> None:
    """Write what the landscape holds.

    The default graph is everything stated and everything that follows, once; `passages` are the
    named graphs of the sources and the curators, without what was derived; `all` is both, and the
    ontology. `described` adds a description in VoID: in a graph of its own where the format has
    graphs.
    """
    if graph != "default" and output_format in _OF_ONE_GRAPH:
        raise BadInput(
            f"--graph {graph}: each passage is a graph of its own, and {output_format} holds one"
            " graph only; take trig, nq or jsonld"
        )
    several = output_format not in _OF_ONE_GRAPH
    with tempfile.TemporaryFile() as dumped:
        store.dump(dumped)
        dumped.seek(0)
        lines = _chosen(read_lines(dumped), graph)
        void = _description(store, _VOID if several else b"") if described else ()
        with in_order(chain(lines, void)) as ordered:
            if output_format in ("nt", "nq"):
                output.writelines(line.as_bytes(with_graph=several) for line in ordered)
            else:
                write_graphs(ordered, output_format, output)


def _chosen(lines: Iterable[Line], graph: str) -> Iterator[Line]:
    if graph == "all":
        yield from lines
        return
    sources, derived = f"<{SOURCE}".encode(), f"<{INFERENCE}".encode()
    for line in lines:
        stated = line.graph.startswith(sources) and not line.graph.startswith(derived)
        if stated if graph == "passages" else not line.graph:
            yield line


def _description(store: WholeStore, graph: bytes) -> Iterator[Line]:
    written = io.BytesIO()
    store.ask(command_query("void")).write("application/n-triples", written)
    for line in read_lines(io.BytesIO(written.getvalue())):
        yield line._replace(graph=graph)
