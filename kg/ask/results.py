"""An answer as a table that a person reads: fitted to the terminal, or in Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator

from kg.store.interface import Blank, Iri, Row, Selection, Term
from kg.vocabulary import compact

_NARROWEST = 8

Label = Callable[[str], str]


def table(
    columns: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    width: int | None,
    markdown: bool = False,
) -> str:
    """Return rows of plain text as a table of at most `width` characters, or in Markdown."""
    from prettytable import HRuleStyle, PrettyTable, TableStyle  # late: only a person needs it

    names = [visible(column) for column in columns]
    texts = [[visible(cell) for cell in row] for row in rows]
    drawn = PrettyTable(names, align="l", break_on_hyphens=False)
    drawn.set_style(TableStyle.MARKDOWN if markdown else TableStyle.SINGLE_BORDER)
    if markdown:
        texts = [[cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row] for row in texts]
    elif width is not None:
        natural = [max(map(len, column)) for column in zip(names, *texts, strict=True)]
        fitting = _fitted(natural, width - 3 * len(names) - 1)
        if fitting != natural:
            drawn.hrules = HRuleStyle.ALL
            drawn.max_width = dict(zip(names, fitting, strict=True))
    drawn.add_rows(texts)
    return drawn.get_string()


def without_labels(answer: Selection) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Return columns and rows without the `xLabel` columns, for readers who see labels anyway."""
    kept = [
        number
        for number, column in enumerate(answer.columns)
        if not column.endswith("Label") or column.removesuffix("Label") not in answer.columns
    ]
    columns = tuple(answer.columns[number] for number in kept)
    return columns, (tuple(row[number] for number in kept) for row in answer.rows)


def cells(rows: Iterable[Row], label: Label | None) -> Iterator[list[str]]:
    """Give each row as text for a person.

    Things by their label when `label` is given, otherwise compact IRIs.
    """
    for row in rows:
        yield [_cell(term, label) for term in row]


def visible(text: str) -> str:
    """Return text that is safe in a terminal.

    Control characters, which could move the cursor, are shown as spaces.
    """
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+", " ", text)


def _fitted(natural: list[int], room: int) -> list[int]:
    """Return column widths that fit the room: the widest columns give way first, down to 8."""
    widths = list(natural)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _cell(term: Term | None, label: Label | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Iri):
        return label(term.value) if label else compact(term.value)
    if isinstance(term, Blank):
        return f"_:{term.value}"
    return term.value
