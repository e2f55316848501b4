"""Places in a network that joins initiatives and organisations: who governs them, what is there."""

from typing import TYPE_CHECKING

from kg.ask.names import Names
from kg.draw.network import describe, network, read_labels
from kg.draw.queries import view_query
from kg.store.interface import Iri, Store
from kg.vocabulary import USK

if TYPE_CHECKING:
    import networkx


def is_place(names: Names, iri: str) -> bool:
    """Whether a thing is a city, a country or another place."""
    return USK + "Place" in names.classes.get(iri, ())


def with_place(
    store: Store, names: Names, graph: "networkx.MultiDiGraph[str]", place: str
) -> "tuple[networkx.MultiDiGraph[str], tuple[str, ...]]":
    """Return a network with one place and its links added, and a remark that says so.

    Added are the links of what governs the place, is based or takes place there or involves it, if
    that is in the network already.
    """
    rows = [
        row
        for row in store.select(view_query("places"), {"object": Iri(place)})
        if row[0] is not None and row[0].value in graph
    ]
    if not rows:
        return graph, ()
    links = network(rows, read_labels(store))
    describe(links, store, names)
    both: networkx.MultiDiGraph[str] = graph.copy()
    both.add_nodes_from([(place, links.nodes[place])])
    both.add_edges_from(links.edges(keys=True, data=True))
    told = (
        f"{names.label(place)} is a place: it is joined to who governs it or is based there, and"
        " to what takes place there or involves it."
    )
    return both, (told,)
