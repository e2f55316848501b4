"""How two things are connected: the shortest paths, with the relations and passages on the way."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import networkx

from kg.ask.names import Names
from kg.ask.passages import Passage, cite, read_passages
from kg.draw.places import is_place, with_place
from kg.draw.selection import WHOLE, Wanted, select
from kg.errors import BadInput
from kg.store.interface import Store
from kg.vocabulary import compact

# Shortest paths can be very many between two hubs of the same kind; these are looked at.
_LOOKED_AT = 5000
_JOINED = "which joins initiatives, organisations, offices and events; `kg show` says what is known"
_NARROWED = "so no path begins or ends there; try without --theme, --type, --from, --to or --focus"


@dataclass(frozen=True)
class Link:
    """One relation between a thing and the next on a path, in words that read that way."""

    words: str
    relation: str
    forward: bool
    passages: tuple[Passage, ...]
    inferred: bool
    status: str


@dataclass(frozen=True)
class Path:
    """Things one after the other, and between each two the relations that join them."""

    things: tuple[str, ...]
    steps: tuple[tuple[Link, ...], ...]


@dataclass(frozen=True)
class Paths:
    """All shortest paths between two things, or the first of them; `count` says how many exist.

    `within` says in a phrase which part of the landscape was looked through.
    """

    start: str
    end: str
    paths: tuple[Path, ...]
    count: int
    within: str
    remarks: tuple[str, ...]


def find_paths(
    store: Store, names: Names, wanted: Wanted, start: str, end: str, *, most: int = 5
) -> Paths:
    """Return the shortest paths between two things, whichever way links point.

    They lead through the part of the landscape that is wanted. A place is joined to what governs it
    or lies in it. Paths over things with few links come first: that two cities both deal with the
    European Commission says little. Raise BadInput when a thing has no link there, or when both are
    the same.
    """
    if start == end:
        raise BadInput(f"{names.label(start)} is named twice; a path needs two things")
    selected = select(store, names, wanted)
    graph, remarks = selected.graph, selected.remarks
    for thing in (start, end):
        if thing not in graph and is_place(names, thing):
            graph, more = with_place(store, names, graph, thing)
            remarks += more
        if thing not in graph:
            raise BadInput(
                f"{names.label(thing)} ({compact(thing)}) has no link in {selected.words}, "
                + (_JOINED if selected.words == WHOLE else _NARROWED)
            )
    found, count = shortest(graph, start, end, most)
    passages = read_passages(store)
    paths = tuple(_path(graph, passages, things) for things in found)
    return Paths(start, end, paths, count, selected.words, remarks)


def shortest(
    graph: "networkx.MultiDiGraph[str]", start: str, end: str, most: int
) -> tuple[list[tuple[str, ...]], int]:
    """Return up to `most` shortest paths between two nodes, and how many there are.

    Links count both ways, parallel ones once. Paths are ordered by the sum of the logarithms of
    their inner things' degrees, the rarest first.
    """
    # In the order of IRIs: an undirected view of a directed graph gives neighbours in any order.
    both_ways: networkx.Graph[str] = networkx.Graph()
    both_ways.add_nodes_from(sorted(graph))
    both_ways.add_edges_from(sorted((a, b) for a, b in graph.edges() if a != b))
    if not networkx.has_path(both_ways, start, end):
        return [], 0
    every = networkx.all_shortest_paths(both_ways, start, end)
    found = [tuple(path) for path in islice(every, _LOOKED_AT)]

    def telling(path: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
        crowd = sum(math.log(both_ways.degree(inner)) for inner in path[1:-1])
        return round(crowd, 9), path

    return sorted(found, key=telling)[:most], len(found)


def _path(
    graph: "networkx.MultiDiGraph[str]", passages: Mapping[str, Passage], things: tuple[str, ...]
) -> Path:
    steps = tuple(
        tuple(_links(graph, passages, one, other, forward=True))
        + tuple(_links(graph, passages, other, one, forward=False))
        for one, other in pairwise(things)
    )
    return Path(things, steps)


def _links(
    graph: "networkx.MultiDiGraph[str]",
    passages: Mapping[str, Passage],
    subject: str,
    thing: str,
    *,
    forward: bool,
) -> list[Link]:
    edges: Mapping[str, dict[str, Any]] = graph.get_edge_data(subject, thing, default={})
    return [
        Link(
            words=edge["label"] if forward else edge["back"],
            relation=relation,
            forward=forward,
            passages=tuple(sorted(p for iri in edge["passages"] if (p := cite(passages, iri)))),
            inferred=edge["inferred"],
            status=edge["status"],
        )
        for relation, edge in sorted(edges.items())
    ]


def as_json(found: Paths, names: Names) -> dict[str, Any]:
    """Return paths as JSON values, in the shape that docs/json.md describes."""
    return {
        "from": _thing(found.start, names),
        "to": _thing(found.end, names),
        "length": len(found.paths[0].steps) if found.paths else None,
        "count": found.count,
        "paths": [
            {
                "things": [_thing(iri, names) for iri in path.things],
                "steps": [[_link_as_json(link) for link in step] for step in path.steps],
            }
            for path in found.paths
        ],
    }


def _thing(iri: str, names: Names) -> dict[str, str]:
    return {"iri": iri, "label": names.label(iri), "type": names.kind(iri)}


def _link_as_json(link: Link) -> dict[str, Any]:
    return {
        "relation": link.relation,
        "words": link.words,
        "direction": "out" if link.forward else "in",
        "inferred": link.inferred,
        "provisional": link.status != "",
        "status": link.status,
        "passages": [{"iri": p.iri, "label": p.label, "source": p.source} for p in link.passages],
    }


def as_text(found: Paths, names: Names) -> str:
    """Return paths for reading: each thing on a line, the words that lead to it before it."""
    one, other = names.label(found.start), names.label(found.end)
    if not found.paths:
        return f"{one} and {other} are not connected in {found.within}."
    steps = len(found.paths[0].steps)
    away = "directly connected" if steps == 1 else f"{steps} links apart"
    count = "one shortest path" if found.count == 1 else f"{found.count:,} shortest paths"
    lines = [f"{one} and {other} are {away}: {count}."]
    cited: list[Passage] = []
    for path in found.paths:
        lines += ["", f"  {one}"]
        for thing, step in zip(path.things[1:], path.steps, strict=True):
            words = "; ".join(_with_sources(link, cited) for link in step)
            lines += [f"    {words}", f"  {names.label(thing)}"]
    if len(found.paths) < found.count:
        lines += ["", f"  … and {found.count - len(found.paths):,} more."]
    lines += ["", "Sources"]
    lines += [f"  [{number}] {passage}" for number, passage in enumerate(cited, 1)]
    return "\n".join(lines)


def _with_sources(link: Link, cited: list[Passage]) -> str:
    for passage in link.passages:
        if passage not in cited:
            cited.append(passage)
    numbers = "".join(f"[{cited.index(passage) + 1}]" for passage in link.passages)
    remarks = ["derived"] * (not link.passages) + [link.status] * (link.status != "")
    told = f" ({', '.join(remarks)})" if remarks else ""
    return f"{link.words} {numbers}{told}".rstrip()
