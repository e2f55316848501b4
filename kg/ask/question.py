"""From what was typed to a query that can be run.

A catalogue name, a file or text, its parameters bound as RDF terms.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ask.catalogue import Catalogue, Parameter, Query, read_header
from kg.errors import BadInput
from kg.store.binding import bind, place_of
from kg.store.interface import Iri, Literal
from kg.vocabulary import USK, XSD

if TYPE_CHECKING:
    from kg.ask.names import Names

# The types of values: how they are written, their datatype, and what to say of another writing.
_VALUES = {
    "date": (
        r"\d{4}-(?!02-3|(02|04|06|09|11)-31)(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
        XSD + "date",
        "a date is year, month and day, such as 2021-03-01",
    ),
    "number": (
        r"[+-]?\d+(\.\d+)?",
        XSD + "decimal",
        "a number is digits and at most one point, as 12.5",
    ),
    "year": (r"\d{4}", XSD + "integer", "a year is four digits, such as 2019"),
}


def prepare(
    catalogue: Catalogue, names: "Callable[[], Names]", source: str, parameters: Mapping[str, str]
) -> str:
    """Return the text of the query to run.

    `source` is the name of a catalogue query, the path of a `.rq` file, or the text of a query;
    `names` is called only when a parameter has to be looked up. A parameter that is not given
    leaves its place open.
    """
    if source.endswith(".rq"):
        return prepare_text(_read(Path(source)), source, names, parameters)
    if "{" in source or source.split() != [source]:  # no name holds a brace or a blank
        return prepare_text(source, "the query", names, parameters)
    return _bind(catalogue.find(source), parameters, names)


def prepare_text(
    text: str, where: str, names: "Callable[[], Names]", parameters: Mapping[str, str]
) -> str:
    """Return the text to run of a query that came from `where`, such as standard input.

    With a header like those of the catalogue, it takes parameters.
    """
    if text.startswith("#+ summary"):
        return _bind(read_header(text, where), parameters, names)
    if parameters:
        raise BadInput(
            f"-p {next(iter(parameters))}: only a query with a header of parameters takes values"
        )
    return text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as problem:
        raise BadInput(f"{path}: there is no such file") from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(
            f"{path}: cannot be read as UTF-8 text ({problem.__class__.__name__})"
        ) from problem


def _bind(query: Query, parameters: Mapping[str, str], names: "Callable[[], Names]") -> str:
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in parameters:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise BadInput(f"-p {name}: the query {query.name} has no such parameter; {takes}")
    for name, parameter in known.items():
        if parameter.required and name not in parameters:
            raise BadInput(f"{query.name}: -p {name}=… is missing; {parameter.hint}")
    values = {
        name: _term(parameter, parameters[name], names) if name in parameters else None
        for name, parameter in known.items()
    }
    for name in known:
        if place_of(name) not in query.text:
            raise BadInput(f"{query.name}.rq: the parameter {name} has no place '{place_of(name)}'")
    return bind(query.text, values)


def _term(parameter: Parameter, typed: str, names: "Callable[[], Names]") -> Iri | Literal:
    if parameter.type == "text":
        return Literal(typed)
    if not typed.strip():
        raise BadInput(f"-p {parameter.name}=: a value is missing; {parameter.hint}")
    if parameter.type in _VALUES:
        pattern, datatype, what = _VALUES[parameter.type]
        if not re.fullmatch(pattern, typed):
            raise BadInput(f"-p {parameter.name}={typed}: {what}")
        return Literal(typed, datatype)
    if parameter.type == "thing":
        return names().find(typed)
    if not (re.fullmatch(r"[A-Z]\w*(\|[A-Z]\w*)*", parameter.type)):
        raise BadInput(
            f"parameter {parameter.name}: {parameter.type!r} is not thing, date, year, number,"
            f" text or classes of {USK} with | between"
        )
    return names().find(typed, parameter.type)
