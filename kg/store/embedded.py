"""The store on disk: pyoxigraph, opened read-only."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as engine

from kg.store.answers import Found, all_rows, as_answer, in_its_own_order, inside
from kg.store.binding import bind
from kg.store.deadline import Watch
from kg.store.interface import Answer, Iri, Literal, Row
from kg.store.reading import has_service, name_unknown_prefix, refuse_update, without_service
from kg.vocabulary import PREFIXES

_Around = Callable[[], AbstractContextManager[None]]


class EmbeddedStore:
    """A finished store directory. It is a build artefact: nothing here can change it.

    With a watch, a query that passes the limits ends this process; `WorkerStore` has processes of
    its own to end. A query may ask other servers by SERVICE only when that is allowed.
    """

    def __init__(
        self, directory: Path, watch: Watch | None = None, *, allow_service: bool = False
    ) -> None:
        self._engine = engine.Store.read_only(str(directory))
        self._watch, self._allow_service = watch, allow_service

    def ask(self, query: str) -> Answer:
        """Answer any query; raise BadQuery when it cannot be parsed or is not a read.

        Raise NoAnswer, here or while the answer is read, when a server that it asks fails.
        """
        around = self._around(query)
        if around is None:
            return as_answer(self._query(query))
        with around():  # an ASK is evaluated here, the rest while it is read
            found = as_answer(self._query(query))
        return inside(found, around)

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
        return all_rows(found)

    def _around(self, query: str) -> _Around | None:
        """Return what watches a query while it is evaluated and its answer is read."""
        running = self._watch.running if self._watch is not None else None
        if not has_service(query):
            return running
        from kg.store.service import faults_in_words  # late: few queries ask other servers

        @contextmanager
        def around() -> Iterator[None]:
            with faults_in_words(query), running() if running else nullcontext():
                yield

        return around

    def _query(self, query: str) -> Found:
        try:
            text = query if self._allow_service else without_service(query)
            return self._engine.query(_in_its_own_order(text), prefixes=PREFIXES)
        except (RuntimeError, SyntaxError) as problem:
            from kg.store.mistakes import NO_FUNCTION, explain  # late: only a mistake needs it

            if isinstance(problem, RuntimeError) and not NO_FUNCTION.search(str(problem)):
                raise  # a server that the query asks: put into words by what is around it
            refuse_update(query)
            name_unknown_prefix(query)
            raise explain(query, str(problem)) from problem


def _in_its_own_order(query: str) -> str:
    if not has_service(query):
        return in_its_own_order(query)
    from kg.store.service import in_its_own_order as asking_nobody

    return asking_nobody(query)
