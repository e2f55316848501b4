"""What Virtuoso does otherwise than the standard, and how it is mended: all in one place.

Measured with 7.2.5; docs/endpoints.md lists what cannot be mended from outside.
"""

import re
from http.client import HTTPMessage
from typing import Final

from kg.store import service
from kg.store.answers import Readable
from kg.store.exchange import Body
from kg.store.interface import Iri, as_sparql
from kg.store.tokens import tokens

# The only column of an ASK, which Virtuoso answers as a SELECT.
ASKED: Final = "__ASK_RETVAL"
_PIECE: Final = 65536
# No server is set to give fewer rows than this.
_FEW: Final = 100
# Virtuoso writes each row on a line of its own, with these blanks; inside a text the quotation
# marks would be escaped.
_BOOLEAN: Final = re.compile(rb'(XMLSchema#boolean", "value": )"([01])"')


def is_virtuoso(headers: HTTPMessage) -> bool:
    """Whether an answer comes from Virtuoso, by what it calls itself."""
    return headers.get("Server", "").startswith("Virtuoso")


def rows_at_most(headers: HTTPMessage) -> int | None:
    """Return after how many rows the server cut its answer, or None when it did not."""
    text = headers.get("X-SPARQL-MaxRows", "")
    return int(text) if text.isdigit() else None


def counts_lines(body: Body) -> bool:
    """Whether an answer comes from Virtuoso with a triple on each line."""
    return is_virtuoso(body.headers) and body.media_type in ("application/n-triples", "text/plain")


def asks_for_the_limit(triples: int) -> str | None:
    """Return a query whose answer is cut if one of so many triples is; None for few triples.

    Virtuoso cuts triples without a word, one after the limit of rows, and says of rows that it did.
    """
    if triples < _FEW:
        return None
    return f"SELECT (1 AS ?x) WHERE {{ ?s ?p ?o . ?a ?b ?c }} LIMIT {triples - 1}"


def apart(query: str, default_graph: str | None) -> str:
    """Return a query in which the graph that serves as the default is not a named one as well.

    With `default-graph-uri`, Virtuoso lets `GRAPH ?g` range over that graph too, so each fact would
    be cited twice, and finds nothing at all in `GRAPH <iri>`. For a server that does as the
    standard says, the query means the same as before.
    """
    if default_graph is None:
        return query
    stream = list(tokens(query))
    elsewhere = {number for block in service.blocks(stream) for number in block}
    edits: list[tuple[int, int, str]] = []
    for number, (word, of, brace) in enumerate(zip(stream, stream[1:], stream[2:], strict=False)):
        if word.word == "GRAPH" and brace.text == "{" and number not in elsewhere:
            named = of.kind != "VAR"
            variable = f"?kgGraph{number}" if named else of.text
            wanted = f"= {of.text}" if named else f"!= {as_sparql(Iri(default_graph))}"
            last = stream[service.closing(stream, number + 2)]
            behind = last.start + len(last.text)
            edits.append((of.start, len(of.text), variable))
            edits.append((behind, 0, f" FILTER ({variable} {wanted})"))
    for place, length, text in sorted(edits, reverse=True):
        query = query[:place] + text + query[place + length :]
    return query


class TrueAndFalse:
    """A body of JSON results in which booleans are `true` and `false`, not `1` and `0`."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._ready, self._begun = b"", b""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most `size`, none at the end."""
        while not self._ready:
            more = self._stream.read(_PIECE)
            if not more:
                self._ready, self._begun = _mended(self._begun), b""
                break
            lines, end, self._begun = (self._begun + more).rpartition(b"\n")
            self._ready = _mended(lines + end)
        size = len(self._ready) if size < 0 else size
        some, self._ready = self._ready[:size], self._ready[size:]
        return some


def _mended(lines: bytes) -> bytes:
    return _BOOLEAN.sub(lambda found: found[1] + _WORDS[found[2]], lines)


_WORDS: Final = {b"0": b'"false"', b"1": b'"true"'}
