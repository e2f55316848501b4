"""An answer as a table, Markdown, CSV, or one of the formats of the W3C."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, BinaryIO

from kg.errors import BadInput
from kg.store.interface import Answer, Blank, Iri, Literal, Row, Selection, Term, Triples, Truth
from kg.vocabulary import XSD, compact

TABLES = ("table", "csv", "tsv", "json", "xml", "md")
GRAPHS = ("ttl", "nt", "jsonld", "rdfxml")
_MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "xml": "application/sparql-results+xml",
}
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
_NARROWEST = 8

Label = Callable[[str], str]


def write_answer(answer: Answer, output_format: str, output: BinaryIO, *, raw: bool) -> None:
    """Write an answer in a format for machines: UTF-8 and streamed, never a whole result in memory.

    `raw` leaves CSV cells as they are (SPARQL 1.1 Query Results CSV); otherwise a text that a
    spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV Injection).
    """
    check_format(answer, output_format)
    if isinstance(answer, Truth) and output_format not in ("json", "xml"):
        output.write(b"true\n" if answer else b"false\n")
    elif isinstance(answer, Selection) and output_format == "csv" and not raw:
        text = io.TextIOWrapper(output, encoding="utf-8", newline="", write_through=True)
        _write_csv(answer, text)
        text.detach()
    else:
        answer.write(_MEDIA_TYPES[output_format], output)


def check_format(answer: Answer, output_format: str) -> None:
    """Raise BadInput when the kind of answer cannot be written in this format."""
    if isinstance(answer, Triples) and output_format not in GRAPHS:
        raise BadInput(
            f"--format {output_format}: a CONSTRUCT or DESCRIBE gives triples;"
            f" take {', '.join(GRAPHS)}"
        )
    if isinstance(answer, Selection) and output_format not in TABLES:
        raise BadInput(
            f"--format {output_format}: a SELECT gives a table; take {', '.join(TABLES)}"
        )
    if isinstance(answer, Truth) and output_format not in ("table", "csv", "json", "xml", "md"):
        raise BadInput(
            f"--format {output_format}: an ASK gives true or false; take table, json or xml"
        )


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


def _write_csv(selection: Selection, output: IO[str]) -> None:
    # Line ends as the standard asks: SPARQL 1.1 Query Results CSV follows RFC 4180.
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(selection.columns)
    for row in selection.rows:
        writer.writerow([_guarded(term) for term in row])


def _guarded(term: Term | None) -> str:
    text = "" if term is None else f"_:{term.value}" if isinstance(term, Blank) else term.value
    is_number = isinstance(term, Literal) and term.datatype in _NUMBERS
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number else text
