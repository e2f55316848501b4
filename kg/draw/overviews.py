"""Pages that sum the landscape up: who takes part, what money goes where, what there is when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.ask.names import Names
from kg.draw.atlas import map_chart, with_places
from kg.draw.contents import contents
from kg.draw.facts import read_facts
from kg.draw.funding import funding_chart
from kg.draw.network import describe, is_drawn, landscape_links, network, read_labels
from kg.draw.page import Caption, Sibling, draw_overview
from kg.draw.queries import view_query
from kg.draw.selection import Wanted, select
from kg.draw.themes import matrix_chart
from kg.draw.timeline import timeline_chart
from kg.draw.view import Drawn, cited_sources
from kg.errors import BadInput, NotFound
from kg.store.interface import Store
from kg.store.origin import Origin

if TYPE_CHECKING:
    import networkx

    Graph: TypeAlias = networkx.MultiDiGraph[str]

_TAKING_PART = frozenset({"part", "listed"})


@dataclass(frozen=True)
class Overview:
    """One page: its title, what it says of itself, and how it finds what it draws.

    `chart` takes the store, the names and the graph of everything, and gives the part that the
    page shows with what its drawing needs besides, by the numbers of things in that part.
    """

    title: str
    summary: str
    chart: "Callable[[Store, Names, Graph], tuple[Graph, Any]]"


def draw_overview_page(
    name: str,
    store: Store,
    names: Names,
    origin: Origin,
    wanted: Wanted,
    siblings: Iterable[Sibling] = (),
) -> Drawn:
    """Draw one of the overviews, or the part of it that is wanted.

    Raise NotFound when nothing is left of it.
    """
    if wanted.query is not None:
        raise BadInput(f"--query draws a network; the page {name} shows the landscape")
    whole, focus, remarks = _restricted(store, names, wanted)
    graph, chart = OVERVIEWS[name].chart(store, names, whole)
    if len(graph) == 0:
        raise NotFound(f"nothing is left to show on the page {name}; try without the filters")
    facts = read_facts(store, names, graph.nodes)
    page = draw_overview(
        name,
        contents(graph, facts),
        chart,
        Caption(
            heading=f"Security in public spaces: {OVERVIEWS[name].title}",
            summary=OVERVIEWS[name].summary,
            sources=cited_sources(store, (source for source, _, _ in facts.passages)),
            version=origin.version,
        ),
        focus if focus in graph else None,
        siblings,
    )
    return Drawn(page, remarks)


def gather(store: Store, names: Names) -> "Graph":
    """Return all that pages can show: the landscape, and what stands in it without a link."""
    graph = landscape_links(store, names)
    after = network(store.select(view_query("succession")), read_labels(store))
    for subject, thing, relation, edge in after.edges(keys=True, data=True):
        if not graph.has_edge(subject, thing, key=relation):
            graph.add_edge(subject, thing, key=relation, **edge)
    graph.add_nodes_from(sorted(iri for iri in names.classes if is_drawn(names, iri)))
    describe(graph, store, names)
    return graph


def _restricted(
    store: Store, names: Names, wanted: Wanted
) -> "tuple[Graph, str | None, tuple[str, ...]]":
    """Return the part of everything that is wanted, the thing in focus, and remarks."""
    graph = gather(store, names)
    if wanted.focus is None and not any((wanted.theme, wanted.kind, wanted.first, wanted.last)):
        return graph, None, ()
    selected = select(store, names, replace(wanted, top=None))
    part: Graph = graph.copy()
    part.remove_nodes_from([iri for iri in graph.nodes if iri not in selected.graph])
    return part, selected.focus, selected.remarks


def _participation(_store: Store, _names: Names, graph: "Graph") -> "tuple[Graph, Any]":
    part: Graph = graph.copy()
    part.remove_edges_from(
        [
            (subject, thing, relation)
            for subject, thing, relation, edge in graph.edges(keys=True, data=True)
            if edge["group"] not in _TAKING_PART
        ]
    )
    part.remove_nodes_from([iri for iri, degree in list(part.degree) if degree == 0])
    return part, {}


def _map(store: Store, names: Names, graph: "Graph") -> "tuple[Graph, Any]":
    placed = with_places(store, names, graph)
    return placed, map_chart(store, names, placed)


OVERVIEWS: Mapping[str, Overview] = {
    "participation": Overview(
        "who takes part in what",
        "Left those who take part, right what they take part in; a line is a part that a source"
        " states. What does both stands on both sides.",
        _participation,
    ),
    "funding": Overview(
        "from funds to themes",
        "What is funded where, and what for.",
        funding_chart,
    ),
    "matrix": Overview(
        "what there is on which theme",
        "Each number counts the things of a kind that address a theme; one that addresses several"
        " themes counts in each. An empty cell: the sources name nothing.",
        matrix_chart,
    ),
    "timeline": Overview(
        "what happened when",
        "Everything with a date in the sources, by when it began or took place.",
        timeline_chart,
    ),
    "map": Overview(
        "what there is where",
        "Places with what takes place, is based or governs there, or involves them.",
        _map,
    ),
}
