"""From a fault to the file and line at which a curator mends it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

from kg.curate.checks import Fault
from kg.curate.positions import Statement, read_statements
from kg.findings import Finding


class Places:
    """The statements of some files, by what they are about.

    Made when the first fault has to be located: files without faults need none.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._about: dict[str, list[Statement]] = defaultdict(list)
        self._to: dict[str, list[Statement]] = defaultdict(list)
        self._in: dict[str, list[Statement]] = defaultdict(list)
        for path in self._paths:
            for statement in read_statements(path):
                self._about[statement.subject].append(statement)
                self._to[statement.value].append(statement)
                self._in[statement.graph].append(statement)

    def locate(self, fault: Fault, within: Collection[Path] = ()) -> Finding | None:
        """Return the finding at the statement that fits the fault best.

        The triple itself, or where the thing opens a statement, or where something leads to it, or
        the block of the graph, or line 1. With `within`, None when a file outside it fits better.
        """
        candidates = (
            self._about.get(fault.thing) or self._to.get(fault.thing) or self._in.get(fault.thing)
        )
        if not candidates:
            return _finding(fault, next(iter(within), self._paths[0]), 1)
        best = max(_fit(fault, statement) for statement in candidates)
        for statement in candidates:
            if _fit(fault, statement) == best and (not within or statement.path in within):
                return _finding(fault, statement.path, _line(fault, statement))
        return None


def _fit(fault: Fault, statement: Statement) -> int:
    same_property = bool(fault.property) and fault.property == statement.predicate
    same_value = bool(fault.value) and fault.value == statement.value
    return 4 * same_value + 2 * same_property + (fault.graph == statement.graph)


def _line(fault: Fault, statement: Statement) -> int:
    if fault.thing == statement.subject:
        return statement.line if _fit(fault, statement) > 1 else statement.subject_line
    return statement.line if fault.thing == statement.value else statement.graph_line


def _finding(fault: Fault, path: Path, line: int) -> Finding:
    return Finding(_shown(path), line, fault.check, fault.message, fault.severity, fault.thing)


def _shown(path: Path) -> str:
    here = Path.cwd()
    whole = path.resolve()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else path)
