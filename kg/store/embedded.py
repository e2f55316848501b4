"""The store on disk: pyoxigraph, opened read-only."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as engine

from kg.errors import BadQuery
from kg.store.binding import bind
from kg.store.interface import Answer, Blank, Iri, Literal, Row, Selection, Term, Triples
from kg.store.reading import name_unknown_prefix, refuse_what_does_not_read
from kg.vocabulary import PREFIXES


class EmbeddedStore:
    """A finished store directory. It is a build artefact: nothing here can change it."""

    def __init__(self, directory: Path) -> None:
        self._engine = engine.Store.read_only(str(directory))

    def ask(self, query: str) -> Answer:
        """Answer any query; raise BadQuery when it cannot be parsed or is not a read."""
        found = self._query(query)
        if isinstance(found, engine.QuerySolutions):
            return Selection(tuple(v.value for v in found.variables), _rows(found))
        if isinstance(found, engine.QueryTriples):
            return Triples((_term(t.subject), _term(t.predicate), _term(t.object)) for t in found)
        return bool(found)

    def select(self, query: str, bindings: Mapping[str, Iri | Literal] | None = None) -> list[Row]:
        """Answer a SELECT with all its rows, each variable of `bindings` fixed to its term."""
        # The engine's own substitutions reach only variables that the query projects (0.5.13).
        found = self._engine.query(bind(query, bindings or {}), prefixes=PREFIXES)
        if not isinstance(found, engine.QuerySolutions):
            raise TypeError(f"Unexpected kind of query, SELECT needed: {query!r}")
        return list(_rows(found))

    def write(self, query: str, media_type: str, output: BinaryIO) -> None:
        """Write the answer in a standard format, byte for byte as the engine serialises it."""
        found = self._query(query)
        if isinstance(found, engine.QueryTriples):
            rdf = engine.RdfFormat.from_media_type(media_type)
            if rdf is None:
                raise ValueError(f"Unexpected media type for triples: {media_type!r}")
            engine.serialize(
                found, output, rdf, prefixes=PREFIXES if rdf.name == "Turtle" else None
            )
            return
        table = engine.QueryResultsFormat.from_media_type(media_type)
        if table is None:
            raise ValueError(f"Unexpected media type for a table: {media_type!r}")
        found.serialize(output, table)

    def _query(
        self, query: str
    ) -> engine.QuerySolutions | engine.QueryBoolean | engine.QueryTriples:
        refuse_what_does_not_read(query)
        name_unknown_prefix(query)
        try:
            return self._engine.query(query, prefixes=PREFIXES)
        except SyntaxError as problem:
            raise BadQuery(_explain(str(problem), query)) from problem


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
    choices = [word.strip() for word in re.split(r",\s(?=\S)", words) if word.strip(" ,")]
    hint = f"; expected {' or '.join(choices[:6])}" if choices else ""
    return f"query, line {line}, column {column}, {near}: this cannot stand here{hint}"
