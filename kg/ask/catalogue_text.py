"""The catalogue for reading: its listing by audience, one query whole, or JSON."""

from collections.abc import Iterable
from typing import Any

from kg.ask.catalogue import AUDIENCES, Query


def listing(queries: Iterable[Query]) -> str:
    """Return the queries by audience, each with its summary."""
    every = list(queries)
    widest = max(len(query.name) for query in every)
    costliest = max(len(_time(query)) for query in every)
    lines = []
    for audience in AUDIENCES:
        lines += [
            f"For the {audience}",
            *(
                f"  {q.name:<{widest}}  {_time(q):>{costliest}}  {q.summary}"
                for q in every
                if q.audience == audience
            ),
            "",
        ]
    lines.append("The times are those of an answer from a million triples.")
    return "\n".join([*lines, "kg queries NAME shows one whole; kg query NAME runs it."])


def one(query: Query) -> str:
    """Return a query with its question, parameters, columns, example and text."""
    parameters = [
        f"  -p {parameter.name}=…  {parameter.hint}{' (required)' if parameter.required else ''}"
        for parameter in query.parameters
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
            *([f"Cost: {query.cost}"] if query.cost else []),
            "",
            body.strip(),
        ]
    )


def as_markdown(queries: Iterable[Query]) -> str:
    """Return the catalogue in Markdown, as it stands in queries/README.md."""
    every = list(queries)
    lines = [
        "# The questions that are ready to be asked",
        "",
        "Made from the headers of the files by `kg queries -f md`. Each file runs unchanged in",
        "any SPARQL 1.1 engine and in grlc; `kg query NAME` runs it here. `commands/` and",
        "`views/` hold what the commands and pages themselves ask, `rules/` what follows from",
        "what is stated. The times are what the answer takes of a processor when the landscape",
        "has a million triples, with values that have much behind them; they are measured by",
        "`python -m tests.bench.queries --write-costs`.",
    ]
    for audience in AUDIENCES:
        lines += ["", f"## For the {audience}"]
        for query in (query for query in every if query.audience == audience):
            link = f"[{query.name}]({query.audience}/{query.name}.rq)"
            summary = " · ".join(filter(None, [query.summary, _time(query)]))
            lines += ["", f"**{link}** {summary}", "", f"    {query.example}"]
    return "\n".join(lines)


def _time(query: Query) -> str:
    return query.cost.partition(" at ")[0]


def as_json(query: Query) -> dict[str, Any]:
    """Return a query as JSON values."""
    parameters = [parameter._asdict() for parameter in query.parameters]
    return query._asdict() | {"parameters": parameters}
