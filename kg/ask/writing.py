"""An answer in a format for machines: UTF-8 and streamed, never a whole result in memory."""

import csv
import io
from typing import IO, BinaryIO, cast

from kg.errors import BadInput
from kg.store.interface import Answer, Blank, Literal, Selection, Term, Triples, Truth
from kg.vocabulary import XSD

TABLES = ("table", "csv", "tsv", "json", "xml", "md")
GRAPHS = ("ttl", "nt", "jsonld", "rdfxml")
_MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "xml": "application/sparql-results+xml",
}
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
_ENDS_WHEN_EMPTY = {
    "json": b'"bindings":[]}}',
    "jsonld": b"[]",
    "xml": b"<results></results></sparql>",
}


def write_answer(answer: Answer, output_format: str, output: BinaryIO, *, raw: bool) -> bool:
    """Write an answer; return whether there was anything in it.

    `raw` leaves CSV cells as they are (SPARQL 1.1 Query Results CSV); otherwise a text that a
    spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV Injection).
    """
    check_format(answer, output_format)
    if isinstance(answer, Truth):
        if output_format in ("json", "xml"):
            answer.write(_MEDIA_TYPES[output_format], output)
        else:
            output.write(b"true\n" if answer else b"false\n")
        return bool(answer)
    if isinstance(answer, Selection) and output_format == "csv":
        text = io.TextIOWrapper(output, encoding="utf-8", newline="", write_through=True)
        try:
            return _write_csv(answer, text, guarded=not raw) > 0
        finally:
            text.detach()  # or else the end of the wrapper would close the output
    watched = _Watched(output)
    if output_format == "rdfxml" and isinstance(answer, Triples):
        from kg.ask.rdfxml import write_rdf_xml  # late: few ask for it

        write_rdf_xml(answer.triples, cast("BinaryIO", watched))
    elif output_format == "xml":
        from kg.ask.xml_text import XmlGuard

        answer.write(_MEDIA_TYPES["xml"], cast("BinaryIO", XmlGuard(watched.write)))
    else:
        answer.write(_MEDIA_TYPES[output_format], cast("BinaryIO", watched))
    return not watched.was_empty(output_format)


def check_format(answer: Answer, output_format: str) -> None:
    """Raise BadInput when the kind of answer cannot be written in this format."""
    if isinstance(answer, Triples) and output_format not in GRAPHS:
        raise BadInput(
            f"--format {output_format}: a CONSTRUCT or DESCRIBE gives triples;"
            f" take {', '.join(GRAPHS)}"
        )
    if isinstance(answer, Selection) and output_format not in TABLES:
        raise BadInput(
            f"--format {output_format}: a SELECT gives a table; take {', '.join(TABLES)}"
        )
    if isinstance(answer, Truth) and output_format not in ("table", "csv", "json", "xml", "md"):
        raise BadInput(
            f"--format {output_format}: an ASK gives true or false; take table, json or xml"
        )


class _Watched:
    """An output that remembers the end of what was written, to know an empty answer by it."""

    def __init__(self, output: BinaryIO) -> None:
        self._output = output
        self._lines = 0
        self._size = 0
        self._end = b""

    def write(self, chunk: bytes) -> int:
        self._lines += chunk.count(b"\n")
        self._size += len(chunk)
        self._end = (self._end + bytes(chunk[-64:]))[-64:]
        self._output.write(chunk)
        return len(chunk)

    def flush(self) -> None:
        self._output.flush()

    def was_empty(self, output_format: str) -> bool:
        if output_format == "tsv":
            return self._lines <= 1
        if output_format == "rdfxml":
            return self._lines <= 3  # noqa: PLR2004 # the declaration, and the root's two tags
        if output_format in _ENDS_WHEN_EMPTY:
            return self._end.rstrip().endswith(_ENDS_WHEN_EMPTY[output_format])
        return self._size == 0


def _write_csv(selection: Selection, output: IO[str], *, guarded: bool) -> int:
    # Line ends as the standard asks: SPARQL 1.1 Query Results CSV follows RFC 4180. Oxigraph's own
    # writer does not quote an IRI that holds a comma (0.5.13).
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(selection.columns)
    cell = _guarded if guarded else _plain
    count = 0
    for row in selection.rows:
        writer.writerow([cell(term) for term in row])
        count += 1
    return count


def _plain(term: Term | None) -> str:
    return "" if term is None else f"_:{term.value}" if isinstance(term, Blank) else term.value


def _guarded(term: Term | None) -> str:
    text = _plain(term)
    is_number = isinstance(term, Literal) and term.datatype in _NUMBERS
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number else text
