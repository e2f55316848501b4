"""A query's answer as a networkx graph."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx

from kg.ask.catalogue import command_query
from kg.ask.names import Names
from kg.draw.families import WEAK, family_of, relations_of, words_back
from kg.draw.queries import view_query
from kg.errors import BadInput
from kg.store.interface import Iri, Literal, Row, Store
from kg.vocabulary import USK, compact

_DRAWN = frozenset({USK + kind for kind in ("Initiative", "Organisation", "Office", "Event")})


@dataclass
class _Facts:
    """What a picture shows of one thing besides its name."""

    years: set[int]
    themes: set[str]
    planned: bool = False


def landscape_network(store: Store, names: Names) -> "networkx.MultiDiGraph[str]":
    """Return who funds or participates in what.

    Nodes are IRIs with `label`, `type`, `family`, `first_year` and `last_year` (None where no date
    is stated), `themes` (IRIs) and `planned`. Edges have `relation` (an IRI, also the edge's key),
    `label`, `back` (the words from object to subject), `group`, `passages` (IRIs), `status`
    ("planned" or "provisional" where the sources say no more, else "") and `inferred`: no passage
    states the plain link, it stands for a participation. The graph's own attribute `themes` gives
    each theme its label.
    """
    graph = landscape_links(store, names)
    describe(graph, store, names)
    return graph


def landscape_links(store: Store, names: Names) -> "networkx.MultiDiGraph[str]":
    """Return the same with bare nodes, for those who add others before all are described."""
    rows = [
        row
        for row in store.select(view_query("landscape"))
        if all(end is not None and is_drawn(names, end.value) for end in (row[0], row[2]))
    ]
    return network(sorted(rows, key=_by_values), read_labels(store))


def is_drawn(names: Names, iri: str) -> bool:
    """Whether a thing is of a kind that pictures join: not a place, a theme or a record."""
    return not _DRAWN.isdisjoint(names.classes.get(iri, ()))


def network(rows: Iterable[Row], labels: Mapping[str, str]) -> "networkx.MultiDiGraph[str]":
    """Return the graph of rows of subject, relation and object, with bare nodes.

    Further columns, where given, are passage, derived and status. A link that is merely
    listed stands back where another one joins the same two. `describe` says what the nodes are.
    """
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for subject, relation, thing, *more in rows:
        if isinstance(subject, Iri) and isinstance(relation, Iri) and isinstance(thing, Iri):
            passage, derived, status = (*more, None, None, None)[:3]
            edge = join(graph, subject.value, relation.value, thing.value, labels)
            if isinstance(passage, Iri) and passage.value not in edge["passages"]:
                edge["passages"] += (passage.value,)
            edge["inferred"] &= derived is not None
            caveat = status.value if isinstance(status, Literal) else ""
            edge["status"] = _both(edge["status"], caveat)
    for subject_iri, object_iri in [
        (s, o) for s, o, relation in graph.edges(keys=True) if relation == WEAK
    ]:
        if (
            graph.number_of_edges(subject_iri, object_iri)
            + graph.number_of_edges(object_iri, subject_iri)
            > 1
        ):
            graph.remove_edge(subject_iri, object_iri, key=WEAK)
    return graph


def join(
    graph: "networkx.MultiDiGraph[str]",
    subject: str,
    relation: str,
    thing: str,
    labels: Mapping[str, str],
) -> dict[str, Any]:
    """Return the link of this relation between two things, new if there was none yet."""
    if not graph.has_edge(subject, thing, key=relation):
        label = labels.get(relation) or compact(relation).partition(":")[2] or relation
        graph.add_edge(
            subject,
            thing,
            key=relation,
            relation=relation,
            label=label,
            back=words_back(relation, label),
            group=relations_of(relation),
            passages=(),
            inferred=True,
            status=None,
        )
    edge: dict[str, Any] = graph.edges[subject, thing, relation]
    return edge


def read_labels(store: Store) -> dict[str, str]:
    """Return the words of every relation of the ontology, by its IRI."""
    rows = store.select(command_query("properties"))
    return {
        relation.value: label.value
        for relation, label in rows
        if relation is not None and label is not None
    }


def describe(graph: "networkx.MultiDiGraph[str]", store: Store, names: Names) -> None:
    """Give each node what a picture shows of it: name, type, family, years and themes."""
    facts = _read_facts(store)
    graph.graph["themes"] = {
        theme: names.label(theme) for of in facts.values() for theme in of.themes
    }
    for iri, node in graph.nodes(data=True):
        node["label"] = names.label(iri)
        node["type"] = names.kind(iri)
        node["family"] = family_of(names.classes.get(iri, frozenset()))
        of = facts.get(iri, _Facts(set(), set()))
        node["first_year"] = min(of.years, default=None)
        node["last_year"] = max(of.years, default=None)
        node["themes"] = tuple(sorted(of.themes, key=lambda theme: (names.label(theme), theme)))
        node["planned"] = of.planned


def strongest(
    graph: "networkx.MultiDiGraph[str]", top: int, keep: str | None = None
) -> "networkx.MultiDiGraph[str]":
    """Return the part of the network between the `top` things with the most links.

    Those that this leaves without any link are left out; the thing to `keep` stays.
    """
    ranked = sorted(
        graph.nodes,
        key=lambda iri: (iri != keep, -graph.degree(iri), graph.nodes[iri]["label"], iri),
    )
    part = between(graph, set(ranked[:top]))
    part.remove_nodes_from(
        [iri for iri, degree in list(part.degree) if degree == 0 and iri != keep]
    )
    return part


def neighbourhood(
    graph: "networkx.MultiDiGraph[str]", thing: str, steps: int
) -> "networkx.MultiDiGraph[str]":
    """Return the part of the network at most `steps` links away from a thing.

    Raise BadInput when the thing has no link.
    """
    if thing not in graph:
        raise BadInput(
            f"{compact(thing)} has no link in this picture, which joins initiatives, "
            "organisations, offices and events; `kg show` says what is known of it"
        )
    near = networkx.single_source_shortest_path_length(
        graph.to_undirected(as_view=True), thing, cutoff=steps
    )
    return between(graph, near)


def between(
    graph: "networkx.MultiDiGraph[str]", things: Container[str]
) -> "networkx.MultiDiGraph[str]":
    """Return the part between some things in the graph's own order, which `subgraph` may lose."""
    part = graph.copy()
    part.remove_nodes_from([iri for iri in graph.nodes if iri not in things])
    return part


def _both(one: str | None, other: str) -> str:
    """Return the caveat of two together: none when one source states the link plainly."""
    return other if one is None else one and other and max(one, other)


def _by_values(row: Row) -> tuple[str, ...]:
    return tuple(term.value if term is not None else "" for term in row)


def _read_facts(store: Store) -> dict[str, _Facts]:
    found: dict[str, _Facts] = {}
    for thing, prop, value in store.select(view_query("nodes")):
        if thing is None or prop is None or value is None:
            continue
        facts = found.setdefault(thing.value, _Facts(set(), set()))
        if prop.value == USK + "addressesTheme":
            facts.themes.add(value.value)
        elif prop.value == USK + "dateStatus":
            facts.planned = True
        elif year := re.match(r"\d{4}", value.value):
            facts.years.add(int(year[0]))
    return found
