"""What the engine found, as answers: terms and rows, or written in the formats of the W3C.

The same for a query that the engine evaluated, and for an answer that it reads from a stream.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import IO, BinaryIO, Protocol, TypeVar, cast

import pyoxigraph as engine

from kg.store.interface import Answer, Blank, Iri, Literal, Row, Selection, Term, Triples, Truth
from kg.store.reading import columns_in_order, star_of
from kg.vocabulary import PREFIXES, RDF

_SORTED_UP_TO = 20_000
_Item = TypeVar("_Item")
Found = engine.QuerySolutions | engine.QueryBoolean | engine.QueryTriples


class Readable(Protocol):
    """What can be read piece by piece, such as the body of an answer on its way here."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most this many bytes, none at the end."""
        ...


def in_its_own_order(query: str) -> str:
    """Spell out the star of `SELECT *`; an empty store knows its columns without evaluating.

    Raise SyntaxError when the query has a star and cannot be read.
    """
    if star_of(query) is None:
        return query
    found = engine.Store().query(query, prefixes=PREFIXES)
    names = found.variables if isinstance(found, engine.QuerySolutions) else ()
    return columns_in_order(query, [variable.value for variable in names])


def as_answer(found: Found) -> Answer:
    """Return what the engine found as an answer; nothing is read before it is asked for."""
    if isinstance(found, engine.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Selection(columns, rows(found), partial(_write_table, found))
    if isinstance(found, engine.QueryTriples):
        return _triples(found)
    return Truth(bool(found), partial(_write_table, found))


def read_table(stream: Readable, media_type: str) -> Answer | None:
    """Read the answer to a SELECT or ASK from a stream, row by row.

    None when the media type is not one of such answers; SyntaxError when they are not well formed.
    """
    table = engine.QueryResultsFormat.from_media_type(media_type)
    if table is None or table == engine.QueryResultsFormat.CSV:  # CSV does not tell terms apart
        return None
    return as_answer(engine.parse_query_results(cast("IO[bytes]", stream), table))


def read_triples(stream: Readable, media_type: str) -> Triples | None:
    """Read triples from a stream, one by one; None when the media type is not one of RDF."""
    graph = engine.RdfFormat.from_media_type(media_type)
    if graph is None:
        return None
    return _triples(quad.triple for quad in engine.parse(cast("IO[bytes]", stream), format=graph))


def table(columns: tuple[str, ...], found: Iterator[Row]) -> Answer:
    """Return rows of our own as an answer, which can be written like one of the engine."""
    # The engine makes a table only by reading one; TSV keeps terms as they are (SPARQL 1.1, TSV).
    lines = chain([columns], found)
    texts = ("\t".join(map(_in_tsv, line)).encode() + b"\n" for line in lines)
    stream = cast("IO[bytes]", _Pieces(texts))
    return as_answer(engine.parse_query_results(stream, engine.QueryResultsFormat.TSV))


def inside(answer: Answer, around: Callable[[], AbstractContextManager[None]]) -> Answer:
    """Return an answer that is read and written inside of a context, such as one that watches."""

    def write(media_type: str, output: BinaryIO) -> None:
        with around():
            answer.write(media_type, output)

    if isinstance(answer, Selection):
        return replace(answer, rows=_inside(answer.rows, around), write=write)
    if isinstance(answer, Triples):
        return replace(answer, triples=_inside(answer.triples, around), write=write)
    return answer


def truth(value: bool) -> Truth:  # noqa: FBT001
    """Return the answer to an ASK."""
    asked = engine.Store().query("ASK {}" if value else "ASK { FILTER (false) }")
    return Truth(value, partial(_write_table, asked))  # type: ignore[arg-type] # it is an ASK


def rows(solutions: engine.QuerySolutions) -> Iterator[Row]:
    """Give the rows of a table."""
    width = len(solutions.variables)
    for solution in solutions:
        yield tuple(None if (term := solution[i]) is None else _term(term) for i in range(width))


def all_rows(solutions: engine.QuerySolutions) -> list[Row]:
    """Return all rows of a table, in which equal terms are one object."""
    known = _Known({None: None})
    return [tuple(map(known.__getitem__, solution)) for solution in solutions]


def as_line(row: Row) -> bytes:
    """Return three terms, or four with the graph last, as a line of N-Quads."""
    terms = [_engine_term(term) for term in row if term is not None]
    return f"{engine.Quad(*terms)} .\n".encode()  # type: ignore[arg-type] # terms of a quad


class _Known(dict[object, Term | None]):
    """Terms by those of the engine: a term that stands in many rows is made once."""

    def __missing__(self, term: object) -> Term:
        self[term] = made = _term(term)
        return made


class _Pieces:
    """Pieces of a text that can be read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._ready = pieces, b""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most `size`, none at the end."""
        self._ready = self._ready or next(self._pieces, b"")
        size = len(self._ready) if size < 0 else size
        some, self._ready = self._ready[:size], self._ready[size:]
        return some


def _in_tsv(term: Term | str | None) -> str:
    if term is None:
        return ""
    return f"?{term}" if isinstance(term, str) else str(_engine_term(term))


def _inside(
    items: Iterator[_Item], around: Callable[[], AbstractContextManager[None]]
) -> Iterator[_Item]:
    with around():
        yield from items


def _triples(found: Iterable[engine.Triple]) -> Triples:
    once = iter(found)
    terms = ((_term(t.subject), _term(t.predicate), _term(t.object)) for t in once)
    return Triples(terms, partial(_write_graph, once))


def _write_table(
    found: engine.QuerySolutions | engine.QueryBoolean, media_type: str, output: BinaryIO
) -> None:
    table = engine.QueryResultsFormat.from_media_type(media_type)
    if table is None:
        raise ValueError(f"Unexpected media type for a table: {media_type!r}")
    found.serialize(output, table)


def _write_graph(found: Iterator[engine.Triple], media_type: str, output: BinaryIO) -> None:
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


def _term(term: object) -> Term:
    if isinstance(term, engine.NamedNode):
        return Iri(term.value)
    if isinstance(term, engine.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    if isinstance(term, engine.BlankNode):
        return Blank(term.value)
    raise ValueError(f"Unexpected term: {term!r}")


def _engine_term(term: Term) -> engine.NamedNode | engine.BlankNode | engine.Literal:
    if isinstance(term, Iri):
        return engine.NamedNode(term.value)
    if isinstance(term, Blank):
        return engine.BlankNode(term.value)
    if term.language:
        return engine.Literal(term.value, language=term.language)
    return engine.Literal(term.value, datatype=engine.NamedNode(term.datatype))
