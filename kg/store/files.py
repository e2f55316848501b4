"""Graphs as files: quads in lines, sorted outside of memory, and written in any format of RDF."""

import heapq
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import IO, BinaryIO, NamedTuple

import pyoxigraph as engine

from kg.vocabulary import PREFIXES, RDF

_FORMATS = {
    "jsonld": engine.RdfFormat.JSON_LD,
    "trig": engine.RdfFormat.TRIG,
    "ttl": engine.RdfFormat.TURTLE,
}
_LINES_IN_MEMORY = 200_000
_QUAD = re.compile(
    rb"(\S+) (\S+) "
    rb'(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?)(?: (<[^>]*>|_:\S+))? \.\n'
)
_TYPE = f"<{RDF}type>".encode()


class Line(NamedTuple):
    """A quad as it stands in N-Quads, in bytes; no graph is the default graph."""

    subject: bytes
    predicate: bytes
    object: bytes
    graph: bytes

    def as_bytes(self, *, with_graph: bool) -> bytes:
        """Return the line of N-Quads, or of N-Triples without its graph."""
        graph = self.graph + b" " if with_graph and self.graph else b""
        return b"%s %s %s %s.\n" % (self.subject, self.predicate, self.object, graph)


def read_lines(nquads: Iterable[bytes]) -> Iterator[Line]:
    """Give the quads of N-Quads as Oxigraph writes them: one space between terms."""
    for line in nquads:
        match = _QUAD.fullmatch(line)
        if match is None:
            raise ValueError(f"Unexpected line of N-Quads: {line!r}")
        yield Line(match[1], match[2], match[3], match[4] or b"")


@contextmanager
def in_order(lines: Iterable[Line]) -> Iterator[Iterator[Line]]:
    """Give lines by graph, subject, predicate (types first) and object.

    Never more than 200,000 are in memory: the rest waits in files that are gone at the end.
    """
    with ExitStack() as files:
        parts: list[IO[bytes]] = []
        once = iter(lines)
        while chunk := [_record(line) for line in islice(once, _LINES_IN_MEMORY)]:
            chunk.sort()
            part = files.enter_context(tempfile.TemporaryFile())
            part.writelines(chunk)
            part.seek(0)
            parts.append(part)
        yield (_line(record) for record in heapq.merge(*parts))


def write_graphs(lines: Iterable[Line], output_format: str, output: BinaryIO) -> None:
    """Write ordered lines as `ttl`, `trig` or `jsonld`, streamed, with the project's prefixes."""
    quads = engine.parse(_Readable(lines), engine.RdfFormat.N_QUADS)  # type: ignore[arg-type] # it reads
    form = _FORMATS[output_format]
    prefixes = None if output_format == "jsonld" else PREFIXES
    found = (quad.triple for quad in quads) if output_format == "ttl" else quads
    engine.serialize(found, output, form, prefixes=prefixes)


class _Readable:
    """Lines as a stream of bytes, for the engine's parser."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = (line.as_bytes(with_graph=True) for line in lines)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while not 0 <= size <= len(self._rest):
            more = b"".join(islice(self._lines, 200))
            if not more:
                break
            self._rest += more
        found, self._rest = (
            (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        )
        return found


def _record(line: Line) -> bytes:
    # N-Quads holds no tab: in a literal it is written as an escape.
    rank = b"0" if line.predicate == _TYPE else b"1"
    return b"\t".join([line.graph, line.subject, rank, line.predicate, line.object]) + b"\n"


def _line(record: bytes) -> Line:
    graph, subject, _, predicate, thing = record.rstrip(b"\n").split(b"\t")
    return Line(subject, predicate, thing, graph)
