"""A question answered for a person or for a machine: what `kg query` writes."""

from dataclasses import dataclass
from typing import BinaryIO

from kg.ask import results
from kg.store.interface import Answer, Selection, Store, Triples

_ROWS_FOR_A_PERSON = 200


@dataclass(frozen=True)
class Form:
    """How an answer is to be written.

    Without a format, a person gets a table of at most 200 rows and a pipe gets CSV; triples are
    Turtle. `width` is that of the person's terminal, in characters; `label` puts IRIs into words,
    or None to leave them as they are; `raw` leaves CSV cells that a spreadsheet would run.
    """

    output_format: str | None
    width: int | None
    label: results.Label | None
    raw: bool


def write(store: Store, query: str, form: Form, output: BinaryIO) -> str:
    """Write the answer to a query; return what a person should be told besides, or nothing."""
    found = store.ask(query)
    chosen = form.output_format or _fitting(found, for_person=form.width is not None)
    if chosen not in ("table", "md") or not isinstance(found, Selection):
        results.write_answer(found, chosen, output, raw=form.raw)
        return ""
    columns, answered = results.without_labels(found) if form.label else (found.columns, found.rows)
    rows = list(results.cells(answered, form.label))
    shown = rows if form.output_format else rows[:_ROWS_FOR_A_PERSON]
    drawn = results.table(columns, shown, width=form.width, markdown=chosen == "md")
    output.write(drawn.encode("utf-8") + b"\n")
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    if len(shown) == len(rows):
        return count
    return f"{len(shown)} of {count} shown; -f table shows all, -o FILE keeps them."


def _fitting(found: Answer, *, for_person: bool) -> str:
    if isinstance(found, Triples):
        return "ttl"
    return "table" if for_person else "csv"
