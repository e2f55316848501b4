"""What every store answers, and the terms and results it answers with."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from kg.vocabulary import RDF, XSD

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from kg.store.values import Value


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
        return f"<{term.value.translate(_ESCAPES_IN_IRI)}>"
    text = term.value.translate(_ESCAPES)
    if term.language:
        return f'"{text}"@{term.language}'
    if term.datatype in (XSD + "string", RDF + "langString"):
        return f'"{text}"'
    return f'"{text}"^^{as_sparql(Iri(term.datatype))}'


Writer = Callable[[str, BinaryIO], None]


# Answers are read once and never compared, and what is left out here is not made at each start.
@dataclass(frozen=True, eq=False, repr=False)
class Selection:
    """The answer to a SELECT: the columns in the query's own order, and its rows.

    Rows are read once, or written once by `write`: a media type of the W3C and where to.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    write: Writer

    def tuples(self) -> "Iterator[tuple[Value, ...]]":
        """Give each row as plain Python values: texts, numbers, dates, or None."""
        from kg.store.values import value  # late: only Python users need it

        return (tuple(map(value, row)) for row in self.rows)

    def dicts(self) -> "Iterator[dict[str, Value]]":
        """Give each row as plain Python values by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.tuples())

    def to_pandas(self) -> "pd.DataFrame":
        """Return all rows as a pandas frame; raise BadInput when pandas is not installed."""
        from kg.store.values import pandas_frame

        return pandas_frame(self.columns, self.rows)

    def to_polars(self) -> "pl.DataFrame":
        """Return all rows as a polars frame; raise BadInput when polars is not installed."""
        from kg.store.values import polars_frame

        return polars_frame(self.columns, self.rows)


@dataclass(frozen=True, eq=False, repr=False)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE: its triples, read once or written once.

    When they have been read, `told` gives what a person should know of them, such as that a server
    may have left some out.
    """

    triples: Iterator[tuple[Term, Term, Term]]
    write: Writer
    told: Callable[[], list[str]] = list


@dataclass(frozen=True, eq=False, repr=False)
class Truth:
    """The answer to an ASK."""

    value: bool
    write: Writer

    def __bool__(self) -> bool:
        return self.value


Answer = Selection | Triples | Truth


class Store(Protocol):
    """A graph that can be asked.

    Its default graph is the deduplicated closure, its named graphs are the passages.
    """

    def ask(self, query: str) -> Answer:
        """Answer any query; raise BadQuery when it cannot be parsed or is not a read."""
        ...

    def select(
        self, query: str, bindings: Mapping[str, Iri | Literal | None] | None = None
    ) -> list[Row]:
        """Answer a SELECT of the project's own, each open place of `bindings` filled."""
        ...


class WholeStore(Store, Protocol):
    """A store that can also be copied."""

    def dump(self, output: BinaryIO) -> None:
        """Write the whole store as N-Quads."""
        ...


_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
    }
)
_ESCAPES_IN_IRI = {code: f"\\u{code:04X}" for code in (*range(33), *map(ord, '<>"{}|^`\\'))}
