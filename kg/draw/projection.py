"""One-mode projections: organisations joined by what they share, or initiatives by whom."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any, TypeAlias

import networkx

from kg.errors import NotFound

Projection: TypeAlias = "networkx.MultiGraph[str]"

ORGANISATIONS, INITIATIVES = "organisations", "initiatives"
_WORDS = {
    ORGANISATIONS: "takes part in the same as",
    INITIATIVES: "has a participant in common with",
}
_TAKING_PART = frozenset({"part", "listed", "document"})
_AGENTS = frozenset({"organisation", "office", "body", "other"})


def project(graph: "networkx.MultiDiGraph[str]", side: str) -> tuple[Projection, tuple[str, ...]]:
    """Return the one-mode projection of who takes part in what, and a warning about its links.

    Two organisations (`side` organisations: also offices and bodies) are joined when they take part
    in the same initiative or event, two initiatives when one organisation takes part in both;
    money, parts of a whole and what is only provisional or planned do not count. A link's `weight`
    is how many they share, `through` which, and `newman` the same with each divided by how many
    others take part in it: M. E. J. Newman, "Scientific collaboration networks. II" (2001),
    doi:10.1103/PhysRevE.64.016132. Raise NotFound when nothing in the
    network takes part in anything.
    """
    shared = _shared(graph, side)
    if not shared:
        raise NotFound("nobody takes part in anything here, so there is no projection")
    projection: Projection = networkx.MultiGraph()
    projection.graph.update(graph.graph)
    for iri in sorted({iri for members in shared.values() for iri in members}):
        projection.add_node(iri, **graph.nodes[iri])
    for through, members in sorted(shared.items()):
        for one, other in combinations(sorted(members), 2):
            edge = _edge(projection, one, other, side)
            edge["weight"] += 1.0
            edge["newman"] += 1 / (len(members) - 1)
            edge["through"] += (through,)
            edge["passages"] += tuple(
                passage
                for passage in (*members[one], *members[other])
                if passage not in edge["passages"]
            )
    return projection, _remarks(graph, projection, shared)


def _shared(
    graph: "networkx.MultiDiGraph[str]", side: str
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, for each thing that is shared, who shares it and the passages that say so."""
    shared: dict[str, dict[str, tuple[str, ...]]] = {}
    for initiative, agent, edge in graph.edges(data=True):
        if _counts(graph, agent, edge) and not edge["status"]:
            through, member = (initiative, agent) if side == ORGANISATIONS else (agent, initiative)
            members = shared.setdefault(through, {})
            members[member] = tuple(dict.fromkeys((*members.get(member, ()), *edge["passages"])))
    return shared


def _counts(graph: "networkx.MultiDiGraph[str]", agent: str, edge: Mapping[str, Any]) -> bool:
    return edge["group"] in _TAKING_PART and graph.nodes[agent]["family"] in _AGENTS


def _edge(projection: Projection, one: str, other: str, side: str) -> dict[str, Any]:
    if not projection.has_edge(one, other):
        projection.add_edge(
            one,
            other,
            key="shares",
            relation="",
            label=_WORDS[side],
            back=_WORDS[side],
            group="part",
            passages=(),
            inferred=True,
            status="",
            weight=0.0,
            newman=0.0,
            through=(),
        )
    edge: dict[str, Any] = projection.edges[one, other, "shares"]
    return edge


def _remarks(
    graph: "networkx.MultiDiGraph[str]",
    projection: Projection,
    shared: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> tuple[str, ...]:
    largest = max(sorted(shared), key=lambda iri: len(shared[iri]))
    many = len(shared[largest])
    told = (
        "This is a one-mode projection: whatever k share makes k(k-1)/2 links, a project of forty"
        f" partners 780. Here {graph.nodes[largest]['label']} alone, shared by {many}, makes"
        f" {many * (many - 1) // 2:,} of {projection.number_of_edges():,} links; the weight newman"
        " counts such links for less."
    )
    unsure = sum(
        bool(edge["status"] and _counts(graph, agent, edge))
        for _, agent, edge in graph.edges(data=True)
    )
    left_out = f"Parts taken that are only provisional or planned, and left out here: {unsure:,}."
    return (told, left_out) if unsure else (told,)
