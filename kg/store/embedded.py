"""The store on disk: pyoxigraph, opened read-only."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as engine

from kg.errors import BadQuery
from kg.store.binding import bind
from kg.store.interface import Answer, Blank, Iri, Literal, Row, Selection, Term, Triples, Truth
from kg.store.reading import name_unknown_prefix, refuse_what_does_not_read
from kg.vocabulary import PREFIXES, RDF

_SORTED_UP_TO = 20_000


class EmbeddedStore:
    """A finished store directory. It is a build artefact: nothing here can change it."""

    def __init__(self, directory: Path) -> None:
        self._engine = engine.Store.read_only(str(directory))

    def ask(self, query: str) -> Answer:
        """Answer any query; raise BadQuery when it cannot be parsed or is not a read."""
        found = self._query(query)
        if isinstance(found, engine.QuerySolutions):
            columns = tuple(variable.value for variable in found.variables)
            return Selection(columns, _rows(found), partial(_write_table, found))
        if isinstance(found, engine.QueryTriples):
            triples = ((_term(t.subject), _term(t.predicate), _term(t.object)) for t in found)
            return Triples(triples, partial(_write_graph, found))
        return Truth(bool(found), partial(_write_table, found))

    def select(
        self, query: str, bindings: Mapping[str, Iri | Literal | None] | None = None
    ) -> list[Row]:
        """Answer a SELECT of the project's own, each open place of `bindings` filled."""
        # The engine's own substitutions reach only variables that the query projects (0.5.13).
        found = self._engine.query(bind(query, bindings or {}), prefixes=PREFIXES)
        if not isinstance(found, engine.QuerySolutions):
            raise TypeError(f"Unexpected kind of query, SELECT needed: {query!r}")
        return list(_rows(found))

    def dump(self, output: BinaryIO) -> None:
        """Write the whole store as N-Quads."""
        self._engine.dump(output, engine.RdfFormat.N_QUADS)

    def _query(
        self, query: str
    ) -> engine.QuerySolutions | engine.QueryBoolean | engine.QueryTriples:
        refuse_what_does_not_read(query)
        name_unknown_prefix(query)
        try:
            return self._engine.query(query, prefixes=PREFIXES)
        except SyntaxError as problem:
            raise BadQuery(_explain(str(problem), query)) from problem


def _write_table(
    found: engine.QuerySolutions | engine.QueryBoolean, media_type: str, output: BinaryIO
) -> None:
    table = engine.QueryResultsFormat.from_media_type(media_type)
    if table is None:
        raise ValueError(f"Unexpected media type for a table: {media_type!r}")
    found.serialize(output, table)


def _write_graph(found: engine.QueryTriples, media_type: str, output: BinaryIO) -> None:
    graph = engine.RdfFormat.from_media_type(media_type)
    if graph is None:
        raise ValueError(f"Unexpected media type for triples: {media_type!r}")
    if graph == engine.RdfFormat.TURTLE:
        _write_turtle(found, output)
    else:
        engine.serialize(found, output, graph)


def _write_turtle(triples: Iterator[engine.Triple], output: BinaryIO) -> None:
    """Write sorted triples with the prefixes they use; very many are streamed as they come."""
    first = list(islice(triples, _SORTED_UP_TO))
    if len(first) == _SORTED_UP_TO:
        engine.serialize(chain(first, triples), output, engine.RdfFormat.TURTLE, prefixes=PREFIXES)
        return
    text = "\n".join(map(str, first))
    used = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in text}
    in_order = sorted(first, key=_types_first)
    engine.serialize(in_order, output, engine.RdfFormat.TURTLE, prefixes=used)


def _types_first(triple: engine.Triple) -> tuple[str, bool, str]:
    return str(triple.subject), triple.predicate.value != RDF + "type", str(triple)


def _rows(solutions: engine.QuerySolutions) -> Iterator[Row]:
    width = len(solutions.variables)
    for solution in solutions:
        yield tuple(None if (term := solution[i]) is None else _term(term) for i in range(width))


def _term(term: object) -> Term:
    if isinstance(term, engine.NamedNode):
        return Iri(term.value)
    if isinstance(term, engine.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    if isinstance(term, engine.BlankNode):
        return Blank(term.value)
    raise ValueError(f"Unexpected term: {term!r}")


_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# The engine lists the characters a name may hold, class by class; a person needs only the words.
_CHARACTER_CLASS = re.compile(r"\[[^\]]*\](?:\s*\|\s*\[[^\]]*\])*,?\s*")


def _explain(message: str, query: str) -> str:
    place = _PLACE.match(message)
    if place is None:
        return f"the query cannot be read: {' '.join(message.split())}"
    line, column, expected = int(place[1]), int(place[2]), place[3]
    lines = query.splitlines() or [""]
    rest = lines[line - 1][column - 1 :].split() if line <= len(lines) else []
    near = (
        f"near '{rest[0][:30]}'"
        if rest
        else "at the end of the line"
        if line < len(lines)
        else "at the end"
    )
    words = _CHARACTER_CLASS.sub(
        "", " ".join(expected.removeprefix("expected").removeprefix(" one of").split())
    )
    choices = [word.strip(" ,") for word in re.split(r",\s(?=\S)", words) if word.strip(" ,")]
    hint = f"; expected {' or '.join(choices[:6])}" if choices else ""
    return f"query, line {line}, column {column}, {near}: this cannot stand here{hint}"
