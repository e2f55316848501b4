"""Values for a query's open places.

`VALUES ?name { UNDEF }` takes an RDF term, never a piece of query text.
"""

from collections.abc import Iterable, Mapping

from kg.store.interface import Iri, Literal, as_sparql


def place_of(name: str) -> str:
    """Return how the open place of a variable is written; left open, it matches everything."""
    return f"VALUES ?{name} {{ UNDEF }}"


def bind_several(query: str, name: str, terms: Iterable[Iri | Literal]) -> str:
    """Return the query with one open place filled by all these terms: it is asked once for all.

    Raise ValueError when the query has no such place.
    """
    place = place_of(name)
    if place not in query:
        raise ValueError(f"the query has no place '{place}'")
    return query.replace(place, f"VALUES ?{name} {{ {' '.join(map(as_sparql, terms))} }}")


def bind(query: str, values: Mapping[str, Iri | Literal | None]) -> str:
    """Return the query with each open place filled by its term.

    Or taken out where the term is None. Raise ValueError when the query has no such place.
    """
    for name, term in values.items():
        place = place_of(name)
        if place not in query:
            raise ValueError(f"the query has no place '{place}'")
        query = query.replace(
            place, "" if term is None else f"VALUES ?{name} {{ {as_sparql(term)} }}"
        )
    return query
