"""The table of gaps as text, Markdown, CSV and JSON."""

import csv
import io
import json
from collections.abc import Sequence

from kg.ask.results import table
from kg.compare.gaps import Row, as_json, as_rows


def render(rows: Sequence[Row], form: str) -> str:
    """Return the table as `text`, `md`, `csv` or `json`."""
    if form == "json":
        return json.dumps(as_json(rows), indent=2, ensure_ascii=False)
    header, lines = as_rows(rows)
    if form == "csv":
        written = io.StringIO(newline="")
        writer = csv.writer(written)
        writer.writerow(header)
        writer.writerows([("nothing" if cell == "-" else cell) for cell in line] for line in lines)
        return written.getvalue()
    if form == "md":
        divider = tuple("---" for _ in header)
        return "\n".join(f"| {' | '.join(line)} |" for line in (header, divider, *lines))
    return table(header, lines, width=None)
