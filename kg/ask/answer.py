"""A question answered for a person or for a machine: what `kg query` writes."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from kg.ask import writing
from kg.store.interface import Answer, Row, Selection, Store, Triples

if TYPE_CHECKING:
    from kg.ask.names import Names

_ROWS_FOR_A_PERSON = 200


class Form(NamedTuple):
    """How an answer is to be written.

    Without a format, a person gets a table of at most 200 rows and a pipe gets CSV; triples are
    Turtle. `width` is that of the person's terminal, in characters; `iris` leaves things as IRIs
    where a person would see labels; `raw` leaves CSV cells that a spreadsheet would run.
    """

    output_format: str | None
    width: int | None
    iris: bool = False
    raw: bool = False


def write(
    store: Store, query: str, form: Form, output: BinaryIO, names: "Callable[[], Names]"
) -> list[str]:
    """Write the answer to a query; return what a person should be told besides, or nothing.

    `names` is called only when a label or a hint is needed.
    """
    found = store.ask(query)
    chosen = form.output_format or _fitting(found, for_person=form.width is not None)
    if chosen in ("table", "md") and isinstance(found, Selection):
        count, told = _write_table(found, chosen, form, output, names)
        is_empty = count == 0
    else:
        is_empty = not writing.write_answer(found, chosen, output, raw=form.raw)
        told = found.told() if isinstance(found, Triples) else []
    if is_empty:
        from kg.ask.hints import hints  # late: most answers are not empty

        told += hints(store, query, names)
    return told


def _write_table(
    found: Selection, chosen: str, form: Form, output: BinaryIO, names: "Callable[[], Names]"
) -> tuple[int, list[str]]:
    from kg.ask import results  # late: only a person needs it

    label = None if form.iris else lambda iri: names().label(iri)
    columns, answered = results.without_labels(found) if label else (found.columns, found.rows)
    most = None if form.output_format else _ROWS_FOR_A_PERSON
    shown = list(results.cells(islice(answered, most), label))
    cut = _count(answered) if most is not None else 0
    drawn = results.table(columns, shown, width=form.width, markdown=chosen == "md")
    output.write(drawn.encode("utf-8") + b"\n")
    total = len(shown) + cut
    count = f"{total:,} row{'' if total == 1 else 's'}"
    if not cut:
        return total, [count]
    return total, [f"{len(shown)} of {count} shown; -f table shows all, -o FILE keeps them."]


def _count(rows: Iterator[Row]) -> int:
    return sum(1 for _ in rows)


def _fitting(found: Answer, *, for_person: bool) -> str:
    if isinstance(found, Triples):
        return "ttl"
    return "table" if for_person else "csv"
