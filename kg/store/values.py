"""Terms as plain Python: numbers, dates and texts instead of IRIs and literals; and data frames."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.errors import BadInput
from kg.store.interface import Blank, Literal, Row, Term
from kg.vocabulary import XSD

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Value = str | int | float | bool | Decimal | date | datetime | time | None

_INTEGERS = (
    "byte int integer long negativeInteger nonNegativeInteger nonPositiveInteger positiveInteger"
    " short unsignedByte unsignedInt unsignedLong unsignedShort"
)
_READERS: dict[str, Callable[[str], Value]] = {
    **{XSD + name: int for name in _INTEGERS.split()},
    XSD + "boolean": lambda text: {"true": True, "1": True, "false": False, "0": False}[text],
    XSD + "date": date.fromisoformat,
    XSD + "dateTime": datetime.fromisoformat,
    XSD + "decimal": Decimal,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "time": time.fromisoformat,
}


def value(term: Term | None) -> Value:
    """Return a term as the Python value that it stands for, and None where there is none.

    An IRI is its characters, a text with a language is the text. A year, a month, and whatever
    Python has no type for or cannot read, such as the date 2019-02-30, stays as it is written.
    """
    if term is None:
        return None
    if isinstance(term, Blank):
        return f"_:{term.value}"
    if isinstance(term, Literal) and (read := _READERS.get(term.datatype)):
        try:
            return read(term.value)
        except (ArithmeticError, KeyError, ValueError):
            return term.value
    return term.value


def pandas_frame(columns: tuple[str, ...], rows: Iterable[Row]) -> "pd.DataFrame":
    """Return a pandas frame with a column for each variable."""
    try:
        import pandas as pd
    except ImportError as missing:
        raise BadInput(_needs("pandas")) from missing
    return pd.DataFrame([tuple(map(value, row)) for row in rows], columns=list(columns))


def polars_frame(columns: tuple[str, ...], rows: Iterable[Row]) -> "pl.DataFrame":
    """Return a polars frame; a column that holds values of several types becomes text."""
    try:
        import polars as pl
    except ImportError as missing:
        raise BadInput(_needs("polars")) from missing
    found = [tuple(map(value, row)) for row in rows]
    series = {name: _of_one_type([row[n] for row in found]) for n, name in enumerate(columns)}
    return pl.DataFrame(series)


def _of_one_type(column: list[Value]) -> list[Any]:
    if len({type(cell) for cell in column if cell is not None}) <= 1:
        return column
    return [None if cell is None else str(cell) for cell in column]


def _needs(library: str) -> str:
    return f"{library} is not installed; it comes with: pip install 'urban-security-kg[{library}]'"
