"""Centrality, cores, bridges and structural holes, each with its definition and source.

All take simple undirected graphs, as `simple` makes them, and count a link between two things once
whichever way it points and however many relations it has; a link's `weight`, where it matters, is
that of the query or the projection it comes from, and otherwise 1. Nodes stand in sorted order,
seeds are fixed: the same network gives the same numbers.
"""

import math
from collections import Counter
from collections.abc import Hashable
from typing import Any, TypeVar

import networkx

_ROUNDS = 10_000
_Node = TypeVar("_Node", bound=Hashable)
Graph = Any  # networkx.Graph: its parameter is checked by no one at run time, nor needed here


def simple(network: Graph) -> Graph:
    """Return a network with one link, of weight 1, between any two things that are linked.

    Where links have a weight, that of parallel ones is added up. Loops are left out.
    """
    graph: Graph = networkx.Graph()
    graph.add_nodes_from(sorted(network))
    for one, other, edge in sorted(network.edges(data=True), key=lambda link: (link[0], link[1])):
        if one == other:
            continue
        given = edge.get("weight")
        before = graph.get_edge_data(one, other, {"weight": 0.0})["weight"]
        graph.add_edge(one, other, weight=1.0 if given is None else before + float(given))
    return graph


def betweenness(
    graph: Graph, sides: tuple[set[_Node], set[_Node]] | None = None
) -> dict[_Node, float]:
    """Return the share of shortest paths between others that run over each node, from 0 to 1.

    L. C. Freeman, "A set of measures of centrality based on betweenness", Sociometry 40 (1977),
    doi:10.2307/3033543; computed as in U. Brandes, "A faster algorithm for betweenness centrality"
    (2001), doi:10.1080/0022250X.2001.9990249. With the two `sides` of a two-mode network, divided
    by the most that a node of its side can reach: S. P. Borgatti and M. G. Everett, "Network
    analysis of 2-mode data", Social Networks 19 (1997), doi:10.1016/S0378-8733(96)00301-2.
    """
    import rustworkx

    nodes = list(graph)
    number = {node: position for position, node in enumerate(nodes)}
    links = rustworkx.PyGraph()
    links.add_nodes_from(nodes)
    links.add_edges_from_no_data([(number[one], number[other]) for one, other in graph.edges()])
    # One after the other: sums of threads come in any order (0.3 s for 2,000 nodes all the same).
    counted = rustworkx.graph_betweenness_centrality(
        links, normalized=False, parallel_threshold=len(nodes) + 1
    )
    raw: dict[_Node, float] = {node: counted[number[node]] for node in nodes}
    if sides is None:
        most = (len(graph) - 1) * (len(graph) - 2) / 2
        return {node: value / most if most else 0.0 for node, value in raw.items()}
    most_of = [_most_between(len(own), len(other)) for own, other in (sides, sides[::-1])]
    return {
        node: value / limit if (limit := most_of[node not in sides[0]]) else 0.0
        for node, value in raw.items()
    }


def _most_between(own: int, other: int) -> float:
    """Return the highest betweenness in a two-mode network for a node of the side of size `own`."""
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def pagerank(network: Graph, damping: float = 0.85) -> dict[Any, float]:
    """Return how much weight comes to rest on each node when it flows along the links; sums to 1.

    S. Brin and L. Page, "The anatomy of a large-scale hypertextual Web search engine" (1998),
    doi:10.1016/S0169-7552(98)00110-X, with damping 0.85; nodes without links out share theirs with
    all. Takes the directed network itself: weight flows from an initiative to whoever funds it or
    takes part in it. Undirected links carry it both ways; parallel links count one by one.
    """
    nodes = sorted(network)
    out: dict[Any, Counter[Any]] = {node: Counter() for node in nodes}
    for one, other, edge in network.edges(data=True):
        weight = float(edge.get("weight", 1.0))
        out[one][other] += weight  # type: ignore[assignment] # a Counter of shares
        if not network.is_directed() and one != other:
            out[other][one] += weight  # type: ignore[assignment]
    rank = dict.fromkeys(nodes, 1 / max(len(nodes), 1))
    for _ in range(_ROUNDS):
        resting = math.fsum(rank[node] for node in nodes if not out[node])
        spread = (1 - damping + damping * resting) / len(nodes)
        after = dict.fromkeys(nodes, spread)
        for node in nodes:
            total = sum(out[node].values())
            for other in sorted(out[node]):
                after[other] += damping * rank[node] * out[node][other] / total
        moved = sum(abs(after[node] - rank[node]) for node in nodes)
        rank = after
        if moved < 1e-12:  # noqa: PLR2004 # far below what is shown
            break
    return rank


def eigenvector(graph: Graph) -> dict[Any, float | None]:
    """Return how well linked the neighbours of each node are, the vector of length 1.

    P. Bonacich, "Factoring and weighting approaches to status scores and clique identification",
    Journal of Mathematical Sociology 2 (1972), doi:10.1080/0022250X.1972.9989806. It is defined
    within one connected part: nodes outside the largest have None.
    """
    found: dict[Any, float | None] = dict.fromkeys(graph)
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    if parts and len(parts[0]) > 1:
        largest = networkx.Graph()
        largest.add_nodes_from(sorted(parts[0]))
        largest.add_edges_from(sorted(graph.subgraph(parts[0]).edges(data=True), key=_ends))
        found |= networkx.eigenvector_centrality(
            largest, max_iter=_ROUNDS, tol=1e-10, weight="weight"
        )
    return found


def cores(graph: Graph) -> dict[Any, int]:
    """Return the largest k for which each node is in a part where all have k links within it.

    S. B. Seidman, "Network structure and minimum degree", Social Networks 5 (1983),
    doi:10.1016/0378-8733(83)90028-X; computed as in V. Batagelj and M. Zaveršnik (2003),
    arXiv:cs/0310049.
    """
    found: dict[Any, int] = networkx.core_number(graph)
    return found


def bridges(graph: Graph) -> list[tuple[Any, Any]]:
    """Return the links without which two parts of the network would not be connected, sorted.

    R. E. Tarjan, "A note on finding the bridges of a graph", Information Processing Letters 2
    (1974), doi:10.1016/0020-0190(74)90003-9. Parallel relations between two things are one link.
    """
    return sorted((min(link), max(link)) for link in networkx.bridges(graph))


def constraint(graph: Graph) -> dict[Any, float | None]:
    """Return how far each node's links lead back to the same few others; None without links.

    Low is where structural holes are: many contacts that do not know each other. R. S. Burt,
    Structural Holes (1992), equation 2.4: the sum over contacts j of (p_ij + sum over q of p_iq
    p_qj) squared, p_ij being the share of i's links that goes to j.
    """
    total = {node: sum(edge["weight"] for edge in graph[node].values()) for node in graph}
    share = {
        node: {other: edge["weight"] / total[node] for other, edge in graph[node].items()}
        for node in graph
    }
    return {
        node: sum(
            (
                share[node][other]
                + sum(share[node][via] * share[via].get(other, 0.0) for via in share[node])
            )
            ** 2
            for other in share[node]
        )
        if share[node]
        else None
        for node in graph
    }


def _ends(link: tuple[Any, Any, Any]) -> tuple[Any, Any]:
    return link[0], link[1]
