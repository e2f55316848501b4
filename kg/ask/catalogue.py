"""The questions that are ready to be asked.

One `.rq` file each, found by name, with what its header says.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import BadInput, NotFound
from kg.folders import shipped

AUDIENCES = ("analyst", "researcher", "secretariat")


# Named tuples here: they are made in a fifth of the time of data classes, which a cold query feels.
class Parameter(NamedTuple):
    """A value that a query takes.

    Its name, its type (a class of the ontology, or thing, date, year, text, number), a hint, and
    whether the query cannot do without.
    """

    name: str
    type: str
    hint: str
    required: bool = False


class Query(NamedTuple):
    """A question of the catalogue: the lines of its header, and its text.

    `cost` is what an answer takes, as measured by `tests.bench.queries`; a file of one's own may
    have none.
    """

    name: str
    summary: str
    audience: str
    columns: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    example: str
    text: str
    cost: str = ""


class Catalogue(NamedTuple):
    """The folder of queries, one folder below it for each audience."""

    folder: Path

    def names(self) -> list[str]:
        """Return the names of all queries, in order."""
        return sorted(path.stem for path in self._files())

    def queries(self) -> list[Query]:
        """Return all queries, by audience and name."""
        return [read_query(path) for path in self._files()]

    def find(self, name: str) -> Query:
        """Return the query of this name; raise NotFound with the nearest names."""
        for audience in AUDIENCES:
            path = self.folder / audience / f"{name}.rq"
            if path.is_file():
                return read_query(path)
        from kg.ask.nearest import nearest

        names = self.names()
        near = nearest(name, names)
        hint = f"; did you mean {' or '.join(near)}?" if near else "."
        raise NotFound(f"no query '{name}'{hint} `kg queries` lists all {len(names)}.")

    def _files(self) -> Iterator[Path]:
        for audience in AUDIENCES:
            yield from sorted((self.folder / audience).glob("*.rq"))


@cache
def command_query(name: str) -> str:
    """Return the text of a query that a command itself asks, from `queries/commands`."""
    return (shipped("queries") / "commands" / f"{name}.rq").read_text(encoding="utf-8")


def read_query(path: Path) -> Query:
    """Read one `.rq` file."""
    return read_header(path.read_text(encoding="utf-8"), str(path))


def read_header(text: str, where: str) -> Query:
    """Read a query with a header, which came from `where`, such as a path.

    Its lines `#+ key: value` follow CLARIAH/grlc (https://github.com/CLARIAH/grlc).
    """
    header: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if not line.startswith("#+ "):
            break
        key, colon, value = line[3:].partition(": ")
        if not colon:
            raise BadInput(f"{where}: the header line '{line}' is not '#+ key: value'")
        if key.startswith("parameter."):
            kind, _, hint = value.partition(", ")
            parameters.append(Parameter(key.removeprefix("parameter."), kind, hint))
        else:
            header[key] = value
    required = _listed(header.get("required", ""))
    for name in required:
        if name not in [parameter.name for parameter in parameters]:
            raise BadInput(f"{where}: '#+ required: {name}' names no parameter")
    missing = [key for key in ("summary", "audience", "columns", "example") if key not in header]
    if missing:
        raise BadInput(f"{where}: the header has no '#+ {missing[0]}: …' line")
    return Query(
        name=Path(where).stem,
        summary=header["summary"],
        audience=header["audience"],
        columns=_listed(header["columns"]),
        parameters=tuple(
            parameter._replace(required=parameter.name in required) for parameter in parameters
        ),
        example=header["example"],
        text=text,
        cost=header.get("cost", ""),
    )


def _listed(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())
