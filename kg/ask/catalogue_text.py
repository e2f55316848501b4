"""The catalogue for reading: its listing by audience, one query whole, or JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from kg.ask.catalogue import AUDIENCES, Query


def listing(queries: Iterable[Query]) -> str:
    """Return the queries by audience, each with its summary."""
    every = list(queries)
    widest = max(len(query.name) for query in every)
    lines = []
    for audience in AUDIENCES:
        lines += [
            f"For the {audience}",
            *(f"  {q.name:<{widest}}  {q.summary}" for q in every if q.audience == audience),
            "",
        ]
    return "\n".join([*lines, "kg queries NAME shows one whole; kg query NAME runs it."])


def one(query: Query) -> str:
    """Return a query with its question, parameters, columns, example and text."""
    parameters = [
        f"  -p {parameter.name}=…  {parameter.hint}" for parameter in query.parameters
    ] or ["  none"]
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+ "))
    return "\n".join(
        [
            f"{query.name}: {query.summary}",
            "",
            "Parameters",
            *parameters,
            "",
            f"Columns: {', '.join(query.columns)}",
            f"Example: {query.example}",
            "",
            body.strip(),
        ]
    )


def as_json(query: Query) -> dict[str, Any]:
    """Return a query as JSON values."""
    return asdict(query)
