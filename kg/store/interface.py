"""What every store answers, and the terms and results it answers with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, Protocol

from kg.vocabulary import RDF, XSD


class Iri(NamedTuple):
    """An IRI."""

    value: str


class Blank(NamedTuple):
    """A blank node, by its label in this answer."""

    value: str


class Literal(NamedTuple):
    """A literal: its characters, its datatype IRI, and its language tag or the empty string."""

    value: str
    datatype: str = XSD + "string"
    language: str = ""


Term = Iri | Blank | Literal
Row = tuple[Term | None, ...]


def as_sparql(term: Iri | Literal) -> str:
    """Return a term in the syntax of SPARQL and N-Triples.

    With everything escaped that could end it early.
    """
    if isinstance(term, Iri):
        return f"<{''.join(_escaped_in_iri(c) for c in term.value)}>"
    text = "".join(_ESCAPES.get(c, c) for c in term.value)
    if term.language:
        return f'"{text}"@{term.language}'
    if term.datatype in (XSD + "string", RDF + "langString"):
        return f'"{text}"'
    return f'"{text}"^^{as_sparql(Iri(term.datatype))}'


@dataclass(frozen=True)
class Selection:
    """The answer to a SELECT: the columns in the query's own order, and its rows, read once."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


@dataclass(frozen=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE: its triples, read once."""

    triples: Iterator[tuple[Term, Term, Term]]


Answer = Selection | Triples | bool


class Store(Protocol):
    """A graph that can be asked; its default graph is the deduplicated closure.

    Its named graphs are the passages.
    """

    def ask(self, query: str) -> Answer:
        """Answer any query; raise BadQuery when it cannot be parsed or is not a read."""
        ...

    def select(self, query: str, bindings: Mapping[str, Iri | Literal] | None = None) -> list[Row]:
        """Answer a SELECT with all its rows, each variable of `bindings` fixed to its term."""
        ...

    def write(self, query: str, media_type: str, output: BinaryIO) -> None:
        """Write the answer in a standard format, byte for byte as the engine serialises it."""
        ...


_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}


def _escaped_in_iri(character: str) -> str:
    if character <= " " or character in '<>"{}|^`\\':
        return f"\\u{ord(character):04X}"
    return character
