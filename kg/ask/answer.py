"""A question answered for a person or for a machine: the one call behind `kg query`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

from kg.ask import results
from kg.ask.question import prepare
from kg.store.interface import Selection, Triples

if TYPE_CHECKING:
    from kg.landscape import Landscape

_ROWS_FOR_A_PERSON = 200


def answer(
    landscape: "Landscape",
    source: str,
    parameters: Mapping[str, str],
    output: BinaryIO,
    *,
    output_format: str | None,
    for_person: bool,
    width: int | None,
    iris: bool,
    raw: bool,
) -> str:
    """Write the answer to a question and return what a person should be told besides.

    How many rows there were. Without a format, a person gets a table of at most 200 rows and a pipe
    gets CSV; triples are Turtle.
    """
    query = prepare(landscape.catalogue, lambda: landscape.names, source, parameters)
    found = landscape.store.ask(query)
    chosen = output_format or (
        "ttl" if isinstance(found, Triples) else "table" if for_person else "csv"
    )
    results.check_format(found, chosen)
    if chosen not in ("table", "md") or not isinstance(found, Selection):
        results.write_answer(landscape.store, query, chosen, output, raw=raw)
        return ""
    found = found if iris else results.without_labels(found)
    label = None if iris else landscape.names.label
    rows = list(results.cells(found.rows, label))
    shown = rows[:_ROWS_FOR_A_PERSON] if for_person and output_format is None else rows
    drawn = results.table(found.columns, shown, width=width, markdown=chosen == "md")
    output.write(drawn.encode("utf-8") + b"\n")
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    return (
        count
        if len(shown) == len(rows)
        else f"{len(shown)} of {count} shown; -f table shows all, -o FILE keeps them."
    )
