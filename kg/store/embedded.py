"""The store on disk: pyoxigraph, opened read-only."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as engine

from kg.store.answers import Found, as_answer, in_its_own_order, inside, rows
from kg.store.binding import bind
from kg.store.deadline import Watch
from kg.store.interface import Answer, Iri, Literal, Row
from kg.store.reading import name_unknown_prefix, refuse_what_does_not_read
from kg.vocabulary import PREFIXES


class EmbeddedStore:
    """A finished store directory. It is a build artefact: nothing here can change it.

    With a watch, a query that passes the limits ends this process; `WorkerStore` has processes of
    its own to end.
    """

    def __init__(self, directory: Path, watch: Watch | None = None) -> None:
        self._engine = engine.Store.read_only(str(directory))
        self._watch = watch

    def ask(self, query: str) -> Answer:
        """Answer any query; raise BadQuery when it cannot be parsed or is not a read."""
        if self._watch is None:
            return as_answer(self._query(query))
        with self._watch.running():  # an ASK is evaluated here, the rest while it is read
            found = as_answer(self._query(query))
        return inside(found, self._watch.running)

    def select(
        self, query: str, bindings: Mapping[str, Iri | Literal | None] | None = None
    ) -> list[Row]:
        """Answer a SELECT of the project's own, each open place of `bindings` filled."""
        if self._watch is None:
            return self._select(query, bindings or {})
        with self._watch.running():
            return self._select(query, bindings or {})

    def dump(self, output: BinaryIO) -> None:
        """Write the whole store as N-Quads."""
        self._engine.dump(output, engine.RdfFormat.N_QUADS)

    def graphs(self) -> Iterator[tuple[str | None, Iterator[str]]]:
        """Give the default graph (None), then the named ones, as lines of N-Triples."""
        named = (g.value for g in self._engine.named_graphs() if isinstance(g, engine.NamedNode))
        for name in (None, *sorted(named)):
            graph = engine.DefaultGraph() if name is None else engine.NamedNode(name)
            found = self._engine.quads_for_pattern(None, None, None, graph)
            yield name, (f"{quad.triple} ." for quad in found)

    def _select(self, query: str, bindings: Mapping[str, Iri | Literal | None]) -> list[Row]:
        # The engine's own substitutions reach only variables that the query projects (0.5.13).
        found = self._engine.query(bind(query, bindings), prefixes=PREFIXES)
        if not isinstance(found, engine.QuerySolutions):
            raise TypeError(f"Unexpected kind of query, SELECT needed: {query!r}")
        return list(rows(found))

    def _query(self, query: str) -> Found:
        refuse_what_does_not_read(query)
        name_unknown_prefix(query)
        try:
            return self._engine.query(in_its_own_order(query), prefixes=PREFIXES)
        except (RuntimeError, SyntaxError) as problem:  # RuntimeError: an unknown function
            from kg.store.mistakes import explain  # late: only a mistake needs it

            raise explain(query, str(problem)) from problem
