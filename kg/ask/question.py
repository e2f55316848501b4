"""From what was typed to a query that can be run.

A catalogue name, a file or text, its parameters bound as RDF terms.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ask.catalogue import Catalogue, Parameter, Query, read_query
from kg.errors import BadInput
from kg.store.binding import bind
from kg.store.interface import Iri, Literal
from kg.vocabulary import USK, XSD

if TYPE_CHECKING:
    from kg.ask.names import Names

_LOOKS_LIKE_SPARQL = re.compile(r"[\s{]")


def prepare(
    catalogue: Catalogue, names: "Callable[[], Names]", source: str, parameters: Mapping[str, str]
) -> str:
    """Return the text of the query to run.

    `source` is the name of a catalogue query, the path of a `.rq` file, or the text of a query;
    `names` is called only when a parameter has to be looked up. A parameter that is not given
    leaves its place open.
    """
    if _LOOKS_LIKE_SPARQL.search(source) and not source.endswith(".rq"):
        return _bind_none(source, parameters)
    query = (
        read_query(Path(source)) if source.endswith(".rq") and _is_headed(Path(source)) else None
    )
    if query is None and source.endswith(".rq"):
        return _bind_none(_read(Path(source)), parameters)
    return _bind(query or catalogue.find(source), parameters, names)


def _is_headed(path: Path) -> bool:
    return _read(path).startswith("#+ summary")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as problem:
        raise BadInput(f"{path}: there is no such file") from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(
            f"{path}: cannot be read as UTF-8 text ({problem.__class__.__name__})"
        ) from problem


def _bind_none(text: str, parameters: Mapping[str, str]) -> str:
    if parameters:
        raise BadInput(
            f"-p {next(iter(parameters))}: only a query with a header of parameters takes values"
        )
    return text


def _bind(query: Query, parameters: Mapping[str, str], names: "Callable[[], Names]") -> str:
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in parameters:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise BadInput(f"-p {name}: the query {query.name} has no such parameter; {takes}")
    values = {
        name: _term(parameter, parameters[name], names) if name in parameters else None
        for name, parameter in known.items()
    }
    return bind(query.text, values)


def _term(parameter: Parameter, typed: str, names: "Callable[[], Names]") -> Iri | Literal:
    if parameter.type == "text":
        return Literal(typed)
    if parameter.type == "year":
        if not re.fullmatch(r"\d{4}", typed):
            raise BadInput(f"-p {parameter.name}={typed}: a year is four digits, such as 2019")
        return Literal(typed, XSD + "integer")
    if parameter.type == "number":
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", typed):
            raise BadInput(
                f"-p {parameter.name}={typed}: a number is digits and at most one point, as 12.5"
            )
        return Literal(typed, XSD + "decimal")
    if parameter.type == "thing":
        return names().find(typed)
    if not (re.fullmatch(r"[A-Z]\w*(\|[A-Z]\w*)*", parameter.type)):
        raise BadInput(
            f"parameter {parameter.name}: {parameter.type!r} is not thing, year, number, text"
            f" or classes of {USK} with | between"
        )
    return names().find(typed, parameter.type)
