"""The checks in `queries/checks`, one fault per query: their headers, and what they find."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as engine

from kg.errors import BadInput
from kg.findings import VIOLATION, WARNING
from kg.vocabulary import PREFIXES, compact


@dataclass(frozen=True)
class Check:
    """A fault that can be found, in the curator's words.

    `problem` has places such as {thing}, filled from the query's columns of these names.
    """

    name: str
    summary: str
    problem: str
    solution: str
    severity: str = VIOLATION
    graph: str = "asserted"  # what the default graph holds: the asserted triples, or their closure
    text: str = ""


@dataclass(frozen=True)
class Fault:
    """One fault that a check or a shape found: the thing, and as much of its triple as is known."""

    check: str
    severity: str
    message: str
    thing: str
    property: str = ""
    value: str = ""
    graph: str = ""


_NEEDED = ("summary", "problem", "solution", "severity", "on", "columns")
_ALLOWED = {"severity": {VIOLATION, WARNING}, "on": {"asserted", "closure"}}


def read_checks(folder: Path) -> list[Check]:
    """Return the checks of a folder, by name."""
    return [read_check(path) for path in sorted(folder.glob("*.rq"))]


def read_check(path: Path) -> Check:
    """Read one check; its `#+ key: value` lines say what the fault is and how to mend it."""
    text = path.read_text(encoding="utf-8")
    header: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#+ "):
            break
        key, _, value = line[3:].partition(": ")
        header[key] = value
    missing = [key for key in _NEEDED if not header.get(key)]
    if missing:
        raise BadInput(f"{path}: the header has no '#+ {missing[0]}: …' line")
    for key, allowed in _ALLOWED.items():
        if header[key] not in allowed:
            choices = " or ".join(sorted(allowed))
            raise BadInput(f"{path}: '#+ {key}: {header[key]}' should be {choices}")
    columns = {column.strip() for column in header["columns"].split(",")}
    unknown = set(re.findall(r"\{(\w+)\}", header["problem"])) - columns
    if unknown or "thing" not in columns:
        raise BadInput(f"{path}: the columns lack {', '.join(sorted(unknown)) or 'thing'}")
    return Check(
        path.stem,
        header["summary"],
        header["problem"],
        header["solution"],
        header["severity"],
        header["on"],
        text,
    )


def run(check: Check, stores: Mapping[str, engine.Store]) -> Iterator[Fault]:
    """Give each fault that a check finds, once, in the store that its header names."""
    answer = stores[check.graph].query(check.text, prefixes=PREFIXES)
    if not isinstance(answer, engine.QuerySolutions):
        raise BadInput(f"check {check.name}: a check is a SELECT query")
    names = [variable.value for variable in answer.variables]
    seen = set()
    for solution in answer:
        row = {name: _text(solution[name]) for name in names}
        fault = Fault(
            check.name,
            check.severity,
            f"{_fill(check.problem, row)}; {check.solution}",
            *(row.get(column, "") for column in ("thing", "property", "value", "graph")),
        )
        if fault not in seen:
            seen.add(fault)
            yield fault


def _text(term: object) -> str:
    if isinstance(term, engine.NamedNode | engine.Literal | engine.BlankNode):
        return term.value
    return ""


def _fill(template: str, row: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda place: compact(row.get(place[1], "")), template)
