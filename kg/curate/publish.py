"""The landscape put on a server: each named graph, and the closure, in the place of what was."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kg.errors import BadInput
from kg.store.interface import Iri, Store
from kg.store.writer import Writer
from kg.vocabulary import BASE


class Source(Protocol):
    """A store that gives its graphs one after the other."""

    def graphs(self) -> Iterator[tuple[str | None, Iterator[str]]]:
        """Give the default graph (None), then the named ones, as lines of N-Triples."""
        ...


@dataclass(frozen=True)
class Published:
    """What was put on a server, or would be: graphs, triples, and graphs that were removed."""

    graphs: int
    triples: int
    removed: tuple[str, ...]
    place: str
    dry: bool

    def __str__(self) -> str:
        """Return it as a sentence."""
        done = "Would put" if self.dry else "Put"
        gone = f" and {'remove' if self.dry else 'removed'} {len(self.removed):,} that are no more"
        return (
            f"{done} {self.graphs:,} graphs with {self.triples:,} triples in place at {self.place}"
            f"{gone if self.removed else ''}."
        )


def publish(
    source: Source,
    there: Store,
    writer: Writer | None,
    default_graph: str | None,
    place: str,
    progress: Callable[[str], None],
) -> Published:
    """Put every graph on the server that `there` asks; return what was done.

    Graphs that begin with the landscape's own IRI and are no longer in it are removed; other graphs
    are left as they are. Without a writer, nothing is changed. Doing it twice is the same as once.
    """
    before, put = _ours(there), _Counted()
    ours: list[str | None] = []
    for name, lines in source.graphs():
        target = default_graph if name is None else name
        if target in ours:
            raise BadInput(f"{target} is a passage of the landscape; name another --default-graph")
        ours.append(target)
        progress(target or "the default graph")
        if writer is None:
            put.count(lines)
        else:
            writer.replace(target, put.counted(lines))
    removed = tuple(sorted(before.difference(ours)))
    if writer is not None:
        for gone in removed:
            writer.remove(gone)
    return Published(len(ours), put.lines, removed, place, writer is None)


@dataclass
class _Counted:
    """Counts lines as they pass."""

    lines: int = 0

    def counted(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.lines += 1
            yield line

    def count(self, lines: Iterable[str]) -> None:
        self.lines += sum(1 for _ in lines)


def _ours(there: Store) -> set[str]:
    """Return the graphs on a server that are the landscape's by their name."""
    ours = f'FILTER (STRSTARTS(STR(?g), "{BASE}"))'
    rows = there.select(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}")
    return {graph.value for (graph,) in rows if isinstance(graph, Iri)}
