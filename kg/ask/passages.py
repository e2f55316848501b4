"""Passages: how a citation reads, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.ask.catalogue import command_query
from kg.store.interface import Iri, Store
from kg.vocabulary import CATALOG, INFERENCE, ONTOLOGY, compact


@dataclass(frozen=True, order=True)
class Passage:
    """A place in a source: the source's name, the place's name, and its IRI."""

    source: str
    label: str
    iri: str

    def __str__(self) -> str:
        """Return the citation as a person reads it."""
        return f"{self.source}, {self.label}" if self.source else self.label


def read_passages(store: Store) -> Mapping[str, Passage]:
    """Read every described passage of a store, by its IRI."""
    found = {}
    for passage, label, source in store.select(command_query("passages")):
        if isinstance(passage, Iri) and label is not None:
            found[passage.value] = Passage(
                source.value if source else "", label.value, passage.value
            )
    return found


def cite(passages: Mapping[str, Passage], graph: str) -> Passage | None:
    """Return the passage that a named graph stands for.

    None for what the store derived or what describes sources.
    """
    if graph.startswith(INFERENCE) or graph in (CATALOG, ONTOLOGY):
        return None
    return passages.get(graph) or Passage("", compact(graph), graph)
